"""Which tables and columns a question speaks of.

A link says how its words came to fit (``how``), since that tells more than its score: ``exact``
(the same base form), ``root`` (booked, booking), ``near`` (by hand: seats, capacity; a people
and its country), ``wordnet`` (fee, payment), ``abbreviation`` (qty; NY), ``typo``, ``joined``
(bed room, bedroom), ``partial`` (exact, and words of the name or value are left unsaid),
``pattern`` (what several values hold, as a LIKE pattern).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from sqlagent.linking.english import root
from sqlagent.linking.matching import Fit, How
from sqlagent.linking.synonyms import HINTED, hinted
from sqlagent.linking.tokens import Token
from sqlagent.linking.vocabulary import LIGHT, Name, Names

LONGEST_SPAN = 4
MOST = 60  # links of one span to columns, and to tables
_LIGHT_WEIGHT = 0.3
_JOINED = 0.95
_PART = 0.9  # of a word with a hyphen


@dataclass(frozen=True, slots=True)
class Link:
    """Tokens ``start`` to ``end`` may mean this table, column, or value of the column.

    ``how`` is the weakest way in which one of the words fits.
    """

    start: int
    end: int
    kind: Literal["table", "column", "value"]
    table: str
    column: str | None
    value: str | None
    score: float
    how: How = "exact"


def name_links(question: Sequence[Token], known: Iterable[Name]) -> tuple[Link, ...]:
    """Links of one to four words to tables and columns, each with a score up to 1."""
    known = known if isinstance(known, Names) else Names(known)
    fits = [_fits(token, known) for token in question]
    found: dict[tuple[int, int, int], Link] = {}
    for start in range(len(question)):
        for link, at in chain(
            _from(start, question, fits, known),
            _joined(start, question, known),
            _phrased(start, question, known),
        ):
            key = (link.start, link.end, at)
            if key not in found or found[key].score < link.score:
                found[key] = link
    return _fewest([found[key] for key in sorted(found)])


def _fits(token: Token, known: Names) -> Mapping[str, Fit]:
    word = token.lemma
    if token.quoted or not word:
        return {}
    if not word[0].isalpha():
        digits = word.rstrip("abcdefghijklmnopqrstuvwxyz%+")
        return {digits: (1.0, "exact")} if len(digits) > 1 and digits in known.holding else {}
    found = known.fits(word)
    if found or "-" not in word:
        return found
    parts = [(fit, named) for part in word.split("-") for named, fit in known.fits(part).items()]
    return {named: (score * _PART, how) for (score, how), named in sorted(parts)}


def _from(
    start: int, question: Sequence[Token], fits: Sequence[Mapping[str, Fit]], known: Names
) -> Iterator[tuple[Link, int]]:
    """Links that begin with the token ``start``, each with the place of its name."""
    last = min(start + LONGEST_SPAN, len(question))
    for at in {at for word in fits[start] for at in known.holding[word]}:
        name = known[at]
        for end in range(start + 1, last + 1):
            score, how = _name_score(question[start:end], fits[start:end], name)
            if not score:
                break
            if fits[end - 1] or question[end - 1].lemma in LIGHT:
                yield _name_link(start, end, name, score, how), at


def _joined(start: int, question: Sequence[Token], known: Names) -> Iterator[tuple[Link, int]]:
    """One word for two of a name (``bedroom``), or two for one (``bed room``)."""
    token = question[start]
    for at in known.joined.get(token.lemma, ()):
        score = _JOINED * (1 - 0.2 * (len(known[at].words) > 2))
        yield _name_link(start, start + 1, known[at], score, "joined"), at
    if start + 1 < len(question) and token.lemma[:1].isalpha():
        both = token.text.lower() + question[start + 1].lemma
        for at in known.holding.get(both, ()):
            score = _JOINED * (1 - 0.2 * (len(known[at].words) > 1))
            yield _name_link(start, start + 2, known[at], score, "joined"), at


def _phrased(start: int, question: Sequence[Token], known: Names) -> Iterator[tuple[Link, int]]:
    """Names that two words hint at together (``signed up``)."""
    first, *second = question[start : start + 2]
    phrase = f"{root(first.lemma)} {second[0].lemma}" if second else ""
    for word in hinted(phrase):
        for at in known.holding.get(word, ()):
            score, how = _name_score([first], [{word: (HINTED, "near")}], known[at])
            yield _name_link(start, start + 2, known[at], score, how), at


def _name_link(start: int, end: int, name: Name, score: float, how: How) -> Link:
    kind: Literal["table", "column"] = "column" if name.column else "table"
    return Link(start, end, kind, name.table, name.column, None, score, how)


def _name_score(said: Sequence[Token], fits: Sequence[Mapping[str, Fit]], name: Name) -> Fit:
    """How well words fit a name, and how; an unsaid part of the name costs its share."""
    left, total = list(name.words), 0.0
    worst: Fit = (1.0, "exact")
    for token, fit in zip(said, fits, strict=True):
        best = max(left, key=lambda word: fit[word][0] if word in fit else 0.0, default="")
        if best not in fit:
            if not total or token.lemma not in LIGHT:
                return 0.0, "exact"
            total += 0.85
            continue
        total += fit[best][0]
        worst = min(worst, fit[best])
        left.remove(best)
    how = worst[1]
    if not left:
        return total / len(said), how
    if name.words[-1] in left and len(name.words) > 1 and name.words[-1] not in LIGHT:
        total *= 0.85
    unsaid = _weight(left) / _weight(name.words)
    if how == "exact" and any(word not in LIGHT for word in left):
        how = "partial"
    return total / len(said) * (1 - (0.4 if name.column else 0.25) * unsaid), how


def _weight(words: Iterable[str]) -> float:
    return sum(_LIGHT_WEIGHT if word in LIGHT else 1.0 for word in words)


def _fewest(links: list[Link]) -> tuple[Link, ...]:
    """The links, where a span has very many only the best: those of tables also spoken of."""
    spans: dict[tuple[int, int, bool], list[Link]] = {}
    for link in links:
        spans.setdefault((link.start, link.end, link.column is None), []).append(link)
    if all(len(span) <= MOST for span in spans.values()):
        return tuple(links)
    spoken = {link.table for span in spans.values() if len(span) <= MOST for link in span}
    return tuple(
        link
        for span in spans.values()
        for link in sorted(span, key=lambda link: (-link.score, link.table not in spoken))[:MOST]
    )
