"""A record in its plainest words, where several say the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import (
    Arithmetic,
    Compare,
    Field,
    Measure,
    Order,
    Portion,
    Query,
    Share,
    mapped,
    measures,
)
from sqlagent.models.offline.recover.sources import unique


def plainer(query: Query, catalog: Catalog) -> Query:
    """The record without what makes no difference to it, and with the words made for it."""
    query = _rates(query)
    query = _compared(query)
    query = _first_of_each(query)
    query = _counted(query, catalog)
    return _once(query, catalog)


def own_measures(value: object) -> list[Measure]:
    """The measures of a query's own rows in a value, not those that it is compared with."""
    found = measures(value.of if isinstance(value, Compare) else value)
    return [measure for measure in found if not measure.within]


def is_measured(value: object) -> bool:
    """Whether there is a measure in a value."""
    return bool(own_measures(value))


def _plain_measure(query: Query) -> Measure | None:
    """The measure that a query shows and nothing else."""
    if query != Query(query.table, query.shown, query.conditions):
        return None
    shown = query.shown[0]
    if isinstance(shown, Measure) and shown.table == query.table and not shown.conditions:
        return replace(shown, conditions=query.conditions)
    return None


def _compared(query: Query) -> Query:
    """Comparisons with a query of one measure as comparisons with the measure."""

    def change(part: Any) -> Any:
        if not isinstance(part, Compare) or not isinstance(part.value, Query):
            return part
        if part.operator in ("in", "not in"):
            return part
        inside = part.value
        if inside.group and inside.group == query.group:
            inside = replace(inside, group=())
        measure = _plain_measure(inside)
        return replace(part, value=measure) if measure else part

    return replace(
        query, conditions=mapped(query.conditions, change), having=mapped(query.having, change)
    )


def _rates(query: Query) -> Query:
    """Percentages of a whole as shares and portions."""

    def change(part: Any) -> Any:
        percent = isinstance(part, Arithmetic) and (part.operator, part.right) == ("*", 100)
        rate = part.left if percent else None
        if not isinstance(rate, Arithmetic) or not isinstance(rate.right, Query):
            return part
        whole, measure = rate.right, rate.left
        if (
            not isinstance(measure, Measure)
            or whole.shown != (measure,)
            or whole.group
            or whole.table != query.table
        ):
            return part
        if query.group and set(whole.conditions) == set(query.conditions):
            return Share(measure)
        rest = tuple(c for c in query.conditions if c not in whole.conditions)
        rows = measure == Measure("count", query.table) and not query.group
        kept = set(whole.conditions) <= set(query.conditions)
        return Portion(rest) if rows and kept and query.shown == (part,) else part

    shown = mapped(query.shown, change)
    order = mapped(query.order, change)
    if isinstance(shown[0], Portion) and query.shown != shown:
        kept = tuple(c for c in query.conditions if c not in shown[0].conditions)
        return replace(query, shown=shown, conditions=kept)
    return replace(query, shown=shown, order=order)


def _first_of_each(query: Query) -> Query:
    """Rows that have the extreme of those alike as the first rows of each part."""
    for condition in query.conditions:
        value = condition.value if isinstance(condition, Compare) else None
        if not isinstance(value, Measure) or not value.within or query.partition:
            continue
        assert isinstance(condition, Compare)
        rest = tuple(c for c in query.conditions if c is not condition)
        extreme = value.function in ("max", "min") and value.of == condition.of
        same = condition.operator == "=" and set(value.conditions) == set(rest)
        free = not (query.order or query.limit or query.group)
        if extreme and same and free and value.table == query.table:
            order = (Order(condition.of, value.function == "max"),)
            parts = value.within
            return replace(query, conditions=rest, order=order, limit=1, partition=parts)
    return query


def _counted(query: Query, catalog: Catalog) -> Query:
    """Different keys of the rows' own table, counted, as the rows."""

    def change(part: Any) -> Any:
        if not isinstance(part, Measure) or not part.distinct or part.function != "count":
            return part
        of = part.of
        own = isinstance(of, Field) and (of.table, of.role) == (query.table, "")
        key = own and isinstance(of, Field) and catalog.schema[of.table].primary_key == (of.column,)
        return replace(part, of=None, distinct=False) if key and not part.conditions else part

    names = ("shown", "having", "order")
    return replace(query, **{name: mapped(getattr(query, name), change) for name in names})


def _once(query: Query, catalog: Catalog) -> Query:
    """A query without DISTINCT and GROUP BY where each row is by itself anyhow."""
    if query.group and not is_measured((query.shown, query.having, query.order)):
        if _one_each(query.group, query, catalog):
            query = replace(query, group=())
        elif set(query.shown) == set(query.group) and not query.having:
            query = replace(query, group=(), distinct=True)
    if query.distinct and query.group and set(query.group) <= set(query.shown):
        return replace(query, distinct=False)
    if query.distinct and not query.group and _one_each(query.shown, query, catalog):
        return replace(query, distinct=False)
    return query


def _one_each(values: tuple[Any, ...], query: Query, catalog: Catalog) -> bool:
    """Whether values tell the rows of a query's table apart."""
    own = [v for v in values if isinstance(v, Field) and (v.table, v.role) == (query.table, "")]
    return bool(own) and unique(own, catalog)
