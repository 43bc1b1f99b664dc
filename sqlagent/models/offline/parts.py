"""What the part models look at, and how they judge: three questions about every question.

Which form does the query have (``factors``)? What is each mention for (its role)? Is a proposed
condition meant? Each is a logistic regression over the words and symbols beside what is judged;
``Weights`` holds what training found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.cues import cues_at
from sqlagent.models.offline.factors import FACTORS
from sqlagent.models.offline.mentions import Mention
from sqlagent.models.offline.proposals import Proposal
from sqlagent.models.offline.query import AllOf, AnyOf, Compare, Field, Measure, Related
from sqlagent.models.offline.weights import Weights

COLUMN_ROLES = (
    "none", "cond", "show", "group", "order-", "order+", "sum", "avg", "min", "max", "countd",
)  # fmt: skip
TABLE_ROLES = ("none", "cond", "subject", "count", "group")
_UNUSED = ("none", "cond")


@dataclass(frozen=True, slots=True)
class Scores:
    """What the part models think of one question.

    ``factors`` gives the logarithm of the probability of each value of each factor; ``roles`` what
    each mention gains in a role over not being used; ``proposals`` the logarithm of each
    proposal's odds.
    """

    factors: dict[str, dict[str, float]]
    roles: tuple[dict[str, float], ...]
    proposals: tuple[float, ...]


def score(analysis: Analysis, weights: Weights) -> Scores:
    """The judgement of all part models."""
    grams = list(form_features(analysis))
    forms = {name: weights.log_odds(name, grams) for name in FACTORS}
    roles = tuple(
        _gains(weights.log_odds(_model(m), features))
        for m, features in zip(analysis.mentions, role_features(analysis), strict=True)
    )
    odds = tuple(
        weights.log_odds("proposal", features)["yes"] for features in proposal_features(analysis)
    )
    return Scores(forms, roles, odds)


def _model(mention: Mention) -> str:
    return "table" if mention.column is None else "column"


def _gains(logs: dict[str, float]) -> dict[str, float]:
    idle = log(sum(exp(logs[role]) for role in _UNUSED))
    return {role: value - idle for role, value in logs.items()}


def form_features(analysis: Analysis) -> Iterator[str]:
    """One to three symbols in a row of the question's shape, and the cues in it."""
    symbols = ["^", *(s for s in analysis.shape if s), "$"]
    seen = set()
    for size in (1, 2, 3):
        for at in range(len(symbols) - size + 1):
            seen.add(" ".join(symbols[at : at + size]))
    for at in range(1, len(symbols) - 3):
        seen.add(f"{symbols[at]} _ {symbols[at + 2]}")
    for at in range(len(analysis.tokens)):
        seen.update(f"cue {cue}" for _, cue in cues_at(analysis.tokens, at))
    tables = len({m.span for m in analysis.mentions if m.column is None and m.score > 0.7})
    columns = len({m.span for m in analysis.mentions if m.column is not None and m.score > 0.7})
    seen.add(f"tables {min(tables, 4)}")
    seen.add(f"columns {min(columns, 4)}")
    seen.add(f"length {min(len(symbols) // 3, 7)}")
    yield from sorted(seen)


def role_features(analysis: Analysis) -> list[list[str]]:
    """For each mention what stands beside it, how well it fits, and what sort it is."""
    places = range(len(analysis.tokens))
    question = {cue for at in places for _, cue in cues_at(analysis.tokens, at)}
    tables: dict[str, int] = {}
    for mention in analysis.mentions:
        if mention.rank == 0:
            tables[mention.table] = tables.get(mention.table, 0) + 1
    firsts = [m.start for m in analysis.mentions if m.column is None and m.score > 0.7]
    first = min(firsts, default=99)
    return [
        list(_role(mention, analysis, question, tables, first)) for mention in analysis.mentions
    ]


