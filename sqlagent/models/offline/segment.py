"""The question cut into items: cues, links to the schema, numbers, words not placed.

A small beam keeps the best cuts; links to tables that lie close together are worth more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlagent.linking import Link
from sqlagent.linking.tokens import Token
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.cues import (
    compared,
    cues_at,
    decade,
    is_stop,
    month_number,
    nearest_cue,
)

_BEAM = 48
_KEPT = 10
_LINKS_PER_SPAN = 6
_UNPLACED = -0.6
_TEXTUAL = frozenset("contains starts ends".split())
_PEOPLE = frozenset("person everyone everybody folk guy".split())
_SUPERIORS = frozenset("manager boss supervisor superior".split())
# Cues that stand for little: a link of the same words is the better reading.
_WEAK = frozenset(
    """in of with and or all ever by how than who unit year month weekday money both when where
    share current joined ended name""".split()
)


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a cut: ``kind`` says which: cue, table, column, value, number, text or word.

    ``named`` is that it is written as a name: with a capital, or between quotes.
    """

    kind: str
    start: int
    end: int
    text: str
    cue: str = ""
    link: Link | None = None
    number: float | None = None
    mark: str = ""
    named: bool = False

    @property
    def table(self) -> str:
        """The table of the item's link, "" without one."""
        return self.link.table if self.link else ""


@dataclass(frozen=True, slots=True)
class Cut:
    """Items in order, stop words left out, with the sum of their scores."""

    items: tuple[Item, ...]
    score: float
    at: int = 0


def cuts(question: Sequence[Token], links: Sequence[Link], catalog: Catalog) -> tuple[Cut, ...]:
    """The best few ways to cut the question, best first."""
    options = _options(question, links, catalog)
    waiting: list[list[Cut]] = [[] for _ in range(len(question) + 1)]
    waiting[0] = [Cut((), 0.0)]
    for at in range(len(question)):
        waiting[at].sort(key=lambda cut: -cut.score)
        for cut in waiting[at][:_BEAM]:
            for item, score in options[at]:
                near = _nearness(cut, item, catalog)
                items = cut.items if item.kind == "stop" else (*cut.items, item)
                waiting[item.end].append(Cut(items, cut.score + score - near, item.end))
    done = sorted(waiting[-1], key=lambda cut: -cut.score)
    return tuple(done[:_KEPT])


def _options(
    question: Sequence[Token], links: Sequence[Link], catalog: Catalog
) -> list[list[tuple[Item, float]]]:
    found: list[list[tuple[Item, float]]] = [[] for _ in question]
    for at, token in enumerate(question):
        found[at].extend(_plain(question, at, token))
        if len(found[at]) == 1 and found[at][0][0].kind == "word":
            found[at].extend(_mistyped(at, token))
        if token.lemma in _SUPERIORS:
            found[at].extend(_superiors(at, token, catalog))
        if token.lemma in _PEOPLE:
            found[at].extend(_people(at, token, catalog))
        for end, cue in cues_at(question, at):
            if cue in _TEXTUAL and end < len(question):
                found[end].append(_text(question, end))
        if token.lemma == "like" and question[at + 1 : at + 2] and question[at + 1].quoted:
            found[at + 1].append(_text(question, at + 1))
    spans: dict[tuple[int, int], list[tuple[float, Link]]] = {}
    for link in links:
        spans.setdefault((link.start, link.end), []).append((_worth(link, question, catalog), link))
    for (start, end), scored in spans.items():
        scored = _makers_first(scored, catalog)
        scored.sort(key=lambda pair: -pair[0])
        text = " ".join(token.text for token in question[start:end])
        for score, link in scored[:_LINKS_PER_SPAN]:
            if score >= scored[0][0] - 0.4:
                named = any(t.capital or t.quoted for t in question[start:end])
                item = Item(link.kind, start, end, text, link=link, named=named)
                found[start].append((item, score * (end - start) + 0.1 * (end - start - 1)))
    return found


def _text(question: Sequence[Token], at: int) -> tuple[Item, float]:
    """The words from one on that are a text to look for: up to a cue, a number or a stop."""
    end = at + 1
    while end < len(question) and not question[at].quoted:
        token = question[end]
        if token.number is not None or token.lemma in "?.!;," or any(cues_at(question, end)):
            break
        end += 1
    said = " ".join(token.text for token in question[at:end])
    return Item("text", at, end, said), 1.05 * (end - at)


def _makers_first(scored: list[tuple[float, Link]], catalog: Catalog) -> list[tuple[float, Link]]:
    """Of a thing and its owner that bear one name, the owner is the likelier one."""
    named = {
        link.table for _, link in scored
        if link.kind == "value" and link.score == 1.0 and link.column in catalog.label(link.table)
    }  # fmt: skip
    return [
        (score - 0.2, link)
        if link.table in named and named & (catalog.graph.owners(link.table).keys() - {link.table})
        else (score, link)
        for score, link in scored
    ]


