"""Which tables a condition, or a whole record, speaks of."""

from __future__ import annotations

from sqlagent.models.offline.query import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Measure,
    Query,
    Related,
    fields,
)


def tables_of(condition: Condition) -> set[str]:
    """The tables that a condition speaks of."""
    match condition:
        case Related(table=table, conditions=inner):
            return {table}.union(*map(tables_of, inner))
        case AnyOf(options=inner) | AllOf(conditions=inner):
            return set[str]().union(*map(tables_of, inner))
        case Compare(of=Measure(table=table)):
            return {table}
    return {f.table for f in fields(condition)}


def rows_spoken_of(query: Query) -> set[str]:
    """The tables that a record reads, those of its conditions included."""
    found = {query.table}
    for value in (*query.shown, *query.group, *(o.by for o in query.order), *query.having):
        found |= {f.table for f in fields(value)}
    return found.union(*map(tables_of, query.conditions))
