"""Rows that are alike: students who share a last name, in the same state as someone else."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, span
from sqlagent.models.offline.query import Compare, Measure, Query

_SHARING = frozenset("share shares sharing shared".split())
_SAME = frozenset("same identical".split())
_OTHERS = frozenset("someone somebody another other others else anybody each".split())
_TWICE = frozenset("duplicate duplicated duplicates repeated twice".split())
_ONE = frozenset("a an the one same their its".split())
_REACH = 5


def propose_duplicates(scope: Scope) -> Iterator[Proposal]:
    """That more than one row holds a row's value, of each column named after such words."""
    for at, word in enumerate(scope.said):
        same = word in _SAME and bool(_OTHERS & set(scope.said))
        shared = word in _SHARING and scope.word(at + 1) in _ONE
        sharing = shared or word in _TWICE
        if not (same or sharing):
            continue
        for link in scope.columns:
            near = 0 < link.start - at <= _REACH or (word in _TWICE and 0 < at - link.end < 3)
            if link.score < 0.6 or not near:
                continue
            field = field_of(link)
            several = (Compare(Measure("count", field.table), ">", 1),)
            repeated = Query(field.table, (field,), group=(field,), having=several)
            tokens = frozenset(range(at, link.start)) | span(link) | {at}
            score = link.score * (0.75 if sharing and word in _SHARING else 0.5)
            yield Proposal(Compare(field, "in", repeated), tokens, "columns", score)
