"""What training found, as it is kept: small whole numbers, scaled, a row for each feature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression: for each class a bias, and a weight for each feature it knows.

    ``rows`` finds a feature's weights, ``len(classes)`` of them, by its checksum; they are whole
    numbers to be multiplied by ``scale``.
    """

    classes: tuple[str, ...]
    bias: Sequence[float]
    rows: Mapping[int, int]
    table: Sequence[int]
    scale: float

    def log_odds(self, features: Iterable[str]) -> dict[str, float]:
        """The logarithm of each class's probability."""
        count, table, rows = len(self.classes), self.table, self.rows
        sums = [0] * count
        for feature in features:
            at = rows.get(crc32(feature.encode()))
            if at is not None:
                at *= count
                sums = [a + b for a, b in zip(sums, table[at : at + count], strict=True)]
        logits = [b + self.scale * s for b, s in zip(self.bias, sums, strict=True)]
        top = max(logits)
        total = top + log(sum(exp(x - top) for x in logits))
        return {name: x - total for name, x in zip(self.classes, logits, strict=True)}


@dataclass(frozen=True, slots=True)
class Weights:
    """All models by name."""

    models: Mapping[str, Linear]

    def log_odds(self, name: str, features: Iterable[str]) -> dict[str, float]:
        """The logarithm of the probability of each class of a model."""
        return self.models[name].log_odds(features)
