"""Rows that belong to a row, or are missing: with orders, never rented, no photos."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.linking.english import lemma, root
from sqlagent.models.offline.measures import own_revenue
from sqlagent.models.offline.proposals.roles import by_role
from sqlagent.models.offline.proposals.scope import Proposal, Scope, span
from sqlagent.models.offline.proposals.values import explained, test_of, worth
from sqlagent.models.offline.query import Compare, Related, fields

_HELD = frozenset("with having has have had who that which whose where any some did".split())
_TRADES = frozenset("buy purchase order sell pay spend rent book".split())
_ALSO = frozenset("ever also both too well already actually any something somebody".split())
_INSIDE = 6
_WEAK = 0.5


def propose_relations(scope: Scope, inside: list[Proposal]) -> Iterator[Proposal]:
    """Rows of every table spoken of, there or not there, with what they must hold.

    ``inside`` are conditions on dates that such rows may have to meet.
    """
    denied = scope.denied()
    if denied:
        yield from _undated(scope, denied, inside)
    for link in scope.named_tables:
        if link.score < _WEAK:
            continue
        before = scope.negation(link.start, 4)
        held = scope.word(scope.skip(link.start - 1, ("a", "an", "any", "the"), -1)) in _HELD
        first = link.start == 0 or not any(other.start < link.start for other in scope.named_tables)
        score = link.score * (0.5 if held else 0.12 if first else 0.3)
        yield Proposal(Related(link.table), span(link), "related", score)
        if denied:
            far = min(abs(link.start - end) for _, end in denied)
            score = link.score * (0.85 if before else 0.5 if far < 5 else 0.35)
            taken = span(link) | (before or frozenset(range(*denied[0])))
            yield Proposal(Related(link.table, (), True), taken, "absent", score)
    if denied:
        yield from _by_column(scope, denied)
        yield from _below(scope, denied)
        yield from _with_values(scope, denied)
    yield from _holding(scope)
    yield from _belonging(scope)


def _undated(
    scope: Scope, denied: list[tuple[int, int]], inside: list[Proposal]
) -> Iterator[Proposal]:
    """No orders in 2012: no row that meets a condition on its date."""
    for proposal in sorted(inside, key=lambda one: -one.score)[:_INSIDE]:
        table = next((field.table for field in fields(proposal.condition)), "")
        before = [pair for pair in denied if pair[1] <= min(proposal.tokens)]
        if table and before:
            named = [k for k in scope.named_tables if k.table == table and k.start >= before[-1][1]]
            taken = proposal.tokens | frozenset(range(*before[-1]))
            taken = taken.union(*(span(link) for link in named))
            lacking = Related(table, (proposal.condition,), True)
            score = proposal.score * (0.9 if named else 0.55)
            yield Proposal(lacking, taken, "absent", score, proposal.said)


def _belonging(scope: Scope) -> Iterator[Proposal]:
    """Who ever bought, who also gave: rows below a table that is named, by each of its keys."""
    cued = {at for at, word in enumerate(scope.said) if word in _ALSO}
    if not cued:
        return
    for table, worth_of in scope.meant.items():
        for edge in scope.catalog.graph.children(table):
            taken = frozenset({min(cued)})
            twins = len(scope.catalog.graph.between(edge.child, table)) > 1
            role = edge.columns[0] if twins else ""
            named = scope.catalog.words(edge.child, edge.columns[0]) if twins else ()
            roots = {root(word) for word in named}
            said = {at for at, word in enumerate(scope.said) if root(word) in roots}
            score = (0.5 if said else 0.18) * worth_of
            yield Proposal(Related(edge.child, (), False, role), taken | said, "related", score)


def _by_column(scope: Scope, denied: list[tuple[int, int]]) -> Iterator[Proposal]:
    """No rating, where ratings are rows of another table."""
    for link in scope.columns:
        before = scope.negation(link.start, 3)
        if link.score >= 0.6:
            taken = span(link) | (before or frozenset(range(*denied[0])))
            score = link.score * (0.5 if before else 0.22)
            yield Proposal(Related(link.table, (), True), taken, "absent", score)


def _below(scope: Scope, denied: list[tuple[int, int]]) -> Iterator[Proposal]:
    """Never sold, nobody took: rows of a table that nobody names, below one that is named."""
    verbs = {at for at, word in enumerate(scope.said) if lemma(word) in _TRADES}
    for table, worth_of in scope.meant.items():
        for edge in scope.catalog.graph.children(table):
            booked = verbs and own_revenue(edge.child, scope.catalog)
            score = (0.6 if booked else 0.28) * worth_of
            taken = frozenset(range(*denied[0])) | (verbs if booked else frozenset())
            yield Proposal(Related(edge.child, (), True), taken, "absent", score)


def _with_values(scope: Scope, denied: list[tuple[int, int]]) -> Iterator[Proposal]:
    """Never bought jazz: no row that holds, or leads to, the value."""
    for start, end in denied:
        for link in scope.values:
            if link.start < end or link.start - end > 6 or link.score < 0.6:
                continue
            test, score = test_of(link), 0.8 * worth(scope, link)
            taken = explained(scope, link) | frozenset(range(start, end))
            yield Proposal(Related(link.table, (test,), True), taken, "absent", score)
            for table, one, share in by_role(scope, Proposal(test, taken, "value", score)):
                yield Proposal(Related(table, (one,), True), taken, "absent", share * score)
            for other in scope.named_tables:
                between = end <= other.start <= link.end + 2
                if other.table != link.table and between:
                    inside = Related(other.table, (test,), True)
                    yield Proposal(inside, taken | span(other), "absent", score)


def _holding(scope: Scope) -> Iterator[Proposal]:
    """Who bought, with any: rows that are there below a table that is named, of a verb."""
    for link in scope.values:
        if link.score < 0.8:
            continue
        test = test_of(link)
        for other in scope.named_tables:
            if other.table != link.table and other.end <= link.start <= other.end + 3:
                inside: Compare = test
                taken = explained(scope, link) | span(other)
                yield Proposal(
                    Related(other.table, (inside,)), taken, "related", 0.25 * worth(scope, link)
                )
