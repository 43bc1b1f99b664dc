"""Files of questions: read, checked, and told by line where they are broken.

A file holds JSON, a record a line or one array of records. The names of Spider's records and of
BIRD's are understood beside those of ``Question``; what else a record holds is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sqlagent.errors import QuestionsError

ALSO = {
    "db_id": "db", "query": "gold_sql", "SQL": "gold_sql", "question_id": "id",
    "hardness": "difficulty",
}  # fmt: skip
"""What Spider and BIRD call what has another name here."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what it should come to, and what bites.

    ``db`` names a database file. ``gold_sql`` is None for what must be declined, and ``alt_sql``
    are other readings that are as right. ``columns_needed`` are the columns of the gold that an
    answer must show; without them it is all, and few others. Where it is ``ordered`` the rows
    come as the gold's, those that are equal in ``order_key`` in any order; None is as the gold
    has an ORDER BY. ``after`` is the id of the question followed up, and ``evidence`` what is
    told with the question. ``kind`` is answer or decline. The first of the ``tags`` is the
    style, where the questions have one; the others say what is asked for.
    """

    id: str
    db: str
    question: str
    gold_sql: str | None
    alt_sql: tuple[str, ...] = ()
    columns_needed: tuple[str, ...] = ()
    ordered: bool | None = None
    order_key: tuple[str, ...] = ()
    difficulty: str = ""
    kind: str = "answer"
    after: str | None = None
    tags: tuple[str, ...] = ()
    note: str = ""
    evidence: str = ""

    @property
    def words(self) -> str:
        """What a model is asked."""
        return f"{self.question}\n{self.evidence}" if self.evidence else self.question


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


FORMS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "str": ("a text", _is_text),
    "str | None": ("a text or null", lambda value: value is None or _is_text(value)),
    "bool | None": ("true or false", lambda value: isinstance(value, bool)),
    "tuple[str, ...]": ("a list of texts", _is_texts),
}
"""What a field of a type must be in a file."""


def read(path: Path) -> list[Question]:
    """The questions of a file; one that is followed up stands before those that follow it up.

    Raises ``QuestionsError`` with the file and the line for what cannot be read.
    """
    read: dict[str, Question] = {}
    for where, record in _records(path):
        question = _question(where, record, len(read) + 1)
        if question.id in read:
            raise QuestionsError(f"{where}: the id {question.id} is that of an earlier question")
        if question.after is not None:
            before = read.get(question.after)
            if before is None or before.db != question.db:
                raise QuestionsError(
                    f"{where}: after must be the id of an earlier question about the same"
                    f" database, and {question.after} is none"
                )
        read[question.id] = question
    if not read:
        raise QuestionsError(f"{path} holds no questions")
    return list(read.values())


def _records(path: Path) -> Iterator[tuple[str, Any]]:
    """Each record, and where it is."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionsError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise QuestionsError(f"{path} is not UTF-8 at byte {error.start}") from None
    if text.lstrip().startswith("["):
        for number, record in enumerate(_parsed(path, 1, text), 1):
            yield f"{path}, record {number}", record
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"{path}, line {number}", _parsed(path, number, line)


def _parsed(path: Path, line: int, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = f"line {line + error.lineno - 1}, column {error.colno}"
        raise QuestionsError(f"{path}, {at}: this is not JSON: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise QuestionsError(f"{path}, line {line}: this is not JSON: {error}") from None


def _question(where: str, record: Any, number: int) -> Question:
    """The record as a question; ``number`` is its id where it has none."""
    if not isinstance(record, dict):
        raise QuestionsError(f"{where}: a question is a JSON object, in braces")
    given: dict[str, Any] = {"id": str(number), "db": ""}
    for field in fields(Question):
        name = next((one for one in _names(field.name) if one in record), "")
        value = record.get(name)
        if value is not None or name in _names("gold_sql"):
            given[field.name] = _value(where, name, value, str(field.type))
    for name in ("question", "gold_sql"):
        if name not in given:
            raise QuestionsError(f"{where}: there is no {' or '.join(_names(name))}")
        if given[name] is not None and not given[name].strip():
            raise QuestionsError(f"{where}: {' or '.join(_names(name))} is empty")
    if given["gold_sql"] is None:
        given.setdefault("kind", "decline")
    return Question(**given)


def _names(name: str) -> list[str]:
    return [name, *(other for other, ours in ALSO.items() if ours == name)]


def _value(where: str, name: str, value: Any, form: str) -> Any:
    if name in ("id", "question_id", "after") and type(value) is int:
        return str(value)
    wanted, fits = FORMS[form]
    if not fits(value):
        raise QuestionsError(f"{where}: {name} must be {wanted}")
    return tuple(value) if isinstance(value, list) else value
