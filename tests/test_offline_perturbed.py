"""What should not matter to the offline model does not: rows' order, and what words they hold.

The databases and questions are changed as ``offline_variants`` says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from offline_databases import CINEMA, VET
from offline_variants import bare, renamed, revalued, shuffled

from sqlagent import Database
from sqlagent.evaluate.questions import Question
from sqlagent.models.offline.model import known
from sqlagent.models.offline.reading import understand

PLAIN = [
    "how many pets are there?",
    "owners from Leeds",
    "insured pets",
    "pets per species",
    "heaviest pet",
    "the 2 lightest pets",
    "owners without email",
    "avg weight of dogs",
    "owners without pets",
    "pets heavier than 10 kg",
    "visits per year",
    "email of Bo Field",
]

VALUED = [
    ("owners from Leeds", "SELECT first_name, last_name FROM owners WHERE city = 'Leeds'"),
    ("owners not from leeds", "SELECT first_name, last_name FROM owners WHERE city <> 'Leeds'"),
    ("email of Bo Field",
     "SELECT email FROM owners WHERE first_name = 'Bo' AND last_name = 'Field'"),
    ("how many visits were for a checkup",
     "SELECT count(*) FROM visits WHERE reason = 'checkup'"),
]  # fmt: skip


@pytest.fixture
def vet(make_file: Callable[..., Path]) -> Path:
    return make_file(VET, "vet.sqlite")


def asked(*given: tuple[str, str]) -> list[Question]:
    return [Question(str(at), "", question, sql) for at, (question, sql) in enumerate(given)]


def readings(path: Path, questions: Sequence[Question]) -> list[str]:
    """The best reading of each question, as SQL."""
    with Database(path, isolation="thread") as database:
        catalog = known(database)
        states = [understand(one.question, catalog, None, first=True) for one in questions]
        return [state.readings[0].sql for state in states]


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def folder(vet: Path) -> Path:
    found = vet.parent / "changed"
    found.mkdir()
    return found


def test_the_order_of_rows_changes_no_query(vet: Path) -> None:
    questions = asked(*((question, "") for question in PLAIN))
    variant = shuffled(vet, questions, folder(vet))
    assert readings(variant.path, variant.questions) == readings(vet, questions)


def test_a_variant_in_another_order_holds_the_same_rows(make_file: Callable[..., Path]) -> None:
    listed = " ".join(f"INSERT INTO box VALUES ('b{at}', {at});" for at in range(50))
    path = make_file(f"CREATE TABLE box (code TEXT, size INTEGER); {listed}")
    found = rows(shuffled(path, [], folder(path)).path, "SELECT * FROM box")
    assert found != rows(path, "SELECT * FROM box")
    assert sorted(found) == sorted(rows(path, "SELECT * FROM box"))


def test_other_values_change_the_query_by_no_more(vet: Path) -> None:
    questions = asked(*VALUED)
    before = readings(vet, questions)
    variants = revalued(vet, questions, folder(vet))
    for old, variant in zip(questions, variants, strict=True):
        (question,) = variant.questions
        (sql,) = readings(variant.path, variant.questions)
        assert question.question != old.question
        assert sql != before[int(question.id)]
        assert variant.back(sql) == before[int(question.id)]
        found = rows(variant.path, question.gold_sql or "")
        assert len(found) == len(rows(vet, old.gold_sql or "")) > 0


def test_other_names_are_other_words_for_the_same(make_file: Callable[..., Path]) -> None:
    cinema = make_file(CINEMA, "cinema.sqlite")
    gold = "SELECT FullName FROM Employee WHERE Salary > 3200 ORDER BY Salary"
    variant = renamed(cinema, asked(("employees earning over 3200", gold)), folder(cinema))
    (question,) = variant.questions
    assert bare(question.gold_sql or "") != bare(gold)
    assert bare(variant.back(question.gold_sql or "")) == bare(gold)
    assert rows(variant.path, question.gold_sql or "") == rows(cinema, gold)
