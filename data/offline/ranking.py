"""The second half of training: candidates, which of them are right, and the ranker over them."""

from __future__ import annotations

import pickle
from pathlib import Path

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from corpus import Example, Judge
from fit import listwise

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.assemble import assemble
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.features import Question, features
from sqlagent.models.offline.model import known
from sqlagent.models.offline.parts import score
from sqlagent.models.offline.weights import Weights
from sqlagent.models.offline.write import to_sql

TRIED = 100  # candidates of each question that are run
ROWS = 60  # of a candidate, for its features


@dataclass(slots=True)
class Race:
    """A question's candidates: their features, and which are right."""

    example: Example
    features: list[dict[str, float]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    sql: list[str] = field(default_factory=list)


def races(job: tuple[list[Example], Weights]) -> list[Race]:
    """The candidates of one database's questions."""
    examples, weights = job
    judge = Judge(examples[0].path)
    kept = Path("/tmp/racecache") / (examples[0].path.stem + ".pkl")
    known_rows = pickle.loads(kept.read_bytes()) if kept.exists() else {}
    with Database(examples[0].path, isolation="thread", max_rows=100_000) as database:
        catalog = known(database)
        found = [race(example, catalog, weights, judge, known_rows) for example in examples]
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(pickle.dumps(known_rows))
    return found


def race(example: Example, catalog: Catalog, weights: Weights, judge: Judge, cache) -> Race:
    analysis = analyse(example.question.question, catalog)
    question = Question(analysis)
    found = Race(example)
    for candidate in assemble(analysis, score(analysis, weights))[:TRIED]:
        key = (example.question.id, candidate.query)
        if key not in cache:
            cache[key] = judged(example, candidate, catalog, judge)
        if cache[key] is None:
            continue
        sql, rows, right = cache[key]
        found.features.append(features(candidate, question, rows))
        found.right.append(right)
        found.sql.append(sql)
    return found


def judged(example, candidate, catalog, judge):
    try:
        sql = to_sql(candidate.query, catalog, "sqlite")
    except Exception:
        import traceback; print(example.question.id, candidate.query, traceback.format_exc().splitlines()[-2:])
        return None
    rows = judge.run(sql)
    if rows is None:
        return None
    return sql, rows.rows[:ROWS], judge.right(example.question, sql)


class Matrix:
    """Races as matrices over the features that many of them have, scaled alike."""

    def __init__(self, those: Sequence[Race], least: int = 20) -> None:
        counts: dict[str, int] = {}
        for one in those:
            for name in {name for f in one.features for name, value in f.items() if value}:
                counts[name] = counts.get(name, 0) + 1
        self.names = sorted(name for name, n in counts.items() if n >= least)
        self.at = {name: at for at, name in enumerate(self.names)}
        self.scale = np.ones(len(self.names))
        whole = sp.vstack([self.of(one) for one in those if one.features]).tocsc()
        mean = np.asarray(whole.mean(axis=0)).ravel()
        square = np.asarray(whole.multiply(whole).mean(axis=0)).ravel()
        self.scale = 1 / np.sqrt(np.maximum(square - mean**2, 1e-3))

    def of(self, one: Race) -> sp.csr_matrix:
        rows, columns, values = [], [], []
        for row, found in enumerate(one.features):
            for name, value in found.items():
                at = self.at.get(name)
                if at is not None and value:
                    rows.append(row)
                    columns.append(at)
                    values.append(value * self.scale[at])
        shape = (len(one.features), len(self.names))
        return sp.csr_matrix((values, (rows, columns)), shape=shape)


def ranker(
    those: Sequence[Race], worth: Mapping[str, float], strength: float = 2e-4
) -> tuple[dict[str, float], Matrix]:
    """The weight of each feature."""
    matrix = Matrix(those)
    groups = [
        (matrix.of(one), np.array(one.right), worth[one.example.source])
        for one in those
        if any(one.right) and not all(one.right)
    ]
    found = listwise(groups, len(matrix.names), strength)
    return dict(zip(matrix.names, found * matrix.scale, strict=True)), matrix


def place(one: Race, weights: Mapping[str, float]) -> np.ndarray:
    """The candidates' scores."""
    return np.array(
        [sum(weights.get(name, 0.0) * value for name, value in f.items()) for f in one.features]
    )


def figures(those: Sequence[Race], weights: Mapping[str, float]) -> tuple[float, float, float]:
    """Right first, right among the first three, right anywhere: shares of all questions."""
    first = three = anywhere = 0
    for one in those:
        if not one.features:
            continue
        order = np.argsort(-place(one, weights), kind="stable")
        right = [one.right[at] for at in order]
        first += right[0]
        three += any(right[:3])
        anywhere += any(right)
    count = max(1, len(those))
    return first / count, three / count, anywhere / count
