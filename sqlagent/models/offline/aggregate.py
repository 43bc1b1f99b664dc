"""Readings that count, sum or average: which rows, in which groups, known by what."""

from __future__ import annotations

from dataclasses import replace

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.grouping import group_values
from sqlagent.models.offline.query import (
    Compare,
    Field,
    Measure,
    Order,
    Part,
    Query,
    Related,
    Share,
    Shown,
    Value,
)


def aggregate(draft: Draft) -> Query | None:
    """The query of a reading that measures, None where its parts do not fit together."""
    group, shown = group_values(draft)
    if not _fits(draft, group, shown):
        return None
    fact = _fact(draft, group)
    draft_of_fact = _recounted(draft, fact) if fact else None
    if fact is None or draft_of_fact is None:
        return None
    measures, order = draft_of_fact.measures, draft_of_fact.order
    if not order and group:
        first = group[0]
        order = (Order(first, False) if isinstance(first, Part) else Order(measures[-1], True),)
    extra = tuple(value for value in draft.shown if _of_group(value, group, draft))
    values: tuple[Shown, ...] = (*draft.partition, *shown, *extra, *measures)
    if draft.share:
        values = (*values, Share(measures[-1]))
    grouped = tuple(dict.fromkeys((*group, *extra, *draft.partition))) if group else ()
    return Query(
        fact,
        tuple(dict.fromkeys(values)),
        draft.conditions,
        grouped,
        draft_of_fact.having,
        order,
        draft.limit,
        partition=draft.partition,
        subject=draft.grouped_table or draft.subject,
    )


def _fits(draft: Draft, group: tuple[Value, ...], shown: tuple[Value, ...]) -> bool:
    """Whether all that is asked for can stand beside the measures."""
    if not draft.measures or (draft.partition and not draft.grouped_table):
        return False
    groups = (*group, *draft.partition, *shown)
    if not all(_of_group(value, group, draft) or value in groups for value in draft.asked):
        return False
    if any(isinstance(order.by, Field) and order.by not in group for order in draft.order):
        return False
    return not _unsaid_subject(draft) and not _counts_itself(draft, group)


def _recounted(draft: Draft, fact: str) -> Draft | None:
    """The draft with its counts made right over the rows of ``fact``."""
    counted: dict[Measure, Measure] = {}
    for measure in draft.measures:
        right = _counted(measure, fact, draft.catalog)
        if right is None:
            return None
        counted[measure] = right
    order = tuple(
        replace(o, by=counted.get(o.by, o.by)) if isinstance(o.by, Measure) else o
        for o in draft.order
    )
    having = tuple(
        replace(h, of=counted.get(h.of, h.of)) if isinstance(h.of, Measure) else h
        for h in draft.having
    )
    return replace(draft, measures=tuple(counted.values()), order=order, having=having)


def _unsaid_subject(draft: Draft) -> bool:
    """Whether the thing asked about plays no part in what is measured."""
    if draft.group or draft.grouped_table or not draft.named:
        return False
    tables = {measure.table for measure in draft.measures}
    for condition in draft.conditions:
        if isinstance(condition, Compare) and isinstance(condition.of, Field):
            tables.add(condition.of.table)
        elif isinstance(condition, Related):
            return False
    return draft.subject not in tables


def _counts_itself(draft: Draft, group: tuple[Value, ...]) -> bool:
    """Whether a measure is taken over groups that can hold one row only."""
    for table in {measure.table for measure in draft.measures}:
        key = draft.catalog.key(table)
        if group and all(Field(table, column) in group for column in key):
            return True
    return False


def _of_group(value: Value, group: tuple[Value, ...], draft: Draft) -> bool:
    return (
        isinstance(value, Field)
        and bool(draft.grouped_table)
        and value.table == draft.grouped_table
        and value not in group
    )


def _fact(draft: Draft, group: tuple[Value, ...]) -> str | None:
    """The table whose rows are counted or summed: one that has one of each table grouped by."""
    graph = draft.catalog.graph
    wanted = {measure.table for measure in draft.measures}
    sums = {m.table for m in draft.measures if m.of is not None and not m.distinct}
    for value in group:
        field = value.field if isinstance(value, Part) else value
        if isinstance(field, Field):
            wanted.add(field.table)
    fact = graph.fact(wanted or {draft.subject})
    return None if fact is None or sums - {fact} else fact


def _counted(measure: Measure, fact: str, catalog: Catalog) -> Measure | None:
    """A count of one table's rows made right over the rows of another."""
    if measure.table == fact or measure.of is not None:
        return measure
    foreign = {c for edge in catalog.graph.parents(fact) for c in edge.columns}
    declared = set(catalog.schema[fact].primary_key)
    if declared and declared <= foreign:
        return measure
    key = catalog.key(measure.table)
    if len(key) != 1:
        return None
    for edge in catalog.graph.between(fact, measure.table):
        return replace(measure, of=Field(fact, edge.columns[0]), distinct=True)
    return replace(measure, of=Field(measure.table, key[0]), distinct=True)
