"""What each part of an outline may be filled with, from the mentions or from what is usual."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

from sqlagent.linking import Token
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.cues import cues_at
from sqlagent.models.offline.derived import Derived
from sqlagent.models.offline.measures import ranking, revenue, sold
from sqlagent.models.offline.mentions import Mention
from sqlagent.models.offline.plan import Use, known_by
from sqlagent.models.offline.query import Field, Function, Measure, Order, Part, Value

UNSAID = -1.2  # what it costs to take what no word names
_DEEPEST = 3  # keys between a table and a column that is shown with its rows
_FUNCTIONS: tuple[Function, ...] = ("sum", "avg", "min", "max")
_UNITS = {
    "year": "year", "yearly": "year", "annual": "year", "annually": "year", "month": "month",
    "monthly": "month", "quarter": "quarter", "quarterly": "quarter", "weekday": "weekday",
    "day": "day", "daily": "day", "hour": "hour", "hourly": "hour",
}  # fmt: skip
_KEYS = frozenset("id ids code codes key keys identifier identifiers".split())
_ENDS = {"first": False, "oldest": False, "earliest": False, "last": True, "recent": True,
         "newest": True, "latest": True}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fill a part of an outline, with what it explains and gains."""

    value: object
    tokens: frozenset[int]
    uses: tuple[Use, ...]
    gain: float
    derived: tuple[Derived, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """What may be grouped by: the rows of ``entity`` where it is one, and values."""

    entity: str
    values: tuple[Value, ...]


class Options:
    """One question's options; ``gains`` are what each mention gains in each role."""

    def __init__(
        self,
        tokens: Sequence[Token],
        mentions: Sequence[Mention],
        gains: Sequence[Mapping[str, float]],
        derived: Sequence[Derived],
        catalog: Catalog,
    ) -> None:
        self.tokens, self.mentions, self.gains, self.catalog = tokens, mentions, gains, catalog
        self.graph, self.derived = catalog.graph, derived
        self.said = [token.text.lower() for token in tokens]
        self.keyed = bool(_KEYS & {*self.said})
        self.cues: dict[str, frozenset[int]] = {}
        for at in range(len(tokens)):
            for end, cue in cues_at(tokens, at):
                self.cues[cue] = self.cues.get(cue, frozenset()) | {*range(at, end)}
        self._measures: dict[str, list[Option]] = {}

    def used(self, at: int, role: str, value: object, cost: float = 0.0) -> Option:
        """A mention in a role."""
        mention = self.mentions[at]
        gain = self.gains[at][role] - cost
        return Option(value, frozenset(mention.span), (Use(at, role),), gain)

    def worked(self, one: Derived, value: object, cost: float = 0.0) -> Option:
        """A derived value in a part of the outline."""
        return Option(value, one.tokens, (), 2 * one.score - 0.6 - cost, (one,))

    def field(self, mention: Mention) -> Field:
        """The column of a mention."""
        return Field(mention.table, mention.column or "")

    def asked(self, mention: Mention) -> tuple[Field, ...]:
        """What is shown for a column: for a key the name behind it, and itself where it is said."""
        field = self.field(mention)
        known = known_by(field, self.catalog)
        if known != (field,) and self.keyed:
            return (field, *known)
        return known

    @cached_property
    def subjects(self) -> list[Option]:
        """Tables whose rows may be listed or measured, best first."""
        found: dict[str, Option] = {}
        for at, mention in enumerate(self.mentions):
            if mention.column is None:
                option = self.used(at, "subject", mention.table)
            else:
                gain = UNSAID + 0.3 * min(0.0, max(self.gains[at].values()))
                option = Option(mention.table, frozenset(), (), gain)
            best = found.get(mention.table)
            if best is None or option.gain > best.gain:
                found[mention.table] = option
        for table in self.graph.tables[:6] if not found else ():
            found[table] = Option(table, frozenset(), (), 2 * UNSAID)
        for table in [t for option in best_of(found.values(), 4) for t in self._owners(option)]:
            asked = self.cues.get("who", frozenset()) if self.catalog.is_person(table) else ()
            gain = UNSAID / 3 if asked else 1.5 * UNSAID
            found.setdefault(table, Option(table, frozenset(asked), (), gain))
        return best_of(found.values(), 8)

    def _owners(self, option: Option) -> list[str]:
        """The tables that the rows of one belong to, two keys away at most."""
        return [
            table
            for table, way in self.graph.owners(str(option.value)).items()
            if len(way) in (1, 2)
        ]

    def shown(self, table: str, taken: frozenset[int]) -> list[Option]:
        """Sets of columns shown beside a row's name, best first; ``taken`` words are not free."""
        spans: dict[range, list[Option]] = {}
        for at, mention in enumerate(self.mentions):
            if mention.column is None or taken & {*mention.span}:
                continue
            far = self.graph.distance(table, mention.table)
            if far > _DEEPEST:
                continue
            option = self.used(at, "show", self.asked(mention), 0.4 * far)
            if option.gain > -3:
                spans.setdefault(mention.span, []).append(option)
        for one in self.derived:
            far = self.graph.distance(table, one.table)
            if one.level == "row" and far <= 1 and not taken & one.tokens:
                key = range(min(one.tokens, default=0), max(one.tokens, default=0) + 1)
                spans.setdefault(key, []).append(self.worked(one, (one.value,), 0.4 * far))
        for options in spans.values():
            options.sort(key=lambda option: -option.gain)
        heads = apart(options[0] for options in spans.values())
        sets = [heads[:count] for count in range(len(heads) + 1)]
        sure = [option for option in heads if option.gain > 0]
        for options in spans.values():
            sets += [apart([replace(other, gain=99.0), *sure])[:7] for other in options[1:3]]
        found = [together(_real(chosen, spans)) for chosen in sets]
        return best_of(found, 8)

    def orders(self, table: str) -> list[Option]:
        """Orders of a table's rows by a column of theirs, or of what is near."""
        owners = self.graph.owners(table)
        found = []
        for at, mention in enumerate(self.mentions):
            far = self.graph.distance(table, mention.table)
            if mention.column is None or far > 2:
                continue
            ways = (True, False) if mention.upward is None else (mention.upward,)
            cost = 0.4 * far + (0.0 if mention.table in owners else 0.6)
            for upward in ways:
                order = Order(self.field(mention), upward)
                found.append(self.used(at, "order-" if upward else "order+", order, cost))
        for one in self.derived:
            if one.level == "row" and self.graph.distance(table, one.table) <= 1:
                found += [self.worked(one, Order(one.value, upward)) for upward in (True, False)]
        for at, word in enumerate(self.said):
            for place, column in enumerate(self.catalog.dates(table)[:2] if word in _ENDS else ()):
                order = Order(Field(table, column), _ENDS[word])
                found.append(Option(order, frozenset({at}), (), 0.3 - place))
        return best_of(found, 7)

    def measures(self, table: str) -> list[Option]:
        """Measures of a table's rows and of what is named, best first."""
        if table not in self._measures:
            found = [*self._named, *self._usual(table)]
            self._measures[table] = best_of(found, 12)
        return self._measures[table]

    @cached_property
    def _named(self) -> list[Option]:
        found = []
        for at, mention in enumerate(self.mentions):
            if mention.column is None:
                found.append(self.used(at, "count", Measure("count", mention.table)))
                continue
            field = self.field(mention)
            sort = self.catalog.sort_of(mention.table, mention.column)
            functions = _FUNCTIONS if sort in "NT" else _FUNCTIONS[2:] if sort == "D" else ()
            for function in functions:
                measure = Measure(function, mention.table, field)
                found.append(self.used(at, function, measure, 2.0 if sort == "T" else 0.0))
            distinct = Measure("count", mention.table, field, distinct=True)
            found.append(self.used(at, "countd", distinct))
        for one in self.derived:
            if one.level == "measure":
                found.append(self.worked(one, one.value))
                continue
            for function in _FUNCTIONS:
                cost = 0.0 if function in self.cues else 1.5
                of: Any = one.value
                found.append(self.worked(one, Measure(function, one.table, of), cost))
        return found

    def _usual(self, table: str) -> Iterator[Option]:
        """What is measured of a table where nothing is named: its rows, its money, its rank."""
        nothing = frozenset[int]()
        yield Option(Measure("count", table), nothing, (), UNSAID / 2)
        money = self.cues.get("money", nothing)
        if earned := revenue(table, self.catalog):
            yield Option(earned, money, (), 0.8 if money else 3 * UNSAID)
        selling = self.cues.get("bestsell", nothing)
        if selling and (pieces := sold(table, self.catalog)):
            yield Option(pieces, selling, (), 0.5)
        by = ranking(table, self.catalog)
        if isinstance(by, Measure):
            asked = {"top", "bottom", "most", "least", "bestsell"} & self.cues.keys()
            yield Option(by, nothing, (), -0.2 if asked else 1.5 * UNSAID)

    @cached_property
    def keys(self) -> list[Option]:
        """What may be grouped by: things, columns, parts of dates; one of them or two."""
        single = []
        for at, mention in enumerate(self.mentions):
            if mention.column is None:
                single.append(self.used(at, "group", Key(mention.table, ())))
            else:
                single.append(self.used(at, "group", self._key(mention)))
        single += self._periods()
        single += [
            Option(Key(str(subject.value), ()), subject.tokens, (), subject.gain)
            for subject in self.subjects if not subject.uses
        ]  # fmt: skip
        single = best_of((option for option in single if option.gain > -3), 10)
        likely = [option for option in single if option.gain > -1.5][:5]
        pairs = [_pair(one, other) for one, other in combinations(likely, 2)]
        return best_of([*single, *(pair for pair in pairs if pair)], 12)

    def _key(self, mention: Mention) -> Key:
        """A column grouped by: for a key that leads to one thing only, the thing."""
        field = self.field(mention)
        known = known_by(field, self.catalog)
        if known == (field,) or (known[0].role and self.keyed):
            return Key("", (field, *(k for k in known if k != field)))
        return Key("", (field, *known)) if known[0].role else Key(known[0].table, ())

    def _periods(self) -> Iterator[Option]:
        tables = {mention.table for mention in self.mentions}
        near = {
            other for table in tables for other in self.graph.owners(table)
            if self.graph.distance(table, other) < 2
        }  # fmt: skip
        for at, word in enumerate(self.said):
            unit = _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))
            for table in sorted(near) if unit else ():
                for place, column in enumerate(self.catalog.dates(table)[:2]):
                    form = self.catalog.date_form(table, column)
                    if form == "year" and unit != "year":
                        continue
                    part = Part(Field(table, column), unit or "", form)
                    gain = 0.8 - 0.4 * place - 0.8 * (table not in tables)
                    yield Option(Key("", (part,)), frozenset({at}), (), gain)


