"""The typed record of a query, from which SQL is written and which a follow-up can edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Function = Literal["count", "sum", "avg", "min", "max"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column; ``role`` is the key column its table is reached by, where there are several."""

    table: str
    column: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a date: ``unit`` is year, month (with its year), day or weekday."""

    field: Field
    unit: str
    stored: str


@dataclass(frozen=True, slots=True)
class Product:
    """Price times quantity, less a discount given as a fraction of one."""

    price: Field
    quantity: Field | None
    discount: Field | None = None


Value = Field | Part | Product


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregate; COUNT without ``of`` counts the rows of ``table``."""

    function: Function
    table: str
    of: Value | None = None
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A group's measure in percent of the sum over all groups."""

    of: Measure


@dataclass(frozen=True, slots=True)
class Compare:
    """``of`` stands in ``operator`` to a value: a list for ``in``, a pair for ``between``.

    ``said`` are the question's own words for it, where they say it best.
    """

    of: Value | Measure
    operator: str
    value: Any
    said: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """There is, or is not, a row of ``table`` that belongs to the row and meets conditions."""

    table: str
    conditions: tuple[Condition, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of two or more comparisons holds."""

    options: tuple[Compare, ...]


Condition = Compare | Related | AnyOf


@dataclass(frozen=True, slots=True)
class Order:
    """What the rows are ordered by, and which way."""

    by: Value | Measure | Share
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Portion:
    """The percentage of rows that meet conditions."""

    conditions: tuple[Condition, ...]


Shown = Value | Measure | Share | Portion


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query over ``table`` and whatever can be joined to its rows, one row each.

    With a ``partition``, ``limit`` is how many rows are kept of each part.
    """

    table: str
    shown: tuple[Shown, ...]
    conditions: tuple[Condition, ...] = ()
    group: tuple[Value, ...] = ()
    having: tuple[Compare, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    partition: tuple[Value, ...] = ()
    distinct: bool = False
    subject: str = ""


def fields(value: object) -> Iterator[Field]:
    """The columns that a value, a measure or a condition reads."""
    match value:
        case Field():
            yield value
        case Part():
            yield value.field
        case Product():
            yield from (f for f in (value.price, value.quantity, value.discount) if f)
        case Measure() | Share() | Compare():
            yield from fields(value.of)
        case AnyOf(options=parts) | Portion(conditions=parts):
            for part in parts:
                yield from fields(part)
