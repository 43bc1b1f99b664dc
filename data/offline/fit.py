"""Fitting: logistic regressions over named features, and a listwise ranker over candidates."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from sqlagent.models.offline.weights import Linear

_SCALE = 127


def hashed(features: Sequence[str]) -> np.ndarray:
    """The checksums of features, by which a model knows them."""
    return np.fromiter({crc32(f.encode()) for f in features}, dtype=np.uint32)


def logistic(
    rows: Sequence[np.ndarray],
    labels: Sequence[str],
    weights: Sequence[float],
    classes: Sequence[str],
    *,
    least: int = 3,
    strength: float = 0.3,
) -> Linear:
    """A multinomial logistic regression; features seen fewer than ``least`` times are left out."""
    counts = Counter(int(f) for row in rows for f in row)
    known = sorted(f for f, n in counts.items() if n >= least)
    at = {f: i for i, f in enumerate(known)}
    matrix = _matrix(rows, at)
    present = sorted(set(labels), key=classes.index)
    target = np.array([present.index(one) for one in labels])
    model = LogisticRegression(C=strength, max_iter=120, tol=2e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(matrix, target, sample_weight=np.array(weights))
    coefficients, bias = model.coef_, model.intercept_
    if len(present) == 2:
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        bias = np.array([0.0, bias[0]])
    return _packed(coefficients, bias, present, classes, known)


def _matrix(rows: Sequence[np.ndarray], at: dict[int, int]) -> sp.csr_matrix:
    columns = [[at[int(f)] for f in row if int(f) in at] for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.fromiter((c for row in columns for c in row), dtype=np.int32, count=int(ends[-1]))
    return sp.csr_matrix(
        (np.ones(len(flat), dtype=np.float32), flat, ends), shape=(len(rows), len(at))
    )


def _packed(
    coefficients: np.ndarray,
    bias: np.ndarray,
    present: Sequence[str],
    classes: Sequence[str],
    known: Sequence[int],
) -> Linear:
    """The regression in whole numbers from -127 to 127, features that weigh nothing left out."""
    scale = float(np.abs(coefficients).max() or 1.0) / _SCALE
    scale = max(scale, 1e-9)
    whole = np.rint(coefficients.T / scale).astype(int)
    full = np.zeros((whole.shape[0], len(classes)), dtype=int)
    biases = np.full(len(classes), -9.0)
    for at, name in enumerate(present):
        full[:, classes.index(name)] = whole[:, at]
        biases[classes.index(name)] = bias[at]
    kept = np.flatnonzero(np.abs(full).sum(axis=1))
    rows = {int(known[old]): new for new, old in enumerate(kept)}
    table = [int(x) for x in full[kept].ravel()]
    return Linear(tuple(classes), [round(float(b), 4) for b in biases], rows, table, scale)


def listwise(
    groups: Sequence[tuple[sp.csr_matrix, np.ndarray, float]], size: int, strength: float
) -> np.ndarray:
    """Weights under which right candidates come first: softmax over each question's candidates.

    A group is a question's candidates by features, which of them are right, and its weight.
    """
    matrix = sp.vstack([g[0] for g in groups]).tocsr()
    right = np.concatenate([g[1] for g in groups]).astype(bool)
    starts = np.cumsum([0, *(g[0].shape[0] for g in groups)])[:-1]
    weight = np.array([g[2] for g in groups])
    owner = np.repeat(np.arange(len(groups)), [g[0].shape[0] for g in groups])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w
        top = np.maximum.reduceat(scores, starts)
        exps = np.exp(scores - top[owner])
        whole = np.add.reduceat(exps, starts)
        good = np.add.reduceat(exps * right, starts)
        value = float((weight * (np.log(whole) - np.log(good))).sum())
        slope = weight[owner] * (exps / whole[owner] - exps * right / good[owner])
        total = weight.sum()
        return (
            value / total + 0.5 * strength * float(w @ w),
            (matrix.T @ slope) / total + strength * w,
        )

    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B",
                     options={"maxiter": 300, "maxcor": 20})  # fmt: skip
    return found.x
