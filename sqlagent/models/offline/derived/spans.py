"""The time between two dates of a row, and ages: delivery time, nights, how old."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from sqlagent.linking.stored import quote
from sqlagent.models.offline.dateparts import YEARS_ONLY
from sqlagent.models.offline.derived.ground import Derived, Ground, words
from sqlagent.models.offline.proposals.recent import in_order, newest_of
from sqlagent.models.offline.query import Field, Span

_UNITS = {
    "minute": "minute", "min": "minute", "mins": "minute", "hour": "hour", "hr": "hour",
    "hrs": "hour", "day": "day", "night": "day", "week": "day", "month": "month", "year": "year",
    "yr": "year",
}  # fmt: skip
_DATED = words(
    """per by each every a an this last past next previous of same first second third fourth one
    which what any current recent and most to from -"""
)
_LONG = (
    "how long", "how quickly", "how fast", "how soon", "length of stay", "stay length",
    "lead time", "turnaround", "time to", "time from", "time between", "duration", "durations",
    "lasted", "longest", "shortest", "delay", "delays", "delayed", "tenure", "wait", "waiting time",
    "delivery time", "processing time", "response time", "days late", "how late", "took longest",
    "length", "slowest", "quickest", "length of service",
)  # fmt: skip
_AGED = ("how old", "age", "ages", "aged", "years old", "older than", "younger than")
_SINCE = ("years since", "days since", "months since", "how long ago", "tenure", "seniority",
          "years of service", "length of service", "been with us", "been here", "been working",
          "been employed", "been open", "been a member", "been around", "so far been")  # fmt: skip
_BORN = words("birth born birthday dob birthdate bdate")
_DEAD = words("died death dead deceased")
_ENDS = words(
    """end to until till out left closed finished completed returned delivered arrived arrival
    resolved settled paid last stop finish close return actual checkout complete expire expiry
    thanked sold shipped settlement discharge corrected"""
)
_MOST = 4
_STEM = 5  # letters that delivery and delivered have in common
_WIDE = 7  # dates of a table that are paired


def propose_spans(ground: Ground) -> Iterator[Derived]:
    """The times between two dates that the question may ask for, and ages."""
    asked = list(_asked(ground))
    aged = ground.first(_AGED)
    if asked:
        yield from _between(ground, asked)
    if since := ground.first(_SINCE):
        yield from _since(ground, since)
    if aged and not any(ground.is_named(at) for at in range(*aged)):
        yield from _ages(ground, aged)


def _asked(ground: Ground) -> Iterator[tuple[str, frozenset[int]]]:
    """Units of time that something lasted in, else "" for the words that ask how long."""
    found = []
    for at, word in enumerate(ground.lemmas):
        unit = _UNITS.get(word) or _UNITS.get(ground.said[at])
        before = ground.word(at - 1)
        counted = at > 0 and ground.tokens[at - 1].number is not None
        dated = before in _DATED or word == ground.word(at - 2) or before in ("last", "past")
        if unit and not dated and not (counted and ground.word(at - 2) in _DATED):
            plural = ground.said[at] != word or before in ("in", "many")
            if plural:
                found.append((unit, frozenset({at})))
    if not found:
        place = ground.first(_LONG)
        how = place is not None and ground.word(place[0]) == "how"
        if place and (how or not any(ground.is_named(at, 0.5) for at in range(*place))):
            found.append(("", frozenset(range(*place))))
    yield from found[:2]


def _between(ground: Ground, asked: list[tuple[str, frozenset[int]]]) -> Iterator[Derived]:
    found = []
    for start, end, score, tokens in _pairs(ground):
        stored = ground.scope.form(start)
        table = ground.fact(start, end)
        for unit, said in asked if table else ():
            unit = unit or ("year" if stored in YEARS_ONLY else "day")
            if stored in YEARS_ONLY and unit != "year":
                continue
            value = Span(start, end, unit, stored)
            found.append(Derived(value, "row", table or "", tokens | said, "span", score))
    yield from sorted(found, key=lambda one: -one.score)[:_MOST]


def _pairs(ground: Ground) -> Iterator[tuple[Field, Field, float, frozenset[int]]]:
    """Two dates that follow each other, with how well the words fit them."""
    for table in ground.meant:
        for one, other in _dates(ground, table):
            start, end = _ordered(ground, one, other)
            first, second = _named(ground, start), _named(ground, end)
            score = 0.3 + 0.25 * first[0] + 0.25 * second[0]
            score += 0.12 * bool(ground.own_words(end) & _ENDS)
            score += 0.05 * (start == first_date(ground, one.table))
            score *= 0.5 + 0.5 * ground.worth(one.table)
            if one.table != other.table:
                score *= 0.5 if min(first[0], second[0]) < 0.4 else 0.9
            yield start, end, min(score, 0.95), first[1] | second[1]


def first_date(ground: Ground, table: str) -> Field | None:
    """A table's first date column: most often when its row began."""
    return next(iter(ground.scope.dates(table)), None)


