"""Averages that a row is compared with: of the rows of its own kind, or of those spoken of."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.derived.ground import AVERAGE, Derived, Ground
from sqlagent.models.offline.query import Compare, Field, Measure

_OWN = (
    "their own", "its own", "their", "its", "own", "his", "her", "same", "category", "category's",
)  # fmt: skip
_ABOVE = frozenset("above below over under than beyond".split())
_MOST = 3


def propose_peers(ground: Ground) -> Iterator[Derived]:
    """The average of the rows that share a key or a kind with the row."""
    cue, own = ground.first(AVERAGE), ground.first(_OWN)
    if cue:
        yield from _of_alike(ground, cue)
    if cue is None or own is None:
        return
    said = frozenset(range(*cue)) | frozenset(range(*own))
    after = max(cue[0], own[0])
    found = []
    for field, score, tokens in _compared(ground):
        for key, fit, more in _kinds(ground, field.table, own[0], after):
            value = Measure("avg", field.table, field, within=(key,))
            taken = said | tokens | more
            found.append(Derived(value, "row", field.table, taken, "peers", score * fit))
    yield from sorted(found, key=lambda one: -one.score)[:_MOST]


def _of_alike(ground: Ground, cue: tuple[int, int]) -> Iterator[Derived]:
    """The average of the rows that meet a condition, which is said beside it."""
    if not _ABOVE & frozenset(ground.said):
        return
    found = []
    for proposal in ground.proposals:
        condition = proposal.condition
        if proposal.score < 0.45 or not isinstance(condition, Compare):
            continue
        if not isinstance(condition.of, Field) or isinstance(condition.value, Measure):
            continue
        for field, score, tokens in _compared(ground):
            if field.table == condition.of.table and field != condition.of:
                value = Measure("avg", field.table, field, conditions=(condition,))
                taken = frozenset(range(*cue)) | tokens | proposal.tokens
                fit = 0.9 * score * proposal.score
                found.append(Derived(value, "measure", field.table, taken, "alike", fit))
    yield from sorted(found, key=lambda one: -one.score)[:2]


def _compared(ground: Ground) -> Iterator[tuple[Field, float, frozenset[int]]]:
    """The columns that may be compared with an average, money where none is named."""
    refs = {ref.field: ref for ref in reversed(ground.numbers[:6])}
    for ref in refs.values():
        yield ref.field, ref.score, ref.tokens
    for table in ground.meant[:3]:
        for field in ground.scope.numbers(table):
            if ground.catalog.is_money(table, field.column) and field not in refs:
                yield field, 0.6 * ground.worth(table), frozenset()


def _kinds(
    ground: Ground, table: str, own: int, after: int
) -> Iterator[tuple[Field, float, frozenset[int]]]:
    """What peers have in common: a key to a table named there, or a column."""
    start = max(0, min(own, after) - 1)
    for parent, worth, tokens in ground.tables_among(start, len(ground)):
        for edge in ground.graph.between(table, parent):
            yield Field(table, edge.columns[0]), worth, tokens
    for ref in ground.refs:
        plain = ref.field.table == table and not ground.scope.is_numeric(ref.field)
        if plain and min(ref.tokens) >= start:
            yield ref.field, 0.9 * ref.score, ref.tokens
    for edge in ground.graph.parents(table):
        yield Field(table, edge.columns[0]), 0.45, frozenset()
