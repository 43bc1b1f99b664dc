"""How long something lasted, against an amount of time: stays longer than 3 nights."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from sqlagent.models.offline.dateparts import YEARS_ONLY
from sqlagent.models.offline.proposals.amounts import Amount
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of
from sqlagent.models.offline.proposals.units import UNIT_WORDS
from sqlagent.models.offline.query import Compare, Field, Span

_UNITS = {
    **dict.fromkeys("minute min".split(), ("minute", 1.0)),
    **dict.fromkeys("hour hr hrs h".split(), ("hour", 1.0)),
    **dict.fromkeys("day night".split(), ("day", 1.0)),
    "week": ("day", 7.0),
    "month": ("month", 1.0),
    **dict.fromkeys("year yr".split(), ("year", 1.0)),
}
_ENDS = frozenset(
    """end to until till out left closed finished completed returned delivered arrived arrival
    resolved settled paid last stop finish close return actual checkout complete expire expiry
    sold shipped discharge checked departure""".split()
)
_PASSED = frozenset("last past previous next within ago every".split())
_BORN = frozenset("birth born birthday dob birthdate".split())
_DAY = 10  # letters of a day without a time
_TABLES = 10
_WIDE = 6  # dates of a table that are paired


def propose_durations(scope: Scope, amounts: list[Amount]) -> Iterator[Proposal]:
    """The time between two dates of a row, compared with each amount of time."""
    for amount in amounts:
        unit, factor = _UNITS.get(amount.unit, ("", 1.0))
        near = set(scope.said[max(0, amount.start - 2) : amount.end + 2])
        inside = _is_within(scope, amount)
        if not unit or not (amount.said or inside) or _is_held(scope, amount):
            continue
        if near & _PASSED and not inside:
            continue
        high = None if amount.high is None else amount.high * factor
        value = amount.low * factor if high is None else (amount.low * factor, high)
        for start, end, score in _pairs(scope):
            stored = scope.form(start)
            if not _tells(scope, start, stored, unit):
                continue
            operator = "<=" if inside else amount.operator
            test = Compare(Span(start, end, unit, stored), operator, value)
            taken = amount.tokens | frozenset(range(amount.start - inside, amount.start))
            yield Proposal(test, taken, "unit", score)


def _is_within(scope: Scope, amount: Amount) -> bool:
    """Whether an amount of time is the most that passes: shipped within two days."""
    return not amount.said and scope.word(amount.start - 1) in ("within", "inside")


def _tells(scope: Scope, field: Field, stored: str, unit: str) -> bool:
    """Whether a date is stored exactly enough for a unit."""
    if stored in (*YEARS_ONLY, "yyyymm"):
        return unit == "year" or (stored == "yyyymm" and unit == "month")
    if unit not in ("hour", "minute"):
        return True
    sample = scope.catalog.sample(field.table, field.column)
    return stored == "unix" or any(len(str(value)) > _DAY for value in sample)


def _is_held(scope: Scope, amount: Amount) -> bool:
    """Whether a column that is named holds amounts of the unit itself."""
    words = set(UNIT_WORDS.get(amount.unit, ()))
    return any(
        link.score > 0.8 and abs(link.start - amount.end) < 5 and scope.is_numeric(field_of(link))
        and words & set(scope.catalog.words(link.table, link.column))
        for link in scope.columns
    )  # fmt: skip


def _pairs(scope: Scope) -> Iterator[tuple[Field, Field, float]]:
    """Two dates of a row that are stored alike, the earlier one first by what they are called."""
    named = {field_of(link): link.score for link in scope.columns}
    for table, worth in list(scope.tables.items())[:_TABLES]:
        dates = [f for f in scope.dates(table)[:_WIDE] if not _words(scope, f) & _BORN]
        for one, other in combinations(dates, 2):
            if scope.form(one) != scope.form(other):
                continue
            ends = [bool(_words(scope, field) & _ENDS) for field in (one, other)]
            start, end = (other, one) if ends == [True, False] else (one, other)
            score = 0.25 + 0.25 * (True in ends) + 0.15 * (start == dates[0])
            score += 0.15 * max(named.get(start, 0.0), named.get(end, 0.0))
            yield start, end, score * (0.3 + 0.7 * min(1.0, worth))


def _words(scope: Scope, field: Field) -> set[str]:
    return set(scope.catalog.words(field.table, field.column))
