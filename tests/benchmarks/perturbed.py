"""How far the offline model's answers hang on what should not matter.

    python tests/benchmarks/perturbed.py [shuffled] [revalued] [renamed] [--step N]
        [--questions FILE --database PATH]

Asks each question of ``data/offline`` that stands for itself twice, of its database and of a
variant: rows in another order, words of stored texts made up, tables and columns under synonyms.
Prints how many queries are the same once the change is taken back, and how many answers are right
before and after, when it always answers. The small databases are Spider's, in the folder that
SQLAGENT_TEST_DATA names; without it the own ones are all.
"""

# ruff: noqa: T201 (it is run by hand, and printing is what it is for)
from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data" / "offline"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import questions
from offline_variants import Variant, bare, renamed, revalued, shuffled

from sqlagent import Database
from sqlagent.errors import SQLAgentError
from sqlagent.evaluate.judge import right
from sqlagent.evaluate.questions import Question, read
from sqlagent.models.offline.model import known
from sqlagent.models.offline.reading import understand

Change = Callable[[Path, Sequence[Question], Path], Iterable[Variant]]
CHANGES: dict[str, Change] = {
    "shuffled": lambda *given: [shuffled(*given)],
    "revalued": revalued,
    "renamed": lambda *given: [renamed(*given)],
}


class Attempt(NamedTuple):
    sql: str
    right: bool


class Pair(NamedTuple):
    question: Question
    before: Attempt
    after: Attempt
    same: bool


def attempts(path: Path, asked: Iterable[Question]) -> dict[str, Attempt]:
    """What each question comes to, by its id; those whose gold does not run are left out."""
    made = {}
    with Database(path, isolation="thread", max_rows=100_000) as database:
        catalog = known(database)
        for question in asked:
            readings = understand(question.question, catalog, None, first=True).readings
            sql = readings[0].sql if readings else ""
            try:
                result = database.query(sql) if sql else None
                made[question.id] = Attempt(sql, right(question, result, database.query))
            except SQLAgentError as error:
                print(f"{path.name} {question.id}: {error}", file=sys.stderr)
    return made


def pairs(path: Path, asked: Sequence[Question], names: Iterable[str]) -> dict[str, list[Pair]]:
    """One database's questions before and after each change."""
    found: dict[str, list[Pair]] = {}
    before = attempts(path, asked)
    for name in names:
        found[name] = []
        with tempfile.TemporaryDirectory() as folder:
            for variant in CHANGES[name](path, asked, Path(folder)):
                after = attempts(variant.path, variant.questions)
                for question in variant.questions:
                    one, other = before.get(question.id), after.get(question.id)
                    if one and other:
                        same = bare(one.sql) == bare(variant.back(other.sql))
                        found[name].append(Pair(question, one, other, same))
    return found


def jobs(given: argparse.Namespace, made: Path) -> list[tuple[Path, list[Question]]]:
    """The databases, each with its questions."""
    if given.questions:
        asked = [one for one in read(given.questions) if stands(one)]
        return [(given.database, asked[:: given.step])]
    own = {path.name: path for path in questions.build(made)}
    published = os.environ.get("SQLAGENT_TEST_DATA")
    asked = [one for one in questions.read() if stands(one) and (published or one.db in own)]
    small = Path(published or "") / "spider_train" / "db"
    asked = sorted(asked[:: given.step], key=lambda one: one.db)
    return [
        (own.get(name, small / name), list(those))
        for name, those in groupby(asked, key=lambda one: one.db)
    ]


def stands(question: Question) -> bool:
    """Whether it is to be answered, and follows no other."""
    return question.gold_sql is not None and question.after is None


def line(name: str, those: Sequence[Pair]) -> str:
    count = max(len(those), 1)
    same = sum(one.same for one in those) / count
    before, after = (sum(one[at].right for one in those) / count for at in (1, 2))  # type: ignore[union-attr]
    return f"{name:10}{len(those):6}{same:14.3f}{before:15.3f}{after:14.3f}{after - before:+9.3f}"


def differences(those: Sequence[Pair], count: int) -> None:
    """Some that were right before and are not after."""
    for question, before, after, _ in [p for p in those if p.before.right > p.after.right][:count]:
        print(f"\n{question.db} {question.id}: {question.question}")
        print(f"  before  {' '.join(before.sql.split())}\n  after   {' '.join(after.sql.split())}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Answers before and after what should not matter.")
    parser.add_argument("changes", nargs="*", default=[], metavar="|".join(CHANGES))
    parser.add_argument("--step", type=int, default=1, metavar="N", help="every Nth question")
    parser.add_argument("--questions", type=Path, metavar="FILE")
    parser.add_argument("--database", type=Path, metavar="PATH")
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="print N of each")
    given = parser.parse_args()
    names = given.changes or list(CHANGES)
    if not {*names} <= CHANGES.keys() or bool(given.questions) != bool(given.database):
        parser.error("changes are " + ", ".join(CHANGES) + "; a file of questions has a database")
    found: dict[str, list[Pair]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as made:
        for path, asked in jobs(given, Path(made)):
            for name, those in pairs(path, asked, names).items():
                found[name] += those
    print(f"{'':10}{'n':>6}{'same query':>14}{'right before':>15}{'right after':>14}{'change':>9}")
    for name, those in found.items():
        print(line(name, those))
    for those in found.values():
        differences(those, given.failures)


if __name__ == "__main__":
    main()
