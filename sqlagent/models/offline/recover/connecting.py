"""Nodes joined by the columns that a statement says are equal, where a key says so too."""

from __future__ import annotations

from collections.abc import Iterable

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.graph import Edge
from sqlagent.models.offline.query import Field
from sqlagent.models.offline.recover.sources import Cell, Node, Pairs, UnheldError, unique


def connect(pairs: Pairs, catalog: Catalog) -> Pairs:
    """Joins two nodes by pairs of equal columns; the pairs that no key takes up come back.

    Raises UnheldError where no key joins them.
    """
    first, second = pairs[0]
    for child, parent, turned in (
        (first.node, second.node, pairs),
        (second.node, first.node, [(b, a) for a, b in pairs]),
    ):
        edge = _declared(child, parent, turned, catalog)
        if edge:
            child.ups.append((edge, parent))
            taken = set(zip(edge.columns, edge.references, strict=True))
            return [pair for pair in turned if (pair[0].column, pair[1].column) not in taken]
    for at, (a, b) in enumerate(pairs):
        if _share_a_parent(a, b, catalog) or _chain(a, b, catalog) or _chain(b, a, catalog):
            return pairs[:at] + pairs[at + 1 :]
    for at, (a, b) in enumerate(pairs):
        if _undeclared(a, b, catalog) or _undeclared(b, a, catalog):
            return pairs[:at] + pairs[at + 1 :]
    raise UnheldError("tables joined by what is no key")


def _declared(child: Node, parent: Node, pairs: Pairs, catalog: Catalog) -> Edge | None:
    held = {(a.column, b.column) for a, b in pairs}
    found = [
        edge
        for edge in catalog.graph.between(child.table, parent.table)
        if set(zip(edge.columns, edge.references, strict=True)) <= held
    ]
    return max(found, key=lambda edge: len(edge.columns), default=None)


def _share_a_parent(a: Cell, b: Cell, catalog: Catalog) -> bool:
    """Joins two nodes that hold the same key of a third, which the statement need not name."""
    graph = catalog.graph
    for one in graph.parents(a.table):
        for other in graph.parents(b.table):
            same = (one.parent, one.references) == (other.parent, other.references)
            if same and one.columns == (a.column,) and other.columns == (b.column,):
                shared = _parent(a.node, one) or _parent(b.node, other)
                shared = shared or Node(one.parent, implied=True)
                for node, edge in ((a.node, one), (b.node, other)):
                    if _parent(node, edge) is None:
                        node.ups.append((edge, shared))
                return True
    return False


def _chain(a: Cell, b: Cell, catalog: Catalog) -> bool:
    """Joins a column to a key that it holds by way of other tables' keys."""
    graph = catalog.graph
    waiting: list[tuple[str, str, tuple[Edge, ...]]] = [(a.table, a.column, ())]
    for table, column, way in waiting:
        if len(way) > 3:
            break
        for edge in graph.parents(table):
            if column not in edge.columns:
                continue
            held = edge.references[edge.columns.index(column)]
            if (edge.parent, held) == (b.table, b.column) and len(edge.columns) == 1:
                node = a.node
                for step in way:
                    up = _parent(node, step) or Node(step.parent, implied=True)
                    if _parent(node, step) is None:
                        node.ups.append((step, up))
                    node = up
                node.ups.append((edge, b.node))
                return True
            waiting.append((edge.parent, held, (*way, edge)))
    return False


def _parent(node: Node, edge: Edge) -> Node | None:
    return next((up for key, up in node.ups if key == edge), None)


def _undeclared(a: Cell, b: Cell, catalog: Catalog) -> bool:
    """Joins a column to a key that nobody declared."""
    edge = catalog.graph.edge(a.table, a.column, b.table)
    if edge is None or edge.references != (b.column,) or not unique([b], catalog):
        return False
    a.node.ups.append((edge, b.node))
    return True


def mirror(low: Node, others: Iterable[Node], catalog: Catalog) -> bool:
    """Lets a row lead to the one row that belongs to an owner of its own, where that is unique."""
    found = False
    for other in others:
        for edge, up in list(other.ups):
            reach = low.climb()
            back = Edge(up.table, edge.references, other.table, edge.columns, inferred=True)
            single = len(edge.columns) == 1 and up in reach and other not in reach
            if not single or catalog.graph.edge(up.table, edge.references[0], other.table) != back:
                continue
            if unique([Field(other.table, edge.columns[0])], catalog):
                up.ups.append((back, other))
                found = True
    return found
