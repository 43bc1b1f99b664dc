"""One conversation after another with a hosted model, over the wire, in both formats."""

from __future__ import annotations

import itertools
import json
from typing import Annotated, Any, Literal

import pytest
from endpoint import Endpoint, Request, Scripted, calls, words

from sqlagent import Agent, Database, Model, get_model

Knows = Literal["tools", "functions"]
BOTH = pytest.mark.parametrize("knows", ["tools", "functions"])
MOST_TRACKS = (
    "SELECT Title, count(*) AS Tracks FROM Album JOIN Track USING (AlbumId) "
    "GROUP BY AlbumId ORDER BY Tracks DESC LIMIT 1"
)

Place = Annotated[str, "the city and state, e.g. San Francisco, CA"]
Format = Annotated[Literal["celsius", "fahrenheit"], "inferred from the place"]


def get_current_weather(location: Place, format: Format) -> dict[str, Any]:
    """The current weather."""
    return {"location": location, "sky": "sunny", "degrees": 21, "format": format}


def get_n_day_weather_forecast(location: Place, format: Format, num_days: int) -> str:
    """A forecast of the weather for several days."""
    return f"{num_days} days of rain in {location}"


WEATHER = (get_current_weather, get_n_day_weather_forecast)


def hosted(endpoint: Endpoint) -> Model:
    return get_model("scripted", base_url=endpoint.url)


def accepted(endpoint: Endpoint) -> list[Request]:
    """The requests in the format that the endpoint knows: the first may have been in another."""
    return [
        request for request in endpoint.requests if request.older == (endpoint.knows != "tools")
    ]


@BOTH
def test_the_model_asks_back_and_then_calls(knows: Knows, sample: Database) -> None:
    script: list[Scripted] = [
        words("For which place, and in which unit?"),
        calls("get_current_weather", location="Glasgow, Scotland", format="celsius"),
        words("It is sunny in Glasgow, at 21 °C."),
    ]
    with Endpoint(script, knows=knows) as endpoint:
        agent = Agent(sample, hosted(endpoint), functions=WEATHER)
        back = agent.ask("What's the weather like today?")
        assert back.text == "For which place, and in which unit?"
        assert back.result is None
        answer = agent.ask("I'm in Glasgow, Scotland.", after=back)
        assert answer.text == "It is sunny in Glasgow, at 21 °C."
        assert json.loads(answer.messages[-2].content or "") == {
            "location": "Glasgow, Scotland", "sky": "sunny", "degrees": 21, "format": "celsius",
        }  # fmt: skip
        assert answer.usage is not None
        assert (answer.usage.prompt_tokens, answer.turns) == (22, 2)


@BOTH
def test_a_call_is_forced_and_forbidden(knows: Knows, sample: Database) -> None:
    script: list[Scripted] = [
        calls("get_n_day_weather_forecast", location="Toronto", format="celsius", num_days=4),
        words("Rain, four days long."),
        words("I may not look."),
    ]
    with Endpoint(script, knows=knows) as endpoint:
        agent = Agent(sample, hosted(endpoint), functions=WEATHER)
        name = "get_n_day_weather_forecast"
        answer = agent.ask("Give me a weather report for Toronto, Canada.", function_call=name)
        assert answer.messages[-2].content == "4 days of rain in Toronto"
        agent.ask("The current weather in Toronto, in Celsius, please.", function_call="none")
        older = endpoint.knows == "functions"
        key = "function_call" if older else "tool_choice"
        forced = {"name": name} if older else {"type": "function", "function": {"name": name}}
        choices = [request.body.get(key, "auto") for request in accepted(endpoint)]
        assert choices == [forced, "auto", "none"]


@BOTH
def test_the_database_is_asked_and_asked_again(knows: Knows, sample: Database) -> None:
    script: list[Scripted] = [
        calls("ask_database", query=MOST_TRACKS),
        words("Greatest Hits, with 57 tracks."),
        calls("ask_database", query=MOST_TRACKS.replace("LIMIT 1", "LIMIT 1 OFFSET 1")),
        words("Minha Historia, with 34."),
    ]
    with Endpoint(script, knows=knows) as endpoint:
        agent = Agent(sample, hosted(endpoint))
        first = agent.ask("What is the name of the album with the most tracks?")
        second = agent.ask("And after that?", after=first)
        assert first.result is not None
        assert first.result.rows == (("Greatest Hits", 57),)
        assert second.result is not None
        assert second.result.rows == (("Minha Historia", 34),)
        sent = [request.body["messages"] for request in accepted(endpoint)]
        for earlier, later in itertools.pairwise(sent):
            assert later[: len(earlier)] == earlier
        specification = accepted(endpoint)[0].body
        described = json.dumps(specification.get("functions") or specification.get("tools"))
        assert "Track(TrackId*,Name,AlbumId>Album" in described


@BOTH
def test_a_mistake_is_mended_over_the_wire(knows: Knows, sample: Database) -> None:
    script: list[Scripted] = [
        calls("ask_database", query="SELECT Nme FROM Artist"),
        calls("ask_database", query="SELECT count(*) FROM Artist"),
        words("275."),
    ]
    with Endpoint(script, knows=knows) as endpoint:
        answer = Agent(sample, hosted(endpoint)).ask("How many artists?")
        assert "Artist has Name" in (answer.messages[3].content or "")
        assert answer.text == "275."


@BOTH
def test_the_format_is_found_out_once(knows: Knows, sample: Database) -> None:
    script: list[Scripted] = [words("Hello."), words("Hello again.")]
    with Endpoint(script, knows=knows) as endpoint:
        agent = Agent(sample, hosted(endpoint))
        agent.ask("Hello?", after=agent.ask("Hello?"))
        tried_in_vain = len(endpoint.requests) - len(accepted(endpoint))
        assert tried_in_vain == (1 if endpoint.knows == "functions" else 0)
