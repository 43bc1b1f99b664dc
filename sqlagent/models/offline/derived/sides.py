"""Measures over different conditions side by side: houses vs flats, one year and another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from sqlagent.models.offline.derived.ground import Derived, Ground
from sqlagent.models.offline.derived.products import sums
from sqlagent.models.offline.proposals import Proposal
from sqlagent.models.offline.query import (
    Arithmetic,
    Compare,
    Condition,
    Function,
    Measure,
    Related,
    fields,
)

_CUES = ("vs", "versus", "compared to", "compared with", "compare", "against", "and how many",
         "side by side", "next to each other", "next to", "alongside")  # fmt: skip
_JOINTS = frozenset("and & vs versus or against".split())
_EACH = frozenset(("per", "by", "each", "every"))
_REST = ("everybody else", "everyone else", "everything else", "the rest", "rest", "the others",
         "others", "all others", "all the others", "other ones")  # fmt: skip
_GAPS = ("difference between", "difference in", "gap between", "growth", "change from",
         "how many more", "how much more", "increase from")  # fmt: skip
_AVERAGE = ("average", "avg", "mean")
_OPPOSITES = {"=": "<>", "like": "not like", "in": "not in"}
_LEAST = 0.3
_MOST = 2


def propose_sides(ground: Ground) -> Iterator[Derived]:
    """The same measure under each of two conditions on one column."""
    cue, gap = ground.first(_CUES), ground.first(_GAPS)
    if not (cue or gap or _are_joined(ground)) and ground.said.count("how") < 2:
        return
    function: Function = "avg" if ground.first(_AVERAGE) else "sum"
    for conditions in _pairs(ground):
        for measure, score, tokens in _measured(ground, conditions, function):
            said = tokens | frozenset(range(*cue or (0, 0)))
            sides = [replace(measure, conditions=(condition,)) for condition, _ in conditions]
            first = said  # has the words of both, so that both can be shown
            for value, (_, place) in zip(sides, conditions, strict=True):
                yield Derived(value, "measure", measure.table, first | place, "side", score)
                first = frozenset()
            if gap:
                one, other = sides if gap[0] < max(conditions[0][1]) else sides[::-1]
                left = Arithmetic("-", one, other, "difference")
                taken = said.union(*(place for _, place in conditions), range(*gap))
                yield Derived(left, "measure", measure.table, taken, "side", score)


def _are_joined(ground: Ground) -> bool:
    """Whether something is told for each of some things, of one and another: men and women."""
    return bool(_EACH & frozenset(ground.said)) and any(ground.places(_JOINTS))


_Side = tuple[Condition, frozenset[int]]


def _pairs(ground: Ground) -> Iterator[tuple[_Side, _Side]]:
    """Two conditions on the same column in different words; or one, and the rest."""
    likely = [p for p in ground.proposals if p.score > _LEAST][:10]
    found = []
    for one, other in combinations(likely, 2):
        if _alike(one, other) and not one.tokens & other.tokens:
            found.append((one.score + other.score, one, other))
    for _, one, other in sorted(found, key=lambda pair: -pair[0])[:_MOST]:
        first, second = sorted((one, other), key=lambda p: min(p.tokens))
        yield (first.condition, first.tokens), (second.condition, second.tokens)
    if not found and ground.first(_CUES):
        yield from _unsaid(ground, likely)
    rest = ground.first(_REST)
    for one in likely[:_MOST] if rest else ():
        opposite = _opposite(one.condition)
        if opposite is not None:
            yield (one.condition, one.tokens), (opposite, frozenset(range(*rest or (0, 0))))


def _unsaid(ground: Ground, likely: list[Proposal]) -> Iterator[tuple[_Side, _Side]]:
    """A flag and its opposite that has a name of its own: internal and public comments."""
    for one in likely:
        at = max(one.tokens, default=len(ground)) + 1
        if one.source == "flag" and ground.word(at) in _JOINTS and at + 1 < len(ground):
            opposite = _opposite(one.condition)
            if opposite is not None and not any(at + 1 in p.tokens for p in likely):
                yield (one.condition, one.tokens), (opposite, frozenset({at + 1}))
                return


def _alike(one: Proposal, other: Proposal) -> bool:
    """Whether two conditions are of one kind on one column, with different values."""
    match one.condition, other.condition:
        case Compare(of=of, operator=sign, value=value), Compare(of=to, operator=way, value=second):
            return of == to and sign == way and value != second and not isinstance(of, Measure)
        case Related(table=table, negated=no), Related(table=other_table, negated=yes):
            return table == other_table and no != yes
    return one.source == other.source == "date" and set(fields(one.condition)) == set(
        fields(other.condition)
    )


def _opposite(condition: Condition) -> Condition | None:
    if isinstance(condition, Compare) and condition.operator in _OPPOSITES:
        return Compare(condition.of, _OPPOSITES[condition.operator], condition.value)
    return None


def _measured(
    ground: Ground, conditions: tuple[_Side, _Side], function: Function
) -> Iterator[tuple[Measure, float, frozenset[int]]]:
    """What may be measured under both: a column of numbers, or the rows."""
    condition, _ = conditions[0]
    place = next((f.table for f in fields(condition)), "")
    taken = frozenset[int]().union(*(tokens for _, tokens in conditions))
    if isinstance(condition, Related):
        place = next((e.parent for e in ground.graph.parents(condition.table)), "")
    summed = [one for one in sums(ground)
              if place in ground.graph.owners(one.table) and not one.tokens & taken]  # fmt: skip
    for one in summed[:_MOST]:
        yield replace(one.measure, function=function), 0.8 * one.score, one.tokens
    if function == "sum":
        yield from _counted(ground, place)


def _counted(ground: Ground, place: str) -> Iterator[tuple[Measure, float, frozenset[int]]]:
    """The rows of a table that is named and that the condition tells something of."""
    named = [link for link in ground.scope.named_tables if link.score > 0.7]
    for link in named[:_MOST]:
        if place in ground.graph.owners(link.table):
            tokens = frozenset(range(link.start, link.end))
            yield Measure("count", link.table), 0.6 * link.score, tokens
    if place and not any(link.table == place for link in named):
        yield Measure("count", place), 0.5, frozenset()
