"""The table whose rows a query is over, and all else put in its place from there.

A statement joins tables and so repeats rows; a record is over the rows of one table. That is the
lowest table of the join, or, where repeated rows make no difference, the table of what is shown:
what hangs below it is then asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import Compare, Condition, Query
from sqlagent.models.offline.recover.connecting import mirror
from sqlagent.models.offline.recover.logic import flat, hung, touched
from sqlagent.models.offline.recover.outer import each_row
from sqlagent.models.offline.recover.placing import Placing, Ways
from sqlagent.models.offline.recover.plain import own_measures, plainer
from sqlagent.models.offline.recover.sources import (
    Cell,
    Node,
    UnheldError,
    bottoms,
    cells,
    may_miss,
)


def rooted(query: Query, nodes: dict[str, Node], catalog: Catalog) -> Query:
    """The query, read over ``nodes``, over the rows of one of them; raises UnheldError."""
    query = each_row(query, nodes, catalog)
    values = (query.shown, query.group, query.having, query.order, query.partition)
    named = list(nodes.values())
    root = root_of(named, nodes_of(values), _insensitive(query), catalog)
    if root.optional:
        raise UnheldError("rows that need not be there")
    try:
        return _over(root, query, named, catalog)
    except UnheldError:
        for low in bottoms(named):
            if mirror(low, named, catalog) and set(named) <= low.climb().keys():
                return _over(low, query, named, catalog)
        raise


def root_of(named: list[Node], kept: set[Node], insensitive: bool, catalog: Catalog) -> Node:
    """The node from whose rows all of ``kept`` are read: the lowest, or the nearest to them."""
    able = [node for node in named if kept <= node.climb().keys()]
    if insensitive and kept and able:
        return min(able, key=lambda node: len(node.climb()))
    low = bottoms(named)
    able = [node for node in low if node in able]
    if able:
        return max(able, key=lambda node: len(node.climb()))
    for node in low:
        if mirror(node, named, catalog) and kept <= node.climb().keys():
            return node
    raise UnheldError("rows of two kinds side by side")


def _over(root: Node, query: Query, named: list[Node], catalog: Catalog) -> Query:
    """The query over the rows of a node."""
    conditions = hung(root, named, query.conditions)
    ways = root.climb()
    conditions = (*conditions, *_present(query, conditions, ways, catalog))
    placing = Placing(catalog, root.table, ways)
    names = ("shown", "group", "order", "having", "partition")
    parts = {name: placing.put(getattr(query, name)) for name in names}
    placed = tuple(flat(map(placing.put, conditions)))
    return plainer(replace(query, table=root.table, conditions=placed, **parts), catalog)


def _present(
    query: Query, conditions: tuple[Condition, ...], ways: Ways, catalog: Catalog
) -> Iterator[Condition]:
    """That there is a row where an inner join asks for one that the record would not."""
    held = set().union(*map(touched, conditions), *map(touched, query.order))
    if query.group:
        held |= nodes_of((query.shown, query.group))
    sure = [ways[node] for node in held if node in ways]
    for node, way in ways.items():
        implied = node.optional or node.implied or any(w[: len(way)] == way for w in sure)
        if way and not implied and may_miss(way[-1], catalog):
            cell = Cell(node.table, way[-1].references[0], node=node)
            yield Compare(cell, "null", False)


def nodes_of(value: object) -> set[Node]:
    """The nodes that a value is read from."""
    return {cell.node for cell in cells(value)}


def _insensitive(query: Query) -> bool:
    """Whether repeated rows make no difference."""
    found = [
        m for value in (*query.shown, *query.having, *query.order) for m in own_measures(value)
    ]
    if any(m.function in ("sum", "avg", "count") and not m.distinct for m in found):
        return False
    if any(m.function in ("sum", "avg") for m in found):
        return False
    return query.distinct or bool(found) or bool(query.group)
