"""Arithmetic in a statement, with the words that a record has for some of it."""

from __future__ import annotations

from abc import ABC
from dataclasses import replace
from typing import Any

from sqlglot import exp

from sqlagent.models.offline.query import Arithmetic, Measure, Part, Portion, Product, Share
from sqlagent.models.offline.recover.dates import Dates
from sqlagent.models.offline.recover.sources import Cell, UnheldError

_OPERATORS: dict[type[exp.Expr], str] = {
    exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/",
}  # fmt: skip


class Rates(Dates, ABC):
    """Reads sums, products, rates and percentages."""

    def arithmetic(self, tree: exp.Expr) -> Any:
        dated = self.span(tree)
        if dated:
            return dated
        operator = _OPERATORS[type(tree)]
        left, right = self.value(tree.this), self.value(tree.expression)
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if numbers:
            sums = {"+": left + right, "-": left - right, "*": left * right}
            return sums[operator] if operator in sums else left / right
        if isinstance(left, str) or isinstance(right, str):
            raise UnheldError("arithmetic of texts")
        if operator == "/" and isinstance(right, int | float):
            part = self.digits(left, right)
            if part:
                return part
        if operator == "/" and isinstance(right, int | float) and self.in_cents(left):
            # Cents that are divided are whole units, those divided already are.
            rest = right if self.divided(tree.this) else right / 100
            return left if rest == 1 else Arithmetic("/", left, float(rest))
        return self._simpler(operator, left, right)

    def _simpler(self, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic in the words that the record has for it."""
        if operator == "*" and isinstance(left, int | float):
            left, right = right, left
        if operator in "*/" and right == 1:
            return left
        if operator == "*" and isinstance(left, Arithmetic) and left.operator == "/":
            year = self.year(left.left)
            if year and right == left.right == 10:
                return replace(year, unit="decade")
            if right == 100:
                return _percent(left.left, left.right)
        if operator == "/" and isinstance(left, Arithmetic):
            month = left.left if isinstance(left.left, Part) else None
            if month and month.unit == "month_number" and (left.right, right) == (2, 3):
                return replace(month, unit="quarter_number")
            if (left.operator, left.right) == ("*", 100):
                return _percent(left.left, right)
        elif operator == "*" and isinstance(left, Cell) and isinstance(right, Cell):
            if self.catalog.is_money(right.table, right.column):
                left, right = right, left
            if self.catalog.is_money(left.table, left.column):
                return Product(left, right)
        return Arithmetic(operator, left, right)


def _percent(part: Any, whole: Any) -> Any:
    """A hundred times a part of a whole, which may be a portion of rows or a share of groups."""
    rows = isinstance(part, Measure) and part == Measure("count", "", conditions=part.conditions)
    if rows and part.conditions and whole == Measure("count", ""):
        return Portion(part.conditions)
    if isinstance(whole, Share) and whole.of == part:
        return whole
    return Arithmetic("*", Arithmetic("/", part, whole), 100, "percent")
