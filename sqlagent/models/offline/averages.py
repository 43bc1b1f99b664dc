"""Rows measured against the average of all of them: priced above average, longer than average."""

from __future__ import annotations

from sqlagent.models.offline.cues import compared
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.measures import concept
from sqlagent.models.offline.query import Compare, Field, Measure

_OPERATORS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}


def read_averages(draft: Draft) -> Draft:
    """A condition for each column that is compared with its own average."""
    for at in draft.free("cue"):
        if draft.cue(at) != "avg" or at == 0 or not draft.subject:
            continue
        found = _adjective(draft, at) if draft.cue(at - 1) == "than" else _column(draft, at)
        if found is None:
            continue
        field, operator, taken = found
        average = Measure("avg", field.table, field)
        end = max(at, *taken) + 1
        if draft.kind(end) == "table" and draft.items[end].table == draft.subject:
            taken, end = [*taken, end], end + 1
        # What follows would narrow the rows of which the average is taken.
        if field.table != draft.subject or end < len(draft.items):
            continue
        shown = draft.shown if field in draft.shown else (*draft.shown, field)
        condition = Compare(field, operator, average)
        draft = draft.take(at, *taken, conditions=(*draft.conditions, condition), shown=shown)
    return draft


def _adjective(draft: Draft, at: int) -> tuple[Field, str, list[int]] | None:
    """Longer than average: the column that the adjective compares, and which way."""
    item = draft.item(at - 2)
    if item is None or item.kind != "adjective":
        return None
    found = concept(compared(item.text), [draft.subject], draft.catalog)
    if found is None or not draft.catalog.is_number(found[0].table, found[0].column):
        return None
    return found[0], ">" if found[1] else "<", [at - 2, at - 1]


def _column(draft: Draft, at: int) -> tuple[Field, str, list[int]] | None:
    """Above average: the column beside it."""
    operator = _OPERATORS.get(draft.cue(at - 1), "")
    before = draft.skip(at - 2, "of", "with", step=-1)
    for place in (at + 1, before):
        if operator and draft.number_at(place) and place not in draft.used:
            return draft.field(place), operator, [at - 1, place]
    return None
