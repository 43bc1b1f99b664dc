"""Which stored values a question speaks of, of all that hold its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from sqlagent.linking.english import beginning
from sqlagent.linking.links import Link, name_links
from sqlagent.linking.matching import Fit
from sqlagent.linking.parts import Span, partial, same_word
from sqlagent.linking.stored import Stored
from sqlagent.linking.texts import plain
from sqlagent.linking.tokens import Token
from sqlagent.linking.vocabulary import Names
from sqlagent.linking.wholes import whole

MOST = 12  # links of one span
FEW = 3  # of them there may be for a value that says more than was said, where another is exact
_EXACT = 0.96
_NAMED = 0.9


def link(question: Sequence[Token], known: Names, stored: Stored) -> tuple[Link, ...]:
    """All links of a question, to names and to values."""
    found = name_links(question, known)
    named = {
        at
        for link in found
        if link.how == "exact" and link.score > _NAMED
        for at in range(link.start, link.end)
    }
    return (*found, *value_links(question, stored, named=named))


def value_links(
    question: Sequence[Token],
    stored: Stored,
    wanted: Iterable[int] | None = None,
    *,
    named: Set[int] = frozenset(),
) -> tuple[Link, ...]:
    """Links to stored values that hold the tokens numbered in ``wanted``, else any word of weight.

    Of the tokens in ``named``, which are exactly a name, only whole values are linked. Where many
    values of a column hold the words, the link's value is a LIKE pattern.
    """
    positions = sorted(set(range(len(question)) if wanted is None else wanted))
    positions = [at for at in positions if question[at].lemma[:1].isalnum()]
    found: dict[tuple[Span, str, str], dict[str, Fit]] = defaultdict(dict)
    index = stored.index()
    said = list(whole(question, positions, index))
    known = {at for (start, end), *_ in said for at in range(start, end)} | named
    parts = partial(question, positions, known, index, stored.scan)
    for span, fit, place in (*said, *parts):
        hits = found[span, place[0], place[1]]
        hits[place[2]] = max(fit, hits.get(place[2], fit))
    links = [_value_link(question, *column, hits) for column, hits in found.items()]
    return tuple(
        link
        for link in _best(question, links)
        if link.score > _EXACT or not set(range(link.start, link.end)) <= named
    )


def _value_link(
    question: Sequence[Token], span: Span, table: str, column: str, hits: dict[str, Fit]
) -> Link:
    words = " ".join(token.text for token in question[slice(*span)]).lower()
    value = max(hits, key=lambda text: (hits[text], text.lower() == words, -len(text), text))
    score, how = hits[value]
    if score > _EXACT and any(_lists(text, value) for text in hits):
        return Link(*span, "value", table, column, f"%{value}%", score, "pattern")
    alike = {text for text, (other, _) in hits.items() if other == score}
    if score < 0.9 and how != "typo" and (len(alike) > 1 or (score < 0.65 and len(hits) > 1)):
        pattern = _common(question[slice(*span)], alike)
        return Link(*span, "value", table, column, f"%{pattern}%", min(score, 0.5), "pattern")
    return Link(*span, "value", table, column, value, score, how)


def _common(said: Sequence[Token], texts: Iterable[str]) -> str:
    """What all texts hold of what was said: its words, or how the only one begins."""
    words = " ".join(token.text if token.quoted else token.lemma for token in said)
    if len(said) > 1 or all(words in text.lower() for text in texts):
        return words
    starts = {
        beginning(words, word)
        for text in texts
        for word in plain(text).split(" ")
        if same_word(words, word)[0]
    }
    shared = min(starts, key=len, default=words)
    return shared if all(shared in text.lower() for text in texts) else words


def _lists(text: str, value: str) -> bool:
    """Whether a value holds another as one of several parts between commas."""
    parts = [part.strip().lower() for part in text.split(",")]
    return len(parts) > 1 and value.lower() in parts


def _best(question: Sequence[Token], links: list[Link]) -> Iterator[Link]:
    """The links, without those that a better one of the same words makes unlikely."""
    exact = {(link.start, link.end) for link in links if link.score > _EXACT}
    spelled = {(link.start, link.end) for link in links if _as_typed(question, link)}
    left: dict[Span, int] = {}
    for link in sorted(links, key=lambda link: -link.score):
        span = (link.start, link.end)
        sure = link.score > _EXACT or link.how in ("near", "abbreviation")
        part = link.how in ("partial", "pattern") and left.get(span, 0) < FEW and span in exact
        covered = any(start <= link.start and link.end <= end for start, end in exact)
        if covered and not (sure or part):
            continue
        # A code in capitals is not what somebody means who writes a name with one.
        if span in spelled and not _as_typed(question, link):
            continue
        left[span] = left.get(span, 0) + 1
        if left[span] <= MOST:
            yield link


def _as_typed(question: Sequence[Token], link: Link) -> bool:
    """Is the value spelled as it stands in the question, where that has capitals?"""
    said = " ".join(token.text for token in question[link.start : link.end])
    return said == link.value and not said.islower()
