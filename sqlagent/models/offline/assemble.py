"""Candidates: outlines under conditions, as records, best first by what the part models think."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.cues import cues_at, is_stop
from sqlagent.models.offline.drafts import SHARED, Candidate, Drafts, Wish
from sqlagent.models.offline.options import Options
from sqlagent.models.offline.outlines import outlines
from sqlagent.models.offline.parts import Scores
from sqlagent.models.offline.plan import Plan, tables_of
from sqlagent.models.offline.splits import split
from sqlagent.models.offline.variants import with_variants

MOST = 100
_BEAM = 60
_MORE, _FEW = 20, 4  # sets of conditions that a likely and another outline is tried with
_FAR = 0.4  # for each key between an outline's rows and a condition's
_PROPOSALS = 25
_EXPLAINED = 1.0  # for a number or a name that a condition explains
_CROSSED = 50
_UNLIKELY, _NEVER = -4.5, -6.5  # odds below which a condition is not tried, its words' best one


def assemble(analysis: Analysis, scores: Scores) -> list[Candidate]:
    """At most 100 candidates, no two of one record, best first."""
    options = Options(
        analysis.tokens, analysis.mentions, scores.roles, analysis.derived, analysis.catalog,
        _tested(analysis, scores.proposals), [*split(analysis, scores.proposals)],
    )  # fmt: skip
    plans = outlines(options, scores.factors)
    fitting = _Fitting(analysis, wishes(analysis, scores.proposals))
    drafts = Drafts(analysis, scores)
    made = [
        draft
        for place, plan in enumerate(plans)
        for draft in drafts.of(plan, fitting.best(plan, _MORE if place < _CROSSED else _FEW))
    ]
    return with_variants([*drafts.candidates(made, MOST)], analysis, MOST)


def _tested(analysis: Analysis, odds: Sequence[float]) -> list[str]:
    """The tables that the likeliest conditions are on, best first."""
    order = sorted(range(len(odds)), key=lambda at: -odds[at])[:4]
    tests = [analysis.proposals[at].condition for at in order if odds[at] > -2]
    return [*dict.fromkeys(table for test in tests for table in sorted(tables_of(test)))][:3]


class _Fitting:
    """Which sets of conditions fit an outline: likely ones on tables that are near."""

    def __init__(self, analysis: Analysis, wanted: Sequence[Wish]) -> None:
        self.analysis, self.wanted = analysis, wanted
        self.tables = [
            [t for at in wish.chosen for t in tables_of(analysis.proposals[at].condition)]
            for wish in wanted
        ]
        self._near: dict[str, list[float]] = {}
        self._best: dict[tuple[str, frozenset[int], int], list[tuple[Wish, float]]] = {}

    def best(self, plan: Plan, count: int) -> list[tuple[Wish, float]]:
        """The sets that fit best, each with what the way to its tables costs."""
        key = plan.entity or plan.subject, plan.tokens, count
        if key not in self._best:
            costs = self._costs(key[0])
            scored = [
                (wish.worth - cost + SHARED * len(plan.tokens & wish.tokens), at)
                for at, (wish, cost) in enumerate(zip(self.wanted, costs, strict=True))
            ]
            self._best[key] = [(self.wanted[at], -costs[at]) for _, at in nlargest(count, scored)]
        return self._best[key]

    def _costs(self, subject: str) -> list[float]:
        if subject not in self._near:
            graph = self.analysis.catalog.graph
            self._near[subject] = [
                _FAR * sum(graph.distance(subject, table) for table in tables)
                for tables in self.tables
            ]
        return self._near[subject]


def wishes(analysis: Analysis, odds: Sequence[float]) -> list[Wish]:
    """Sets of conditions whose words do not overlap, best first; none at all is one of them."""
    order = sorted(range(len(odds)), key=lambda at: -odds[at])
    loose = _loose(analysis)
    first = _firsts(order, loose, analysis)
    order = [at for at in order if odds[at] > (_NEVER if at in first else _UNLIKELY)][:_PROPOSALS]
    nothing = Wish((), frozenset(), 0.0, 0.0)
    beam = [nothing]
    for at in order:
        tokens = analysis.proposals[at].tokens
        gain = odds[at] + _EXPLAINED * sum(1 for place in tokens if _is_anchor(place, analysis))
        more = [
            Wish((*w.chosen, at), w.tokens | tokens, w.odds + odds[at], w.worth + gain)
            for w in beam
            if not w.tokens & tokens or _shares(at, w, loose, analysis)
        ]
        beam = nlargest(_BEAM, [*beam, *more], key=lambda wish: wish.worth)
    return beam if nothing in beam else [*beam, nothing]


def _firsts(order: Sequence[int], loose: frozenset[int], analysis: Analysis) -> set[int]:
    """The likeliest proposal of each word that says something, so that none goes unexplained."""
    found: dict[int, int] = {}
    for at in order:
        for place in analysis.proposals[at].tokens - loose:
            found.setdefault(place, at)
    return {*found.values()}


def _loose(analysis: Analysis) -> frozenset[int]:
    """The places of words that say how conditions are meant, not which: never, both, neither."""
    return frozenset(
        at
        for at, token in enumerate(analysis.tokens)
        if token.number is None and not (token.quoted or token.capital)
        and (is_stop(token.text) or any(cues_at([token], 0)))
    )  # fmt: skip


def _shares(at: int, wish: Wish, loose: frozenset[int], analysis: Analysis) -> bool:
    """Whether a condition shares no more than such words with others of its own sort."""
    one = analysis.proposals[at]
    if not (one.tokens & wish.tokens <= loose and one.tokens - loose):
        return False
    others = [analysis.proposals[chosen] for chosen in wish.chosen]
    return all(
        other.source == one.source and other.condition != one.condition
        for other in others
        if other.tokens & one.tokens
    )


def _is_anchor(at: int, analysis: Analysis) -> bool:
    """Whether a word says which rows are meant, if it is explained by a condition at all."""
    token = analysis.tokens[at]
    return token.quoted or token.capital or token.number is not None


__all__ = ["MOST", "Candidate", "Wish", "assemble", "wishes"]
