"""Two rows that one row joins, or that a key joins, compared: grooms older than their bride."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.linking.english import root
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.graph import Edge
from sqlagent.models.offline.proposals.columns import comparisons
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of
from sqlagent.models.offline.query import Compare, Field

_MORE = frozenset(
    """more greater higher above over later after exceed exceeds exceeded beyond bigger larger beat
    beats better""".split()
)
_LESS = frozenset("less fewer lower below under earlier before smaller worse".split())
_SAME = frozenset("same identical".split())
_DIFFERENT = frozenset("different another other".split())
_OPERATORS = {">": _MORE, "<": _LESS, "=": _SAME, "<>": _DIFFERENT}
_TABLES = 6
_COLUMNS = 6
_MOST = 12


def propose_twins(scope: Scope) -> Iterator[Proposal]:
    """Comparisons of a column of one row with that of another, and with one of the row above."""
    cues = list(comparisons(scope, _OPERATORS))
    for at, operator in cues[:2]:
        found = [*_by_roles(scope, at, operator), *_above(scope, at, operator)]
        yield from sorted(found, key=lambda one: -one.score)[:_MOST]


def _by_roles(scope: Scope, at: int, operator: str) -> Iterator[Proposal]:
    """One table by two keys of the same row: the bride and the groom of a wedding."""
    graph = scope.catalog.graph
    for child, worth in list(scope.tables.items())[:_TABLES]:
        edges = [e for e in graph.parents(child) if len(e.columns) == 1 and e.parent != child]
        for one in edges:
            for other in edges:
                if one == other or one.parent != other.parent:
                    continue
                first = _said_first(scope, one, other)
                share = min(1.0, worth + 0.2) * (1.0 if first else 0.6)
                for field, score, way in _columns(scope, one.parent, at, operator):
                    left = Field(field.table, field.column, one.columns[0])
                    right = Field(field.table, field.column, other.columns[0])
                    test = Compare(left, way, right)
                    yield Proposal(test, frozenset({at}), "columns", score * share)


def _said_first(scope: Scope, one: Edge, other: Edge) -> bool:
    """Whether the words of one key come before those of the other, or none are said."""
    places = []
    for edge in (one, other):
        roots = {root(word) for word in scope.catalog.words(edge.child, edge.columns[0])}
        found = [at for at, word in enumerate(scope.said) if root(word) in roots]
        places.append(found[0] if found else None)
    if None in places:
        return one.columns < other.columns
    return (places[0] or 0) < (places[1] or 0)


def _columns(
    scope: Scope, table: str, at: int, operator: str
) -> Iterator[tuple[Field, float, str]]:
    """The columns that may be compared, how likely each is, and how: older is born before."""
    named = {field_of(k): k.score for k in scope.columns if k.table == table and k.score > 0.5}
    wanted = compared(scope.word(at))
    if operator in ("=", "<>"):
        yield from ((field, 0.8 * score, operator) for field, score in named.items())
        return
    for field in [*scope.numbers(table), *scope.dates(table)][:_COLUMNS]:
        words = scope.catalog.words(table, field.column)
        more = next((more for word, more in wanted if word in words), None)
        turned = more is not None and more != wanted[0][1]
        way = {">": "<", "<": ">"}[operator] if turned else operator
        yield field, max(0.75 * (more is not None), 0.75 * named.get(field, 0.0), 0.2), way


def _above(scope: Scope, at: int, operator: str) -> Iterator[Proposal]:
    """Agreed above the list price, dated earlier than the claim: a column of the row above."""
    if operator not in (">", "<"):
        return
    named = {field_of(k): k.score for k in scope.columns if k.score > 0.5}
    for child, worth in list(scope.tables.items())[:_TABLES]:
        ours = [*scope.numbers(child), *scope.dates(child)][: 2 * _COLUMNS]
        for edge in scope.catalog.graph.parents(child) if worth > 0.3 else ():
            if edge.parent == child or scope.tables.get(edge.parent, 0.0) < 0.3:
                continue
            share = min(1.0, worth, scope.tables[edge.parent] + 0.3)
            for theirs in [*scope.numbers(edge.parent), *scope.dates(edge.parent)][:_COLUMNS]:
                for one in ours:
                    near = fit(scope, one, theirs)
                    if near:
                        known = named.get(one, 0.0) + named.get(theirs, 0.0)
                        score = (near + 0.15 * known) * share
                        test = Compare(one, operator, theirs)
                        yield Proposal(test, frozenset({at}), "columns", score)


def fit(scope: Scope, one: Field, other: Field) -> float:
    """How well two columns of different tables can be compared, 0 where they cannot."""
    ours, theirs = (set(scope.catalog.words(f.table, f.column)) for f in (one, other))
    if bool(scope.form(one)) != bool(scope.form(other)):
        return 0.0
    if scope.form(one):
        return 0.25 + 0.15 * bool(ours & theirs) if scope.form(one) == scope.form(other) else 0.0
    if ours & theirs:
        return 0.45
    money = [scope.catalog.is_money(f.table, f.column) for f in (one, other)]
    return 0.35 if all(money) else 0.0
