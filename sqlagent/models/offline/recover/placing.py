"""Columns of nodes put as fields that are read from the rows of one table."""

from __future__ import annotations

from dataclasses import fields as attributes
from dataclasses import is_dataclass, replace
from typing import Any

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.graph import Edge
from sqlagent.models.offline.paths import below, placed
from sqlagent.models.offline.query import (
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
from sqlagent.models.offline.recover.sources import Alike, Branch, Cell, Node, Tally, UnheldError

Ways = dict[Node, tuple[Edge, ...]]


class Placing:
    """Reads a record's parts from the rows of one table; raises UnheldError where none can be."""

    def __init__(self, catalog: Catalog, table: str, ways: Ways) -> None:
        self.catalog, self.table, self.ways = catalog, table, ways

    def put(self, part: Any) -> Any:
        """A part of a record without nodes, and with the table's name where rows are counted."""
        match part:
            case tuple():
                return tuple(map(self.put, part))
            case Query():
                return part
            case Branch():
                return self._related(part)
            case Tally():
                return self._each(part)
            case Alike():
                return self._alike(part)
            case Cell():
                return self._field(part)
        if isinstance(part, Measure) and isinstance(part.of, Measure) and not part.table:
            part = replace(part, table=self.table)
        if not is_dataclass(part) or isinstance(part, type):
            return part
        new = {a.name: self.put(getattr(part, a.name)) for a in attributes(part)}
        found = replace(part, **new)
        if isinstance(found, Measure) and not found.table:
            table = next((f.table for f in fields(found.of)), self.table)
            return replace(found, table=table)
        return found

    def _field(self, cell: Cell) -> Field:
        way = self.ways.get(cell.node)
        if way is None:
            raise UnheldError("a column of rows that are not there")
        field = placed(cell.table, cell.column, way, self.table, self.catalog.graph)
        if field is None:
            raise UnheldError("a way that no role tells")
        return field

    def _alike(self, alike: Alike) -> Measure:
        outside = tuple(map(self._field, alike.outside))
        if outside != alike.of.within:
            raise UnheldError("alike in another way")
        return alike.of

    def _each(self, tally: Tally) -> Each:
        branch = tally.branch
        role, inside = self._below(branch)
        of = replace(tally.of, conditions=(*tally.of.conditions, *branch.conditions))
        measure = replace(inside.put(of), table=branch.node.table)
        return Each(measure, role)

    def _below(self, branch: Branch) -> tuple[str, Placing]:
        """The role by which rows belong to ours, and the placing of what they lead to."""
        target = (self.ways.get(branch.to), branch.edge)
        key = branch.edge.columns[0]
        twins = len(self.catalog.graph.between(branch.edge.child, branch.edge.parent)) > 1
        for role in (key,) if twins else ("", key):
            if below(self.table, branch.node.table, self.catalog.graph, role) == target:
                ways = branch.node.climb()
                return role, Placing(self.catalog, branch.node.table, ways)
        raise UnheldError("rows that belong by another key")

    def _related(self, branch: Branch) -> Condition:
        role, inside = self._below(branch)
        held = [
            Compare(Cell(branch.node.table, key, node=branch.node), "null", False)
            for key in branch.edge.columns
        ]
        told = (condition for condition in branch.conditions if condition not in held)
        conditions = tuple(map(inside.put, told))
        related = Related(branch.node.table, conditions, branch.negated, role)
        return related if role else self._shorter(related)

    def _shorter(self, related: Related) -> Related:
        """Rows of the table that is asked about, without the one that only leads to it."""
        graph, conditions = self.catalog.graph, related.conditions
        target = below(self.table, related.table, graph)
        only = conditions[0] if len(conditions) == 1 else None
        if isinstance(only, Related) and not only.negated and not only.role:
            if below(self.table, only.table, graph) == target:
                return replace(only, negated=related.negated)
            return related
        read = [field for condition in conditions for field in fields(condition)]
        plain = all(isinstance(condition, Compare | AnyOf) for condition in conditions)
        tables = {field.table for field in read}
        if plain and len(tables) == 1 and not any(field.role for field in read):
            table = tables.pop()
            if table != related.table and below(self.table, table, graph) == target:
                return replace(related, table=table)
        return related
