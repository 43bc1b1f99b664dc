"""Dates as people write them: a year, a quarter, March 5 2012, the nineties, a weekday."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlagent.models.offline.cues import decade, month_number
from sqlagent.models.offline.dateparts import bounds, is_date
from sqlagent.models.offline.proposals.months import month_said
from sqlagent.models.offline.proposals.scope import Scope

_WEEKDAYS = "sunday monday tuesday wednesday thursday friday saturday".split()
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ t]\d\d:\d\d(:\d\d)?")
_CLOCK = re.compile(r"\d\d")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_HALF = {"first": (1, 7), "second": (7, 13)}
_UNITS = {
    "day": "day", "week": "week", "month": "month", "year": "year", "quarter": "quarter",
    "fortnight": "week", "decade": "decade",
}  # fmt: skip
_LATEST = frozenset("last past previous latest preceding recent prior".split())


@dataclass(frozen=True, slots=True)
class Day:
    """A stretch of time that is named from token ``start`` to ``end``.

    ``first`` is its first day and ``stop`` the day after it, as ISO text, where they are known;
    else ``parts`` are what a date must have (unit and numbers), or ``back`` is how far before the
    newest date stored it begins (a number of units), -1 the whole unit before the newest's.
    """

    start: int
    end: int
    first: str = ""
    stop: str = ""
    parts: tuple[str, tuple[int, ...]] | None = None
    back: tuple[int, str] | None = None
    grain: str = "day"


def days(scope: Scope) -> list[Day]:
    """Every date that the question names."""
    found: list[Day] = []
    at = 0
    while at < len(scope):
        day = _day(scope, at)
        if day is not None:
            found.append(day)
        at = day.end if day else at + 1
    return found


def _day(scope: Scope, at: int) -> Day | None:
    for reader in (_moment, _written, _month, _half, _year, _relative, _weekday, _hour):
        if day := reader(scope, at):
            return day
    return None


def _known(start: int, end: int, grain: str, *parts: int) -> Day | None:
    if not is_date(*parts):
        return None
    first, stop = bounds(*parts)
    return Day(start, end, first, stop, grain=grain)


def _written(scope: Scope, at: int) -> Day | None:
    """2012-03-05, 2012-03, 5/3/2012."""
    word = scope.said[at]
    if found := _ISO.fullmatch(word):
        parts = [int(part) for part in found.groups() if part]
        if len(parts) == 2 and parts[1] > max(12, parts[0] % 100):  # 1930-33
            last = parts[0] // 100 * 100 + parts[1]
            return Day(at, at + 1, bounds(parts[0])[0], bounds(last)[1], grain="decade")
        return _known(at, at + 1, "day" if len(parts) == 3 else "month", *parts)
    if found := _SLASHED.fullmatch(word):
        one, two, year = map(int, found.groups())
        if two > 12:
            one, two = two, one
        return _known(at, at + 1, "day", year, two, one)
    return None


def _moment(scope: Scope, at: int) -> Day | None:
    """A day with a time of day, between quotes or not: 2012-03-05 07:13:53."""
    word, end = scope.said[at], at + 1
    if _ISO.fullmatch(word):
        clock = [scope.word(place) for place in range(end, end + 3)]
        clock = clock if all(_CLOCK.fullmatch(part) for part in clock) else clock[:2]
        if len(clock) < 2 or not all(_CLOCK.fullmatch(part) for part in clock):
            return None
        word, end = f"{word} {':'.join(clock)}", end + len(clock)
    return Day(at, end, word, word, grain="moment") if _MOMENT.fullmatch(word) else None


def _month(scope: Scope, at: int) -> Day | None:
    """March 2012, March 5 2012, the 5th of March 2012, March."""
    place, day = at, 0
    if (number := _of_month(scope, at)) and _is_month(scope, scope.skip(at + 1, ("of",))):
        place, day = scope.skip(at + 1, ("of",)), number
    if not _is_month(scope, place):
        return None
    month, end = month_said(scope.word(place)), place + 1
    if not day and (number := _of_month(scope, end)) and not _is_clock(scope, end):
        day, end = number, end + 1
    following = scope.skip(end, (",", "of", "in", "the", "year"))
    if year := _as_year(scope, following):
        parts = (year, month, day) if day else (year, month)
        return _known(at, following + 1, "day" if day else "month", *parts)
    if place and (year := _as_year(scope, place - 1)) and not day and place - 1 >= at:
        return _known(at, end, "month", year, month)
    if day:
        return Day(at, end, parts=("day", (month, day)))
    if not scope.tokens[place].capital and len(scope.said[place]) <= 3:
        return None
    return Day(at, end, parts=("month_number", (month,)))


def _is_month(scope: Scope, at: int) -> bool:
    if not month_said(scope.word(at)):
        return False
    if scope.word(at) in ("may", "march") and not scope.tokens[at].capital:
        return bool(_as_year(scope, at + 1)) or scope.word(at - 1) in ("in", "of", "since", "last")
    return True


def _is_clock(scope: Scope, at: int) -> bool:
    return scope.word(at + 1) in ("am", "pm")


def _of_month(scope: Scope, at: int) -> int:
    """A day of a month: 5 or 5th; 0 for what is none."""
    if found := _ORDINAL.fullmatch(scope.word(at)):
        return int(found.group(1))
    token = scope.tokens[at] if at < len(scope) else None
    if token and token.number and token.text.rstrip(",").isdigit() and 1 <= token.number <= 31:
        return int(token.number)
    return 0


def _as_year(scope: Scope, at: int) -> int:
    """A year of four digits, or of two after an apostrophe; 0 for what is none."""
    token = scope.tokens[at] if 0 <= at < len(scope) else None
    digits = token.text.rstrip(",") if token else ""
    if token is None or token.number is None or token.mark or not digits.isdigit():
        return 0
    year = int(token.number)
    return year if 1800 <= year <= 2100 and len(digits) == 4 else 0


def _half(scope: Scope, at: int) -> Day | None:
    """Q2 2023, the second quarter of 2023, the first half of 2023."""
    word, first, last, end = scope.said[at], 0, 0, at + 1
    if len(word) == 2 and word[0] in "qh" and word[1] in "1234":
        size = 3 if word[0] == "q" else 6
        first = (int(word[1]) - 1) * size + 1
        last = first + size
    elif word in ("first", "second", "third", "fourth", "last", "1st", "2nd", "3rd", "4th"):
        turn = {"f": 1, "s": 2, "t": 3, "1": 1, "2": 2, "3": 3, "4": 4, "l": 4}[word[0]]
        turn = 4 if word == "fourth" else turn
        if scope.word(at + 1) == "quarter":
            first, last, end = turn * 3 - 2, turn * 3 + 1, at + 2
        elif scope.word(at + 1) == "half" and word in _HALF:
            (first, last), end = _HALF[word], at + 2
    if not first or first > 12:
        return None
    place = scope.skip(end, ("of", "in", ",", "the", "year"))
    year = _as_year(scope, place)
    if not year:
        if at and (year := _as_year(scope, at - 1)):
            place = at
        elif word[0] == "q":
            return Day(at, end, parts=("month_number", tuple(range(first, last))))
        else:
            return None
    stop = bounds(year + 1)[0] if last > 12 else bounds(year, last)[0]
    return Day(at, max(end, place + 1) if place > at else end, bounds(year, first)[0], stop,
               grain="quarter")  # fmt: skip


def _year(scope: Scope, at: int) -> Day | None:
    if first := decade(scope.said[at]):
        return Day(at, at + 1, bounds(first)[0], bounds(first + 9)[1], grain="decade")
    year = _as_year(scope, at)
    if not year:
        return None
    if scope.word(at + 1) and month_number(scope.word(at + 1)) and len(scope.word(at + 1)) > 3:
        return _known(at, at + 2, "month", year, month_number(scope.word(at + 1)))
    if scope.word(at + 1) in ("q1", "q2", "q3", "q4"):
        first = int(scope.word(at + 1)[1]) * 3 - 2
        stop = bounds(year + 1)[0] if first == 10 else bounds(year, first + 3)[0]
        return Day(at, at + 2, bounds(year, first)[0], stop, grain="quarter")
    return _known(at, at + 1, "year", year)


def _relative(scope: Scope, at: int) -> Day | None:
    """Last year, this month, the past 30 days, the last month of data."""
    word, unit = scope.said[at], ""
    if word in ("today", "yesterday"):
        return Day(at, at + 1, back=(0 if word == "today" else -1, "day"))
    if word not in _LATEST and word not in ("this", "current"):
        return None
    place, count = at + 1, 0
    if place < len(scope) and scope.tokens[place].number and word in _LATEST:
        count, place = int(scope.tokens[place].number or 0), place + 1
    elif scope.word(place) == "few":
        count, place = 3, place + 1
    if place < len(scope):
        unit = _UNITS.get(scope.tokens[place].lemma, "")
    if not unit:
        return None
    back = count if count else 0 if word in ("this", "current", "latest") else -1
    return Day(at, place + 1, back=(back, unit), grain=unit)


def _weekday(scope: Scope, at: int) -> Day | None:
    word = scope.said[at]
    single = word.removesuffix("s")
    if single in _WEEKDAYS:
        return Day(at, at + 1, parts=("weekday", (_WEEKDAYS.index(single),)))
    if single == "weekend":
        return Day(at, at + 1, parts=("weekday", (0, 6)))
    if single == "weekday" and scope.word(at - 1) in ("on", "during"):
        return Day(at, at + 1, parts=("weekday", (1, 2, 3, 4, 5)))
    return None


def _hour(scope: Scope, at: int) -> Day | None:
    hours = {"morning": (5, 12), "mornings": (5, 12), "afternoon": (12, 18), "evening": (18, 24)}
    if scope.said[at] in hours:
        return Day(at, at + 1, parts=("hour", tuple(range(*hours[scope.said[at]]))))
    token, suffix = scope.tokens[at], scope.word(at + 1)
    if token.number is not None and suffix in ("am", "pm", "o'clock") and token.number <= 12:
        hour = int(token.number) % 12 + (12 if suffix == "pm" else 0)
        return Day(at, at + 2, parts=("hour", (hour,)))
    return None
