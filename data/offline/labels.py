"""What a gold says of its question: the form, what each mention is for, which conditions hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.mentions import Mention
from sqlagent.models.offline.query import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Each,
    Field,
    Measure,
    Part,
    Portion,
    Query,
    Related,
    Share,
    fields,
)

Key = tuple[str, str]


def canonical(field: Field, catalog: Catalog) -> Key:
    """The table and column of a field; of a foreign key the key that it points to."""
    table, column = field.table, field.column
    for _ in range(3):
        edge = next((e for e in catalog.graph.parents(table) if e.columns == (column,)), None)
        if edge is None or edge.parent == table:
            break
        table, column = edge.parent, edge.references[0]
    return table, column


class Gold:
    """A gold's record, by the columns and tables that play a part in it."""

    def __init__(self, query: Query, catalog: Catalog) -> None:
        self.query, self.catalog = query, catalog
        self.roles: dict[Key, str] = {}
        self.conditions = list(_conditions(query))
        self._fill()
        self.tables = self._tables()

    def _fill(self) -> None:
        query = self.query
        for condition in self.conditions:
            for field in fields(condition):
                self._set(field, "cond")
        for value in query.shown:
            if isinstance(value, Field):
                self._set(value, "show")
        for grouped in (*query.group, *query.partition):
            for field in fields(grouped):
                self._set(field, "group")
        for asked in (*query.shown, *(order.by for order in query.order), *query.having):
            for measure in _measures(asked):
                self._measured(measure)
        for order in query.order:
            if isinstance(order.by, Field):
                self._set(order.by, "order-" if order.descending else "order+")

    def _set(self, field: Field, role: str) -> None:
        self.roles[canonical(field, self.catalog)] = role

    def _measured(self, measure: Measure) -> None:
        for field in fields(measure.of):
            keyed = self.catalog.is_key(field.table, field.column)
            if measure.function != "count":
                self._set(field, measure.function)
            elif measure.distinct and not keyed:
                self._set(field, "countd")

    def _tables(self) -> dict[str, str]:
        """What each table is for."""
        query, catalog = self.query, self.catalog
        found: dict[str, str] = {}
        for condition in self.conditions:
            for table in _tables(condition):
                found[table] = "cond"
        for value in query.shown:
            if isinstance(value, Field):
                found[value.table] = "subject"
                found[canonical(value, catalog)[0]] = "subject"
        if query.subject and not query.group:
            found[query.subject] = "subject"
        for value in query.group:
            if isinstance(value, Field):
                table, column = canonical(value, catalog)
                known = (*catalog.key(table), *catalog.label(table))
                found[table] = "group" if column in known else "subject"
        measured = (*query.shown, *(o.by for o in query.order), *query.having)
        for measure in (m for value in measured for m in _measures(value)):
            if measure.function == "count":
                found[self._counted(measure)] = "count"
            else:
                found.setdefault(measure.table, "subject")
        return found

    def _counted(self, measure: Measure) -> str:
        if isinstance(measure.of, Field):
            return canonical(measure.of, self.catalog)[0]
        return measure.table

    def role(self, mention: Mention) -> str:
        """What a mention is for in the record."""
        if mention.column is None:
            return self.tables.get(mention.table, "none")
        field = Field(mention.table, mention.column)
        return self.roles.get(canonical(field, self.catalog), "none")

    def holds(self, condition: Condition) -> bool:
        """Whether a proposed condition is one of the record's, or all that it is made of are."""
        if isinstance(condition, AllOf):
            return all(map(self.holds, condition.conditions))
        return any(self._alike(condition, other) for other in self.conditions)

    def _alike(self, one: Any, other: Any) -> bool:
        match one, other:
            case Compare(), Compare():
                return (
                    self._same(one.of, other.of)
                    and _operator(one) == _operator(other)
                    and self._same(one.value, other.value)
                )
            case Related(), Related():
                return (
                    one.table == other.table
                    and one.negated == other.negated
                    and self._all_alike(one.conditions, other.conditions)
                )
            case AnyOf(), AnyOf():
                return self._all_alike(one.options, other.options)
            case Compare(), Related():
                return (not other.negated and len(other.conditions) == 1
                        and self._alike(one, other.conditions[0]))  # fmt: skip
        return False

    def _all_alike(self, one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
        return len(one) == len(other) and all(any(self._alike(a, b) for b in other) for a in one)

    def _same(self, one: Any, other: Any) -> bool:
        if isinstance(one, Field) and isinstance(other, Field):
            return canonical(one, self.catalog) == canonical(other, self.catalog)
        if isinstance(one, Measure) and isinstance(other, Measure):
            same = one.function == other.function and self._same(one.of, other.of)
            return same and (one.function != "count" or self._counted(one) == self._counted(other)
                             or one.table == other.table)  # fmt: skip
        if isinstance(one, Part) and isinstance(other, Part):
            return one.unit == other.unit and self._same(one.field, other.field)
        if isinstance(one, tuple | list) and isinstance(other, tuple | list):
            return sorted(map(_plain, one)) == sorted(map(_plain, other))
        return _plain(one) == _plain(other)


def _operator(compare: Compare) -> str:
    operator = compare.operator
    if operator == "in" and isinstance(compare.value, tuple) and len(compare.value) == 1:
        return "="
    return operator


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return f"{float(value):g}"
    text = str(value).strip().casefold()
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def _conditions(query: Query) -> Iterator[Condition]:
    """Every condition of a record, those of its combined queries included."""
    for condition in (*query.conditions, *query.having):
        yield from _flat(condition)
    for _, other in query.combined:
        yield from _conditions(other)
    for value in query.shown:
        if isinstance(value, Portion):
            for condition in value.conditions:
                yield from _flat(condition)


def _flat(condition: Condition) -> Iterator[Condition]:
    yield condition
    if isinstance(condition, AllOf):
        for inner in condition.conditions:
            yield from _flat(inner)


def _measures(value: object) -> Iterator[Measure]:
    match value:
        case Measure(of=Measure() as inner):
            yield inner
        case Measure():
            yield value
        case Share(of=of) | Each(of=of):
            yield from _measures(of)
        case Compare(of=of):
            yield from _measures(of)
        case _ if hasattr(value, "left"):
            yield from _measures(value.left)
            yield from _measures(value.right)  # type: ignore[attr-defined]


def _tables(condition: Condition) -> Iterable[str]:
    match condition:
        case Related(table=table, conditions=inner):
            return {table, *(t for c in inner for t in _tables(c))}
        case AnyOf(options=inner) | AllOf(conditions=inner):
            return {t for c in inner for t in _tables(c)}
    return {f.table for f in fields(condition)}
