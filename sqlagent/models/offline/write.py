"""The typed query record as SQL, through expressions, so that other dialects come for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlglot import exp

from sqlagent.models.offline import naming
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.dateparts import part
from sqlagent.models.offline.joins import Joins, bundled, downward, inner, read_fields
from sqlagent.models.offline.query import (
    AnyOf,
    Compare,
    Condition,
    Field,
    Measure,
    Order,
    Part,
    Portion,
    Product,
    Query,
    Related,
    Share,
    Shown,
)

_LINE = 96
_COMPARISONS: dict[str, Callable[..., exp.Expr]] = {
    "=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
    "like": exp.Like,
}  # fmt: skip
_AGGREGATES: dict[str, Callable[..., exp.Expr]] = {
    "count": exp.Count, "sum": exp.Sum, "avg": exp.Avg, "min": exp.Min, "max": exp.Max,
}  # fmt: skip


def to_sql(query: Query, catalog: Catalog, dialect: str) -> str:
    """A reachable query as text: short on one line, else laid out."""
    tree = _select(query, catalog)
    flat = tree.sql(dialect=dialect)
    return flat if len(flat) <= _LINE else tree.sql(dialect=dialect, pretty=True)


def _select(query: Query, catalog: Catalog) -> exp.Select:
    writer = _Writer(query, catalog)
    return writer.best_of_each() if query.partition else writer.select()


class _Writer:
    """One SELECT in the making."""

    def __init__(self, query: Query, catalog: Catalog) -> None:
        self.query, self.catalog = query, catalog
        self.joins = Joins(query.table, catalog)

    def select(self) -> exp.Select:
        query, graph = self.query, self.catalog.graph
        conditions = list(bundled(query, graph))
        needed = {(f.table, f.role) for f in read_fields(query, conditions, shown=False)}
        for field in read_fields(query, conditions):
            unneeded = (field.table, field.role) not in needed and not query.group
            self.joins.reach(field, optional=unneeded)
        for condition in conditions:
            if not isinstance(condition, Related):
                continue
            if edge := downward(query.table, condition.table, graph):
                self.joins.reach(Field(edge.parent, edge.references[0]), optional=False)
        tree = exp.select(*self._shown()).from_(naming.table(query.table))
        tree.set("joins", self.joins.joins)
        tree.where(*map(self._condition, conditions), copy=False)
        tree.group_by(*map(self._expression, query.group), copy=False)
        tree.having(*map(self._condition, query.having), copy=False)
        if query.order:
            tree.order_by(*map(self._ordered, query.order), copy=False)
        if query.limit is not None:
            tree.limit(query.limit, copy=False)
        return tree.distinct(copy=False) if query.distinct else tree

    def best_of_each(self) -> exp.Select:
        """The first rows of each part, ties included, by their rank within it."""
        whole = self.query
        self.query = replace(whole, order=(), limit=None)
        tree = self.select()
        headings = [shown.alias_or_name for shown in tree.expressions]
        rank = exp.Window(
            this=exp.Anonymous(this="RANK"),
            partition_by=list(map(self._expression, whole.partition)),
            order=exp.Order(expressions=[self._ordered(o, alias=False) for o in whole.order]),
        )
        tree.select(exp.alias_(rank, "place"), copy=False)
        test = exp.EQ if whole.limit == 1 else exp.LTE
        limit = exp.Literal.number(whole.limit or 1)
        outer = exp.select(*map(naming.column, headings)).from_(tree.subquery("ranked"))
        return outer.where(test(this=naming.column("place"), expression=limit))

    def _shown(self) -> list[exp.Expr]:
        written: list[exp.Expr] = []
        names: set[str] = set()
        for value in self.query.shown:
            tree = self._expression(value)
            name = naming.heading(value, self.catalog)
            if isinstance(value, Field) and name.lower() in names:
                name = self._longer(value)
            names.add(name.lower())
            plain = isinstance(tree, exp.Column) and name == tree.name
            written.append(tree if plain else exp.alias_(tree, naming.identifier(name)))
        return written

    def _longer(self, field: Field) -> str:
        """The heading of a column whose own name is taken: after its table, or its key."""
        words = self.catalog.words(field.table)
        for edge in self.catalog.graph.edges:
            if field.role and (edge.columns[0], edge.parent) == (field.role, field.table):
                words = self.catalog.words(edge.child, field.role)
        return "_".join((*words, *self.catalog.words(field.table, field.column)))

    def _ordered(self, order: Order, *, alias: bool = True) -> exp.Ordered:
        tree = self._expression(order.by)
        if alias and order.by in self.query.shown and not isinstance(order.by, Field):
            tree = naming.column(naming.heading(order.by, self.catalog))
        return exp.Ordered(this=tree, desc=order.descending, nulls_first=not order.descending)

    def _expression(self, value: Shown) -> exp.Expr:
        match value:
            case Field():
                column = self.joins.column(value)
                return _hundredth(column) if self._in_cents(value) else column
            case Part():
                return part(self.joins.column(value.field), value.unit, value.stored)
            case Product():
                return self._product(value)
            case Share():
                return self._share(value)
            case Portion():
                return self._portion(value)
            case Measure():
                return self._measure(value)

    def _measure(self, measure: Measure) -> exp.Expr:
        of = measure.of
        if of is None:
            return exp.Count(this=exp.Star())
        cents = isinstance(of, Field) and self._in_cents(of) and measure.function != "count"
        tree = self.joins.column(of) if cents and isinstance(of, Field) else self._expression(of)
        if measure.distinct:
            tree = exp.Distinct(expressions=[tree])
        tree = _AGGREGATES[measure.function](this=tree)
        if cents:
            return _rounded(_hundredth(tree))
        return _rounded(tree) if self._has_decimals(measure) else tree

    def _has_decimals(self, measure: Measure) -> bool:
        """Whether an aggregate has decimals that floating point would spoil."""
        of = measure.of
        if measure.function == "avg" or isinstance(of, Product):
            return True
        declared = self.catalog.schema[of.table][of.column].type if isinstance(of, Field) else ""
        return measure.function == "sum" and "INT" not in declared.upper()

    def _in_cents(self, field: Field) -> bool:
        return "cent" in self.catalog.words(field.table, field.column)

    def _product(self, value: Product) -> exp.Expr:
        tree = self._expression(value.price)
        if value.quantity:
            tree = exp.Mul(this=tree, expression=self._expression(value.quantity))
        if value.discount:
            less = exp.Sub(this=exp.Literal.number(1), expression=self._expression(value.discount))
            tree = exp.Mul(this=tree, expression=exp.Paren(this=less))
        return tree

    def _share(self, share: Share) -> exp.Expr:
        tree = self._expression(share.of)
        tree = tree.this if isinstance(tree, exp.Round) else tree
        whole = exp.Window(this=exp.Sum(this=tree.copy()))
        times = exp.Mul(this=exp.Literal.number("100.0"), expression=tree)
        return _rounded(exp.Div(this=times, expression=whole, typed=True, safe=True))

    def _portion(self, portion: Portion) -> exp.Expr:
        test = exp.and_(*map(self._condition, portion.conditions))
        met = exp.If(this=test, true=exp.Literal.number("100.0"))
        return _rounded(exp.Avg(this=exp.Case(ifs=[met], default=exp.Literal.number(0))))

    def _condition(self, condition: Condition) -> exp.Expr:
        match condition:
            case Related():
                return self._related(condition)
            case AnyOf():
                return exp.or_(*map(self._condition, condition.options))
            case Compare():
                return self._compare(condition)

    def _compare(self, compare: Compare) -> exp.Expr:
        tree, value = self._expression(compare.of), compare.value
        if compare.operator == "null":
            return exp.Is(this=tree, expression=exp.null() if value else exp.Not(this=exp.null()))
        if compare.operator in ("in", "not in"):
            test = exp.In(this=tree, expressions=list(map(_literal, value)))
            return test if compare.operator == "in" else exp.not_(test)
        if compare.operator == "between":
            return exp.Between(this=tree, low=_literal(value[0]), high=_literal(value[1]))
        if compare.operator == "not like":
            return exp.not_(exp.Like(this=tree, expression=_literal(value)))
        return _COMPARISONS[compare.operator](this=tree, expression=_literal(value))

    def _related(self, related: Related) -> exp.Expr:
        edge = downward(self.query.table, related.table, self.catalog.graph)
        assert edge is not None, "only reachable queries are written"
        rows = inner(edge, related, self.catalog.graph)
        key = Field(edge.child, edge.columns[0])
        if related.negated and self.catalog.schema[key.table][key.column].nullable:
            # NOT IN is never true beside a NULL.
            rows = replace(rows, conditions=(*rows.conditions, Compare(key, "null", False)))
        tree = self.joins.column(Field(edge.parent, edge.references[0]))
        test = exp.In(this=tree, query=exp.Subquery(this=_select(rows, self.catalog)))
        return exp.not_(test) if related.negated else test


def _average(measure: Measure) -> exp.Expr:
    """The average of a column over all rows of its table."""
    column = measure.of
    assert isinstance(column, Field), "only a column is compared with its average"
    tree = exp.select(exp.Avg(this=naming.column(column.column)))
    return exp.Subquery(this=tree.from_(naming.table(column.table)))


def _literal(value: object) -> exp.Expr:
    if isinstance(value, Measure):
        return _average(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return exp.convert(value)


def _hundredth(tree: exp.Expr) -> exp.Expr:
    hundred = exp.Literal.number("100.0")
    return exp.Div(this=tree, expression=hundred, typed=True, safe=True)


def _rounded(tree: exp.Expr) -> exp.Expr:
    return exp.Round(this=tree, decimals=exp.Literal.number(2))
