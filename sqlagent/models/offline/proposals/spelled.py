"""Dates in columns of text that store them in a form of their own: 12 Mar 2014, 3/12/14."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlagent.linking.english import MONTHS
from sqlagent.models.offline.proposals.days import Day
from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.query import Compare, Field

_TABLES = 16
_DATED = frozenset("date day time year month when season".split())
_DIGIT = re.compile(r"\d")
_SPELLED = re.compile(
    r"\d{1,2}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/., ]+\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
)


def propose_spelled(scope: Scope, day: Day) -> Iterator[Proposal]:
    """A date in columns of text that store it in a form of their own."""
    text = scope.text(day.start, day.end)
    tokens = frozenset(range(day.start, day.end))
    for table, worth in list(scope.tables.items())[:_TABLES]:
        for field in (Field(table, column) for column in scope.catalog.columns(table)):
            words = set(scope.catalog.words(table, field.column))
            sample = [v for v in scope.catalog.sample(table, field.column) if isinstance(v, str)]
            dated = words & _DATED and any(map(_DIGIT.search, sample))
            if scope.form(field) not in ("", "tail") or not (
                dated or any(map(_SPELLED.search, sample))
            ):
                continue
            score = 0.3 + 0.35 * worth
            for at, pattern in enumerate(_patterns(day, sample)):
                test = Compare(field, "like", pattern, text)
                yield Proposal(test, tokens, "date", score - 0.05 * at, text)
            if day.first:
                yield Proposal(Compare(field, "=", text), tokens, "date", 0.6 * score, text)


def _patterns(day: Day, sample: list[str]) -> Iterator[str]:
    """What a date looks like inside a text: a month by its first letters, or by its number."""
    year, month = (int(day.first[:4]), int(day.first[5:7])) if day.first else (0, 0)
    date_of_month = int(day.first[8:10]) if day.first and day.grain == "day" else 0
    if day.parts and day.parts[0] in ("month_number", "day"):
        month, date_of_month = day.parts[1][0], (*day.parts[1], 0)[1] * (day.parts[0] == "day")
    lettered = any(re.search(r"[A-Za-z]{3}", value) for value in sample)
    if month and (day.grain in ("month", "day")):
        name = MONTHS[month - 1][:3].capitalize()
        if lettered and date_of_month:
            tail = f"%{year}%" if year else "%"
            yield f"%{name}%{date_of_month}{tail}"
            yield f"%{date_of_month}%{name}{tail}"
        elif lettered:
            yield f"%{name}%{year}%" if year else f"%{name}%"
        elif any("/" in value for value in sample):
            yield f"{month}/{date_of_month or '%'}/{year or ''}%"
        elif not year:
            yield f"%-{month:02}-%"
    elif year and day.grain == "decade":
        yield f"%{year // 10}_%"
    elif year and day.grain == "year":
        yield f"%{year}%"
        if any("/" in value for value in sample):
            yield f"%/{year % 100:02}%"
