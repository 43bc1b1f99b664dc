"""A conversation on the terminal, or line by line from a pipe: each question follows the last."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from sqlagent import progress, terminal
from sqlagent.agent import Agent
from sqlagent.answer import Answer
from sqlagent.errors import SQLAgentError

PROMPT = "> "
GOODBYES = ("q", "quit", "exit")


def converse(agent: Agent, *, verbose: bool = False) -> None:
    """Answer the questions on stdin until a goodbye or its end; what fails is said and passed."""
    last: Answer | None = None
    for question in _questions():
        steps = agent.steps(question, after=last)
        try:
            last = progress.answer_of(steps, agent.model.name, verbose)
        except SQLAgentError as error:
            terminal.complain(error)
        else:
            terminal.show(last, agent.database.max_rows)
        terminal.write("\n")


def _questions() -> Iterator[str]:
    for line in _typed() if _at_a_terminal() else _piped():
        question = line.strip()
        if question.lower() in GOODBYES:
            return
        if question:
            yield question


def _at_a_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _typed() -> Iterator[str]:
    """Lines typed at the prompt, with editing and history where Python has readline."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  (input() uses it once it is there)
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            terminal.write("\n")
            return


def _piped() -> Iterator[str]:
    yield from sys.stdin or ()
