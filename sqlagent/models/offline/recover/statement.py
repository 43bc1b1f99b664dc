"""One SELECT, read clause by clause."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlglot import exp

from sqlagent.models.offline.query import Arithmetic, Order, Query
from sqlagent.models.offline.recover import sets
from sqlagent.models.offline.recover.flatten import flattened
from sqlagent.models.offline.recover.logic import conjuncts, flat
from sqlagent.models.offline.recover.rooting import rooted
from sqlagent.models.offline.recover.sources import UnheldError
from sqlagent.models.offline.recover.tied import Tied


class Statement(Tied):
    """One SELECT in the reading."""

    def within(self) -> Statement:
        return Statement(self.catalog, self)

    def query(self, tree: exp.Expr, *, distinct: bool = False) -> Query:
        """The record of a statement that stands alone; ``distinct`` takes each row once."""
        if isinstance(tree, exp.Subquery):
            tree = tree.unnest()
        if isinstance(tree, exp.SetOperation):
            return sets.combined(tree, self.catalog, Statement(self.catalog).query)
        if not isinstance(tree, exp.Select):
            raise UnheldError("no query")
        tree = flattened(tree)
        if distinct:
            tree = tree.distinct()
        reader = Statement(self.catalog)
        reader.read(tree)
        if reader.ties:
            raise UnheldError("a row of another query")
        return reader.select(tree)

    def select(self, tree: exp.Select) -> Query:
        """The record of a SELECT whose tables and conditions have been read."""
        self.aliases = {e.alias.lower(): e.this for e in tree.expressions if e.alias}
        shown = tuple(map(self._shown, self._starless(tree)))
        if not shown or any(isinstance(value, str | int | float) for value in shown):
            raise UnheldError("a plain value shown")
        clauses = {
            name: tree.args[name].expressions if tree.args.get(name) else ()
            for name in ("group", "order")
        }
        having = tree.args.get("having")
        query = Query(
            "",
            shown,
            self.found,
            tuple(map(self._grouped, clauses["group"])),
            tuple(flat(map(self.condition, conjuncts(having.this)))) if having else (),
            tuple(map(self._order, clauses["order"])),
            _number(tree, "limit"),
            distinct=bool(tree.args.get("distinct")),
            offset=_number(tree, "offset") or 0,
        )
        if tree.args.get("qualify"):
            query = self._of_each(query, tree.args["qualify"].this)
        return rooted(query, self.nodes, self.catalog)

    def _of_each(self, query: Query, test: exp.Expr) -> Query:
        """A query with the first rows of each part."""
        window, number = test.this, test.expression
        if not isinstance(window, exp.Window) or not isinstance(number, exp.Literal):
            raise UnheldError("rows by another test of their rank")
        kinds: dict[type[exp.Expr], int] = {exp.EQ: 0, exp.LTE: 0, exp.LT: -1}
        least = kinds.get(type(test))
        limit = int(number.name) + (least or 0)
        if least is None or (isinstance(test, exp.EQ) and limit != 1) or query.limit:
            raise UnheldError("rows by another test of their rank")
        order = tuple(map(self._order, window.args["order"].expressions))
        parts = tuple(self.value(one) for one in window.args.get("partition_by") or ())
        return replace(query, order=order, limit=limit, partition=parts)

    def _starless(self, tree: exp.Select) -> list[exp.Expr]:
        """What is shown, with all columns for a star."""
        found: list[exp.Expr] = []
        for shown in tree.expressions:
            starred = isinstance(shown, exp.Column) and isinstance(shown.this, exp.Star)
            if not starred and not isinstance(shown, exp.Star):
                found.append(shown)
                continue
            for alias, node in self.nodes.items():
                if not starred or shown.table.lower() == alias:
                    columns = self.catalog.columns(node.table)
                    found.extend(exp.column(c, table=alias, quoted=True) for c in columns)
        return found

    def _shown(self, tree: exp.Expr) -> Any:
        value = self.value(tree)
        named = isinstance(value, Arithmetic) and tree.alias
        return replace(value, name=tree.alias) if named else value

    def _grouped(self, tree: exp.Expr) -> Any:
        value = self.value(tree)
        if isinstance(value, str | int | float):
            raise UnheldError("grouped by a plain value")
        return value

    def _order(self, tree: exp.Ordered) -> Order:
        inside = tree.this
        named = isinstance(inside, exp.Column) and not inside.table
        if named and inside.name.lower() in self.aliases:
            inside = self.aliases[inside.name.lower()]
        value = self.value(inside)
        if isinstance(value, str | int | float):
            raise UnheldError("ordered by what is no column")
        return Order(value, bool(tree.args.get("desc")))


def _number(tree: exp.Select, clause: str) -> int | None:
    found = tree.args.get(clause)
    if found is None:
        return None
    if not isinstance(found.expression, exp.Literal):
        raise UnheldError(clause)
    return int(found.expression.name)