def _pair(one: Option, other: Option) -> Option | None:
    """Two keys in one; two things cannot both be whole rows."""
    if one.tokens & other.tokens:
        return None
    assert isinstance(one.value, Key)
    assert isinstance(other.value, Key)
    if one.value.entity and other.value.entity:
        return None
    first, second = sorted((one, other), key=lambda o: min(o.tokens, default=99))
    values = (*first.value.values, *second.value.values)  # type: ignore[attr-defined]
    key = Key(one.value.entity or other.value.entity, values)
    tokens = one.tokens | other.tokens
    return Option(key, tokens, (*first.uses, *second.uses), one.gain + other.gain)


def apart(options: Iterable[Option]) -> list[Option]:
    """The options that share no word with a better one, best first."""
    chosen: list[Option] = []
    for option in sorted(options, key=lambda o: -o.gain):
        if not any(option.tokens & other.tokens for other in chosen):
            chosen.append(option)
    return chosen


def _real(chosen: list[Option], spans: Mapping[range, list[Option]]) -> list[Option]:
    """The options with their own gains, where one was put first."""
    gains = {o.value: o.gain for options in spans.values() for o in options}
    return [replace(option, gain=gains[option.value]) for option in chosen]


def together(options: list[Option]) -> Option:
    """Options in one, in the order of the question; their values are tuples."""
    options = sorted(options, key=lambda o: min(o.tokens, default=99))
    tokens = frozenset().union(*(o.tokens for o in options)) if options else frozenset[int]()
    uses = tuple(use for o in options for use in o.uses)
    values = dict.fromkeys(v for o in options for v in o.value)  # type: ignore[attr-defined]
    worked = tuple(d for o in options for d in o.derived)
    return Option(tuple(values), tokens, uses, sum(o.gain for o in options), worked)


def best_of(options: Iterable[Option], count: int) -> list[Option]:
    """The best few, one for each value and words."""
    found: dict[object, Option] = {}
    for option in sorted(options, key=lambda o: -o.gain):
        found.setdefault((option.value, option.tokens), option)
    return list(found.values())[:count]
