"""Fitting networks that rank: Adam on the listwise softmax, with parts left out at random.

Srivastava et al. 2014 on leaving out, Kingma and Ba 2015 on Adam.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import scipy.sparse as sp
from fit import Flags, Matrix, Numbers, deviations
from numpy.typing import NDArray

from sqlagent.models.offline.net import Net

UNITS, NETS = 16, 3
ROUNDS, BATCH = 12, 96
RATE, DECAY = 2e-3, 5e-3
WITHOUT, IDLE = 0.1, 0.2  # shares of the features, and of the units, that a step goes without
_RISING = 100  # steps until the full rate
_WHOLE = 127

Floats: TypeAlias = NDArray[np.float32]
Parameters: TypeAlias = dict[str, Floats]


@dataclass(slots=True)
class Lists:
    """Some lists of candidates: their features, which are right, sizes, and what each counts."""

    features: Matrix
    right: Flags
    sizes: NDArray[Any]
    worth: Numbers

    @property
    def owner(self) -> NDArray[Any]:
        """The list of each candidate."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @property
    def starts(self) -> NDArray[Any]:
        """Where each list begins."""
        return np.cumsum([0, *self.sizes])[:-1]

    def averages(self) -> Matrix:
        """The features that each list has on average."""
        shares = np.repeat(1 / self.sizes, self.sizes).astype(np.float32)
        count = len(shares)
        ends = np.append(self.starts, count)
        return sp.csr_matrix((shares, np.arange(count), ends)) @ self.features

    def picked(self, those: NDArray[Any]) -> Lists:
        """These lists alone."""
        starts = self.starts
        rows = np.concatenate([np.arange(starts[at], starts[at] + self.sizes[at]) for at in those])
        return Lists(self.features[rows], self.right[rows], self.sizes[those], self.worth[those])


def net(
    matrix: Matrix, right: Flags, sizes: NDArray[Any], worth: Numbers, names: Sequence[str]
) -> Net:
    """Networks under which right candidates come first of each list, as one that averages them."""
    scale = (1 / deviations(matrix)).astype(np.float32)
    lists = Lists((matrix @ sp.diags(scale)).tocsr().astype(np.float32), right, sizes, worth)
    fitted = [_fitted(lists, np.random.default_rng(seed)) for seed in range(NETS)]
    alone = np.hstack([one["alone"] for one in fitted]) * scale[:, None]
    around = np.hstack([one["around"] for one in fitted]) * scale[:, None]
    straight = sum(one["straight"] for one in fitted) * scale / NETS
    bias = np.concatenate([one["bias"] for one in fitted])
    out = np.concatenate([one["out"] for one in fitted]) / NETS
    return _packed(alone, around, straight, bias, out, names)


def _fitted(lists: Lists, random: np.random.Generator) -> Parameters:
    """The parameters of one network."""
    count = lists.features.shape[1]
    parameters = {
        "alone": random.standard_normal((count, UNITS)) * 0.13,
        "around": np.zeros((count, UNITS)),
        "bias": np.zeros(UNITS),
        "out": random.standard_normal(UNITS) * 0.1,
        "straight": np.zeros(count),
    }
    now = {name: value.astype(np.float32) for name, value in parameters.items()}
    means = {name: np.zeros_like(value) for name, value in now.items()}
    squares = {name: np.zeros_like(value) for name, value in now.items()}
    batches = list(_batches(len(lists.sizes), random))
    for step, those in enumerate(batches, 1):
        slopes = _slopes(now, lists.picked(those), random)
        rate = RATE * min(1.0, step / _RISING)
        rate *= 0.5 * (1 + np.cos(np.pi * step / len(batches))) + 0.01
        for name, slope in slopes.items():
            means[name] = 0.9 * means[name] + 0.1 * slope
            squares[name] = 0.999 * squares[name] + 0.001 * slope * slope
            size = np.sqrt(squares[name] / (1 - 0.999**step)) + 1e-8
            moved = means[name] / (1 - 0.9**step) / size + DECAY * now[name]
            now[name] -= (rate * moved).astype(np.float32)
    return now


def _batches(count: int, random: np.random.Generator) -> Iterator[NDArray[Any]]:
    for _ in range(ROUNDS):
        order = random.permutation(count)
        for at in range(0, count, BATCH):
            yield order[at : at + BATCH]


def _slopes(now: Parameters, lists: Lists, random: np.random.Generator) -> Parameters:
    """How the loss of a few lists changes with each parameter."""
    lists.features = _thinned(lists.features, random)
    busy = (random.random(UNITS) >= IDLE).astype(np.float32) / np.float32(1 - IDLE)
    owner, starts, averages = lists.owner, lists.starts, lists.averages()
    inner = lists.features @ now["alone"] + (averages @ now["around"])[owner] + now["bias"]
    units = np.maximum(inner, 0) * busy
    scores = units @ now["out"] + lists.features @ now["straight"]
    parts = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
    whole = np.add.reduceat(parts, starts)
    good = np.maximum(np.add.reduceat(parts * lists.right, starts), 1e-30)
    slope = parts / whole[owner] - parts * lists.right / good[owner]
    slope = (lists.worth[owner] * slope / lists.worth.sum()).astype(np.float32)
    inward = np.outer(slope, now["out"]) * busy * (inner > 0)
    turned = lists.features.T.tocsr()
    return {
        "alone": turned @ inward,
        "around": averages.T.tocsr() @ np.add.reduceat(inward, starts, axis=0),
        "bias": inward.sum(axis=0),
        "out": units.T @ slope,
        "straight": turned @ slope,
    }


def _thinned(matrix: Matrix, random: np.random.Generator) -> Matrix:
    """The features without some, the others the greater for it."""
    kept = (random.random(matrix.shape[1]) >= WITHOUT).astype(np.float32) / np.float32(1 - WITHOUT)
    return sp.csr_matrix(
        (matrix.data * kept[matrix.indices], matrix.indices, matrix.indptr), shape=matrix.shape
    )


def _packed(
    alone: Any, around: Any, straight: Any, bias: Any, out: Any, names: Sequence[str]
) -> Net:
    """The network in whole numbers.

    What goes straight to the score goes through two units, for sums above 0 and for those below.
    """
    side = np.stack([straight, -straight], axis=1)
    alone = np.hstack([alone, side])
    around = np.hstack([around, np.zeros_like(side)])
    table = np.stack([alone, around], axis=1).reshape(2 * len(names), -1)
    scales = np.array([float(f"{one:.6g}") for one in np.abs(table).max(axis=1) / _WHOLE])
    whole = np.rint(table / np.maximum(scales, 1e-12)[:, None]).astype(int)
    rows = {name: 2 * at for at, name in enumerate(names)}
    ends = [*bias.tolist(), 0.0, 0.0], [*out.tolist(), 1.0, -1.0]
    bias_, out_ = ([round(float(one), 5) for one in end] for end in ends)
    return Net(rows, whole.ravel().tolist(), scales.tolist(), bias_, out_)
