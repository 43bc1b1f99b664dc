"""The values of a record as SQL expressions: columns, parts of dates, measures, rates."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace

from sqlglot import exp

from sqlagent.models.offline import naming
from sqlagent.models.offline.aliases import Joins
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.dateparts import part, span
from sqlagent.models.offline.joins import measured
from sqlagent.models.offline.paths import anchor
from sqlagent.models.offline.query import (
    Arithmetic,
    Condition,
    Each,
    Field,
    Joined,
    Measure,
    Operand,
    Part,
    Portion,
    Product,
    Query,
    Running,
    Share,
    Span,
    fields,
)

_AGGREGATES: dict[str, Callable[..., exp.Expr]] = {
    "count": exp.Count, "sum": exp.Sum, "avg": exp.Avg, "min": exp.Min, "max": exp.Max,
}  # fmt: skip
_OPERATORS: dict[str, Callable[..., exp.Expr]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}


class Expressions(ABC):
    """The expressions of one SELECT; ``exact`` ones are compared with, and never rounded."""

    def __init__(self, query: Query, catalog: Catalog) -> None:
        self.query, self.catalog = query, catalog
        self.joins = Joins(query.table, catalog)

    @abstractmethod
    def condition(self, condition: Condition) -> exp.Expr:
        """A condition on a row or on a group."""

    @abstractmethod
    def rows(self, query: Query) -> exp.Select:
        """Another query, to stand inside this one; nothing in it is rounded."""

    def expression(self, value: Operand, *, exact: bool = False) -> exp.Expr:
        """A value of a row or of a group."""
        tree = self._exact(value)
        decimals = not exact and self._has_decimals(value)
        return _rounded(tree) if decimals else tree

    def _exact(self, value: Operand) -> exp.Expr:
        match value:
            case Field():
                column = self.joins.column(value)
                return _hundredth(column) if self._in_cents(value) else column
            case Part():
                return part(self.joins.column(value.field), value.unit, value.stored)
            case Span():
                end = self.joins.column(value.end) if isinstance(value.end, Field) else value.end
                return span(self.joins.column(value.start), end, value.unit, value.stored)
            case Product():
                return self._product(value)
            case Joined():
                return self._joined(value)
            case Arithmetic():
                return self._arithmetic(value)
            case Each():
                return self._each(value)
            case Share() | Running():
                return self._window(value)
            case Portion():
                return self._portion(value)
            case Measure():
                tree = self._within(value) if value.within else self._measure(value)
                return _hundredth(tree) if self._is_of_cents(value) else tree
            case Query():
                return exp.Subquery(this=self.rows(value))
            case int() | float() | str():
                return exp.convert(value)

    def year(self, value: Operand) -> exp.Expr | None:
        """The year of a date whose text ends with it, which has no order as a text; or None."""
        if isinstance(value, Field) and self.catalog.date_form(value.table, value.column) == "tail":
            return part(self.joins.column(value), "year", "tail")
        return None

    def _measure(self, measure: Measure) -> exp.Expr:
        of = measure.of
        if of is None and not measure.conditions:
            return exp.Count(this=exp.Star())
        if isinstance(of, Measure):
            tree: exp.Expr = naming.column(naming.heading(of, self.catalog))
        elif of is None:
            tree = exp.Literal.number(1)
        elif isinstance(of, Field) and self._in_cents(of):
            tree = self.joins.column(of)
        else:
            tree = self._exact(of)
        if measure.conditions:
            tests = exp.and_(*map(self.condition, measure.conditions), copy=False)
            tree = exp.Case(ifs=[exp.If(this=tests, true=tree)])
        if measure.distinct:
            tree = exp.Distinct(expressions=[tree])
        return _AGGREGATES[measure.function](this=tree)

    def _is_of_cents(self, measure: Measure) -> bool:
        """Whether a measure is written in cents, and must be made whole units."""
        of, counts = measure.of, measure.function == "count"
        return isinstance(of, Field) and not counts and not measure.within and self._in_cents(of)

    def _has_decimals(self, value: Operand) -> bool:
        """Whether a value has decimals that floating point would spoil."""
        if isinstance(value, Share | Portion | Span):
            return True
        if isinstance(value, Arithmetic):
            return value.operator == "/" or any(
                isinstance(side, float) or self._has_decimals(side)
                for side in (value.left, value.right)
            )
        if isinstance(value, Each | Running):
            return self._has_decimals(value.of)
        if not isinstance(value, Measure) or value.function == "count":
            return False
        of = value.of
        if value.function == "avg" or isinstance(of, Product):
            return True
        if not isinstance(of, Field):
            return of is not None and self._has_decimals(of)
        if self._in_cents(of):
            return True
        declared = self.catalog.schema[of.table][of.column].type.upper()
        return value.function == "sum" and "INT" not in declared

    def _in_cents(self, field: Field) -> bool:
        return "cent" in self.catalog.words(field.table, field.column)

    def _product(self, value: Product) -> exp.Expr:
        tree = self._exact(value.price)
        if value.quantity:
            tree = exp.Mul(this=tree, expression=self._exact(value.quantity))
        if value.discount:
            less = exp.Sub(this=exp.Literal.number(1), expression=self._exact(value.discount))
            tree = exp.Mul(this=tree, expression=exp.Paren(this=less))
        return tree

    def _joined(self, value: Joined) -> exp.Expr:
        tree: exp.Expr = self.joins.column(value.parts[0])
        for further in value.parts[1:]:
            blank = exp.DPipe(this=tree, expression=exp.Literal.string(" "))
            tree = exp.DPipe(this=blank, expression=self.joins.column(further))
        return tree

    def _arithmetic(self, value: Arithmetic) -> exp.Expr:
        left, right = self._side(value.left), self._side(value.right)
        if value.operator == "else":
            return exp.Coalesce(this=left, expressions=[right])
        if value.operator == "/":
            # Whole numbers would be divided without their decimals.
            if not (isinstance(value.left, float) or isinstance(value.right, float)):
                left = exp.Mul(this=exp.Literal.number("1.0"), expression=left)
            return exp.Div(this=left, expression=right, typed=True, safe=True)
        return _OPERATORS[value.operator](this=left, expression=right)

    def _side(self, value: Operand) -> exp.Expr:
        tree = self._exact(value)
        compound = isinstance(tree, exp.Add | exp.Sub | exp.Mul | exp.Div | exp.DPipe)
        return exp.Paren(this=tree) if compound else tree

    def _each(self, each: Each) -> exp.Expr:
        """The measure of the rows that belong to a row, joined to it: a count of none is 0."""
        edge, keys = anchor(self.query.table, each, self.catalog.graph)
        rows = measured(edge, each, self.catalog.graph)
        name = naming.heading(each.of, self.catalog)
        alias = self._attached(each, rows, name, list(zip(edge.columns, keys, strict=True)))
        tree: exp.Expr = naming.column(name, alias)
        if each.of.function == "count":
            tree = exp.Coalesce(this=tree, expressions=[exp.Literal.number(0)])
        return tree

    def _within(self, measure: Measure) -> exp.Expr:
        """A measure of all rows that are alike in some values, joined to each of them."""
        inside = tuple(field for value in measure.within for field in fields(value))
        alone = replace(measure, conditions=(), within=())
        rows = Query(measure.table, (*inside, alone), measure.conditions, group=inside)
        name = naming.heading(alone, self.catalog)
        pairs = [(naming.heading(field, self.catalog), field) for field in inside]
        return naming.column(name, self._attached(measure, rows, name, pairs))

    def _attached(self, key: object, rows: Query, name: str, on: list[tuple[str, Field]]) -> str:
        alias = self.joins.attached(key)
        if alias is None:
            for _, field in on:
                self.joins.reach(field)
            self.joins.attach(key, self.rows(rows), plural_of(rows.table), on)
            alias = self.joins.attached(key)
        assert alias is not None
        return alias

    def _window(self, value: Share | Running) -> exp.Expr:
        if isinstance(value, Running):
            tree = self._exact(value.of)
            grouped = bool(self.query.group)
            added = exp.Sum(this=tree) if grouped else tree
            first = not value.descending
            by = exp.Ordered(this=self._exact(value.by), desc=value.descending, nulls_first=first)
            return exp.Window(this=added, order=exp.Order(expressions=[by]))
        tree = self._measure(value.of)
        whole = exp.Window(this=exp.Sum(this=tree.copy()))
        times = exp.Mul(this=exp.Literal.number("100.0"), expression=tree)
        return exp.Div(this=times, expression=whole, typed=True, safe=True)

    def _portion(self, portion: Portion) -> exp.Expr:
        test = exp.and_(*map(self.condition, portion.conditions), copy=False)
        met = exp.If(this=test, true=exp.Literal.number("100.0"))
        return exp.Avg(this=exp.Case(ifs=[met], default=exp.Literal.number(0)))


def plural_of(table: str) -> str:
    """What the rows measured for each other row are called."""
    return f"per_{table}".replace(" ", "_")


def _hundredth(tree: exp.Expr) -> exp.Expr:
    hundred = exp.Literal.number("100.0")
    return exp.Div(this=tree, expression=hundred, typed=True, safe=True)


def _rounded(tree: exp.Expr) -> exp.Expr:
    return exp.Round(this=tree, decimals=exp.Literal.number(2))
