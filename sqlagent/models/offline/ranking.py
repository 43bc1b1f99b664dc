"""Order and limits: top 5, the longest, most tracks, sorted by price."""

from __future__ import annotations

from dataclasses import replace

from sqlagent.models.offline.cues import compared
from sqlagent.models.offline.dates import MILESTONES
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.measures import concept, ranking, revenue, sold
from sqlagent.models.offline.ordering import by_measure, limit_beside, ordered_by, read_sorting
from sqlagent.models.offline.query import Field, Measure, Order


def read_ranking(draft: Draft) -> Draft:
    """The order and the limit of the rows, where the question ranks them."""
    for at, item in enumerate(draft.items):
        if at in draft.used:
            continue
        if item.kind == "adjective" and draft.cue(at + 1) != "than":
            draft = _adjective(draft, at)
        elif item.cue in ("most", "least"):
            draft = _most(draft, at)
        elif item.cue in ("top", "bottom"):
            draft = _top(draft, at)
        elif item.cue in ("first", "last"):
            draft = _ends(draft, at)
        elif item.cue == "bestsell":
            draft = _sold(draft, at)
        elif item.cue in ("high", "low"):
            draft = _extreme(draft, at)
        elif item.cue in ("newest", "oldest", "alpha", "order"):
            draft = read_sorting(draft, at)
    return draft


def _adjective(draft: Draft, at: int) -> Draft:
    text = draft.items[at].text.lower()
    if draft.cue(at - 1) == "how":
        return _how(draft, at)
    taken, turned = [at], False
    if draft.items[at + 1 : at + 2] and draft.items[at + 1].text.lower() == "first":
        return _first(draft, at, at + 1)
    if draft.kind(at + 2) == "adjective" and draft.items[at + 1].text.lower() == "to":
        return _first(draft, at, at + 2)
    if draft.cue(at - 1) in ("most", "least"):
        taken, turned = [at, at - 1], draft.cue(at - 1) == "least"
    elif not text.endswith("st") and text not in ("latest", "recent", "newest"):
        return draft
    tables = [draft.subject, *(item.table for item in draft.items if item.link)]
    nearby = draft.item(at + 1)
    if nearby and nearby.kind == "column" and draft.number_at(at + 1):
        return by_measure(draft, at, [*taken, at + 1], draft.field(at + 1), True)
    found = concept(compared(text), [t for t in tables if t], draft.catalog)
    if not found:
        return _of_parts(draft, at, taken, turned)
    return by_measure(draft, at, taken, found[0], found[1] != turned)


def _how(draft: Draft, at: int) -> Draft:
    """How long, how old: the column of numbers that the adjective speaks of."""
    found = concept(compared(draft.items[at].text), [draft.subject], draft.catalog)
    if not found or not draft.catalog.is_number(found[0].table, found[0].column):
        return draft
    shown, asked = (*draft.shown, found[0]), (*draft.asked, found[0])
    return draft.take(at - 1, at, shown=shown, asked=asked)


def _of_parts(draft: Draft, at: int, taken: list[int], turned: bool) -> Draft:
    """The longest of what has no length itself: by the sum of its parts' lengths."""
    graph = draft.catalog.graph
    parts = [edge.child for edge in graph.children(draft.subject)] if draft.subject else []
    found = concept(compared(draft.items[at].text), parts, draft.catalog)
    if not found or not draft.named or not draft.catalog.is_number(found[0].table, found[0].column):
        return draft
    total = Measure("sum", found[0].table, found[0])
    draft = replace(draft, doubt=draft.doubt + 0.15)
    return by_measure(draft, at, taken, total, found[1] != turned)


def _first(draft: Draft, at: int, end: int) -> Draft:
    """Youngest first, newest to oldest: an order, and no limit."""
    found = concept(compared(draft.items[at].text), [draft.subject], draft.catalog)
    if not found or draft.order:
        return draft
    shown = draft.shown if found[0] in draft.shown else (*draft.shown, found[0])
    return draft.take(*range(at, end + 1), order=(Order(*found),), shown=shown)


def _most(draft: Draft, at: int) -> Draft:
    """Most or fewest of what follows; the most common where nothing can be counted."""
    descending = draft.cue(at) == "most"
    nearby = draft.skip(at + 1, "of", "distinct", "count", "money", "in")
    item = draft.item(nearby)
    if draft.cue(nearby - 1) == "money" and (item is None or item.kind != "table"):
        earned = revenue(draft.subject, draft.catalog) if draft.subject else None
        return by_measure(draft, at, [at, nearby - 1], earned, descending) if earned else draft
    if draft.cue(at - 1) == "money" and draft.subject:
        earned = revenue(draft.subject, draft.catalog)
        return by_measure(draft, at, [at - 1, at], earned, descending) if earned else draft
    if item is None or item.kind not in ("table", "column"):
        return draft
    taken = [at, nearby, *range(at + 1, nearby)]
    if draft.number_at(nearby):
        field = draft.field(nearby)
        if field.table in draft.catalog.graph.owners(draft.subject):
            return by_measure(draft, at, taken, field, descending)
        return by_measure(draft, at, taken, Measure("sum", field.table, field), descending)
    if item.kind == "table" and item.table != draft.subject:
        return by_measure(draft, at, taken, Measure("count", item.table), descending)
    head = next((p for p in draft.free("column") if p < at), None)
    if item.kind == "table" and head is not None:
        draft = draft.take(head, group=(draft.field(head),))
        return by_measure(draft, at, taken, Measure("count", item.table), descending)
    if item.kind == "column" and nearby not in draft.used:
        field = draft.field(nearby)
        known = (*draft.catalog.key(field.table), *draft.catalog.label(field.table))
        by = ranking(field.table, draft.catalog)
        if field.column in known and by:
            return by_measure(replace(draft, subject=field.table), at, taken, by, descending)
        draft = draft.take(nearby, group=(draft.field(nearby),))
        return by_measure(draft, at, taken, Measure("count", draft.subject), descending)
    by = ranking(draft.subject, draft.catalog)
    draft = replace(draft, doubt=draft.doubt + 0.3)
    return by_measure(draft, at, taken, by, descending) if by else draft


