"""Whether a candidate has what the words of its question ask for, and nothing that they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlagent.models.offline.assemble import Candidate
from sqlagent.models.offline.query import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Field,
    Part,
    Product,
    Related,
    measures,
)

_ASKING = {
    "sum": ("sum",), "avg": ("avg",), "min": ("min", "low"), "max": ("max", "high"),
    "count": ("count",), "distinct": ("distinct",), "group": ("group",),
    "negation": ("not", "without"), "either": ("or",), "share": ("share", "percent"),
    "money": ("money", "bestsell"), "order": ("order", "desc", "asc", "newest", "oldest", "alpha"),
    "superlative": ("most", "least", "top", "bottom", "high", "low", "first", "last", "bestsell"),
    "more": ("gt", "ge", "orge"), "less": ("lt", "le", "orle"), "between": ("between",),
    "year": ("year",), "month": ("month",), "weekday": ("weekday",), "both": ("both",),
    "by": ("by",), "with": ("with",),
}  # fmt: skip


def agreement(
    candidate: Candidate, cues: set[str], shape: Sequence[str]
) -> Iterator[tuple[str, float]]:
    """Whether what the words ask for is there, and nothing that they do not."""
    has = set(_traits(candidate))
    for trait, asking in _ASKING.items():
        asked = any(cue in cues for cue in asking)
        if trait == "superlative":
            asked = asked or any(s.startswith("EST") for s in shape)
        if asked != (trait in has):
            yield f"{'unmet' if asked else 'unasked'} {trait}", 1.0
        elif asked:
            yield f"met {trait}", 1.0
    order = candidate.query.order
    if order:
        upward = "up" if order[0].descending else "down"
        for cue in ("desc", "asc", "newest", "oldest", "most", "least", "high", "low", "top",
                    "bottom", "first", "last", "alpha"):  # fmt: skip
            if cue in cues:
                yield f"{cue} {upward}", 1.0
        yield f"ordered {upward} {candidate.form['limit']}", 1.0


def _traits(candidate: Candidate) -> Iterator[str]:
    query, form = candidate.query, candidate.form
    for value in (*query.shown, *(o.by for o in query.order), *query.having):
        for measure in measures(value):
            different = measure.distinct and form["target"] == "countd"
            yield "distinct" if different else measure.function
            if isinstance(measure.of, Product):
                yield "money"
            if isinstance(measure.of, Field) and _is_money(measure.of):
                yield "money"
    if query.distinct:
        yield "distinct"
    if query.group or query.partition:
        yield "group"
        yield "by"
    for value in query.group:
        if isinstance(value, Part):
            yield value.unit
    if query.order:
        yield "superlative" if query.limit else "order"
        yield "by"
    if form["related"] == "without":
        yield "negation"
    if form["related"] == "with":
        yield "with"
    if form["either"] == "yes":
        yield "either"
    if form["target"] == "share":
        yield "share"
    for condition in every(query.conditions, query.having):
        if isinstance(condition, Compare):
            yield _SIGNS.get(condition.operator, "")
            yield "with"
        if isinstance(condition, Related) and condition.negated:
            yield "negation"
    related = [c for c in query.conditions if isinstance(c, Related)]
    if len(related) > 1:
        yield "both"


_SIGNS = {
    ">": "more", ">=": "more", "<": "less", "<=": "less", "between": "between", "in": "either",
    "<>": "negation", "not in": "negation", "not like": "negation",
}  # fmt: skip
_MONEY = ("price", "cost", "amount", "total", "revenue", "sales", "payment", "fee", "salary")


def _is_money(field: Field) -> bool:
    return any(word in field.column.lower() for word in _MONEY)


def every(*groups: tuple[Condition, ...]) -> Iterator[Condition]:
    """Conditions with those inside them."""
    for condition in (c for group in groups for c in group):
        yield condition
        match condition:
            case AnyOf(options=inner) | AllOf(conditions=inner) | Related(conditions=inner):
                yield from every(inner)
