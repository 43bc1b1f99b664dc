"""Percentages: of the rows that meet a condition, of a sum, and each one's share of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from sqlagent.models.offline.derived.ground import Derived, Ground, Sum, total
from sqlagent.models.offline.derived.products import sums
from sqlagent.models.offline.proposals import Proposal
from sqlagent.models.offline.query import (
    Arithmetic,
    Compare,
    Condition,
    Field,
    Measure,
    Portion,
    Query,
    Related,
    Share,
    fields,
)

_CUES = (
    "percentage of", "percent of", "percent", "percentage", "percentages", "pct", "share of",
    "share", "shares", "proportion of", "proportion", "fraction of", "fraction", "rate",
    "part of all", "part of the whole", "part of total",
    "ratio of", "%", "contribution", "chance", "likelihood", "break down", "breakdown",
)  # fmt: skip
_WHOLE = ("all", "total", "whole", "overall", "each", "every", "per", "by", "everything", "entire")
_SHARED = ("a", "an", "the", "same", "with", "one", "their")
_CONDITIONS = 5
_ALIKE = 3  # conditions in the same words
_COLUMNS = 2
_LEAST = 0.25
_NAMED = 0.85  # how well a column's name must fit to be what the word means


def propose_portions(ground: Ground) -> Iterator[Derived]:
    """What the words of a percentage may be of."""
    cue = next((cue for cue in ground.places(_CUES) if _asks(ground, *cue)), None)
    if cue is None:
        return
    said = frozenset(range(*cue))
    for proposal in _conditions(ground, said):
        yield from _of_rows(ground, proposal, said)
        yield from _of_sums(ground, proposal, said)
    yield from _shares(ground, said)


def _asks(ground: Ground, start: int, end: int) -> bool:
    """Whether a word asks for a percentage: not a column's name, nor what people do."""
    named = any(
        at in ref.tokens and ref.score >= _NAMED and not ground.is_better(ref, at)
        for ref in ground.numbers for at in range(start, end)
    )  # fmt: skip
    if named or ground.word(start - 1) == "per":
        return False
    if ground.word(end - 1) == "of" or ground.word(end) == "of":
        return True
    if any(ground.is_part(at) for at in range(start, end)):
        return False
    if ground.said[start] == "%" and start and ground.tokens[start - 1].number is not None:
        return False
    return ground.said[end - 1] not in ("share", "shares") or ground.word(end) not in _SHARED


def _conditions(ground: Ground, said: frozenset[int]) -> list[Proposal]:
    """The likeliest conditions in words of their own, those of one row only."""
    found = []
    for proposal in ground.proposals:
        fits = proposal.score > _LEAST and proposal.tokens - said
        if fits and _place(proposal.condition) and not _is_empty(proposal.condition):
            found.append(proposal)
    alike: Counter[frozenset[int]] = Counter()
    kept = []
    for proposal in sorted(found, key=lambda one: -one.score):
        alike[proposal.tokens - said] += 1
        if alike[proposal.tokens - said] <= _ALIKE:
            kept.append(proposal)
    return kept[:_CONDITIONS]


def _is_empty(condition: Condition) -> bool:
    return isinstance(condition, Related) and not condition.conditions


def _place(condition: Condition) -> str:
    """The table whose rows a condition is on, "" for one on groups."""
    if isinstance(condition, Related):
        return condition.table
    if isinstance(condition, Compare):
        if isinstance(condition.of, Measure):
            return ""
        return next((field.table for field in fields(condition.of)), "")
    tables = {field.table for field in fields(condition)}
    return tables.pop() if len(tables) == 1 else ""


def _of_rows(ground: Ground, proposal: Proposal, said: frozenset[int]) -> Iterator[Derived]:
    """The rows that meet a condition in percent of all, and of those that have a value."""
    condition, tokens = proposal.condition, proposal.tokens | said
    table = _rows_of(ground, condition, proposal.tokens | said)
    score = min(0.95, 0.3 + 0.7 * proposal.score)
    for place in dict.fromkeys((table, _place(condition))):
        yield Derived(Portion((condition,)), "measure", place, tokens, "portion", score)
    for link in ground.scope.named_tables[:3]:
        apart = link.start not in tokens and link.score > 0.7 and isinstance(condition, Compare)
        if apart and _place(condition) not in ground.graph.owners(link.table):
            there = Portion((Related(_place(condition), (condition,)),))
            yield Derived(there, "measure", link.table, tokens, "portion", score - 0.05)
    of = _blank(ground, condition)
    if of is not None:
        met = Measure("count", table, None, conditions=(condition,))
        ratio = Arithmetic("/", met, Measure("count", table, of), "ratio")
        value = Arithmetic("*", ratio, 100, "percent")
        yield Derived(value, "measure", table, tokens, "portion", score - 0.1)


