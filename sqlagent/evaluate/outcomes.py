"""What came of each question, and the file that keeps it: JSON, one outcome a line.

Lines are only ever added, each as soon as its question is judged, so that a run that was stopped
loses nothing and can go on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from sqlagent.errors import QuestionsError
from sqlagent.evaluate.questions import Question
from sqlagent.messages import FunctionCall, Message, Usage


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model, and how it was asked, made of a question.

    ``sql`` is the query of its answer, None where it gave none, and ``error`` why it came to no
    answer at all. ``turns`` are its own, and tokens None where it counts none; ``seconds`` is
    the time until the answer. ``messages`` are the conversation, where another question follows
    this one up. ``unjudged`` says why it was not judged: the model gave no usable reply, which
    counts as not right, or the gold failed, which does not count. Such an outcome is in no file.
    """

    id: str
    db: str
    question: str
    gold_sql: str | None
    difficulty: str
    tags: tuple[str, ...]
    after: str | None
    model: str
    right: bool
    sql: str | None = None
    text: str = ""
    error: str | None = None
    turns: int = 0
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    seconds: float = 0.0
    messages: tuple[Message, ...] = ()
    unjudged: Literal["", "model", "gold"] = ""

    @classmethod
    def of(cls, question: Question, model: str, **came: Any) -> Outcome:
        """The outcome of ``question``; ``came`` are the fields that it does not hold itself."""
        shared = ("id", "db", "question", "gold_sql", "difficulty", "tags", "after")
        known = {name: getattr(question, name) for name in shared}
        return cls(**known, model=model, **came)


def read(path: Path) -> list[Outcome]:
    """The outcomes of a file; a last line that was not written to its end is left out.

    Raises ``QuestionsError`` for a file that holds anything else.
    """
    return _read(path)[0]


def kept(path: str, questions: Sequence[Question], model: str) -> list[Outcome]:
    """What an earlier run left of ``questions``, asked of ``model``; none without a file.

    Raises ``QuestionsError`` where the file is about other questions, or of another model.
    """
    if not Path(path).exists():
        return []
    asked = {question.id: question for question in questions}
    found = read(Path(path))
    for number, outcome in enumerate(found, 1):
        question = asked.get(outcome.id)
        if outcome.model != model:
            fault = f"this was asked of {outcome.model} and not of {model}"
        elif question is None:
            fault = f"there is no question {outcome.id} now"
        elif (outcome.db, outcome.question, outcome.gold_sql) != (
            question.db, question.question, question.gold_sql
        ):  # fmt: skip
            fault = f"the question {outcome.id} or its gold has changed since"
        else:
            continue
        raise QuestionsError(
            f"{path}, line {number}: {fault}; take the line out, or give another --output"
        )
    return found


@contextmanager
def added_to(path: str | None) -> Iterator[Callable[[Outcome], None]]:
    """A function that adds an outcome to the file, whole lines only; nothing without a path.

    It raises ``QuestionsError`` where the file cannot be written.
    """
    if path is None:
        yield lambda outcome: None
        return

    def add(outcome: Outcome) -> None:
        if not outcome.unjudged:
            with _writing(path):
                file.write(_line(outcome))

    whole = _read(Path(path))[1] if Path(path).exists() else 0
    with ExitStack() as opened:
        with _writing(path):
            file = opened.enter_context(Path(path).open("ab", buffering=0))
            file.truncate(whole)
        yield add


@contextmanager
def _writing(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise QuestionsError(f"{path} cannot be written: {error.strerror}") from None


def _line(outcome: Outcome) -> bytes:
    written = asdict(outcome)
    del written["unjudged"]
    return (json.dumps(written) + "\n").encode()


def _read(path: Path) -> tuple[list[Outcome], int]:
    """The outcomes, and how many bytes of the file are whole lines."""
    try:
        *lines, last = path.read_bytes().split(b"\n")
    except OSError as error:
        raise QuestionsError(f"{path} cannot be read: {error.strerror}") from None
    if last and not last.startswith(b'{"id": '[: len(last)]):
        lines.append(last)  # this is nothing that was begun here
    outcomes = [_outcome(f"{path}, line {number}", line) for number, line in enumerate(lines, 1)]
    return outcomes, sum(len(line) + 1 for line in lines)


def _outcome(where: str, line: bytes) -> Outcome:
    try:
        given = json.loads(line)
        messages = tuple(map(_message, given["messages"]))
        known = {field.name: given[field.name] for field in fields(Outcome)[:-2]}
        return Outcome(**known | {"tags": tuple(known["tags"])}, messages=messages)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise QuestionsError(f"{where}: this is no outcome that sqlagent eval wrote") from None


def _message(given: Mapping[str, Any]) -> Message:
    calls = tuple(FunctionCall(**call) for call in given["calls"])
    usage = Usage(**given["usage"]) if given["usage"] else None
    return Message(**{**given, "calls": calls, "usage": usage})
