"""Which tables a query joins, and what is asked of tables of which there can be many.

A row of the query's table has at most one row in each table joined, so nothing is counted
twice; a condition on any other table becomes a ``Related``, which SQL writes as a subquery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlglot import exp

from sqlagent.models.offline import naming
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.graph import Edge, Graph
from sqlagent.models.offline.query import Compare, Condition, Field, Query, Related, fields

_DEEPEST = 3
_OPPOSITES = {"<>": "=", "not in": "in", "not like": "like"}


class Joins:
    """The joins of one SELECT in the making, each table under an alias of its own."""

    def __init__(self, table: str, catalog: Catalog) -> None:
        self.table, self.catalog = table, catalog
        self.joins: list[exp.Join] = []
        self._aliases: dict[tuple[str, str], str] = {(table, ""): table}

    def column(self, field: Field) -> exp.Column:
        """A column as it is written here: with its table where there are several."""
        alias = self._aliases.get((field.table, field.role), field.table)
        return naming.column(field.column, alias if self.joins else "")

    def reach(self, field: Field, optional: bool) -> None:
        """Joins the table of a field, with what lies between; ``optional`` keeps all rows."""
        if (field.table, field.role) in self._aliases:
            return
        way = _way(self.table, field, self.catalog.graph) or ()
        before = (self.table, "")
        for step in way:
            role = field.role if step is way[-1] else ""
            if (step.parent, role) not in self._aliases:
                self._join(step, self._aliases[before], role, optional)
            before = (step.parent, role)

    def _join(self, edge: Edge, child: str, role: str, optional: bool) -> None:
        alias = edge.parent
        if alias in self._aliases.values():
            alias = "_".join(self.catalog.words(edge.child, edge.columns[0]))
            taken = alias in self._aliases.values()
            alias = f"{edge.parent}_{alias}" if taken else alias
        self._aliases[edge.parent, role] = alias
        pairs = zip(edge.references, edge.columns, strict=True)
        on = exp.and_(
            *(
                exp.EQ(this=naming.column(own, alias), expression=naming.column(key, child))
                for own, key in pairs
            )
        )
        nullable = any(self.catalog.schema[edge.child][key].nullable for key in edge.columns)
        side = "LEFT" if optional and (nullable or edge.inferred) else None
        self.joins.append(exp.Join(this=naming.table(edge.parent, alias), on=on, side=side))


def _way(table: str, field: Field, graph: Graph) -> tuple[Edge, ...] | None:
    """The keys from a table to the one row of another that a field is read from."""
    owners = graph.owners(table)
    if not field.role:
        return owners.get(field.table)
    for edge in graph.edges:
        if edge.columns[0] == field.role and edge.parent == field.table and edge.child in owners:
            return (*owners[edge.child], edge)
    return None


def reachable(query: Query, graph: Graph, depth: int = 0) -> bool:
    """Whether all that a query speaks of can be reached from the rows of its table."""
    if depth > _DEEPEST:
        return False
    conditions = tuple(bundled(query, graph))
    for field in read_fields(query, conditions):
        if _way(query.table, field, graph) is None:
            return False
    for condition in conditions:
        if isinstance(condition, Related):
            edge = downward(query.table, condition.table, graph)
            if edge is None or not reachable(inner(edge, condition, graph), graph, depth + 1):
                return False
    return True


def read_fields(
    query: Query, conditions: Iterable[Condition], shown: bool = True
) -> Iterator[Field]:
    """The columns that a query reads in joined tables; with what it shows, or without."""
    compared = [c.value for c in conditions if isinstance(c, Compare)]
    ordered = [order.by for order in query.order]
    values = [*query.partition, *query.group, *conditions, *compared, *ordered, *query.having]
    for value in (*(query.shown if shown else ()), *values):
        yield from fields(value)


def bundled(query: Query, graph: Graph) -> Iterator[Condition]:
    """The conditions, those on tables of which there can be many put together by table.

    Two wishes for the same column cannot be met by one row: each is a Related of its own.
    """
    owners = graph.owners(query.table)
    apart: dict[str, list[list[Compare]]] = {}
    for condition in query.conditions:
        away = {field.table for field in fields(condition)} - owners.keys()
        if not isinstance(condition, Compare) or not away:
            yield condition
            continue
        table = away.pop()
        if condition.operator in _OPPOSITES:
            same = replace(condition, operator=_OPPOSITES[condition.operator])
            yield Related(table, (same,), negated=True)
            continue
        bundles = apart.setdefault(table, [[]])
        if any(other.of == condition.of and other.operator == "=" for other in bundles[-1]):
            bundles.append([])
        bundles[-1].append(condition)
    for table, bundles in apart.items():
        yield from (Related(table, tuple(bundle)) for bundle in bundles)


def downward(start: str, table: str, graph: Graph) -> Edge | None:
    """The key by which rows of which there can be many belong to a row, or one of its owners."""
    best: tuple[int, Edge] | None = None
    for owner, way in graph.owners(start).items():
        for edge in graph.children(owner):
            rest = graph.route(edge.child, table)
            if edge in way or rest is None or len(edge.columns) > 1 or edge.child == start:
                continue
            cost = 2 * len(way) + len(rest)
            if best is None or cost < best[0]:
                best = (cost, edge)
    return best[1] if best else None


def inner(edge: Edge, related: Related, graph: Graph) -> Query:
    """The keys of the rows that are related, as a query of their own."""
    conditions = related.conditions
    if not conditions and related.table not in graph.owners(edge.child):
        conditions = (Related(related.table),)
    return Query(edge.child, (Field(edge.child, edge.columns[0]),), conditions)
