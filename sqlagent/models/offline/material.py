"""What a question gives to fill an outline with: its words, its mentions and what they gain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlagent.linking import Token
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.cues import cues_at
from sqlagent.models.offline.derived import Derived
from sqlagent.models.offline.mentions import Mention
from sqlagent.models.offline.plan import Use, known_by
from sqlagent.models.offline.query import Field, Value

UNSAID = -1.2  # what it costs to take what no word names
_KEYS = frozenset("id ids code codes key keys identifier identifiers".split())


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


class Material:
    """One question's words and mentions; ``gains`` are what each mention gains in each role.

    ``tested`` are tables that likely conditions are on, or that are spoken of already, ``split``
    the keys whose values are said side by side: "men and women".
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        mentions: Sequence[Mention],
        gains: Sequence[Mapping[str, float]],
        derived: Sequence[Derived],
        catalog: Catalog,
        tested: Sequence[str] = (),
        split: Sequence[Option] = (),
    ) -> None:
        self.tested, self.split = tested, split
        self.tokens, self.mentions, self.gains, self.catalog = tokens, mentions, gains, catalog
        self.graph, self.derived = catalog.graph, derived
        self.said = [token.text.lower() for token in tokens]
        self.keyed = bool(_KEYS & {*self.said})
        self.cues: dict[str, frozenset[int]] = {}
        for at in range(len(tokens)):
            for end, cue in cues_at(tokens, at):
                self.cues[cue] = self.cues.get(cue, frozenset()) | {*range(at, end)}

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


def apart(options: Iterable[Option]) -> list[Option]:
    """The options that share no word with a better one, best first."""
    chosen: list[Option] = []
    for option in sorted(options, key=lambda o: -o.gain):
        if not any(option.tokens & other.tokens for other in chosen):
            chosen.append(option)
    return chosen


def real(chosen: list[Option], spans: Mapping[range, list[Option]]) -> list[Option]:
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
