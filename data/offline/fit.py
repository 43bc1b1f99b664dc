"""Fitting: regressions over named features, a listwise ranker, and boosted trees."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias
from zlib import crc32

import lightgbm
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from sqlagent.models.offline.weights import Linear, Trees

Sums: TypeAlias = NDArray[np.uint32]
Numbers: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Matrix: TypeAlias = sp.csr_matrix

LEAST = 3  # questions that a feature of a part model must be seen in
STRENGTH = 0.3
ROUNDS = 250
BOOSTING = {
    "objective": "lambdarank", "lambdarank_truncation_level": 5, "learning_rate": 0.06,
    "num_leaves": 15, "min_data_in_leaf": 60, "lambda_l2": 10.0, "feature_fraction": 0.3,
    "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 1, "deterministic": True,
    "force_row_wise": True, "num_threads": 2, "verbose": -1,
}  # fmt: skip
_WHOLE = 127  # the greatest weight of a part model
_NEVER = -9.0  # the bias of a class that was not seen
_EVENS = 1e-3  # the least variance by which a feature is scaled


def hashed(features: Iterable[str]) -> Sums:
    """The checksums of features, by which a part model knows them."""
    return np.array(sorted({crc32(one.encode()) for one in features}), dtype=np.uint32)


def logistic(rows: Sequence[tuple[Sums, str, float]], classes: Sequence[str]) -> Linear:
    """A multinomial logistic regression of rows of features, each with its class and weight."""
    counts = Counter(one for sums, _, _ in rows for one in sums.tolist())
    known = sorted(one for one, count in counts.items() if count >= LEAST)
    seen = {label for _, label, _ in rows}
    present = [name for name in classes if name in seen]
    target = np.array([present.index(label) for _, label, _ in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=120, tol=2e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(_known(rows, known), target, sample_weight=[weight for _, _, weight in rows])
    coefficients, bias = model.coef_, model.intercept_
    if len(present) == 2:
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        bias = np.array([0.0, bias[0]])
    places = [classes.index(name) for name in present]
    full = np.zeros((len(known), len(classes)))
    full[:, places] = coefficients.T
    biases = np.full(len(classes), _NEVER)
    biases[places] = bias
    return _whole(full, biases, classes, known)


def _known(rows: Sequence[tuple[Sums, str, float]], known: Sequence[int]) -> Matrix:
    """The rows as a matrix over the features that are known, which are sorted."""
    flat = np.concatenate([sums for sums, _, _ in rows])
    owners = np.repeat(np.arange(len(rows)), [len(sums) for sums, _, _ in rows])
    names = np.array(known, dtype=np.uint32)
    places = np.searchsorted(names, flat).clip(max=len(names) - 1)
    kept = names[places] == flat
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    return sp.csr_matrix((ones, (owners[kept], places[kept])), shape=(len(rows), len(names)))


def _whole(full: Numbers, biases: Numbers, classes: Sequence[str], known: Sequence[int]) -> Linear:
    """The regression in whole numbers; features that weigh nothing are left out."""
    scale = float(f"{max(np.abs(full).max() / _WHOLE, 1e-9):.6g}")
    table = np.clip(np.rint(full / scale), -_WHOLE, _WHOLE).astype(int)
    kept = np.flatnonzero(np.abs(table).sum(axis=1))
    rows = {known[old]: new for new, old in enumerate(kept.tolist())}
    bias = [round(float(one), 3) for one in biases]
    return Linear(tuple(classes), bias, rows, table[kept].ravel().tolist(), scale)


def listwise(
    matrix: Matrix, right: Flags, sizes: NDArray[Any], worth: Numbers, strength: float
) -> Numbers:
    """Weights under which right rows come first: a softmax over each group of rows.

    The rows are those of group after group, of ``sizes`` rows each; a group has rows that are
    right and others. ``strength`` draws the weights to zero, all features scaled alike.
    """
    starts = np.cumsum([0, *sizes])[:-1]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    scale = 1 / deviations(matrix)
    scaled = (matrix @ sp.diags(scale)).tocsr()
    turned = scaled.T.tocsr()
    total = worth.sum()

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = scaled @ weights
        parts = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        whole = np.add.reduceat(parts, starts)
        good = np.maximum(np.add.reduceat(parts * right, starts), 1e-300)
        value = float((worth * (np.log(whole) - np.log(good))).sum())
        slope = worth[owner] * (parts / whole[owner] - parts * right / good[owner])
        drawn = 0.5 * strength * float(weights @ weights)
        return value / total + drawn, (turned @ slope) / total + strength * weights

    begin = np.zeros(matrix.shape[1])
    options = {"maxiter": 300, "maxcor": 20}
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x * scale)


def deviations(matrix: Matrix) -> Numbers:
    """How much each column varies."""
    mean = np.asarray(matrix.mean(axis=0)).ravel()
    square = np.asarray(matrix.multiply(matrix).mean(axis=0)).ravel()
    return np.asarray(np.sqrt(np.maximum(square - mean**2, _EVENS)))


def boosted(
    matrix: Matrix, right: Flags, sizes: NDArray[Any], worth: Numbers, names: Sequence[str]
) -> Trees:
    """Trees under which right rows come first, of groups as for ``listwise``."""
    data = lightgbm.Dataset(matrix, right.astype(int), group=sizes, weight=np.repeat(worth, sizes))
    booster = lightgbm.train(BOOSTING, data, ROUNDS)
    return _flat([one["tree_structure"] for one in booster.dump_model()["tree_info"]], names)


def _flat(roots: Sequence[dict[str, Any]], names: Sequence[str]) -> Trees:
    """LightGBM's trees in lists; only the features that some branch asks for have a place."""
    used: dict[int, int] = {}
    branches: list[list[Any]] = []
    leaves: list[float] = []

    def laid(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(node["leaf_value"])
            return ~(len(leaves) - 1)
        at = len(branches)
        feature = used.setdefault(node["split_feature"], len(used))
        branches.append([feature, node["threshold"], 0, 0])
        branches[at][2:] = laid(node["left_child"]), laid(node["right_child"])
        return at

    places = [laid(root) for root in roots]
    feature, threshold, left, right = ([one[at] for one in branches] for at in range(4))
    asked = tuple(names[at] for at in used)
    return Trees(asked, places, feature, threshold, left, right, leaves)
