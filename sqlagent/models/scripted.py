"""A model that says what it was told to say, for tests and for examples that need no model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlagent.errors import ModelError
from sqlagent.functions import Function
from sqlagent.messages import Message, assistant

Line = str | Message | Callable[[Sequence[Message]], Message]


class ScriptedModel:
    """Gives ``lines`` one by one: a text, a message, or a function of the conversation so far.

    ``heard`` keeps, for each turn, the messages, functions and function_call that it was given.
    Raises ``ModelError`` where a turn comes after the last line.
    """

    name = "scripted"

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self.heard: list[tuple[tuple[Message, ...], tuple[Function, ...], str]] = []

    def complete(
        self,
        messages: Sequence[Message],
        functions: Sequence[Function],
        function_call: str = "auto",
    ) -> Message:
        self.heard.append((tuple(messages), tuple(functions), function_call))
        try:
            line = next(self._lines)
        except StopIteration:
            raise ModelError("the script has no further line") from None
        if isinstance(line, str):
            return assistant(line)
        return line if isinstance(line, Message) else line(messages)
