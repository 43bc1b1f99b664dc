"""Columns that a question asks for by its form alone: when, where, how much, on average.

A question word asks for a kind of column; which one is told by the tables that are spoken of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlagent.linking import Link, Token
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.cues import cues_at

ASKED = 0.62
STEP = 0.05  # what each further column of a kind costs
_SPOKEN = 0.75  # links that tell which tables are spoken of
_WHERE = frozenset("city town location address place venue country county district region".split())
_BETWEEN = 2  # words between what is done and the table whose amounts it is done with
_JOINING = frozenset("vs versus and or against compared".split())
_WORKED = frozenset(("count", "sum", "avg", "max", "min", "versus", "group"))


@dataclass(frozen=True, slots=True)
class Implied:
    """A column that tokens ``start`` to ``end`` ask for without its name."""

    start: int
    end: int
    table: str
    column: str
    score: float


def implied(tokens: Sequence[Token], links: Sequence[Link], catalog: Catalog) -> Iterator[Implied]:
    """The columns that the form of a question asks for, best first for each of its words."""
    asking = {at for at, token in enumerate(tokens) if token.text.lower() in ("when", "where")}
    spoken = [link for link in links if link.score > _SPOKEN and link.start not in asking]
    tables = list(dict.fromkeys(link.table for link in spoken))
    named = {(link.table, link.column) for link in spoken}
    cues = {at: {cue for _, cue in cues_at(tokens, at)} for at in range(len(tokens))}
    for at, token in enumerate(tokens):
        if token.text.lower() == "where" and (at < 2 or tokens[at - 1].lemma in _JOINING):
            yield from _each(at, at + 1, _places(tables[:3], catalog), named)
        elif token.text.lower() == "when":
            yield from _each(at, at + 1, _dates(tables[:3], catalog), named)
        elif cues[at] & {"avg", "sum", "max", "min"}:
            yield from _amounts(at, tokens, links, catalog, named)
    if any(found & _WORKED for found in cues.values()):
        yield from _contrasts(tokens, links)


Column = tuple[str, str]


def _each(
    start: int, end: int, columns: Iterable[Column], named: set[tuple[str, str | None]]
) -> Iterator[Implied]:
    kept = [column for column in dict.fromkeys(columns) if column not in named]
    for place, (table, column) in enumerate(kept[:3]):
        yield Implied(start, end, table, column, ASKED - STEP * place)


def _places(tables: Iterable[str], catalog: Catalog) -> Iterator[Column]:
    for table in tables:
        for column in catalog.columns(table):
            if _WHERE & {*catalog.words(table, column)} and not catalog.is_key(table, column):
                yield table, column


def _dates(tables: Iterable[str], catalog: Catalog) -> Iterator[Column]:
    for table in tables:
        yield from ((table, column) for column in catalog.dates(table)[:2])


def _amounts(
    at: int, tokens: Sequence[Token], links: Sequence[Link], catalog: Catalog,
    named: set[tuple[str, str | None]],
) -> Iterator[Implied]:  # fmt: skip
    """What the rows of a table come to that stands behind "average" or "total"."""
    for link in links:
        near = at < link.start <= at + 1 + _BETWEEN
        if link.kind == "table" and near and link.score > _SPOKEN:
            column = amount(link.table, catalog)
            if column:
                yield from _each(link.start, link.end, [(link.table, column)], named)


def amount(table: str, catalog: Catalog) -> str | None:
    """The column that says how much a row of a table comes to: its only number, or its money."""
    numbers = catalog.numbers(table)
    if len(numbers) == 1:
        return numbers[0]
    money = [column for column in numbers if catalog.is_money(table, column)]
    return money[0] if money else None


def _contrasts(tokens: Sequence[Token], links: Sequence[Link]) -> Iterator[Implied]:
    """The column by which rows are told apart: of two of its values that are put side by side."""
    values = sorted(
        (link for link in links if link.kind == "value" and link.score > _SPOKEN and link.column),
        key=lambda link: link.start,
    )
    seen = set()
    for one in values:
        for other in values:
            between = range(one.end, other.start)
            joined = [at for at in between if tokens[at].text.lower() in _JOINING]
            same = (one.table, one.column) == (other.table, other.column)
            if not joined or not same or len(between) > 5 or one.value == other.value:
                continue
            if (joined[0], one.table, one.column) not in seen:
                seen.add((joined[0], one.table, one.column))
                yield Implied(joined[0], joined[0] + 1, one.table, one.column or "", ASKED)
