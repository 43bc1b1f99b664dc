"""A question looked at from all sides before anything is decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlagent.errors import FunctionError
from sqlagent.linking import Link, Token, link, name_links, tokens
from sqlagent.linking.english import adjectives, lemma, root
from sqlagent.linking.synonyms import is_english
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.cues import compared, cues_at, is_action, is_stop, nearest_cue
from sqlagent.models.offline.derived import Derived, derive
from sqlagent.models.offline.mentions import Mention, mentions, shape
from sqlagent.models.offline.proposals import Proposal, propose

_ORDINALS = frozenset("second third fourth fifth sixth seventh eighth ninth tenth".split())
_SURE = 0.95  # links to names that are never taken back
_KNOWN = 0.65  # links of words that are not taken for a slip of something else
_WHOLE = 0.99  # links to values that are


@dataclass(frozen=True, slots=True)
class Analysis:
    """The words of a question, what they may speak of, and the conditions they may mean.

    ``shape`` has a symbol for each token: what it speaks of, else its base form.
    """

    question: str
    catalog: Catalog
    tokens: tuple[Token, ...]
    links: tuple[Link, ...]
    mentions: tuple[Mention, ...]
    shape: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    derived: tuple[Derived, ...]


def analyse(question: str, catalog: Catalog) -> Analysis:
    """Everything that the part models and the outlines look at."""
    said = tuple(part for token in tokens(question) for part in _turned(token, catalog))
    links = tuple(one for one in _links(said, catalog) if not _is_talk(one, said))
    linked = {at for one in links if one.score > _KNOWN for at in range(one.start, one.end)}
    said = tuple(token if at in linked else _meant(token) for at, token in enumerate(said))
    found = mentions(said, links, catalog)
    proposals = propose(said, links, catalog)
    return Analysis(
        question,
        catalog,
        said,
        links,
        found,
        shape(said, links, found, catalog),
        proposals,
        derive(said, links, catalog, proposals),
    )


def _turned(token: Token, catalog: Catalog) -> Iterator[Token]:
    """A word; a flag in the negative, as inactive, is "not" and the flag."""
    for prefix in ("in", "un", "non"):
        rest = token.lemma.removeprefix(prefix)
        if rest == token.lemma or len(rest) < 4 or token.quoted:
            continue
        if catalog.named(token.lemma):
            break
        flags = (name for name in catalog.named(rest) if name.column)
        if any(catalog.flag(name.table, name.column or "") for name in flags):
            yield from (Token("not", "not"), Token(rest, rest))
            return
    yield token


def _meant(token: Token) -> Token:
    """A word that nothing is called, or what of all that is said of data it is a slip of."""
    word = token.text.lower()
    if token.quoted or token.capital or not word.isalpha():
        return token
    if is_stop(word) or any(cues_at([token], 0)) or compared(word):
        return token
    if any(map(is_english, (token.lemma, root(word), *adjectives(word)))):
        return token
    meant = nearest_cue(word)
    return Token(meant, lemma(meant)) if meant[-1:] == word[-1] else token


def _links(said: Sequence[Token], catalog: Catalog) -> tuple[Link, ...]:
    """The links of a question; those to names alone where the values take too long to read."""
    try:
        return link(said, catalog.names, catalog.stored)
    except FunctionError:
        return name_links(said, catalog.names)


def _is_talk(found: Link, said: Sequence[Token]) -> bool:
    """Whether the words of a link say what is done with rows rather than which are meant."""
    words = said[found.start : found.end]
    if found.kind != "value":
        money = found.kind == "table" and any(cue == "money" for _, cue in cues_at(words, 0))
        return found.score <= _SURE and (words[0].lemma in _ORDINALS or money)
    if found.start and said[found.start - 1].lemma == "how" and compared(words[0].text):
        return True  # how long is asked of a thing, whoever is called Long
    return found.score <= _WHOLE and all(
        not (word.quoted or word.capital) and (is_action(word.lemma) or compared(word.text))
        for word in words
    )
