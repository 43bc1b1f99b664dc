"""Numbers in digits and in words, with their scale and unit: 1.5 million, half an hour, 3rd."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlagent.linking.english import NUMBERS, lemma
from sqlagent.models.offline.proposals.scope import Scope

_SCALES = {
    "hundred": 100.0, "thousand": 1e3, "grand": 1e3, "k": 1e3, "million": 1e6, "mil": 1e6,
    "mio": 1e6, "billion": 1e9, "bn": 1e9, "dozen": 12.0,
}  # fmt: skip
_SUFFIXES = {"k": 1e3, "m": 1e6}
_UNITS = frozenset(
    """euro eur dollar usd buck pound gbp quid cent second sec minute min hour hr hrs day week month
    year yr km kilometer kilometre mile meter metre m cm foot ft inch kg kilo gram g lb tonne ton
    litre liter people person percent pct % point time star degree unit piece seat page
    millisecond ms mb gb kb byte mph knot watt kwh""".split()
)
_ORDINALS = {
    word: float(place)
    for place, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1
    )
}
_NUMBERED = re.compile(r"(\d+)(?:st|nd|rd|th)")
_PERIODS = frozenset("second minute hour day week month year".split())
_WHOLES = _PERIODS | set("tonne ton kilo mile metre meter kilometre kilometer".split())
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_POINTING = frozenset("which the that this no any every each another last first".split())
_GLUED = re.compile(r"(\d+(?:\.\d+)?)-?(cm|mm|km|kg|mg|g|lb|mins?|h|hrs?|hour|minute|day|ms|mb|gb)")
_LEADS = frozenset("than over under least most above below within about".split())


def figure(scope: Scope, at: int) -> tuple[float, int, str] | None:
    """A number with its scale and unit: its value, where it ends, its unit."""
    token, word = scope.tokens[at], scope.word(at)
    if word in _TIMES:
        return _TIMES[word], at + 1, "time"
    if word in ("a", "an") and scope.word(at + 1) in _WHOLES and scope.word(at - 1) in _LEADS:
        return 1.0, at + 2, scope.word(at + 1)
    if word == "single" and scope.word(at - 1) in ("a", "one"):
        return 1.0, at + 1, ""
    if (glued := _GLUED.fullmatch(word)) and not token.quoted and token.number is None:
        return float(glued.group(1)), at + 1, glued.group(2)
    if hyphened := _hyphened(scope, at):
        return hyphened
    if ordinal := _ordinal(scope, at):
        return ordinal, at + 1, ""
    if word in ("a", "half") and scope.word(scope.skip(at + 1, ("a",))) in _SCALES:
        place = scope.skip(at + 1, ("a",))
        return _SCALES[scope.word(place)] * (0.5 if word == "half" else 1.0), place + 1, ""
    if token.quoted and token.text.isdecimal():
        return float(token.text), at + 1, ""
    if token.number is None or token.quoted or word == "ones":
        return None
    if word == "one" and scope.word(at - 1) in _POINTING:
        return None
    value, end = token.number, at + 1
    if value >= 20 and scope.tokens[at].text.isalpha() and end < len(scope):
        following = scope.tokens[end]
        if following.number and following.number < 10 and following.text.isalpha():
            value, end = value + following.number, end + 1  # twenty five
    while scope.word(end) in _SCALES:
        value, end = value * _SCALES[scope.word(end)], end + 1
    unit = {"$": "$", "%": "%"}.get(token.mark, "")
    if not unit and end < len(scope) and scope.tokens[end].lemma in _UNITS:
        unit, end = scope.tokens[end].lemma, end + 1
        if scope.word(end) == "old":
            unit, end = "old", end + 1
    return value, end, unit


def scale(scope: Scope, places: Iterable[int]) -> float:
    """The scale said last at some places: 1e6 for 2 million and for $2m, 1.0 where none is."""
    for at in sorted(places, reverse=True):
        token, word = scope.tokens[at], scope.word(at)
        glued = token.number is not None and not word.isalpha()
        times = _SUFFIXES.get(word[-1]) if glued else _SCALES.get(word)
        if times:
            return times
    return 1.0


def _hyphened(scope: Scope, at: int) -> tuple[float, int, str] | None:
    """A number and its unit in one: one-star, two-day."""
    head, _, tail = scope.word(at).partition("-")
    unit = lemma(tail) if tail else ""
    if unit not in _UNITS or not (head in NUMBERS or head.isdecimal()):
        return None
    return NUMBERS.get(head) or float(head if head.isdecimal() else 0), at + 1, unit


def _ordinal(scope: Scope, at: int) -> float:
    """3 for the 3rd floor or the third grade, where a column is named beside it; else 0."""
    word = scope.word(at)
    head, _, tail = word.partition("-")
    if tail and head in _ORDINALS:
        return _ORDINALS[head] if scope.catalog.named(lemma(tail)) else 0.0
    found = _NUMBERED.fullmatch(word)
    number = float(found.group(1)) if found else _ORDINALS.get(word, 0.0)
    beside = any(link.start == at + 1 and link.score > 0.55 for link in scope.columns)
    return number if number and beside else 0.0
