"""What is said while somebody waits: the conversation as it goes, or a spinner with its step."""

from __future__ import annotations

import sys
from collections.abc import Generator
from threading import Timer
from typing import TYPE_CHECKING, Self

from sqlagent import terminal
from sqlagent.visible import visible

if TYPE_CHECKING:
    from rich.progress import Progress
    from rich.status import Status
    from rich.text import Text

    from sqlagent.answer import Answer
    from sqlagent.messages import Message

PATIENCE = 0.3
"""Seconds until a spinner says what is being waited for."""

COLOURS = {"system": 31, "user": 32, "assistant": 34, "function": 35}
"""The terminal's own red, green, blue and magenta, as ECMA-48 numbers them."""


class Waiting:
    """A spinner on a terminal's stderr, from ``PATIENCE`` seconds on until the end of ``with``."""

    def __init__(self, what: str, wanted: bool = True) -> None:
        self._what = what
        self._wanted = wanted and sys.stderr is not None and sys.stderr.isatty()
        self._status: Status | None = None
        self._timer = Timer(PATIENCE, self._spin)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if self._wanted:
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._wanted:
            self._timer.cancel()
            self._timer.join()
        if self._status:
            self._status.stop()

    def on(self, what: str) -> None:
        """From now on it is ``what`` that is waited for."""
        self._what = what
        if self._status:
            self._status.update(_dim(what))

    def _spin(self) -> None:
        self._status = terminal.console(sys.stderr).status(_dim(self._what), spinner_style="")
        self._status.start()


class Counting:
    """A bar on a terminal's stderr that fills up to ``total``, with words of how it goes."""

    def __init__(self, total: int, done: int = 0) -> None:
        self._total = total
        self._done = done
        self._wanted = sys.stderr is not None and sys.stderr.isatty()
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        if self._wanted:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
            from rich.progress import TimeRemainingColumn as Remaining

            said = TextColumn("{task.fields[said]}", markup=False)
            self._bar = Progress(
                BarColumn(), MofNCompleteColumn(), Remaining(), said,
                console=terminal.console(sys.stderr), transient=True,
            )  # fmt: skip
            self._task = self._bar.add_task("", total=self._total, completed=self._done, said="")
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def on(self, said: str) -> None:
        """One more is done."""
        if self._bar:
            self._bar.update(self._task, advance=1, said=visible(said))


def answer_of(steps: Generator[Message, None, Answer], model: str, verbose: bool) -> Answer:
    """The answer at the end of ``steps``, which are watched."""
    following = watched(steps, model, verbose)
    while True:
        try:
            next(following)
        except StopIteration as stop:
            answer: Answer = stop.value
            return answer


def watched(
    steps: Generator[Message, None, Answer], model: str, verbose: bool
) -> Generator[Message, None, Answer]:
    """The same steps; each is printed on stderr, or else a spinner says what goes on."""
    with Waiting(f"asking {model}", wanted=not verbose) as waiting:
        while True:
            try:
                message = next(steps)
            except StopIteration as stop:
                answer: Answer = stop.value
                return answer
            if verbose:
                _tell(message)
            waiting.on("running the query" if message.calls else f"asking {model}")
            yield message


def _tell(message: Message) -> None:
    """A message of the conversation on stderr, in its role's colour."""
    who = f"{message.role} ({message.name})" if message.name else message.role
    said = [message.content] if message.content else []
    said += [f"{call.name}({call.arguments})" for call in message.calls]
    terminal.talk(f"{who}: " + "\n".join(said), COLOURS[message.role])


def _dim(text: str) -> Text:
    from rich.text import Text

    return Text(visible(text), "dim")
