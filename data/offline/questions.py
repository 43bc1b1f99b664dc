"""Questions as people type them, for measuring and training the offline model.

``questions.jsonl`` holds 950, written for this project: ten each over fifty databases of Spider's
training set, thirty each over the fifteen of ``databases/``, whose habits of design differ on
purpose and whose rows are the same each time. One line is one question, in the words of
``Question``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what it should come to, and what bites.

    ``db`` is a file's name. ``gold_sql`` is None for what must be declined, and ``alt_sql`` are
    other readings that are as right. ``columns_needed`` are the columns of the gold that an
    answer must show. Where it is ``ordered`` the rows come as the gold's; those that are equal
    in ``order_key`` may come in any order. ``after`` is the id of the question followed up. The
    first of ``tags`` is the style: terse, plain, command, chatty, typo or abbrev; the others say
    what the question asks for.
    """

    id: str
    db: str
    question: str
    gold_sql: str | None
    alt_sql: tuple[str, ...] = ()
    columns_needed: tuple[str, ...] = ()
    ordered: bool = False
    order_key: tuple[str, ...] = ()
    difficulty: str = "easy"
    kind: str = "answer"
    after: str | None = None
    tags: tuple[str, ...] = ()
    note: str = ""


def read() -> list[Question]:
    """All questions; one that is followed up stands before those that follow it up."""
    lines = (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [_question(line) for line in lines]


def build(folder: Path) -> list[Path]:
    """The fifteen databases, made in ``folder`` within a second or two."""
    command = [sys.executable, str(HERE / "databases" / "build.py"), str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return sorted(folder.glob("*.sqlite"))


def _question(line: str) -> Question:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in json.loads(line).items()
    }
    return Question(**fields)
