"""Near words: which other word somebody may have said for the one that a schema holds.

Two sources. ``words/near.txt`` is kept by hand: words of business and daily life whose meaning
in a database differs from the dictionary's (seats are capacity, sales are revenue).
``words/wordnet.txt.gz`` is compiled from WordNet by ``data/offline/synonyms.py`` and read when
a word needs it: 3 ms.
"""

from __future__ import annotations

import gzip
from functools import cache, lru_cache

from sqlagent.linking.english import lemma, mistyped, root
from sqlagent.linking.words import FOLDER, groups

BY_HAND = 0.8
HINTED = 0.72
RESORTED = 0.6
NEAREST, STEP = 0.75, 0.05  # of WordNet's words, and what each further level costs
_ONE_WAY = frozenset((">", ">>"))


@lru_cache(maxsize=5_000)
def near(word: str) -> frozenset[str]:
    """The words that by hand stand for the base form ``word``, itself left out."""
    groups_of = _by_hand().get(word) or _by_hand().get(_base(word), ())
    return frozenset(w for group in groups_of for w in group) - {word}


@lru_cache(maxsize=5_000)
def hinted(word: str) -> frozenset[str]:
    """What the base form ``word`` hints at by hand, in this direction only: old, age.

    Of two words (signed up) the first is given by its root.
    """
    return frozenset(_hints().get(word) or _hints().get(_base(word), ())) - near(word)


@lru_cache(maxsize=5_000)
def resorts(word: str) -> tuple[str, ...]:
    """What ``word``, a base form, may mean where nothing else that it fits is there."""
    return _resorts().get(word, ())


@lru_cache(maxsize=5_000)
def related(word: str) -> dict[str, float]:
    """WordNet's near words of the base form ``word``, each with its nearness, .5 to .75."""
    levels = _wordnet().get(word, "").split(";")
    return {
        other: NEAREST - STEP * level
        for level, others in enumerate(levels)
        for other in others.split(",")
        if other
    }


@lru_cache(maxsize=5_000)
def nearness(said: str, named: str) -> float:
    """How near two base forms are by meaning, 0 to 1: 1 the same, .8 by hand, less by WordNet."""
    if said == named:
        return 1.0
    if named in near(said):
        return BY_HAND
    if named in hinted(said):
        return HINTED
    base = root(named)
    known = related(said)
    far = (score for other, score in known.items() if root(other) == base)
    return max(far, default=known.get(named, 0.0))


def is_english(word: str) -> bool:
    """Whether ``word``, a base form, is a common English word."""
    return word in _by_hand() or word in _hints() or word in _wordnet()


def _base(word: str) -> str:
    """The verb of a form in -ed or -ing that is kept by hand, "" where there is none: owed, owe."""
    if len(word) < 4 or not word.endswith(("ed", "ing")):
        return ""
    stem = word[:-2] if word.endswith("ed") else word[:-3]
    forms = (f"{stem}e", stem, stem[:-1] if stem[-1:] == stem[-2:-1] else "")
    return next((form for form in forms if form in _by_hand() or form in _hints()), "")


def spelled_near(word: str) -> list[str]:
    """The words kept by hand that may be meant by one that is no English word."""
    if len(word) < 5 or is_english(word):
        return []
    return [one for one in _by_hand() if one[0] == word[0] and mistyped(word, one)]


@cache
def _by_hand() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in groups("near"):
        group = tuple(map(lemma, line))
        for word in group if not _ONE_WAY & {*line} else ():
            found[word] = (*found.get(word, ()), group)
    return found


@cache
def _hints() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for said, *held in (line for line in groups("near") if ">" in line):
        first, _, second = said.partition("_")
        key = f"{root(first)} {second}" if second else said
        found[key] = (*found.get(key, ()), *map(lemma, held[1:]))
    return found


@cache
def _resorts() -> dict[str, tuple[str, ...]]:
    return {line[0]: tuple(map(lemma, line[2:])) for line in groups("near") if ">>" in line}


@cache
def _wordnet() -> dict[str, str]:
    text = gzip.decompress((FOLDER / "wordnet.txt.gz").read_bytes()).decode("ascii")
    parts = iter(text.replace(":", "\n").split("\n"))
    return dict(zip(parts, parts, strict=False))
