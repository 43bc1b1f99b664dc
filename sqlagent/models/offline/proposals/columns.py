"""One column against another: more home goals than away goals, sold above the asking price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlagent.linking import Link
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, span
from sqlagent.models.offline.query import Compare, Field

_MORE = frozenset(
    """more greater higher above over later after exceed exceeds exceeded exceeding beyond bigger
    larger longer outnumber outnumbers past beat beats better""".split()
)
_LESS = frozenset(
    "less fewer lower below under earlier before smaller shorter worse losing".split()
)
_SAME = frozenset(
    """same equal equals equalled identical matches draw draws tied own themselves himself herself
    itself""".split()
)
_DIFFERENT = frozenset(
    "different differs differ unequal another other else elsewhere somebody someone own".split()
)
_PRONOUNS = ("one", "ones")
_OPERATORS = {">": _MORE, "<": _LESS, "=": _SAME, "<>": _DIFFERENT}
_MOST = 14
_UNNAMED = 6  # columns of numbers that are tried where one side is not named


@dataclass(frozen=True, slots=True)
class _Side:
    field: Field
    start: int
    end: int
    score: float

    @property
    def tokens(self) -> frozenset[int]:
        return frozenset(range(self.start, self.end))


def propose_columns(scope: Scope) -> Iterator[Proposal]:
    """A comparison of each two columns between or beside whose words one is said."""
    cues = list(comparisons(scope, _OPERATORS))
    if not cues:
        return
    links = sorted((k for k in scope.columns if k.score > 0.5), key=lambda link: -link.score)
    for at, operator in cues:
        sides = [_Side(field_of(k), k.start, k.end, k.score) for k in links[:_MOST]]
        left = [*_meant_by(scope, at), *(s for s in sides if s.start < at + 4)]
        right = [s for s in sides if s.start > at]
        for place in range(at + 1, min(len(scope), at + 7)):
            right.extend(_meant_by(scope, place))
        yield from _pairs(scope, at, operator, left, right)
        yield from _unnamed(scope, at, operator, [*left, *right])
        yield from _half_named(scope, at, operator, right)
    for link in links:
        yield from _twins(scope, link, cues)
    yield from _keys(scope, cues)


def comparisons(scope: Scope, operators: Mapping[str, frozenset[str]]) -> Iterator[tuple[int, str]]:
    """Where the words of an operator stand, and older than, larger than: no number follows."""
    for at, word in enumerate(scope.said):
        if of_number(scope, at):
            continue
        pairs = compared(word)
        if pairs and "than" in scope.said[at + 1 : at + 4]:
            yield at, ">" if pairs[0][1] else "<"
        else:
            found = [op for op, words in operators.items() if word in words]
            denied = found == ["="] and scope.negation(at, 1)
            yield from ((at, "<>" if denied else op) for op in found)


def of_number(scope: Scope, at: int) -> bool:
    """Whether what is said at a place compares with a number."""
    reach = 6 if scope.word(at + 2) == "or" else 3  # greater than or equal to 80
    after = scope.tokens[at + 1 : at + reach]
    return any(token.number is not None and token.text not in _PRONOUNS for token in after)


def _meant_by(scope: Scope, at: int) -> Iterator[_Side]:
    """The columns that an adjective of degree compares."""
    wanted = compared(scope.word(at))
    for table, worth in list(scope.tables.items())[:4] if wanted else ():
        for column in scope.catalog.columns(table):
            words = scope.catalog.words(table, column)
            if any(word in words for word, _ in wanted):
                yield _Side(Field(table, column), at, at + 1, 0.85 * (0.5 + 0.5 * worth))


def _pairs(
    scope: Scope, at: int, operator: str, left: list[_Side], right: list[_Side]
) -> Iterator[Proposal]:
    for one in left:
        for other in right:
            if one.field == other.field or not _alike(scope, one.field, other.field):
                continue
            if operator in ("<", ">") and not _is_graded(scope, one.field):
                continue
            apart = one.field.table != other.field.table and operator in ("=", "<>")
            if one.start <= other.start < one.end and not apart:
                continue
            score = one.score * other.score * 0.85
            score -= 0.2 * (one.field.table != other.field.table)
            first, last = min(one.start, at), max(other.end, at + 1)
            if last - first > 14:
                continue
            taken = one.tokens | other.tokens | frozenset(range(min(one.end, at), other.start))
            test = Compare(one.field, operator, other.field)
            yield Proposal(test, taken | {at}, "columns", max(score, 0.05))


def _unnamed(scope: Scope, at: int, operator: str, sides: list[_Side]) -> Iterator[Proposal]:
    """Two columns of one sort in a table, of which words name one or none."""
    if operator in ("=", "<>"):
        return
    named = {side.field: side for side in sides}
    for table, worth in list(scope.tables.items())[:3]:
        counted = (f for f in scope.numbers(table) if not scope.catalog.flag(table, f.column))
        fields = [*counted, *scope.dates(table)][: 2 * _UNNAMED]
        for one in fields:
            for other in fields:
                if one == other or not _alike(scope, one, other):
                    continue
                known = [named[field] for field in (one, other) if field in named]
                score = (0.12 + 0.16 * len(known)) * worth
                taken = frozenset({at}).union(*(side.tokens for side in known))
                yield Proposal(Compare(one, operator, other), taken, "columns", score)


def _half_named(scope: Scope, at: int, operator: str, right: list[_Side]) -> Iterator[Proposal]:
    """Offers above the asking price: a column that is named, and one of the rows spoken of."""
    for link in scope.named_tables:
        if link.score < 0.7 or link.start > at:
            continue
        for field in [*scope.numbers(link.table), *scope.dates(link.table)]:
            for other in right:
                if other.field == field or not _alike(scope, field, other.field):
                    continue
                score = 0.4 * link.score * other.score
                test = Compare(field, operator, other.field)
                yield Proposal(test, frozenset({at}) | other.tokens, "columns", score)


def _alike(scope: Scope, left: Field, right: Field) -> bool:
    """Whether two columns hold values of one sort."""
    if scope.form(left) or scope.form(right):
        return scope.form(left) == scope.form(right)
    return scope.is_numeric(left) == scope.is_numeric(right)


def _is_graded(scope: Scope, field: Field) -> bool:
    """Whether a column's values are more or less, as numbers and dates are and keys are not."""
    key = scope.catalog.is_key(field.table, field.column)
    return bool(scope.form(field)) or (scope.is_numeric(field) and not key)


