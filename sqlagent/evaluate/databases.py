"""Which database each question is about: one for all, or a file of a folder for each name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlagent.database import sample_path
from sqlagent.errors import DatabaseError
from sqlagent.evaluate.questions import Question

LAYOUTS = ("{0}", "{0}.sqlite", "{0}.db", "{0}/{0}.sqlite", "{0}/{0}.db")
"""Where a folder may hold the database of a name; the last are Spider's and BIRD's."""


def sources(questions: Sequence[Question], db: str | None, file: str) -> dict[str, str]:
    """A path or URL for each name in ``questions``, which were read from ``file``.

    ``db`` is one database, or a folder; None is the folder of ``file``, or the sample where no
    question names a database. Raises ``DatabaseError`` for a name that has none.
    """
    first: dict[str, Question] = {}
    for question in questions:
        first.setdefault(question.db, question)
    named = [name for name in first if name]
    if db is None and not named:
        return {"": str(sample_path())}
    folder = Path(file).parent if db is None else Path(db)
    if not folder.is_dir():
        if len(named) > 1:
            raise DatabaseError(
                f"{file} names {len(named)} databases, so --db must be the folder that holds them,"
                f" and {db} is none"
            )
        return dict.fromkeys(first, str(db))
    return {name: _found(folder, question, file) for name, question in first.items()}


def _found(folder: Path, question: Question, file: str) -> str:
    if not question.db:
        raise DatabaseError(f"{file}: question {question.id} names no database; --db can name one")
    paths = [folder / layout.format(question.db) for layout in LAYOUTS]
    found = next((path for path in paths if path.is_file()), None)
    if found is None:
        looked = ", ".join(layout.format(question.db) for layout in LAYOUTS)
        raise DatabaseError(
            f"{file}: question {question.id} is about {question.db}, which is not in {folder}"
            f" (looked for {looked}); --db names the folder"
        )
    return str(found)
