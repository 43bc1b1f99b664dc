"""What rows are ordered by, and how many are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from sqlagent.linking.english import lemma
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.measures import own_revenue, revenue
from sqlagent.models.offline.query import Field, Function, Measure, Order

_SEVERAL = 10
_PERIODS = frozenset("day week month quarter year hour minute percent %".split())


def limit_beside(draft: Draft, at: int) -> tuple[list[int], int | None]:
    """A number beside the ranking word, else one, or some for a plural.

    None where the number is a share or a length of time rather than a number of rows.
    """
    tables = (p - 1 for p, item in enumerate(draft.items[:at]) if item.kind == "table")
    for place in (at - 1, at + 1, *tables):
        item = draft.item(place)
        if item and item.kind == "number" and place not in draft.used and item.number:
            following = draft.item(place + 1)
            period = following is not None and lemma(following.text.lower()) in _PERIODS
            if item.mark == "%" or period or not item.number.is_integer():
                return [], None
            return [place], int(item.number)
    head = draft.item(at + 1)
    if draft.cue(at) in ("most", "least"):
        head = next((item for item in draft.items[:at] if item.kind == "table"), None)
    if head and head.kind in ("table", "column"):
        last = head.text.lower().split()[-1]
        many = last in ("people", "men", "women", "children") or (
            last.endswith("s") and lemma(last) != last
        )
        return [], _SEVERAL if many else 1
    return [], 1


def by_measure(
    draft: Draft, at: int, taken: list[int], by: Field | Measure, descending: bool
) -> Draft:
    """The draft ordered by a column, or by a measure over groups of the subject's rows."""
    places, limit = limit_beside(draft, at)
    limit = draft.limit or limit
    if limit is None:
        return draft
    order = (Order(by, descending),)
    if isinstance(by, Measure):
        grouped = draft.grouped_table or ("" if draft.group else draft.subject)
        measures = draft.measures if by in draft.measures else (*draft.measures, by)
        return draft.take(*taken, *places, order=order, limit=limit, measures=measures,
                          grouped_table=grouped)  # fmt: skip
    shown = draft.shown if by in draft.shown else (*draft.shown, by)
    return draft.take(*taken, *places, order=order, limit=limit, shown=shown)


def ordered_by(draft: Draft, at: int, descending: bool) -> Draft:
    """Ordered by the measure that follows the word "by" at a place."""
    place = draft.skip(at + 1, "of", "count", "sum", "avg", "distinct", "high", "low", "most")
    item = draft.item(place)
    skipped = range(at, place)
    head = next((p for p in draft.free("column") if p < at), None)
    if head is not None and not draft.named and not draft.group and place != head:
        draft = draft.take(head, group=(draft.field(head),))
    if item is None or (place in draft.used and item.kind != "table"):
        return draft
    if item.cue == "money" and draft.subject:
        earned = revenue(draft.subject, draft.catalog)
        return by_measure(draft, at, [*skipped, place], earned, descending) if earned else draft
    if item.kind == "table" and item.table != draft.subject:
        summed = "sum" in map(draft.cue, skipped) and own_revenue(item.table, draft.catalog)
        by = Measure("sum", item.table, summed) if summed else Measure("count", item.table)
        return by_measure(draft, at, [*skipped, place], by, descending)
    if item.kind == "table" and draft.group:
        return by_measure(draft, at, [*skipped, place], Measure("count", item.table), descending)
    if item.kind != "column":
        return draft
    field = draft.field(place)
    functions = [c for p in skipped if (c := draft.cue(p)) in ("sum", "avg", "max", "min")]
    if (
        not functions
        and not draft.group
        and field.table in draft.catalog.graph.owners(draft.subject)
    ):
        dated = draft.catalog.date_form(field.table, field.column)
        plain = draft.cue(at - 1) in ("order", "") or not draft.limit
        if not (draft.number_at(place) or dated or plain):
            return draft
        return by_measure(draft, at, [*skipped, place], field, descending)
    if draft.number_at(place):
        function = cast(Function, functions[0] if functions else "sum")
        total = Measure(function, field.table, field)
        return by_measure(draft, at, [*skipped, place], total, descending)
    return draft


def read_sorting(draft: Draft, at: int) -> Draft:
    cue = draft.cue(at)
    if cue == "alpha" and draft.subject:
        label = draft.catalog.label(draft.subject)
        order = tuple(Order(Field(draft.subject, c), False) for c in reversed(label))
        return draft.take(at, order=order)
    if cue in ("newest", "oldest"):
        field = draft.date_field()
        if field is None:
            return draft
        return draft.take(at, order=(Order(field, cue == "newest"),), shown=(*draft.shown, field))
    if cue == "order":
        limit = draft.limit
        later = (p for p in range(at + 1, len(draft.items)) if draft.cue(p) == "by")
        place = next(later, at)
        ranked = draft.items[at].text.lower().startswith("rank")
        found = ordered_by(draft, place, ranked)
        return draft if found.used == draft.used else replace(found.take(at), limit=limit)
    return draft


def read_direction(draft: Draft) -> Draft:
    """Most first, lowest first: the direction of what is shown and measured anyway."""
    numbers = [v for v in draft.shown if isinstance(v, Field)]
    by = draft.measures[-1] if draft.measures else numbers[-1] if numbers else None
    for at in draft.free("cue"):
        if draft.items[at].cue not in ("desc", "asc"):
            continue
        descending = draft.items[at].cue == "desc"
        order = tuple(replace(o, descending=descending) for o in draft.order)
        if not order and by is not None:
            order = (Order(by, descending),)
        draft = draft.take(at, order=order) if order else draft
    if draft.limit and not draft.order and by is not None:
        draft = replace(draft, order=(Order(by, True),))
    return draft
