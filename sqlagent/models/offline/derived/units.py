"""Columns told in another unit than they are stored in: minutes in hours, grams in kilos."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.derived.ground import Derived, Ground, Ref, words
from sqlagent.models.offline.query import Arithmetic, Field

_TIME = {
    **dict.fromkeys(("millisecond", "ms", "msec"), 0.001),
    **dict.fromkeys(("second", "sec", "secs", "s"), 1.0),
    **dict.fromkeys(("minute", "min", "mins"), 60.0),
    **dict.fromkeys(("hour", "hr", "hrs"), 3600.0),
    "day": 86400.0,
}
_SIZES: tuple[dict[str, float], ...] = (
    _TIME,
    {**dict.fromkeys(("g", "gram", "gramme", "grams"), 1.0), "mg": 0.001,
     **dict.fromkeys(("kg", "kilo", "kilogram", "kilogramme", "kgs"), 1000.0),
     **dict.fromkeys(("tonne", "ton", "t"), 1_000_000.0)},
    {"mm": 0.001, "cm": 0.01, **dict.fromkeys(("m", "meter", "metre"), 1.0),
     **dict.fromkeys(("km", "kilometer", "kilometre", "kms"), 1000.0),
     **dict.fromkeys(("mile", "mi"), 1609.344), **dict.fromkeys(("ft", "foot"), 0.3048)},
    {"byte": 1.0, "kb": 1e3, "kilobyte": 1e3, "mb": 1e6, "megabyte": 1e6, "gb": 1e9,
     "gigabyte": 1e9, "tb": 1e12},
    {"wh": 1.0, "kwh": 1e3, "mwh": 1e6, "gwh": 1e9},
    {"w": 1.0, "watt": 1.0, "kw": 1e3, "kilowatt": 1e3, "mw": 1e6, "megawatt": 1e6},
    {"ml": 0.001, "cl": 0.01, "liter": 1.0, "litre": 1.0, "l": 1.0},
)  # fmt: skip
_SCALES = {
    **dict.fromkeys(("thousand", "thousands", "k"), 1e3),
    **dict.fromkeys(("million", "millions", "mil", "musd", "meur", "mio"), 1e6),
    **dict.fromkeys(("billion", "billions", "bn"), 1e9),
}
_CENTS = words("ct cts penny pence p")
_WHOLE = words("euro euros eur dollar dollars usd buck bucks pound pounds gbp $ money")
_LASTING = words("duration length runtime time wait")
_PRICED = words("price fee cost amount income revenue unpaid")
_SHORT = words("m s g l w t k min p")  # said of much else than a unit
_EACH = words("per by each every a this last next same")
_MOST = 3


def propose_units(ground: Ground) -> Iterator[Derived]:
    """Each column that is stored in one unit and asked for in another."""
    for at, word in enumerate(ground.lemmas):
        if ground.said[at] in _SCALES and ground.word(at - 1) == "in":
            yield from _scaled(ground, at, _SCALES[ground.said[at]])
        if ground.tokens[at].number is not None or _counted(ground, at):
            continue
        word = ground.said[at] if word not in _ANY else word
        if word in _ANY and (word not in _SHORT or ground.word(at - 1) == "in"):
            yield from _converted(ground, at, word)
    yield from _whole_money(ground)


_ANY = frozenset(word for sizes in _SIZES for word in sizes)


def _counted(ground: Ground, at: int) -> bool:
    """Whether a unit is of an amount to compare with, or what is told for each."""
    return at > 0 and (ground.tokens[at - 1].number is not None or ground.said[at - 1] in _EACH)


def _converted(ground: Ground, at: int, word: str) -> Iterator[Derived]:
    found = []
    for field, score, tokens in _columns(ground):
        for place, value in enumerate(told_in(ground, field, word)):
            if value is not None:
                fit = score - 0.1 * place
                found.append(Derived(value, "row", field.table, tokens | {at}, "unit", fit))
    yield from sorted(found, key=lambda one: -one.score)[:_MOST]


def told_in(ground: Ground, field: Field, word: str) -> list[Arithmetic | None]:
    """A column in a unit, best first; None where it is stored so, nothing where it has no unit."""
    sizes = next((sizes for sizes in _SIZES if word in sizes), None)
    if sizes is None:
        return []
    own = ground.own_words(field)
    held = [sizes[part] for part in own if part in sizes][:1]
    if not held and sizes is _TIME and own & _LASTING:
        held = _guessed(ground, field, sizes[word])
    factors = [stored / sizes[word] for stored in held]
    return [None if f == 1 else _times(ground, field, f, word) for f in factors]


def _columns(ground: Ground) -> Iterator[tuple[Field, float, frozenset[int]]]:
    """Columns of numbers of the tables spoken of, those that words name before the others."""
    linked: dict[Field, Ref] = {}
    for ref in ground.numbers:
        linked.setdefault(ref.field, ref)
    for ref in linked.values():
        yield ref.field, 0.35 + 0.6 * ref.score, ref.tokens
    for table in ground.meant:
        for field in ground.scope.numbers(table):
            if field not in linked:
                yield field, 0.25 + 0.4 * ground.worth(table), frozenset()


def _guessed(ground: Ground, field: Field, asked: float) -> list[float]:
    """The units that a length of time is likely stored in, by its values; none where it fits."""
    from statistics import median  # slow to import, seldom needed

    sample = ground.catalog.sample(field.table, field.column)
    held = [value for value in sample if isinstance(value, int | float) and value > 0]
    middle = median(held) if held else 0.0
    if middle > 50_000:
        return [0.001]
    if asked == 60.0:
        return [1.0] if middle > 120 else []
    if asked == 3600.0:
        seconds, minutes = middle > 200, 24 < middle < 1000
        return [1.0] * seconds + [60.0] * minutes
    return []


def _times(ground: Ground, field: Field, factor: float, name: str) -> Arithmetic:
    """A column times a factor, written as a division where it makes less of it."""
    value = ground.number(field)
    if factor < 1:
        return Arithmetic("/", value, _plain(1 / factor), name)
    whole = _plain(factor)
    return Arithmetic("*", value, int(whole) if whole.is_integer() else whole, name)


def _plain(number: float) -> float:
    return float(f"{number:.10g}")


def _scaled(ground: Ground, at: int, asked: float) -> Iterator[Derived]:
    """Columns of numbers in thousands or millions."""
    found = []
    for ref in ground.numbers:
        if at in ref.tokens or min(ref.tokens) > at + 3:
            continue
        own = ground.own_words(ref.field)
        stored = next((_SCALES[part] for part in own if part in _SCALES), 1.0)
        if stored != asked:
            value = _times(ground, ref.field, stored / asked, "")
            tokens = ref.tokens | {at - 1, at}
            found.append(Derived(value, "row", ref.field.table, tokens, "unit", ref.score))
    found += _money_scaled(ground, at, asked)
    yield from sorted(found, key=lambda one: -one.score)[: _MOST + 1]


def _money_scaled(ground: Ground, at: int, asked: float) -> Iterator[Derived]:
    for table in ground.meant:
        for field in ground.scope.numbers(table):
            if ground.catalog.is_money(table, field.column) or "cent" in ground.own_words(field):
                value = _times(ground, field, 1 / asked, "")
                score = 0.6 * ground.worth(table)
                yield Derived(value, "row", table, frozenset({at - 1, at}), "unit", score)


def _whole_money(ground: Ground) -> Iterator[Derived]:
    """Amounts in whole units of money, of columns in hundredths or in thousands."""
    asked = {at for at, word in enumerate(ground.said) if word in _WHOLE}
    priced = asked | {at for at, word in enumerate(ground.lemmas) if word in _PRICED}
    if not priced:
        return
    found = []
    for field, score, tokens in _columns(ground):
        own = ground.own_words(field)
        if own & _CENTS and "cent" not in own:
            value = Arithmetic("/", ground.number(field), 100.0, "amount")
            found.append(Derived(value, "row", field.table, tokens | asked, "unit", score))
        scale = next((_SCALES[part] for part in own if part in _SCALES), 0.0)
        if asked and scale:
            value = _times(ground, field, scale, ground.said[min(asked)])
            found.append(Derived(value, "row", field.table, tokens | asked, "unit", score))
    yield from sorted(found, key=lambda one: -one.score)[:_MOST]
