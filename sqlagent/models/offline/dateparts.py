"""Dates as databases store them: parts to group by, bounds to compare with."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime

from sqlglot import exp

_FORMATS = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "weekday": "%w", "hour": "%H"}


def part(column: exp.Expr, unit: str, stored: str) -> exp.Expr:
    """``unit`` of a date column whose values are stored in a given form."""
    if stored in ("iso", "unix"):
        arguments = [exp.Literal.string(_FORMATS[unit]), column]
        if stored == "unix":
            arguments.append(exp.Literal.string("unixepoch"))
        return exp.Anonymous(this="strftime", expressions=arguments)
    if stored == "month" and unit == "year":
        one, four = exp.Literal.number(1), exp.Literal.number(4)
        return exp.Anonymous(this="substr", expressions=[column, one, four])
    digits = {"yyyymmdd": {"year": 10000, "month": 100}, "yyyymm": {"year": 100}}
    divisor = digits.get(stored, {}).get(unit)
    if divisor is None:
        return column
    number = exp.Literal.number(divisor)
    return exp.Div(this=column, expression=number, typed=True, safe=True)


def is_date(year: int, month: int | None = None, day: int | None = None) -> bool:
    """Whether there is such a day."""
    if not 1 <= year <= 9998 or not 1 <= (month or 1) <= 12:
        return False
    return 1 <= (day or 1) <= monthrange(year, month or 1)[1]


def bounds(year: int, month: int | None = None, day: int | None = None) -> tuple[str, str]:
    """The first day of a year, month or day, and the first day after it, as ISO text."""
    if day:
        month = month or 1
        last = monthrange(year, month)[1]
        after = (year, month, day + 1) if day < last else _next_month(year, month)
    elif month:
        after = _next_month(year, month)
    else:
        after = (year + 1, 1, 1)
    return f"{year:04}-{month or 1:02}-{day or 1:02}", "{:04}-{:02}-{:02}".format(*after)


def _next_month(year: int, month: int) -> tuple[int, int, int]:
    return (year + 1, 1, 1) if month == 12 else (year, month + 1, 1)


def stored_as(day: str, form: str) -> str | int:
    """An ISO day in the form a column stores."""
    digits = day.replace("-", "")
    if form == "unix":
        return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    if form in ("yyyymmdd", "yyyymm", "year"):
        return int(digits[: {"yyyymmdd": 8, "yyyymm": 6, "year": 4}[form]])
    return day[:7] if form == "month" else day


def stored_form(value: object) -> str:
    """How a date is stored, by one value: iso, month, yyyymmdd, yyyymm, year, unix, else ""."""
    if isinstance(value, str):
        if len(value) >= 10 and value[4] == "-" and value[7] == "-" and value[:4].isdigit():
            return "iso"
        if not value.isdigit():
            return "month" if len(value) == 7 and value[4] == "-" else ""
        value = int(value)
    if not isinstance(value, int):
        return ""
    if 19000101 <= value <= 21001231 and 1 <= value // 100 % 100 <= 12:
        return "yyyymmdd"
    if 190001 <= value <= 210012 and 1 <= value % 100 <= 12:
        return "yyyymm"
    if 1800 <= value <= 2100:
        return "year"
    return "unix" if 100_000_000 <= value <= 4_102_444_800 else ""
