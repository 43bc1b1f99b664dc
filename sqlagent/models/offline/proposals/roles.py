"""Which of several keys a value is reached by: from Oslo and to Rome, the winner and the loser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlagent.linking.english import root
from sqlagent.models.offline.graph import Edge
from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.query import Compare, Condition, Field

_HINTS = {
    **dict.fromkeys(
        "from leaving leave departing out departed starting".split(),
        frozenset("from fr dep departure origin source src start home".split()),
    ),
    **dict.fromkeys(
        "to into arriving towards landing reaching against visiting".split(),
        frozenset("to arr arrival dest destination dst end away target".split()),
    ),
    **dict.fromkeys("won win wins beat beats winning".split(), frozenset(["winner", "winning"])),
    **dict.fromkeys("lost lose loses losing".split(), frozenset(["loser", "losing"])),
    **dict.fromkeys("bought buys buy purchased".split(), frozenset(["buyer", "customer"])),
    **dict.fromkeys("sold sells sell selling".split(), frozenset(["seller", "vendor"])),
    **dict.fromkeys(
        "under managed supervised reports reporting boss manager supervisor led".split(),
        frozenset("manager boss supervisor report lead parent head chief".split()),
    ),
    **dict.fromkeys("subcategories sub inside within".split(), frozenset(["parent"])),
}
_PREPOSITIONS = frozenset("from to into out under inside within against towards".split())
_LEAST = 0.3  # how near the table that holds the keys must be
_REACH = 3  # words beside a value that may say which key is meant


def with_roles(scope: Scope, found: Iterable[Proposal]) -> Iterator[Proposal]:
    """The proposals, and for tables that can be reached by several keys one of each key."""
    for proposal in found:
        edges = list(_edges(scope, proposal.condition))
        hinted = [edge for edge in edges if _is_hinted(scope, proposal, edge)]
        least = 0.9 if hinted else 1.0
        yield replace(proposal, score=proposal.score * least) if hinted else proposal
        for edge in edges:
            own = edge.child == edge.parent
            if own and edge not in hinted:
                continue
            score = proposal.score * (1.02 if edge in hinted else 0.8)
            condition = _by(proposal.condition, edge.columns[0])
            yield replace(proposal, condition=condition, score=min(1.0, score))


def by_role(scope: Scope, proposal: Proposal) -> Iterator[tuple[str, Condition, float]]:
    """What a proposal is for the rows that have several keys to its table.

    Yields the table of the rows, the condition by one of the keys, and the share of its score.
    """
    for edge in _edges(scope, proposal.condition):
        share = 1.0 if _is_hinted(scope, proposal, edge) else 0.6
        if edge.child != edge.parent:
            yield edge.child, _by(proposal.condition, edge.columns[0]), share


def _edges(scope: Scope, condition: Condition) -> Iterator[Edge]:
    """The keys between which one must choose to reach a condition's table."""
    of = condition.of if isinstance(condition, Compare) else None
    if not isinstance(of, Field):
        return
    for edge in scope.catalog.graph.children(of.table):
        own = edge.child == of.table
        twins = len(scope.catalog.graph.between(edge.child, of.table)) > 1
        near = twins and scope.tables.get(edge.child, 0.0) > _LEAST
        if len(edge.columns) == 1 and (own or near):
            yield edge


def _by(condition: Condition, role: str) -> Condition:
    assert isinstance(condition, Compare), "only comparisons have edges"
    assert isinstance(condition.of, Field), "of a column"
    return replace(condition, of=replace(condition.of, role=role))


def _is_hinted(scope: Scope, proposal: Proposal, edge: Edge) -> bool:
    """Whether words beside a value name the key, or say where it leads."""
    first, last = min(proposal.tokens), max(proposal.tokens)
    words = scope.catalog.words(edge.child, edge.columns[0])
    roots = {root(word) for word in words}
    for at in range(max(0, first - _REACH), min(len(scope), last + 1 + _REACH)):
        word = scope.said[at]
        if root(word) in roots:
            return True
        near = first - 1 <= at <= last
        if _HINTS.get(word, frozenset()) & set(words) and (near or word not in _PREPOSITIONS):
            return True
    return False
