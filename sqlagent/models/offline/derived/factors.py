"""A column times what is said: half their height, twice the price, 2% of the amount, 10% off."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.derived.ground import Derived, Ground
from sqlagent.models.offline.query import Arithmetic

_TIMES = {
    "half": ("/", 2.0), "twice": ("*", 2), "double": ("*", 2), "triple": ("*", 3),
    "thrice": ("*", 3), "third": ("/", 3.0), "quarter": ("/", 4.0),
}  # fmt: skip
_LESS = ("off", "less", "cheaper", "lower", "discount", "reduction", "cut", "reduced")
_MORE = ("more", "higher", "raise", "increase", "up", "extra", "rise", "markup", "dearer", "added")
_WITH = ("incl vat", "including vat", "with vat", "incl tax", "including tax", "with tax", "gross",
         "after tax", "plus tax", "plus vat", "incl. vat", "incl. tax")  # fmt: skip
_TAX = frozenset("vat tax taxes".split())
_FEW = 2


def propose_factors(ground: Ground) -> Iterator[Derived]:
    """Columns under a factor that is said in words or in percent."""
    for at, word in enumerate(ground.said):
        if word in _TIMES:
            yield from _under(ground, at, *_TIMES[word])
        mark = ground.tokens[at].mark == "%" or ground.word(at + 1) in ("%", "percent", "pct")
        number = ground.tokens[at].number
        if mark and number is not None:
            yield from _percent(ground, at, number / 100)
    if cue := ground.first(_WITH):
        yield from _taxed(ground, frozenset(range(*cue)))


def _under(ground: Ground, at: int, sign: str, factor: float) -> Iterator[Derived]:
    """The column named after the factor: half (of) their height."""
    stop = min(at + 5, len(ground))
    follows = ground.word(at + 1) in ("of", "their", "its", "the", "as", "what", "his", "her", "a")
    for ref in ground.among(at + 1, stop, _FEW) if follows or ground.is_named(at + 1) else ():
        value = Arithmetic(sign, ground.number(ref.field), factor)
        tokens = ref.tokens | {at}
        yield Derived(value, "row", ref.field.table, tokens, "factor", 0.8 * ref.score)


def _percent(ground: Ground, at: int, share: float) -> Iterator[Derived]:
    """A share of a column, or the column with so much off or on it."""
    after = {ground.word(at + step) for step in (1, 2, 3)}
    if after & set(_LESS):
        factor = 1 - share
    elif after & set(_MORE) or ground.word(at - 1) in ("plus", "by"):
        factor = 1 + share
    elif "of" in after:
        factor = share
    else:
        return
    near = ground.among(max(0, at - 4), min(at + 6, len(ground)), _FEW + 1)
    for ref in near[:_FEW] if factor != share else ground.among(at, len(ground), _FEW):
        value = Arithmetic("*", ground.number(ref.field), round(factor, 6), ref.field.column)
        tokens = ref.tokens | {at}
        yield Derived(value, "row", ref.field.table, tokens, "factor", 0.8 * ref.score)


def _taxed(ground: Ground, said: frozenset[int]) -> Iterator[Derived]:
    """A price with the tax that is told beside it, or with what it belongs to."""
    for ref in ground.numbers[:3]:
        table = ref.field.table
        for owner, way in ground.graph.owners(table).items():
            for rate in ground.scope.numbers(owner) if len(way) < 3 else ():
                if not ground.own_words(rate) & _TAX or rate == ref.field:
                    continue
                fraction = ground.is_fraction(rate)
                part = rate if fraction else Arithmetic("/", rate, 100.0)
                value = Arithmetic("*", ref.field, Arithmetic("+", 1, part), "gross")
                yield Derived(value, "row", table, ref.tokens | said, "factor", 0.8 * ref.score)
