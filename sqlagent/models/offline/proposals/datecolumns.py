"""Which date columns a date of the question may be said of."""

from __future__ import annotations

from sqlagent.models.offline.dateparts import YEARS_ONLY
from sqlagent.models.offline.proposals.days import Day
from sqlagent.models.offline.proposals.scope import Scope, field_of, span
from sqlagent.models.offline.query import Field

_MILESTONES = {
    "joined": frozenset(
        """join hire hired start joined since admit registration registered member enrolment sign
        creation admitted started opened open from became""".split()
    ),
    "ended": frozenset(
        """end left leave until termination term close closed quit finish expiry expire expires
        finished to removed""".split()
    ),
}
_BORN = frozenset("birth born death".split())
_VALID = frozenset("since until from to valid expire expiry expires".split())
_LATER = frozenset("update updated modified changed edited created creation".split())
_MOST = 10  # columns for one date
_TABLES = 16


def date_columns(scope: Scope, day: Day) -> list[tuple[Field, float, frozenset[int]]]:
    """The date columns that a date may be said of, best first, with the words that name them."""
    found: dict[Field, tuple[float, frozenset[int]]] = {}
    for table, worth in list(scope.tables.items())[:_TABLES]:
        event = 0.05 * bool(scope.catalog.graph.parents(table))
        for at, field in enumerate(scope.dates(table)):
            score = 0.35 + 0.4 * worth - 0.04 * min(at, 4) + _kind(scope, field, day) + event
            found[field] = (max(score, 0.05), frozenset())
    for link in scope.columns:
        field = field_of(link)
        if field not in found or link.start >= day.end + 6:
            continue
        gap = max(0, day.start - link.end) if link.end <= day.start else link.start - day.end + 1
        if span(link) & frozenset(range(day.start, day.end)) or gap > 7:
            continue
        score = found[field][0] + link.score * (0.35 - 0.035 * gap)
        if score > found[field][0]:
            near = span(link) if gap <= 3 else frozenset[int]()
            found[field] = (min(score, 0.98), near)
    _milestones(scope, day, found)
    ranked = sorted(found.items(), key=lambda pair: -pair[1][0])[:_MOST]
    return [(field, score, near) for field, (score, near) in ranked]


def _kind(scope: Scope, field: Field, day: Day) -> float:
    words = set(scope.catalog.words(field.table, field.column))
    form = scope.form(field)
    score = -0.25 if words & _BORN else -0.1 if words & (_LATER | _VALID) else 0.0
    if form in YEARS_ONLY:
        score += 0.05 if day.grain in ("year", "decade") else -0.4
    return score


def _milestones(scope: Scope, day: Day, found: dict[Field, tuple[float, frozenset[int]]]) -> None:
    """Joined in 2012, left since May: the column that the verb before it speaks of."""
    for name, words in _MILESTONES.items():
        for place in range(max(0, day.start - 6), day.start):
            cue = scope.begins(place, name)
            for field in list(found) if cue else ():
                if cue and words & set(scope.catalog.words(field.table, field.column)):
                    near = 0.25 - 0.03 * (day.start - cue[0])
                    score = min(0.98, max(found[field][0], 0.45) + near)
                    found[field] = (score, frozenset(range(place, cue[0])))
