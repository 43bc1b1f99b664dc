"""Stored values that words of a question say in full.

In any case and punctuation, in another form of the word, as a people for its country, a code for
a name or a word for a state or kind that is near to it in meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from sqlagent.linking.english import expansions, lemma, mistyped, root
from sqlagent.linking.matching import KNOWN, SHORT, TYPO, Fit
from sqlagent.linking.parts import Hit, holds_together
from sqlagent.linking.synonyms import BY_HAND, is_english, near
from sqlagent.linking.texts import Index, Place, plain
from sqlagent.linking.tokens import Token
from sqlagent.linking.words import groups

LONGEST = 8  # words of a value that is looked up whole
FORM = 0.97  # another form of the last word
_ROOT = 0.85
_PEOPLE = 0.95
_CODE = 0.9
_JOINED = 0.93
_PART = 0.8  # of a word with a hyphen, of a name in quotes
_SHORT = 3  # letters of a word that may be a code
# Codes that are words in small letters.
_WORDS = frozenset("al co de hi id in it la ma me no oh ok or pa us on is be so am an".split())
_SEX = re.compile("sex|gender", re.IGNORECASE)
_GENDERS = {
    **dict.fromkeys("woman female girl lady".split(), ("f", "w", "female", "woman")),
    **dict.fromkeys("man male boy guy gentleman".split(), ("m", "male", "man")),
}


def whole(question: Sequence[Token], positions: list[int], index: Index) -> Iterator[Hit]:
    """Values that the words of a span say in full."""
    for start in positions:
        for end in range(start + 1, min(start + LONGEST, len(question)) + 1):
            last = question[end - 1]
            if end > start + 1 and (last.quoted or not last.lemma[:1].isalnum()):
                break
            if end == start + 1 and (holds_together(last) or _is_small(last)):
                continue
            said = plain(" ".join(token.text for token in question[start:end]))
            for key, fit in dict(_spoken(said, question[start:end])).items():
                for place in index.whole.get(key, ()):
                    if fit[1] != "abbreviation" or place[2].isupper() or len(key) > 3:
                        yield (start, end), fit, place
        if not holds_together(question[start]):
            for fit, place in _in_other_words(question[start], index):
                yield (start, start + 1), fit, place


def _in_other_words(token: Token, index: Index) -> Iterator[tuple[Fit, Place]]:
    """States and kinds that a word is another form of, or near to in meaning."""
    said = plain(token.text)
    for key in _GENDERS.get(token.lemma, ()):
        for place in index.whole.get(key, ()):
            if _SEX.search(place[1]):
                yield (_PEOPLE, "near"), place
    if said.isalpha() and said not in index.whole and not is_english(token.lemma):
        for place in index.initials.get(said, ()):
            yield (SHORT, "abbreviation"), place
    if not said.isalpha() or len(said) <= _SHORT:
        parts = said.split(" ")
        for part in parts if 1 < len(parts) <= _SHORT else ():
            for place in index.whole.get(part, ()) if len(part) > _SHORT else ():
                yield (_PART, "partial"), place
        return
    alike = index.rooted.get(root(said), ())
    for place in alike:
        same = lemma(place[2]) == lemma(said)
        yield ((FORM, "exact") if same else (_ROOT, "root")), place
    if not alike and said not in index.whole:
        for other in near(token.lemma):
            for place in index.rooted.get(root(other), ()):
                yield (BY_HAND * KNOWN, "near"), place


def _is_small(token: Token) -> bool:
    """Whether a token is a number of one or two digits, which says how many."""
    return token.number is not None and not token.quoted and token.number < 100


def _spoken(said: str, words: Sequence[Token]) -> Iterator[tuple[str, Fit]]:
    """The texts that may be stored for what was said, the likeliest last."""
    if not said:
        return
    *before, last = said.split(" ")
    if len(before) == 1:
        yield before[0] + last, (_JOINED, "joined")
    base = lemma(said)
    coded = len(said) > _SHORT or words[0].text.isupper() or said not in _WORDS
    for other in _coded(base) if coded else ():
        yield other, (_CODE, "abbreviation")
    for other in peoples(base):
        yield other, (_PEOPLE, "near")
    for other in () if before or is_english(base) else _misspelt(base):
        yield other, (_PEOPLE * TYPO, "typo")
    for full in expansions(lemma(last)):
        yield " ".join((*before, full)), (_CODE, "abbreviation")
    if not words[0].quoted and len(last) > 3:
        yield " ".join((*before, last + "s")), (FORM, "exact")
        yield " ".join((*before, lemma(last))), (FORM, "exact")
    yield said, (1.0, "exact")


@lru_cache(maxsize=5_000)
def _misspelt(word: str) -> tuple[str, ...]:
    """What stands for the people or country that ``word`` may be a slip of."""
    meant = () if word in _others("peoples") else _others("peoples")
    return tuple(other for one in meant if mistyped(word, one) for other in (one, *peoples(one)))


def _coded(word: str) -> Iterator[str]:
    """The codes of a name or of a people's country, the names of a code."""
    for said in (word, *peoples(word)):
        yield from _others("codes").get(said, ())


@cache
def _others(name: str) -> dict[str, tuple[str, ...]]:
    """For each text of a list its neighbours in a line."""
    found: dict[str, tuple[str, ...]] = {}
    for line in groups(name, ","):
        group = [plain(one) for one in line]
        for one in group:
            found[one] = (*found.get(one, ()), *(other for other in group if other != one))
    return found


def peoples(word: str) -> tuple[str, ...]:
    """A people's country by all its names, a country's people and other names."""
    return _others("peoples").get(word, ())