def _twins(scope: Scope, link: Link, cues: list[tuple[int, str]]) -> Iterator[Proposal]:
    """The same city as their store: two columns of one name in tables that lie together."""
    for at, operator in cues:
        if operator not in ("=", "<>") or not at < link.start <= at + 3:
            continue
        field = field_of(link)
        words = scope.catalog.words(field.table, field.column)
        for edge in scope.catalog.graph.parents(field.table):
            for column in scope.catalog.columns(edge.parent):
                theirs = set(scope.catalog.words(edge.parent, column))
                if theirs <= set(words) or set(words) <= theirs:
                    taken = span(link) | frozenset(range(at, link.start))
                    test = Compare(field, operator, Field(edge.parent, column))
                    yield Proposal(test, taken, "columns", 0.5 * link.score)


def _keys(scope: Scope, cues: list[tuple[int, str]]) -> Iterator[Proposal]:
    """Closed by another than the assignee, at their own branch: two keys of the same table."""
    graph = scope.catalog.graph
    for at, operator in [pair for pair in cues if pair[1] in ("=", "<>")]:
        for table, worth in list(scope.tables.items())[:5]:
            for one in graph.parents(table):
                rivals = [edge for edge in graph.parents(table) if edge.columns > one.columns]
                rivals += [e for up in graph.parents(table) for e in graph.parents(up.parent)]
                for other in rivals:
                    if other.parent != one.parent or len(other.columns) + len(one.columns) > 2:
                        continue
                    left = Field(table, one.columns[0])
                    right = Field(other.child, other.columns[0])
                    if left != right:
                        test = Compare(left, operator, right)
                        yield Proposal(test, frozenset({at}), "columns", 0.3 * worth)
