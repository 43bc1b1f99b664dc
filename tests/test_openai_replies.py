"""What is read from a hosted model's reply, however it is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from endpoint import Endpoint, Scripted, completion, words
from hosted import ASK, QUESTION, SQL, complete

from sqlagent.messages import FunctionCall, Message, Usage, assistant, user


def said(reply: Scripted, messages: Sequence[Message] = QUESTION) -> Message:
    with Endpoint([reply]) as endpoint:
        return complete(endpoint, messages)[0]


EARLIER = (user("One?"), assistant(None, FunctionCall(ASK.name, "{}", "a")), user("And?"))


def made(*entries: Mapping[str, Any], content: str | None = None) -> dict[str, Any]:
    return completion({"role": "assistant", "content": content, "tool_calls": entries}, "stop")


def function(arguments: Any, name: Any = "ask_database") -> dict[str, Any]:
    return {"name": name, "arguments": arguments}


def events(*deltas: Mapping[str, Any], finish: str = "stop") -> bytes:
    chunks: list[Mapping[str, Any]] = [{"choices": [{"delta": delta}]} for delta in deltas]
    chunks.append({"choices": [{"delta": {}, "finish_reason": finish}]})
    chunks.append({"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 6}})
    lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks]
    return "".join([": starting\n\n", *lines, "data: [DONE]\n\n"]).encode()


STREAMED_OLDER = (
    {"function_call": {"name": "ask_database", "arguments": ""}},
    {"function_call": {"arguments": f'{{"query": "{SQL}"}}'}},
)
STREAMED = (
    {"role": "assistant", "content": None},
    {"tool_calls": [{"index": 0, "id": "x", "function": function("")}]},
    {"tool_calls": [{"index": 0, "function": {"arguments": '{"query": '}}]},
    {"tool_calls": [{"index": 0, "function": {"arguments": f'"{SQL}"}}'}}]},
)


def replies() -> Iterator[tuple[str, Scripted, str | None, list[tuple[str, str]]]]:
    """A name, what is sent, and the content and the calls that are read from it."""
    good = json.dumps({"query": SQL})
    one = [("ask_database", good)]
    yield "call with content", made({"function": function(good)}, content="Hm."), "Hm.", one
    yield "arguments as an object", made({"function": function({"query": SQL})}), None, one
    yield "arguments are passed on", made({"function": function("{oh")}), None, [(ASK.name, "{oh")]
    yield "arguments are a list", made({"function": function([1])}), None, [(ASK.name, "[1]")]
    yield "no arguments", made({"function": {"name": "f"}}), None, [("f", "")]
    yield "no name", made({"function": {"arguments": good}}), None, [("", good)]
    yield "name is no text", made({"function": function(good, 7)}), None, [("", good)]
    yield "no function", made({"id": "x"}, content="Hm."), "Hm.", []
    yield "no list", completion({"content": "Hm.", "tool_calls": {"a": 1}}, "stop"), "Hm.", []
    yield "null calls", words("Hm.", tool_calls=None, function_call=None), "Hm.", []
    yield "older call", words(None, function_call=function(good)), None, one
    yield "cut after a whole call", words(None, "length", function_call=function(good)), None, one
    yield "content in parts", completion({"content": [{"text": "a"}, {"text": "b"}]}, ""), "ab", []
    yield "a refusal", words(None, refusal="I will not."), "I will not.", []
    yield "thinking aloud", words("<think>\nHm.\n</think>\n\nFive."), "Five.", []
    yield "half a pair", words("a\ud83db"), "a?b", []
    yield "streamed words", events({"content": "Fi"}, {"content": "ve."}), "Five.", []
    yield "streamed call", events(*STREAMED), None, one
    yield "streamed older call", events(*STREAMED_OLDER), None, one


@pytest.mark.parametrize(
    ("reply", "content", "expected"),
    [pytest.param(*rest, id=name) for name, *rest in replies()],
)
def test_what_is_read_from_a_reply(
    reply: Scripted, content: str | None, expected: list[tuple[str, str]]
) -> None:
    message = said(reply)
    assert message.role == "assistant"
    assert message.content == content
    assert [(call.name, call.arguments) for call in message.calls] == expected
    assert all(call.id for call in message.calls)


@pytest.mark.parametrize("given", [None, "", "a", 7])
def test_calls_get_ids_that_no_other_call_has(given: Any) -> None:
    entry = {"id": given, "function": function("{}")}
    message = said(made(entry, entry), EARLIER)
    assert [call.id for call in message.calls] == ["call00001", "call00002"]


def test_tokens_are_counted_where_the_endpoint_counts_them() -> None:
    uncounted = words("Five.")
    del uncounted["usage"]
    assert said(words("Five.")).usage == Usage(11, 7)
    assert said(events({"content": "Five."})).usage == Usage(5, 6)
    assert said(uncounted).usage is None
    assert said(words("Five.") | {"usage": {"prompt_tokens": "many"}}).usage is None


@pytest.mark.parametrize("content", ["<tool_call>{oh</tool_call>", "<tool_call>\n{oh"])
def test_a_call_that_cannot_be_read_goes_back_to_the_model(content: str) -> None:
    message = said(words(content))
    assert [(call.name, call.arguments, call.id) for call in message.calls] == [
        ("ask_database", "{oh", "call00001")
    ]
