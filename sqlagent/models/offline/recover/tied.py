"""Queries inside a statement that give a value: alone, or of the rows that are tied to ours."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from sqlglot import exp

from sqlagent.models.offline.query import Measure
from sqlagent.models.offline.recover.connecting import connect
from sqlagent.models.offline.recover.criteria import Criteria
from sqlagent.models.offline.recover.flatten import flattened
from sqlagent.models.offline.recover.logic import conjuncts, given, hung
from sqlagent.models.offline.recover.placing import Placing
from sqlagent.models.offline.recover.rooting import nodes_of, root_of
from sqlagent.models.offline.recover.sources import Alike, Branch, Cell, Tally, UnheldError, equal


class Tied(Criteria, ABC):
    """Reads queries that give a value for each row."""

    @abstractmethod
    def within(self) -> Tied:
        """A reader of a query inside this one."""

    def scalar(self, tree: exp.Select) -> Any:
        """A query of one value, or a measure of rows that are tied to ours."""
        tree = flattened(tree)
        inside = self.within()
        inside.read(tree)
        if not inside.ties:
            query = self.query(tree)
            if len(query.shown) != 1:
                raise UnheldError("several values in the place of one")
            return query
        if {"group", "having", "limit", "order"} & given(tree):
            raise UnheldError("a row of another query")
        measure = inside.value(tree.expressions[0])
        if not isinstance(measure, Measure):
            raise UnheldError("a column of a row that is tied to ours")
        inside.ties = [(own, self._beside(own, ours)) for own, ours in inside.ties]
        return inside.alike(measure) or inside.tallied(measure)

    def _beside(self, own: Cell, ours: Cell) -> Cell:
        """The column of ours that holds the key ``ours`` as ``own`` does, where there is one."""
        for node in self.nodes.values():
            if node.table == own.table:
                for edge, up in node.ups:
                    if up is ours.node and (edge.columns, edge.references) == (
                        (own.column,),
                        (ours.column,),
                    ):
                        return Cell(own.table, own.column, node=node)
        return ours

    def measured(self, join: exp.Join) -> dict[str, Any]:
        """The measures that a joined query has for each row, by their names."""
        tree = join.this.unnest()
        inside = self.within()
        if not isinstance(tree, exp.Select) or "group" not in given(tree):
            raise UnheldError("rows that are no table's")
        if {"having", "limit", "order", "distinct"} & given(tree):
            raise UnheldError("some rows of a query, joined")
        inside.read(tree)
        trees = {one.alias_or_name.lower(): one.unalias() for one in tree.expressions}
        self.trees[join.this.alias.lower()] = trees
        columns = {name: inside.value(one) for name, one in trees.items()}
        keys = [inside.value(one) for one in tree.args["group"].expressions]
        for test in conjuncts(join.args["on"]) if join.args.get("on") else ():
            sides = {side.table.lower(): side for side in test.find_all(exp.Column)}
            own = sides.pop(join.this.alias.lower(), None)
            if own is None or len(sides) != 1 or not isinstance(test, exp.EQ):
                raise UnheldError("rows joined otherwise than by a key")
            inside.ties.append((columns[own.name.lower()], self.value(sides.popitem()[1])))
        if {a for a, _ in inside.ties} != set(keys):
            raise UnheldError("rows joined otherwise than by their groups")
        return {
            name: inside.alike(measure) or inside.tallied(measure)
            for name, measure in columns.items()
            if isinstance(measure, Measure)
        }

    def alike(self, measure: Measure) -> Alike | None:
        """A measure of the rows that have the same values as ours in some columns."""
        if any((a.table, a.column) != (b.table, b.column) for a, b in self.ties):
            return None
        named = list(self.nodes.values())
        inner = tuple(a for a, _ in self.ties)
        root = root_of(named, nodes_of((inner, measure)), False, self.catalog)
        conditions = hung(root, named, self.found)
        placing = Placing(self.catalog, root.table, root.climb())
        whole = replace(measure, conditions=(*measure.conditions, *conditions), within=inner)
        return Alike(placing.put(whole), tuple(b for _, b in self.ties))

    def tallied(self, measure: Measure) -> Tally:
        """A measure of the rows that belong to ours by a key."""
        child, to = self.ties[0][0].node, self.ties[0][1].node
        before = list(child.ups)
        left = equal(connect(self.ties, self.catalog))
        new = [up for up in child.ups if up not in before]
        if not new or any(b.node is not to for _, b in self.ties):
            raise UnheldError("rows tied in another way")
        conditions = hung(child, self.nodes.values(), (*self.found, *left))
        edge, owner = new[0]
        branch = Branch(child.table, conditions, node=child, edge=edge, to=owner)
        return Tally(branch, measure)
