"""Words that stand for others: made-up ones for stored values, near ones for names."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping

from sqlagent.linking import LIGHT, near
from sqlagent.linking.english import expansions, lemma, plural
from sqlagent.linking.synonyms import is_english, related
from sqlagent.linking.words import groups

SEED = 7
CLOSE = 1.5  # from here on a word stands for another by WordNet alone: nearest, and either way
WORD = re.compile(r"(?<![^\W_])[A-Za-z]{2,}(?![^\W_])")
_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_ENDINGS = ("s", "er", "est", "ed", "ing", "ly", "y")  # that would make another form of a word


def made_up(word: str, taken: Iterable[str]) -> str:
    """A word that is none, as long as ``word`` and as easily said; the same each time."""
    chance = random.Random(f"{SEED} {word}")
    while True:
        made = "".join(
            chance.choice("aeiou" if letter in "aeiouy" else "bcdfgklmnprtvz") for letter in word
        )
        known = made in taken or is_english(lemma(made)) or expansions(made)
        if not known and not made.endswith(_ENDINGS):
            return made


def reworded(text: str, made: Mapping[str, str]) -> str:
    """Words replaced by others of their length, each letter as large as the one in its place."""

    def new(found: re.Match[str]) -> str:
        letters = zip(found[0], made.get(found[0].lower(), found[0]), strict=True)
        return "".join(other.upper() if one.isupper() else other for one, other in letters)

    return WORD.sub(new, text)


def empty_words() -> set[str]:
    """The words that hold a question together."""
    return {word for line in groups("function") for word in line}


def synonyms(words: set[str]) -> dict[str, str]:
    """A near word for each base form that has one, none of them twice or in a name already."""
    taken = {lemma(word) for word in words}
    found: dict[str, str] = {}
    for word in sorted(taken - LIGHT - empty_words()):
        free = [other for other in near(word) | related(word).keys() if other not in taken]
        score, other = max(((_closeness(word, other), other) for other in free), default=(0.0, ""))
        if score >= CLOSE:
            found[word] = other
            taken.add(other)
    return found


def _closeness(word: str, other: str) -> float:
    """How likely a word stands for another: by hand and by WordNet's nearness either way."""
    return 2 * (other in near(word)) + related(word).get(other, 0.0) + related(other).get(word, 0.0)


def renamed_by(name: str, words: Mapping[str, str]) -> str:
    """A name with other words, each written as the one in its place."""

    def new(found: re.Match[str]) -> str:
        part = found[0].lower()
        other = words.get(lemma(part))
        if other is None:
            return found[0]
        other = other if part == lemma(part) else plural(other)
        return other.upper() if found[0].isupper() else (
            other.capitalize() if found[0][0].isupper() else other
        )  # fmt: skip

    return _PART.sub(new, name)