def _role(
    mention: Mention, analysis: Analysis, question: set[str], tables: dict[str, int], first: int
) -> Iterator[str]:
    left, right = _beside(analysis, mention.start, mention.end)
    sort = "TAB"
    if mention.column is not None:
        sort = analysis.catalog.sort_of(mention.table, mention.column)
    words = " ".join(t.lemma for t in analysis.tokens[mention.start : mention.end])
    plural = analysis.tokens[mention.end - 1].text.lower() != analysis.tokens[mention.end - 1].lemma
    best = mention.rank == 0
    yield f"sort {sort} {plural}"
    yield f"fit {mention.how} {round(mention.score, 1)} {min(mention.rank, 3)}"
    yield f"how {mention.how} {best} {sort}"
    yield f"word {words}"
    yield f"word {words} {left[-1]}"
    for place, side in (("l", left), ("r", right)):
        near, far = (side[-1], side[-2]) if place == "l" else (side[0], side[1])
        yield f"{place}1 {near}"
        yield f"{place}1 {near} {sort} {best}"
        yield f"{place}2 {far} {near}"
        yield f"{place}far {far} {sort}"
        if place == "l":
            yield f"l3 {side[-3]} {far} {near}"
    yield f"lr {left[-1]} {right[0]}"
    for cue in sorted(question):
        yield f"cue {cue} {sort}"
    yield f"peers {min(tables.get(mention.table, 0), 4)} {sort} {best}"
    yield f"only {len(tables)} {sort}" if len(tables) < 3 else f"many {sort}"
    yield f"first {mention.start == first} {mention.start < first} {sort}"
    yield f"at {min(mention.start, 4)} {sort}"
    yield f"end {min(len(analysis.tokens) - mention.end, 2)} {sort}"
    named = {m.table for m in analysis.mentions if m.column is None and m.rank == 0}
    yield f"known {mention.table in named}"
    if mention.upward is not None:
        yield f"degree {mention.upward} {sort} {left[-1]}"
    if mention.column is not None:
        yield f"name {' '.join(analysis.catalog.words(mention.table, mention.column))[-24:]}"


def _beside(analysis: Analysis, start: int, end: int) -> tuple[list[str], list[str]]:
    left = ["^^", "^^", "^", *(s for s in analysis.shape[:start] if s)]
    right = [*(s for s in analysis.shape[end:] if s), "$", "$$"]
    return left, right


def proposal_features(analysis: Analysis) -> list[list[str]]:
    """For each proposal where it comes from, what it is beside, and what else there is."""
    used: dict[int, int] = {}
    ranks: list[int] = []
    for proposal in analysis.proposals:
        ranks.append(max((used.get(at, 0) for at in proposal.tokens), default=0))
        for at in proposal.tokens:
            used[at] = used.get(at, 0) + 1
    tables = {m.table for m in analysis.mentions if m.rank == 0}
    named = {m.table for m in analysis.mentions if m.column is None and m.rank == 0}
    return [
        list(_proposal(p, analysis, rank, tables, named))
        for p, rank in zip(analysis.proposals, ranks, strict=True)
    ]


def _proposal(
    proposal: Proposal, analysis: Analysis, rank: int, tables: set[str], named: set[str]
) -> Iterator[str]:
    source, condition = proposal.source, proposal.condition
    kind = condition_kind(condition)
    ranked, fit = min(rank, 4), round(proposal.score, 1)
    yield f"source {source}"
    yield f"kind {kind} {source}"
    yield f"rank {ranked} {source}"
    yield f"fit {fit} {source}"
    yield f"fit {fit} {ranked}"
    table, sort = _place(condition, analysis)
    yield f"sort {sort} {source} {ranked}"
    yield f"table {table in named} {table in tables} {source}"
    yield f"table {table in named} {sort} {ranked}"
    places = sorted(proposal.tokens)
    if places:
        left, right = _beside(analysis, places[0], places[-1] + 1)
        yield f"l1 {left[-1]} {kind}"
        yield f"l2 {left[-2]} {left[-1]}"
        yield f"r1 {right[0]} {kind}"
        yield f"words {len(places)} {source}"
        symbols = [analysis.shape[at] for at in places]
        yield f"in {' '.join(s for s in symbols if s)[:60]} {source}"
        for symbol in set(symbols):
            yield f"has {symbol} {source}"
        yield f"first {places[0] == 0} {source}"
        value = any(analysis.tokens[at].capital or analysis.tokens[at].quoted for at in places)
        yield f"written {value} {source} {ranked}"
        if len(places) == 1:
            yield f"one {analysis.tokens[places[0]].lemma}"


def condition_kind(condition: object) -> str:
    """What sort of condition it is, in a word or two."""
    match condition:
        case Related(negated=negated, conditions=inner):
            return f"{'without' if negated else 'with'} {len(inner)}"
        case AnyOf():
            return "any"
        case Compare(of=of, operator=operator, value=value):
            what = type(of).__name__
            against = type(value).__name__ if isinstance(value, Field | Measure) else ""
            return f"{what} {operator} {against}"
    return type(condition).__name__


def _place(condition: object, analysis: Analysis) -> tuple[str, str]:
    """The table of a condition, and the sort of its column."""
    match condition:
        case Related(table=table):
            return table, "R"
        case AnyOf(options=options) | AllOf(conditions=options):
            return _place(options[0], analysis)
        case Compare(of=Field(table=table, column=column)):
            return table, analysis.catalog.sort_of(table, column)
        case Compare(of=Measure(table=table)):
            return table, "M"
        case Compare(of=of):
            inner = getattr(of, "field", None)
            return (inner.table, "P") if isinstance(inner, Field) else ("", "X")
    return "", "X"
