"""Outer joins: the rows of a table with what belongs to each, where there may be nothing."""

from __future__ import annotations

from dataclasses import fields as attributes
from dataclasses import is_dataclass, replace
from typing import Any

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import Arithmetic, Measure, Query
from sqlagent.models.offline.recover.sources import (
    Branch,
    Cell,
    Node,
    Tally,
    UnheldError,
    cells,
    has_null,
)


def each_row(query: Query, nodes: dict[str, Node], catalog: Catalog) -> Query:
    """A query grouped by the rows of a table as one over them, with a measure for each.

    ``nodes`` lose those that are only looked for: what an outer join adds to a row. Raises
    UnheldError where the rows are not those of a table.
    """
    sure = [up for node in nodes.values() if not node.optional for up in node.climb()]
    loose = [node for node in nodes.values() if node.optional and node not in sure]
    if not loose:
        return query
    branch = _branch(loose)
    apart = set(branch.node.climb()) - set(branch.to.climb())
    kept = {c.node for c in cells((query.group, _bare(query.shown), query.conditions))}
    if not query.group or kept & apart or any(n.climb().keys() & apart for n in sure):
        raise UnheldError("rows that need not be there")
    for alias, node in list(nodes.items()):
        if node in apart:
            del nodes[alias]
    new: dict[str, Any] = {
        name: _tallied(getattr(query, name), branch, catalog)
        for name in ("shown", "having", "order")
    }
    conditions = (*query.conditions, *new.pop("having"))
    return replace(query, group=(), having=(), conditions=conditions, **new)


def _branch(loose: list[Node]) -> Branch:
    """The rows that outer joins look for, by the key by which they belong to those that are."""
    low = next((node for node in loose if set(loose) <= node.climb().keys()), None)
    for node in low.climb() if low else ():
        for edge, up in node.ups:
            if low and node in loose and up not in loose:
                tests = tuple(test for one in loose for test in one.tests)
                return Branch(low.table, tests, node=low, edge=edge, to=up)
    raise UnheldError("rows that need not be there")


def _bare(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value for value in values if not isinstance(value, Measure | Arithmetic))


def _tallied(part: Any, branch: Branch, catalog: Catalog) -> Any:
    """A part of a record with a measure for each row where there was one of a group."""
    if isinstance(part, tuple):
        return tuple(_tallied(one, branch, catalog) for one in part)
    if isinstance(part, Measure):
        counts = part.function == "count" and not part.distinct
        if counts and isinstance(part.of, Cell) and not has_null(part.of, catalog):
            part = replace(part, table="", of=None)
        return Tally(branch, part)
    if not is_dataclass(part) or isinstance(part, type | Branch | Tally | Query):
        return part
    new = {a.name: _tallied(getattr(part, a.name), branch, catalog) for a in attributes(part)}
    return replace(part, **new)
