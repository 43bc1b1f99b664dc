"""Candidates with their features and which of them are right, and the rankers over them."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import scipy.sparse as sp
from corpus import Example, Judge
from fit import Flags, Matrix, Numbers, boosted, listwise
from lessons import WORTH
from nets import net

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.assemble import assemble
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.features import features
from sqlagent.models.offline.model import known
from sqlagent.models.offline.outcome import untried
from sqlagent.models.offline.parts import score
from sqlagent.models.offline.query import Query
from sqlagent.models.offline.question import Question
from sqlagent.models.offline.ranker import ROWS
from sqlagent.models.offline.weights import Weights
from sqlagent.models.offline.write import to_sql

STRENGTH = 1e-2  # with which the linear rankers are drawn to zero
BESIDE = 0.3  # what the second of them is worth beside the trees
TAUGHT = 40  # candidates of a question that the trees learn from, the first by the linear ranker
LEAST = 20  # questions in which a feature must be found
_DIGITS = 5

Judged = tuple[list[tuple[Any, ...]], bool] | None  # first rows and whether right; None: fails


@dataclass(slots=True)
class Race:
    """A question's candidates that run: features by row, which are right, what they come to.

    Those of one number in ``same`` come to the same rows.
    """

    example: Example
    features: Matrix
    right: Flags
    same: tuple[int, ...]

    @property
    def teaches(self) -> bool:
        """Whether some candidates are right and others are not."""
        return bool(self.right.any() and not self.right.all())


@dataclass(slots=True)
class Races:
    """Races over the features of ``names``; ``tried`` marks those that come from results."""

    names: list[str]
    tried: Flags
    races: list[Race]


class Names:
    """The place of each feature, in the order in which they are first met."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def matrix(self, rows: Sequence[dict[str, float]]) -> Matrix:
        """The features of candidates, a row for each."""
        places, values, ends = [], [], [0]
        for row in rows:
            for name, value in row.items():
                if value:
                    places.append(self.places.setdefault(name, len(self.places)))
                    values.append(value)
            ends.append(len(places))
        size = (len(rows), len(self.places))
        return sp.csr_matrix((np.array(values, dtype=np.float64), places, ends), shape=size)


def races(job: tuple[list[Example], Weights, Path | None]) -> list[tuple[Names, list[Race]]]:
    """The races of one database's questions; a folder keeps what judging them came to."""
    examples, weights, folder = job
    kept = folder / f"{examples[0].path.stem}.pickle" if folder else None
    before = pickle.loads(kept.read_bytes()) if kept and kept.exists() else {}
    names = Names()
    judge = Jury(Judge(examples[0].path), before)
    with Database(examples[0].path, isolation="thread") as database:
        catalog = known(database)
        found = [_race(example, catalog, weights, judge.judged, names) for example in examples]
    judge.judge.close()
    if kept:
        kept.write_bytes(pickle.dumps(before))
    return [(names, found)]


class Jury:
    """Judges each record that a question may mean once, also over several trainings."""

    def __init__(self, judge: Judge, before: dict[tuple[str, Query], Judged]) -> None:
        self.judge, self.before = judge, before

    def judged(self, example: Example, query: Query, catalog: Catalog) -> Judged:
        """The first rows and whether they are right, None where it cannot be run."""
        key = (example.question.id, query)
        if key not in self.before:
            sql = to_sql(query, catalog, "sqlite")
            rows = self.judge.run(sql)
            right = rows is not None and self.judge.right(example.question, sql)
            self.before[key] = None if rows is None else (rows.rows[:ROWS], right)
        return self.before[key]


def _race(
    example: Example,
    catalog: Catalog,
    weights: Weights,
    judged: Callable[[Example, Query, Catalog], Judged],
    names: Names,
) -> Race:
    analysis = analyse(example.question.question, catalog)
    scores = score(analysis, weights)
    question = Question(analysis, scores)
    rows, right, same = [], [], []
    for candidate in assemble(analysis, scores):
        found = judged(example, candidate.query, catalog)
        if found is None:
            continue
        rows.append(features(candidate, question, found[0]))
        right.append(found[1])
        same.append(crc32(repr(sorted(map(repr, found[0]))).encode("utf-8", "replace")))
    return Race(example, names.matrix(rows), np.array(right, dtype=bool), tuple(same))


def gathered(found: Iterable[tuple[Names, list[Race]]]) -> Races:
    """The races of all databases over one list of names."""
    parts = list(found)
    names = sorted({name for part, _ in parts for name in part.places})
    place = {name: at for at, name in enumerate(names)}
    those = []
    for part, found_there in parts:
        moved = np.array([place[name] for name in part.places], dtype=np.int32)
        for race in found_there:
            old = race.features
            new = (old.data, moved[old.indices], old.indptr)
            race.features = sp.csr_matrix(new, shape=(old.shape[0], len(names)))
            race.features.sort_indices()
            those.append(race)
    those.sort(key=lambda race: race.example.question.id)
    return Races(names, np.array([not untried({name: 1.0}) for name in names]), those)


def rankers(races: Races, those: Sequence[Race], without: Flags) -> Weights:
    """What orders candidates, learned from these races, but from no feature ``without``."""
    first = _linear(races, those, ~races.tried & ~without)
    cut = [_cut(race, best(race, first, TAUGHT)) for race in those]
    taught = [race for race in cut if race.teaches]
    kept = np.flatnonzero(_usual(races, taught) & ~without)
    matrix = sp.vstack([race.features for race in taught]).tocsc()[:, kept].tocsr()
    names = [races.names[at] for at in kept]
    trees = boosted(matrix, *_targets(taught), names)
    layers = net(matrix, *_targets(taught), names)
    second = _linear(races, those, ~without) * BESIDE
    return Weights({}, _named(races, first), _named(races, second), trees, layers)


def _linear(races: Races, those: Sequence[Race], usable: Flags) -> Numbers:
    """What each feature is worth, in the order of the names."""
    taught = [race for race in those if race.teaches]
    matrix = sp.vstack([race.features for race in taught]).tocsc()
    kept = np.flatnonzero(_usual(races, taught) & usable)
    weights = np.zeros(len(races.names))
    weights[kept] = listwise(matrix[:, kept].tocsr(), *_targets(taught), STRENGTH)
    return weights


def _named(races: Races, weights: Numbers) -> dict[str, float]:
    found = zip(races.names, weights.round(_DIGITS).tolist(), strict=True)
    return {name: weight for name, weight in found if weight}


def best(race: Race, first: Numbers, count: int) -> list[int]:
    """The places of the candidates that the first ranker prefers, best first."""
    order = np.argsort(-(race.features @ first), kind="stable")
    return [int(at) for at in order[:count]]


def _cut(race: Race, places: Sequence[int]) -> Race:
    same = tuple(race.same[at] for at in places)
    return Race(race.example, race.features[places], race.right[places], same)


def _usual(races: Races, those: Sequence[Race]) -> Flags:
    """The features that enough questions' candidates have."""
    counts = np.zeros(len(races.names))
    for race in those:
        counts[np.unique(race.features.indices)] += 1
    return np.asarray(counts >= LEAST)


def _targets(those: Sequence[Race]) -> tuple[Flags, Any, Numbers]:
    """Which candidates are right, how many each question has, and what each question counts."""
    right = np.concatenate([race.right for race in those])
    sizes = np.array([len(race.right) for race in those])
    return right, sizes, np.array([WORTH[race.example.source] for race in those])
