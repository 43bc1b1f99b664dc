"""Times of day: after 8 in the evening, between midnight and 6 am, at noon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.query import AllOf, AnyOf, Compare, Condition, Field, Part

_NAMED = {"midnight": 0, "noon": 12, "midday": 12}
_PERIODS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (22, 24)}
_LATER = frozenset(("afternoon", "evening", "night", "pm"))
_GLUED = re.compile(r"(\d{1,2})(am|pm)")
_TEXT = re.compile(r"\d\d:\d\d(:\d\d)?")
_WORDS = frozenset("time tm hour clock start end departure arrival dep arr".split())
_TABLES = 5
_DAY = 24 * 60
_DAWN = 6  # 3 at night is before it, 9 at night is not


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day, as minutes from midnight, that is said from token ``start`` to ``end``."""

    start: int
    end: int
    minutes: int


def propose_clocks(scope: Scope) -> Iterator[Proposal]:
    """A comparison of each column of times, or hour of a moment, with each time that is said."""
    said = [*_ranges(scope)]
    columns = list(_columns(scope)) if said else []
    for start, end, operator, low, high in said:
        tokens = frozenset(range(start, end))
        for of, form, worth in columns:
            test = _test(of, form, operator, low, high)
            if test is not None:
                score = worth * (0.8 if form != "hour" else 0.7)
                yield Proposal(test, tokens, "date", score, scope.text(start, end))


def _ranges(scope: Scope) -> Iterator[tuple[int, int, str, int, int]]:
    """What is said of times: from token, to token, how, and from when to when."""
    clocks = list(_clocks(scope))
    for one, other in pairwise(clocks):
        if scope.said[one.end : other.start] in (["and"], ["to"], ["until"], ["till"], ["-"]):
            start = one.start - (scope.word(one.start - 1) in ("between", "from"))
            late = _DAY if other.minutes == 0 else other.minutes
            low = one.minutes
            if low < _DAY // 2 < late and _is_bare(scope, one) and late - low > _DAY // 2:
                low += _DAY // 2  # 5 to 8 in the evening
            elif late <= low < _DAY // 2 and _is_bare(scope, one):
                low += _DAY // 2  # 10 to 2 at night
            yield start, other.end, "between", low, late
    for one in clocks:
        if cue := scope.ends(one.start, "before", "lt", "le"):
            yield cue[0], one.end, "<", one.minutes, 0
        elif cue := scope.ends(one.start, "after", "gt", "ge"):
            yield cue[0], one.end, ">=", one.minutes, 0
            yield cue[0], one.end, ">", one.minutes, 0
        elif scope.word(one.start - 1) in ("at", "by", "until", "till"):
            operator = "=" if scope.word(one.start - 1) == "at" else "<="
            yield one.start - 1, one.end, operator, one.minutes, 0
    taken = {at for one in clocks for at in range(one.start, one.end)}
    for at, word in enumerate(scope.said):
        period = _PERIODS.get(word.removesuffix("s"))
        if period and at not in taken:
            yield at, at + 1, "between", period[0] * 60, period[1] * 60


def _clocks(scope: Scope) -> Iterator[_Clock]:
    at = 0
    while at < len(scope):
        found = _clock(scope, at)
        if found is not None:
            yield found
        at = found.end if found else at + 1


