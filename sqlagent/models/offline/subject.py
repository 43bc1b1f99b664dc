"""Whose rows the question is about."""

from __future__ import annotations

from dataclasses import replace

from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.measures import revenue, takings


def read_subject(draft: Draft) -> Draft:
    """The table whose rows are shown, counted or measured; of money, what is summed."""
    draft = _subject(draft)
    earned = revenue(draft.subject, draft.catalog) if draft.subject else None
    money = any(item.cue == "money" for item in draft.items)
    return replace(draft, measured=earned.table) if earned and money else draft


def _subject(draft: Draft) -> Draft:
    tables = [at for at, item in enumerate(draft.items) if item.kind == "table"]
    counted = [at for at in tables if _after_count(draft, at)]
    plain = [at for at in tables if not _is_apart(draft, at)]
    if _asks_who(draft):
        return _person(draft, plain)
    first = next(iter([*counted, *plain]), None)
    if first is not None:
        head = _column_before(draft, first)
        subject = draft.items[first].table
        return draft.take(first, subject=subject, named=head is None)
    linked = [item.table for item in draft.items if item.kind in ("column", "value")]
    if linked:
        return replace(draft, subject=_known_by(draft) or _nearest(linked, draft))
    if tables:
        return replace(draft, subject=draft.items[tables[0]].table)
    earned = takings(draft.catalog) if any(i.cue == "money" for i in draft.items) else None
    return replace(draft, subject=earned.table, doubt=draft.doubt + 0.1) if earned else draft


def _known_by(draft: Draft) -> str:
    """What is counted by the name of its kind: programmers are people of one job."""
    linked = [item for item in draft.items if item.link]
    count = any(item.cue == "count" for item in draft.items)
    table = linked[0].table
    catalog = draft.catalog
    if not count or len(linked) > 1 or linked[0].kind != "value":
        return ""
    if draft.field(draft.items.index(linked[0])).column not in catalog.label(table):
        return ""
    below: set[str] = set()
    for edge in catalog.graph.children(table):
        link = catalog.is_link(edge.child)
        others = {e.parent for e in catalog.graph.parents(edge.child)} - {table}
        below |= others if link else {edge.child}
    people = {name for name in below if catalog.is_person(name)}
    kinds = people if len(people) == 1 else below
    return kinds.pop() if len(kinds) == 1 else ""


def _after_count(draft: Draft, at: int) -> bool:
    while draft.cue(at - 1) in ("of", "distinct"):
        at -= 1
    return draft.cue(at - 1) == "count" and draft.cue(at - 2) not in ("by", "most", "with", "order")


def _is_apart(draft: Draft, at: int) -> bool:
    """Whether a table stands behind a word that makes it something else than the subject."""
    back = draft.skip(at - 1, "of", "distinct", "count", "sum", "in", step=-1)
    apart = ("group", "by", "without", "not", "most", "least", "order", "gt", "ge", "lt", "le")
    if draft.cue(at - 1) in ("with", "and") and any(item.link for item in draft.items[:at]):
        return True
    if draft.cue(at - 1) in apart or draft.cue(back) in apart:
        return not (draft.cue(back) in ("most", "least") and back <= 1)
    return draft.kind(at - 1) == "number" and draft.cue(at - 2) in ("gt", "ge", "lt", "le", "eq")


def _column_before(draft: Draft, at: int) -> int | None:
    """A column that comes before the first table: it, not the table, is what is asked for."""
    for place in range(at):
        if draft.kind(place) != "column" or draft.cue(place - 1) in ("by", "group"):
            continue
        if place + 1 < at or draft.items[place].end < draft.items[at].start:
            return place
    return None


def _asks_who(draft: Draft) -> bool:
    cues = [item.cue for item in draft.items[:2]]
    things = draft.kind(0) == "table" and not draft.catalog.is_person(draft.items[0].table)
    return "who" in cues and not (things and cues[0] != "who")


def _person(draft: Draft, plain: list[int]) -> Draft:
    catalog = draft.catalog
    for at in plain:
        if catalog.is_person(draft.items[at].table):
            return draft.take(at, subject=draft.items[at].table, named=True)
    linked = [item.table for item in draft.items if item.link]
    people = catalog.people()
    scored = [
        (min(catalog.graph.distance(person, other) for other in linked), at, person)
        for at, person in enumerate(people)
        if linked
    ]
    if not scored or min(scored)[0] > 2:
        return draft
    nearest = [person for distance, _, person in sorted(scored) if distance == min(scored)[0]]
    return replace(draft, subject=nearest[0], named=True, doubt=draft.doubt + 0.15 * len(nearest))


def _nearest(linked: list[str], draft: Draft) -> str:
    """The table that has one of each table spoken of, else the first one."""
    fact = draft.catalog.graph.fact(linked)
    return fact if fact in linked else linked[0]
