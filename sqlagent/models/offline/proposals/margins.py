"""A column against a part or a multiple of another: over half their height, 20 over the limit."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.proposals.amounts import Amount
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of
from sqlagent.models.offline.proposals.twins import fit
from sqlagent.models.offline.query import Arithmetic, Compare, Field

_SHARES = {
    "half": 0.5, "quarter": 0.25, "third": 1 / 3, "twice": 2, "double": 2, "triple": 3,
    "thrice": 3,
}  # fmt: skip
# A place in an order and a part of a year, where nothing says of what they are a share.
_ORDERED = frozenset(("third", "quarter"))
_OF = frozenset("of the their its".split())
_OPERATORS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_REACHED = frozenset("reach reached reaching make made hit get got raise raised".split())
_OVER = frozenset("over above beyond past".split())
_UNDER = frozenset("under below short".split())
_LITTLE = ("a", "an", "the", "even", "of")
_COLUMNS = 6
_TABLES = 5
_MOST = 10


def propose_margins(scope: Scope, amounts: list[Amount]) -> Iterator[Proposal]:
    """Comparisons with shares of a column, and of the difference between two."""
    shares, steps = list(_shares(scope, amounts)), list(_steps(scope, amounts))
    if not shares and not steps:
        return
    pairs = sorted(_pairs(scope), key=lambda pair: -pair[2])
    for start, end, operator, factor in shares:
        tokens = frozenset(range(start, end))
        for one, other, score in pairs[:_MOST]:
            times = Arithmetic("*", other, factor)
            yield Proposal(Compare(one, operator, times), tokens, "columns", score)
    for amount, end, over in steps:
        tokens = amount.tokens | frozenset(range(amount.end, end))
        operator = amount.operator if amount.said else ">="
        for one, other, score in pairs[:_MOST]:
            left, right = (one, other) if over else (other, one)
            gap = Arithmetic("-", left, right)
            yield Proposal(Compare(gap, operator, amount.low), tokens, "columns", score)


def _shares(scope: Scope, amounts: list[Amount]) -> Iterator[tuple[int, int, str, float]]:
    """Each share: from which token to which it is said, how it is compared, and how much."""
    for at, word in enumerate(scope.said):
        if word in _SHARES and scope.word(at + 1) not in ("a", "an", "day", "hour", "year"):
            place = scope.skip(at - 1, _LITTLE, -1) + 1
            cue = scope.ends(place, *_OPERATORS)
            if word in _ORDERED and not (cue or scope.word(at + 1) in _OF):
                continue
            failed = scope.word(place - 1) in _REACHED and scope.negation(place - 1, 2)
            operator = _OPERATORS[cue[1]] if cue else "<" if failed else "="
            yield cue[0] if cue else at, at + 1, operator, _SHARES[word]
    for amount in amounts:
        of = scope.word(amount.end) == "of"
        if of and amount.unit in ("%", "percent", "pct") and amount.high is None:
            yield amount.start, amount.end + 1, amount.operator, amount.low / 100
        elif amount.unit == "time" and amount.said and scope.word(amount.end) in ("the", "their"):
            yield amount.start, amount.end, amount.operator, amount.low


def _steps(scope: Scope, amounts: list[Amount]) -> Iterator[tuple[Amount, int, bool]]:
    """Amounts by which one column is over or under another."""
    for amount in amounts:
        word = scope.word(amount.end)
        if word in _OVER | _UNDER and amount.high is None and amount.end + 1 < len(scope):
            yield amount, amount.end + 1, word in _OVER


def _pairs(scope: Scope) -> Iterator[tuple[Field, Field, float]]:
    """Two columns of numbers of one row, or of a row and one above it, with how likely they are."""
    order = {field_of(k): k.start for k in sorted(scope.columns, key=lambda k: k.score)}
    for table, worth in list(scope.tables.items())[:_TABLES]:
        ours = list(scope.numbers(table))[: 2 * _COLUMNS]
        above = [e.parent for e in scope.catalog.graph.parents(table) if e.parent != table]
        theirs = [f for parent in dict.fromkeys(above) for f in scope.numbers(parent)]
        for one in ours:
            for other in [*ours, *theirs[:_COLUMNS]]:
                if one == other or scope.catalog.flag(other.table, other.column):
                    continue
                named = [order[field] for field in (one, other) if field in order]
                alike = fit(scope, one, other)
                turned = named != sorted(named)
                score = (0.12 + 0.25 * len(named) + 0.4 * alike) * (0.6 if turned else 1.0)
                yield one, other, min(0.9, score) * min(1.0, worth + 0.2)
