"""Dates told from the newest date that is stored: last year, this month, the past 30 days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlagent.linking.stored import quote
from sqlagent.models.offline.dateparts import YEARS_ONLY, bounds, stored_as, stored_form
from sqlagent.models.offline.proposals.days import Day
from sqlagent.models.offline.proposals.ranges import within
from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.query import Compare, Field


def newest_of(scope: Scope, field: Field) -> date | None:
    """The newest date that a column stores."""
    days = in_order(scope, field)
    rows = list(scope.catalog.known(f"SELECT MAX({days}) FROM {quote(field.table)}"))
    return as_date(rows[0][0]) if rows else None


def in_order(scope: Scope, field: Field) -> str:
    """A date column as SQL whose order is that of its days: of texts the year at the end."""
    name = quote(field.column)
    return f"substr({name}, -4)" if scope.form(field) == "tail" else name


def as_date(value: object) -> date | None:
    """A stored date as a day; None for what is none."""
    form, text = stored_form(value), str(value)
    try:
        if form == "unix":
            return date(1970, 1, 1) + timedelta(seconds=int(text))
        digits = text.replace("-", "")
        month, day = int(digits[4:6] or 1), int(digits[6:8] or 1)
        return date(int(digits[:4]), month, day) if form else None
    except (ValueError, OverflowError):
        return None


def _before(newest: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return newest - timedelta(days=count * (7 if unit == "week" else 1))
    months = newest.year * 12 + newest.month - 1
    months -= count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    year, month = divmod(months, 12)
    last = date.fromisoformat(bounds(year, month + 1)[1]) - timedelta(days=1)
    return date(year, month + 1, min(newest.day, last.day))


def _whole(newest: date, unit: str, back: int) -> tuple[str, str]:
    """The first day of the newest date's unit, or of the one before, and the day after it."""
    if unit in ("day", "week"):
        size = 7 if unit == "week" else 1
        start = newest - timedelta(days=newest.weekday() if unit == "week" else 0)
        start += timedelta(days=size * back)
        return start.isoformat(), (start + timedelta(days=size)).isoformat()
    size = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    months = (newest.year * 12 + newest.month - 1) // size * size + size * back
    one, other = divmod(months, 12), divmod(months + size, 12)
    return bounds(one[0], one[1] + 1)[0], bounds(other[0], other[1] + 1)[0]


def propose_recent(
    scope: Scope, field: Field, score: float, tokens: frozenset[int], day: Day
) -> Iterator[Proposal]:
    """The last so many days before the newest date stored, or the whole unit before it."""
    assert day.back is not None, "the day is told from the newest"
    count, unit = day.back
    form, newest = scope.form(field), newest_of(scope, field)
    if newest is None or (form in YEARS_ONLY and unit not in ("year", "decade")):
        return
    said = scope.text(day.start, day.end)
    if count > 0:
        first = _before(newest, count, unit).isoformat()
        operator = ">" if form in YEARS_ONLY else ">="
        test = Compare(field, operator, stored_as(first, form), said)
        yield Proposal(test, tokens, "relative", score, said)
        return
    for back, share in ((count, 1.0), (-1 - count, 0.6)):
        first, stop = _whole(newest, unit, back)
        test_of = within(scope, field, first, stop, said)
        yield Proposal(test_of, tokens, "relative", score * share, said)
