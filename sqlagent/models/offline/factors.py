"""What a query is made of, as a few words each: the labels that part models learn to foretell."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Field,
    Measure,
    Part,
    Portion,
    Product,
    Query,
    Related,
    Share,
    Shown,
)

FACTORS = {
    "target": ("list", "distinct", "count", "countd", "sum", "avg", "min", "max", "multi",
               "share", "other"),
    "group": ("none", "entity", "column", "part", "two"),
    "order": ("none", "field-", "field+", "measure-", "measure+"),
    "ranked": ("none", "count", "sum", "avg", "min", "max", "other"),
    "limit": ("none", "one", "many", "each", "nth"),
    "where": ("0", "1", "2", "3"),
    "either": ("no", "yes"),
    "related": ("none", "with", "without"),
    "having": ("none", "count", "other"),
    "compare": ("none", "measure", "column"),
    "width": ("0", "1", "2", "3", "4"),
}  # fmt: skip
"""Each factor with its values, the first the plainest."""


def factors(query: Query, catalog: Catalog) -> dict[str, str]:
    """The value of each factor; "width" counts the columns shown that nothing else needs."""
    needed = {order.by for order in query.order} | {
        test.of for test in query.having if isinstance(test, Compare)
    }
    measures = [s for s in query.shown if not _is_plain(s) and s not in needed]
    grouped = {*query.group, *query.partition}
    plain = [s for s in query.shown if _is_plain(s) and s not in grouped and s not in needed]
    label = {Field(f.table, c, f.role) for f in plain if isinstance(f, Field)
             for c in catalog.label(f.table)}  # fmt: skip
    return {
        "target": _target(query, measures),
        "group": _group(query, catalog),
        "order": _order(query),
        "ranked": _ranked(query, catalog),
        "limit": _limit(query),
        "where": str(min(3, sum(1 for c in query.conditions if not _is_bound(c, query)))),
        "either": _yes(any(map(_is_either, query.conditions))),
        "related": _related(query.conditions),
        "having": _having(query),
        "compare": _compare(query),
        "width": str(min(4, len([f for f in plain if f not in label]))),
    }


def _is_plain(shown: Shown) -> bool:
    return isinstance(shown, Field | Part | Product)


def _yes(test: bool) -> str:
    return "yes" if test else "no"


def aggregate(value: Shown, catalog: Catalog) -> str:
    """The name of an aggregate: count for rows and keys, countd for other different values."""
    if isinstance(value, Share | Portion):
        return "share"
    if not isinstance(value, Measure):
        return "other"
    if value.function == "count" and value.distinct:
        of = value.of
        keyed = isinstance(of, Field) and catalog.is_key(of.table, of.column)
        return "count" if keyed else "countd"
    return value.function


def _target(query: Query, measures: list[Shown]) -> str:
    if not measures:
        return "distinct" if query.distinct else "list"
    if len(measures) > 1:
        shares = [m for m in measures if isinstance(m, Share | Portion)]
        return "share" if shares else "multi"
    one = measures[0]
    if isinstance(one, Share | Portion):
        return "share"
    if not isinstance(one, Measure):
        return "other"
    if one.function != "count":
        return one.function
    return "countd" if one.distinct and not _is_counted_key(one) else "count"


def _is_counted_key(measure: Measure) -> bool:
    return isinstance(measure.of, Field) and measure.of.column.lower().endswith("id")


def _group(query: Query, catalog: Catalog) -> str:
    things: dict[str, str] = {}
    for value in query.group:
        if isinstance(value, Part):
            things[f"part {value.unit}"] = "part"
        elif isinstance(value, Field):
            known = (*catalog.key(value.table), *catalog.label(value.table))
            if value.column in known or catalog.is_key(value.table, value.column):
                things.setdefault(value.table, "entity")
            else:
                things[f"{value.table}.{value.column}"] = "column"
    kinds = list(things.values())
    if "entity" in kinds:  # further columns of a thing grouped by are shown, not grouped by
        tables = {name for name, kind in things.items() if kind == "entity"}
        kinds = [
            k for name, k in things.items() if k != "column" or name.split(".")[0] not in tables
        ]
    return "none" if not kinds else kinds[0] if len(kinds) == 1 else "two"


def _order(query: Query) -> str:
    if not query.order:
        return "none"
    first = query.order[0]
    kind = "field" if _is_plain(first.by) else "measure"
    return kind + ("-" if first.descending else "+")


def _ranked(query: Query, catalog: Catalog) -> str:
    if not query.order or _is_plain(query.order[0].by):
        return "none"
    by = query.order[0].by
    if not isinstance(by, Measure):
        return "other"
    name = aggregate(by, catalog)
    return "count" if name == "countd" else name


def _limit(query: Query) -> str:
    if query.partition:
        return "each"
    if getattr(query, "offset", 0):
        return "nth"
    return "none" if query.limit is None else "one" if query.limit == 1 else "many"


def _is_bound(condition: Condition, query: Query) -> bool:
    """Whether a condition only keeps NULL out of an order, or is the other end of a span."""
    if not isinstance(condition, Compare):
        return False
    if condition.operator == "null" and not condition.value:
        return any(order.by == condition.of for order in query.order)
    return condition.operator in ("<", "<=") and any(
        isinstance(c, Compare) and c.of == condition.of and c.operator in (">", ">=")
        for c in query.conditions
    )


def _flat(conditions: tuple[Condition, ...]) -> Iterator[Condition]:
    for condition in conditions:
        yield condition
        match condition:
            case AnyOf(options=inner) | Related(conditions=inner) | AllOf(conditions=inner):
                yield from _flat(inner)


def _is_either(condition: Condition) -> bool:
    return isinstance(condition, AnyOf) or (
        isinstance(condition, Compare) and condition.operator in ("in", "not in")
    )


def _related(conditions: tuple[Condition, ...]) -> str:
    found = [c for c in conditions if isinstance(c, Related)]
    if any(c.negated for c in found):
        return "without"
    return "with" if any(not c.conditions for c in found) else "none"


def _having(query: Query) -> str:
    if not query.having:
        return "none"
    of = next((test.of for test in query.having if isinstance(test, Compare)), None)
    return "count" if isinstance(of, Measure) and of.function == "count" else "other"


def _compare(query: Query) -> str:
    for condition in (*_flat(query.conditions), *query.having):
        if isinstance(condition, Compare):
            if isinstance(condition.value, Measure | Query):
                return "measure"
            if isinstance(condition.value, Field):
                return "column"
    return "none"
