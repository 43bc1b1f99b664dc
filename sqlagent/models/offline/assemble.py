"""Candidates: outlines under conditions, as records, best first by what the part models think."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.factors import factors
from sqlagent.models.offline.joins import reachable
from sqlagent.models.offline.options import Options
from sqlagent.models.offline.outlines import outlines
from sqlagent.models.offline.parts import Scores
from sqlagent.models.offline.plan import Plan, compose, tables_of
from sqlagent.models.offline.query import Query

MOST = 100
_BEAM = 60
_MORE, _FEW = 6, 2  # sets of conditions that a likely and another outline is tried with
_FAR = 0.4  # for each key between an outline's rows and a condition's
_PROPOSALS = 25
_EXPLAINED = 1.0  # for a number or a name that a condition explains
_CROSSED = 50
_UNLIKELY = -3.0
_SHARED = -1.5  # for a word that an outline and a condition both explain


@dataclass(frozen=True, slots=True)
class Wish:
    """Conditions that may hold together: which proposals, the words they explain, their odds.

    ``worth`` are the odds with what it is worth that numbers and names are explained.
    """

    chosen: tuple[int, ...]
    tokens: frozenset[int]
    odds: float
    worth: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record with what it was made of; ``score`` is the sum of what the part models think."""

    query: Query
    plan: Plan
    wish: Wish
    form: dict[str, str]
    forms: float
    score: float

    @property
    def tokens(self) -> frozenset[int]:
        """The positions of the words that it explains."""
        return self.plan.tokens | self.wish.tokens


def assemble(analysis: Analysis, scores: Scores) -> list[Candidate]:
    """At most 100 candidates, no two of one record, best first."""
    options = Options(
        analysis.tokens, analysis.mentions, scores.roles, analysis.derived, analysis.catalog
    )
    plans = outlines(options, scores.factors)
    fitting = _Fitting(analysis, wishes(analysis, scores.proposals))
    made = [
        candidate
        for place, plan in enumerate(plans)
        for candidate in _tried(
            plan, fitting.best(plan, _MORE if place < _CROSSED else _FEW), analysis, scores
        )
    ]
    found: dict[Query, Candidate] = {}
    for candidate in sorted(made, key=lambda c: -c.score):
        found.setdefault(replace(candidate.query, subject=""), candidate)
    kept = (c for c in found.values() if reachable(c.query, analysis.catalog.graph))
    return [candidate for _, candidate in zip(range(MOST), kept, strict=False)]


class _Fitting:
    """Which sets of conditions fit an outline: likely ones on tables that are near."""

    def __init__(self, analysis: Analysis, wanted: Sequence[Wish]) -> None:
        self.analysis, self.wanted = analysis, wanted
        self.tables = [
            [t for at in wish.chosen for t in tables_of(analysis.proposals[at].condition)]
            for wish in wanted
        ]
        self._near: dict[str, list[float]] = {}

    def best(self, plan: Plan, count: int) -> list[tuple[Wish, float]]:
        """The sets that fit best, each with what the way to its tables costs."""
        costs = self._costs(plan.entity or plan.subject)
        scored = [
            (wish.worth - cost + _SHARED * len(plan.tokens & wish.tokens), at)
            for at, (wish, cost) in enumerate(zip(self.wanted, costs, strict=True))
        ]
        return [(self.wanted[at], -costs[at]) for _, at in nlargest(count, scored)]

    def _costs(self, subject: str) -> list[float]:
        if subject not in self._near:
            graph = self.analysis.catalog.graph
            self._near[subject] = [
                _FAR * sum(graph.distance(subject, table) for table in tables)
                for tables in self.tables
            ]
        return self._near[subject]


def _tried(
    plan: Plan, wanted: Sequence[tuple[Wish, float]], analysis: Analysis, scores: Scores
) -> Iterator[Candidate]:
    for wish, cost in wanted:
        shared = plan.tokens & wish.tokens
        if any(analysis.tokens[at].number is not None for at in shared):
            continue
        conditions = [analysis.proposals[at].condition for at in wish.chosen]
        query = compose(plan, conditions, analysis.catalog)
        if query is None:
            continue
        form = factors(query, analysis.catalog)
        forms = sum(scores.factors[name][value] for name, value in form.items())
        total = plan.parts + wish.worth + cost + forms + _SHARED * len(shared)
        yield Candidate(query, plan, wish, form, forms, total)


def wishes(analysis: Analysis, odds: Sequence[float]) -> list[Wish]:
    """Sets of conditions whose words do not overlap, best first; none at all is one of them."""
    order = sorted(range(len(odds)), key=lambda at: -odds[at])
    order = [at for at in order if odds[at] > _UNLIKELY][:_PROPOSALS]
    nothing = Wish((), frozenset(), 0.0, 0.0)
    beam = [nothing]
    for at in order:
        tokens = analysis.proposals[at].tokens
        gain = odds[at] + _EXPLAINED * sum(1 for place in tokens if _is_anchor(place, analysis))
        more = [
            Wish((*w.chosen, at), w.tokens | tokens, w.odds + odds[at], w.worth + gain)
            for w in beam
            if not w.tokens & tokens
        ]
        beam = nlargest(_BEAM, [*beam, *more], key=lambda wish: wish.worth)
    return beam if nothing in beam else [*beam, nothing]


def _is_anchor(at: int, analysis: Analysis) -> bool:
    """Whether a word says which rows are meant, if it is explained by a condition at all."""
    token = analysis.tokens[at]
    return token.quoted or token.capital or token.number is not None
