"""Candidates in the order in which they are likely right: a few of the best are tried first.

A linear ranker chooses, from what candidates explain and assume, those that are worth a try;
what they come to says more, and with it a second one, trees and a network order those that ran.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp
from time import monotonic
from typing import Any

from sqlagent.models.offline.assemble import Candidate
from sqlagent.models.offline.features import features
from sqlagent.models.offline.outcome import outcome
from sqlagent.models.offline.query import Query
from sqlagent.models.offline.question import Question
from sqlagent.models.offline.weights import Weights
from sqlagent.models.offline.write import to_line

TRIED, LEAST = 16, 6
NEAR = 3.0  # one in a hundred of the best is farther from the first ranker's best
SECONDS = 0.1  # for tries: where rows are many, only the first of them are made
NET = 0.7  # what the network is worth beside the others
ROWS = 60
"""How many of its first rows a candidate is judged by."""

SHOWN = 3

Rows = Sequence[Sequence[Any]]
Run = Callable[[str], Rows | None]


@dataclass(frozen=True, slots=True)
class Score:
    """What the trees and the linear ranker think of a candidate, and what the network thinks."""

    trees: float
    net: float

    @property
    def whole(self) -> float:
        """Both together."""
        return self.trees + NET * self.net


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate that ran, with the first of its rows and the features that they complete.

    ``sql`` is on one line, however long.
    ``probability`` is its share, among all that were tried, of being meant.
    """

    candidate: Candidate
    sql: str
    rows: Rows
    features: Mapping[str, float]
    score: Score
    probability: float


def rank(
    candidates: Sequence[Candidate], question: Question, weights: Weights, run: Run
) -> list[Ranked]:
    """The best candidates that run, best first.

    ``run`` gives at most the first ``ROWS`` rows of a statement, None where it fails.
    """
    catalog = question.analysis.catalog
    found: dict[str, tuple[Candidate, Rows, dict[str, float]]] = {}
    end = monotonic() + SECONDS
    for place, (candidate, untried) in enumerate(_promising(candidates, question, weights)):
        if place >= LEAST and monotonic() > end:
            break
        sql = to_line(candidate.query, catalog, catalog.schema.dialect)
        rows = None if sql in found else run(_first(sql, candidate.query))
        if rows is not None:
            found[sql] = candidate, rows, {
                **untried, **dict(outcome(candidate, question, rows)),
            }  # fmt: skip
    scores = judge([now for *_, now in found.values()], weights)
    ranked = [
        Ranked(candidate, sql, rows, now, score, share)
        for (sql, (candidate, rows, now)), score, share in zip(
            found.items(), scores, shares([score.whole for score in scores]), strict=True
        )
    ]
    return sorted(ranked, key=lambda one: -one.score.whole)


def _first(sql: str, query: Query) -> str:
    """The statement, with no more rows than are looked at where all would have to be sorted."""
    whole = query.limit is not None or query.partition or query.combined
    return f"{sql} LIMIT {ROWS}" if query.order and not whole else sql


def readings(ranked: Sequence[Ranked], count: int = SHOWN) -> list[Ranked]:
    """The best of those that come to different rows."""
    found: list[Ranked] = []
    for one in ranked:
        if len(found) == count:
            break
        if not any(same_rows(one.rows, other.rows) for other in found):
            found.append(one)
    return found


def same_rows(one: Rows, other: Rows) -> bool:
    """Whether both are the same rows, in any order."""
    return len(one) == len(other) and sorted(map(repr, one)) == sorted(map(repr, other))


def _promising(
    candidates: Sequence[Candidate], question: Question, weights: Weights
) -> list[tuple[Candidate, dict[str, float]]]:
    """Those that are worth a try, best first, each with its features so far."""
    known = [features(candidate, question, None) for candidate in candidates]
    worth = [weigh(found, weights.first) for found in known]
    return [(candidates[at], known[at]) for at in worth_a_try(worth)]


def worth_a_try(worth: Sequence[float]) -> list[int]:
    """The places of the best, at most 16 and those near to the very best, best first."""
    best = nlargest(TRIED, range(len(worth)), key=worth.__getitem__)
    return [
        at for place, at in enumerate(best) if place < LEAST or worth[best[0]] - worth[at] < NEAR
    ]


def judge(found: Sequence[Mapping[str, float]], weights: Weights) -> list[Score]:
    """The scores of the candidates that were tried."""
    return [
        Score(weigh(one, weights.second) + weights.trees.score(one), net)
        for one, net in zip(found, weights.net.scores(found), strict=True)
    ]


def weigh(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of features, each times its weight."""
    total, weight = 0.0, weights.get
    for name, value in found.items():
        total += weight(name, 0.0) * value
    return total


def shares(scores: Sequence[float]) -> list[float]:
    """Scores as probabilities that add up to 1."""
    top = max(scores, default=0.0)
    parts = [exp(score - top) for score in scores]
    whole = sum(parts)
    return [part / whole for part in parts]
