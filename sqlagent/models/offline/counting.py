"""Whose rows are measured, so that nothing is counted twice, and how the rows of others count."""

from __future__ import annotations

from collections.abc import Iterable

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import Field, Measure, Shown, Value, measures
from sqlagent.models.offline.records import replace


def inner(value: Shown) -> list[Measure]:
    """All measures in a value; most are one of a column or of rows."""
    if isinstance(value, Measure) and isinstance(value.of, Field | None) and not value.conditions:
        return [value]
    return measures(value)


def measured_over(those: Iterable[Measure], tables: set[str], catalog: Catalog) -> str | None:
    """The table whose rows are measured: one that has one row of each table spoken of."""
    wanted = tables | {measure.table for measure in those}
    sums = {m.table for m in those if m.of is not None and not m.distinct}
    graph = catalog.graph
    fact = graph.fact(wanted)
    if fact is None or not sums - {fact}:
        return fact
    # What belongs to none of the groups is measured once for each row that links it to them.
    linked = all(table not in graph.owners(of) for of in sums for table in tables - {of})
    return fact if linked and len(sums) == 1 and tables - sums else None


def recounted(measure: Measure, fact: str, catalog: Catalog) -> Measure | None:
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


def counts_itself(those: Iterable[Measure], group: tuple[Value, ...], catalog: Catalog) -> bool:
    """Whether rows are counted over groups that can hold one row only."""
    counted = {m.table for m in those}
    return bool(group) and any(
        all(Field(table, column) in group for column in catalog.key(table)) for table in counted
    )
