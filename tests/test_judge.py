"""When rows count as right, and that the questions' own golds do."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import questions

from sqlagent import Database, Result
from sqlagent.evaluate.judge import holds, right
from sqlagent.evaluate.questions import Question

Rows = list[tuple[Any, ...]]
ASKED = Question("", "", "", "gold", columns_needed=("a",))


def table(columns: str, rows: Sequence[Sequence[Any]]) -> Result:
    return Result(tuple(columns.split()), tuple(map(tuple, rows)))


def runner(**tables: Result) -> Callable[[str], Result]:
    return tables.__getitem__


@pytest.mark.parametrize(
    ("gold", "shown", "verdict"),
    [
        ([(1,), (2,)], [(2,), (1,)], True),
        ([(1,), (2,)], [(1,)], False),
        ([(1,), (1,), (2,)], [(1,), (2,), (2,)], False),
        ([(1,), (2,)], [("x", 2), ("y", 1)], True),
        ([("Oslo",)], [(" oslo ",)], True),
        ([("Oslo",)], [("Bergen",)], False),
        ([(2012,)], [("2012",)], True),
        ([("2.5",)], [(2.5,)], True),
        ([("2.0",)], [("2",)], False),
        ([("1_000",)], [(1000,)], False),
        ([(2 / 3,)], [(0.67,)], True),
        ([(0.667,)], [(2 / 3,)], True),
        ([(2 / 3,)], [(0.66,)], False),
        ([(2 / 3,)], [(0.7,)], False),
        ([(2.675,)], [(2.68,)], True),
        ([(2.5,)], [(2,)], False),
        ([(2.5,)], [(3,)], False),
        ([(4.0,)], [(4,)], True),
        ([(4.0000005,)], [(4,)], True),
        ([(41.3,)], [(41.29,)], False),
        ([(9_000_000_001,)], [(9_000_000_002,)], False),
        ([(0.1 + 0.2,), (0.3,)], [(0.3,), (0.3,)], True),
        ([(None,)], [(None,)], True),
        ([(None,)], [(0,)], False),
        ([(None,)], [("",)], False),
        ([(b"ab",)], [(b"ab",)], True),
        ([(b"ab",)], [("ab",)], False),
        ([], [], True),
        ([], [(1,)], False),
    ],
)
def test_rows_and_cells(gold: Rows, shown: Rows, verdict: bool) -> None:
    columns = "a b" if shown and len(shown[0]) == 2 else "a"
    assert right(ASKED, table(columns, shown), runner(gold=table("a", gold))) is verdict


PAIRS = [(1, "x"), (1, "y"), (2, "x")]


@pytest.mark.parametrize(
    ("needed", "shown", "verdict"),
    [
        (("a", "b"), [("x", 1), ("y", 1), ("x", 2)], True),
        (("a", "b"), [("x", 1), ("x", 1), ("y", 2)], False),  # the columns, but other rows
        (("a", "b"), [(0, 2, "x"), (0, 1, "y"), (0, 1, "x")], True),
        (("a", "b"), [(1,), (1,), (2,)], False),
        (("b",), [("x",), ("y",), ("x",)], True),
    ],
)
def test_columns_needed(needed: tuple[str, ...], shown: Rows, verdict: bool) -> None:
    question = replace(ASKED, columns_needed=needed)
    columns = " ".join("cde"[: len(shown[0])])
    assert right(question, table(columns, shown), runner(gold=table("a b", PAIRS))) is verdict


def test_a_column_is_taken_once() -> None:
    question = replace(ASKED, columns_needed=("a", "b"))
    gold = runner(gold=table("a b", [(3, 3)]))
    assert not right(question, table("a", [(3,)]), gold)
    assert right(question, table("a b", [(3, 3)]), gold)


@pytest.mark.parametrize(
    ("key", "shown", "verdict"),
    [
        ((), ["x", "y", "z"], True),
        ((), ["y", "x", "z"], False),
        (("n",), ["y", "x", "z"], True),
        (("n",), ["x", "z", "y"], False),
    ],
)
def test_order(key: tuple[str, ...], shown: list[str], verdict: bool) -> None:
    question = replace(ASKED, ordered=True, order_key=key)
    gold = table("a n", [("x", 2), ("y", 2), ("z", 1)])
    assert right(question, table("a", [(one,) for one in shown]), runner(gold=gold)) is verdict


@pytest.mark.parametrize(
    ("columns", "cells", "name"),
    [
        (("first_name", "last_name"), ("Ada", "Stone"), "Ada Stone"),
        (("last_name", "first_name"), ("Stone", "Ada"), "ADA STONE"),
        (("Fname", "LName"), ("Ada", "Stone"), "Stone, Ada"),
        (("forename", "surname"), ("Ada", "Stone"), "Ada Stone"),
        (("guest_first_name", "guest_last_name"), ("Ada", "Stone"), "Ada Stone"),
    ],
)
def test_names_in_one_column(columns: tuple[str, str], cells: tuple[str, str], name: str) -> None:
    gold = runner(gold=Result((*columns, "n"), ((*cells, 7),)))
    question = replace(ASKED, columns_needed=(*columns, "n"))
    assert right(question, table("n who", [(7, name)]), gold)
    assert right(question, Result(("n", *columns), ((7, *cells),)), gold)
    assert not right(question, table("n who", [(7, "Ada")]), gold)


def test_other_readings_count() -> None:
    question = replace(ASKED, alt_sql=("other", "third"), columns_needed=("a", "b"))
    tables = runner(
        gold=table("a b n", [(1, 2, 0)]),
        other=table("a b", [(3, 4)]),
        third=table("a code", [(5, 6)]),  # shows another column in place of b
    )
    assert right(question, table("x y", [(4, 3)]), tables)
    assert right(question, table("x y", [(5, 6)]), tables)
    assert not right(question, table("x", [(5,)]), tables)
    assert not right(question, table("x y", [(1, 4)]), tables)


def test_without_columns_needed_it_is_all_and_few_others() -> None:
    gold = runner(gold=table("a a", PAIRS))
    question = replace(ASKED, columns_needed=())
    turned = [(b, 0, 0, 0, a) for a, b in reversed(PAIRS)]
    assert right(question, table("b c d e a", turned), gold)
    assert not right(question, table("b c d e f a", [(*row, row[-1]) for row in turned]), gold)
    assert not right(question, table("a", [(a,) for a, _ in PAIRS]), gold)


@pytest.mark.parametrize(
    ("sql", "ordered"),
    [
        ("SELECT a FROM t ORDER BY a", True),
        ("SELECT a FROM t UNION SELECT b FROM t ORDER BY 1", True),
        ("SELECT a FROM (SELECT a FROM t ORDER BY a)", False),
        ("SELECT row_number() OVER (ORDER BY a) FROM t", False),
    ],
)
def test_unsaid_the_order_counts_where_the_gold_has_one(sql: str, ordered: bool) -> None:
    question = replace(ASKED, gold_sql=sql, columns_needed=())
    run = runner(**{sql: table("a", [(1,), (2,)])})
    assert right(question, table("a", [(1,), (2,)]), run)
    assert right(question, table("a", [(2,), (1,)]), run) is not ordered
    assert right(replace(question, ordered=False), table("a", [(2,), (1,)]), run)


def test_many_rows_and_columns_take_no_time() -> None:
    question = replace(ASKED, columns_needed=())
    alike = runner(gold=Result(tuple("abcdefghijkl"), ((*[None] * 11, 1), (*[None] * 11, 2))))
    shown = Result(tuple("abcdefghijklmn"), ((*[None] * 13, 3), (*[None] * 13, 2)))
    start = time.perf_counter()
    assert not right(question, shown, alike)
    gold = table("a b", [(number, number / 7) for number in range(20_000)])
    rounded = table("b a", [(round(b, 2), a) for a, b in reversed(gold.rows)])
    assert right(question, rounded, runner(gold=gold))
    assert not right(question, table("a b", [(a, 0.5) for a, _ in gold.rows]), runner(gold=gold))
    assert time.perf_counter() - start < 5


def test_declines() -> None:
    rows, gold = table("a", [(1,)]), runner(gold=table("a", [(1,)]))
    must = replace(ASKED, gold_sql=None)
    assert right(must, None, gold)
    assert not right(must, rows, gold)
    assert not right(ASKED, None, gold)


def test_all_columns_and_few_others() -> None:
    gold = table("a b", [(1, "x"), (2, "y")])
    turned = table("b n a", [("y", 0, 2), ("x", 0, 1)])
    assert holds(gold, turned, ordered=False, further=1)
    assert not holds(gold, turned, ordered=True, further=1)
    assert not holds(gold, turned, ordered=False, further=0)
    assert not holds(gold, table("a", [(1,), (2,)]), ordered=False, further=1)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Database]]:
    paths = questions.build(tmp_path_factory.mktemp("own"))
    databases = {path.name: Database(path, isolation="thread") for path in paths}
    yield databases
    for database in databases.values():
        database.close()


def test_golds_are_right(own: dict[str, Database]) -> None:
    wrong = []
    asked = [one for one in questions.read() if one.db in own and one.gold_sql]
    for question in asked:
        run = own[question.db].query
        shown = [run(sql) for sql in (question.gold_sql or "", *question.alt_sql)]
        wrong += [question.id for one in shown if not one.rows or not right(question, one, run)]
    assert len(asked) == 405
    assert not wrong


def test_the_same_rows_each_time(own: dict[str, Database], tmp_path: Path) -> None:
    for path in questions.build(tmp_path):
        first = own[path.name].path
        with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(first)) as other:
            assert list(one.iterdump()) == list(other.iterdump())
