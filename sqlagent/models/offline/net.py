"""A small network that scores the candidates of one question beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Net:
    """A network of one hidden layer over named features, and over what a whole list has of them.

    ``rows`` finds the two rows of a feature: what it gives each hidden unit where a candidate
    has it, then what it gives where the list has it on average. Both are whole numbers to be
    multiplied by their scale. ``out`` is what each unit adds to a score.
    """

    rows: Mapping[str, int]
    table: Sequence[int]
    scales: Sequence[float]
    bias: Sequence[float]
    out: Sequence[float]

    def scores(self, found: Sequence[Mapping[str, float]]) -> list[float]:
        """The score of each candidate of a list, by the features of all of them."""
        whole: dict[str, float] = {}
        for one in found:
            for name, value in one.items():
                whole[name] = whole.get(name, 0.0) + value / len(found)
        start = self._units(whole, self.bias, 1)
        return [
            sum(unit * out for unit, out in zip(units, self.out, strict=True) if unit > 0.0)
            for one in found
            for units in (self._units(one, start, 0),)
        ]

    def _units(
        self, features: Mapping[str, float], start: Sequence[float], side: int
    ) -> Sequence[float]:
        """What the hidden units come to from ``start`` on; ``side`` 1 is that of the list."""
        width, table, rows = len(self.bias), self.table, self.rows
        units = start
        for name, value in features.items():
            at = rows.get(name)
            if at is not None and value:
                at += side
                factor = value * self.scales[at]
                row = table[at * width : (at + 1) * width]
                units = [unit + factor * one for unit, one in zip(units, row, strict=True)]
        return units
