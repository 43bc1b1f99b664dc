"""Dates as databases store them: parts to group by, bounds to compare with."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime

from sqlglot import exp

YEARS_ONLY = ("year", "tail")  # the stored forms of which the year alone is read
_FORMATS = {
    "year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "weekday": "%w", "hour": "%H",
    "month_number": "%m", "day_number": "%d",
}  # fmt: skip
_DIGITS = {
    "yyyymmdd": {"year": 10000, "month": 100, "day": 1},
    "yyyymm": {"year": 100, "month": 1},
    "year": {"year": 1},
}
# a day or a month that ends with its year: 12/31/2019, 3.4.2010, May 3, 2010, 7-APR-2001
_ENDS_WITH_YEAR = re.compile(
    r"(\d\d?([-/.])\d\d?\2"
    r"|(?=.{0,24}\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)).{3,40}[ ,-])"
    r"(1[5-9]|20)\d\d",
    re.IGNORECASE,
)
_FIGURES = 13  # of the longest form in digits: thousandths of a second
_SECONDS = {"day": 86400, "hour": 3600, "minute": 60, "month": 2629800, "year": 31557600}


def part(column: exp.Expr, unit: str, stored: str) -> exp.Expr:
    """``unit`` of a date column whose values are stored in a given form."""
    assert stored != "tail" or unit in ("year", "decade"), f"no {unit} is read of such a text"
    if stored == "month" and unit in ("year", "month_number"):
        one, four = (1, 4) if unit == "year" else (6, 2)
        return _substring(column, one, four)
    if (stored, unit) == ("tail", "year"):
        return _called("substr", column, exp.Neg(this=exp.Literal.number(4)))
    divisor = _DIGITS.get(stored, {}).get(unit)
    whole = (stored, unit) == ("month", "month") or (stored == "year" and unit != "decade")
    if divisor == 1 or whole:
        return column
    if divisor:
        number = exp.Literal.number(divisor)
        return exp.Div(this=column, expression=number, typed=True, safe=True)
    if unit == "decade":
        year = part(column, "year", stored)
        counted = year if stored in _DIGITS else exp.cast(year, exp.DataType.Type.INT)
        ten = exp.Literal.number(10)
        cut = exp.Div(this=counted, expression=ten, typed=True, safe=True)
        return exp.Mul(this=cut, expression=ten.copy())
    if unit in ("quarter", "quarter_number"):
        return _quarter(column, unit, stored)
    return _called("strftime", exp.Literal.string(_FORMATS[unit]), *_day(column, stored))


def as_part(value: object, unit: str, stored: str) -> object:
    """A number as ``part`` gives it: text where the part is cut out of a text."""
    if unit in _DIGITS.get(stored, {}) or unit in ("quarter_number", "decade"):
        return int(value) if isinstance(value, str) and value.isdecimal() else value
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    return f"{value:02}" if unit in ("month_number", "day_number", "hour") else str(value)


def is_year(value: object) -> bool:
    """Whether a text is a year and nothing else."""
    return isinstance(value, str) and len(value) == 4 and value.isdecimal()


def span(start: exp.Expr, end: exp.Expr | str, unit: str, stored: str) -> exp.Expr:
    """The time from one date to another in ``unit``, with decimals."""
    if stored == "tail":
        ends = [
            end[:4] if isinstance(end, str) else part(end, "year", stored),
            part(start, "year", stored),
        ]
        years = [exp.cast(exp.convert(one), exp.DataType.Type.INT) for one in ends]
        return exp.Sub(this=years[0], expression=years[1])
    if stored == "year":
        last = exp.Literal.number(end[:4]) if isinstance(end, str) else end
        return exp.Sub(this=last, expression=start)
    if stored in ("unix", "unixms"):
        last = exp.Literal.number(stored_as(end, stored)) if isinstance(end, str) else end
        seconds = exp.Paren(this=exp.Sub(this=last, expression=start))
        scale = _SECONDS[unit] * (1000 if stored == "unixms" else 1)
        return _over(seconds, scale)
    last = exp.Literal.string(end) if isinstance(end, str) else _day(end, stored)[0]
    days = [_called("julianday", day) for day in (last, _day(start, stored)[0])]
    between = exp.Sub(this=days[0], expression=days[1])
    if unit == "day":
        return between
    if unit in ("hour", "minute"):
        number = exp.Literal.number(86400 // _SECONDS[unit])
        return exp.Mul(this=exp.Paren(this=between), expression=number)
    return _over(exp.Paren(this=between), _SECONDS[unit] / 86400)


def _over(tree: exp.Expr, number: float) -> exp.Expr:
    whole = exp.Literal.number(f"{number:.4f}".rstrip("0") + "0" * (number == int(number)))
    return exp.Div(this=tree, expression=whole, typed=True, safe=True)


def _quarter(column: exp.Expr, unit: str, stored: str) -> exp.Expr:
    month = part(column, "month_number", stored)
    number = exp.cast(month, exp.DataType.Type.INT)
    two, three = exp.Literal.number(2), exp.Literal.number(3)
    counted = exp.Paren(this=exp.Add(this=number, expression=two))
    quarter = exp.Div(this=counted, expression=three, typed=True, safe=True)
    if unit == "quarter_number":
        return quarter
    text = exp.DPipe(this=part(column.copy(), "year", stored), expression=exp.Literal.string("-Q"))
    return exp.DPipe(this=text, expression=exp.Paren(this=quarter))


def _day(column: exp.Expr, stored: str) -> list[exp.Expr]:
    """What date functions take for a stored date."""
    if stored == "unix":
        return [column, exp.Literal.string("unixepoch")]
    if stored == "unixms":
        thousand = exp.Literal.number(1000)
        seconds = exp.Div(this=column, expression=thousand, typed=True, safe=True)
        return [seconds, exp.Literal.string("unixepoch")]
    cuts = {"yyyymmdd": ((1, 4), (5, 2), (7, 2)), "yyyymm": ((1, 4), (5, 2))}.get(stored)
    if cuts is None and stored != "month":
        return [column]
    pieces = [_substring(column.copy(), *cut) for cut in cuts or ()] or [column]
    if stored != "yyyymmdd":
        pieces.append(exp.Literal.string("01"))
    tree = pieces[0]
    for piece in pieces[1:]:
        dashed = exp.DPipe(this=tree, expression=exp.Literal.string("-"))
        tree = exp.DPipe(this=dashed, expression=piece)
    return [tree]


def _substring(column: exp.Expr, start: int, length: int) -> exp.Expr:
    return _called("substr", column, exp.Literal.number(start), exp.Literal.number(length))


def _called(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


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
    if form in ("unix", "unixms"):
        seconds = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
        return seconds * (1000 if form == "unixms" else 1)
    if form in ("yyyymmdd", "yyyymm", "year"):
        return int(digits[: {"yyyymmdd": 8, "yyyymm": 6, "year": 4}[form]])
    return day[: {"month": 7, "tail": 4}.get(form, 10)]


def stored_form(value: object) -> str:
    """How a date is stored, by one value: "" where by none of these.

    iso, month (its ISO text), yyyymmdd, yyyymm, year, unix (seconds), unixms (thousandths), tail
    (a text that ends with the year, of which that alone is read).
    """
    if isinstance(value, str):
        if len(value) >= 10 and value[4] == "-" and value[7] == "-" and value[:4].isdecimal():
            return "iso"
        if not (value.isdecimal() and len(value) <= _FIGURES):
            if len(value) == 7 and value[4] == "-":
                return "month"
            return "tail" if _ENDS_WITH_YEAR.fullmatch(value.strip()) else ""
        value = int(value)
    if not isinstance(value, int):
        return ""
    if 19000101 <= value <= 21001231 and 1 <= value // 100 % 100 <= 12:
        return "yyyymmdd"
    if 190001 <= value <= 210012 and 1 <= value % 100 <= 12:
        return "yyyymm"
    if 1800 <= value <= 2100:
        return "year"
    if 100_000_000 <= value <= 4_102_444_800:
        return "unix"
    return "unixms" if 100_000_000_000 <= value <= 4_102_444_800_000 else ""