def _clock(scope: Scope, at: int) -> _Clock | None:
    word, token = scope.said[at], scope.tokens[at]
    if word in _NAMED:
        return _Clock(at, at + 1, _NAMED[word] * 60)
    if glued := _GLUED.fullmatch(word):
        return _Clock(at, at + 1, _hour(int(glued.group(1)), glued.group(2)) * 60)
    if token.number is None or token.quoted or not 0 <= token.number < 25:
        return None
    hour, rest, end = int(token.number), round(token.number % 1 * 100), at + 1
    minute = scope.tokens[end] if end < len(scope) else None
    timed = bool(minute and word.isdecimal() and re.fullmatch(r"[0-5]\d", minute.text))
    if minute and timed:
        rest, end = int(minute.text), end + 1
    suffix = scope.word(end)
    if suffix in ("am", "pm", "o'clock"):
        end += 1
    elif scope.word(end) in ("in", "at") and (late := scope.skip(end + 1, ("the",))):
        suffix = scope.word(late)
        end = late + 1 if suffix in _PERIODS else end
        suffix = suffix if suffix in _PERIODS else ""
    else:
        suffix = ""
    lone = word.isdecimal() and scope.word(at - 1) in ("and", "to") and scope.word(at - 2) in _NAMED
    if not (suffix or timed or lone) or rest > 59:
        return _before_clock(scope, at)
    return _Clock(at, end, _hour(hour, suffix) * 60 + rest)


def _before_clock(scope: Scope, at: int) -> _Clock | None:
    """5 in "5 to 8 pm" and "between 5 and 8 in the evening"."""
    joined = scope.word(at + 1) in ("to", "and") and scope.word(at - 1) in ("between", "from", "")
    if not joined or not scope.said[at].isdecimal() or at + 3 >= len(scope):
        return None
    after = _clock(scope, at + 2) if scope.word(at + 2).isdecimal() else None
    return _Clock(at, at + 1, int(scope.said[at]) * 60) if after else None


def _is_bare(scope: Scope, one: _Clock) -> bool:
    return one.end - one.start == 1 and scope.said[one.start].isdecimal()


def _hour(hour: int, suffix: str) -> int:
    if suffix in _LATER and hour < 12 and not (suffix == "night" and hour < _DAWN):
        return hour + 12
    return 0 if hour == 12 and suffix in ("am", "night") else hour


def _columns(scope: Scope) -> Iterator[tuple[Field | Part, str, float]]:
    """The columns that hold times of day, or moments, with their form and worth."""
    for table, worth in list(scope.tables.items())[:_TABLES]:
        for column in scope.catalog.columns(table):
            field, sample = Field(table, column), scope.catalog.sample(table, column)
            if not sample:
                continue
            if all(isinstance(v, str) and _TEXT.fullmatch(v) for v in sample):
                yield field, "seconds" if len(str(sample[0])) > 5 else "text", worth
            elif form := scope.form(field):
                moments = any(isinstance(v, str) and len(v) > 10 for v in sample)
                if form == "unix" or (form == "iso" and moments):
                    yield Part(field, "hour", form), "hour", worth
            elif _WORDS & _written(scope, field) and all(map(_is_number, sample)):
                yield field, "hour" if max(sample) < 24 else "number", worth


def _written(scope: Scope, field: Field) -> set[str]:
    """The words of a column as it is written: its own short forms."""
    return {*scope.catalog.words(field.table, field.column), *re.split(r"[_\W]", field.column)}


def _is_number(value: object) -> bool:
    """Whether a value is a time written as a number: 1315."""
    return isinstance(value, int) and 0 <= value < 2400 and value % 100 < 60


def _test(of: Field | Part, form: str, operator: str, low: int, high: int) -> Condition | None:
    if form == "hour" and (low % 60 or high % 60 or operator == ">"):
        return None
    if operator != "between":
        return Compare(of, operator, _as(low, form))
    early, late = Compare(of, ">=", _as(low, form)), Compare(of, "<", _as(high, form))
    if high <= low:
        return AnyOf((early, late))  # over midnight
    if low == 0:
        return late
    return early if high == _DAY else AllOf((early, late))


def _as(minutes: int, form: str) -> int | str:
    """A time of day as a column stores it."""
    hour, minute = divmod(minutes, 60)
    if form in ("hour", "number"):
        return hour if form == "hour" else hour * 100 + minute
    return f"{hour:02}:{minute:02}" + (":00" if form == "seconds" else "")
