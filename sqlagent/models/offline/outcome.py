"""What a candidate is judged by once it was tried: what it came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlagent.models.offline.assemble import Candidate
from sqlagent.models.offline.query import Compare, Field, Measure, Query
from sqlagent.models.offline.question import Question

_OUTCOMES = ("tried", "empty", "null", "zero", "one", "many rows", "short of the limit",
             "groups of one", "blank", "alike")  # fmt: skip


def untried(found: dict[str, float]) -> dict[str, float]:
    """The features without what a candidate came to."""
    return {name: value for name, value in found.items() if not name.startswith(_OUTCOMES)}


def outcome(
    candidate: Candidate, question: Question, rows: Sequence[Sequence[Any]]
) -> Iterator[tuple[str, float]]:
    form, query = candidate.form, candidate.query
    yield "tried", 1.0
    yield "empty", float(not rows)
    if not rows:
        yield f"empty {form['target']}", 1.0
        return
    single = len(rows) == 1 and len(rows[0]) == 1
    if single:
        yield "null", float(rows[0][0] is None)
        yield "zero", float(rows[0][0] == 0)
        yield "one", float(rows[0][0] == 1)
        yield "one of the name", float(rows[0][0] == 1 and counts_named(query, question))
    yield f"one row {form['target']} {form['group']}", float(len(rows) == 1)
    yield "many rows", float(len(rows) > 50)
    if query.limit and query.limit > 1:
        yield "short of the limit", float(len(rows) < query.limit)
    if query.group:
        yield "one group", float(len(rows) == 1 and not query.limit)
        ones = sum(1 for row in rows if row[-1] == 1)
        yield "groups of one", ones / len(rows)
    blank = sum(1 for row in rows if row[0] is None)
    yield "blank", blank / len(rows)
    yield "alike", 1.0 - len({tuple(row) for row in rows}) / len(rows)


def counts_named(query: Query, question: Question) -> bool:
    """Whether rows are counted that have one name, of which there is mostly one."""
    counted = {m.table for m in query.shown if isinstance(m, Measure) and m.function == "count"}
    return any(
        isinstance(c, Compare) and c.operator == "=" and isinstance(c.of, Field)
        and c.of.table in counted and c.of.column in question.labels(c.of.table)
        for c in query.conditions
    )  # fmt: skip
