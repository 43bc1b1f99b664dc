"""Columns that a number may be compared with, and what two comparisons or texts of digits make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from sqlagent.linking import is_text
from sqlagent.models.offline.dateparts import YEARS_ONLY
from sqlagent.models.offline.proposals.amounts import Amount
from sqlagent.models.offline.proposals.figures import scale
from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.query import AnyOf, Arithmetic, Compare, Field

_FEW = 10  # columns for one number
_NONE, _ALL = 0.4, 0.6  # what a test is worth that holds for no row, or for every one
_YEAR, _DAY = 1000, 100_000  # less than that is no year, or no day
_SHARED = 1000  # the least scale said once for two bounds, of which the second reads as less
_ALONE = 0.1  # how much less likely it is that of the first alone


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column for a number: how likely, by which words; ``flipped`` where less of it is more."""

    field: Field
    score: float
    tokens: frozenset[int]
    source: str
    flipped: bool = False


def either(scope: Scope, one: Amount, other: Amount, found: list[Candidate]) -> Iterator[Proposal]:
    """Under 25 or over 30: two comparisons of one column, of which one holds."""
    if not (one.said and other.said and other.start - one.end <= 3):
        return
    between = frozenset(range(one.end, other.start))
    values = _scaled(scope, one, other)
    for candidate in found[:_FEW]:
        tokens = one.tokens | other.tokens | candidate.tokens | between
        first = Compare(candidate.field, one.operator, one.value)
        for place, value in enumerate(values):
            either_holds = AnyOf((first, Compare(candidate.field, other.operator, value)))
            score = min(1.0, candidate.score + 0.1) - _ALONE * place
            yield Proposal(either_holds, tokens, "number", score)


def _scaled(scope: Scope, one: Amount, other: Amount) -> tuple[float | tuple[float, float], ...]:
    """What the second bound may be, likeliest first: over 100 million or under 50 (million)."""
    times = scale(scope, one.tokens)
    fits = other.low < _SHARED <= times and other.high is None
    if fits and scale(scope, other.tokens) == 1.0:
        return other.low * times, other.value
    return (other.value,)


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


def telling(scope: Scope, field: Field, operator: str, value: float | tuple[float, float]) -> float:
    """How much of its score a test keeps: less where it tells no rows from others."""
    extent = scope.catalog.extents(field.table).get(field.column)
    if form := scope.form(field):
        highest = max(value) if isinstance(value, tuple) else value
        return _NONE if highest < (_YEAR if form in YEARS_ONLY else _DAY) else 1.0
    if extent is None or operator == "<>":
        return 1.0
    least, greatest = extent
    low, high = _range(operator, value)
    strict = operator in ("<", ">")
    if high < least or low > greatest or (strict and (low == greatest or high == least)):
        return _NONE
    every = low <= least < greatest <= high and not (strict and {low, high} & {least, greatest})
    return _ALL if every else 1.0


def _range(operator: str, value: float | tuple[float, float]) -> tuple[float, float]:
    """The two ends of what a comparison allows."""
    if isinstance(value, tuple):
        return value
    return (
        -inf if operator in ("<", "<=") else value,
        inf if operator in (">", ">=") else value,
    )
