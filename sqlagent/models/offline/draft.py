"""A reading in the making: the items of one cut, and what has been made of them so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import Compare, Condition, Field, Measure, Order, Part, Value
from sqlagent.models.offline.segment import Item

_OTHER = frozenset("birth born death update updated modified changed edited".split())


@dataclass(frozen=True, slots=True)
class Draft:
    """``used`` are the items accounted for; ``doubt`` is what was assumed without being said.

    ``measured`` is the table of the measure where it is known before the measures are read.
    """

    items: tuple[Item, ...]
    catalog: Catalog
    subject: str = ""
    named: bool = False
    measured: str = ""
    used: frozenset[int] = frozenset()
    shown: tuple[Value, ...] = ()
    asked: tuple[Value, ...] = ()
    measures: tuple[Measure, ...] = ()
    group: tuple[Value, ...] = ()
    grouped_table: str = ""
    partition: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    having: tuple[Compare, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    counted: bool = False
    listed: bool = False
    share: bool = False
    portion: tuple[Condition, ...] = ()
    doubt: float = 0.0

    def take(self, *at: int, **changes: Any) -> Draft:
        """The draft with further items accounted for, and with changes."""
        return replace(self, used=self.used | set(at), **changes)

    def item(self, at: int) -> Item | None:
        """The item at a place, None beyond the ends."""
        return self.items[at] if 0 <= at < len(self.items) else None

    def cue(self, at: int) -> str:
        """The cue at a place, "" where there is none."""
        item = self.item(at)
        return item.cue if item else ""

    def kind(self, at: int) -> str:
        """The kind of the item at a place, "" beyond the ends."""
        item = self.item(at)
        return item.kind if item else ""

    def free(self, *kinds: str) -> list[int]:
        """Places of items of these kinds that are not accounted for."""
        return [
            at for at, item in enumerate(self.items) if item.kind in kinds and at not in self.used
        ]

    def field(self, at: int) -> Field:
        """The column that the item at a place is linked to."""
        link = self.items[at].link
        assert link is not None, "the item is a column or a value"
        assert link.column is not None, "so is its link"
        return Field(link.table, link.column, self.role(at, link.table))

    def number_at(self, at: int) -> bool:
        """Whether the item at a place is a column that can be measured."""
        if self.kind(at) != "column":
            return False
        field = self.field(at)
        return self.catalog.is_number(field.table, field.column)

    def skip(self, at: int, *cues: str, step: int = 1) -> int:
        """The next place from ``at`` on that holds none of the cues."""
        while self.cue(at) in cues and self.cue(at):
            at += step
        return at

    def role(self, at: int, table: str) -> str:
        """Which of several keys to ``table`` is meant, by the words around the item."""
        if not self.subject or self.subject == table:
            return ""
        holder = self._holder(table)
        edges = self.catalog.graph.between(holder, table)
        if len(edges) < 2:
            return ""
        before = {item.text.lower() for item in self.items[max(0, at - 2) : at]}
        from_words = {"from", "out of", "leaving", "departing", "origin", "source"}
        to_words = {"to", "into", "arriving", "destination", "landing", "going to", "for"}
        hints: set[str] = set()
        if before & from_words:
            hints |= {"from", "fr", "dep", "departure", "origin", "source", "src", "start"}
        elif before & to_words:
            hints |= {"to", "arr", "arrival", "dest", "destination", "end"}
        hints |= before
        for edge in edges:
            words = set(self.catalog.words(holder, edge.columns[0]))
            if words & hints:
                return edge.columns[0]
        return edges[0].columns[0]

    def _holder(self, table: str) -> str:
        """The table that holds the key by which the subject's rows reach ``table``."""
        way = self.catalog.graph.owners(self.subject).get(table)
        return way[-1].child if way else self.subject

    def known_by(self, field: Field) -> tuple[Field, ...]:
        """What a column is shown as: for a foreign key, the name of the row it points to."""
        graph = self.catalog.graph
        for edge in graph.parents(field.table):
            label = self.catalog.label(edge.parent)
            if edge.columns == (field.column,) and label:
                twins = len(graph.between(field.table, edge.parent)) > 1
                role = field.column if twins or edge.parent == field.table else ""
                return tuple(Field(edge.parent, column, role) for column in label)
        return (field,)

    def date_part(self, unit: str, near: str = "") -> Part | None:
        """A part of the date that the question's rows carry."""
        field = self.date_field(near)
        if field is None:
            return None
        form = self.catalog.date_form(field.table, field.column)
        if form == "year" and unit != "year":
            return None
        return Part(field, unit, form)

    def date_field(self, near: str = "") -> Field | None:
        """The date column of a table or of the subject, else of what belongs to it."""
        table = near or self.subject
        if not table:
            return None
        if not near and self.measured and (dated := self._date_of_measured()):
            return dated
        graph = self.catalog.graph
        mentioned = [item.table for item in self.items if item.link]
        for other in dict.fromkeys([table, *mentioned, *graph.owners(table)]):
            if graph.distance(table, other) > (1 if other in mentioned else 2):
                continue
            dates = self.catalog.dates(other)
            if not dates and other == table and self._has_odd_date(table):
                return None
            if choice := self.main_date(other):
                return choice
        return None

    def main_date(self, table: str) -> Field | None:
        """The date that tells when a row came to be: no birthday, and no last change."""
        catalog = self.catalog
        dates = [
            d for d in catalog.dates(table)
            if not _OTHER & set(catalog.words(table, d))
        ]  # fmt: skip
        years = [d for d in dates if catalog.date_form(table, d) == "year"]
        choice = [d for d in dates if d not in years] or years
        return Field(table, choice[0]) if choice else None

    def _date_of_measured(self) -> Field | None:
        """The date of the rows that are measured, or of what each of them is part of."""
        for table, way in self.catalog.graph.owners(self.measured).items():
            if len(way) <= 1 and (choice := self.main_date(table)):
                return choice
        return None

    def _has_odd_date(self, table: str) -> bool:
        """Whether a table has dates that are stored in a form that cannot be compared."""
        return any("date" in self.catalog.words(table, c) for c in self.catalog.columns(table))
