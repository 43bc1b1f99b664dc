"""A reply read: bytes to a JSON object, a JSON object to our message, in either wire format.

Endpoints are not strict about what they send, so nothing is taken for granted here: any part may
be missing or of another type, and a stream may come though none was asked for. What a model
wrote is passed on as it wrote it. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlagent.errors import ModelError
from sqlagent.messages import FunctionCall, Message, Usage


class PassingError(ModelError):
    """A failure worth repeating, after ``wait`` seconds where the endpoint said how long."""

    def __init__(self, text: str, wait: float | None = None) -> None:
        super().__init__(text)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP reply: header names are in lower case, the body is decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")

    @property
    def is_page(self) -> bool:
        """Whether this is a web page, as proxies and wrong addresses send."""
        return self.text[:200].lower().startswith(("<!doctype html", "<html", "<head"))


def document_in(reply: Reply) -> dict[str, Any] | None:
    """The JSON object in ``reply``, put together again where it came as a stream of events."""
    text = reply.text
    if text.startswith(("data:", "event:", "id:", "retry:", ":")):
        return _assembled(text)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def read(document: Mapping[str, Any]) -> Message:
    """The assistant's message in a reply, its calls as the model wrote them.

    Raises ``PassingError`` for an empty reply, ``ModelError`` for one that was cut or withheld.
    """
    choice = next(iter(_dicts(document.get("choices"))), {})
    said, finish = choice.get("message"), choice.get("finish_reason")
    if not isinstance(said, dict) or finish == "error":
        raise PassingError("the reply held no message")
    content, calls = _content(said), tuple(_calls(said))
    if finish == "content_filter":
        raise ModelError(
            "the endpoint's content filter withheld the reply: put the question in other words"
        )
    if finish == "length" and not (calls and all(map(_complete, calls))):
        raise ModelError(
            "the reply was cut off at the model's length limit:"
            " ask for less at once, or name a model with more room (--model)"
        )
    if not content and not calls:
        raise PassingError("the reply was empty")
    return Message("assistant", content, calls, usage=_usage(document))


def _content(said: Mapping[str, Any]) -> str | None:
    """The words: plain text or a list of parts, without a model's thinking aloud."""
    content = said.get("content")
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(part for part in parts if isinstance(part, str))
    if not isinstance(content, str) or not content.strip():
        content = said.get("refusal")
    if not isinstance(content, str):
        return None
    return whole(content.rpartition("</think>")[2]).strip() or None


def _calls(said: Mapping[str, Any]) -> Iterator[FunctionCall]:
    """The calls in either format, each as it was made, with whatever it lacks."""
    older = said.get("function_call")
    for entry in _dicts(said.get("tool_calls")) or [{"function": older}]:
        function = entry.get("function")
        if isinstance(function, dict):
            name, identity = function.get("name"), entry.get("id")
            yield FunctionCall(
                whole(name) if isinstance(name, str) else "",
                _arguments(function.get("arguments")),
                identity if isinstance(identity, str) and identity else None,
            )


def _arguments(value: Any) -> str:
    """Arguments are JSON text; some endpoints send the object itself."""
    if value is None:
        return ""
    return whole(value if isinstance(value, str) else json.dumps(value))


def _complete(call: FunctionCall) -> bool:
    try:
        return isinstance(json.loads(call.arguments), dict)
    except (ValueError, RecursionError):
        return False


def _usage(document: Mapping[str, Any]) -> Usage | None:
    usage = document.get("usage")
    if not isinstance(usage, dict):
        return None
    counted = usage.get("prompt_tokens"), usage.get("completion_tokens")
    prompt, completion = (each if isinstance(each, int) else 0 for each in counted)
    return Usage(prompt, completion) if prompt or completion else None


def whole(text: str) -> str:
    """``text`` without half surrogate pairs, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()


def _assembled(text: str) -> dict[str, Any] | None:
    """The document the stream would have been; None where it broke off before its end."""
    message: dict[str, Any] = {"content": ""}
    calls: dict[int, dict[str, Any]] = {}
    document: dict[str, Any] = {}
    finish = None
    for event in _events(text):
        if event.get("error"):
            return event
        document["usage"] = event.get("usage") or document.get("usage")
        for choice in _dicts(event.get("choices"))[:1]:
            finish = choice.get("finish_reason") or finish
            delta = choice.get("delta")
            if isinstance(delta, dict):
                _add(message, calls, delta)
    if finish is None:
        return None
    if calls:
        message["tool_calls"] = [calls[index] for index in sorted(calls)]
    return document | {"choices": [{"message": message, "finish_reason": finish}]}


def _events(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n"):
        if line.startswith("data:"):
            try:
                event = json.loads(line.removeprefix("data:"))
            except (ValueError, RecursionError):
                continue
            if isinstance(event, dict):
                yield event


def _add(message: dict[str, Any], calls: dict[int, dict[str, Any]], delta: dict[str, Any]) -> None:
    if isinstance(delta.get("content"), str):
        message["content"] += delta["content"]
    if isinstance(delta.get("function_call"), dict):
        _join(message.setdefault("function_call", {}), delta["function_call"])
    for position, part in enumerate(_dicts(delta.get("tool_calls"))):
        index = part.get("index")
        call = calls.setdefault(index if isinstance(index, int) else position, {"function": {}})
        call["id"] = part.get("id") or call.get("id")
        if isinstance(part.get("function"), dict):
            _join(call["function"], part["function"])


def _join(function: dict[str, Any], part: dict[str, Any]) -> None:
    """The name comes whole, the arguments in pieces."""
    if part.get("name"):
        function["name"] = part["name"]
    earlier, piece = function.get("arguments"), part.get("arguments")
    if piece is not None:
        joined = isinstance(earlier, str) and isinstance(piece, str)
        function["arguments"] = earlier + piece if joined else piece


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
