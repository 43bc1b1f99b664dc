"""When rows are the right answer to a question; only rows are judged, never the words.

Right is what has as many rows as the gold, or as another reading that counts, and shows the
columns needed as the same rows: in any order of columns, and of rows unless the question asks
for one. Further columns do no harm. A question that must be declined is so only without rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby, product
from math import isclose
from typing import Any, Protocol

from questions import Question

Row = Sequence[Any]

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
    return any(_answers(question, run(reading), shown) for reading in readings)


def holds(gold: Table, shown: Table, *, ordered: bool, further: int) -> bool:
    """Are all columns of ``gold`` among the shown ones, beside at most ``further`` others?

    The stricter rule for questions that name the columns they want, as those of Spider.
    """
    if len(shown.columns) > len(gold.columns) + further:
        return False
    return _found(gold.rows, shown, _runs(range(len(gold.rows)), ordered))


def _answers(question: Question, reading: Table, shown: Table) -> bool:
    needed = _needed(question, reading)
    at = {name: number for number, name in enumerate(reading.columns)}
    keys = [at[name] for name in question.order_key if name in at]
    places: Sequence[Any] = range(len(reading.rows))
    if keys:
        places = [tuple(row[key] for key in keys) for row in reading.rows]
    runs = _runs(places, question.ordered)
    wanted = [[row[at[name]] for name in needed] for row in reading.rows]
    return any(_found(rows, shown, runs) for rows in _written(needed, wanted))


def _needed(question: Question, reading: Table) -> Sequence[str]:
    """The columns that must be shown; all of a reading that has others than the gold's."""
    needed = question.columns_needed
    return needed if {*needed} <= {*reading.columns} else reading.columns


def _runs(places: Sequence[Any], ordered: bool) -> list[slice]:
    """The stretches of rows within which their order says nothing: those of one place."""
    if not ordered:
        return [slice(0, len(places))]
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
    rows = [_plain(row) for row in wanted]
    columns = _columns([_plain(row) for row in shown.rows])
    candidates = [
        [at for at, column in enumerate(columns) if _same(values, column, runs)]
        for values in _columns(rows)
    ]
    return any(
        _same(rows, _beside([columns[at] for at in chosen]), runs)
        for chosen in product(*candidates)
        if len({*chosen}) == len(chosen)
    )


def _columns(rows: Sequence[Row]) -> list[list[tuple[Any, ...]]]:
    """The same cells column by column, each as a row of its own."""
    return [[(cell,) for cell in column] for column in zip(*rows, strict=True)]


def _beside(columns: Sequence[Sequence[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    return [tuple(chain(*cells)) for cells in zip(*columns, strict=True)]


def _same(rows: Sequence[Row], others: Sequence[Row], runs: Sequence[slice]) -> bool:
    return all(_same_bag(rows[run], others[run]) for run in runs)


def _same_bag(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Does each row have one of its own among the others?"""
    left = Counter(rows)
    missing = list((Counter(others) - left).elements())
    for row in (left - Counter(others)).elements():
        at = next((at for at, other in enumerate(missing) if all(map(_agree, row, other))), None)
        if at is None:
            return False
        del missing[at]
    return True


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
