"""How likely the best candidate is right, by what is known of it and of those behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log

from sqlagent.models.offline.ranker import Ranked, same_rows, weigh
from sqlagent.models.offline.weights import Weights

NEVER = ("left number", "left quoted", "left name")
"""What an answer may not leave unexplained."""

_LEAST = 1e-4


def certainty(ranked: Sequence[Ranked], weights: Weights) -> float:
    """The probability, from 0 to 1, that the first is right; 0 where it leaves out what counts."""
    if not ranked or any(ranked[0].features.get(name) for name in NEVER):
        return 0.0
    best = ranked[0]
    same = [same_rows(best.rows, one.rows) for one in ranked]
    found = signs(best.features, [one.probability for one in ranked], same)
    return worth(found, weights.trust)


def worth(found: Mapping[str, float], trust: Mapping[str, float]) -> float:
    """Signs as a probability."""
    return 1 / (1 + exp(-weigh(found, trust)))


def signs(
    features: Mapping[str, float], shares: Sequence[float], same: Sequence[bool]
) -> dict[str, float]:
    """What speaks for and against the best candidate.

    ``features`` are its own; ``shares`` are the probabilities of all that were tried, the best
    first, and ``same`` says which of them come to the rows of the best.
    """
    alike = sum(share for share, is_same in zip(shares, same, strict=True) if is_same)
    others = [share for share, is_same in zip(shares, same, strict=True) if not is_same]
    return {
        **features,
        "always": 1.0,
        "share": _odds(shares[0]),
        "share of its rows": _odds(alike),
        "lead": min(6.0, log(max(alike, _LEAST) / max([_LEAST, *others]))),
    }


def _odds(share: float) -> float:
    share = min(max(share, _LEAST), 1 - _LEAST)
    return log(share / (1 - share))
