"""UNION, INTERSECT and EXCEPT as conditions on the same rows, where they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlglot import exp

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.paths import below
from sqlagent.models.offline.query import (
    Compare,
    Condition,
    Each,
    Field,
    Measure,
    Query,
    Related,
    mapped,
)
from sqlagent.models.offline.recover.logic import all_of, any_of, flat, given, negation
from sqlagent.models.offline.recover.sources import UnheldError, unique

_NAMES: dict[type[exp.Expr], str] = {
    exp.Union: "union", exp.Intersect: "intersect", exp.Except: "except",
}  # fmt: skip


def combined(tree: exp.SetOperation, catalog: Catalog, read: Callable[..., Query]) -> Query:
    """The record of a set operation: of one query's rows where it can be, else of several."""
    operator = _NAMES[type(tree)]
    if operator == "union" and not tree.args.get("distinct"):
        raise UnheldError("rows of two queries, repeated")
    if {"order", "limit", "offset"} & given(tree):
        raise UnheldError("an order of several queries")
    sides = tree.this.unnest(), tree.expression.unnest()
    left, right = (_of_rows(read(side, distinct=True), catalog) for side in sides)
    found = _one(operator, left, right, catalog) or _kept(operator, sides, left, read, catalog)
    if found:
        return found
    if right.combined or left.partition or right.partition:
        raise UnheldError("several queries in one")
    left, right = (replace(side, distinct=False) for side in (left, right))
    return replace(left, combined=(*left.combined, (operator, right)))


def _one(operator: str, left: Query, right: Query, catalog: Catalog) -> Query | None:
    """Both queries as one with the conditions of both."""
    if (left.table, left.shown) != (right.table, right.shown):
        return None
    if not all(_simple(side) for side in (left, right)):
        return None
    common = tuple(c for c in left.conditions if c in right.conditions)
    parts = [tuple(c for c in side.conditions if c not in common) for side in (left, right)]
    if operator != "union" and not _apart(left, parts[0] + parts[1], catalog):
        return None
    if operator == "union" and not all(parts):
        return replace(left, conditions=common)
    if operator == "except" and not parts[1]:
        return None
    new: Condition
    if operator == "union":
        new = any_of(map(all_of, parts))
    elif operator == "intersect":
        new = all_of((*parts[0], *parts[1])) if parts[0] or parts[1] else all_of(common)
    else:
        new = all_of((*parts[0], negation(all_of(parts[1]))))
    conditions = tuple(dict.fromkeys((*common, *flat((new,)))))
    return replace(left, conditions=conditions)


def _of_rows(query: Query, catalog: Catalog) -> Query:
    """A query grouped by the key of a table as one over its rows, with a measure for each."""
    graph, key = catalog.graph, query.group[0] if len(query.group) == 1 else None
    if not isinstance(key, Field) or query.order or query.limit or not query.having:
        return query
    keys = graph.between(query.table, key.table)
    edge = next((edge for edge in keys if key.role in ("", edge.columns[0])), None)
    shown = [v for v in query.shown if isinstance(v, Field)]
    own = all((v.table, v.role) == (key.table, key.role) for v in shown)
    tests = [t for t in query.having if isinstance(t, Compare)]
    if edge is None or edge.references != (key.column,) or not own:
        return query
    if len(tests) < len(query.having) or len(shown) < len(query.shown):
        return query
    role = edge.columns[0] if len(keys) > 1 else ""
    if below(key.table, query.table, graph, role) != ((), edge):
        return query
    conditions: list[Condition] = []
    if any(test.operator in ("<", "<=", "<>") for test in tests):
        # A group has a row at least, what is counted for each row may be none.
        conditions.append(Related(query.table, query.conditions, role=role))
    for test in tests:
        if not isinstance(test.of, Measure):
            return query
        each = Each(replace(test.of, conditions=query.conditions), role)
        conditions.append(replace(test, of=each))
    fields = tuple(replace(v, role="", via=()) for v in shown)
    return Query(key.table, fields, tuple(conditions), distinct=True)


def _kept(
    operator: str,
    sides: tuple[exp.Expr, exp.Expr],
    left: Query,
    read: Callable[..., Query],
    catalog: Catalog,
) -> Query | None:
    """The rows of the first query whose key is, or is not, among those of the second."""
    first, second = sides
    if operator == "union" or not _simple(left):
        return None
    if not isinstance(first, exp.Select) or not isinstance(second, exp.Select):
        return None
    keyed = [isinstance(v, Field) and unique([v], catalog) for v in left.shown]
    at = keyed.index(True) if any(keyed) else 0
    shown = {len(side.expressions) for side in (first, second)}
    if (len(left.shown) > 1 and not any(keyed)) or shown != {len(left.shown)}:
        return None
    column = first.expressions[at].unalias()
    second = second.copy()
    second.set("expressions", [second.expressions[at].unalias()])
    test: exp.Expr = exp.In(this=column.copy(), query=exp.Subquery(this=second))
    test = exp.not_(test) if operator == "except" else test
    try:
        found = read(first.where(test), distinct=True)
    except UnheldError:
        return None
    return None if _holds_query(found) else found


def _holds_query(query: Query) -> bool:
    found: list[Query] = []

    def seen(part: object) -> object:
        if isinstance(part, Compare) and isinstance(part.value, Query):
            found.append(part.value)
        return part

    mapped(query.conditions, seen)
    return bool(found)


def _simple(query: Query) -> bool:
    plain = Query(query.table, query.shown, query.conditions, distinct=query.distinct)
    return query == plain


def _apart(query: Query, conditions: tuple[Condition, ...], catalog: Catalog) -> bool:
    """Whether what is shown tells the rows of a table apart, as far as conditions go.

    A name stands for its row, namesakes or not, where what is asked is about other rows.
    """
    own = [
        f for f in query.shown if isinstance(f, Field) and (f.table, f.role) == (query.table, "")
    ]
    label = catalog.label(query.table)
    away = all(
        isinstance(c, Related) or (isinstance(c, Compare) and isinstance(c.of, Each))
        for c in conditions
    )
    named = away and label and set(label) <= {field.column for field in own}
    return bool(own) and (bool(named) or unique(own, catalog))
