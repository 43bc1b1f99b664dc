"""The typed query record as SQL, through expressions, so that other dialects come for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlglot import exp

from sqlagent.models.offline import naming
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.dateparts import as_part, is_year
from sqlagent.models.offline.expressions import Expressions
from sqlagent.models.offline.joins import bundled, inner, others, read_fields
from sqlagent.models.offline.paths import anchor
from sqlagent.models.offline.query import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Field,
    Measure,
    Order,
    Part,
    Query,
    Related,
    Shown,
    measures,
)

_LINE = 96
_COMPARISONS: dict[str, Callable[..., exp.Expr]] = {
    "=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
    "like": exp.Like,
}  # fmt: skip
_SETS: dict[str, Callable[..., exp.Expr]] = {
    "union": exp.Union, "intersect": exp.Intersect, "except": exp.Except,
}  # fmt: skip


def to_sql(query: Query, catalog: Catalog, dialect: str, line: str = "") -> str:
    """A reachable query as text: ``line``, its ``to_line``, where that is short, else laid out."""
    line = line or to_line(query, catalog, dialect)
    if len(line) <= _LINE:
        return line
    return _whole(query, catalog).sql(dialect=dialect, pretty=True, copy=False)


def to_line(query: Query, catalog: Catalog, dialect: str) -> str:
    """A reachable query as text on one line, for what nobody reads."""
    return _whole(query, catalog).sql(dialect=dialect, copy=False)


def _whole(query: Query, catalog: Catalog) -> exp.Expr:
    """A query with those that it is combined with."""
    tree: exp.Expr = _select(query, catalog)
    for operator, further in query.combined:
        right = _select(further, catalog)
        tree = _SETS[operator](this=tree, expression=right, distinct=True)
    return tree


def _select(query: Query, catalog: Catalog, *, exact: bool = False) -> exp.Select:
    if any(isinstance(value.of, Measure) for value in measures(query.shown)):
        return _over_groups(query, catalog, exact)
    writer = _Writer(query, catalog, exact)
    return writer.best_of_each() if query.partition else writer.select()


def _is_blank(condition: Condition) -> bool:
    """Whether a condition is that there is no value."""
    return isinstance(condition, Compare) and condition.operator == "null" and condition.value


def _over_groups(query: Query, catalog: Catalog, exact: bool) -> exp.Select:
    """Measures of the measures that each group has."""
    nested = [m.of for m in measures(query.shown) if isinstance(m.of, Measure)]
    inside = replace(query, shown=tuple(dict.fromkeys(nested)), order=(), limit=None)
    groups = _select(inside, catalog, exact=True)
    outside = _Writer(replace(query, group=(), conditions=(), having=()), catalog, exact)
    return outside.shown_only().from_(groups.subquery("grouped", copy=False), copy=False)


class _Writer(Expressions):
    """One SELECT in the making."""

    def __init__(self, query: Query, catalog: Catalog, exact: bool) -> None:
        super().__init__(query, catalog)
        self.exact = exact

    def select(self) -> exp.Select:
        query, graph = self.query, self.catalog.graph
        conditions = list(bundled(query, graph))
        present = [c for c in conditions if not _is_blank(c)]
        for field in read_fields(query, present, shown=bool(query.group)):
            self.joins.need(field)
        for field in read_fields(query, conditions):
            self.joins.reach(field)
        self._anchor(conditions)
        tree = self.shown_only().from_(naming.table(query.table), copy=False)
        tree.where(*map(self.condition, conditions), copy=False)
        tree.group_by(*map(self.expression, query.group), copy=False)
        tree.having(*map(self.condition, query.having), copy=False)
        if query.order:
            tree.order_by(*map(self._ordered, query.order), copy=False)
        if query.limit is not None:
            tree.limit(query.limit, copy=False)
        if query.offset:
            tree.offset(query.offset, copy=False)
        tree.set("joins", self.joins.joins)
        self._unqualify(tree)
        return tree.distinct(copy=False) if query.distinct else tree

    def _unqualify(self, tree: exp.Select) -> None:
        """Takes the table off the columns of a SELECT that has but one."""
        if not self.joins.joins:
            for node in tree.walk(prune=lambda node: isinstance(node, exp.Subquery)):
                if isinstance(node, exp.Column):
                    node.set("table", None)

    def shown_only(self) -> exp.Select:
        """What is shown, without the rows that it is shown of."""
        return exp.select(*self._shown(), copy=False)

    def rows(self, query: Query) -> exp.Select:
        return _select(query, self.catalog, exact=True)

    def _anchor(self, conditions: list[Condition]) -> None:
        """Joins what other rows belong to, before anything is written by its alias."""
        query, graph = self.query, self.catalog.graph
        whole = (query.shown, query.group, query.having, query.order, query.partition)
        for rows in others((tuple(conditions), *whole)):
            if isinstance(rows, Query):
                continue
            for key in anchor(query.table, rows, graph)[1]:
                if isinstance(rows, Related):
                    self.joins.need(key)
                self.joins.reach(key)

    def best_of_each(self) -> exp.Select:
        """The first rows of each part, ties included, by their rank within it."""
        whole = self.query
        self.query = replace(whole, order=(), limit=None)
        tree = self.select()
        headings = [shown.alias_or_name for shown in tree.expressions]
        rank = exp.Window(
            this=exp.Anonymous(this="RANK"),
            partition_by=list(map(self.expression, whole.partition)),
            order=exp.Order(expressions=[self._ordered(o, alias=False) for o in whole.order]),
        )
        tree.select(exp.alias_(rank, "place", copy=False), copy=False)
        self._unqualify(tree)
        test = exp.EQ if whole.limit == 1 else exp.LTE
        limit = exp.Literal.number(whole.limit or 1)
        outer = exp.select(*map(naming.column, headings), copy=False)
        outer.from_(tree.subquery("ranked", copy=False), copy=False)
        return outer.where(test(this=naming.column("place"), expression=limit), copy=False)

    def _shown(self) -> list[exp.Expr]:
        written: list[exp.Expr] = []
        names: set[str] = set()
        for value in self.query.shown:
            tree = self.expression(value, exact=self.exact)
            name = naming.heading(value, self.catalog)
            if isinstance(value, Field) and name.lower() in names:
                name = self._longer(value)
            names.add(name.lower())
            plain = isinstance(tree, exp.Column) and name == tree.name
            written.append(tree if plain else exp.alias_(tree, naming.identifier(name), copy=False))
        return written

    def _longer(self, field: Field) -> str:
        """The heading of a column whose own name is taken: after its table, or its key."""
        words = self.catalog.words(field.table)
        for edge in self.catalog.graph.edges:
            if field.role and (edge.columns[0], edge.parent) == (field.role, field.table):
                words = self.catalog.words(edge.child, field.role)
        return "_".join((*words, *self.catalog.words(field.table, field.column)))

    def _ordered(self, order: Order, *, alias: bool = True) -> exp.Ordered:
        shown = next((value for value in self.query.shown if value == order.by), None)
        if alias and shown is not None and not isinstance(shown, Field):
            tree: exp.Expr = naming.column(naming.heading(shown, self.catalog))
        else:
            tree = self.year(order.by) or self.expression(order.by)
        return exp.Ordered(this=tree, desc=order.descending, nulls_first=not order.descending)

    def condition(self, condition: Condition) -> exp.Expr:
        match condition:
            case Related():
                return self._related(condition)
            case AnyOf():
                return exp.Paren(this=exp.or_(*map(self.condition, condition.options), copy=False))
            case AllOf():
                return exp.Paren(
                    this=exp.and_(*map(self.condition, condition.conditions), copy=False)
                )
            case Compare():
                return self._compare(condition)

    def _compare(self, compare: Compare) -> exp.Expr:
        tree, value = self.expression(compare.of, exact=True), compare.value
        if is_year(value) or (isinstance(value, tuple) and all(map(is_year, value))):
            tree = self.year(compare.of) or tree
        if compare.operator == "null":
            return exp.Is(this=tree, expression=exp.null() if value else exp.Not(this=exp.null()))
        if compare.operator in ("in", "not in"):
            test = exp.In(this=tree)
            if isinstance(value, Query):
                test.set("query", exp.Subquery(this=self.rows(value)))
            else:
                test.set("expressions", [self._literal(one, compare) for one in value])
            return test if compare.operator == "in" else exp.not_(test, copy=False)
        if compare.operator == "between":
            low, high = (self._literal(one, compare) for one in value)
            return exp.Between(this=tree, low=low, high=high)
        if compare.operator == "not like":
            like = exp.Like(this=tree, expression=self._literal(value, compare))
            return exp.not_(like, copy=False)
        right = self._literal(value, compare)
        return _COMPARISONS[compare.operator](this=tree, expression=right)

    def _literal(self, value: object, compare: Compare) -> exp.Expr:
        """What is compared with: a value as it is stored, one of the row's, or a query's."""
        if isinstance(value, Measure) and not value.within:
            alone = replace(value, conditions=())
            group = self.query.group if isinstance(value.of, Measure) else ()
            value = Query(value.table, (alone,), value.conditions, group)
        if isinstance(value, Query):
            return exp.Subquery(this=self.rows(value))
        if isinstance(value, Shown):
            return self.expression(value, exact=True)
        if isinstance(compare.of, Part):
            value = as_part(value, compare.of.unit, compare.of.stored)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return exp.convert(value)

    def _related(self, related: Related) -> exp.Expr:
        edge, keys = anchor(self.query.table, related, self.catalog.graph)
        rows = inner(edge, related, self.catalog.graph)
        for key in rows.shown if related.negated else ():
            assert isinstance(key, Field)
            if self.catalog.schema[key.table][key.column].nullable:
                # NOT IN is never true beside a NULL.
                rows = replace(rows, conditions=(*rows.conditions, Compare(key, "null", False)))
        columns = [self.joins.column(key) for key in keys]
        tree = columns[0] if len(columns) == 1 else exp.Tuple(expressions=columns)
        test = exp.In(this=tree, query=exp.Subquery(this=self.rows(rows)))
        return exp.not_(test, copy=False) if related.negated else test
