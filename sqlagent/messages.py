"""The conversation's parts: frozen values that every model reads and writes.

A wire format belongs to the model that speaks it; here a function call is a name and the
JSON text of its arguments, exactly as the model wrote them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["system", "user", "assistant", "function"]


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A model's wish to call a function: ``arguments`` is unparsed JSON text."""

    name: str
    arguments: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a model counted, in tokens; a model that counts nothing gives none."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
        )


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a conversation.

    ``calls`` are an assistant's function calls; ``name`` and ``call_id`` say which call a
    function message answers; ``usage`` is what the model counted for the turn.
    """

    role: Role
    content: str | None = None
    calls: tuple[FunctionCall, ...] = ()
    name: str | None = None
    call_id: str | None = None
    usage: Usage | None = None


def system(content: str) -> Message:
    """A system message."""
    return Message("system", content)


def user(content: str) -> Message:
    """A user message."""
    return Message("user", content)


def assistant(
    content: str | None = None, *calls: FunctionCall, usage: Usage | None = None
) -> Message:
    """An assistant's message: words, function calls, or both."""
    return Message("assistant", content, calls, usage=usage)


def function_message(call: FunctionCall, content: str) -> Message:
    """What a function gave back for ``call``."""
    return Message("function", content, name=call.name, call_id=call.id)
