"""Groups and what is counted, summed or averaged in them."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.measures import money, revenue
from sqlagent.models.offline.ordering import ordered_by
from sqlagent.models.offline.query import Field, Function, Measure, Value

_FUNCTIONS = ("avg", "sum", "max", "min", "count")
_GROUPED = frozenset("age year star rating grade level floor score rank season".split())
_RANKING = ("top", "bottom", "first", "last", "bestsell", "most", "least", "high", "low")
_PERIODIC = frozenset("monthly yearly annual annually".split())
_AVERAGED = frozenset("age rating score price rate salary height weight temperature".split())


def read_groups(draft: Draft) -> Draft:
    """What the rows are grouped by: the words after per, each or by."""
    for at, item in enumerate(draft.items):
        if item.cue == "by" and draft.cue(at + 1) in ("count", "sum", "avg", "money"):
            draft = replace(ordered_by(draft, at, descending=True), limit=draft.limit)
        elif item.cue == "group" or (item.cue == "by" and at not in draft.used):
            draft = _group(draft, at)
        elif item.text.lower() in _PERIODIC and at not in draft.used:
            draft = _grouped(draft, at) or draft
        elif item.cue in ("year", "month", "weekday") and at not in draft.used:
            draft = _superlative_period(draft, at)
    return draft


def _group(draft: Draft, at: int) -> Draft:
    """The draft grouped by what follows; after a ranking, the best rows of each are meant."""
    if at == 0 and not draft.order and draft.items[at].text.lower() in ("each", "every", "all"):
        return draft.take(at)
    ranked = [p for p in draft.used if draft.cue(p) in _RANKING or draft.kind(p) == "adjective"]
    if not (draft.order and draft.limit and ranked and min(ranked) < at and draft.named):
        return _grouped_by(draft, at)
    before = replace(draft, group=(), grouped_table="")
    taken = _grouped_by(before, at)
    if taken.used == draft.used:
        return draft
    _, parts = group_values(taken)
    return replace(taken, group=draft.group, grouped_table=draft.grouped_table, partition=parts)


def _grouped_by(draft: Draft, at: int) -> Draft:
    place = draft.skip(at + 1, "of", "in", "distinct", "all")
    while (item := draft.item(place)) and (taken := _grouped(draft, place)):
        draft = taken.take(at, *range(at, place))
        following = draft.skip(place + 1, "of")
        further = draft.kind(following + 1) in ("column", "cue", "table")
        if draft.cue(following) != "and" or not further:
            break
        place = following + 1 if item else following
    return draft


def _grouped(draft: Draft, place: int) -> Draft | None:
    """The draft grouped by the item at a place; None where that cannot be."""
    item = draft.items[place]
    if item.cue in ("year", "month", "weekday"):
        part = draft.date_part(item.cue)
        return draft.take(place, group=(*draft.group, part)) if part else None
    following = draft.item(place + 1)
    if following and following.kind == "column" and following.table == item.table:
        return draft.take(place, place + 1, group=(*draft.group, draft.field(place + 1)))
    if item.kind == "table":
        if item.table == draft.subject and draft.named and not draft.free("table"):
            return None
        if draft.grouped_table:
            label = tuple(Field(item.table, column) for column in draft.catalog.label(item.table))
            return draft.take(place, group=(*draft.group, *label)) if label else None
        return draft.take(place, grouped_table=item.table)
    if item.kind == "column":
        field = draft.field(place)
        form = draft.catalog.date_form(field.table, field.column)
        words = set(draft.catalog.words(field.table, field.column))
        if draft.number_at(place) and not words & _GROUPED:
            draft = replace(draft, doubt=draft.doubt + 0.25)
        if form in ("iso", "unix", "yyyymmdd") and not draft.measures:
            return None
        return draft.take(place, group=(*draft.group, field))
    return None


def _superlative_period(draft: Draft, at: int) -> Draft:
    """The year with the most: a period that is asked for rather than grouped by."""
    if not any(order for order in draft.order) or draft.free("table") or draft.group:
        return draft
    part = draft.date_part(draft.items[at].cue)
    if part is None or not isinstance(draft.order[0].by, Measure):
        return draft
    return draft.take(at, group=(part,), grouped_table="")


def read_measures(draft: Draft) -> Draft:
    """What is counted, summed or averaged; the number of rows of a group where nothing is."""
    functions = [at for at in draft.free("cue") if draft.items[at].cue in _FUNCTIONS]
    extremes = [at for at in draft.free("cue") if draft.items[at].cue in ("high", "low")]
    for at in [*functions, *(extremes if functions else [])]:
        draft = _measure(draft, at)
    for at in draft.free("cue"):
        if draft.items[at].cue == "money" and draft.subject:
            earned = revenue(draft.subject, draft.catalog)
            if earned:
                draft = draft.take(at, measures=(*draft.measures, earned))
    for at in draft.free("cue"):
        asks = draft.items[at].text.lower() == "how much"
        if asks and any(measure.function == "sum" for measure in draft.measures):
            draft = draft.take(at)
    grouped = bool(draft.group or draft.grouped_table)
    if grouped and not (draft.measures or draft.having or draft.measured):
        draft = _implied(draft)
    return draft


def _measure(draft: Draft, at: int) -> Draft:
    cue = draft.items[at].cue
    function = cast(Function, {"high": "max", "low": "min"}.get(cue, cue))
    skipped = ("of", "in", "distinct", "count", "sum", "and", "avg", "min", "max", "high", "low")
    place = draft.skip(at + 1, *skipped)
    distinct = any(item.cue == "distinct" for item in draft.items[at:place])
    if function == "count":
        return _count(draft, at, place, distinct)
    if function == "avg" and any(item.cue == "count" for item in draft.items[at:place]):
        return draft  # an average of counts, which is no column's
    if not draft.number_at(place):
        near = [p for p in range(len(draft.items)) if draft.number_at(p)]
        near = [p for p in near if p > at] or near
        if (near and draft.kind(place) != "cue") or (near and not draft.subject):
            place = near[0]
    if draft.number_at(place):
        field = draft.field(place)
        subject = draft.subject or field.table
        measure = Measure(function, field.table, field)
        shown = tuple(v for v in draft.shown if v != field)
        return draft.take(at, place, measures=(*draft.measures, measure), subject=subject,
                          shown=shown)  # fmt: skip
    return _money_measure(draft, at, place, function)


def _money_measure(draft: Draft, at: int, place: int, function: Function) -> Draft:
    """Total, average or highest of something that is no number: its money, if it has any."""
    item = draft.item(place)
    asks_money = item is not None and item.cue == "money"
    if not draft.subject or (item is not None and item.link and item.kind == "column"):
        return draft
    if function == "sum" and asks_money:
        earned = revenue(draft.subject, draft.catalog)
        return draft.take(at, place, measures=(*draft.measures, earned)) if earned else draft
    if function == "sum" and draft.items[at].text.lower() != "how much":
        count_words = draft.items[at].text.lower() in ("total", "overall", "altogether", "in total")
        if (count_words and any(m.function == "count" for m in draft.measures)) or any(
            p.cue == "count" for p in draft.items
        ):
            return draft.take(at)
    if function == "sum" and draft.items[at].text.lower() != "how much":
        earned = revenue(draft.subject, draft.catalog)
        return draft.take(at, measures=(*draft.measures, earned)) if earned else draft
    own = item is not None and item.kind == "table" and item.table == draft.subject
    field = money(draft.subject, draft.catalog)
    if field is None or (function == "avg" and not (own or asks_money)):
        return draft
    taken = [at, place] if asks_money else [at]
    measure = Measure(function, field.table, field)
    return draft.take(*taken, measures=(*draft.measures, measure), doubt=draft.doubt + 0.15)


def _count(draft: Draft, at: int, place: int, distinct: bool) -> Draft:
    item = draft.item(place)
    if item is not None and item.kind == "column" and place not in draft.used:
        field = draft.field(place)
        if draft.catalog.date_form(field.table, field.column) and "date" not in item.text.lower():
            return draft  # how many started: not how many days there are
        if draft.catalog.flag(field.table, field.column) is None:
            quantity = draft.number_at(place)
            measure = (
                Measure("sum", field.table, field)
                if quantity
                else Measure("count", field.table, field, True)
            )
            subject = draft.subject or field.table
            taken = [at, place, *range(at, place)]
            return draft.take(*taken, measures=(*draft.measures, measure), subject=subject,
                              doubt=draft.doubt + (0.2 if quantity else 0.0))  # fmt: skip
    table = item.table if item is not None and item.kind == "table" else draft.subject
    if not table:
        return draft
    measure = Measure("count", table)
    if measure in draft.measures:
        return draft
    if not draft.named and draft.group and (item is None or item.kind != "table"):
        draft = replace(draft, doubt=draft.doubt + 0.35)
    taken = [at, *range(at, place)] if distinct or (item is not None and item.link) else [at]
    if item is not None and item.kind == "table":
        taken.append(place)
    return draft.take(*taken, measures=(*draft.measures, measure), counted=True)


def _implied(draft: Draft) -> Draft:
    """What a group measures when only a thing or a column is named beside it."""
    numbers = [at for at in draft.free("column") if draft.number_at(at)]
    if numbers and not draft.named:
        field = draft.field(numbers[0])
        words = set(draft.catalog.words(field.table, field.column))
        function: Function = "avg" if words & _AVERAGED else "sum"
        measure = Measure(function, field.table, field)
        return draft.take(numbers[0], measures=(measure,), doubt=draft.doubt + 0.25)
    if draft.subject and draft.subject != draft.grouped_table:
        return replace(draft, measures=(Measure("count", draft.subject),))
    return draft


def group_values(draft: Draft) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """What the rows are grouped by, and which of it is shown."""
    if not draft.grouped_table:
        shown: list[Value] = []
        for value in draft.group:
            shown.extend(draft.known_by(value) if isinstance(value, Field) else (value,))
        return tuple(dict.fromkeys((*draft.group, *shown))), tuple(shown)
    catalog, table = draft.catalog, draft.grouped_table
    role = ""
    if draft.subject and draft.subject != table:
        places = [at for at, item in enumerate(draft.items) if item.table == table]
        role = draft.role(places[0], table) if places else ""
    label = tuple(Field(table, column, role) for column in catalog.label(table))
    key = tuple(Field(table, column, role) for column in catalog.key(table))
    named = (*(label or key), *draft.group)
    return tuple(dict.fromkeys((*key, *label, *draft.group))), named
