"""What a question may speak of: spans of its words with what each may mean, and its shape.

A ``Mention`` is a link to a table or a column that some part of a query could use. The shape is
the question with its mentions put for its words, so that what is learned on one schema holds on
another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlagent.linking import Link, Token
from sqlagent.linking.english import lemma
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.cues import cues_at, decade, is_stop, month_number
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.implied import implied
from sqlagent.models.offline.measures import takings

_KEPT = 8  # alternatives of one span
_NOUNS = frozenset(("money", "unit", "order"))  # cues that are named by a noun
_PERIODS = frozenset(("year", "month", "weekday"))
_TOLD_FOR = frozenset("per by each every and a this last past next of &".split())
_ANY_DAY = ("date", "year", "time")  # of a thing that is new or early, but not of a birth
_BORN = frozenset("birth born death died".split())
_FAR = 0.5  # the least that a column which a degree compares is worth
_HINTS = frozenset(("unit", "most", "least"))  # cues whose words hint at columns: minutes, busiest
_PLACES = ("first", "last")  # alone they say which rows, never whose first or last name
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
    sold = {
        place for at in range(len(tokens)) for end, cue in cues_at(tokens, at)
        if cue == "bestsell" for place in range(at, end)
    }  # fmt: skip
    degrees = [one for one in _degrees(tokens, catalog) if one.start not in sold]
    graded = {(at, one.table, one.column) for one in degrees for at in one.span}
    for link in links:
        if (link.end - 1, link.table, link.column) in graded and link.how != "exact":
            continue
        if link.start in sold:
            continue
        if link.kind != "value" and not _is_talk(tokens, link, catalog):
            mention = Mention(
                link.start, link.end, link.table, link.column, _worth(link, catalog), link.how
            )
            spans.setdefault((link.start, link.end, link.column is None), []).append(mention)
    asked = (
        Mention(one.start, one.end, one.table, one.column, one.score, "implied")
        for one in implied(tokens, links, catalog)
    )
    for mention in (*asked, *degrees):
        spans.setdefault((mention.start, mention.end, False), []).append(mention)
    found = []
    spoken = _spoken(tokens, links, catalog)
    for alike in spans.values():
        alike.sort(key=lambda mention: (-mention.score, _away(mention, spoken, catalog)))
        for rank, one in enumerate(alike[:_KEPT]):
            if one.score > 0.35:
                found.append(
                    Mention(one.start, one.end, one.table, one.column, one.score, one.how, rank,
                            one.upward)
                )  # fmt: skip
    return tuple(found)


def _spoken(tokens: Sequence[Token], links: Sequence[Link], catalog: Catalog) -> dict[int, str]:
    """The table that each word is likeliest of, and the one that money is earned by."""
    found: dict[int, tuple[float, str]] = {}
    for link in links:
        worth = link.score + 0.1 * (link.column is None)
        for at in range(link.start, link.end):
            if at not in found or worth > found[at][0]:
                found[at] = worth, link.table
    spoken = {at: table for at, (_, table) in found.items()}
    for at in range(len(tokens)):
        if at not in spoken and "money" in {cue for _, cue in cues_at(tokens, at)}:
            earned = takings(catalog)
            spoken.update({at: earned.table} if earned else {})
    return spoken


def _away(mention: Mention, spoken: Mapping[int, str], catalog: Catalog) -> int:
    """How many keys a mention's table is away from what the other words speak of."""
    others = {table for at, table in spoken.items() if at not in mention.span}
    return sum(min(5, catalog.graph.distance(mention.table, other)) for other in others)


def _is_talk(tokens: Sequence[Token], link: Link, catalog: Catalog) -> bool:
    """Whether words that every question is made of only happen to be like a name."""
    words = tokens[link.start : link.end]
    if len(words) == 1 and words[0].text.lower() in _PLACES:
        return True
    if link.how in ("exact", "root") or any(word.capital or word.quoted for word in words):
        return False
    before = tokens[link.start - 1].text.lower() if link.start else ""
    if link.how == "partial" and all(_names_something(word, before) for word in words):
        return False
    if link.how == "near" and all(_hints_at(word, catalog) for word in words):
        return False
    return all(is_stop(word.text) or any(cues_at([word], 0)) for word in words) and not any(
        compared(word.text) for word in words
    )


def _hints_at(word: Token, catalog: Catalog) -> bool:
    """Whether a word of questions hints at a column: minutes at a length, busiest at a number.

    Money does where nothing in the database says what is taken in.
    """
    found = {cue for _, cue in cues_at([word], 0)}
    if found == {"money"}:
        return takings(catalog) is None
    return bool(found) and found <= _HINTS and word.text.lower() not in _DEGREES


def _names_something(word: Token, before: str) -> bool:
    """Whether a word of questions is what part of a name says: sales in billions, open year.

    A year that something is told for is that of any date.
    """
    found = {cue for _, cue in cues_at([word], 0)}
    return bool(found & _NOUNS) or (bool(found & _PERIODS) and before not in _TOLD_FOR)


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
                if word in _ANY_DAY and _BORN & {*catalog.words(name.table, name.column)}:
                    continue
                score = max(0.9 - 0.06 * place, _FAR)
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
