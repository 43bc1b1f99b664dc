"""Stored values of which words of a question are a part: a last name, a word of a title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from sqlagent.linking.english import beginning, lemma, root
from sqlagent.linking.matching import TYPO, Fit, slipped
from sqlagent.linking.synonyms import is_english
from sqlagent.linking.texts import Index, Place, plain
from sqlagent.linking.tokens import Token
from sqlagent.linking.words import groups

Span = tuple[int, int]
Hit = tuple[Span, Fit, Place]
Scan = Callable[[Sequence[str]], Iterable[Place]]

_LEAST = 3  # letters of a word that is looked for within texts
_ROOT = 0.85
_CUT = 0.65  # a word cut short, and no English one


def partial(
    question: Sequence[Token], positions: list[int], known: set[int], index: Index, scan: Scan
) -> Iterator[Hit]:
    """Values of which the words of a span are a part; those in ``known`` are not scanned for."""
    places: dict[Place, None] = {}
    scanned: dict[str, bool] = {}
    for at in positions:
        token = question[at]
        starts = [] if holds_together(token) else _starts(token)
        held = [place for start in starts for place in index.holding(start)]
        if at not in known and starts:
            own = token.capital or token.quoted or not is_english(token.lemma)
            scanned[starts[0]] = own
            if not held and own and token.lemma.isalpha():
                slips = index.slips(token.lemma)
                held = [place for word in slips for place in index.holding(word)]
        places.update(dict.fromkeys(held))
    names = [start for start, own in scanned.items() if own]
    places.update(dict.fromkeys(scan(names or list(scanned))))
    for place in places:
        for span, fit in _runs(question, positions, plain(place[2]).split(" ")):
            yield span, fit, place


def holds_together(token: Token) -> bool:
    return not (token.quoted or token.capital) and token.text.lower() in _function()


@cache
def _function() -> frozenset[str]:
    return frozenset(word for line in groups("function") for word in line)


def _starts(token: Token) -> list[str]:
    """What a word of a text begins with that may be the word said."""
    text = plain(token.text)
    if token.quoted or not text.isalpha():
        return [text] if len(text) >= _LEAST and token.number is None else []
    forms = {beginning(root(word), word) for word in (text, token.lemma)}
    least = _LEAST - token.text.isupper()  # a code in capitals may have two
    return sorted(form for form in forms if len(form) >= least)


def _runs(
    question: Sequence[Token], positions: Iterable[int], words: list[str]
) -> Iterator[tuple[Span, Fit]]:
    """The longest spans that words of a value fit one after another."""
    for start in positions:
        said = question[start]
        parts = plain(said.text).split(" ")
        if len(parts) > 1 or said.quoted:
            if f" {' '.join(parts)} " in f" {' '.join(words)} " and len(parts) < len(words):
                yield (start, start + 1), (_share(len(parts), words), "partial")
            continue
        for at, word in enumerate(words):
            if not _fit(said, word)[0]:
                continue
            if start and at and _fit(question[start - 1], words[at - 1])[0]:
                continue
            span, fit = _run(question, start, words, at)
            if not all(map(holds_together, question[slice(*span)])):
                yield span, fit


def _run(question: Sequence[Token], start: int, words: list[str], at: int) -> tuple[Span, Fit]:
    end, total = start, 0.0
    worst: Fit = (1.0, "exact")
    for token, word in zip(question[start:], words[at:], strict=False):
        fit = _fit(token, word)
        if not fit[0]:
            break
        end, total, worst = end + 1, total + fit[0], min(worst, fit)
    score = total / (end - start) * _share(end - start, words)
    how = "partial" if end - start < len(words) and worst[1] == "exact" else worst[1]
    return (start, end), (score, how)


def _fit(said: Token, stored: str) -> Fit:
    """How a word fits a word of a value; one that holds a question together only as it is."""
    fit = same_word(said.lemma, stored)
    return fit if fit[1] == "exact" or not holds_together(said) else (0.0, "exact")


def _share(said: int, words: list[str]) -> float:
    return 0.35 + 0.65 * said / len(words)


@lru_cache(maxsize=50_000)
def same_word(said: str, stored: str) -> Fit:
    """How well a base form of the question fits a word of a stored value, and how."""
    if said == stored or said == lemma(stored):
        return 1.0, "exact"
    if min(len(said), len(stored)) > _LEAST and root(said) == root(stored):
        return _ROOT, "root"
    if len(said) > 2 and stored.startswith(said) and stored[len(said) :].isdigit():
        return _ROOT, "partial"
    if slipped(said, lemma(stored)):
        return TYPO, "typo"
    cut = len(said) >= _LEAST and stored.startswith(said) and not is_english(said)
    return (_CUT, "abbreviation") if cut else (0.0, "typo")
