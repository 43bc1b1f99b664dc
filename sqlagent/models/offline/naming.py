"""Names in SQL: identifiers quoted only where they must be, and what a shown value is called."""

from __future__ import annotations

import re

from sqlglot import exp

from sqlagent.linking.english import plural
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import (
    Arithmetic,
    Each,
    Field,
    Joined,
    Measure,
    Part,
    Portion,
    Product,
    Running,
    Share,
    Shown,
    Span,
)

_PLAIN = re.compile(r"[A-Za-z_]\w*")
_RESERVED = frozenset(
    """add all alter and as between by case check collate column commit constraint create cross
    current default delete desc distinct drop else end escape except exists for foreign from full
    group having if in index inner insert intersect into is join key left like limit match natural
    no not null of offset on or order outer over primary range rank references replace right row
    rows select set show start table then to transaction trigger union unique update use user using
    values view when where window with""".split()
)
_AGGREGATES = {
    "sum": "total", "avg": "average", "min": "lowest", "max": "highest", "count": "count",
}  # fmt: skip


_RESULTS = {"+": "sum", "-": "difference", "*": "product", "/": "ratio", "else": "value"}


def identifier(name: str) -> exp.Identifier:
    """A name, between quotes where SQL would take it for something else."""
    quoted = not _PLAIN.fullmatch(name) or name.lower() in _RESERVED
    return exp.to_identifier(name, quoted=quoted)


def column(name: str, table: str = "") -> exp.Column:
    """A column, of a table where one is given."""
    return exp.Column(this=identifier(name), table=identifier(table) if table else None)


def table(name: str, alias: str = "") -> exp.Table:
    """A table, under an alias where it is given one."""
    other = exp.TableAlias(this=identifier(alias)) if alias and alias != name else None
    return exp.Table(this=identifier(name), alias=other)


def heading(value: Shown, catalog: Catalog) -> str:
    """The name that a shown value gets."""
    match value:
        case Share() | Portion():
            return "percent"
        case Field():
            plain = _without_unit(value, catalog)
            return value.column if plain is None else plain
        case Part():
            return value.unit.removesuffix("_number")
        case Span():
            return plural(value.unit)
        case Product():
            return "revenue"
        case Joined():
            return "name"
        case Arithmetic():
            return value.name or _RESULTS[value.operator]
        case Running():
            return f"running_{heading(value.of, catalog)}"
        case Each():
            return _measured(value.of, catalog)
        case Measure():
            return _measured(value, catalog)


def _measured(measure: Measure, catalog: Catalog) -> str:
    of = measure.of
    if isinstance(of, Product):
        return "revenue" if measure.function == "sum" else f"{measure.function}_revenue"
    keyed = isinstance(of, Field) and catalog.is_key(of.table, of.column)
    if of is None or (measure.distinct and keyed):
        return plural("_".join(catalog.words(measure.table)))
    if isinstance(of, Field):
        name = _without_unit(of, catalog) or "_".join(catalog.spoken(of.table, of.column).split())
    else:
        name = heading(of, catalog)
    if measure.distinct:
        return plural(name)
    if measure.function == "sum" and "total" in name:
        return name
    return f"{_AGGREGATES[measure.function]}_{name}"


def _without_unit(field: Field, catalog: Catalog) -> str | None:
    """The name of a column of cents without its unit: it is shown in whole units."""
    words = catalog.words(field.table, field.column)
    return ("_".join(w for w in words if w != "cent") or "amount") if "cent" in words else None
