"""By which keys a column is read from the rows of a table, and rows belong to a row of it."""

from __future__ import annotations

from sqlagent.models.offline.graph import Edge, Graph
from sqlagent.models.offline.query import Each, Field, Related

_TO = " > "
"""Stands between a key column on the way and the table that it leads to undeclared."""


def way_to(table: str, field: Field, graph: Graph) -> tuple[Edge, ...] | None:
    """The keys from a table to the one row of another that a field is read from."""
    owners = graph.owners(table)
    if field.via:
        return _walk(table, (*field.via, field.role), field.table, graph)
    if not field.role:
        return owners.get(field.table)
    for edge in graph.edges:
        if edge.columns[0] == field.role and edge.parent == field.table and edge.child in owners:
            return (*owners[edge.child], edge)
    undeclared = graph.edge(table, field.role, field.table)
    return (undeclared,) if undeclared else None


def _walk(table: str, columns: tuple[str, ...], end: str, graph: Graph) -> tuple[Edge, ...] | None:
    """The keys named by their columns, from one table to another."""
    if len(columns) == 1:
        edge = graph.edge(table, columns[0], end)
        return (edge,) if edge else None
    column, _, parent = columns[0].partition(_TO)
    undeclared = graph.edge(table, column, parent) if parent else None
    edges = [edge for edge in graph.parents(table) if edge.columns[0] == column]
    for edge in [undeclared] if undeclared else edges:
        rest = _walk(edge.parent, columns[1:], end, graph)
        if rest is not None:
            return (edge, *rest)
    return None


def placed(
    table: str, column: str, way: tuple[Edge, ...], start: str, graph: Graph
) -> Field | None:
    """The shortest field for a column that is read by ``way``, None where none says it.

    Of several keys between two tables the one that is meant is always said.
    """
    if not way:
        return Field(table, column) if way_to(start, Field(table, column), graph) == () else None
    keys = tuple(edge.columns[0] for edge in way)
    via = tuple(
        edge.columns[0] + ("" if edge in graph.edges else f"{_TO}{edge.parent}")
        for edge in way[:-1]
    )
    spelled = Field(table, column, keys[-1], via)
    fields = [Field(table, column), Field(table, column, keys[-1]), spelled]
    twins = [len(graph.between(edge.child, edge.parent)) > 1 for edge in way]
    fields = fields[2:] if any(twins[:-1]) else fields[1:] if twins[-1] else fields
    return next((field for field in fields if way_to(start, field, graph) == way), None)


def below(
    start: str, table: str, graph: Graph, role: str = ""
) -> tuple[tuple[Edge, ...], Edge] | None:
    """The way to a row's owner, and the key by which rows that lead to ``table`` belong to it."""
    best: tuple[int, tuple[Edge, ...], Edge] | None = None
    for owner, way in graph.owners(start).items():
        for edge in graph.children(owner):
            rest = graph.route(edge.child, table)
            if rest is None or role not in ("", edge.columns[0]):
                continue
            if not role and (edge in way or edge.child == start):
                continue
            cost = 2 * len(way) + len(rest)
            if best is None or cost < best[0]:
                best = (cost, way, edge)
    if best is None and role:
        undeclared = graph.edge(table, role, start)
        return ((), undeclared) if undeclared else None
    return best[1:] if best else None


def anchor(start: str, rows: Related | Each, graph: Graph) -> tuple[Edge, tuple[Field, ...]]:
    """The key by which rows belong to a row or one of its owners, and its fields there."""
    table = rows.table if isinstance(rows, Related) else rows.of.table
    found = below(start, table, graph, rows.role)
    assert found is not None, "only reachable queries are written"
    way, edge = found
    owner, columns = edge.parent, edge.references
    if way and way[-1].references == columns:
        # The row before holds the key: what it is the key of need not be joined.
        owner, columns, way = way[-1].child, way[-1].columns, way[:-1]
    keys = (placed(owner, column, way, start, graph) for column in columns)
    return edge, tuple(key or Field(owner, "") for key in keys)
