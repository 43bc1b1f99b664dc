"""Forms of English words, without a schema: base forms, plurals, short forms, slips, numbers."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from sqlagent.linking.words import groups

NUMBERS = {
    word: float(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "dozen": 12.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "hundred": 100.0,
    "thousand": 1000.0,
}

MONTHS = (
    "january february march april may june july august september october november december".split()
)

_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


def split(name: str) -> tuple[str, ...]:
    """The words of an identifier, lower case: ``orderDate2`` is order, date, 2."""
    return tuple(part.lower() for part in _CAMEL.findall(name))


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """``word`` in lower case and singular."""
    word = word.lower()
    if word in _irregular():
        return _irregular()[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ous")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


_SUFFIXES = "ations ation ments ment ings ing ions ion ers er ed als al ly".split()
_RE = re.compile(r"(?<=[tb])re$")
_BRITISH = (("our", "or"), ("is", "iz"), ("ogu", "og"))  # as endings of a root
_BETTER = {"best": "good", "better": "good", "worst": "bad", "worse": "bad"}


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """A rougher base form: what bookings, booked and books have in common."""
    word = _RE.sub("er", lemma(word))
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word.removesuffix(suffix)
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "se":
        word = word[:-1]
    for british, american in _BRITISH:
        if word.endswith(british) and len(word) > 4:
            word = word.removesuffix(british) + american
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


def adjectives(word: str) -> tuple[str, ...]:
    """What ``word`` may be a comparative or superlative of: biggest of bigg, bigge, big."""
    if word in _BETTER:
        return (_BETTER[word],)
    stem = next((word.removesuffix(end) for end in ("est", "er") if word.endswith(end)), "")
    if len(stem) < 3 or stem.endswith("y"):
        return ()
    if stem.endswith("i"):
        return (stem[:-1] + "y", stem[:-1] + "ey")
    return (stem, stem + "e", *([stem[:-1]] if stem[-1] == stem[-2] else ()))


def spelled_out(word: str) -> str:
    """What a common abbreviation stands for most of the time, else ``word``."""
    return _abbreviations().get(word, (word,))[0]


def expansions(word: str) -> tuple[str, ...]:
    """All that a common abbreviation may stand for, the likeliest first."""
    return _abbreviations().get(word, ())


def shortens(short: str, word: str) -> bool:
    """Whether ``short`` looks like ``word`` cut down: same start, letters in order."""
    if not 3 <= len(short) <= len(word) - 2 or short[0] != word[0]:
        return False
    if word.startswith(short):
        return len(short) * 3 >= len(word)
    plain = short[:2] == word[:2] or not any(letter in "aeiou" for letter in short[1:])
    if not plain or len(short) * 3 < len(word):
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)


def mistyped(word: str, other: str) -> bool:
    """Whether two words of five letters or more differ by a slip of the hand or two."""
    if min(len(word), len(other)) < 5 or abs(len(word) - len(other)) > 2:
        return False
    allowed = 1 if min(len(word), len(other)) < 7 else 2
    if word[0] not in other[:2] or len(set(word) ^ set(other)) > 2 * allowed:
        return False
    return distance(word, other) <= allowed


def plural(noun: str) -> str:
    """The plural of a noun, or of the last word of a noun phrase."""
    if noun in _plurals():
        return _plurals()[noun]
    if lemma(noun.split(" ")[-1]) != noun.split(" ")[-1]:
        return noun
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def listed(parts: list[str], last: str = "and") -> str:
    """``a, b and c``."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def beginning(one: str, other: str) -> str:
    """The letters that two words have in common from the first on."""
    alike = zip(one, other, strict=False)
    return one[: next((at for at, (a, b) in enumerate(alike) if a != b), min(len(one), len(other)))]


def distance(a: str, b: str) -> int:
    """Edits between two words; two letters swapped are one edit."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


@cache
def _irregular() -> dict[str, str]:
    return {line[0]: line[1] for line in groups("irregular")}


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    return {line[0]: line[1:] for line in groups("abbreviations")}


@cache
def _plurals() -> dict[str, str]:
    common = ("people", "men", "women", "children", "feet", "media", "series", "species")
    return {_irregular()[word]: word for word in common} | {"staff": "staff"}