def _top(draft: Draft, at: int) -> Draft:
    """Top so many: by what is said after "by" or "with most", else by what ranks the subject."""
    descending = draft.cue(at) == "top"
    places, limit = limit_beside(draft, at)
    if limit is None:
        return draft
    draft = draft.take(at, *places, limit=limit)
    if any(draft.cue(p) in ("group", "count", "by") for p in range(at)):
        return draft
    if draft.cue(at + 1) == "money" and draft.subject:
        earned = revenue(draft.subject, draft.catalog)
        return by_measure(draft, at, [at, at + 1], earned, descending) if earned else draft
    by = next((p for p in range(at + 1, len(draft.items)) if draft.cue(p) == "by"), None)
    if by is not None:
        return ordered_by(draft, by, descending)
    if _is_ranked(draft):
        return draft
    if draft.number_at(at + 1):
        return by_measure(draft, at, [at + 1], draft.field(at + 1), descending)
    if not draft.named:
        head = next((p for p in draft.free("column") if p > at), None)
        if head is None or not draft.subject:
            return draft
        draft = draft.take(head, group=(draft.field(head),), doubt=draft.doubt + 0.15)
        return by_measure(draft, at, [at], Measure("count", draft.subject), descending)
    assumed = ranking(draft.subject, draft.catalog)
    draft = replace(draft, doubt=draft.doubt + 0.1)
    return by_measure(draft, at, [at], assumed, descending) if assumed else draft


def _is_ranked(draft: Draft) -> bool:
    """Whether other words of the question say what the rows are ranked by."""
    cues = {item.cue for item in draft.items}
    ranked = cues & {"most", "least", "high", "low", "order", "desc", "asc", "bestsell"}
    return bool(ranked) or any(item.kind == "adjective" for item in draft.items)


def _ends(draft: Draft, at: int) -> Draft:
    """The first or last rows: as said after "by", else by their date, else by their key."""
    places, limit = limit_beside(draft, at)
    if limit is None or draft.cue(at + 1 + len(places)) in ("year", "month", "weekday"):
        return draft
    last = draft.cue(at) == "last"
    taken = draft.take(at, *places, limit=limit)
    if any(draft.cue(p) in ("group", "count") for p in range(at)) or _is_ranked(draft):
        return taken
    by = next((p for p in range(at + 1, len(draft.items)) if draft.cue(p) == "by"), None)
    if by is not None:
        found = ordered_by(taken, by, last)
        return found if found.used != taken.used else draft
    for place, item in enumerate(draft.items):
        words = MILESTONES.get(item.cue)
        column = draft.catalog.milestone(draft.subject, words) if words and draft.subject else None
        if column:
            return by_measure(draft, at, [at, place], Field(draft.subject, column), last)
    field = _sequence(draft)
    return by_measure(draft, at, [at], field, last) if field and draft.named else draft


def _sequence(draft: Draft) -> Field | None:
    """What tells the order in which the subject's rows came: a date, else a numbered key."""
    dated = draft.date_field()
    if dated and dated.table == draft.subject:
        return dated
    key = draft.catalog.key(draft.subject) if draft.subject else ()
    numbered = len(key) == 1 and "INT" in draft.catalog.schema[draft.subject][key[0]].type.upper()
    return Field(draft.subject, key[0]) if numbered else None


def _sold(draft: Draft, at: int) -> Draft:
    """Best selling: by the quantity sold, where one is stored; else it is not known of what."""
    descending = draft.items[at].text.lower().split()[0].split("-")[0] not in ("worst", "least")
    by = sold(draft.subject, draft.catalog) if draft.named else None
    return by_measure(draft, at, [at], by, descending) if by else draft


def _extreme(draft: Draft, at: int) -> Draft:
    """Highest or lowest of the column that follows."""
    place = draft.skip(at + 1, "of")
    if any(item.cue in ("avg", "sum") for item in draft.items):
        return draft
    if not draft.number_at(place):
        found = concept(compared("big"), [draft.subject], draft.catalog) if draft.named else None
        if found and draft.kind(place) == "table":
            return by_measure(draft, at, [at], found[0], draft.cue(at) == "high")
        return draft
    field = draft.field(place)
    descending = draft.cue(at) == "high"
    if draft.subject and field.table not in draft.catalog.graph.owners(draft.subject):
        total = Measure("max" if descending else "min", field.table, field)
        return by_measure(draft, at, [at, place], total, descending)
    return by_measure(draft, at, [at, place], field, descending)
