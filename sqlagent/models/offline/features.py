"""What a candidate is judged by as a whole: what it explains, what it assumes, what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.assemble import Candidate
from sqlagent.models.offline.cues import cues_at, is_stop
from sqlagent.models.offline.factors import FACTORS
from sqlagent.models.offline.measures import ranking
from sqlagent.models.offline.parts import condition_kind
from sqlagent.models.offline.plan import rows_spoken_of
from sqlagent.models.offline.query import Compare, Field, Measure, Part
from sqlagent.models.offline.traits import agreement, every

_CUES = (
    "count", "sum", "avg", "max", "min", "distinct", "top", "bottom", "most", "least", "high",
    "low", "gt", "lt", "between", "group", "by", "order", "not", "without", "or", "and", "both",
    "share", "money", "bestsell", "first", "last", "how", "year", "month", "name",
)  # fmt: skip


_MEASURING = frozenset("count sum avg min max countd".split())


class Question:
    """What all candidates of one question are judged against."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._usual: dict[str, object] = {}
        tokens = analysis.tokens
        count = len(tokens)
        linked = [0.0] * count
        for mention in analysis.mentions:
            for at in mention.span:
                linked[at] = max(linked[at], mention.score)
        valued = [0.0] * count
        for link in analysis.links:
            if link.kind == "value":
                for at in range(link.start, link.end):
                    valued[at] = max(valued[at], link.score)
        cued = [False] * count
        self.cues: set[str] = set()
        for at in range(count):
            for end, cue in cues_at(tokens, at):
                self.cues.add(cue)
                for place in range(at, end):
                    cued[place] = True
        self.kinds = [self._kind(at, linked[at], valued[at], cued[at]) for at in range(count)]
        best = [m for m in analysis.mentions if m.rank == 0 and m.score > 0.6]
        values = [link for link in analysis.links if link.kind == "value" and link.score > 0.8]
        self.tables = {m.table for m in best} | {link.table for link in values}
        self.sure = {m.table for m in best if m.column is None and m.score > 0.85}
        self.content = max(1, sum(kind not in ("stop", "cue") for kind in self.kinds))

    def usual(self, table: str) -> object:
        """What the rows of a table are ranked by where nobody says it."""
        if table not in self._usual:
            self._usual[table] = ranking(table, self.analysis.catalog)
        return self._usual[table]

    def _kind(self, at: int, linked: float, valued: float, cued: bool) -> str:
        """What sort of token it is, by how much it matters that it is explained."""
        token = self.analysis.tokens[at]
        if token.quoted:
            return "quoted"
        if token.number is not None:
            return "number"
        if not token.lemma[:1].isalnum():
            return "stop"
        if token.capital:
            return "name"
        if is_stop(token.text):
            return "stop"
        if cued:
            return "cue"
        if linked > 0.85:
            return "linked"
        if linked > 0.5:
            return "near"
        return "value" if valued > 0.8 else "word"


def features(
    candidate: Candidate, question: Question, rows: Sequence[Sequence[Any]] | None
) -> dict[str, float]:
    """The features of a candidate; ``rows`` are the first it comes to, None where not tried."""
    found = dict(_judged(candidate))
    found.update(_explained(candidate, question))
    found.update(_built(candidate, question))
    if rows is not None:
        found.update(_results(candidate, rows))
    return found


_OUTCOMES = ("tried", "empty", "null", "zero", "one", "many rows", "short of the limit",
             "groups of one", "blank", "alike")  # fmt: skip


