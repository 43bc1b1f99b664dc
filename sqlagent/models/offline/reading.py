"""STEPS: from a question to its readings, best first, each a function State → State."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from sqlagent.errors import FunctionError
from sqlagent.linking import Link, Token, name_links, value_links
from sqlagent.linking.tokens import tokens
from sqlagent.models.offline.averages import read_averages
from sqlagent.models.offline.build import build, read_shown
from sqlagent.models.offline.comparing import read_comparisons, read_having
from sqlagent.models.offline.confidence import confide, doubts, hops, unplaced_items
from sqlagent.models.offline.cues import compared, cues_at, is_action, is_stop, month_number
from sqlagent.models.offline.dates import read_dates, read_standing
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.filtering import (
    read_absences,
    read_flags,
    read_portion,
    read_related,
    read_values,
)
from sqlagent.models.offline.followup import keeps, merge, read_changes, read_fragment, seed
from sqlagent.models.offline.grouping import read_groups, read_measures
from sqlagent.models.offline.holding import read_held, read_lacking
from sqlagent.models.offline.joins import reachable
from sqlagent.models.offline.ordering import read_direction
from sqlagent.models.offline.ranking import read_ranking
from sqlagent.models.offline.segment import Cut, cuts
from sqlagent.models.offline.state import Reading, State
from sqlagent.models.offline.subject import read_subject
from sqlagent.models.offline.texts import read_texts
from sqlagent.models.offline.write import to_sql

READERS: tuple[Callable[[Draft], Draft], ...] = (
    read_subject,
    read_dates,
    read_standing,
    read_texts,
    read_averages,
    read_lacking,
    read_comparisons,
    read_ranking,
    read_groups,
    read_measures,
    read_having,
    read_absences,
    read_values,
    read_flags,
    read_held,
    read_portion,
    read_related,
    read_shown,
    read_direction,
)
_WOMEN = frozenset("woman female girl lady".split())
_ORDINALS = frozenset("second third fourth fifth sixth seventh eighth ninth tenth".split())
_KEPT = 0.35  # what it is worth that a follow-up speaks of the same column
_MEN = frozenset("man male boy guy gentleman".split())


def tokenise(state: State) -> State:
    """The question's words; a flag in the negative, as inactive, is "not" and the flag."""
    words = (part for token in tokens(state.question) for part in _turned(token, state))
    return replace(state, tokens=tuple(words))


def _turned(token: Token, state: State) -> Iterator[Token]:
    catalog = state.catalog
    for prefix in ("in", "un", "non"):
        rest = token.lemma.removeprefix(prefix)
        if rest == token.lemma or len(rest) < 4 or token.quoted:
            continue
        if any(token.lemma in name.words for name in catalog.names):
            break
        flags = (n for n in catalog.names if n.column and rest in n.words)
        if any(catalog.flag(name.table, name.column or "") for name in flags):
            yield from (Token("not", "not"), Token(rest, rest))
            return
    yield token


def link_names(state: State) -> State:
    """Links of words to tables and columns."""
    found = name_links(state.tokens, state.catalog.names)
    kept = (link for link in found if link.score > 0.95 or not _is_said_of_rows(link, state))
    return replace(state, links=tuple(kept))


def _is_said_of_rows(link: Link, state: State) -> bool:
    """Whether a near word of a name is an ordinal, or money that is summed rather than a table."""
    words = state.tokens[link.start : link.end]
    money = any(cue == "money" for _, cue in cues_at(words, 0))
    return words[0].lemma in _ORDINALS or (link.kind == "table" and money)


def link_values(state: State) -> State:
    """Links of words to stored values, looked up for words that no name explains fully."""
    exact = {at for link in state.links if link.score > 0.93 for at in range(link.start, link.end)}
    wanted = []
    cued = {p for at in range(len(state.tokens)) for end, _ in cues_at(state.tokens, at)
            for p in range(at, end)}  # fmt: skip
    for at, token in enumerate(state.tokens):
        named = token.quoted or token.capital
        plain = at in exact or is_stop(token.text) or at in cued or month_number(token.text)
        if token.lemma[:1].isalnum() and token.number is None and (named or not plain):
            wanted.append(at)
    catalog = state.catalog
    found: list[Link] = []
    with suppress(FunctionError):
        found.extend(value_links(state.tokens, catalog.stored, wanted))
    kept = [link for link in found if not _is_verb(link, state)]
    return replace(state, links=(*state.links, *kept, *_gender_links(state)))


def _is_verb(link: Link, state: State) -> bool:
    """Whether the words of a link are verbs or adjectives of questions, not parts of a text."""
    words = state.tokens[link.start : link.end]
    if link.start and state.tokens[link.start - 1].lemma == "how" and compared(words[0].text):
        return True  # how long is asked of a thing, whoever is called Long
    return link.score <= 0.99 and all(
        not (word.quoted or word.capital) and (is_action(word.lemma) or compared(word.text))
        for word in words
    )


def _gender_links(state: State) -> list[Link]:
    """Women and men as the values that a column of gender stores."""
    found = []
    for at, token in enumerate(state.tokens):
        said = "woman" if token.lemma in _WOMEN else "man" if token.lemma in _MEN else ""
        for (table, column), values in state.catalog.genders().items() if said else ():
            found.append(Link(at, at + 1, "value", table, column, values[said], 0.98))
    return found


def cut(state: State) -> State:
    """The best ways to cut the question into items."""
    return replace(state, cuts=cuts(state.tokens, state.links, state.catalog))


def read(state: State) -> State:
    """A reading of each cut, best first."""
    readings = [_read(one, state) for one in state.cuts]
    return replace(state, readings=tuple(sorted(readings, key=lambda r: -r.score)))


STEPS: tuple[Callable[[State], State], ...] = (
    tokenise, link_names, link_values, cut, read, confide,
)  # fmt: skip


def understand(state: State) -> State:
    """The state after all steps."""
    for step in STEPS:
        state = step(state)
    return state


def _read(one: Cut, state: State) -> Reading:
    draft = Draft(one.items, state.catalog)
    if state.previous is not None:
        draft = read_fragment(seed(draft, state.previous), state.previous)
    for reader in READERS if state.previous is None else READERS[1:]:
        draft = reader(draft)
    said = draft
    if state.previous is not None:
        said = read_changes(draft, state.previous)
        merged = merge(state.previous, said)
        if merged is None:
            left = tuple(unplaced_items(said))
            return Reading(None, one.items, left, one.score - 3.0, said.doubt)
        draft = merged
    query = build(draft)
    if state.previous is not None and query == build(state.previous):
        query = None
    draft = replace(draft, doubt=draft.doubt + doubts(query, draft))
    sql = ""
    if query is not None and not reachable(query, state.catalog.graph):
        query = None
    if query is not None:
        sql = to_sql(query, state.catalog, state.catalog.schema.dialect)
    unplaced = tuple(unplaced_items(said))
    far = 0.08 * hops(query, draft)
    kept = _KEPT if state.previous is not None and keeps(said, state.previous) else 0.0
    score = one.score + kept - draft.doubt - far - 0.9 * len(unplaced) - (0.0 if query else 3.0)
    return Reading(query, one.items, unplaced, score, draft.doubt, sql, draft)
