"""The loop: what the model is given, what its calls come to, how it ends."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from sqlagent import (
    Agent,
    Database,
    FunctionCall,
    MaxTurnsError,
    Message,
    ModelError,
    ask,
    sample_path,
)
from sqlagent.messages import assistant
from sqlagent.models.scripted import Line, ScriptedModel

MOST_TRACKS = "SELECT Title, count(*) AS n FROM Album JOIN Track USING (AlbumId) GROUP BY AlbumId ORDER BY n DESC LIMIT 1"  # noqa: E501


def query(sql: str, identity: str | None = None) -> FunctionCall:
    return FunctionCall("ask_database", json.dumps({"query": sql}), identity)


def told(message: Message) -> Any:
    """What a function message says, as JSON."""
    return json.loads(message.content or "")


def test_a_question_is_answered_from_rows(sample: Database) -> None:
    model = ScriptedModel([assistant(None, query(MOST_TRACKS, "a")), "Greatest Hits, with 57."])
    answer = Agent(sample, model).ask("Which album has the most tracks?")
    assert str(answer) == answer.text == "Greatest Hits, with 57."
    assert answer.sql == MOST_TRACKS
    assert answer.result is not None
    assert answer.result.rows == (("Greatest Hits", 57),)
    assert [message.role for message in answer.messages] == [
        "system", "user", "assistant", "function", "assistant",
    ]  # fmt: skip
    reported = answer.messages[3]
    assert (reported.name, reported.call_id) == ("ask_database", "a")
    assert told(reported) == {
        "columns": ["Title", "n"], "rows": [["Greatest Hits", 57]],
        "row_count": 1, "truncated": False,
    }  # fmt: skip
    assert answer.turns == 2


def test_the_steps_are_the_conversation(sample: Database) -> None:
    model = ScriptedModel([assistant(None, query("SELECT 1")), "One."])
    returned = []

    def steps() -> Iterator[Message]:
        returned.append((yield from Agent(sample, model).steps("One?")))

    seen = tuple(steps())
    assert [answer.messages for answer in returned] == [seen]


def test_history_only_grows_at_its_end(sample: Database) -> None:
    model = ScriptedModel([assistant(None, query("SELECT 1")), "One.", "Still one."])
    agent = Agent(sample, model)
    first = agent.ask("One?")
    again = agent.ask("Sure?", after=first)
    given = [messages for messages, _, _ in model.heard]
    for earlier, later in itertools.pairwise(given):
        assert later[: len(earlier)] == earlier
    assert again.messages[: len(first.messages)] == first.messages
    assert again.text == "Still one."
    assert again.result is None


def test_several_calls_in_one_reply_are_all_answered(sample: Database) -> None:
    calls = (query("SELECT 1", "a"), query("SELECT nope", "b"), query("SELECT 2", "c"))
    model = ScriptedModel([assistant(None, *calls), "Two."])
    answer = Agent(sample, model).ask("Both?")
    replies = [message for message in answer.messages if message.role == "function"]
    assert [message.call_id for message in replies] == ["a", "b", "c"]
    assert told(replies[1]) == {"error": "no such column: nope"}
    assert answer.sql == "SELECT 2"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (query("SELECT Nme FROM Artist"), "no such column: Nme (Artist has Name)"),
        (query("DROP TABLE Artist"), "refused: DROP does not only read"),
        (query("  "), "the arguments of ask_database must be"),
        (FunctionCall("ask_database", "SELECT 1"), "are not JSON"),
        (FunctionCall("ask_database", '{"query": "SELECT'), "are not JSON"),
        (FunctionCall("ask_database", '["SELECT 1"]'), "must be a JSON object"),
        (FunctionCall("ask_database", '{"sql": "SELECT 1"}'), "must be"),
        (FunctionCall("ask_database", '{"query": 1}'), "must be"),
        (FunctionCall("ask_database", "[" * 100_000), "are not JSON"),
        (FunctionCall("ask_database", "__import__('os').getcwd()"), "are not JSON"),
        (FunctionCall("drop_database", "{}"), "there is no function drop_database"),
    ],
)
def test_what_failed_goes_back_and_the_model_mends_it(
    sample: Database, call: FunctionCall, words: str
) -> None:
    def mend(messages: Any) -> Message:
        assert words in told(messages[-1])["error"]
        return assistant(None, query("SELECT 1"))

    answer = Agent(sample, ScriptedModel([assistant(None, call), mend, "One."])).ask("One?")
    assert answer.text == "One."
    assert answer.sql == "SELECT 1"


@pytest.mark.parametrize(
    "arguments",
    [
        '```json\n{"query": "SELECT 1"}\n```',
        '{"query": "```sql\\nSELECT 1\\n```"}',
        '{"query": "SELECT\n1"}',
    ],
)
def test_fences_and_bare_newlines_are_forgiven(sample: Database, arguments: str) -> None:
    model = ScriptedModel([assistant(None, FunctionCall("ask_database", arguments)), "One."])
    answer = Agent(sample, model).ask("One?")
    assert answer.result is not None
    assert answer.result.rows == ((1,),)


def test_the_same_failing_call_ends_the_loop_early(sample: Database) -> None:
    model = ScriptedModel([assistant(None, query("SELECT nope", str(turn))) for turn in range(8)])
    with pytest.raises(MaxTurnsError, match=r"same failing call 3 times.*SELECT nope") as ended:
        Agent(sample, model).ask("What?")
    assert len(model.heard) == 3
    assert ended.value.messages[-1].role == "function"


def test_a_limit_ends_the_loop(sample: Database) -> None:
    lines = [assistant(None, query(f"SELECT {turn}")) for turn in range(9)]
    with pytest.raises(MaxTurnsError, match="no answer after 4 turns"):
        Agent(sample, ScriptedModel(lines), max_turns=4).ask("What?")


def test_without_text_the_rows_are_the_answer(sample: Database) -> None:
    lines = [assistant(None, query("SELECT nope")), assistant(None, query("SELECT 1"))]
    model = ScriptedModel(lines)
    answer = Agent(sample, model).ask("One?", text=False)
    assert answer.text == ""
    assert answer.result is not None
    assert answer.result.rows == ((1,),)
    assert told(answer.messages[-1])["row_count"] == 1
    assert "rows" not in told(answer.messages[-1])


def test_cut_rows_are_said_to_model_and_person() -> None:
    with Database(sample_path(), max_rows=3) as database:
        model = ScriptedModel([assistant(None, query("SELECT * FROM Genre")), "Three."])
        answer = Agent(database, model).ask("Genres?")
    assert told(answer.messages[3])["truncated"]
    assert [note.text for note in answer.notes] == ["only the first 3 rows are here"]


def test_a_long_result_is_told_in_part_and_kept_whole(sample: Database) -> None:
    model = ScriptedModel([assistant(None, query("SELECT Name FROM Track")), "Many."])
    answer = Agent(sample, model).ask("Tracks?")
    message = told(answer.messages[3])
    assert len(message["rows"]) == 100
    assert message["row_count"] == 1000
    assert "first 100 rows" in message["note"]
    assert answer.result is not None
    assert len(answer.result.rows) == 1000


def test_cells_reach_the_model_as_json(make_file: Callable[..., Path]) -> None:
    file = make_file("CREATE TABLE t(a, b, c); INSERT INTO t VALUES (x'00ff', 9e999, 'a\"b\n');")
    with Database(file) as database:
        model = ScriptedModel([assistant(None, query("SELECT *, NULL FROM t")), "Odd."])
        answer = Agent(database, model).ask("What?")
    assert told(answer.messages[3])["rows"] == [["x'00ff'", "inf", 'a"b\n', None]]


@pytest.mark.parametrize("function_call", ["auto", "none", "ask_database"])
def test_a_forced_call_is_forced_once(sample: Database, function_call: str) -> None:
    model = ScriptedModel([assistant(None, query("SELECT 1")), "One."])
    Agent(sample, model).ask("One?", function_call=function_call)
    later = "none" if function_call == "none" else "auto"
    assert [choice for _, _, choice in model.heard] == [function_call, later]


def test_a_call_in_spite_of_none_is_not_run(sample: Database) -> None:
    model = ScriptedModel([assistant(None, query("SELECT 1")), "In words."])
    answer = Agent(sample, model).ask("One?", function_call="none")
    assert "no function may be called" in told(answer.messages[3])["error"]
    assert (answer.sql, answer.text) == (None, "In words.")


def test_what_was_understood_is_what_was_said_with_the_call_that_gave_the_rows(
    sample: Database,
) -> None:
    lines: list[Line] = [
        assistant("the number one", query("SELECT 1")),
        assistant("and now something else", query("SELECT nope")),
        "One.",
    ]
    assert Agent(sample, ScriptedModel(lines)).ask("One?").understood == "the number one"


def test_mistakes_of_the_caller_are_told_at_once(sample: Database) -> None:
    agent = Agent(sample, ScriptedModel([]))
    with pytest.raises(ValueError, match="the question is empty"):
        agent.ask("  ")
    with pytest.raises(ValueError, match="must be auto, none, ask_database"):
        agent.ask("One?", function_call="drop")
    with pytest.raises(ValueError, match="max_turns"):
        Agent(sample, ScriptedModel([]), max_turns=0)
    with pytest.raises(TypeError, match="no function with a name"):
        Agent(sample, ScriptedModel([]), functions=[lambda: 1])
    with pytest.raises(TypeError, match="must be awaited"):
        Agent(sample, ScriptedModel([]), functions=[later])
    with pytest.raises(ValueError, match="a name of its own"):
        Agent(sample, ScriptedModel([]), functions=[weather, weather])
    with pytest.raises(TypeError, match="cannot be given by name"):
        Agent(sample, ScriptedModel([]), functions=[print])


def test_a_models_error_reaches_the_caller(sample: Database) -> None:
    with pytest.raises(ModelError, match="no further line"):
        Agent(sample, ScriptedModel([])).ask("One?")


def weather(
    location: Annotated[str, "a city and its state"],
    format: Literal["celsius", "fahrenheit"],
    days: int | None = None,
) -> dict[str, Any]:
    """The weather at a place."""
    return {"location": location, "format": format, "days": days}


def test_a_python_function_is_told_by_its_signature(sample: Database) -> None:
    model = ScriptedModel(["Where?"])
    answer = Agent(sample, model, functions=[weather]).ask("What is the weather like?")
    assert answer.text == "Where?"
    function = model.heard[0][1][1]
    assert (function.name, function.description) == ("weather", "The weather at a place.")
    assert function.parameters == {
        "type": "object",
        "properties": {
            "location": {"type": "string", "description": "a city and its state"},
            "format": {"enum": ["celsius", "fahrenheit"]},
            "days": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        },
        "required": ["location", "format"],
    }


@pytest.mark.parametrize(
    ("arguments", "content"),
    [
        ('{"location": "Glasgow", "format": "celsius"}', '"days": null'),
        ('{"location": "Glasgow", "format": "celsius", "days": 3}', '"days": 3'),
        ('{"location": "Glasgow"}', "missing a required argument"),
        ('{"location": "Glasgow", "format": "kelvin"}', "format must fit"),
        ('{"location": 5, "format": "celsius"}', "location must fit"),
        ('{"location": "Glasgow", "format": "celsius", "days": true}', "days must fit"),
        ('{"location": "Glasgow", "format": "celsius", "wind": 1}', "unexpected keyword"),
    ],
)
def test_a_python_function_is_called_with_arguments_that_fit(
    sample: Database, arguments: str, content: str
) -> None:
    model = ScriptedModel([assistant(None, FunctionCall("weather", arguments)), "Fine."])
    answer = Agent(sample, model, functions=[weather]).ask("Weather?")
    assert content in (answer.messages[3].content or "")
    assert answer.sql is None


def test_what_a_python_function_raises_is_not_touched(sample: Database) -> None:
    def broken() -> None:
        raise LookupError("out of order")

    model = ScriptedModel([assistant(None, FunctionCall("broken", "")), "Fine."])
    with pytest.raises(LookupError, match="out of order"):
        Agent(sample, model, functions=[broken]).ask("Weather?")


def test_an_answer_as_plain_values(sample: Database) -> None:
    model = ScriptedModel([assistant("one", query("SELECT 1 AS n")), "One."])
    answer = Agent(sample, model).ask("One?")
    assert answer.understood == "one"
    assert answer.to_dict() == {
        "question": "One?", "text": "One.", "sql": "SELECT 1 AS n", "columns": ["n"],
        "rows": [[1]], "truncated": False, "notes": [], "model": "scripted", "turns": 2,
        "usage": None,
    }  # fmt: skip


async def later() -> None:
    """Nothing yet."""


def test_an_answer_shows_itself_in_a_notebook(sample: Database) -> None:
    sql = "SELECT '<b>' AS \"<i>\", '\x1b[31m' AS esc, x'00' AS blob FROM Track LIMIT 500"
    model = ScriptedModel(
        [assistant("<s>", query(sql.replace("\x1b", "'||char(27)||'"))), "A & b."]
    )
    shown = Agent(sample, model).ask("What?")._repr_html_()
    assert "<em>&lt;s&gt;</em>" in shown
    assert "\x1b" not in shown
    assert shown.count("<td>x&#x27;00&#x27;</td>") == 100
    assert "100 of 500 rows" in shown
    assert "<p>A &amp; b.</p>" in shown
    assert "<th>&lt;i&gt;</th>" in shown
    assert "<td>&lt;b&gt;</td>" in shown


def test_strings_become_objects_at_the_edge(make_file: Callable[..., Path]) -> None:
    file = make_file("CREATE TABLE t(a)")
    answer = ask("How many?", file, model=ScriptedModel([
        assistant(None, query("SELECT count(*) FROM t")), "None.",
    ]))  # fmt: skip
    assert answer.result is not None
    assert answer.result.rows == ((0,),)
