"""The outlines that a question's options allow: lists, measures, groups, and the first of each.

Each gains what its parts gain and what the form that it has is worth, so that the likely few
hundred can be kept before any is made into a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import nlargest
from typing import Any

from sqlagent.models.offline.measures import ranking
from sqlagent.models.offline.mentions import is_plural
from sqlagent.models.offline.options import Key, Option, Options
from sqlagent.models.offline.plan import Plan, worth_of
from sqlagent.models.offline.query import Field, Measure, Order, Running, Value, fields
from sqlagent.models.offline.records import replace
from sqlagent.models.offline.several import belongs, several, tables

KEPT = 300
_MANY = 10  # rows of a top without a number
_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth".split()


def outlines(options: Options, forms: Mapping[str, Mapping[str, float]]) -> list[Plan]:
    """The most likely outlines, best first."""
    plans = [*_Outlines(options).all()]
    worth = [plan.parts + worth_of(plan, forms) for plan in plans]
    best = nlargest(KEPT, range(len(plans)), key=worth.__getitem__)
    return [plans[at] for at in best]


class _Outlines:
    """The outlines of one question."""

    def __init__(self, options: Options) -> None:
        self.options, self.graph = options, options.graph
        self.named = {m.table for m in options.mentions if m.column is None}

    def all(self) -> Iterator[Plan]:
        """Every outline, the unlikely ones too."""
        for subject in self.options.subjects:
            yield from self._lists(subject)
            yield from self._scalars(subject)
        for key in self.options.keys:
            for subject in self.options.subjects[:4]:
                yield from self._groups(key, subject)

    def _lists(self, subject: Option) -> Iterator[Plan]:
        table = str(subject.value)
        for shown in self.options.shown(table, subject.tokens):
            plan = self._plan(table, subject, shown, shown=shown.value)
            yield plan
            if plan.shown:
                yield replace(plan, distinct=True)
        for order in self.options.orders(table):
            assert isinstance(order.value, Order)
            taken = subject.tokens | order.tokens
            if order.tokens & subject.tokens:
                continue
            for shown in self.options.shown(table, taken)[:6]:
                plan = self._plan(table, subject, shown, order, shown=shown.value)
                plan = replace(plan, order=(order.value,))
                for limited in self._limited(plan):
                    yield limited
                    if limited.shown and limited.limit is None:
                        yield replace(limited, distinct=True)
                    elif limited.offset and not limited.shown and isinstance(order.value.by, Field):
                        yield replace(limited, shown=(order.value.by,), distinct=True)
                yield from self._first_of_each(plan)

    def _first_of_each(self, plan: Plan) -> Iterator[Plan]:
        """The first rows of each part, by a column of theirs or by what they belong to."""
        for option in self.options.keys[:5] if "group" in self.options.cues else ():
            key = option.value
            assert isinstance(key, Key)
            values = key.values
            if key.entity:
                ways = self.graph.between(plan.subject, key.entity)
                values = (Field(plan.subject, ways[0].columns[0]),) if ways else ()
            if values and not option.tokens & plan.tokens:
                first = replace(
                    plan, group=values, each=True, limit=1, tokens=plan.tokens | option.tokens,
                    uses=(*plan.uses, *option.uses), parts=plan.parts + option.gain,
                )  # fmt: skip
                yield from (first, *(o for o in self._limited(first) if (o.limit or 0) > 1))

    def _limited(self, plan: Plan) -> Iterator[Plan]:
        """An ordered outline, without a limit and with those that the numbers allow."""
        yield plan
        yield replace(plan, limit=1)
        many = False
        for at, token in enumerate(self.options.tokens):
            number = token.number
            if number is None or token.mark or not number.is_integer() or at in plan.tokens:
                continue
            if 1 < number <= 1000:
                many = True
                yield replace(
                    plan, limit=int(number), tokens=plan.tokens | {at}, parts=plan.parts + 0.5
                )
        for at, word in enumerate(self.options.said):
            place = _ORDINALS.index(word) + 1 if word in _ORDINALS else 0
            if word[:-2].isdecimal() and len(word) < 7 and word[-2:] in ("nd", "rd", "th"):
                place = int(word[:-2]) - 1
            if place > 0:
                yield replace(plan, limit=1, offset=place, tokens=plan.tokens | {at})
        ranked = {"top", "bottom", "first", "last", "bestsell"} & self.options.cues.keys()
        if ranked and not many and any(is_plural(self.options.tokens[at]) for at in plan.tokens):
            yield replace(plan, limit=_MANY)

    def _scalars(self, subject: Option) -> Iterator[Plan]:
        table = str(subject.value)
        named = bool(subject.uses)
        for option in self.options.measures(table):
            measure: Any = option.value
            if isinstance(measure, Measure) and measure.of is None and measure.table == table:
                yield self._plan(table, option, measures=(measure,))
                continue
            if belongs(option, table, self.options) and not option.tokens & subject.tokens:
                plan = self._plan(table, subject, option, measures=(measure,))
                far = min(self.graph.distance(table, t) for t in tables(option))
                yield replace(plan, parts=plan.parts - 0.3 * far)
                if not named:
                    yield plan
        for options in several(self.options, table, subject.tokens):
            measures = tuple(o.value for o in options)
            yield self._plan(table, subject, *options, measures=measures)

    def _groups(self, option: Option, subject: Option) -> Iterator[Plan]:
        key, table = option.value, str(subject.value)
        assert isinstance(key, Key)
        if subject.tokens & option.tokens and table != key.entity:
            return
        group = key.values
        for measured in self.options.measures(table):
            measure: Any = measured.value
            if measured.tokens & option.tokens and not measured.derived:
                continue
            counted = isinstance(measure, Measure) and measure.of is None
            over = tables(measured)[0]
            if counted and over == key.entity:
                continue
            if key.entity and not (option.tokens or key.entity in self.graph.owners(over)):
                continue
            if table not in (over, key.entity) and subject.tokens:
                continue
            parts = [option, measured]
            if table == over and not subject.tokens & (measured.tokens | option.tokens):
                parts.append(subject)
            both = (measure.of, measure) if isinstance(measure, Running) else (measure,)
            plan = self._plan(table, *parts, measures=both, group=group, entity=key.entity)
            if self._is_odd(measured, key.entity):
                yield plan
                continue
            for shown in self._beside(key, plan.tokens):
                yield from self._ranked(_with(plan, shown))
        for those in several(self.options, table, option.tokens):
            measures = tuple(o.value for o in those)
            yield self._plan(
                table, option, *those, measures=measures, group=group, entity=key.entity
            )

    def _is_odd(self, measured: Option, entity: str) -> bool:
        """Whether nobody would rank a thing by a measure that no word names."""
        if measured.tokens or not entity or entity not in self.named:
            return False
        usual = ranking(entity, self.options.catalog)
        return isinstance(usual, Measure) and measured.value != usual

    def _beside(self, key: Key, taken: frozenset[int]) -> list[Option]:
        """Columns of the thing grouped by that are shown with it; none is one of the sets."""
        nothing = Option((), frozenset(), (), 0.0)
        if not key.entity:
            return [nothing]
        sets = self.options.shown(key.entity, taken)
        own = [
            o for o in sets
            if o.value and o.gain > -1.5 and all(f.table == key.entity for f in fields(o.value))
        ]  # fmt: skip
        return [nothing, *own[:2]]

    def _ranked(self, plan: Plan) -> Iterator[Plan]:
        yield plan
        measure = plan.measures[0]
        for upward in (True, False):
            yield from self._limited(replace(plan, order=(Order(measure, upward),)))
        if {"percent", "share"} & self.options.cues.keys():
            yield replace(plan, share=True)
        if plan.group and not plan.entity:
            yield replace(plan, order=(Order(plan.group[-1], False),))
            yield replace(plan, order=(Order(plan.group[-1], True),))
        elif plan.entity and plan.shown:
            yield replace(plan, order=(Order(plan.shown[-1], False),))
            yield replace(plan, order=(Order(plan.shown[-1], True),))
        if "group" not in self.options.cues:
            return
        best = replace(plan, order=(Order(measure, True),), limit=1, each=True)
        for part in self._parts(plan):
            yield replace(best, parted=part)
        if plan.entity and not plan.group:
            for option in self.options.keys[:5]:
                key = option.value
                assert isinstance(key, Key)
                values = key.values or self._label(key.entity)
                if values and key.entity != plan.entity and not option.tokens & plan.tokens:
                    yield replace(
                        best, group=values,
                        tokens=plan.tokens | option.tokens, uses=(*plan.uses, *option.uses),
                        parts=plan.parts + option.gain,
                    )  # fmt: skip

    def _parts(self, plan: Plan) -> Iterator[tuple[Value, ...]]:
        """What the groups of two keys are parted by, so that the first of each part is kept."""
        if plan.entity and plan.group:
            catalog = self.options.catalog
            known = (*catalog.key(plan.entity), *catalog.label(plan.entity))
            yield tuple(Field(plan.entity, column) for column in known)
            yield plan.group
        elif len(plan.group) == 2:
            yield plan.group[:1]
            yield plan.group[1:]

    def _plan(self, subject: str, *parts: Option, **filled: Any) -> Plan:
        derived = tuple(dict.fromkeys(one for part in parts for one in part.derived))
        return Plan(
            subject,
            keyed=self.options.keyed,
            tokens=frozenset().union(*(part.tokens for part in parts)),
            uses=tuple(dict.fromkeys(use for part in parts for use in part.uses)),
            derived=derived,
            within=next((one.group for one in derived if one.group), ()),
            parts=sum(part.gain for part in parts),
            **filled,
        )

    def _label(self, table: str) -> tuple[Field, ...]:
        catalog = self.options.catalog
        return tuple(Field(table, column) for column in catalog.label(table)) if table else ()


def _with(plan: Plan, shown: Option) -> Plan:
    value: Any = shown.value
    return replace(
        plan, shown=value, tokens=plan.tokens | shown.tokens,
        uses=(*plan.uses, *shown.uses), parts=plan.parts + shown.gain,
        derived=(*plan.derived, *shown.derived),
    )  # fmt: skip
