"""A finished reading as a query record: whose rows, what is shown, what a group is known by."""

from __future__ import annotations

from sqlagent.models.offline.aggregate import aggregate
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.grouping import group_values
from sqlagent.models.offline.query import (
    Compare,
    Condition,
    Field,
    Measure,
    Part,
    Portion,
    Query,
    Value,
)

_WIDE = 5


def read_shown(draft: Draft) -> Draft:
    """Columns that are left are what is asked for; a total of money is summed."""
    for at in draft.free("column"):
        field = draft.field(at)
        if _is_total(draft, at):
            draft = draft.take(at, measures=(Measure("sum", field.table, field),))
            continue
        known = draft.known_by(field)
        fields = tuple(f for f in known if f not in draft.shown)
        draft = draft.take(at, shown=(*draft.shown, *fields), asked=(*draft.asked, *known))
    return draft


def _is_total(draft: Draft, at: int) -> bool:
    """Whether the total is asked for, and nothing that it would be a column of."""
    alone = not (draft.named or draft.measures or draft.order or draft.shown)
    total = draft.items[at].text.lower() in ("total", "totals")
    return alone and total and draft.number_at(at) and len(draft.free("column")) == 1


def build(draft: Draft) -> Query | None:
    """The query of a reading, None where its parts do not fit together."""
    if not draft.subject:
        return None
    if draft.portion:
        return _portion(draft)
    if draft.measures or draft.group or draft.grouped_table:
        return aggregate(draft)
    if draft.limit and not draft.order:
        return None
    query = _listing(draft)
    return None if _says_nothing(query) else query


def _portion(draft: Draft) -> Query | None:
    """The percentage of rows that meet conditions, of each group where there are groups."""
    group, shown = group_values(draft)
    if draft.order or draft.limit or draft.asked or draft.having:
        return None
    if draft.grouped_table == draft.subject:
        return None
    values = (*shown, Portion(draft.portion))
    return Query(draft.subject, values, draft.conditions, group, subject=draft.subject)


def _says_nothing(query: Query) -> bool:
    """Whether a list shows only what the question itself says."""
    given = {c.of for c in query.conditions if isinstance(c, Compare) and c.operator == "="}
    return bool(given) and set(query.shown) <= given


def _listing(draft: Draft) -> Query:
    catalog, subject = draft.catalog, draft.subject
    label: tuple[Value, ...] = tuple(Field(subject, c) for c in catalog.label(subject))
    if not draft.named and draft.asked:
        return _lookup(draft, label)
    shown: tuple[Value, ...] = (*label, *draft.shown) if label else _row(draft)
    shown = (*draft.partition, *shown)
    return Query(
        _lowest(draft, shown), tuple(dict.fromkeys(shown)), _filled(draft), order=draft.order,
        limit=draft.limit, subject=subject, partition=draft.partition,
    )  # fmt: skip


def _lookup(draft: Draft, label: tuple[Value, ...]) -> Query:
    """Columns asked for without their table: with the name of the row, or each value once."""
    subject = draft.subject
    known = {c.of for c in draft.conditions if isinstance(c, Compare)}
    fields = [v for v in draft.shown if isinstance(v, Field)]
    words = [not draft.catalog.is_number(v.table, v.column) for v in fields]
    named = any(item.cue == "name" for item in draft.items)
    distinct = all(words) and not named and not draft.order and not (set(label) & known)
    shown: tuple[Value, ...] = draft.shown if distinct else (*label, *draft.shown)
    return Query(
        _lowest(draft, shown), tuple(dict.fromkeys(shown)), _filled(draft), order=draft.order,
        limit=draft.limit, distinct=distinct, subject=subject,
    )  # fmt: skip


def _filled(draft: Draft) -> tuple[Condition, ...]:
    """The conditions, with NULL kept out of the low end of an order."""
    extra = tuple(
        Compare(order.by, "null", False)
        for order in draft.order
        if isinstance(order.by, Field)
        and not order.descending
        and draft.limit
        and draft.catalog.schema[order.by.table][order.by.column].nullable
    )
    return (*draft.conditions, *extra)


def _row(draft: Draft) -> tuple[Value, ...]:
    """A row without a name of its own: its key, its date, what was spoken of.

    Where that is nothing, its first columns and the names of what it belongs to.
    """
    catalog, subject = draft.catalog, draft.subject
    own = [c for c in catalog.columns(subject) if not catalog.graph.is_foreign(subject, c)]
    key = [c for c in catalog.key(subject) if c in catalog.columns(subject)]
    dated = draft.main_date(subject)
    first = (*(Field(subject, c) for c in key), *((dated,) if dated else ()))
    shown = tuple(dict.fromkeys((*first, *draft.shown)))
    if len(shown) > len(key):
        return shown
    names: list[Value] = []
    for edge in catalog.graph.parents(subject):
        twins = len(catalog.graph.between(subject, edge.parent)) > 1
        role = edge.columns[0] if twins or edge.parent == subject else ""
        names.extend(Field(edge.parent, c, role) for c in catalog.label(edge.parent)[:2])
    return (*(Field(subject, c) for c in own[:_WIDE]), *names[:4])


def _lowest(draft: Draft, shown: tuple[Value, ...]) -> str:
    """The subject, or a table below it that has one row for everything shown."""
    tables = {draft.subject}
    for value in shown:
        field = value.field if isinstance(value, Part) else value
        if isinstance(field, Field):
            tables.add(field.table)
    return draft.catalog.graph.fact(tables) or draft.subject
