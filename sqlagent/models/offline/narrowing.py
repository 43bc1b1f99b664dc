"""What a follow-up may add to the conditions before it, or put in the place of one of them."""

from __future__ import annotations

from dataclasses import replace

from sqlagent.models.offline.edits import COMPARED
from sqlagent.models.offline.fragment import Change, Fragment, is_year, ranked
from sqlagent.models.offline.plan import tables_of
from sqlagent.models.offline.proposals import Proposal
from sqlagent.models.offline.query import (
    AllOf,
    Compare,
    Condition,
    Field,
    Measure,
    Query,
    fields,
    mapped,
)
from sqlagent.models.offline.traits import every

_SAME, _FAR, _LEAST = 1.0, 0.3, 0.3  # of a condition: on a known column, for each key, at least
_GUESSED = 0.2  # below it a condition was proposed because nothing else was


def tested(fragment: Fragment, made: Change) -> Change:
    """Only those with 3 or more: a test of what is measured, or of what the rows are ordered by."""
    cue, at = fragment.cue(COMPARED), fragment.number(made)
    by = ranked(made.query)
    named = any(m.score > 0.7 and at not in m.span for m in fragment.analysis.mentions)
    if not cue or at is None or by is None or named or is_year(fragment.tokens[at].number or 0):
        return made
    test = Compare(by, COMPARED[cue], fragment.tokens[at].number)  # type: ignore[arg-type]
    return made.to(fragment.at(cue) | {at}, _with(made.query, test))


def conditioned(fragment: Fragment, made: Change) -> Change:
    """Only Brazil; not Germany; what about 2012: conditions, those on the same columns replaced."""
    known = _spoken(made.query)
    scored = sorted(
        ((_worth(p, odds, made.query, known, fragment), at)
         for at, (p, odds) in enumerate(
             zip(fragment.analysis.proposals, fragment.scores.proposals, strict=True))),
        reverse=True,
    )  # fmt: skip
    for worth, at in scored:
        proposal = fragment.analysis.proposals[at]
        guessed = worth < _LEAST or proposal.score < _GUESSED
        if not guessed and not proposal.tokens & made.tokens:
            made = made.to(proposal.tokens, _with(made.query, proposal.condition))
    return made


def _spoken(query: Query) -> set[Field]:
    """The columns that a query already speaks of, those within its conditions too."""
    found: set[Field] = set()

    def seen(part: object) -> object:
        found.update({part} if isinstance(part, Field) else ())
        return part

    mapped(query, seen)
    return found


def _worth(
    proposal: Proposal, odds: float, query: Query, known: set[Field], fragment: Fragment
) -> float:
    """How likely a condition is meant: near to the query, at best on a column of it."""
    graph = fragment.catalog.graph
    far = sum(graph.distance(query.table, table) for table in tables_of(proposal.condition))
    same = any(f in known for f in fields(proposal.condition))
    return proposal.score + 0.05 * max(-5.0, min(odds, 5.0)) + _SAME * same - _FAR * far


def _columns(condition: Condition) -> set[Field]:
    """The columns that a condition tests, in all its parts."""
    tests = (one for one in every((condition,)) if isinstance(one, Compare))
    return {field for test in tests for field in fields(test.of)}


def _with(query: Query, condition: Condition) -> Query:
    """A query under one more condition, which takes the place of an old one of the same column."""
    if isinstance(condition, Compare) and isinstance(condition.of, Measure):
        return replace(query, having=(*query.having, condition))
    new = condition.conditions if isinstance(condition, AllOf) else (condition,)
    of = _columns(condition)
    kept = tuple(c for c in query.conditions if not of or not _columns(c) or _columns(c) - of)
    if kept == query.conditions and isinstance(condition, Compare):
        inner: Query = mapped(
            query, lambda part: condition
            if isinstance(part, Compare) and part.of == condition.of else part,
        )  # fmt: skip
        if inner != query:
            return inner
    return replace(query, conditions=(*kept, *new))
