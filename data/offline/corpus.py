"""What the offline model is trained on and measured by: questions with golds, split by database.

The own questions, over databases of ours and of Spider's training set, and Spider's training
questions. A database is wholly in one fold, so that what is measured on a fold is measured on
databases that nothing was learned from.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import questions
from questions import Question

from sqlagent.evaluate.judge import FURTHER, holds, right

FOLDS = 5
_PATIENCE = 400_000  # steps of SQLite's machine, a thousand at a time
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Example:
    """A question over the database file ``path``; ``source`` is small, own, more or spider.

    Small are those of ``questions.jsonl`` over databases of Spider's, own those over ours, and
    more the ones of ``further.jsonl`` over either.
    """

    question: Question
    path: Path
    source: str

    @property
    def is_ours(self) -> bool:
        """Whether it was written for this project."""
        return self.source != "spider"

    @property
    def fold(self) -> int:
        """The fold of its database."""
        return crc32(self.path.stem.encode()) % FOLDS


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns and rows, as the judge reads them."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def load(made: Path, *, spider: int | None = None, declines: bool = False) -> list[Example]:
    """All examples, follow-ups left out; ``spider`` is how many of Spider's, None for all.

    Questions that must be declined are among them only with ``declines``. The own databases are
    built in the folder ``made``.
    """
    own = {path.name: path for path in questions.build(made)}
    published = os.environ.get("SQLAGENT_TEST_DATA")
    if not published:
        raise SystemExit("set SQLAGENT_TEST_DATA to the folder that holds spider_train")
    folder = Path(published) / "spider_train"
    found = []
    for file in ("questions.jsonl", "further.jsonl"):
        for question in questions.read(file):
            if question.after or (question.gold_sql is None and not declines):
                continue
            path = own.get(question.db, folder / "db" / question.db)
            source = "own" if question.db in own else "small"
            source = source if file == "questions.jsonl" else "more"
            found.append(Example(question, path, source))
    return [*found, *_spider(folder, spider)]


def _spider(folder: Path, count: int | None) -> Iterable[Example]:
    lines = (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
    records = [one for one in map(json.loads, lines) if one["gold_status"] == "ok"]
    count = len(records) if count is None else min(count, len(records))
    for at in range(count):
        one = records[at * len(records) // count]
        question = Question(
            one["id"], f"{one['db_id']}.sqlite", one["question"], one["gold_sql"],
            difficulty=one["hardness"], kind="spider",
        )  # fmt: skip
        yield Example(question, folder / "db" / question.db, "spider")


class Judge:
    """Runs and judges SQL over one database, each statement once."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        self.run = cache(self._run)

    def _run(self, sql: str) -> Rows | None:
        """The rows of a statement, None where it fails or takes too long."""
        steps = iter(range(_PATIENCE // 1000))
        self.connection.set_progress_handler(lambda: next(steps, None) is None, 1000)
        try:
            cursor = self.connection.execute(sql)
            rows = cursor.fetchmany(_MOST_ROWS)
        except sqlite3.Error:
            return None
        return Rows(tuple(one[0] for one in cursor.description), rows)

    def gold(self, sql: str) -> Rows:
        """The rows of a gold, none where it cannot be run."""
        return self.run(sql) or Rows((), [])

    def right(self, question: Question, sql: str) -> bool:
        """Whether a statement comes to the right rows."""
        shown = self.run(sql)
        if shown is None or question.gold_sql is None:
            return False
        if question.kind != "spider":
            return right(question, shown, self.gold)
        gold = self.run(question.gold_sql)
        ordered = "order by" in question.gold_sql.lower()
        return gold is not None and holds(gold, shown, ordered=ordered, further=FURTHER)

    def close(self) -> None:
        """Lets go of the database."""
        self.connection.close()


def by_database(examples: Iterable[Example]) -> list[list[Example]]:
    """The examples of each database, those with the most first."""
    found = defaultdict(list)
    for example in examples:
        found[example.path].append(example)
    return sorted(found.values(), key=lambda those: -len(those))
