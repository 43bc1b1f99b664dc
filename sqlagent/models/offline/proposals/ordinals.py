"""Places in an order: who came second, first authors, the third set."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.query import Compare, Field

_PLACES = {
    word: place
    for place, words in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th"), 1
    )
    for word in words.split()
}
_RANKS = frozenset(
    """rank ranking position place finish order standing sequence seq no number round
    level grade year step part line""".split()
)
_SURE = frozenset("rank ranking position place finish order standing".split())
_TABLES = 5


def propose_ordinals(scope: Scope) -> Iterator[Proposal]:
    """A number for each ordinal, of the columns that number or rank rows."""
    said = [at for at in range(len(scope)) if _is_place(scope, at)]
    fields = list(_numbering(scope)) if said else []
    for field, score in fields:
        for at in said:
            test = Compare(field, "=", _PLACES[scope.said[at]])
            yield Proposal(test, frozenset({at}), "idiom", score)
        for one, other in pairwise(said):
            if scope.joined(one + 1, other):
                both = Compare(field, "in", (_PLACES[scope.said[one]], _PLACES[scope.said[other]]))
                tokens = frozenset(range(one, other + 1))
                yield Proposal(both, tokens, "idiom", score + 0.15)


def _is_place(scope: Scope, at: int) -> bool:
    """Whether a word is an ordinal of its own: not that of the third highest, or the first half."""
    after = scope.word(at + 1)
    graded = after in ("most", "least", "best", "half", "quarter") or bool(compared(after))
    return scope.said[at] in _PLACES and not graded


def _numbering(scope: Scope) -> Iterator[tuple[Field, float]]:
    for table, worth in list(scope.tables.items())[:_TABLES]:
        for field in scope.numbers(table):
            words = set(scope.catalog.words(table, field.column))
            if words & _RANKS:
                yield field, (0.4 if words & _SURE else 0.25) * (0.4 + 0.6 * min(1.0, worth))
