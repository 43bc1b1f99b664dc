"""The tables of a SELECT by their names, and what a name in it stands for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from sqlglot import exp

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import Arithmetic, Condition, Measure, Product, Running
from sqlagent.models.offline.recover.sources import Cell, Node, Tally, UnheldError


class Reader(ABC):
    """Reads names over the tables of one SELECT, and of those around it.

    ``nodes`` are its tables; ``joined`` the measures, and ``trees`` their expressions, of the
    queries that it joins; ``aliases`` the expressions that it gives a name.
    """

    def __init__(self, catalog: Catalog, outer: Reader | None = None) -> None:
        self.catalog, self.outer = catalog, outer
        self.nodes: dict[str, Node] = {}
        self.aliases: dict[str, exp.Expr] = {}
        self.joined: dict[str, dict[str, Any]] = {}
        self.trees: dict[str, dict[str, exp.Expr]] = {}

    @abstractmethod
    def value(self, tree: exp.Expr) -> Any:
        """A value of a row or of a group, or a plain number or text."""

    @abstractmethod
    def condition(self, tree: exp.Expr, *, negated: bool = False) -> Condition:
        """A condition, or its opposite."""

    @abstractmethod
    def scalar(self, tree: exp.Select) -> Any:
        """A query that gives one value."""

    def cell(self, column: exp.Column) -> Cell | str | None:
        """A column; a text where quotes hold no column's name; None where there is neither."""
        name = column.name
        if column.table:
            node = self.nodes.get(column.table.lower())
            found = Cell(node.table, name, node=node) if node else None
        else:
            holders = [n for n in self.nodes.values() if name in self.catalog.schema[n.table]]
            found = Cell(holders[0].table, name, node=holders[0]) if holders else None
        if found is None:
            outside = self.outer.cell(column) if self.outer else None
            quoted = column.this.args.get("quoted") and not column.table
            return outside or (name if quoted else None)
        if name not in self.catalog.schema[found.table]:
            return None
        real = self.catalog.schema[found.table][name].name
        return Cell(found.table, real, node=found.node)

    def column(self, tree: exp.Column) -> Any:
        """What a column stands for: one of a table's, a joined query's, or what is so called."""
        found: Any = self.joined.get(tree.table.lower(), {}).get(tree.name.lower())
        found = found or self.cell(tree)
        if found is None and not tree.table and tree.name.lower() in self.aliases:
            named = self.aliases.pop(tree.name.lower())
            found = self.value(named)
            self.aliases[tree.name.lower()] = named
        if found is None:
            raise UnheldError(f"no column {tree.name}")
        return found

    def in_cents(self, value: Any) -> bool:
        """Whether a value is stored in cents, which a record tells in whole units."""
        match value:
            case Running() | Tally():
                return self.in_cents(value.of)
            case Product():
                return self.in_cents(value.price)
            case Arithmetic(operator="else"):
                return self.in_cents(value.left)
            case Measure():
                return value.function != "count" and self.in_cents(value.of)
        return isinstance(value, Cell) and "cent" in self.catalog.words(value.table, value.column)

    def divided(self, tree: exp.Expr) -> bool:
        """Whether a value is what is left of a division."""
        if isinstance(tree, exp.Div):
            return True
        if isinstance(tree, exp.Column):
            source = self.trees.get(tree.table.lower(), {}) if tree.table else self.aliases
            named = source.get(tree.name.lower())
            return isinstance(named, exp.Div | exp.Round) and self.divided(named)
        return isinstance(tree.this, exp.Expr) and self.divided(tree.this)
