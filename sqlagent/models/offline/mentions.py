"""What a question may speak of: spans of its words with what each may mean, and its shape.

A ``Mention`` is a link to a table or a column that some part of a query could use. The shape is
the question with its mentions put for its words, so that what is learned on one schema holds on
another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlagent.linking import Link, Token
from sqlagent.linking.english import lemma
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.cues import compared, cues_at, decade, is_stop, month_number

_KEPT = 8  # alternatives of one span
_DEGREES = ("most", "more", "least", "less")


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``start`` to ``end`` may mean a table, or one of its columns.

    ``score``, from 0 to 1, is how well the words fit, ``how`` why they fit, and ``rank`` how many
    fit these words better. ``upward`` is, for words of degree, whether more is meant: True for
    tallest, False for shortest, None where nothing is said.
    """

    start: int
    end: int
    table: str
    column: str | None
    score: float
    how: str
    rank: int = 0
    upward: bool | None = None

    @property
    def span(self) -> range:
        """The positions of its tokens."""
        return range(self.start, self.end)


def mentions(
    tokens: Sequence[Token], links: Sequence[Link], catalog: Catalog
) -> tuple[Mention, ...]:
    """The mentions of a question, those of one span best first."""
    spans: dict[tuple[int, int, bool], list[Mention]] = {}
    for link in links:
        if link.kind != "value" and not _is_talk(tokens, link):
            mention = Mention(
                link.start, link.end, link.table, link.column, _worth(link, catalog), link.how
            )
            spans.setdefault((link.start, link.end, link.column is None), []).append(mention)
    for mention in _degrees(tokens, catalog):
        spans.setdefault((mention.start, mention.end, False), []).append(mention)
    found = []
    for alike in spans.values():
        alike.sort(key=lambda mention: -mention.score)
        for rank, one in enumerate(alike[:_KEPT]):
            if one.score > 0.35:
                found.append(
                    Mention(one.start, one.end, one.table, one.column, one.score, one.how, rank,
                            one.upward)
                )  # fmt: skip
    return tuple(found)


def _is_talk(tokens: Sequence[Token], link: Link) -> bool:
    """Whether words that every question is made of only happen to be like a name."""
    words = tokens[link.start : link.end]
    if link.how in ("exact", "root") or any(word.capital or word.quoted for word in words):
        return False
    return all(is_stop(word.text) or any(cues_at([word], 0)) for word in words) and not any(
        compared(word.text) for word in words
    )


def _worth(link: Link, catalog: Catalog) -> float:
    """A link's score; a view stands behind the tables that it is made of."""
    return link.score - (0.1 if catalog.schema[link.table].kind == "view" else 0.0)


def _degrees(tokens: Sequence[Token], catalog: Catalog) -> Iterator[Mention]:
    """Columns that an adjective of degree compares: tallest, cheaper, how long."""
    for at, token in enumerate(tokens):
        concepts = compared(token.text)
        before = tokens[at - 1].text.lower() if at else ""
        start = at - 1 if before in _DEGREES or before == "how" else at
        for place, (word, upward) in enumerate(concepts):
            upward = upward != (before in ("least", "less"))
            for name in catalog.named(word):
                if name.column is None or not catalog.is_graded(name.table, name.column):
                    continue
                score = 0.9 - 0.06 * place
                yield Mention(start, at + 1, name.table, name.column, score, "degree", 0, upward)


def shape(
    tokens: Sequence[Token], links: Sequence[Link], found: Sequence[Mention], catalog: Catalog
) -> tuple[str, ...]:
    """A symbol for each token: what its best mention is, else its base form."""
    symbols = [_plain(token) for token in tokens]
    best: dict[int, float] = {}
    marks = [(m.start, m.end, m.score, _symbol(m, catalog)) for m in found if m.how != "degree"]
    marks += [(link.start, link.end, link.score - 0.03, "VAL") for link in links
              if link.kind == "value" and not _is_common(tokens, link)]  # fmt: skip
    marks.sort(key=lambda mark: -(mark[2] + 0.15 * (mark[1] - mark[0])))
    for start, end, score, symbol in marks:
        if score > 0.6 and not any(at in best for at in range(start, end)):
            for at in range(start, end):
                best[at] = score
                symbols[at] = symbol if at == end - 1 else ""
    return tuple(symbol for symbol in symbols)


def _is_common(tokens: Sequence[Token], link: Link) -> bool:
    """Whether the words of a value are ones of every question, not written as a name."""
    words = tokens[link.start : link.end]
    return all(is_stop(word.text) or any(cues_at([word], 0)) for word in words) and not any(
        word.capital or word.quoted for word in words
    )


def _plain(token: Token) -> str:
    if token.quoted:
        return "QUOTE"
    if token.number is not None:
        year = token.number.is_integer() and 1850 <= token.number <= 2100
        year = year and not token.mark and token.text[:1].isdigit()
        return "YEAR" if year else "ONE" if token.number == 1 else "NUM"
    if month_number(token.text):
        return "MONTH"
    if decade(token.text):
        return "DECADE"
    if compared(token.text):
        return _degree(token.text)
    return token.text.lower() if is_stop(token.text) else token.lemma


def _degree(word: str) -> str:
    upward = compared(word)[0][1]
    word = word.lower()
    form = "EST" if word.endswith("st") else "ER" if word.endswith("er") else "ADJ"
    return f"{form}{'+' if upward else '-'}"


def _symbol(mention: Mention, catalog: Catalog) -> str:
    if mention.column is None:
        return "TAB"
    return "C" + catalog.sort_of(mention.table, mention.column)


def is_plural(token: Token) -> bool:
    """Whether a word is written in the plural."""
    said = token.text.lower()
    return said != token.lemma and (said.endswith("s") or lemma(said) == token.lemma)
