"""Two conditions with "or" between them: over 60 or retired, before May or after July."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.query import AllOf, AnyOf, Compare, Condition, Measure, fields

_BEST = 2  # conditions on either side that are paired
_GAP = 3  # words that may stand between one and the "or"
_LEAST = 0.4
_ROWS = (Compare, AllOf)


def propose_either(scope: Scope, found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Either of the likeliest conditions on both sides of each "or"."""
    places = [at for at, word in enumerate(scope.said) if word in ("or", "nor") and at]
    if not places:
        return
    fitting = [p for p in found if p.score >= _LEAST and _is_of_rows(p.condition)]
    fitting.sort(key=lambda one: -one.score)
    for at in places:
        before = [p for p in fitting if at - _GAP <= max(p.tokens) < at][:_BEST]
        after = [p for p in fitting if _begins(p, at)][:_BEST]
        for one in before:
            for other in after:
                late = {place for place in other.tokens if place > at}
                shared = other.tokens - late <= one.tokens
                if shared and _may_join(scope, one.condition, other.condition):
                    tokens = one.tokens | other.tokens
                    tokens |= frozenset(range(max(one.tokens), min(late)))
                    pair = AnyOf((one.condition, other.condition))
                    score = min(1.0, 0.9 * min(one.score, other.score))
                    yield Proposal(pair, tokens, one.source, score)


def _begins(proposal: Proposal, at: int) -> bool:
    """Whether its words begin shortly after a place, but for a negation that both share."""
    return any(at < place <= at + _GAP for place in proposal.tokens)


def _is_of_rows(condition: Condition) -> bool:
    """Whether a condition is on the columns of a row."""
    if not isinstance(condition, _ROWS):
        return False
    return not (isinstance(condition, Compare) and isinstance(condition.of, Measure))


def _may_join(scope: Scope, one: Condition, other: Condition) -> bool:
    """Whether both speak of one table, or of two that lie side by side, and are not one list."""
    ours, theirs = set(fields(one)), set(fields(other))
    left, right = {f.table for f in ours}, {f.table for f in theirs}
    if one == other or len(left) != 1 or len(right) != 1:
        return False
    if ours == theirs and isinstance(one, Compare) and isinstance(other, Compare):
        return not {one.operator, other.operator} <= {"=", "<>", "like", "not like"}
    (mine,), (other_table,) = left, right
    graph = scope.catalog.graph
    return mine == other_table or bool(
        graph.between(mine, other_table) or graph.between(other_table, mine)
    )
