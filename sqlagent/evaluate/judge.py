"""When rows are the right answer to a question; only rows are judged, never the words.

Right is what has as many rows as the gold, or as another reading that counts, and shows the
columns needed as the same rows: in any order of columns, and of rows unless the question asks
for one. Where a question names the columns needed, further ones do no harm; where it does not,
all of the gold are, and at most FURTHER others may be shown. A question that must be declined is
so only without rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby
from math import inf, isclose
from typing import Any, Protocol

from sqlagent import sqltree
from sqlagent.evaluate.questions import Question

Row = Sequence[Any]
Column = list[tuple[Any, ...]]
Places = tuple[int, ...]

FURTHER = 3
"""Columns that an answer may show beside those of a gold of which all are needed."""

TOLERANCE = 1e-6
DECIMALS = range(2, 7)
"""To how many decimals a number may have been rounded."""

_FIRST = re.compile(r"first_?name|fore_?name|given_?name|f_?name", re.IGNORECASE)
_LAST = re.compile(r"last_?name|sur_?name|family_?name|l_?name", re.IGNORECASE)


class Table(Protocol):
    """Columns and rows, as of a ``sqlagent.Result``."""

    @property
    def columns(self) -> Sequence[str]: ...

    @property
    def rows(self) -> Sequence[Row]: ...


def right(question: Question, shown: Table | None, run: Callable[[str], Table]) -> bool:
    """Is ``shown``, None where nothing was queried, the right answer to ``question``?

    ``run`` gives the rows of the golds; what it raises is the gold's fault and reaches the caller.
    """
    if question.gold_sql is None or shown is None:
        return question.gold_sql is None and shown is None
    readings = (question.gold_sql, *question.alt_sql)
    return any(_answers(question, sql, run(sql), shown) for sql in readings)


def holds(
    gold: Table, shown: Table, *, ordered: bool, further: int, order_key: Sequence[str] = ()
) -> bool:
    """Are all columns of ``gold`` among the shown ones, beside at most ``further`` others?"""
    if len(shown.columns) > len(gold.columns) + further:
        return False
    return _found(gold.rows, shown, _runs(gold, ordered, order_key))


def _answers(question: Question, sql: str, reading: Table, shown: Table) -> bool:
    ordered = _is_ordered(sql) if question.ordered is None else question.ordered
    key, needed = question.order_key, question.columns_needed
    if not needed:
        return holds(reading, shown, ordered=ordered, further=FURTHER, order_key=key)
    places: Sequence[int] = range(len(reading.columns))
    if {*needed} <= {*reading.columns}:  # else it shows others in their place: all of them then
        places = [reading.columns.index(name) for name in needed]
    names = [reading.columns[at] for at in places]
    wanted = [[row[at] for at in places] for row in reading.rows]
    runs = _runs(reading, ordered, key)
    return any(_found(rows, shown, runs) for rows in _written(names, wanted))


def _is_ordered(sql: str) -> bool:
    tree = sqltree.parse(sql)
    return tree is not None and tree.args.get("order") is not None


def _runs(gold: Table, ordered: bool, order_key: Sequence[str]) -> list[slice]:
    """The stretches of rows within which their order says nothing: those of one place."""
    if not ordered:
        return [slice(0, len(gold.rows))]
    keys = [gold.columns.index(name) for name in order_key if name in gold.columns]
    places: Sequence[Any] = range(len(gold.rows))
    if keys:
        places = [tuple(row[key] for key in keys) for row in gold.rows]
    stretches = [[*run] for _, run in groupby(range(len(places)), key=lambda at: places[at])]
    return [slice(run[0], run[-1] + 1) for run in stretches]


def _written(columns: Sequence[str], rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows, and then with each first and last name in one cell."""
    yield rows
    pairs = [
        (first, last)
        for first, name in enumerate(columns)
        for last, other in enumerate(columns)
        if _FIRST.search(name) and _LAST.search(other)
        and _FIRST.sub("", name, count=1) == _LAST.sub("", other, count=1)
    ]  # fmt: skip
    if pairs:
        apart = [at for at in range(len(columns)) if at not in {*chain(*pairs)}]
        for form in ("{} {}", "{1}, {0}"):
            yield [
                [*(row[at] for at in apart), *(form.format(row[a], row[b]) for a, b in pairs)]
                for row in rows
            ]


def _found(wanted: Sequence[Row], shown: Table, runs: Sequence[slice]) -> bool:
    """Do some of the shown columns hold the rows wanted?"""
    if len(wanted) != len(shown.rows):
        return False
    if not wanted:
        return True
    columns = _columns([_plain(row) for row in shown.rows])
    return _placed(_columns([_plain(row) for row in wanted]), columns, runs, ())


def _placed(
    wanted: Sequence[Column], columns: Sequence[Column], runs: Sequence[slice], taken: Places
) -> bool:
    """Is there a column for each one wanted, after those ``taken``, so that the rows agree?"""
    if len(taken) == len(wanted):
        return True
    column = wanted[len(taken)]
    rows = _beside(wanted[: len(taken) + 1])
    tried: list[Column] = []
    for at, other in enumerate(columns):
        # Columns that hold the same are as good as each other: one of them is enough.
        if at in taken or not _same(column, other, runs) or other in tried:
            continue
        tried.append(other)
        now = (*taken, at)
        if _same(rows, _beside([columns[at] for at in now]), runs) and _placed(
            wanted, columns, runs, now
        ):
            return True
    return False


def _columns(rows: Sequence[Row]) -> list[Column]:
    """The same cells column by column, each as a row of its own."""
    return [[(cell,) for cell in column] for column in zip(*rows, strict=True)]


def _beside(columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    return [tuple(chain(*cells)) for cells in zip(*columns, strict=True)]


def _same(rows: Sequence[Row], others: Sequence[Row], runs: Sequence[slice]) -> bool:
    return all(_same_bag(rows[run], others[run]) for run in runs)


def _same_bag(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Does each row have one of its own among the others?"""
    left = Counter(rows)
    # Both in one order, in which a row and its rounded twin are close to each other.
    missing = sorted((Counter(others) - left).elements(), key=_rank)
    for row in sorted((left - Counter(others)).elements(), key=_rank):
        at = next((at for at, other in enumerate(missing) if all(map(_agree, row, other))), None)
        if at is None:
            return False
        del missing[at]
    return True


def _rank(row: Row) -> list[tuple[float, str]]:
    numbers = [(cell, _number(cell)) for cell in row]
    return [(inf, str(cell)) if number is None else (number, "") for cell, number in numbers]


def _plain(row: Row) -> tuple[Any, ...]:
    return tuple(cell.strip().casefold() if isinstance(cell, str) else cell for cell in row)


def _agree(one: Any, other: Any) -> bool:
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        return False
    a, b = _number(one), _number(other)
    if a is None or b is None or (isinstance(a, int) and isinstance(b, int)):
        return False
    return isclose(a, b, rel_tol=1e-12, abs_tol=TOLERANCE) or _rounded(a, b) or _rounded(b, a)


def _rounded(exact: float, to: float) -> bool:
    return any(
        round(to, decimals) == to and abs(exact - to) <= 0.5 * 10**-decimals + 1e-9
        for decimals in DECIMALS
    )


def _number(cell: Any) -> float | None:
    if isinstance(cell, int | float):
        return cell
    is_number = isinstance(cell, str) and re.fullmatch(r"[+-]?\d+(\.\d+)?", cell, re.ASCII)
    return float(cell) if is_number else None