def _dates(ground: Ground, table: str) -> Iterator[tuple[Field, Field]]:
    """Pairs of dates of a row, or of a row and its owner, that are stored alike."""
    scope = ground.scope
    own = [f for f in scope.dates(table)[:_WIDE] if not ground.own_words(f) & _BORN]
    for one, other in combinations(own, 2):
        if scope.form(one) == scope.form(other):
            yield one, other
    for edge in ground.graph.parents(table):
        if ground.worth(edge.parent) > 0.45 and own and edge.parent != table:
            for theirs in scope.dates(edge.parent)[:_WIDE]:
                named = _named(ground, theirs)[0] > 0.4
                for one in own[:3] if named and not ground.own_words(theirs) & _BORN else ():
                    if scope.form(one) == scope.form(theirs):
                        yield theirs, one


def _ordered(ground: Ground, one: Field, other: Field) -> tuple[Field, Field]:
    """Two dates, the one first that is stored before the other in most rows."""
    if one.table != other.table:
        return one, other
    a, b = (in_order(ground.scope, field) for field in (one, other))
    rows = list(ground.catalog.known(
        f"SELECT SUM(a < b), SUM(a > b) FROM (SELECT {a} AS a, {b} AS b FROM {quote(one.table)}"
        f" WHERE {a} IS NOT NULL AND {b} IS NOT NULL LIMIT 200) AS s"
    ))  # fmt: skip
    less, more = (value or 0 for value in rows[0]) if rows else (1, 0)
    return (one, other) if less >= more else (other, one)


def _named(ground: Ground, field: Field) -> tuple[float, frozenset[int]]:
    """How well the question names a date, and where."""
    for ref in ground.refs:
        if ref.field == field:
            return min(1.0, ref.score * 1.2), ref.tokens
    for part in ground.own_words(field):
        for at, word in enumerate(ground.lemmas):
            if len(part) > _STEM and word[:_STEM] == part[:_STEM]:
                return 0.7, frozenset({at})
    return 0.0, frozenset()


def _ages(ground: Ground, place: tuple[int, int]) -> Iterator[Derived]:
    """The age of people, at their death or on the newest day that is stored."""
    for table in ground.meant:
        born = next((f for f in ground.scope.dates(table) if ground.own_words(f) & _BORN), None)
        if born is None:
            continue
        stored, tokens = ground.scope.form(born), frozenset(range(*place))
        score = 0.5 + 0.4 * ground.worth(table)
        for died in ground.scope.dates(table):
            if ground.own_words(died) & _DEAD:
                yield Derived(Span(born, died, "year", stored), "row", table, tokens, "age", score)
        days = [newest_of(ground.scope, field) for field in _living(ground, table)]
        today = max((day for day in days if day), default=None)
        if today:
            value = Span(born, today.isoformat(), "year", stored)
            yield Derived(value, "row", table, tokens, "age", score - 0.1)
        yield from _aged_at(ground, table, born, tokens)


def _since(ground: Ground, place: tuple[int, int]) -> Iterator[Derived]:
    """The time from a date of a row until the newest day that is stored."""
    unit = next((_UNITS[w] for w in ground.lemmas if w in _UNITS), "year")
    for table in ground.meant[:2]:
        days = [newest_of(ground.scope, field) for field in _living(ground, table)]
        today = max((day for day in days if day), default=None)
        for start in ground.scope.dates(table)[:3] if today else ():
            if ground.own_words(start) & (_BORN | _ENDS):
                continue
            stored = ground.scope.form(start)
            if stored in YEARS_ONLY and unit != "year":
                continue
            fit, tokens = _named(ground, start)
            value = Span(start, str(today), unit, stored)
            taken = tokens | frozenset(range(*place))
            score = 0.3 + 0.3 * ground.worth(table) + 0.3 * fit
            yield Derived(value, "row", table, taken, "since", score)


def _living(ground: Ground, table: str) -> Iterator[Field]:
    """The dates that tell what day it is: of the table, and of what belongs to it."""
    near = [table, *(edge.child for edge in ground.graph.children(table))]
    for other in near[:6]:
        yield from (f for f in ground.scope.dates(other)[:3] if not ground.own_words(f) & _BORN)


def _aged_at(ground: Ground, table: str, born: Field, tokens: frozenset[int]) -> Iterator[Derived]:
    """The age of a row's person at the time of the row."""
    stored = ground.scope.form(born)
    for edge in ground.graph.children(table):
        for at in ground.scope.dates(edge.child)[:1] if ground.worth(edge.child) > 0.7 else ():
            if ground.scope.form(at) == stored:
                value = Span(born, at, "year", stored)
                yield Derived(value, "row", edge.child, tokens, "age", 0.5)
