"""Whether a candidate takes the words beside each other in a question as they stand there.

"Per" asks that what follows is grouped by, "number of" that it is counted, "average" that it is
averaged, and "cheapest" that the low end of a price comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.assemble import Candidate
from sqlagent.models.offline.cues import cues_at, is_stop
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.parts import Scores
from sqlagent.models.offline.query import Field, Part

_ASKING = frozenset(
    """group by count sum avg min max distinct order top bottom most least high low first last
    with without not share percent nth name money bestsell""".split()
)
_BETWEEN = 3  # words between a cue and what it is about
_UP = frozenset("desc newest top most high last bestsell max".split())
_DOWN = frozenset("asc oldest alpha bottom least low first min".split())


@dataclass(frozen=True, slots=True)
class Place:
    """A cue, or "head" for the start of a question, and the words that it is about."""

    cue: str
    symbol: str
    span: range


class Places:
    """One question's places, and what its words are worth where the part models place them."""

    def __init__(self, analysis: Analysis, scores: Scores) -> None:
        self.analysis = analysis
        self.mentions = analysis.mentions
        self._spans = {m.start: m.span for m in sorted(self.mentions, key=lambda m: m.end)}
        self.places = list(self._places())
        self.said = {
            cue for at in range(len(analysis.tokens)) for _, cue in cues_at(analysis.tokens, at)
        }
        self.degrees = {
            (m.table, m.column): m.upward for m in self.mentions if m.upward is not None
        }
        self.degree = self._degree()
        self.wanted = self._wanted(scores)
        self.gains = scores.roles
        self.odds = scores.proposals

    def _places(self) -> Iterator[Place]:
        tokens, shape = self.analysis.tokens, self.analysis.shape
        head = self._next(0, len(tokens))
        if head is not None:
            yield Place("head", shape[head[-1]], head)
        for at in range(len(tokens)):
            for end, cue in cues_at(tokens, at):
                span = self._next(end, _BETWEEN) if cue in _ASKING else None
                if span is not None:
                    yield Place(cue, shape[span[-1]], span)

    def _next(self, start: int, most: int) -> range | None:
        """The span of the first mention from a position on, after ``most`` plain words at most."""
        tokens = self.analysis.tokens
        passed = 0
        for at in range(start, len(tokens)):
            if at in self._spans:
                return self._spans[at]
            passed += not is_stop(tokens[at].text) or tokens[at].text in ",.;"
            if passed > most:
                return None
        return None

    def _degree(self) -> bool | None:
        """Which end the first adjective of degree asks for, None where there is none."""
        for token in self.analysis.tokens:
            if concepts := compared(token.text):
                return concepts[0][1]
        return None

    def _wanted(self, scores: Scores) -> list[float]:
        """For each token the most that using a mention or a condition of it would gain."""
        found = [0.0] * len(self.analysis.tokens)
        for mention, gains in zip(self.mentions, scores.roles, strict=True):
            gain = max(value for role, value in gains.items() if role not in ("none", "cond"))
            for at in mention.span:
                found[at] = max(found[at], min(gain, 4.0))
        for proposal, odds in zip(self.analysis.proposals, scores.proposals, strict=True):
            for at in proposal.tokens:
                found[at] = max(found[at], min(odds, 4.0))
        return found


def placed(candidate: Candidate, places: Places) -> Iterator[tuple[str, float]]:
    """How a candidate takes each place, and what it gives up by what it leaves unused."""
    roles = _roles(candidate, places)
    for place in places.places:
        taken = {roles[at] for at in place.span if at in roles} or {"nothing"}
        for role in taken:
            yield f"{place.cue} > {role}", 1.0
            yield f"{place.cue} {place.symbol} > {role}", 1.0
    left = [gain for at, gain in enumerate(places.wanted) if at not in candidate.tokens]
    yield "given up", sum(left)
    yield "given up most", max(left, default=0.0)
    gains = [places.gains[use.mention][use.role] for use in candidate.plan.uses]
    yield "weakest role", min(gains, default=0.0)
    odds = [places.odds[at] for at in candidate.wish.chosen]
    yield "weakest odds", min(odds, default=0.0)
    yield from _direction(candidate, places)


def _roles(candidate: Candidate, places: Places) -> dict[int, str]:
    """What each word is taken for."""
    found = dict.fromkeys(candidate.plan.tokens, "other")
    found.update(dict.fromkeys(candidate.wish.tokens, "cond"))
    for one in candidate.plan.derived:
        found.update(dict.fromkeys(one.tokens, "derived"))
    for use in candidate.plan.uses:
        role = "order" if use.role.startswith("order") else use.role
        found.update(dict.fromkeys(places.mentions[use.mention].span, role))
    return found


def _direction(candidate: Candidate, places: Places) -> Iterator[tuple[str, float]]:
    """Whether the order begins at the end that the words ask for."""
    query = candidate.query
    if not query.order:
        return
    first = query.order[0]
    limited = "cut" if query.limit else "whole"
    kind = "date" if isinstance(first.by, Part) else "field"
    by = first.by
    known = places.degrees.get((by.table, by.column)) if isinstance(by, Field) else None
    if not isinstance(by, Field | Part):
        kind = "measure"
    if known is not None:
        yield f"{'as' if known == first.descending else 'against'} its degree", 1.0
        return
    up, down = bool(places.said & _UP), bool(places.said & _DOWN)
    way = "down" if first.descending else "up"
    if places.degree is not None and not (up or down):
        yield f"{'as' if places.degree == first.descending else 'against'} a degree {kind}", 1.0
    elif up != down:
        yield f"{'as' if up == first.descending else 'against'} a cue {kind}", 1.0
    else:
        yield f"{kind} {way} {limited} by nobody", 1.0
