"""What a candidate is judged by as a whole: what it explains and what it assumes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlagent.models.offline.assemble import Candidate
from sqlagent.models.offline.confidence import explained, unplaced
from sqlagent.models.offline.cuts import as_asked
from sqlagent.models.offline.factors import FACTORS
from sqlagent.models.offline.hearing import heard
from sqlagent.models.offline.outcome import counts_named, outcome
from sqlagent.models.offline.parts import condition_kind
from sqlagent.models.offline.places import placed
from sqlagent.models.offline.plan import rows_spoken_of
from sqlagent.models.offline.query import Compare, Field, Measure, Part, Query
from sqlagent.models.offline.question import Question
from sqlagent.models.offline.rivals import lost
from sqlagent.models.offline.showing import showing
from sqlagent.models.offline.traits import agreement, every

_CUES = (
    "count", "sum", "avg", "max", "min", "distinct", "top", "bottom", "most", "least", "high",
    "low", "gt", "lt", "between", "group", "by", "order", "not", "without", "or", "and", "both",
    "share", "money", "bestsell", "first", "last", "how", "year", "month", "name",
)  # fmt: skip


_ENDS = ("first", "last")  # also said of an order: cheapest first
_MEASURING = frozenset("count sum avg min max countd".split())


def features(
    candidate: Candidate, question: Question, rows: Sequence[Sequence[Any]] | None
) -> dict[str, float]:
    """The features of a candidate; ``rows`` are the first it comes to, None where not tried."""
    found = dict(_judged(candidate))
    found.update(_explained(candidate, question))
    found.update(_built(candidate, question))
    found.update(placed(candidate, question.places))
    found.update(lost(candidate, question.rivals))
    found.update(showing(candidate, question.analysis, question.cues))
    found.update(heard(candidate, question.hearing))
    if rows is not None:
        found.update(outcome(candidate, question, rows))
    return found


def _judged(candidate: Candidate) -> Iterator[tuple[str, float]]:
    yield "plan", candidate.plan.parts
    yield "wish", candidate.wish.odds
    yield "forms", candidate.forms
    yield "score", candidate.score
    yield "uses", float(len(candidate.plan.uses))
    yield "chosen", float(len(candidate.wish.chosen))


def _explained(candidate: Candidate, question: Question) -> Iterator[tuple[str, float]]:
    tokens = candidate.tokens
    left: dict[str, int] = {}
    for at, kind in enumerate(question.kinds):
        if at not in tokens:
            left[kind] = left.get(kind, 0) + 1
    for kind, count in left.items():
        if kind != "stop":
            yield f"left {kind}", float(min(count, 4))
            yield f"left any {kind}", 1.0
    content = sum(count for kind, count in left.items() if kind not in ("stop", "cue"))
    yield "left share", content / question.content
    yield "unplaced", float(len(unplaced(explained(candidate, question), question)))
    yield "shared", float(len(candidate.plan.tokens & candidate.wish.tokens))
    mentions = question.analysis.mentions
    scores = [mentions[use.mention].score for use in candidate.plan.uses]
    if scores:
        yield "weakest", min(scores)
        yield "fit", sum(scores) / len(scores)
    for use in candidate.plan.uses:
        yield f"how {mentions[use.mention].how}", 1.0
        if mentions[use.mention].rank:
            yield "second best", 1.0
    for one in candidate.plan.derived:
        yield f"derived {one.source}", 1.0
        yield "weak derived", 1.0 - one.score
    used = {one.source for one in candidate.plan.derived}
    left_over = [d.score for d in question.analysis.derived if d.source not in used]
    yield "derived left", max(left_over, default=0.0)
    for at in candidate.wish.chosen:
        proposal = question.analysis.proposals[at]
        yield f"source {proposal.source}", 1.0
        yield "weak condition", 1.0 - proposal.score
        yield f"kind {condition_kind(proposal.condition)}", 1.0


def _built(candidate: Candidate, question: Question) -> Iterator[tuple[str, float]]:
    yield from _read(candidate, question)
    yield from _tested(candidate, question)
    yield from _unsaid(candidate, question)
    yield from _formed(candidate, question)
    yield from agreement(candidate, question.cues, question.analysis.shape)
    yield from _told(candidate.query, question)


def _read(candidate: Candidate, question: Question) -> Iterator[tuple[str, float]]:
    """Which tables are read, and how far they are from each other and from the words."""
    query, plan, graph = candidate.query, candidate.plan, question.analysis.catalog.graph
    tables = rows_spoken_of(query)
    yield "tables", float(len(tables))
    yield "far", float(min(6, sum(min(graph.distance(query.table, t), 4) for t in tables)))
    yield "lower rows", float(query.table != query.subject)
    yield "tables unsaid", float(len(tables - question.tables))
    yield "tables left", float(len(question.sure - tables))
    yield "subject far", float(plan.subject not in question.tables)
    for value in query.group:
        if isinstance(value, Part):
            yield "date elsewhere", float(value.field.table not in (query.table, plan.subject))


def _tested(candidate: Candidate, question: Question) -> Iterator[tuple[str, float]]:
    """What sort of columns the conditions are on, and how far from the rows asked for."""
    query, catalog = candidate.query, question.analysis.catalog
    for condition in every(query.conditions):
        if not (isinstance(condition, Compare) and isinstance(condition.of, Field)):
            continue
        of = condition.of
        sort = catalog.sort_of(of.table, of.column)
        yield f"condition on {sort} {type(condition.value).__name__}", 1.0
        if sort == "D":
            on_rows = of.table == query.table
            yield "dates its rows", float(on_rows)
            yield "dates other rows", float(not on_rows and bool(catalog.dates(query.table)))
        far = catalog.graph.distance(candidate.plan.subject, of.table)
        yield f"condition far {min(far, 3)}", 1.0


def _unsaid(candidate: Candidate, question: Question) -> Iterator[tuple[str, float]]:
    """Which parts no word asks for."""
    plan = candidate.plan
    roles = {use.role for use in plan.uses}
    named = {question.analysis.mentions[use.mention].table for use in plan.uses}
    yield "subject unsaid", float(not roles & {"subject", "count", "group"})
    yield "subject untouched", float(plan.subject not in named)
    yield "measure unsaid", float(bool(plan.measures) and not roles & _MEASURING)
    usual = question.usual(plan.entity or plan.subject) if plan.measures else None
    if usual is not None:
        is_usual = usual in plan.measures
        yield "usual measure", float(is_usual)
        yield "unusual measure", float(not is_usual and bool(plan.order) and not roles & _MEASURING)
    ordered = bool(plan.order) and isinstance(plan.order[0].by, Field)
    yield "order unsaid", float(ordered and not roles & {"order-", "order+"})


def _formed(candidate: Candidate, question: Question) -> Iterator[tuple[str, float]]:
    """The form of the record, alone and beside each cue of the question."""
    query, form, cues = candidate.query, candidate.form, question.cues
    for name, said in form.items():
        if said != FACTORS[name][0]:
            yield f"{name} {said}", 1.0
    yield from as_asked(query, question.cut)
    yield "columns", float(len(query.shown))
    yield "wide", float(len(query.shown) > 4)
    yield f"form {form['target']} {form['group']} {form['order']} {form['limit']}", 1.0
    for cue in _CUES:
        if cue in cues and not (cue in _ENDS and question.cut is not None):
            yield f"{cue} & {form['target']}", 1.0
            yield f"{cue} & group {form['group']}", 1.0
            yield f"{cue} & order {form['order']} {form['ranked']}", 1.0
            yield f"{cue} & limit {form['limit']}", 1.0


def _told(query: Query, question: Question) -> Iterator[tuple[str, float]]:
    """Whether what a condition tells already is shown, grouped by, counted or measured again."""
    shown = {v for v in query.shown if isinstance(v, Field)}
    equal = [c for c in query.conditions if isinstance(c, Compare) and c.operator == "="]
    told = {c.of for c in equal if isinstance(c.of, Field)}
    measured = {v.of for v in query.shown if isinstance(v, Measure) and isinstance(v.of, Field)}
    yield "shows what is told", float(bool(shown & told))
    yield "same twice", float(len({*query.conditions}) < len(query.conditions))
    yield "groups what is told", float(bool({*query.group} & told))
    yield "counts what is named", float(counts_named(query, question))
    yield "named above", float(any(map(question.is_above, equal)))
    yield "measures what is told", float(bool(measured & told))
