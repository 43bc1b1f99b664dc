"""Columns that are to hold something, or nothing more: with an email, in stock, out of stock."""

from __future__ import annotations

from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.query import Compare


def read_lacking(draft: Draft) -> Draft:
    """Out of stock: nothing left of what a column counts."""
    for at in draft.free("cue"):
        if draft.items[at].text.lower() == "out of" and draft.number_at(at + 1):
            none = Compare(draft.field(at + 1), "=", 0)
            draft = draft.take(at, at + 1, conditions=(*draft.conditions, none))
    return draft


def read_held(draft: Draft) -> Draft:
    """With a commission, with an email: a column that is to hold something, more than 0."""
    for at in draft.free("column"):
        field = draft.field(at)
        head = draft.item(at - 2)
        inside = draft.items[at].text.lower().startswith("in ")
        held = draft.cue(at - 1) == "with" and head is not None and head.kind == "table"
        if not (held or inside) or draft.kind(at + 1) == "value":
            continue
        if field.table != draft.subject or (head and held and head.table != field.table):
            continue
        null, zero = draft.catalog.blanks(field.table, field.column)
        if null or zero:
            some = Compare(field, "null", False, f"with {draft.items[at].text.lower()}")
            condition = Compare(field, ">", 0) if zero else some
            taken = [at - 1] if held else []
            draft = draft.take(*taken, conditions=(*draft.conditions, condition))
    return draft
