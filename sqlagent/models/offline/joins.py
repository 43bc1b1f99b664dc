"""Which tables a query joins, and what is asked of tables of which there can be many.

A row of the query's table has at most one row in each table joined, so nothing is counted
twice; a condition on any other table becomes a ``Related``, which SQL writes as a subquery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlagent.models.offline.graph import Edge, Graph
from sqlagent.models.offline.paths import below, way_to
from sqlagent.models.offline.query import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Each,
    Field,
    Measure,
    Query,
    Related,
    fields,
)
from sqlagent.models.offline.records import parts

_DEEPEST = 3
_OPPOSITES = {"<>": "=", "not in": "in", "not like": "like"}


def reachable(query: Query, graph: Graph, depth: int = 0) -> bool:
    """Whether all that a query speaks of can be reached from the rows of its table."""
    if depth > _DEEPEST:
        return False
    conditions = tuple(bundled(query, graph))
    if any(way_to(query.table, field, graph) is None for field in read_fields(query, conditions)):
        return False
    for part in _inside(query, conditions):
        if isinstance(part, Query):
            if not reachable(part, graph, depth + 1):
                return False
            continue
        edge = downward(query.table, part, graph)
        if edge is None:
            return False
        rows = (
            inner(edge, part, graph) if isinstance(part, Related) else measured(edge, part, graph)
        )
        if not reachable(rows, graph, depth + 1):
            return False
    return True


def _inside(query: Query, conditions: Iterable[Condition]) -> Iterator[Related | Each | Query]:
    """What a query asks of other rows than its own."""
    whole = (conditions, query.shown, query.group, query.having, query.order, query.partition)
    yield from others(tuple(whole))
    yield from (further for _, further in query.combined)


def others(value: object) -> Iterator[Related | Each | Query]:
    """What parts of a record ask of other rows than those of its own query."""
    match value:
        case Related() | Each() | Query():
            yield value
        case Compare(value=Measure()):
            yield from others(value.of)
        case Field() | str() | int() | float() | None:
            return
        case _:
            for part in parts(value):
                yield from others(part)


def read_fields(
    query: Query, conditions: Iterable[Condition], shown: bool = True
) -> Iterator[Field]:
    """The columns that a query reads in joined tables; with what it shows, or without."""
    ordered = [order.by for order in query.order]
    values = [*query.partition, *query.group, *conditions, *ordered, *query.having]
    for value in (*(query.shown if shown else ()), *values):
        yield from fields(value)


def bundled(query: Query, graph: Graph) -> Iterator[Condition]:
    """The conditions, those on tables of which there can be many put together by table.

    Two wishes for the same column cannot be met by one row: each is a Related of its own.
    """
    apart: dict[str, list[list[Compare]]] = {}
    for condition in query.conditions:
        if isinstance(condition, AnyOf):
            yield AnyOf(tuple(_one(option, query, graph) for option in condition.options))
            continue
        away = _away(condition, query.table, graph)
        if not isinstance(condition, Compare) or not away:
            yield condition
            continue
        table = away.pop()
        if condition.operator in _OPPOSITES and not isinstance(condition.value, Field):
            same = replace(condition, operator=_OPPOSITES[condition.operator])
            yield Related(table, (same,), negated=True)
            continue
        bundles = apart.setdefault(table, [[]])
        if any(other.of == condition.of and other.operator == "=" for other in bundles[-1]):
            bundles.append([])
        bundles[-1].append(condition)
    for table, bundles in apart.items():
        yield from (Related(table, tuple(bundle)) for bundle in bundles)


def _one(option: Condition, query: Query, graph: Graph) -> Condition:
    """An option as one condition on the rows of a query."""
    parts = option.conditions if isinstance(option, AllOf) else (option,)
    whole = tuple(bundled(replace(query, conditions=parts), graph))
    return whole[0] if len(whole) == 1 else AllOf(whole)


def _away(condition: Condition, table: str, graph: Graph) -> set[str]:
    """The tables of a condition of which there can be many for a row."""
    return {f.table for f in fields(condition) if way_to(table, f, graph) is None}


def downward(start: str, rows: Related | Each, graph: Graph) -> Edge | None:
    """The key by which rows of which there can be many belong to a row, or one of its owners."""
    table = rows.table if isinstance(rows, Related) else rows.of.table
    found = below(start, table, graph, rows.role)
    return found[1] if found else None


def inner(edge: Edge, related: Related, graph: Graph) -> Query:
    """The keys of the rows that are related, as a query of their own."""
    conditions = related.conditions
    if related.table not in graph.owners(edge.child):
        conditions = (Related(related.table, conditions),)
    return Query(edge.child, tuple(Field(edge.child, c) for c in edge.columns), conditions)


def measured(edge: Edge, each: Each, graph: Graph) -> Query:
    """The keys of the rows that are measured for others, with the measure of each key's."""
    lower = edge.child in graph.owners(each.of.table)
    table = each.of.table if lower else edge.child
    keys = tuple(Field(edge.child, column) for column in edge.columns)
    measure = replace(each.of, conditions=())
    return Query(table, (*keys, measure), each.of.conditions, group=keys)
