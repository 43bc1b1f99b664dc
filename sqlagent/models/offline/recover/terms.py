"""The expressions of a statement, read into the values of a record."""

from __future__ import annotations

from abc import ABC
from dataclasses import replace
from typing import Any

from sqlglot import exp

from sqlagent.linking import is_text
from sqlagent.models.offline.query import (
    Arithmetic,
    Condition,
    Function,
    Joined,
    Measure,
    Part,
    Portion,
    Running,
    Share,
    fields,
)
from sqlagent.models.offline.recover.rates import Rates
from sqlagent.models.offline.recover.sources import Cell, Tally, UnheldError, has_null

_FUNCTIONS: dict[type[exp.Expr], Function] = {
    exp.Count: "count", exp.Sum: "sum", exp.Avg: "avg", exp.Min: "min", exp.Max: "max",
}  # fmt: skip


class Terms(Rates, ABC):
    """Reads values: columns, measures, windows and all that is made of them."""

    def value(self, tree: exp.Expr) -> Any:
        """A value of a row or of a group, or a plain number or text."""
        match tree:
            case exp.Paren() | exp.Round() | exp.Alias() | exp.Collate():
                return self.value(tree.this)
            case exp.Cast():
                return self._cast(tree)
            case exp.Column():
                return self.column(tree)
            case exp.Literal():
                return _plain(tree)
            case exp.Boolean():
                return int(tree.this)
            case exp.Neg():
                return self._negative(tree)
            case exp.Subquery():
                return self.value(tree.unnest())
            case exp.Select():
                return self.scalar(tree)
            case exp.Count() | exp.Sum() | exp.Avg() | exp.Min() | exp.Max():
                return self._measure(tree)
            case exp.Filter():
                measure = self.value(tree.this)
                return _limited(measure, (self.condition(tree.expression.this),))
            case exp.Add() | exp.Sub() | exp.Mul() | exp.Div():
                return self.arithmetic(tree)
            case exp.Coalesce() if len(tree.expressions) == 1:
                left, right = self.value(tree.this), self.value(tree.expressions[0])
                of = left.of if isinstance(left, Tally) else left
                counts = isinstance(of, Measure) and of.function == "count"
                return left if counts else Arithmetic("else", left, right)
            case exp.DPipe():
                return self._joined(tree)
            case exp.Window():
                return self._window(tree)
        return self.part(tree)

    def _cast(self, tree: exp.Cast) -> Any:
        """A value in another type: numbers that are stored as text become numbers."""
        value = self.value(tree.this)
        text = isinstance(value, Cell) and is_text(self.catalog.schema[value.table][value.column])
        numeric = tree.to.this in exp.DataType.NUMERIC_TYPES
        return Arithmetic("+", value, 0, value.column) if text and numeric else value

    def _negative(self, tree: exp.Neg) -> Any:
        value = self.value(tree.this)
        return -value if isinstance(value, int | float) else Arithmetic("-", 0, value)

    def _measure(self, tree: exp.Expr) -> Any:
        function, of = _FUNCTIONS[type(tree)], tree.this
        distinct = isinstance(of, exp.Distinct)
        if distinct:
            if len(of.expressions) != 1:
                raise UnheldError("several columns counted as one")
            of = of.expressions[0]
        if isinstance(of, exp.Paren):
            of = of.unnest()
        if isinstance(of, exp.Star):
            return Measure(function, "")
        if isinstance(of, exp.Case | exp.If):
            return self._conditional(function, of, distinct)
        if function in ("sum", "avg") and isinstance(of, exp.Predicate | exp.Connector | exp.Not):
            met = (self.condition(of),)
            return Measure("count", "", conditions=met) if function == "sum" else _rate(met)
        value = self.value(of)
        if isinstance(value, int | float | str):
            if function != "count":
                raise UnheldError("an aggregate of what is no column")
            return Measure("count", "")
        filled = isinstance(value, Cell) and not value.node.optional
        if function == "count" and not distinct and filled and not has_null(value, self.catalog):
            return Measure("count", "")
        return Measure(function, _table(value), value, distinct)

    def _conditional(self, function: Function, of: exp.Expr, distinct: bool) -> Any:
        """An aggregate over the rows that meet a condition."""
        case = of.args["ifs"][0] if isinstance(of, exp.Case) else of
        default = of.args.get("default") or of.args.get("false")
        if isinstance(of, exp.Case) and (len(of.args["ifs"]) > 1 or of.this):
            raise UnheldError("a choice of several")
        test, met = case.this, case.args["true"]
        other = None if default is None or isinstance(default, exp.Null) else self.value(default)
        conditions = (self.condition(test),)
        value = self.value(met)
        if isinstance(value, int | float):
            if function == "sum" and value == 0 and other == 1:
                return Measure("count", "", conditions=(self.condition(test, negated=True),))
            counted = (function == "count" and other is None) or (function == "sum" and not other)
            if counted and (value == 1 or function == "count"):
                return Measure("count", "", conditions=conditions)
            if function == "avg" and value in (1, 100) and other == 0:
                return _rate(conditions) if value == 1 else Portion(conditions)
            raise UnheldError("a number for each row")
        if other is not None and not (function == "sum" and other == 0):
            raise UnheldError("a choice of two")
        return Measure(function, _table(value), value, distinct, conditions)

    def _joined(self, tree: exp.DPipe) -> Any:
        parts = [self.value(part) for part in tree.flatten()]
        units = [part.unit if isinstance(part, Part) else part for part in parts]
        if units == ["year", "-Q", "quarter_number"]:
            return replace(parts[0], unit="quarter")
        kept = tuple(part for part in parts if isinstance(part, Cell))
        blanks = [part for part in parts if not isinstance(part, Cell)]
        if len(kept) < 2 or set(blanks) - {" "} or len(blanks) != len(kept) - 1:
            raise UnheldError("texts joined otherwise than by blanks")
        return Joined(kept)

    def _window(self, tree: exp.Window) -> Any:
        inside = tree.this
        order = tree.args.get("order")
        if isinstance(inside, exp.Sum) and not tree.args.get("partition_by"):
            of = self.value(inside.this) if inside.this.find(exp.AggFunc) else self.value(inside)
            if not isinstance(of, Measure):
                raise UnheldError("a window over rows")
            if order is None:
                return Share(of)
            if len(order.expressions) == 1:
                by = order.expressions[0]
                return Running(of, self.value(by.this), bool(by.args.get("desc")))
        raise UnheldError("a window")


def _table(value: Any) -> str:
    """The table that a measure is of: that of its first column."""
    return next((field.table for field in fields(value)), "")


def _limited(measure: Any, conditions: tuple[Condition, ...]) -> Measure:
    if not isinstance(measure, Measure):
        raise UnheldError("a condition on what is no measure")
    return Measure(measure.function, measure.table, measure.of, measure.distinct, conditions)


def _rate(conditions: tuple[Condition, ...]) -> Arithmetic:
    return Arithmetic("/", Portion(conditions), 100.0, "rate")


def _plain(tree: exp.Literal) -> int | float | str:
    if tree.is_string:
        return str(tree.this)
    return int(tree.this) if str(tree.this).isdecimal() else float(tree.this)
