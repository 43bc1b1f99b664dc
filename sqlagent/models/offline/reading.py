"""STEPS: from a question to its readings, best first, each a function State → State."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlagent.linking import Link, name_links, value_links
from sqlagent.linking.tokens import tokens
from sqlagent.models.offline.build import build, read_shown
from sqlagent.models.offline.comparing import MONEY_UNITS, read_comparisons, read_having
from sqlagent.models.offline.cues import cues_at, is_stop, month_number
from sqlagent.models.offline.dates import read_dates, read_standing
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.filtering import (
    read_absences,
    read_flags,
    read_portion,
    read_related,
    read_values,
)
from sqlagent.models.offline.followup import merge, read_changes, read_fragment, seed
from sqlagent.models.offline.grouping import read_groups, read_measures
from sqlagent.models.offline.joins import reachable
from sqlagent.models.offline.ordering import read_direction
from sqlagent.models.offline.query import Compare, Field, Query, Related, fields
from sqlagent.models.offline.ranking import read_ranking
from sqlagent.models.offline.segment import Cut, Item, cuts
from sqlagent.models.offline.state import Reading, State
from sqlagent.models.offline.subject import read_subject
from sqlagent.models.offline.write import to_sql

READERS: tuple[Callable[[Draft], Draft], ...] = (
    read_subject,
    read_dates,
    read_standing,
    read_comparisons,
    read_ranking,
    read_groups,
    read_measures,
    read_having,
    read_absences,
    read_values,
    read_flags,
    read_portion,
    read_related,
    read_shown,
    read_direction,
)
_WOMEN = frozenset("woman female girl lady".split())
_VERBS = frozenset("made took bought sold sent gave brought wrote held got ran placed".split())
# How sure a reading is: measured on questions over databases that no rule was made for.
_UNLINKED, _WIDE, _ALIKE, _TOSS, _FOLLOWED, _COMPARED = 0.85, 0.4, 0.05, 0.15, 0.1, 2
_MEN = frozenset("man male boy guy gentleman".split())
# Cues that a reading may leave aside without changing what was asked.
_FREE = frozenset("of in with and all ever how than who distinct for where when name".split())


def tokenise(state: State) -> State:
    """The question's words."""
    return replace(state, tokens=tokens(state.question))


def link_names(state: State) -> State:
    """Links of words to tables and columns."""
    return replace(state, links=name_links(state.tokens, state.catalog.names))


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
    found = value_links(state.tokens, wanted, catalog.schema, catalog.rows)
    return replace(state, links=(*state.links, *found, *_gender_links(state)))


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


def confide(state: State) -> State:
    """How sure the best reading is, from 0 to 1: 0 where something stays unexplained.

    Another reading close to it counts against it, unless both come to the same rows.
    """
    best = state.readings[0] if state.readings else None
    if best is None or best.query is None or best.unplaced:
        return replace(state, confidence=0.0)
    weakest = min((item.link.score for item in best.items if item.link), default=_UNLINKED)
    margin = _margin(best, state)
    toss = _TOSS if margin < _ALIKE else 0.0
    followed = _FOLLOWED if state.previous is not None else 0.0
    sure = 0.1 + 0.55 * weakest + 0.35 * margin + followed - toss - best.doubt
    return replace(state, confidence=max(0.0, min(1.0, sure)))


def _margin(best: Reading, state: State) -> float:
    """How far behind the next reading that comes to other rows is, from 0 to 1."""
    compared = 0
    for other in state.readings[1:]:
        margin = (best.score - other.score) / _WIDE
        if margin >= 1:
            break
        if not other.sql or other.unplaced or other.sql == best.sql:
            continue
        compared += 1
        if compared > _COMPARED or not _same_rows(best, other, state):
            return margin
    return 1.0


def _same_rows(one: Reading, other: Reading, state: State) -> bool:
    first, second = (sorted(map(str, state.catalog.rows(r.sql, 200))) for r in (one, other))
    return bool(first) and first == second


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
            return Reading(None, one.items, tuple(_unplaced(said)), one.score - 3.0, said.doubt)
        draft = merged
    query = build(draft)
    draft = replace(draft, doubt=draft.doubt + _farfetched(query, draft))
    sql = ""
    if query is not None and not reachable(query, state.catalog.graph):
        query = None
    if query is not None:
        sql = to_sql(query, state.catalog, state.catalog.schema.dialect)
    unplaced = tuple(_unplaced(said))
    far = 0.08 * _hops(query, draft)
    score = one.score - draft.doubt - far - 0.9 * len(unplaced) - (0.0 if query else 3.0)
    return Reading(query, one.items, unplaced, score, draft.doubt, sql, draft)


def _hops(query: Query | None, draft: Draft) -> int:
    """How many keys lie between the rows counted and what they are grouped by."""
    if query is None:
        return 0
    owners = draft.catalog.graph.owners(query.table)
    grouped = [field for value in query.group for field in fields(value)]
    return max((len(owners.get(field.table, ())) for field in grouped), default=0)


def _farfetched(query: Query | None, draft: Draft) -> float:
    """Doubt for conditions that reach far from the rows they choose."""
    if query is None:
        return 0.0
    graph = draft.catalog.graph
    owners = graph.owners(query.table)
    doubt = 0.2 if not query.group and draft.named and query.table != draft.subject else 0.0
    for condition in query.conditions:
        table = condition.table if isinstance(condition, Related) else ""
        if isinstance(condition, Compare) and isinstance(condition.of, Field):
            table = condition.of.table
        if table in owners:
            doubt += 0.04 * max(0, len(owners[table]) - 1)
        elif table:
            doubt += 0.07 * graph.distance(query.table, table)
    return doubt


def _is_money_unit(draft: Draft, at: int) -> bool:
    """In euros: said of amounts, changes nothing."""
    said = draft.items[at].text.lower()
    return draft.items[at].cue == "unit" and said in MONEY_UNITS and bool(draft.measures)


def _is_linking_verb(draft: Draft, at: int) -> bool:
    """A verb between a thing and the table that it belongs to: who filed the most claims."""
    item = draft.items[at]
    if item.kind != "word" or not (item.text.endswith("ed") or item.text.lower() in _VERBS):
        return False
    after = draft.skip(at + 1, "of", "in", "all", "most", "least")
    before = draft.cue(at - 1) in ("who", "with", "without", "") and at > 0
    return before and draft.kind(after) == "table" and draft.items[after].table != draft.subject


def _unplaced(draft: Draft) -> list[Item]:
    left = []
    for at, item in enumerate(draft.items):
        aside = (item.kind == "cue" and item.cue in _FREE) or _is_money_unit(draft, at)
        aside = aside or _is_linking_verb(draft, at)
        if at not in draft.used and not aside:
            left.append(item)
    return left
