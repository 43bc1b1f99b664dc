"""What is measured of each row, against the average of all: more visitors than average."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.linking.english import lemma, mistyped
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.measures import revenue
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, span
from sqlagent.models.offline.query import Compare, Field, Measure, Query

_LESS = frozenset("below under beneath less fewer lower smaller worse".split())
_MORE = frozenset("above over more higher greater exceeding beyond larger bigger better".split())
_AVERAGE = frozenset("average avg mean averages".split())
_TRADES = frozenset("buy purchase order sell pay spend rent book earn make take".split())
_REACH = 7
_SUMMED = 3  # columns of a table


def propose_group_averages(scope: Scope) -> Iterator[Proposal]:
    """A count or sum of the rows that belong to each, compared with its average."""
    for at, word in enumerate(scope.said):
        if word not in _AVERAGE and not mistyped(word, "average"):
            continue
        found = _comparison(scope, at)
        if found is None:
            continue
        place, operator = found
        taken = frozenset(range(place, at + 1))
        for child, measure, near, score in _measures(scope, place, at):
            if measure.function == "avg":
                test = Compare(measure, operator, measure)
                yield Proposal(test, taken | near, "having", score)
                continue
            for edge in scope.catalog.graph.parents(child):
                if len(edge.columns) > 1 or edge.parent == child:
                    continue
                share = score * (0.4 + 0.6 * min(1.0, scope.tables.get(edge.parent, 0.0)))
                key = Field(child, edge.columns[0])
                average = Measure("avg", child, measure)
                test = Compare(measure, operator, Query(child, (average,), group=(key,)))
                yield Proposal(test, taken | near, "having", share)


def _comparison(scope: Scope, at: int) -> tuple[int, str] | None:
    """Where the comparison with an average starts, and which way it goes."""
    for place in range(at - 1, max(-1, at - _REACH), -1):
        word = scope.said[place]
        pairs = compared(word)
        if word in _MORE | _LESS or (pairs and "than" in scope.said[place:at]):
            more = word in _MORE if word in _MORE | _LESS else pairs[0][1]
            denied = scope.word(place - 1) in ("no", "not")
            return place - denied, (("<=" if more else ">=") if denied else ">" if more else "<")
    return None


def _measures(
    scope: Scope, place: int, at: int
) -> Iterator[tuple[str, Measure, frozenset[int], float]]:
    """The table that is measured, the measure, the words that say so and how likely it is."""
    for link in scope.named_tables:
        if link.score > 0.6 and scope.catalog.graph.parents(link.table):
            gap = abs(link.start - place - 1) if link.start > place else place - link.end + 2
            score = 0.75 * link.score * max(0.3, 1 - 0.1 * gap)
            yield link.table, Measure("count", link.table), span(link), score
    for link in scope.columns:
        field = field_of(link)
        if link.score > 0.6 and scope.is_numeric(field) and not scope.catalog.is_key(*_key(field)):
            near = max(0, abs(link.start - place) - 1)
            score = 0.6 * link.score * max(0.3, 1 - 0.08 * near)
            yield field.table, Measure("sum", field.table, field), span(link), score
            yield field.table, Measure("avg", field.table, field), span(link), 0.7 * score
    if traded := {p for p in range(at) if lemma(scope.said[p]) in _TRADES}:
        for table, worth in scope.meant.items():
            if earned := revenue(table, scope.catalog):
                yield earned.table, earned, frozenset(traded), 0.5 * worth


def _key(field: Field) -> tuple[str, str]:
    return field.table, field.column
