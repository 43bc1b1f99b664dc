"""How a hosted model is asked: both wire formats, over the real SDK, as an endpoint sees them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from endpoint import Endpoint, Scripted, calls, error, words
from hosted import ASK, QUESTION, SCHEMA, SQL, complete

from sqlagent.messages import FunctionCall, Usage, assistant, function_message, user
from sqlagent.models.openai import wire

TOLD = {"name": "ask_database", "description": ASK.description, "parameters": SCHEMA}


def test_a_question_in_the_newer_format() -> None:
    with Endpoint([calls("ask_database", query=SQL)]) as endpoint:
        (message,) = complete(endpoint, QUESTION)
    assert endpoint.bodies == [
        {
            "model": "m",
            "messages": [
                {"role": "system", "content": "You know SQL."},
                {"role": "user", "content": "Which artists?"},
            ],
            "tools": [{"type": "function", "function": TOLD}],
        }
    ]
    call = FunctionCall("ask_database", json.dumps({"query": SQL}), "call_2_0")
    assert message == assistant(None, call, usage=Usage(11, 7))


def test_an_endpoint_that_knows_only_the_older_format_is_found_out_once() -> None:
    script: list[Scripted] = [calls("ask_database", query=SQL), words("AC/DC and more.")]
    with Endpoint(script, knows="functions") as endpoint:
        first, second = complete(endpoint, QUESTION, QUESTION)
    newer, older, after = endpoint.bodies
    assert "tools" in newer
    assert older == after == {"model": "m", "messages": newer["messages"], "functions": [TOLD]}
    call = FunctionCall("ask_database", json.dumps({"query": SQL}), "call00001")
    assert first.calls == (call,)
    assert second.content == "AC/DC and more."


@pytest.mark.parametrize(
    ("function_call", "newer", "older"),
    [
        ("auto", None, None),
        ("none", "none", "none"),
        (
            "ask_database",
            {"type": "function", "function": {"name": "ask_database"}},
            {"name": "ask_database"},
        ),
    ],
)
def test_which_function_is_called(function_call: str, newer: Any, older: Any) -> None:
    with Endpoint([words("Hello.")], knows="tools") as endpoint:
        complete(endpoint, QUESTION, function_call=function_call)
    assert endpoint.bodies[-1].get("tool_choice") == newer
    assert endpoint.bodies[-1]["tools"]
    with Endpoint([words("Hello.")], knows="functions") as endpoint:
        complete(endpoint, QUESTION, function_call=function_call)
    assert endpoint.bodies[-1].get("function_call") == older
    assert endpoint.bodies[-1]["functions"]


def test_without_functions_none_are_offered() -> None:
    with Endpoint([words("Hello.")]) as endpoint:
        complete(endpoint, QUESTION, functions=())
    assert set(endpoint.bodies[0]) == {"model", "messages"}


FIRST = FunctionCall("ask_database", '{"query": "SELECT 1"}', "a")
SECOND = FunctionCall("ask database!", "not JSON", "b")
HISTORY = (
    user("Both?"),
    assistant(None, FIRST, SECOND),
    function_message(SECOND, "no such function"),
    function_message(FIRST, "1"),
    assistant("One."),
    user("And on?"),
)


def test_several_calls_in_the_newer_format() -> None:
    with Endpoint([words("Done.")], knows="tools") as endpoint:
        complete(endpoint, HISTORY)
    first = {"name": "ask_database", "arguments": '{"query": "SELECT 1"}'}
    second = {"name": "ask_database_", "arguments": "not JSON"}
    assert endpoint.bodies[0]["messages"][1:-2] == [
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {"id": "a", "type": "function", "function": first},
                {"id": "b", "type": "function", "function": second},
            ],
        },
        {"role": "tool", "tool_call_id": "a", "content": "1"},
        {"role": "tool", "tool_call_id": "b", "content": "no such function"},
    ]


def test_several_calls_in_the_older_format() -> None:
    with Endpoint([words("Done.")], knows="functions") as endpoint:
        complete(endpoint, HISTORY)
    first = {"name": "ask_database", "arguments": '{"query": "SELECT 1"}'}
    second = {"name": "ask_database_", "arguments": "not JSON"}
    assert endpoint.bodies[1]["messages"][1:-2] == [
        {"role": "assistant", "content": None, "function_call": first},
        {"role": "function", "name": "ask_database", "content": "1"},
        {"role": "assistant", "content": None, "function_call": second},
        {"role": "function", "name": "ask_database_", "content": "no such function"},
    ]


@pytest.mark.parametrize("knows", ["tools", "functions"])
def test_a_history_that_another_model_left_is_made_valid(knows: Any) -> None:
    nameless = FunctionCall("ask_database", '{"query": "SELECT 1"}')
    history = (
        user("One?"),
        assistant("Let me see.", nameless, nameless),
        function_message(nameless, "1"),
        assistant(None),
        user("half a pair: \ud83d"),
    )
    with Endpoint([words("Done.")], knows=knows) as endpoint:
        complete(endpoint, history)
    messages = endpoint.bodies[-1]["messages"]
    answers = [each["content"] for each in messages if each["role"] in ("tool", "function")]
    assert answers == ["1", wire.NO_RESULT]
    assert messages[-1]["content"] == "half a pair: ?"


@pytest.mark.parametrize(
    "text",
    [
        "Unrecognized request argument supplied: tools",
        "Unknown parameter: 'tools'.",
        "Unsupported param: tools",
        "registry.example/library/gemma:2b does not support tools",
        '{"detail":[{"type":"extra_forbidden","loc":["body","tools"],"msg":"Extra inputs"}]}',
        "extra fields not permitted: tool_choice",
        "unknown field `tools`, expected one of `model`, `messages`",
        "Additional properties are not allowed ('tools' was unexpected)",
        "No endpoints found that support tool use",
        '"auto" tool choice requires --enable-auto-tool-choice to be set',
        "'tool' is not one of ['system', 'assistant', 'user', 'function'] - 'messages.2.role'",
    ],
)
def test_what_says_that_the_newer_format_is_not_known(text: str) -> None:
    assert wire.adapted(wire.Dialect(), text) == wire.Dialect(older=True)
    assert wire.adapted(wire.Dialect(older=True), text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The model `gpt-9` does not exist",
        "Invalid schema for function 'ask_database'",
        "Additional properties are not allowed: tools[0].function.strict",
        "unknown model: toolbox-7b",
        "An assistant message with 'tool_calls' must be followed by messages to each",
    ],
)
def test_what_says_something_else(text: str) -> None:
    assert wire.adapted(wire.Dialect(), text) is None


def test_reasoning_is_switched_off_where_functions_demand_it() -> None:
    demand = error(
        400,
        "Function tools with reasoning_effort are not supported for this model in"
        " /v1/chat/completions. To use function tools, set reasoning_effort to 'none'.",
    )
    with Endpoint([demand, words("One."), words("Two.")]) as endpoint:
        complete(endpoint, QUESTION, QUESTION)
    assert [each.get("reasoning_effort") for each in endpoint.bodies] == [None, "none", "none"]
    assert all("tools" in each for each in endpoint.bodies)
