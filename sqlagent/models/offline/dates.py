"""Dates in the question: in 2013, since March 2012, between 2010 and 2012."""

from __future__ import annotations

from dataclasses import replace

from sqlagent.models.offline.dateparts import bounds, is_date, stored_as
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.query import Compare, Field

MILESTONES = {
    "joined": frozenset(
        """join hire hired start joined since admit registration registered member enrolment sign
        creation admitted started opened open from became""".split()
    ),
    "ended": frozenset(
        """end left leave until termination term close closed quit finish expiry expire expires
        finished to removed""".split()
    ),
}

_Span = tuple[str, str]


def read_dates(draft: Draft) -> Draft:
    """Conditions from every date named; a year is taken for one only where a date fits."""
    at = 0
    while at < len(draft.items):
        found = _date_at(draft, at)
        if found is None or at in draft.used:
            at += 1
            continue
        end, span = found
        draft = _condition(draft, at, end, span)
        at = max(at + 1, end)
    return draft


def read_standing(draft: Draft) -> Draft:
    """Current ones, which have no end yet; and those that have left, which have one."""
    for at in draft.free("cue"):
        cue = draft.items[at].cue
        if cue not in ("current", "ended") or not draft.subject:
            continue
        column = draft.catalog.milestone(draft.subject, MILESTONES["ended"])
        if column is None or not draft.catalog.schema[draft.subject][column].nullable:
            continue
        denied = [p for p in range(max(0, at - 3), at) if draft.cue(p) in ("not", "without")]
        open_ended = (cue == "current") != bool(denied)
        condition = Compare(Field(draft.subject, column), "null", open_ended)
        draft = draft.take(at, *denied, conditions=(*draft.conditions, condition))
    return draft


def _date_at(draft: Draft, at: int) -> tuple[int, _Span] | None:
    """The date that begins at a place: where it ends, its first day and the day after it."""
    item = draft.item(at)
    if item is None:
        return None
    if item.kind == "date":
        parts = [int(part) for part in item.text.split("-")]
        return (at + 1, bounds(*parts)) if is_date(*parts) else None
    if item.kind == "decade":
        year = int(item.number or 0)
        return at + 1, (bounds(year)[0], bounds(year + 9)[1])
    if item.kind == "month":
        return _month(draft, at, int(item.number or 0))
    if item.kind == "number" and _is_year(item.number, item.mark):
        return at + 1, bounds(int(item.number or 0))
    return None


def _month(draft: Draft, at: int, number: int) -> tuple[int, _Span] | None:
    """A month with its year, perhaps with a day between: March 5 2012."""
    following, day = draft.item(at + 1), None
    if following and following.kind == "number" and (following.number or 0) <= 31:
        day, following = int(following.number or 1), draft.item(at + 2)
    if following is None or not _is_year(following.number, following.mark):
        return None
    year = int(following.number or 0)
    return (
        (at + (3 if day else 2), bounds(year, number, day)) if is_date(year, number, day) else None
    )


def _is_year(number: float | None, mark: str) -> bool:
    return number is not None and float(number).is_integer() and 1850 <= number <= 2100 and not mark


def _condition(draft: Draft, at: int, end: int, span: _Span) -> Draft:
    """The draft with the condition that a date and the words beside it give."""
    found = _field(draft, at)
    if found is None:
        return draft
    field, named = found
    if named is not None:
        shown = draft.shown if field in draft.shown else (*draft.shown, field)
        draft = draft.take(named, shown=shown)
    form = draft.catalog.date_form(field.table, field.column)
    start, stop = (stored_as(day, form) for day in span)
    before, after = draft.cue(at - 1), draft.cue(end)
    word = draft.items[at - 1].text.lower() if at else ""
    if (before == "between" and after == "and") or (word == "from" and _is_to(draft, end)):
        other = _date_at(draft, end + 1)
        if other is not None:
            stop = stored_as(other[1][1], form)
            return _add(draft, (at - 1, other[0]), _within(field, form, start, stop))
    if after in ("orge", "orle"):
        bound = (">=", start) if after == "orge" else ("<", stop)
        return _add(draft, (at, end + 1), [Compare(field, *bound)])
    if before == "after" or word in ("since", "from"):
        exclusive = word in ("after", "later than", "newer than")
        return _add(draft, (at - 1, end), [Compare(field, ">=", stop if exclusive else start)])
    if before in ("gt", "ge") and form == "year":
        return _add(draft, (at - 1, end), [Compare(field, ">" if before == "gt" else ">=", start)])
    if before in ("before", "le", "lt"):
        until = word in ("until", "till", "up to", "by the end of")
        return _add(draft, (at - 1, end), [Compare(field, "<", stop if until else start)])
    return _add(draft, (at, end), _within(field, form, start, stop))


def _is_to(draft: Draft, at: int) -> bool:
    item = draft.item(at)
    return item is not None and item.text.lower() in ("to", "until", "till", "up to")


def _add(draft: Draft, places: tuple[int, int], conditions: list[Compare]) -> Draft:
    """The draft with conditions that the items from one place to another give in words."""
    words = " ".join(item.text for item in draft.items[slice(*places)])
    bare = draft.items[places[0]].kind != "cue"
    first = replace(conditions[0], said=f"in {words}" if bare else words)
    added = (*draft.conditions, first, *conditions[1:])
    return draft.take(*range(*places), conditions=added)


def _within(field: Field, form: str, start: str | int, stop: str | int) -> list[Compare]:
    if form == "year" and isinstance(start, int) and stop == start + 1:
        return [Compare(field, "=", start)]
    return [Compare(field, ">=", start), Compare(field, "<", stop)]


def _field(draft: Draft, at: int) -> tuple[Field, int | None] | None:
    """The date column meant, and where it is named; else the one that its rows carry."""
    catalog = draft.catalog
    for place in range(max(0, at - 2), at):
        words = MILESTONES.get(draft.cue(place))
        if words and draft.subject:
            column = catalog.milestone(draft.subject, words)
            return (Field(draft.subject, column), place) if column else None
    for place in range(at - 1, max(-1, at - 4), -1):
        if draft.kind(place) == "column":
            field = draft.field(place)
            if catalog.date_form(field.table, field.column):
                return field, place
            if "date" in catalog.words(field.table, field.column):
                return None
    for place in range(at + 1, min(len(draft.items), at + 3)):
        if draft.kind(place) == "column" and place not in draft.used:
            field = draft.field(place)
            if catalog.date_form(field.table, field.column) and draft.cue(place - 1) != "group":
                return field, place
    events = [p for p in range(at) if draft.kind(p) == "table"]
    if events and draft.subject:
        table = draft.items[events[-1]].table
        far = table not in catalog.graph.owners(draft.subject)
        field_of_event = draft.date_field(table) if far else None
        if field_of_event and field_of_event.table == table:
            return field_of_event, None
    field_of_rows = draft.date_field()
    return (field_of_rows, None) if field_of_rows else None
