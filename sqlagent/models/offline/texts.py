"""Texts that are quoted rather than meant: whose name contains Black, starts with A, ends in s."""

from __future__ import annotations

from sqlagent.linking import is_text
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.query import Compare, Field

_FORMS = {"contains": "%{}%", "starts": "{}%", "ends": "%{}"}


def read_texts(draft: Draft) -> Draft:
    """A condition for each text that a column, or the name of the subject, is to hold."""
    for at in draft.free("cue"):
        form, item = _FORMS.get(draft.cue(at)), draft.item(at + 1)
        if form is None or item is None or item.kind != "text":
            continue
        negated = draft.cue(at - 1) in ("not", "without")
        before = at - 2 if negated else at - 1
        field = _holder(draft, before)
        if field is None:
            continue
        pattern = item.text if "%" in item.text else form.format(item.text)
        compare = Compare(field, "not like" if negated else "like", pattern)
        named = [before] if draft.kind(before) == "column" or draft.cue(before) == "name" else []
        taken = [*range(before + 1, at + 2), *named]
        draft = draft.take(*taken, conditions=(*draft.conditions, compare))
    return draft


def _holder(draft: Draft, before: int) -> Field | None:
    """The column of text before the cue, else the one name that the subject's rows have."""
    catalog = draft.catalog
    if draft.kind(before) == "column":
        field = draft.field(before)
        return field if is_text(catalog.schema[field.table][field.column]) else None
    label = catalog.label(draft.subject) if draft.subject else ()
    spoken = draft.kind(before) == "table" or draft.cue(before) in ("name", "with", "who")
    return Field(draft.subject, label[0]) if spoken and len(label) == 1 else None
