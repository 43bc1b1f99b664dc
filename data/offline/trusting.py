"""How sure the model may be of its best candidate, and what comes of it: answered, and right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from corpus import FOLDS
from fit import deviations
from lessons import WORTH
from ranking import Race, Races
from sklearn.linear_model import LogisticRegression

from sqlagent.models.offline.certainty import NEVER, signs, worth
from sqlagent.models.offline.ranker import SHOWN, judge, shares, worth_a_try
from sqlagent.models.offline.weights import Weights

STRENGTH = 0.002  # the less, the more are the weights drawn to zero
LEAST = 40  # questions whose best candidate must have a sign
SETS = {
    "fifty small databases": ("small",), "fifteen of our own": ("own",),
    "people's questions": ("small", "own"), "further questions": ("more",),
    "Spider": ("spider",), "Spider, as people type": ("terse",),
}  # fmt: skip
STEPS = [at / 100 for at in range(20, 100)]
PRECISE = 0.88


@dataclass(slots=True)
class Standing:
    """How a race ends: its candidates that were tried, best first, and the signs of the best.

    There are no signs where the best is never trusted.
    """

    race: Race
    order: list[int]
    signs: dict[str, float] | None
    sure: float = 0.0

    @property
    def right(self) -> bool:
        """Whether the best is right."""
        return bool(self.order and self.race.right[self.order[0]])

    @property
    def declined(self) -> bool:
        """Whether there is no right answer."""
        return self.race.example.question.gold_sql is None

    def among(self, count: int) -> bool:
        """Whether one of the best that come to different rows is right."""
        found: list[int] = []
        for at in self.order:
            if len(found) < count and self.race.same[at] not in {self.race.same[o] for o in found}:
                found.append(at)
        return any(self.race.right[at] for at in found)


def standing(race: Race, races: Races, weights: Weights) -> Standing:
    """How a race ends when these weights rank it."""
    first = np.array([weights.first.get(name, 0.0) for name in races.names])
    tried = worth_a_try((race.features @ first).tolist())
    found = {at: _features(race, at, races.names) for at in tried}
    score = dict(zip(tried, judge([found[at] for at in tried], weights), strict=True))
    order = sorted(tried, key=lambda at: -score[at].whole)
    if not order or any(found[order[0]].get(name) for name in NEVER):
        return Standing(race, order, None)
    same = [race.same[at] == race.same[order[0]] for at in order]
    scores = [score[at] for at in order]
    told = signs(found[order[0]], scores, shares([one.whole for one in scores]), same)
    return Standing(race, order, told)


def _features(race: Race, at: int, names: Sequence[str]) -> dict[str, float]:
    row = race.features[at]
    found = zip(row.indices.tolist(), row.data.tolist(), strict=True)
    return {names[place]: value for place, value in found}


def trust(ends: Sequence[Standing]) -> dict[str, float]:
    """The worth of each sign: a logistic regression of whether the best was right."""
    told = [(end, end.signs) for end in ends if end.signs is not None]
    counts: dict[str, int] = {}
    for _, found in told:
        for name, value in found.items():
            counts[name] = counts.get(name, 0) + bool(value)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    matrix = sp.csr_matrix([[found.get(name, 0.0) for name in names] for _, found in told])
    scale = 1 / deviations(matrix)
    scale[names.index("always")] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=2000, fit_intercept=False)
    weight = [WORTH[end.race.example.source] for end, _ in told]
    model.fit(matrix @ sp.diags(scale), [end.right for end, _ in told], sample_weight=weight)
    weights = zip(names, (model.coef_[0] * scale).round(4).tolist(), strict=True)
    return {name: weight for name, weight in weights if weight}


def crossed(ends: Sequence[Standing]) -> None:
    """Tells each standing how sure it is, by what the other folds' standings teach."""
    for fold in range(FOLDS):
        weights = trust([end for end in ends if end.race.example.fold != fold])
        for end in ends:
            if end.race.example.fold == fold:
                end.sure = 0.0 if end.signs is None else worth(end.signs, weights)


def figures(ends: Iterable[Standing]) -> dict[str, dict[str, Any]]:
    """For each set what is right first, among three and anywhere, and the curve."""
    those = list(ends)
    return {
        name: _figures([end for end in those if end.race.example.source in sources])
        for name, sources in SETS.items()
    }


def _figures(ends: Sequence[Standing]) -> dict[str, Any]:
    asked = [end for end in ends if not end.declined]

    def share(test: Callable[[Standing], bool]) -> float:
        return round(sum(map(test, asked)) / max(1, len(asked)), 4)

    return {
        "questions": len(asked),
        "first": share(lambda end: end.right),
        "three": share(lambda end: end.among(SHOWN)),
        "anywhere": share(lambda end: bool(end.race.right.any())),
        "to be declined": len(ends) - len(asked),
        "curve": [at_threshold(ends, step) for step in STEPS],
    }


def at_threshold(ends: Sequence[Standing], step: float) -> dict[str, float]:
    """What is answered of the questions that can be, how much of all answers is right.

    ``declined`` is the share of what must be declined that is.
    """
    asked = max(1, sum(not end.declined for end in ends))
    given = [end for end in ends if end.sure >= step]
    must = [end for end in ends if end.declined]
    return {
        "threshold": step,
        "answered": round(sum(not end.declined for end in given) / asked, 4),
        "precision": round(sum(end.right for end in given) / max(1, len(given)), 4),
        "declined": round(sum(end.sure < step for end in must) / max(1, len(must)), 4),
    }


def threshold(found: Mapping[str, Any]) -> float:
    """The least threshold at which answers to people's questions are precise enough."""
    curve = found["people's questions"]["curve"]
    precise = (point["threshold"] for point in curve if point["precision"] >= PRECISE)
    return float(min(precise, default=STEPS[-1]))
