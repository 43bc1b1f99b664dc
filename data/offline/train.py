"""Trains the offline model: SQLAGENT_TEST_DATA=… python data/offline/train.py

From the own questions and Spider's training questions to the weights in the package, the same
each time. Every figure that it prints is measured on databases that were kept out.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import corpus
from corpus import Example
from fit import hashed, logistic
from labels import Gold

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.factors import FACTORS, factors
from sqlagent.models.offline.model import known
from sqlagent.models.offline.parts import (
    COLUMN_ROLES,
    TABLE_ROLES,
    form_features,
    proposal_features,
    role_features,
)
from sqlagent.models.offline.recover import recover
from sqlagent.models.offline.weights import Linear, Weights

WORTH = {"small": 5.0, "own": 5.0, "more": 5.0, "spider": 1.0}
MOST_IDLE = 12  # mentions without a part in the query that one question teaches


@dataclass(slots=True)
class Lesson:
    """What one question teaches the part models: rows of features with their labels."""

    example: Example
    forms: np.ndarray
    form: dict[str, str]
    mentions: list[tuple[bool, np.ndarray, str]]
    proposals: list[tuple[np.ndarray, bool]]


def by_database(examples: Iterable[Example]) -> list[list[Example]]:
    found = defaultdict(list)
    for example in examples:
        found[example.path].append(example)
    return list(found.values())


def lessons(examples: list[Example]) -> list[Lesson]:
    """The lessons of one database's questions whose gold a record can hold."""
    with Database(examples[0].path, isolation="thread", max_rows=100_000) as database:
        catalog = known(database)
        found = []
        for e in examples:
            try:
                one = lesson(e, catalog)
            except Exception:
                import traceback; print(e.question.id, traceback.format_exc().splitlines()[-3:], flush=True)
                continue
            if one is not None:
                found.append(one)
        return found


def lesson(example: Example, catalog: Catalog) -> Lesson | None:
    assert example.question.gold_sql is not None
    query = recover(example.question.gold_sql, catalog)
    if query is None:
        return None
    analysis = analyse(example.question.question, catalog)
    gold = Gold(query, catalog)
    mentions = [
        (mention.column is None, hashed(features), gold.role(mention))
        for mention, features in zip(analysis.mentions, role_features(analysis), strict=True)
    ]
    proposals = [
        (hashed(features), gold.holds(proposal.condition))
        for proposal, features in zip(analysis.proposals, proposal_features(analysis), strict=True)
    ]
    forms = hashed(list(form_features(analysis)))
    return Lesson(example, forms, factors(query, catalog), mentions, proposals)


def in_parallel(work: Callable[[Any], list[Any]], jobs: Sequence[Any]) -> list[Any]:
    with ProcessPoolExecutor(2) as pool:
        return [one for found in pool.map(work, jobs) for one in found]


def part_models(taught: Sequence[Lesson]) -> Weights:
    """The part models that these lessons teach."""
    models: dict[str, Linear] = {}
    worth = [WORTH[one.example.source] for one in taught]
    rows = [one.forms for one in taught]
    for name, classes in FACTORS.items():
        labels = [one.form[name] for one in taught]
        models[name] = logistic(rows, labels, worth, classes)
    for is_table, name, classes in ((True, "table", TABLE_ROLES), (False, "column", COLUMN_ROLES)):
        said = [
            (features, role, WORTH[one.example.source])
            for one in taught
            for table, features, role in one.mentions
            if table == is_table
        ]
        models[name] = logistic(
            [s[0] for s in said], [s[1] for s in said], [s[2] for s in said], classes
        )
    said_of = [
        (features, "yes" if holds else "no", WORTH[one.example.source])
        for one in taught
        for features, holds in one.proposals
    ]
    models["proposal"] = logistic(
        [s[0] for s in said_of], [s[1] for s in said_of], [s[2] for s in said_of], ("no", "yes")
    )
    return Weights(models)


def check_parts(weights: Weights, kept: Sequence[Lesson]) -> None:
    """How often each part model is right, on lessons that it was not taught."""
    for sources in (("spider",), ("small", "own", "more")):
        those = [one for one in kept if one.example.source in sources]
        print(sources[0], len(those), end="  ")
        for name in FACTORS:
            model = weights.models[name]
            right = sum(best(model, one.forms) == one.form[name] for one in those)
            print(f"{name} {right / max(1, len(those)):.3f}", end="  ")
        print()


def best(model: Linear, features: np.ndarray) -> str:
    logits = np.array(model.bias, dtype=float)
    count = len(model.classes)
    for feature in features:
        at = model.rows.get(int(feature))
        if at is not None:
            logits += model.scale * np.array(model.table[at * count : (at + 1) * count])
    return model.classes[int(np.argmax(logits))]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--spider", type=int, default=None)
    parser.add_argument("--cache", type=Path, default=None)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        start = time.time()
        examples = corpus.load(folder, spider=given.spider)
        taught = in_parallel(lessons, by_database(examples))
        print(f"{len(taught)} lessons of {len(examples)} questions, {time.time() - start:.0f} s")
        if given.cache:
            given.cache.write_bytes(pickle.dumps(taught))
        folds = {}
        for fold in range(corpus.FOLDS):
            start = time.time()
            folds[fold] = part_models([one for one in taught if one.example.fold != fold])
            print(f"fold {fold}: {time.time() - start:.0f} s")
            check_parts(folds[fold], [one for one in taught if one.example.fold == fold])
            sys.stdout.flush()
        if given.cache:
            given.cache.with_suffix(".parts").write_bytes(pickle.dumps(folds))


if __name__ == "__main__":
    main()
