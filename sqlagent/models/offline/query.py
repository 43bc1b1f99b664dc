"""The typed record of a query, from which SQL is written and which a follow-up can edit.

It is over the rows of one table: whatever else is joined has at most one row for each, so nothing
is counted twice; what there can be many of is asked about (``Related``) or measured (``Each``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlagent.models.offline.records import names, parts

Function = Literal["count", "sum", "avg", "min", "max"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column; ``role`` is the key column its table is reached by, where there are several.

    ``via`` are the key columns on the way there from the query's own table, where it is not
    the nearest one: the club of a loser is the ``name`` of ``club`` by ``club`` via ``loser``.
    One that nobody declared says where it leads: ``loser > player``.
    """

    table: str
    column: str
    role: str = ""
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a date, of a column in a ``stored`` form.

    ``unit`` is decade, year, quarter and month (both with their year), day, or without what is
    above it quarter_number, month_number, day_number, weekday (0 is Sunday) or hour.
    """

    field: Field
    unit: str
    stored: str


@dataclass(frozen=True, slots=True)
class Span:
    """The time from one date to another in ``unit`` (day, hour, minute, month or year).

    ``end`` is a column, or a day as ISO text; both columns are ``stored`` in the same form.
    """

    start: Field
    end: Field | str
    unit: str
    stored: str


@dataclass(frozen=True, slots=True)
class Product:
    """Price times quantity, less a discount given as a fraction of one."""

    price: Field
    quantity: Field | None
    discount: Field | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts in one, with a blank between them: a first and a last name."""

    parts: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two values under ``+``, ``-``, ``*`` or ``/``, or ``else``: the other where one is NULL.

    ``name`` is what the result is called: a unit, a rate.
    """

    operator: str
    left: Operand
    right: Operand
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregate; COUNT without ``of`` counts the rows of ``table``.

    With ``conditions`` it is over the rows that meet them, with ``within`` over all that are
    alike in these values, ``of`` another measure over the groups of the query. What is compared
    with it is compared with all rows of ``table``, whatever the query's conditions are.
    """

    function: Function
    table: str
    of: Value | Measure | None = None
    distinct: bool = False
    conditions: tuple[Condition, ...] = ()
    within: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Each:
    """For each row a measure of the rows that belong to it, by the key ``role`` of theirs."""

    of: Measure
    role: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A group's measure in percent of the sum over all groups."""

    of: Measure


@dataclass(frozen=True, slots=True)
class Running:
    """A measure added up over the groups so far, in the order of ``by``."""

    of: Measure
    by: Value
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Compare:
    """``of`` stands in ``operator`` to a value: a list for ``in``, a pair for ``between``.

    It may be another of the row's, a measure or a query of one column. ``said``: how it is said.
    """

    of: Value | Measure
    operator: str
    value: Any
    said: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """There is, or is not, a row of ``table`` that belongs to the row and meets conditions.

    ``role`` is the key column by which it belongs, where there are several.
    """

    table: str
    conditions: tuple[Condition, ...] = ()
    negated: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of two or more conditions hold: one of the options of an ``AnyOf``."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of two or more conditions holds."""

    options: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What the rows are ordered by, and which way."""

    by: Shown
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Portion:
    """The percentage of rows that meet conditions."""

    conditions: tuple[Condition, ...]


Value = Field | Part | Span | Product | Joined | Arithmetic | Each
Condition = Compare | Related | AnyOf | AllOf
Shown = Value | Measure | Share | Portion | Running


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query over ``table`` and whatever can be joined to its rows, one row each.

    With a ``partition``, ``limit`` is how many rows are kept of each part; ``offset`` are passed
    over first. ``combined`` are further queries under union, intersect or except.
    """

    table: str
    shown: tuple[Shown, ...]
    conditions: tuple[Condition, ...] = ()
    group: tuple[Value, ...] = ()
    having: tuple[Condition, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    partition: tuple[Value, ...] = ()
    distinct: bool = False
    subject: str = ""
    offset: int = 0
    combined: tuple[tuple[str, Query], ...] = ()


Operand = Shown | Query | int | float | str


def fields(value: object) -> Iterator[Field]:
    """The columns that a value, a measure or a condition reads in the rows of its own query."""
    match value:
        case Field():
            yield value
        case Each() | Related() | Query():
            return
        case Compare():
            yield from fields(value.of)
            if not isinstance(value.value, Measure):
                yield from fields(value.value)
        case _:
            for part in parts(value):
                yield from fields(part)


def mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """A record with ``change`` made to each of its parts, the innermost first."""
    if isinstance(value, tuple):
        return tuple(mapped(part, change) for part in value)
    if not names(value):
        return value
    found = {name: mapped(getattr(value, name), change) for name in names(value)}
    new = {name: part for name, part in found.items() if part != getattr(value, name)}
    return change(replace(value, **new) if new else value)


def measures(value: object) -> list[Measure]:
    """All measures in parts of a record, the innermost first."""
    inner = () if isinstance(value, Field | str) else parts(value)
    found = [measure for part in inner for measure in measures(part)]
    return [*found, value] if isinstance(value, Measure) else found