def _blank(ground: Ground, condition: Condition) -> Field | None:
    """The column that a condition is on, where some rows have no value in it."""
    if isinstance(condition, Compare) and condition.operator != "null":
        of = condition.of
        if isinstance(of, Field) and ground.catalog.blanks(of.table, of.column)[0]:
            return of
    return None


def _rows_of(ground: Ground, condition: Condition, taken: frozenset[int]) -> str:
    """Whose rows a percentage is of: a table named beside it, else the condition's own."""
    place = _place(condition)
    for link in ground.scope.named_tables:
        apart = link.score > 0.6 and link.start not in taken and link.table != place
        below = isinstance(condition, Related) or place in ground.graph.owners(link.table)
        if apart and below:
            return link.table
    return place


def _of_sums(ground: Ground, proposal: Proposal, said: frozenset[int]) -> Iterator[Derived]:
    """The sum of a value where a condition holds, in percent of its whole sum."""
    condition, apart = proposal.condition, proposal.tokens | said
    named = [one for one in sums(ground) if one.score > 0.45 and not one.tokens & apart]
    for one in (named or _unnamed(ground, condition))[:_COLUMNS]:
        if _place(condition) in ground.graph.owners(one.table):
            met = replace(one.measure, conditions=(condition,))
            value = Arithmetic("*", Arithmetic("/", met, one.measure, "ratio"), 100, "percent")
            score = 0.3 + 0.65 * one.score * proposal.score
            yield Derived(value, "measure", one.table, apart | one.tokens, "portion", score)


def _unnamed(ground: Ground, condition: Condition) -> list[Sum]:
    """The one column that can be summed where a condition holds, if it has no other."""
    table = _place(condition)
    fields = list(ground.scope.numbers(table))
    fields = [f for f in fields if not ground.own_words(f) & {"year", "rank", "number"}]
    return [Sum(total(table, fields[0]), 0.4, frozenset())] if len(fields) == 1 else []


def _shares(ground: Ground, said: frozenset[int]) -> Iterator[Derived]:
    """Each group's, or each row's, share of the whole."""
    whole = any(word in _WHOLE for word in ground.said)
    factor = 0.8 if whole else 0.5
    named = [one for one in sums(ground) if not one.tokens <= said]
    for one in named[: _COLUMNS + 1]:
        yield from _parts(one.measure, one.tokens | said, factor * one.score)
    if not ground.numbers and not ground.scope.named_tables:
        for table in ground.meant[:1]:
            if amount := ground.amount(table):
                yield from _parts(total(table, amount), said, 0.4)
    for link in sorted(ground.scope.named_tables, key=lambda link: -link.score)[:2]:
        amount = ground.amount(link.table)
        if amount and not any(ref.field.table == link.table for ref in ground.numbers):
            taken = said | frozenset(range(link.start, link.end))
            yield from _parts(total(link.table, amount), taken, 0.55 * link.score)
        count = Share(Measure("count", link.table))
        taken = said | frozenset(range(link.start, link.end))
        yield Derived(count, "measure", link.table, taken, "share", 0.6 * factor * link.score)


def _parts(whole: Measure, tokens: frozenset[int], score: float) -> Iterator[Derived]:
    """A sum of a group in percent of that of all, and what is summed for each row."""
    yield Derived(Share(whole), "measure", whole.table, tokens, "share", score)
    assert whole.of is not None, "what is summed is a value"
    part = Arithmetic("/", whole.of, Query(whole.table, (whole,)), "share")
    value = Arithmetic("*", part, 100, "percent")
    yield Derived(value, "row", whole.table, tokens, "share", score - 0.01)
