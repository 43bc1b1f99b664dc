"""Stored values, flags and absences as conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlagent.linking.english import lemma
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.measures import own_revenue
from sqlagent.models.offline.query import AnyOf, Compare, Condition, Field, Related

_TRADES = frozenset("buy purchase purchased order ordered pay sell".split())
_TIGHT = ("of", "in", "distinct", "all", "count", "with")


def read_absences(draft: Draft) -> Draft:
    """Without, never, no: rows that have none of another table, or nothing in a column."""
    for at, item in enumerate(draft.items):
        if item.cue not in ("without", "not") or at in draft.used:
            continue
        place = draft.skip(at + 1, *_TIGHT, "ever", "gt", "or")
        found = draft.item(place)
        if found is not None and found.kind == "word" and place == len(draft.items) - 1:
            draft = _never_sold(draft, at, place)
        if found is None and at == len(draft.items) - 1:
            continue
        if found is not None and found.kind == "table" and found.table != draft.subject:
            if draft.subject in ("", found.table):
                continue
            condition: Condition = Related(found.table, tuple(_values(draft, found.table)), True)
            held = _value_places(draft, found.table)
            draft = draft.take(at, place, *held, *range(at, place),
                               conditions=(*draft.conditions, condition))  # fmt: skip
        elif found is not None and found.kind == "column" and place not in draft.used:
            if item.text.lower().split()[0] in ("never", "nobody", "no one", "noone"):
                continue
            draft = _absent(draft, at, place)
    return draft


def _never_sold(draft: Draft, at: int, place: int) -> Draft:
    """Never bought, never sold: rows beside which no money is booked."""
    if lemma(draft.items[place].text) not in _TRADES or not draft.named:
        return draft
    graph = draft.catalog.graph
    booked = {
        edge.child for edge in graph.children(draft.subject)
        if own_revenue(edge.child, draft.catalog)
    }  # fmt: skip
    if len(booked) != 1:
        return draft
    condition = Related(booked.pop(), (), True)
    return draft.take(*range(at, place + 1), conditions=(*draft.conditions, condition))


def _absent(draft: Draft, at: int, place: int) -> Draft:
    field = draft.field(place)
    following = draft.skip(place + 1, "of", "in")
    if draft.kind(following) == "value" and draft.field(following) == field:
        return draft
    flag = draft.catalog.flag(field.table, field.column)
    if draft.subject and field.table not in draft.catalog.graph.owners(draft.subject):
        condition: Condition = Related(field.table, (), True)
    elif flag:
        condition = (
            Compare(field, "<>", flag[0]) if flag[1] is None else Compare(field, "=", flag[1])
        )
    else:
        link = draft.items[place].link
        if draft.subject and field.table != draft.subject:
            return draft  # not the subject's own, so that it may be meant of another thing
        condition = _empty(draft, field)
        if link and link.score < 0.9 and not any(draft.catalog.blanks(field.table, field.column)):
            draft = replace(draft, doubt=draft.doubt + 0.3)
    taken = [at, place, *range(at, place)]
    return draft.take(*taken, conditions=(*draft.conditions, condition))


def _empty(draft: Draft, field: Field) -> Condition:
    """Nothing in a column: NULL, or 0 where that is what it holds."""
    null, zero = draft.catalog.blanks(field.table, field.column)
    none, nought = Compare(field, "null", True), Compare(field, "=", 0)
    if null and zero:
        return AnyOf((none, nought))
    return nought if zero else none


def _value_places(draft: Draft, table: str) -> list[int]:
    return [at for at in draft.free("value") if draft.items[at].table == table]


def _values(draft: Draft, table: str) -> Iterator[Compare]:
    for at in _value_places(draft, table):
        link = draft.items[at].link
        if link:
            yield Compare(draft.field(at), "like" if "%" in (link.value or "") else "=", link.value)


def read_values(draft: Draft) -> Draft:
    """A condition for each column of which values are named; several mean one of them."""
    groups: dict[tuple[Field, bool], list[int]] = {}
    negated = False
    for at in draft.free("value"):
        back = draft.skip(at - 1, *_TIGHT, step=-1)
        if draft.kind(back) == "column" and draft.field(back) == draft.field(at):
            back = draft.skip(back - 1, *_TIGHT, step=-1)
        negated = draft.cue(back) in ("not", "without") or (
            negated and draft.cue(at - 1) in ("or", "and")
        )
        link = draft.items[at].link
        if negated and link and "%" in (link.value or "") and link.score < 0.6:
            continue
        field = draft.field(at)
        groups.setdefault((field, negated), []).append(at)
        if draft.cue(back) in ("not", "without"):
            draft = replace(draft, used=draft.used | {back})
    for (field, no), places in groups.items():
        tests = _tests(draft, field, no, places)
        for at in places:
            for near in (at - 1, at + 1):
                if draft.kind(near) == "column" and draft.field(near) == field:
                    draft = draft.take(near)
            if draft.cue(at - 1) == "by":
                draft = draft.take(at - 1)
        between = [at for at in range(places[0], places[-1]) if draft.cue(at) in ("or", "versus")]
        if any(draft.cue(at) == "versus" for at in between) and draft.measures:
            draft = replace(draft, group=(*draft.group, field))
        draft = draft.take(*places, *between, conditions=(*draft.conditions, *tests))
    return _either(draft)


def _either(draft: Draft) -> Draft:
    """Two conditions on different columns with "or" between them: one of them must hold."""
    for at in draft.free("cue"):
        if draft.items[at].cue != "or" or len(draft.conditions) < 2:
            continue
        pair = [c for c in draft.conditions[-2:] if isinstance(c, Compare)]
        sides = draft.kind(at - 1), draft.kind(at + 1)
        if len(pair) == 2 and sides == ("value", "value"):
            kept = draft.conditions[:-2]
            draft = draft.take(at, conditions=(*kept, AnyOf(tuple(pair))))
    return draft


def _tests(draft: Draft, field: Field, negated: bool, places: list[int]) -> list[Condition]:
    links = [draft.items[at].link for at in places]
    texts = list(dict.fromkeys(link.value or "" for link in links if link))
    patterns = any("%" in text for text in texts)
    if len(texts) > 1 and not patterns:
        many = field.table not in draft.catalog.graph.owners(draft.subject)
        if many and any(item.cue == "both" for item in draft.items):
            return [Compare(field, "=", text) for text in texts]
        return [Compare(field, "not in" if negated else "in", tuple(texts))]
    if patterns and len(texts) > 1 and not negated:
        between = range(places[0], places[-1])
        options = tuple(Compare(field, "like", _pattern(text)) for text in texts)
        either = any(draft.cue(at) == "or" for at in between)
        return [AnyOf(options)] if either else list(options)
    operators = {(False, False): "=", (False, True): "<>", (True, False): "like"}
    operator = operators.get((patterns, negated), "not like")
    return [Compare(field, operator, text) for text in texts]


def _pattern(text: str) -> str:
    return text if "%" in text else f"%{text}%"


def read_portion(draft: Draft) -> Draft:
    """What percentage of the rows meets the last condition, dates aside."""
    for at in draft.free("cue"):
        if draft.items[at].cue != "share" or not draft.subject or draft.measures:
            continue
        owners = draft.catalog.graph.owners(draft.subject)
        met = [
            c for c in draft.conditions
            if isinstance(c, Compare) and isinstance(c.of, Field) and c.of.table in owners
            and not draft.catalog.date_form(c.of.table, c.of.column)
        ]  # fmt: skip
        if met:
            kept = tuple(c for c in draft.conditions if c != met[-1])
            draft = draft.take(at, portion=(met[-1],), conditions=kept)
    return draft


def read_flags(draft: Draft) -> Draft:
    """Yes-or-no columns that are named as properties: with a pool, recurring, cancelled."""
    for at in draft.free("column"):
        field = draft.field(at)
        flag = draft.catalog.flag(field.table, field.column)
        others = sum(1 for item in draft.items if item.link) > 1
        if flag and others and draft.cue(at - 1) not in ("by", "group"):
            draft = draft.take(at, conditions=(*draft.conditions, Compare(field, "=", flag[0])))
    return draft


def read_related(draft: Draft) -> Draft:
    """Tables that are left: what must exist beside the subject, or what is shown with it."""
    catalog = draft.catalog
    compared = {f.of.table for f in draft.conditions if isinstance(f, Compare)
                and isinstance(f.of, Field)}  # fmt: skip
    for at in draft.free("table"):
        table = draft.items[at].table
        owners = catalog.graph.owners(draft.subject) if draft.subject else {}
        measured = {measure.table for measure in draft.measures}
        wanted = draft.cue(at - 1) in ("with", "and") and table in owners and not measured
        if table in (draft.subject, draft.grouped_table) or (
            table in compared | measured and not wanted
        ):
            draft = draft.take(at)
        elif table in owners and draft.measures and not draft.grouped_table:
            continue
        elif table in owners:
            role = draft.role(at, table)
            label = tuple(Field(table, column, role) for column in catalog.label(table))
            draft = draft.take(at, shown=(*draft.shown, *label), doubt=draft.doubt + 0.05)
        elif draft.cue(at - 1) == "and" and not draft.measures:
            continue  # shown beside each other, which one list cannot do
        elif draft.subject and catalog.graph.distance(draft.subject, table) < 9:
            near = catalog.graph.distance(draft.subject, table)
            condition = Related(table)
            draft = draft.take(at, conditions=(*draft.conditions, condition),
                               doubt=draft.doubt + 0.1 * near)  # fmt: skip
    return draft