def untried(found: dict[str, float]) -> dict[str, float]:
    """The features without what a candidate came to."""
    return {name: value for name, value in found.items() if not name.startswith(_OUTCOMES)}


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
    query, plan, form = candidate.query, candidate.plan, candidate.form
    graph = question.analysis.catalog.graph
    tables = rows_spoken_of(query)
    yield "tables", float(len(tables))
    yield "far", float(min(6, sum(min(graph.distance(query.table, t), 4) for t in tables)))
    yield "lower rows", float(query.table != query.subject)
    unsaid = len(tables - question.tables)
    yield "tables unsaid", float(unsaid)
    yield "tables left", float(len(question.sure - tables))
    yield "subject far", float(plan.subject not in question.tables)
    for value in query.group:
        if isinstance(value, Part):
            yield "date elsewhere", float(value.field.table not in (query.table, plan.subject))
    for condition in every(query.conditions):
        if isinstance(condition, Compare) and isinstance(condition.of, Field):
            of = condition.of
            sort = question.analysis.catalog.sort_of(of.table, of.column)
            yield f"condition on {sort} {type(condition.value).__name__}", 1.0
            yield f"condition far {min(graph.distance(plan.subject, of.table), 3)}", 1.0
    roles = {use.role for use in plan.uses}
    named = {question.analysis.mentions[use.mention].table for use in plan.uses}
    yield "subject unsaid", float(not roles & {"subject", "count", "group"})
    yield "subject untouched", float(plan.subject not in named)
    yield "measure unsaid", float(bool(plan.measures) and not roles & _MEASURING)
    usual = question.usual(plan.entity or plan.subject) if plan.measures else None
    if usual is not None:
        yield "usual measure", float(usual in plan.measures)
    ordered = bool(plan.order) and isinstance(plan.order[0].by, Field)
    yield "order unsaid", float(ordered and not roles & {"order-", "order+"})
    for name, said in form.items():
        if said != FACTORS[name][0]:
            yield f"{name} {said}", 1.0
    yield "columns", float(len(query.shown))
    yield "wide", float(len(query.shown) > 4)
    yield f"form {form['target']} {form['group']} {form['order']} {form['limit']}", 1.0
    cues = question.cues
    for cue in _CUES:
        if cue in cues:
            yield f"{cue} & {form['target']}", 1.0
            yield f"{cue} & group {form['group']}", 1.0
            yield f"{cue} & order {form['order']} {form['ranked']}", 1.0
            yield f"{cue} & limit {form['limit']}", 1.0
    yield from agreement(candidate, cues, question.analysis.shape)
    shown = {v for v in query.shown if isinstance(v, Field)}
    equal = [c for c in query.conditions if isinstance(c, Compare) and c.operator == "="]
    told = {c.of for c in equal if isinstance(c.of, Field)}
    yield "shows what is told", float(bool(shown & told))
    yield "groups what is told", float(bool({*query.group} & told))
    measured = {f for m in query.shown if isinstance(m, Measure) and isinstance(m.of, Field)
                for f in (m.of,)}  # fmt: skip
    yield "measures what is told", float(bool(measured & told))


def _results(candidate: Candidate, rows: Sequence[Sequence[Any]]) -> Iterator[tuple[str, float]]:
    form, query = candidate.form, candidate.query
    yield "tried", 1.0
    yield "empty", float(not rows)
    if not rows:
        yield f"empty {form['target']}", 1.0
        return
    single = len(rows) == 1 and len(rows[0]) == 1
    if single:
        yield "null", float(rows[0][0] is None)
        yield "zero", float(rows[0][0] == 0)
        yield "one", float(rows[0][0] == 1)
    yield f"one row {form['target']} {form['group']}", float(len(rows) == 1)
    yield "many rows", float(len(rows) > 50)
    if query.limit and query.limit > 1:
        yield "short of the limit", float(len(rows) < query.limit)
    if query.group:
        yield "one group", float(len(rows) == 1 and not query.limit)
        ones = sum(1 for row in rows if row[-1] == 1)
        yield "groups of one", ones / len(rows)
    blank = sum(1 for row in rows if row[0] is None)
    yield "blank", blank / len(rows)
    yield "alike", 1.0 - len({tuple(row) for row in rows}) / len(rows)
