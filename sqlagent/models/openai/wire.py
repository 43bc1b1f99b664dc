"""The two wire formats written: our messages and functions as the body of a request.

``tools`` is the newer format, ``functions`` the older one for endpoints that know only that.
What an endpoint wants is its ``Dialect``, learnt from what it refuses. Pure: messages in, a JSON
object out; ``reply.py`` reads what comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, takewhile
from typing import TYPE_CHECKING, Any

from sqlagent.messages import FunctionCall, Message
from sqlagent.models.openai.reply import whole

if TYPE_CHECKING:
    from sqlagent.functions import Function

# A call that nothing answered: an endpoint refuses a history in which one is left open.
NO_RESULT = "(the result was not shown to you)"

_TOOLS = re.compile(r"\b(?:tools?|tool[_ ](?:choice|calls?|use))\b(?![\[.]\d)", re.IGNORECASE)
_NOT_KNOWN = re.compile(
    r"unrecogni[sz]ed|unknown|unsupported|unexpected|extra|additional|forbidden|requires|should be"
    r"|n[o']t (?:\w+ )?(?:support|permit|allow|enabl|recogni|one of)|no endpoints|role",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an endpoint wants to be asked; ``effort`` None leaves ``reasoning_effort`` unsaid."""

    older: bool = False
    effort: str | None = None


def adapted(dialect: Dialect, complaint: str) -> Dialect | None:
    """The dialect to try next after ``complaint``, the body of a refusal.

    None where the complaint is about something else, or nothing is left to change: each step
    is taken once. Some models call functions only where their reasoning is switched off.
    """
    if "reasoning_effort" in complaint:
        can_switch = dialect.effort is None and "none" in complaint
        return replace(dialect, effort="none") if can_switch else None
    if not dialect.older and _TOOLS.search(complaint) and _NOT_KNOWN.search(complaint):
        return replace(dialect, older=True)
    return None


def request(
    model: str,
    messages: Sequence[Message],
    functions: Sequence[Function],
    function_call: str,
    dialect: Dialect,
) -> dict[str, Any]:
    """The body of a chat completion request."""
    write = _older_messages if dialect.older else _newer_messages
    body: dict[str, Any] = {"model": model, "messages": list(write(messages))}
    if functions:
        body |= _offer(functions, function_call, dialect)
    if dialect.effort:
        body["reasoning_effort"] = dialect.effort
    sendable: dict[str, Any] = _sendable(body)
    return sendable


def _offer(functions: Sequence[Function], function_call: str, dialect: Dialect) -> dict[str, Any]:
    """``auto`` is what endpoints do unasked, and some refuse to be told."""
    described = [
        {"name": each.name, "description": each.description, "parameters": each.parameters}
        for each in functions
    ]
    choice: Any = "none" if function_call == "none" else {"name": function_call}
    if dialect.older:
        offer: dict[str, Any] = {"functions": described}
        return offer if function_call == "auto" else offer | {"function_call": choice}
    offer = {"tools": [{"type": "function", "function": each} for each in described]}
    if function_call == "auto":
        return offer
    named = choice if choice == "none" else {"type": "function", "function": choice}
    return offer | {"tool_choice": named}


def _newer_messages(messages: Sequence[Message]) -> Iterator[dict[str, Any]]:
    for message, results in _with_results(messages):
        written: dict[str, Any] = {"role": message.role, "content": message.content}
        if results:
            written["tool_calls"] = [
                {"id": call.id, "type": "function", "function": _called(call)}
                for call, _ in results
            ]
        else:
            written["content"] = message.content or ""
        yield written
        for call, result in results:
            yield {"role": "tool", "tool_call_id": call.id, "content": result}


def _older_messages(messages: Sequence[Message]) -> Iterator[dict[str, Any]]:
    """One call fits in a message here: several become a message and its answer each."""
    for message, results in _with_results(messages):
        if not results:
            yield {"role": message.role, "content": message.content or ""}
        content = message.content
        for call, result in results:
            yield {"role": message.role, "content": content, "function_call": _called(call)}
            yield {"role": "function", "name": _called(call)["name"], "content": result}
            content = None


def _with_results(
    messages: Sequence[Message],
) -> Iterator[tuple[Message, list[tuple[FunctionCall, str]]]]:
    """Each message but the function messages, with its calls and what came of each.

    Whatever the history holds, a call has an id and a result here.
    """
    fresh = _fresh_ids(messages)
    for index, message in enumerate(messages):
        if message.role == "function":
            continue
        answers = list(takewhile(lambda each: each.role == "function", messages[index + 1 :]))
        results = []
        for call in message.calls:
            answer = next((each for each in answers if _answers(each, call)), None)
            if answer:
                answers.remove(answer)
            result = answer.content if answer else NO_RESULT
            results.append((call if call.id else replace(call, id=next(fresh)), result or ""))
        yield message, results


def _answers(message: Message, call: FunctionCall) -> bool:
    return message.call_id == call.id if message.call_id else message.name == call.name


def _called(call: FunctionCall) -> dict[str, str]:
    """A call as it was made; only a name that no endpoint would take back is changed."""
    name = re.sub(r"[^A-Za-z0-9_-]", "_", call.name)[:64] or "unknown"
    return {"name": name, "arguments": call.arguments}


def _sendable(value: Any) -> Any:
    """``value`` as plain JSON data whose every text can be encoded."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, Mapping):
        return {key: _sendable(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_sendable(each) for each in value]
    return value


def identified(message: Message, messages: Iterable[Message]) -> Message:
    """``message`` with an id for each call that no other call in the conversation has."""
    earlier = tuple(messages)
    fresh = _fresh_ids((*earlier, message))
    taken = {call.id for each in earlier for call in each.calls}
    calls = []
    for call in message.calls:
        unique = call if call.id and call.id not in taken else replace(call, id=next(fresh))
        taken.add(unique.id)
        calls.append(unique)
    return replace(message, calls=tuple(calls))


def _fresh_ids(messages: Iterable[Message]) -> Iterator[str]:
    """Ids that no call has yet: nine letters and digits, which the strictest endpoint takes."""
    taken = {call.id for each in messages for call in each.calls}
    return (each for each in (f"call{number:05d}" for number in count(1)) if each not in taken)
