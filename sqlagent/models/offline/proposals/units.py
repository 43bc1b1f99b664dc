"""Units of measure: the columns they speak of, and what converts them into the stored unit."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.proposals.amounts import Amount
from sqlagent.models.offline.proposals.scope import Scope
from sqlagent.models.offline.query import Field

_LONG = "length duration runtime time minute second millisecond hour".split()
_FAR = "distance length km kilometer mile metre range height mileage elevation altitude".split()
_HEAVY = "weight mass kg gram kilo".split()
_MONEY = "price cost amount fee salary total budget value fare rate charge balance".split()
UNIT_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        "second sec minute min hour hr hrs millisecond ms".split(),
        tuple(_LONG),
    ),
    **dict.fromkeys("km kilometer kilometre mile".split(), tuple(_FAR)),
    **dict.fromkeys(
        "meter metre m cm foot ft inch".split(),
        ("height", "length", "width", "depth", "elevation", "altitude", "distance", "size"),
    ),
    **dict.fromkeys("kg kilo kilogram gram g lb tonne ton".split(), tuple(_HEAVY)),
    **dict.fromkeys(
        "$ euro eur dollar usd buck gbp quid cent pound".split(),
        tuple(_MONEY),
    ),
    **dict.fromkeys("year yr old".split(), ("age", "year", "duration", "experience", "tenure")),
    **dict.fromkeys("day week month night".split(), ("day", "duration", "night", "month", "week")),
    **dict.fromkeys("% percent pct".split(), ("percent", "rate", "pct", "share", "percentage")),
    **dict.fromkeys(
        "people person".split(),
        ("population", "capacity", "people", "person", "attendance", "guest", "size", "number"),
    ),
    **dict.fromkeys("point star".split(), ("point", "rating", "star", "score")),
    "seat": ("seat", "capacity", "seating"),
    "page": ("page", "length"),
    "unit": ("quantity", "unit", "stock"),
    "piece": ("quantity", "unit", "stock"),
    "degree": ("temperature", "degree"),
    **dict.fromkeys("mph knot".split(), ("speed", "velocity")),
    **dict.fromkeys("mb gb kb byte".split(), ("size", "byte", "kb", "mb", "storage", "memory")),
}
_SIZES: tuple[dict[str, float], ...] = (
    {"millisecond": 0.001, "ms": 0.001, "second": 1, "sec": 1, "minute": 60, "min": 60,
     "hour": 3600, "hr": 3600, "hrs": 3600, "day": 86400},
    {"cm": 0.01, "m": 1, "metre": 1, "meter": 1, "km": 1000, "kilometre": 1000, "kilometer": 1000},
    {"g": 0.001, "gram": 0.001, "kg": 1, "kilo": 1, "kilogram": 1, "tonne": 1000, "ton": 1000},
    {"byte": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9},
)  # fmt: skip
_SCALED = {
    **dict.fromkeys("thousand k keur kusd kgbp teur tusd".split(), 1e3),
    **dict.fromkeys("million m mil mio mln musd meur mgbp".split(), 1e6),
    **dict.fromkeys("billion bn busd beur".split(), 1e9),
}


def factors(scope: Scope, field: Field, amount: Amount) -> Iterator[tuple[float, float]]:
    """What may turn the number said into the column's unit, each with its share of belief."""
    words = scope.catalog.words(field.table, field.column)
    unit = amount.unit
    for sizes in _SIZES:
        stored = next((sizes[word] for word in words if word in sizes), 0)
        if unit in sizes and stored:
            yield sizes[unit] / stored, 1.0
            return
    scale = next((_SCALED[word] for word in words if word in _SCALED), 0.0)
    if scale and amount.low >= scale / 10:
        yield 1.0 / scale, 1.0
        yield 1.0, 0.5
        return
    if unit in ("%", "percent", "pct") and _is_fraction(scope, field):
        yield 0.01, 1.0
        return
    yield 1.0, 1.0
    if unit in ("minute", "min", "hour", "hr", "hrs") and not set(words) & {"minute", "hour"}:
        hour = unit in ("hour", "hr", "hrs")
        yield (60.0 if hour else 60_000.0), 0.5
        yield (3_600_000.0 if hour else 60.0), 0.4


def _is_fraction(scope: Scope, field: Field) -> bool:
    sample = scope.catalog.sample(field.table, field.column)
    numbers = [value for value in sample if isinstance(value, int | float)]
    return bool(numbers) and all(-1 <= value <= 1 for value in numbers)
