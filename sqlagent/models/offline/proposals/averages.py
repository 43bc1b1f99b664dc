"""Columns compared with a measure of all rows: above average, longer than any."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.linking.english import mistyped
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, span
from sqlagent.models.offline.query import Compare, Field, Function, Measure

_EXTREMES: dict[str, tuple[Function, Function]] = {
    # what "more than" is compared with, and what "less than" is
    "all": ("max", "min"), "every": ("max", "min"), "any": ("min", "max"),
    "some": ("min", "max"), "maximum": ("max", "max"), "max": ("max", "max"),
    "highest": ("max", "max"), "minimum": ("min", "min"), "min": ("min", "min"),
    "lowest": ("min", "min"), "largest": ("max", "max"), "biggest": ("max", "max"),
    "greatest": ("max", "max"), "smallest": ("min", "min"), "least": ("min", "min"),
}  # fmt: skip
_AVERAGES: tuple[Function, Function] = ("avg", "avg")
_BELOW = frozenset("below under beneath less fewer lower smaller worse".split())
_ABOVE = frozenset(
    """above over more higher greater exceeding exceed exceeds beyond larger beat beats beating
    bigger better top tops topping outperform outperforms surpass surpasses exceeded""".split()
)
_AVERAGE = frozenset("average avg mean averages typical usual".split())
_REACH = 7


def propose_averages(scope: Scope) -> Iterator[Proposal]:
    """A comparison with the average, or with all others, for each column it may be about."""
    for at, word in enumerate(scope.said):
        lead, _, tail = word.partition("-")
        if tail in _AVERAGE and lead in _ABOVE | _BELOW:
            operator = _operator(lead in _ABOVE, False)
            yield from _columns(scope, (at, at + 1), operator, "", _AVERAGES)
        average = word in _AVERAGE or mistyped(word, "average")
        functions = _AVERAGES if average else _EXTREMES.get(word)
        for start, operator, adjective in _comparisons(scope, at) if functions else ():
            yield from _columns(scope, (start, at + 1), operator, adjective, functions)


def _comparisons(scope: Scope, at: int) -> Iterator[tuple[int, str, str]]:
    """What compares with the word at a place: where each starts, which way, by what adjective."""
    for place in range(at - 1, max(-1, at - _REACH), -1):
        word = scope.said[place]
        pairs = compared(word)
        if word in _BELOW or word in _ABOVE:
            denied = scope.word(place - 1) in ("no", "not")
            yield place - denied, _operator(word in _ABOVE, denied), ""
            return
        if pairs and scope.word(place - 1) == scope.word(place + 1) == "as":
            yield place - 1, _operator(not pairs[0][1], True), word
            return
        than = "than" in scope.said[place:at] or scope.word(place + 1) == "then"
        if pairs and than:
            less = scope.word(place - 1) == "less"
            start = place - 1 if scope.word(place - 1) in ("more", "less") else place
            yield start, _operator(pairs[0][1] != less, False), word


def _operator(more: bool, denied: bool) -> str:
    if denied:
        return "<=" if more else ">="
    return ">" if more else "<"


def _columns(
    scope: Scope, place: tuple[int, int], operator: str, adjective: str,
    functions: tuple[Function, Function] | None,
) -> Iterator[Proposal]:  # fmt: skip
    if functions is None:
        return
    (start, end), taken = place, frozenset(range(*place))
    function = functions[0] if operator[0] == ">" else functions[1]
    for field, score, near, flipped in _candidates(scope, start, end, adjective):
        way = {">": "<", "<": ">"}.get(operator, operator) if flipped else operator
        measure = Measure(function, field.table, field)
        yield Proposal(Compare(field, way, measure), taken | near, "average", score)


def _candidates(
    scope: Scope, start: int, end: int, adjective: str
) -> Iterator[tuple[Field, float, frozenset[int], bool]]:
    for link in scope.columns:
        field = field_of(link)
        if not scope.is_numeric(field) or link.score < 0.5:
            continue
        gap = link.start - end if link.start >= end else max(0, start - link.end)
        near = scope.tables.get(link.table, 0.3)
        score = link.score * max(0.3, 1 - 0.08 * gap) * (0.7 + 0.3 * near)
        yield field, score, span(link), False
    wanted = compared(adjective) if adjective else ()
    for table, worth in list(scope.tables.items())[:4]:
        for place, field in enumerate(scope.numbers(table)):
            words = scope.catalog.words(table, field.column)
            rank = next((r for r, (word, _) in enumerate(wanted) if word in words), None)
            if rank is not None:
                more = wanted[rank][1] != wanted[0][1]
                score = (0.85 - 0.04 * min(rank, 8)) * (0.5 + 0.5 * worth)
                yield field, score, frozenset(), more
            else:
                yield field, 0.3 * worth - 0.01 * min(place, 5), frozenset(), False
