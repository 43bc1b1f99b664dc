"""How likely the best candidate is right, by what is known of it and of those behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log

from sqlagent.models.offline.ranker import Ranked, Score, same_rows, weigh
from sqlagent.models.offline.weights import Weights

NEVER = ("unplaced",)
"""What an answer may not have: words that count and that it leaves unexplained."""

_LEAST = 1e-4


def certainty(ranked: Sequence[Ranked], weights: Weights) -> float:
    """The probability, from 0 to 1, that the first is right; 0 where it leaves out what counts."""
    if not ranked or any(ranked[0].features.get(name) for name in NEVER):
        return 0.0
    best = ranked[0]
    same = [same_rows(best.rows, one.rows) for one in ranked]
    scores = [one.score for one in ranked]
    found = signs(best.features, scores, [one.probability for one in ranked], same)
    return worth(found, weights.trust)


def worth(found: Mapping[str, float], trust: Mapping[str, float]) -> float:
    """Signs as a probability."""
    return 1 / (1 + exp(-weigh(found, trust)))


def signs(
    features: Mapping[str, float],
    scores: Sequence[Score],
    shares: Sequence[float],
    same: Sequence[bool],
) -> dict[str, float]:
    """What speaks for and against the best candidate.

    ``features`` are its own; ``scores`` and ``shares``, the probabilities, are those of all that
    were tried, the best first, and ``same`` says which of them come to the rows of the best.
    """
    alike = sum(share for share, is_same in zip(shares, same, strict=True) if is_same)
    others = [share for share, is_same in zip(shares, same, strict=True) if not is_same]
    return {
        **features,
        "always": 1.0,
        "share": _odds(shares[0]),
        "share of its rows": _odds(alike),
        "behind by trees": max(score.trees for score in scores) - scores[0].trees,
        "behind by net": max(score.net for score in scores) - scores[0].net,
        "lead": min(6.0, log(max(alike, _LEAST) / max([_LEAST, *others]))),
    }


def _odds(share: float) -> float:
    share = min(max(share, _LEAST), 1 - _LEAST)
    return log(share / (1 - share))
