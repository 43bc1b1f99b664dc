"""How far a reading is to be trusted: what it leaves out, what it assumes, what else is near."""

from __future__ import annotations

from dataclasses import replace

from sqlagent.linking import LIGHT
from sqlagent.linking.english import lemma
from sqlagent.models.offline.comparing import MONEY_UNITS
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.query import Compare, Field, Query, Related, fields
from sqlagent.models.offline.segment import Item
from sqlagent.models.offline.state import Reading, State

_VERBS = frozenset("made took sent gave brought wrote held got ran placed".split())
# What makes a reading less sure, and by how much: set by hand.
_UNLINKED, _WIDE, _ALIKE, _TOSS, _FOLLOWED, _COMPARED = 0.85, 0.4, 0.05, 0.15, 0.1, 2
# Cues that a reading may leave aside without changing what was asked.
_FREE = frozenset("of in with and all ever how than who distinct for where when name".split())
_WEAK = 0.7  # below it a link is a word or two of a longer text


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


def hops(query: Query | None, draft: Draft) -> int:
    """How many keys lie between the rows counted and what they are grouped by."""
    if query is None:
        return 0
    owners = draft.catalog.graph.owners(query.table)
    grouped = [field for value in query.group for field in fields(value)]
    return max((len(owners.get(field.table, ())) for field in grouped), default=0)


def doubts(query: Query | None, draft: Draft) -> float:
    """What a reading assumes, beyond what its readers counted."""
    weak = _weak_values(draft) + _passed_over(draft)
    return weak + _farfetched(query, draft) + _own_column(query, draft)


def _weak_values(draft: Draft) -> float:
    """Doubt for plain words that are taken for parts of texts; alone they say nothing."""
    linked = [item for item in draft.items if item.link]
    weak = [
        item for item in linked
        if item.link and item.kind == "value" and item.link.score < _WEAK and not item.named
    ]  # fmt: skip
    return 1.0 if weak and len(weak) == len(linked) else 0.25 * len(weak)


def _passed_over(draft: Draft) -> float:
    """Doubt for words taken for a column where a table has just that name."""
    graph, words = draft.catalog.graph, draft.catalog.words
    doubt = 0.0
    for item in draft.items:
        if item.kind != "column" or item.link is None or item.link.score > 0.95:
            continue
        said = (lemma(item.text.lower()),)
        named = [table for table in graph.tables if words(table) == said]
        column = item.link.column or ""
        keyed = {e.parent for e in graph.parents(item.table) if column in e.columns}
        doubt += 0.35 if named and not keyed & set(named) else 0.0
    return doubt


def _own_column(query: Query | None, draft: Draft) -> float:
    """Doubt for groups by another table's column where the rows have one of that name."""
    catalog = draft.catalog
    if query is None or not query.group:
        return 0.0
    spoken = {item.table for item in draft.items if item.kind == "table"}
    own = {
        catalog.words(query.table, column)[-1]
        for column in catalog.columns(query.table)
        if not catalog.graph.is_foreign(query.table, column)
    } - LIGHT
    far = [
        field for value in query.group for field in fields(value)
        if field.table not in (query.table, *spoken) and not field.role
    ]  # fmt: skip
    return 0.3 if any(catalog.words(f.table, f.column)[-1] in own for f in far) else 0.0


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


def unplaced_items(draft: Draft) -> list[Item]:
    """The items that a reading does not account for."""
    left = []
    for at, item in enumerate(draft.items):
        aside = (item.kind == "cue" and item.cue in _FREE) or _is_money_unit(draft, at)
        if item.text.lower() == "out of" and draft.kind(at + 1) != "value":
            aside = False
        aside = aside or _is_linking_verb(draft, at)
        if at not in draft.used and not aside:
            left.append(item)
    return left