def _superiors(at: int, token: Token, catalog: Catalog) -> Iterator[tuple[Item, float]]:
    """The keys by which a table's rows point to their boss."""
    for edge in catalog.graph.edges:
        if edge.child == edge.parent and catalog.is_person(edge.child):
            link = Link(at, at + 1, "column", edge.child, edge.columns[0], None, 0.9)
            yield Item("column", at, at + 1, token.text, link=link), 0.8


def _mistyped(at: int, token: Token) -> Iterator[tuple[Item, float]]:
    """What a word that is nothing as it stands may have been meant to be."""
    meant = nearest_cue(token.text)
    if not meant:
        return
    if compared(meant):
        yield Item("adjective", at, at + 1, meant), 0.6
    for _, cue in cues_at([replace(token, text=meant)], 0):
        yield Item("cue", at, at + 1, meant, cue), 0.6


def _people(at: int, token: Token, catalog: Catalog) -> Iterator[tuple[Item, float]]:
    """The tables that "people" may speak of."""
    tables = catalog.people()
    for table in tables[:3]:
        link = Link(at, at + 1, "table", table, None, None, 0.85 if len(tables) == 1 else 0.65)
        yield Item("table", at, at + 1, token.text, link=link), link.score - 0.1


def _plain(question: Sequence[Token], at: int, token: Token) -> Iterator[tuple[Item, float]]:
    """What a token is without the schema: a cue, a number, a stop word, a word not placed."""
    if token.lemma == "like" and at + 1 < len(question) and question[at + 1].quoted:
        yield Item("cue", at, at + 1, token.text, "contains"), 0.9
    for end, cue in cues_at(question, at):
        text = " ".join(t.text for t in question[at:end])
        worth = 0.72 if cue in _WEAK else 0.88
        yield Item("cue", at, end, text, cue), worth * (end - at) + 0.06 * (end - at - 1)
    if token.number is not None:
        yield Item("number", at, at + 1, token.text, number=token.number, mark=token.mark), 0.86
    elif token.lemma[:4].isdigit() and "-" in token.lemma:
        yield Item("date", at, at + 1, token.lemma), 0.95
    elif month_number(token.text):
        yield Item("month", at, at + 1, token.text, number=month_number(token.text)), 0.8
    if decade(token.text):
        yield Item("decade", at, at + 1, token.text, number=decade(token.text)), 0.9
    if compared(token.text):
        yield Item("adjective", at, at + 1, token.text), 0.85
        if at and question[at - 1].text.lower() in ("most", "least"):
            return
    of = question[at + 1].lemma == "of" if at + 1 < len(question) else False
    if token.lemma == "out" and of:
        return
    if is_stop(token.text) or token.lemma in "?.!;,":
        yield Item("stop", at, at + 1, token.text), 0.7
    else:
        yield Item("word", at, at + 1, token.text), _UNPLACED


def _worth(link: Link, question: Sequence[Token], catalog: Catalog) -> float:
    """A link's score as a reading of its words: keys and stop words are seldom meant."""
    score = link.score
    words = question[link.start : link.end]
    if all(is_stop(word.text) for word in words) and not any(w.capital for w in words):
        score -= 0.35
    if link.kind == "column" and link.column and catalog.is_key(link.table, link.column):
        score -= 0.45 if _names_parent(link, catalog) else 0.25
    if link.kind == "column" and all(word.lemma in ("first", "last") for word in words):
        score -= 0.4  # said of rows rather than of names
    if link.kind == "column" and words[-1].lemma != words[-1].text.lower() and score < 0.95:
        score -= 0.2
    if link.kind == "column" and catalog.words(link.table, link.column) == ("name",):
        score -= 0.4  # of whatever the question is about, not of this table
    said = words[-1].text.lower()
    if link.kind == "table" and said != words[-1].lemma and not said.endswith("s"):
        score -= 0.0 if said in ("people", "men", "women", "children", "media") else 0.25
    if link.kind == "value":
        score -= 0.02 if any(word.capital or word.quoted for word in words) else 0.08
    if link.kind == "table" and score < 1 and catalog.is_link(link.table):
        score -= 0.35
    if catalog.schema[link.table].kind == "view":
        score -= 0.25
    return score


def _names_parent(link: Link, catalog: Catalog) -> bool:
    """Whether a foreign key is named as the table it points to, which is then the better link."""
    words = catalog.words(link.table, link.column)
    parents = [e.parent for e in catalog.graph.parents(link.table) if link.column in e.columns]
    return any(catalog.words(parent)[-1] in words for parent in parents)


def _nearness(cut: Cut, item: Item, catalog: Catalog) -> float:
    """What an item's table costs by its distance from the tables before it."""
    if not item.link:
        return 0.0
    tables = {other.table for other in cut.items if other.link}
    if not tables or item.table in tables:
        return 0.0
    steps = min(catalog.graph.distance(table, item.table) for table in tables)
    return 0.09 * steps if steps < 9 else 0.9
