"""What each question teaches the part models, and the part models that lessons make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from corpus import Example
from fit import Sums, hashed, logistic
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
from sqlagent.models.offline.weights import Linear

WORTH = {"small": 5.0, "own": 5.0, "more": 5.0, "spider": 1.0}
"""What a question counts, by its source."""


@dataclass(slots=True)
class Lesson:
    """Rows of features with their labels.

    A mention has whether it is of a table, and its role; a proposal has whether it holds.
    """

    example: Example
    forms: Sums
    form: dict[str, str]
    mentions: list[tuple[bool, Sums, str]]
    proposals: list[tuple[Sums, bool]]


def lessons(examples: Sequence[Example]) -> list[Lesson]:
    """The lessons of one database's questions whose gold a record can hold."""
    with Database(examples[0].path, isolation="thread") as database:
        catalog = known(database)
        found = [_lesson(example, catalog) for example in examples]
    return [one for one in found if one is not None]


def _lesson(example: Example, catalog: Catalog) -> Lesson | None:
    gold_sql = example.question.gold_sql
    query = None if gold_sql is None else recover(gold_sql, catalog)
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
    forms = hashed(form_features(analysis))
    return Lesson(example, forms, factors(query, catalog), mentions, proposals)


def part_models(taught: Sequence[Lesson]) -> dict[str, Linear]:
    """The part models that these lessons teach, by name."""
    models = {}
    for name, classes in FACTORS.items():
        rows = ((one.forms, one.form[name], WORTH[one.example.source]) for one in taught)
        models[name] = logistic(list(rows), classes)
    models["table"] = logistic(list(_roles(taught, of_tables=True)), TABLE_ROLES)
    models["column"] = logistic(list(_roles(taught, of_tables=False)), COLUMN_ROLES)
    rows = (
        (features, "yes" if holds else "no", WORTH[one.example.source])
        for one in taught
        for features, holds in one.proposals
    )
    models["proposal"] = logistic(list(rows), ("no", "yes"))
    return models


def _roles(taught: Sequence[Lesson], *, of_tables: bool) -> Iterator[tuple[Sums, str, float]]:
    for one in taught:
        for is_table, features, role in one.mentions:
            if is_table == of_tables:
                yield features, role, WORTH[one.example.source]


def hits(models: dict[str, Linear], kept: Sequence[Lesson]) -> dict[str, float]:
    """How often each model of the form is right, on lessons that it was not taught."""
    return {
        name: float(np.mean([_best(models[name], one.forms) == one.form[name] for one in kept]))
        for name in FACTORS
    }


def _best(model: Linear, features: Sums) -> str:
    logits = np.array(model.bias, dtype=float)
    count = len(model.classes)
    for feature in features.tolist():
        at = model.rows.get(feature)
        if at is not None:
            logits += model.scale * np.array(model.table[at * count : (at + 1) * count])
    return model.classes[int(np.argmax(logits))]
