"""A query in outline, and the record that it comes to.

A ``Plan`` says whose rows, what is shown, measured, grouped and ranked, with the words that each
part stands for. ``compose`` adds what people expect to see, a row's name rather than its key, and
finds the table whose rows are to be counted so that nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.counting import counts_itself, inner, measured_over, recounted
from sqlagent.models.offline.derived import Derived
from sqlagent.models.offline.query import (
    Compare,
    Condition,
    Field,
    Measure,
    Order,
    Part,
    Portion,
    Query,
    Share,
    Shown,
    Value,
    fields,
    mapped,
)
from sqlagent.models.offline.records import replace
from sqlagent.models.offline.spoken import rows_spoken_of, tables_of

_WIDE = 5


@dataclass(frozen=True, slots=True)
class Use:
    """What a mention, by its place among the mentions, is taken for."""

    mention: int
    role: str


@dataclass(frozen=True, slots=True)
class Plan:
    """An outline: the rows of ``subject``, or measures over them, in groups or not.

    ``entity`` is the table whose rows are grouped by, ``each`` that the limit holds for every
    group, or for those of ``parted`` where it has some. ``tokens`` are the positions that it
    explains, ``parts`` the sum of what its uses gain.
    """

    subject: str
    shown: tuple[Value, ...] = ()
    measures: tuple[Shown, ...] = ()
    group: tuple[Value, ...] = ()
    entity: str = ""
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    each: bool = False
    parted: tuple[Value, ...] = ()
    share: bool = False
    distinct: bool = False
    keyed: bool = False
    tokens: frozenset[int] = frozenset()
    uses: tuple[Use, ...] = ()
    derived: tuple[Derived, ...] = ()
    within: tuple[Value, ...] = ()
    parts: float = 0.0


def worth_of(plan: Plan, forms: Mapping[str, Mapping[str, float]]) -> float:
    """What the form of an outline is worth, as far as it shows without a record."""
    order = "none"
    ranked = bool(plan.order) and plan.order[0].by in plan.measures
    if plan.order:
        kind = "measure" if ranked else "field"
        order = kind + ("-" if plan.order[0].descending else "+")
    limit = "none" if plan.limit is None else "one" if plan.limit == 1 else "many"
    limit = "each" if plan.each else "nth" if plan.offset else limit
    target = "distinct" if plan.distinct else "list"
    if plan.measures and not ranked:
        target = _target(plan.measures[0])
        target = "multi" if len(plan.measures) > 1 else target
    total = forms["order"][order] + forms["limit"][limit] + forms["target"][target]
    if not (plan.entity or plan.group) or plan.each:
        return total + forms["group"]["none"]
    return total + max(forms["group"][name] for name in ("entity", "column", "part", "two"))


def _target(measure: object) -> str:
    if isinstance(measure, Portion | Share):
        return "share"
    if not isinstance(measure, Measure):
        return "other"
    return "countd" if measure.distinct else measure.function


def compose(plan: Plan, conditions: Iterable[Condition], catalog: Catalog) -> Query | None:
    """The record of a plan under conditions, None where its parts do not fit together."""
    tests: list[Condition] = []
    having: list[Any] = []
    for condition in conditions:
        measured = isinstance(condition, Compare) and isinstance(condition.of, Measure)
        (having if measured else tests).append(condition)
    if having and not (plan.entity or plan.group):
        if plan.measures:
            return None
        plan = replace(plan, entity=plan.subject)
    if plan.measures or plan.entity or (plan.group and not plan.each):
        return _measured(plan, tuple(tests), tuple(having), catalog)
    return _listed(plan, tuple(tests), catalog)


def _listed(plan: Plan, conditions: tuple[Condition, ...], catalog: Catalog) -> Query | None:
    ordered: list[Any] = [o.by for o in plan.order]
    shown: list[Any] = [*plan.shown]
    if not plan.distinct:
        label = [Field(plan.subject, c) for c in catalog.label(plan.subject)]
        first: list[Any] = [*label] if label else [*_row(plan.subject, catalog, shown)]
        if plan.keyed and label:
            first = [*(Field(plan.subject, c) for c in catalog.key(plan.subject)), *label]
        shown = [*first, *shown, *ordered]
    parts = [v for g in plan.group for v in _known(g, catalog)]
    shown = [*parts, *shown]
    shown = list(dict.fromkeys(shown))
    if not shown:
        return None
    read = [f.table for v in (*shown, *ordered) for f in fields(v)]
    table = catalog.graph.fact({plan.subject, *read})
    if table is None:
        return None
    return Query(
        table, tuple(shown), _filled(plan, conditions, catalog), order=plan.order,
        limit=plan.limit, distinct=plan.distinct, subject=plan.subject,
        partition=tuple(parts), offset=plan.offset,
    )  # fmt: skip


def _known(value: Value, catalog: Catalog) -> tuple[Value, ...]:
    return known_by(value, catalog) if isinstance(value, Field) else (value,)


def _filled(
    plan: Plan, conditions: tuple[Condition, ...], catalog: Catalog
) -> tuple[Condition, ...]:
    """The conditions, with NULL kept out of the low end of an order."""
    extra = tuple(
        Compare(order.by, "null", False)
        for order in plan.order
        if isinstance(order.by, Field) and not order.descending and plan.limit
        and catalog.schema[order.by.table][order.by.column].nullable
    )  # fmt: skip
    return (*conditions, *extra)


def known_by(field: Field, catalog: Catalog) -> tuple[Field, ...]:
    """What a column is shown as: for a foreign key, the name of the row it points to."""
    graph = catalog.graph
    for edge in graph.parents(field.table):
        label = catalog.label(edge.parent)
        if edge.columns == (field.column,) and label:
            twins = len(graph.between(field.table, edge.parent)) > 1
            role = field.column if twins or edge.parent == field.table else ""
            return tuple(Field(edge.parent, column, role) for column in label)
    return (field,)


def _row(table: str, catalog: Catalog, asked: list[Value]) -> list[Field]:
    """A row without a name of its own: its key, and its date, unless columns were asked for."""
    own = [c for c in catalog.columns(table) if not catalog.graph.is_foreign(table, c)]
    key = [Field(table, c) for c in catalog.key(table) if c in catalog.columns(table)]
    dates = [Field(table, c) for c in catalog.dates(table)[:1]]
    if asked:
        return key[:1]
    shown = [*key, *dates]
    if len(shown) > len(key):
        return shown
    names: list[Field] = []
    for edge in catalog.graph.parents(table):
        twins = len(catalog.graph.between(table, edge.parent)) > 1
        role = edge.columns[0] if twins or edge.parent == table else ""
        names.extend(Field(edge.parent, c, role) for c in catalog.label(edge.parent)[:2])
    return [*(Field(table, c) for c in own[:_WIDE]), *names[:4]]


def _measured(
    plan: Plan, conditions: tuple[Condition, ...], having: tuple[Compare, ...], catalog: Catalog
) -> Query | None:
    """The record of a plan that counts, sums or averages, in groups or over all rows."""
    ranked = [o.by for o in plan.order if not isinstance(o.by, Field | Part)]
    tested = [test.of for test in having if isinstance(test.of, Measure)]
    values = tuple(dict.fromkeys((*plan.measures, *ranked, *tested)))
    if not values:
        values = (Measure("count", plan.subject),)
    group, named = _groups(plan, catalog)
    tables = {f.table for value in (*group, *named) for f in fields(value)}
    parts = [m for value in values for m in inner(value)]
    fact = measured_over(parts, tables | ({plan.subject} if not parts else set()), catalog)
    if fact is None or counts_itself(parts, group, catalog):
        return None
    counted = {one: recounted(one, fact, catalog) for one in parts}
    if None in counted.values():
        return None

    def right(value: Any) -> Any:
        if value in counted:
            return counted[value]
        return mapped(value, lambda part: counted.get(part, part) or part)

    extra = [f for f in plan.shown if f not in named]
    if any(f.table != plan.entity and f not in group for value in extra for f in fields(value)):
        return None
    shown: list[Shown] = [*named, *extra, *map(right, values)]
    if plan.share and isinstance(values[-1], Measure):
        shown.append(Share(right(values[-1])))
    order = tuple(Order(right(o.by), o.descending) if o.by in values else o for o in plan.order)
    if any(o.by not in (*group, *extra, *shown) for o in order):
        return None
    tests = tuple(replace(t, of=right(t.of)) for t in having)
    keys = tuple(dict.fromkeys((*group, *(extra if group else ())))) if group else plan.within
    partition = tuple(v for v in plan.parted or plan.group if plan.each and v in group)
    return Query(
        fact, tuple(dict.fromkeys(shown)), conditions, keys, tests, order, plan.limit,
        partition=partition, subject=plan.entity or plan.subject, offset=plan.offset,
    )  # fmt: skip


def _groups(plan: Plan, catalog: Catalog) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """What the rows are grouped by, and which of it is shown."""
    group: list[Value] = []
    named: list[Value] = []
    if plan.entity:
        label = [Field(plan.entity, c) for c in catalog.label(plan.entity)]
        key = [Field(plan.entity, c) for c in catalog.key(plan.entity)]
        group += [*key, *label]
        named += [*key, *label] if plan.keyed else label or key
    group += plan.group
    named += plan.group
    return tuple(dict.fromkeys(group)), tuple(dict.fromkeys(named))


__all__ = ["Plan", "Use", "compose", "known_by", "rows_spoken_of", "tables_of", "worth_of"]
