"""A query record in words: the line that says how a question was understood."""

from __future__ import annotations

from sqlagent.linking.english import listed, plural
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import (
    Arithmetic,
    Compare,
    Condition,
    Each,
    Field,
    Measure,
    Portion,
    Query,
    Running,
    Share,
    Value,
)
from sqlagent.models.offline.wording import condition_said, describe, noun

__all__ = ["describe", "group_noun", "noun", "understood"]

_SETS = {"union": "together with", "intersect": "that are also among", "except": "but not"}


def understood(query: Query, catalog: Catalog, total: int | None = None) -> str:
    """How a question was understood, in one line; ``total`` rows there are without the limit."""
    parts = [_head(query, catalog)]
    tests = (*_unsaid(query.conditions), *query.having)
    conditions = [said for test in tests if (said := condition_said(test, query, catalog))]
    if conditions:
        parts[0] += " " + listed(conditions)
    if query.order and query.order[0].by in query.group:
        parts += ["latest first"] if query.order[0].descending else []
    elif query.order:
        parts[0] += f" by {describe(query.order[0].by, catalog)}"
        parts.append(_direction(query, catalog))
    if query.partition:
        names = listed(list(dict.fromkeys(_thing(v, catalog) for v in query.partition)))
        parts.append(f"the first{'' if query.limit == 1 else f' {query.limit}'} of each {names}")
    elif query.limit is not None:
        of = f" of {total}" if total is not None and total > query.limit else ""
        parts.append(f"{query.limit}{of}" if of else f"the first {query.limit}")
    if query.offset:
        parts[-1] += f" after the first {query.offset}" if query.offset > 1 else " after the first"
    for operator, further in query.combined:
        parts.append(f"{_SETS[operator]} {understood(further, catalog)}")
    return ", ".join(parts)


def _head(query: Query, catalog: Catalog) -> str:
    """What is shown: the things listed, the measure, or the groups that are measured."""
    measures = [describe(value, catalog) for value in query.shown if _is_measured(value)]
    if not query.group:
        return listed(measures) if measures else _listed_things(query, catalog)
    if not measures:
        return plural(group_noun(query, catalog))
    ranked = bool(query.order) and query.order[0].by in query.shown
    if len(measures) == 1 and (query.having or (ranked and query.order[0].by not in query.group)):
        return plural(group_noun(query, catalog))
    return f"{listed(measures)} per {group_noun(query, catalog)}"


def _is_measured(value: object) -> bool:
    """Whether a value is one of many rows."""
    if isinstance(value, Arithmetic):
        return _is_measured(value.left) or _is_measured(value.right)
    return isinstance(value, Measure | Share | Portion | Running)


def _listed_things(query: Query, catalog: Catalog) -> str:
    if query.distinct:
        names = [plural(describe(value, catalog)) for value in query.shown]
        table = next((v.table for v in query.shown if isinstance(v, Field)), query.table)
        return f"different {listed(names)} of {noun(table, catalog, many=True)}"
    own: tuple[str, ...] = ()
    if query.subject:
        key = (*catalog.key(query.subject), *catalog.dates(query.subject)[:1])
        own = catalog.label(query.subject) or key
    ordered = {describe(order.by, catalog) for order in query.order}
    told: set[object] = {c.of for c in query.conditions if isinstance(c, Compare)}
    told.update(query.partition)
    further = [
        describe(value, catalog)
        for value in query.shown
        if value not in told and not (isinstance(value, Field) and value.column in own)
    ]
    further = [name for name in further if name not in ordered]
    head = noun(query.subject or query.table, catalog, many=True)
    short = further and len(further) <= 4
    return f"{head} with {listed(further)}" if short else head


def group_noun(query: Query, catalog: Catalog) -> str:
    """What a group is called: genre, country, year."""
    names = [_thing(value, catalog) for value in query.group if value not in query.partition]
    return listed(list(dict.fromkeys(names)))


def _thing(value: Value, catalog: Catalog) -> str:
    if not isinstance(value, Field):
        return describe(value, catalog)
    key = value.column in (*catalog.key(value.table), *catalog.label(value.table))
    return noun(value.table, catalog, many=False) if key else describe(value, catalog)


def _direction(query: Query, catalog: Catalog) -> str:
    order = query.order[0]
    if isinstance(order.by, Field) and catalog.date_form(order.by.table, order.by.column):
        return "latest first" if order.descending else "earliest first"
    measure = order.by.of if isinstance(order.by, Each) else order.by
    if isinstance(measure, Measure) and measure.function == "count":
        return "most first" if order.descending else "fewest first"
    return "highest first" if order.descending else "lowest first"


def _unsaid(conditions: tuple[Condition, ...]) -> list[Condition]:
    """The conditions, without the other end of a span that the question's words give whole."""
    told = {c.of for c in conditions if isinstance(c, Compare) and c.said}
    return [c for c in conditions if not isinstance(c, Compare) or c.said or c.of not in told]
