"""How a word that was said fits a word that a schema or a row holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from sqlagent.linking.english import adjectives, distance, expansions, mistyped, root, shortens
from sqlagent.linking.synonyms import (
    BY_HAND,
    HINTED,
    RESORTED,
    hinted,
    is_english,
    near,
    related,
    resorts,
    spelled_near,
)

How = Literal[
    "exact", "root", "near", "wordnet", "abbreviation", "typo", "joined", "partial", "pattern"
]
Fit = tuple[float, How]

ROOT = 0.92
NEAR_ROOT = 0.72
KNOWN = 0.82  # what remains of a near word's fit where the word itself is among the names
SHORT = 0.75
TYPO = 0.7
DOUBTFUL = 0.5  # a slip that is an English word itself
COMPARED = 0.95
RANGE = 0.35  # fits that are so much worse than the best are left out
_REMEMBERED = 4096


class Words:
    """A set of base forms that words of questions are compared with; what was found is kept."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._first: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._first[word[:1]].append(word)
        self._found: dict[str, dict[str, Fit]] = {}

    @cached_property
    def _roots(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            found[root(word)].append(word)
        return found

    def fits(self, said: str) -> dict[str, Fit]:
        """The words that ``said``, a base form, may stand for, each with how well it fits."""
        found = self._found.get(said)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            # In one order, whatever sets they come from: the first of equals is taken.
            found = self._found[said] = dict(sorted(self._looked_up(said).items()))
        return found

    def _looked_up(self, said: str) -> dict[str, Fit]:
        found = _better(self._by_form(said), self._by_hand(said))
        for step in (self._by_wordnet, self._shortened, self.slips):
            if _best(found) < BY_HAND:
                found = _better(found, step(said))
        if said not in self._words:
            found = self._as_adjective(said) | found
        if _best(found) < RESORTED:
            found = _better(found, self._by_resort(said)) or self._misspelt(said)
        least = _best(found) - RANGE
        return {word: fit for word, fit in found.items() if fit[0] > least}

    def _by_form(self, said: str) -> dict[str, Fit]:
        alike = self._roots.get(root(said), ()) if len(said) > 2 else ()
        found: dict[str, Fit] = dict.fromkeys(alike, (ROOT, "root"))
        if said in self._words:
            found[said] = (1.0, "exact")
        return found

    def _by_hand(self, said: str) -> dict[str, Fit]:
        found: dict[str, Fit] = {}
        named = KNOWN if said in self._words else 1.0
        for other in near(said):
            for word in self._roots.get(root(other), ()):
                found[word] = (NEAR_ROOT * named, "near")
        for other in near(said) & self._words:
            found[other] = (BY_HAND * named, "near")
        for other in hinted(said):
            for word in self._roots.get(root(other), ()):
                found[word] = max((HINTED * named, "near"), found.get(word, (0.0, "near")))
        for full in expansions(said):
            for word in self._roots.get(root(full), ()):
                found[word] = (SHORT, "abbreviation")
        return found

    def _by_wordnet(self, said: str) -> dict[str, Fit]:
        found: dict[str, Fit] = {}
        for other, score in related(said).items():
            for word in self._roots.get(root(other), ()):
                found[word] = max((score, "wordnet"), found.get(word, (0.0, "wordnet")))
        return found

    def _shortened(self, said: str) -> dict[str, Fit]:
        return {
            word: (SHORT, "abbreviation")
            for word in self._first.get(said[:1], ())
            if shortens(word, said) or (shortens(said, word) and not is_english(said))
        }

    def slips(self, said: str) -> dict[str, Fit]:
        """The words that may have been mistyped as ``said``."""
        score = DOUBTFUL if is_english(said) else TYPO
        starts = dict.fromkeys(said[:2])
        return {
            word: (score, "typo")
            for start in starts
            for word in self._first.get(start, ())
            if slipped(said, word)
        }

    def _as_adjective(self, said: str) -> dict[str, Fit]:
        """What a comparative or superlative fits: the heaviest is a weight."""
        plain = next((word for word in adjectives(said) if is_english(word)), "")
        told = plain and (hinted(plain) or not is_english(said))
        found = self.fits(plain) if told else {}
        return {word: (score * COMPARED, how) for word, (score, how) in found.items()}

    def _by_resort(self, said: str) -> dict[str, Fit]:
        """The words that may be meant for want of a better one: a town is told by an address."""
        return {
            word: (RESORTED, "near")
            for other in resorts(said)
            for word in self._roots.get(root(other), ())
        }

    def _misspelt(self, said: str) -> dict[str, Fit]:
        """The words near to what ``said`` may be a slip of."""
        found: dict[str, Fit] = {}
        for meant in spelled_near(said):
            for word, (score, _) in self.fits(meant).items():
                found[word] = max((score * TYPO, "typo"), found.get(word, (0.0, "typo")))
        return found


def slipped(said: str, named: str) -> bool:
    """Whether ``named`` may have been mistyped as ``said``; four letters must be no word."""
    if min(len(said), len(named)) == 4:
        return said[0] == named[0] and not is_english(said) and distance(said, named) == 1
    return mistyped(said, named)


def _better(one: dict[str, Fit], other: dict[str, Fit]) -> dict[str, Fit]:
    """For each word the better of its fits."""
    return one | {word: max(fit, one.get(word, fit)) for word, fit in other.items()}


def _best(found: dict[str, Fit]) -> float:
    return max((score for score, _ in found.values()), default=0.0)


def word_match(said: str, named: str) -> Fit:
    """How well one base form fits another, and how; 0 where it does not."""
    return Words((named,)).fits(said).get(named, (0.0, "exact"))
