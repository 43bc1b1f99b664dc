"""Dates in the question as conditions on date columns, in the form that each one stores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from sqlagent.models.offline.dateparts import YEARS_ONLY, bounds
from sqlagent.models.offline.proposals.datecolumns import date_columns
from sqlagent.models.offline.proposals.days import Day, days
from sqlagent.models.offline.proposals.ranges import stored, within
from sqlagent.models.offline.proposals.recent import newest_of, propose_recent
from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.proposals.spelled import propose_spelled
from sqlagent.models.offline.query import AnyOf, Compare, Condition, Field, Part

_SINCE = frozenset("since from starting beginning".split())
_UNTIL = frozenset("until till up by through".split())


def propose_dates(scope: Scope) -> Iterator[Proposal]:
    """A condition for each date and each date column that it may be said of."""
    found = days(scope)
    pairs = {pair[0].start: pair for pair in _pairs(scope, found)}
    inner = {second.start for _, second, _ in pairs.values()}
    for day in found:
        if day.start in inner:
            continue
        for field, score, near in date_columns(scope, day):
            if day.start in pairs:
                yield from _between(scope, field, score, near, pairs[day.start])
            yield from _on(scope, field, score, near, day)
        yield from propose_spelled(scope, day)
    for one, other in pairwise(found):
        if "or" in scope.said[one.end : other.start] and other.start - one.end < 5:
            yield from _either(scope, one, other)
    for run in _listed(scope, found):
        yield from _one_of(scope, run)


def _either(scope: Scope, one: Day, other: Day) -> Iterator[Proposal]:
    """Before 1989 or after 2007: one of two bounds."""
    if one.parts or one.back or other.parts or other.back:
        return
    for field, score, near in date_columns(scope, one):
        first, second = (next(_on(scope, field, score, near, day), None) for day in (one, other))
        if first and second:
            tokens = first.tokens | second.tokens | frozenset(range(one.end, other.start))
            both = AnyOf((first.condition, second.condition))
            said = scope.text(min(first.tokens), other.end)
            yield Proposal(both, tokens, "date", min(1.0, score + 0.12), said)


def _listed(scope: Scope, found: list[Day]) -> Iterator[list[Day]]:
    """Dates side by side with "or", "and" or a comma between them: 2022 or 2023."""
    run: list[Day] = []
    for day in found:
        near = run and scope.joined(run[-1].end, day.start) and day.first and run[-1].first
        if not near and len(run) > 1:
            yield run
        run = [*run, day] if near else [day]
    if len(run) > 1:
        yield run


def _one_of(scope: Scope, run: list[Day]) -> Iterator[Proposal]:
    """Any of several dates."""
    start, end = run[0].start, run[-1].end
    said = scope.text(start, end)
    for field, score, near in date_columns(scope, run[0]):
        tokens = frozenset(range(start, end)) | near
        form = scope.form(field)
        if form in YEARS_ONLY and not all(_is_of_years(day) for day in run):
            continue
        if form in YEARS_ONLY and all(day.grain == "year" for day in run):
            years = tuple(stored(day.first, form) for day in run)
            test: Condition = Compare(field, "in", years, said)
        else:
            test = AnyOf(tuple(within(scope, field, d.first, d.stop, said) for d in run))
        yield Proposal(test, tokens, "date", min(1.0, score + 0.1), said)


def _is_of_years(day: Day) -> bool:
    """Whether a date is told by years alone, so that a stored year tells whether it is that."""
    return day.grain in ("year", "decade")


def _pairs(scope: Scope, found: list[Day]) -> Iterator[tuple[Day, Day, int]]:
    """Between 2010 and 2012, from May to June 2012, 2010-2012."""
    for one, other in pairwise(found):
        between = scope.said[one.end : other.start]
        opener = scope.word(scope.skip(one.start - 1, ("the", "year", "years"), -1))
        closed = opener in ("between", "from", "range", "during")
        joined = between[:1] in (["and"], ["to"], ["until"], ["till"], ["through"]) or not between
        one = _of_year(one, other)
        if len(between) > 3 or not joined or not (one.first and other.first):
            continue
        if closed or between[:1] in (["to"], ["through"]) or not between:
            start = scope.skip(one.start - 1, ("the", "year", "years"), -1) if closed else one.start
            yield one, other, start


def _of_year(one: Day, other: Day) -> Day:
    """January in "January to March 2023": of the year that is said once."""
    if one.parts and one.parts[0] == "month_number" and other.grain == "month" and other.first:
        first, stop = bounds(int(other.first[:4]), one.parts[1][0])
        return replace(one, first=first, stop=stop, parts=None, grain="month")
    return one


def _between(
    scope: Scope, field: Field, score: float, near: frozenset[int], pair: tuple[Day, Day, int]
) -> Iterator[Proposal]:
    one, other, start = pair
    if scope.form(field) in YEARS_ONLY and not (_is_of_years(one) and _is_of_years(other)):
        return
    tokens = frozenset(range(start, other.end)) | near
    said = scope.text(start, other.end)
    test = within(scope, field, one.first, other.stop, said)
    yield Proposal(test, tokens, "range", min(1.0, score + 0.08), said)


def _on(
    scope: Scope, field: Field, score: float, near: frozenset[int], day: Day
) -> Iterator[Proposal]:
    tokens, form = frozenset(range(day.start, day.end)) | near, scope.form(field)
    if day.back:
        yield from propose_recent(scope, field, score, tokens, day)
        return
    if day.parts:
        yield from _part(scope, field, score, tokens, day)
        return
    if form in YEARS_ONLY and not _is_of_years(day):
        return
    place = scope.skip(day.start - 1, ("the", "year", "years", "of", "end", "beginning"), -1)
    lead, start = scope.word(place), place
    said = scope.text(start, day.end)
    ahead = frozenset(range(start, day.start))
    first, stop = stored(day.first, form), stored(day.stop, form)
    last = day.stop if "end" in scope.said[place : day.start] else day.first
    if after := scope.begins(day.end, "orge", "orle"):
        tokens |= frozenset(range(day.end, after[0]))
        bound = (">=", first) if after[1] == "orge" else ("<", stop)
        yield Proposal(Compare(field, *bound, said), tokens, "date", min(1.0, score + 0.1), said)
        return
    cue = scope.ends(place + 1, "after", "before", "gt", "ge", "lt", "le")
    if cue is not None and lead not in ("in", "on", "at"):
        ahead = frozenset(range(cue[0], day.start))
        said = scope.text(cue[0], day.end)
        word = scope.word(cue[0])
        yield from _bounds(scope, field, score, tokens | ahead, (cue[1], word, last), day, said)
        if word not in ("from", "by"):
            score *= 0.45
    elif lead not in ("in", "on", "during", "for", "of", "from", "at", "within"):
        ahead, said = frozenset(), scope.text(day.start, day.end)
    test = within(scope, field, day.first, day.stop, said)
    denial = scope.negation(min(tokens | ahead), 1)
    if denial and form in YEARS_ONLY and isinstance(test, Compare) and test.operator == "=":
        unlike = Compare(field, "<>", test.value, said)
        yield Proposal(unlike, tokens | ahead | denial, "date", score, said)
    yield Proposal(test, tokens | ahead, "date", score, said)


def _bounds(
    scope: Scope, field: Field, score: float, tokens: frozenset[int],
    cue: tuple[str, str, str], day: Day, said: str,
) -> Iterator[Proposal]:  # fmt: skip
    """Since, after, before and until a date, with the day itself or without."""
    name, word, _ = cue
    form = scope.form(field)
    first, stop = stored(day.first, form), stored(day.stop, form)
    early = name in ("before", "lt", "le")
    if early:
        inclusive = word in _UNTIL or name == "le"
        options = [("<", stop if inclusive else first), ("<", first if inclusive else stop)]
    else:
        inclusive = word in _SINCE or name == "ge" or word == "on"
        options = [(">=", first if inclusive else stop), (">=", stop if inclusive else first)]
        if day.grain in ("day", "moment", "year") and not inclusive:
            options.append((">", first))
    for at, (operator, value) in enumerate(options):
        test = Compare(field, operator, value, said)
        yield Proposal(test, tokens, "date", min(1.0, score + 0.1) * (1.0 if not at else 0.5), said)


def _part(
    scope: Scope, field: Field, score: float, tokens: frozenset[int], day: Day
) -> Iterator[Proposal]:
    """A month of any year, a weekday, an hour."""
    assert day.parts is not None, "the day has parts"
    unit, values = day.parts
    form = scope.form(field)
    dayless = unit in ("weekday", "hour", "day") and form in ("month", "yyyymm")
    if form in YEARS_ONLY or dayless:
        return
    if unit == "hour" and not (form == "unix" or _has_time(scope, field)):
        return
    said = scope.text(day.start, day.end)
    if unit == "day":
        newest = newest_of(scope, field)
        if newest:
            first, stop = bounds(newest.year, *values)
            test_of_day = within(scope, field, first, stop, said)
            yield Proposal(test_of_day, tokens, "date", score * 0.8, said)
        return
    part = Part(field, unit, form)
    early = scope.ends(day.start, "before", "lt")
    cue = early or scope.ends(day.start, "after", "gt", "ge")
    if unit == "hour" and cue:
        bound = Compare(part, "<" if early else ">=", values[0], said)
        yield Proposal(bound, tokens | frozenset(range(cue[0], day.start)), "date", score, said)
    several = len(values) > 1
    test = Compare(part, "in" if several else "=", values if several else values[0], said)
    yield Proposal(test, tokens, "month" if unit == "month_number" else "date", score, said)
    newest = newest_of(scope, field) if unit == "month_number" else None
    if newest:
        first, stop = bounds(newest.year, values[0])[0], bounds(newest.year, values[-1])[1]
        test_of_year = within(scope, field, first, stop, said)
        yield Proposal(test_of_year, tokens, "month", score * 0.5, said)


def _has_time(scope: Scope, field: Field) -> bool:
    return any(len(str(v)) > 10 for v in scope.catalog.sample(field.table, field.column))
