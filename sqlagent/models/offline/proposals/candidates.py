"""Columns that a number may be compared with, and what two comparisons or texts of digits make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlagent.linking import is_text
from sqlagent.models.offline.proposals.amounts import Amount
from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.query import AnyOf, Arithmetic, Compare, Field

_FEW = 10  # columns for one number
_SCALE = 1e4  # how far two bounds of a column are never apart


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column for a number: how likely, by which words; ``flipped`` where less of it is more."""

    field: Field
    score: float
    tokens: frozenset[int]
    source: str
    flipped: bool = False


def either(one: Amount, other: Amount, found: list[Candidate]) -> Iterator[Proposal]:
    """Under 25 or over 30: two comparisons of one column, of which one holds."""
    if not (one.said and other.said and other.start - one.end <= 3):
        return
    for candidate in found[:_FEW]:
        sides = [(a.operator, a.value) for a in (one, other)]
        if isinstance(other.value, float) and one.low >= _SCALE * other.low and other.low:
            # "over 100 million or under 50": the scale is said once
            scale = 1e6 if one.low >= 1e6 else 1e3
            sides[1] = (other.operator, other.value * scale)
        tests = tuple(Compare(candidate.field, *side) for side in sides)
        tokens = (
            one.tokens | other.tokens | candidate.tokens | frozenset(range(one.end, other.start))
        )
        yield Proposal(AnyOf(tests), tokens, "number", min(1.0, candidate.score + 0.1))


def counted(scope: Scope, field: Field, operator: str) -> Field | Arithmetic:
    """A column, made a number where its texts of digits would be compared as texts."""
    column = scope.catalog.schema[field.table][field.column]
    if operator in ("=", "<>") or not is_text(column) or scope.form(field):
        return field
    sample = scope.catalog.sample(field.table, field.column)
    texts = [v for v in sample if isinstance(v, str) and v]
    plain = all(v.replace(".", "", 1).isdigit() for v in texts)
    digits = {len(v.partition(".")[0]) for v in texts}
    return field if plain and len(digits) < 2 else Arithmetic("+", field, 0, field.column)
