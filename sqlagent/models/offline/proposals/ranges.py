"""Days and stretches of time as conditions, in the form that a column stores."""

from __future__ import annotations

from sqlagent.models.offline.dateparts import YEARS_ONLY, stored_as
from sqlagent.models.offline.proposals.scope import Scope
from sqlagent.models.offline.query import AllOf, Compare, Condition, Field


def within(scope: Scope, field: Field, first: str, stop: str, said: str) -> Condition:
    """From the first day up to, and not, the last: half open, so that times of day fit."""
    form = scope.form(field)
    low, high = stored(first, form), stored(stop, form)
    if first == stop:
        return Compare(field, "=", low, said)
    if form in YEARS_ONLY:
        last = type(low)(int(high) - 1)
        if last == low:
            return Compare(field, "=", low, said)
        return Compare(field, "between", (low, last), said)
    return AllOf((Compare(field, ">=", low, said), Compare(field, "<", high, said)))


def stored(day: str, form: str) -> str | int:
    """A day, or a moment of one, in the form a column stores."""
    if len(day) == 10 or form == "iso":
        return stored_as(day, form) if len(day) == 10 else day
    return stored_as(day[:10], form)
