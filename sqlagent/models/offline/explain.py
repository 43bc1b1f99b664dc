"""A query record in words: the line that says how a question was understood."""

from __future__ import annotations

from sqlagent.linking.english import listed, plural
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.nouns import noun
from sqlagent.models.offline.query import (
    Arithmetic,
    Compare,
    Condition,
    Each,
    Field,
    Measure,
    Part,
    Portion,
    Query,
    Running,
    Share,
    Shown,
)
from sqlagent.models.offline.wording import conditions_said, describe, thing
from sqlagent.sentence import ordinal

_SETS = {"union": "together with", "intersect": "that are also among", "except": "but not"}
_COLUMNS = 4  # beside a row's name that are told
_LONGEST = 160


def understood(query: Query, catalog: Catalog, total: int | None = None) -> str:
    """How a question was understood, in one line; ``total`` rows there are without the limit."""
    said = _line(query, catalog, total, _COLUMNS)
    return said if len(said) <= _LONGEST else _line(query, catalog, total, 0)


def _line(query: Query, catalog: Catalog, total: int | None, columns: int) -> str:
    parts = [_head(query, catalog, columns)]
    tests = (*_unsaid(query.conditions), *query.having)
    if met := conditions_said(tests, query, catalog):
        parts[0] += f" {met}"
    if query.order and query.order[0].by in query.group:
        parts += ["latest first"] if query.order[0].descending else []
    elif query.order:
        parts[0] += f" by {describe(query.order[0].by, catalog)}"
        parts.append(_direction(query, catalog))
    if query.partition:
        names = listed(list(dict.fromkeys(thing(v, catalog) for v in query.partition)))
        parts.append(f"the first{'' if query.limit == 1 else f' {query.limit}'} of each {names}")
    elif query.limit is not None:
        parts.append(_limit(query.limit, query.offset, total))
    for operator, further in query.combined:
        parts.append(f"{_SETS[operator]} {_line(further, catalog, None, columns)}")
    return ", ".join(parts)


def _limit(limit: int, offset: int, total: int | None) -> str:
    if offset:
        last = f" to the {ordinal(offset + limit)}" if limit > 1 else ""
        return f"the {ordinal(offset + 1)}{last}"
    if total is not None and total > limit:
        return f"{limit} of {total}"
    return f"the first {limit}" if limit > 1 else "the first"


def _head(query: Query, catalog: Catalog, columns: int) -> str:
    """What is shown: the things listed, the measure, or the groups that are measured."""
    measures = [figure(value, query, catalog) for value in query.shown if is_figure(value)]
    if not query.group:
        return listed(measures) if measures else _listed_things(query, catalog, columns)
    if not measures:
        return plural(group_noun(query, catalog))
    ranked = bool(query.order) and query.order[0].by in query.shown
    if len(measures) == 1 and (query.having or (ranked and query.order[0].by not in query.group)):
        return plural(group_noun(query, catalog))
    return f"{listed(measures)} per {group_noun(query, catalog)}"


def figure(value: Shown, query: Query, catalog: Catalog) -> str:
    """A measure in words, beside those that are shown with it."""
    if isinstance(value, Share) and value.of in query.shown:
        return "its share"
    if isinstance(value, Portion):
        rows = noun(query.table, catalog, many=True)
        return f"percentage of {rows} {conditions_said(value.conditions, query, catalog)}"
    return describe(value, catalog)


def is_figure(value: object) -> bool:
    """Whether a value is one of many rows: a measure, or what is made of one."""
    if isinstance(value, Arithmetic):
        return is_figure(value.left) or is_figure(value.right)
    return isinstance(value, Measure | Share | Portion | Running)


def _listed_things(query: Query, catalog: Catalog, columns: int) -> str:
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
    short = 0 < len(further) <= columns
    return f"{head} with {listed(further)}" if short else head


def group_noun(query: Query, catalog: Catalog) -> str:
    """What a group is called: genre, country, year."""
    names = [thing(value, catalog) for value in query.group if value not in query.partition]
    return listed(list(dict.fromkeys(names)))


def _direction(query: Query, catalog: Catalog) -> str:
    order = query.order[0]
    sort = catalog.sort_of(order.by.table, order.by.column) if isinstance(order.by, Field) else ""
    if sort == "D" or isinstance(order.by, Part):
        return "latest first" if order.descending else "earliest first"
    if sort in ("T", "L"):
        return "from Z to A" if order.descending else "from A to Z"
    measure = order.by.of if isinstance(order.by, Each) else order.by
    if isinstance(measure, Measure) and measure.function == "count":
        return "most first" if order.descending else "fewest first"
    return "highest first" if order.descending else "lowest first"


def _unsaid(conditions: tuple[Condition, ...]) -> list[Condition]:
    """The conditions, without the other end of a span that the question's words give whole."""
    told = {c.of for c in conditions if isinstance(c, Compare) and c.said}
    return [c for c in conditions if not isinstance(c, Compare) or c.said or c.of not in told]
