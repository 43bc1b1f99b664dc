"""The conditions of a statement, read into those of a record.

IN and EXISTS are read like joins that add no rows: by the key that ties their rows to ours they
are a branch of rows that belong to it, or, where the row has one at most, conditions on that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from sqlglot import exp

from sqlagent.models.offline.query import Compare, Condition, Each, Measure, Part, Query, Value
from sqlagent.models.offline.recover.connecting import connect
from sqlagent.models.offline.recover.logic import (
    OPPOSITES,
    all_of,
    any_of,
    conjuncts,
    given,
    hung,
    negation,
    outside,
)
from sqlagent.models.offline.recover.sources import (
    Alike,
    Branch,
    Cell,
    Node,
    Tally,
    UnheldError,
    cells,
    equal,
    has_null,
)
from sqlagent.models.offline.recover.tables import Tables

_COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
    exp.Like: "like",
}  # fmt: skip
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}


class Criteria(Tables, ABC):
    """Reads conditions."""

    @abstractmethod
    def query(self, tree: exp.Expr) -> Query:
        """A query that stands alone."""

    @abstractmethod
    def within(self) -> Criteria:
        """A reader of a query inside this one."""

    def condition(self, tree: exp.Expr, *, negated: bool = False) -> Condition:
        match tree:
            case exp.Paren():
                return self.condition(tree.this, negated=negated)
            case exp.Not():
                return self.condition(tree.this, negated=not negated)
            case exp.And() | exp.Or():
                parts = [self.condition(side, negated=negated) for side in tree.flatten()]
                return all_of(parts) if isinstance(tree, exp.And) != negated else any_of(parts)
            case exp.Is():
                return self._null(tree, negated)
            case exp.Between():
                return self._between(tree, negated)
            case exp.In():
                return self._in(tree, negated)
            case exp.Exists():
                return self._exists(tree.this.unnest(), negated)
        operator = _COMPARISONS.get(type(tree))
        if operator is None:
            raise UnheldError(type(tree).__name__)
        negated = negated != bool(tree.args.get("negate"))
        left, right = self.value(tree.this), self.value(tree.expression)
        if not _comparable(left):
            left, right, operator = right, left, _TURNED.get(operator, "")
        if not _comparable(left) or not operator:
            raise UnheldError("a comparison of what is no value")
        if operator == "like" and not isinstance(right, str):
            raise UnheldError("a pattern that is no text")
        right = _number_of(left, self._whole_units(tree, left, right))
        return Compare(left, OPPOSITES[operator] if negated else operator, right)

    def _whole_units(self, tree: exp.Expr, of: Any, value: Any) -> Any:
        """A number as it is compared with: cents are told in whole units."""
        plain = isinstance(value, int | float) and self.in_cents(of)
        if not plain or any(map(self.divided, (tree.this, tree.expression))):
            return value
        return value // 100 if value % 100 == 0 else value / 100

    def _null(self, tree: exp.Is, negated: bool) -> Condition:
        inside = tree.expression
        if isinstance(inside, exp.Not):
            inside, negated = inside.this, not negated
        if not isinstance(inside, exp.Null):
            raise UnheldError("IS")
        value = self.value(tree.this)
        node = value.node if isinstance(value, Cell) else None
        if node and node.optional and not negated and len(node.ups) == 1:
            self.nodes = {alias: n for alias, n in self.nodes.items() if n is not node}
            edge, to = node.ups[0]
            return Branch(node.table, node.tests, negated=True, node=node, edge=edge, to=to)
        return Compare(value, "null", not negated)

    def _between(self, tree: exp.Between, negated: bool) -> Condition:
        of, *ends = (self.value(tree.args[key]) for key in ("this", "low", "high"))
        low, high = (_number_of(of, self._whole_units(tree, of, end)) for end in ends)
        if negated:
            return outside(of, low, high)
        return Compare(of, "between", (low, high))

    def _in(self, tree: exp.In, negated: bool) -> Condition:
        if tree.args.get("query"):
            return self._in_query(tree, negated)
        of = self.value(tree.this)
        values = tuple(_number_of(of, self.value(one)) for one in tree.expressions)
        return Compare(of, "not in" if negated else "in", values)

    def _in_query(self, tree: exp.In, negated: bool) -> Condition:
        """A column among those of a query: rows that belong to it by a key, or else its values."""
        inside = tree.args["query"].unnest()
        if isinstance(tree.this, exp.Tuple) and isinstance(inside, exp.Select):
            return self._related(inside, list(map(self.value, tree.this.expressions)), negated)
        of = self.value(tree.this)
        if isinstance(inside, exp.SetOperation):
            operator = {exp.Union: any_of, exp.Intersect: all_of}.get(type(inside))
            sides = [
                exp.In(this=tree.this, query=exp.Subquery(this=side))
                for side in (inside.this.unnest(), inside.expression.unnest())
            ]
            if operator is None:
                parts = [self._in_query(sides[0], False), self._in_query(sides[1], True)]
                return negation(all_of(parts)) if negated else all_of(parts)
            parts = [self._in_query(side, negated) for side in sides]
            both = (operator is all_of) != negated
            return all_of(parts) if both else any_of(parts)
        if isinstance(of, Cell) and not {"group", "having", "limit", "offset"} & given(inside):
            try:
                return self._related(inside, [of], negated)
            except UnheldError:
                pass
        if isinstance(of, Cell):
            counted = self._counted(inside, of, negated)
            if counted is not None:
                return counted
        return Compare(of, "not in" if negated else "in", self.query(inside))

    def _exists(self, inside: exp.Select, negated: bool) -> Condition:
        """That there are rows tied to ours: by a key, or else by a value that is among theirs."""
        try:
            return self._related(inside, [], negated)
        except UnheldError:
            tests = conjuncts(inside.args["where"].this) if inside.args.get("where") else []
            reader = self.within()
            reader.read(inside)
            if len(reader.ties) != 1:
                raise
        own, ours = reader.ties[0]
        kept = [test for test in tests if reader.pair(test) is None]
        values = inside.copy()
        values.set("where", exp.Where(this=exp.and_(*kept)) if kept else None)
        values.set("expressions", [exp.column(own.column, quoted=True)])
        if negated and self.catalog.schema[own.table][own.column].nullable:
            values.where(exp.column(own.column, quoted=True).is_(exp.null()).not_(), copy=False)
        return Compare(ours, "not in" if negated else "in", self.query(values))

    def _counted(self, inside: exp.Select, of: Cell, negated: bool) -> Condition | None:
        """A column among the keys of groups of a size: a measure for each row."""
        if "limit" in given(inside) or not {"group", "having"} <= given(inside):
            return None
        query = self.query(inside)
        key = query.shown[0]
        edges = self.catalog.graph.parents(query.table)
        edge = next(
            (
                e
                for e in edges
                if e.columns == (getattr(key, "column", ""),)
                and (e.parent, e.references) == (of.table, (of.column,))
            ),
            None,
        )
        if edge is None or query.group != (key,) or len(query.having) != 1:
            return None
        test = query.having[0]
        if not isinstance(test, Compare) or not isinstance(test.of, Measure):
            return None
        each = Each(replace(test.of, conditions=query.conditions), "")
        # The role tells which key of several is meant.
        between = self.catalog.graph.between(edge.child, edge.parent)
        each = replace(each, role=edge.columns[0] if len(between) > 1 else "")
        found = Compare(each, test.operator, test.value)
        return negation(found) if negated else found

    def _related(self, select: exp.Select, ours: list[Any], negated: bool) -> Condition:
        inside = self.within()
        inside.read(select)
        shown = [inside.value(one) for one in select.expressions] if ours else []
        if len(shown) != len(ours):
            raise UnheldError("IN what is no column")
        for own, of in zip(shown, ours, strict=True):
            if not isinstance(of, Cell) or not isinstance(own, Cell):
                raise UnheldError("IN what is no column")
            if own.node not in inside.nodes.values():
                raise UnheldError("IN what is no column")
            inside.ties.append((own, of))
        if not inside.ties:
            raise UnheldError("rows tied to nothing")
        child, to = inside.ties[0][0].node, inside.ties[0][1].node
        pairs = [pair for pair in inside.ties if (pair[0].node, pair[1].node) == (child, to)]
        before = list(child.ups)
        left = equal(connect(pairs, self.catalog))
        rest = equal([pair for pair in inside.ties if pair not in pairs])
        conditions = hung(child, inside.nodes.values(), (*inside.found, *left, *rest))
        new = [up for up in child.ups if up not in before]
        if new:
            edge, to = new[0]
            return Branch(child.table, conditions, negated, node=child, edge=edge, to=to)
        whole = all_of(conditions or _present(to, child))
        return self._not(whole) if negated else whole

    def _not(self, condition: Condition) -> Condition:
        """The opposite of a condition on a row, which a blank meets too."""
        found = negation(condition)
        blank = [c for c in cells(condition) if has_null(c, self.catalog)]
        nulls = [Compare(c, "null", True) for c in dict.fromkeys(blank)]
        return any_of((found, *nulls)) if nulls else found


def _comparable(value: object) -> bool:
    return isinstance(value, Value | Measure | Tally | Alike)


def _number_of(of: Any, value: Any) -> Any:
    """What a part of a date is compared with, as a number where it is one."""
    counted = isinstance(of, Part) and of.unit not in ("month", "day", "quarter")
    return int(value) if counted and isinstance(value, str) and value.isdecimal() else value


def _present(child: Node, parent: Node) -> tuple[Condition, ...]:
    """That a row's key leads somewhere."""
    edge = next(edge for edge, up in child.ups if up is parent)
    return (Compare(Cell(parent.table, edge.references[0], node=parent), "null", False),)
