"""The outlines that a question's options allow: lists, measures, groups, and the first of each.

Each gains what its parts gain and what the form that it has is worth, so that the likely few
hundred can be kept before any is made into a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from heapq import nlargest
from itertools import combinations
from typing import Any

from sqlagent.models.offline.mentions import is_plural
from sqlagent.models.offline.options import Key, Option, Options
from sqlagent.models.offline.plan import Plan
from sqlagent.models.offline.query import Field, Measure, Order, Portion, Share, fields

KEPT = 300
_DEEPEST = 3
_MANY = 10  # rows of a top without a number
_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth".split()
_NAMES = {
    "avg": ("average", "avg", "mean"), "sum": ("total", "sum"),
    "min": ("min", "low", "small", "short", "young", "cheap", "least", "old"),
    "max": ("max", "high", "large", "long", "big", "dear", "most", "new"),
    "count": ("many", "number", "count", "#"),
}  # fmt: skip


def outlines(options: Options, forms: Mapping[str, Mapping[str, float]]) -> list[Plan]:
    """The most likely outlines, best first."""
    plans = [*_Outlines(options).all()]
    worth = [plan.parts + _form(plan, forms) for plan in plans]
    best = nlargest(KEPT, range(len(plans)), key=worth.__getitem__)
    return [replace(plans[at], score=worth[at], keyed=options.keyed) for at in best]


def _form(plan: Plan, forms: Mapping[str, Mapping[str, float]]) -> float:
    """What the form of an outline is worth, as far as it shows before there is a record."""
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


class _Outlines:
    """The outlines of one question."""

    def __init__(self, options: Options) -> None:
        self.options, self.graph = options, options.graph

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
            plan = _plan(table, subject, shown, shown=shown.value)
            yield plan
            if plan.shown:
                yield replace(plan, distinct=True)
        for order in self.options.orders(table):
            assert isinstance(order.value, Order)
            taken = subject.tokens | order.tokens
            if order.tokens & subject.tokens:
                continue
            for shown in self.options.shown(table, taken)[:6]:
                plan = _plan(table, subject, shown, order, shown=shown.value)
                plan = replace(plan, order=(order.value,))
                for limited in self._limited(plan):
                    yield limited
                    if limited.shown and limited.limit is None:
                        yield replace(limited, distinct=True)
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
                yield replace(
                    plan, group=values, each=True, limit=1, tokens=plan.tokens | option.tokens,
                    uses=(*plan.uses, *option.uses), parts=plan.parts + option.gain,
                )  # fmt: skip

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
            if word[:1].isdigit() and word[-2:] in ("nd", "rd", "th"):
                place = int("".join(c for c in word if c.isdigit())) - 1
            if place:
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
                yield _plan(table, option, measures=(measure,))
                continue
            if self._belongs(option, table) and not option.tokens & subject.tokens:
                plan = _plan(table, subject, option, measures=(measure,))
                far = min(self.graph.distance(table, t) for t in self._tables(option))
                yield replace(plan, parts=plan.parts - 0.3 * far)
                if not named:
                    yield plan
        for options in self._several(table, subject.tokens):
            measures = tuple(o.value for o in options)
            yield _plan(table, subject, *options, measures=measures)

    def _belongs(self, option: Option, table: str) -> bool:
        return any(table in self.graph.owners(of) or of == table for of in self._tables(option))

    def _tables(self, option: Option) -> list[str]:
        """The tables whose rows a measure is over."""
        if option.derived:
            return [option.derived[0].table]
        assert isinstance(option.value, Measure)
        return [option.value.table]

    def _several(self, table: str, taken: frozenset[int]) -> Iterator[list[Option]]:
        """Measures side by side: the functions that are named, of one column or of several."""
        likely = [
            o for o in self.options.measures(table)
            if (o.uses or o.derived) and o.gain > -3 and not o.tokens & taken
            and isinstance(o.value, Measure) and self._belongs(o, table)
        ]  # fmt: skip
        by_mention: dict[object, list[Option]] = {}
        for option in likely:
            source = option.uses[0].mention if option.uses else option.derived[0].value
            by_mention.setdefault(source, []).append(option)
        alike = [sorted(those, key=self._said_at) for those in by_mention.values()]
        for those in alike:
            for count in (2, 3, 4):
                for chosen in combinations(those[:4], count):
                    yield [*chosen]
        for one, other in combinations(likely[:6], 2):
            if not one.tokens & other.tokens:
                yield sorted((one, other), key=lambda o: min(o.tokens, default=99))
        for those, others in combinations(alike, 2):
            pairs = [*those[:2], *others[:2]]
            if len(pairs) == 4 and not those[0].tokens & others[0].tokens:
                yield pairs

    def _said_at(self, option: Option) -> int:
        """Where the function of a measure is named, to keep several in the question's order."""
        assert isinstance(option.value, Measure)
        starts = _NAMES[option.value.function]
        said = self.options.said
        return next((at for at, word in enumerate(said) if word.startswith(starts)), len(said))

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
            over = self._tables(measured)[0]
            if counted and over == key.entity:
                continue
            if table not in (over, key.entity) and subject.tokens:
                continue
            parts = [option, measured]
            if table == over and not subject.tokens & (measured.tokens | option.tokens):
                parts.append(subject)
            plan = _plan(table, *parts, measures=(measure,), group=group, entity=key.entity)
            for shown in self._beside(key, plan.tokens):
                yield from self._ranked(_with(plan, shown))
        for several in self._several(table, option.tokens):
            measures = tuple(o.value for o in several)
            yield _plan(table, option, *several, measures=measures, group=group, entity=key.entity)

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
        if "group" in self.options.cues and plan.entity and not plan.group:
            best = replace(plan, order=(Order(measure, True),))
            for option in self.options.keys[:5]:
                key = option.value
                assert isinstance(key, Key)
                values = key.values or self._label(key.entity)
                if values and key.entity != plan.entity and not option.tokens & plan.tokens:
                    yield replace(
                        best, group=values, each=True, limit=1,
                        tokens=plan.tokens | option.tokens, uses=(*plan.uses, *option.uses),
                        parts=plan.parts + option.gain,
                    )  # fmt: skip

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


def _plan(subject: str, *parts: Option, **filled: object) -> Plan:
    tokens = frozenset().union(*(part.tokens for part in parts))
    uses = tuple(dict.fromkeys(use for part in parts for use in part.uses))
    gains = sum(part.gain for part in parts)
    derived = tuple(dict.fromkeys(one for part in parts for one in part.derived))
    within = next((one.group for one in derived if one.group), ())
    return Plan(
        subject, tokens=tokens, uses=uses, parts=gains, derived=derived, within=within,
        **filled,  # type: ignore[arg-type]
    )  # fmt: skip
