"""Follow-ups: a fragment read as a change of the reading before it.

The fragment goes through the same readers, over the rows of the reading before it; what it
says replaces what that reading said of the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlagent.linking.tokens import Token
from sqlagent.models.offline.comparing import read_having
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.measures import revenue
from sqlagent.models.offline.ordering import limit_beside, ordered_by
from sqlagent.models.offline.query import Compare, Condition, Measure, Order, Share, fields

_STARTS = frozenset(
    """and only just what how as by per without in but now also instead exclude leave same the top
    first sort show add reverse or not for from since before after both highest lowest most which
    don't break list put count with order newest oldest biggest smallest on""".split()
)
_PREPOSITIONS = frozenset("at in to of with by per for from on without within".split())
_POINTERS = frozenset("that them those these instead it they their ones same too only just".split())


def is_fragment(words: Sequence[Token], has_subject: bool) -> bool:
    """Whether a question leans on the one before it."""
    texts = [token.text.lower() for token in words if token.lemma not in ("?", ".", "!", ",")]
    if not texts:
        return False
    if texts[0] == "and" or set(texts) & _POINTERS or "as a" in " ".join(texts[:2]):
        return True
    if texts[0] in _PREPOSITIONS and len(texts) <= 4:
        return True
    if texts[:2] in (["what", "about"], ["how", "about"]):
        return True
    return not has_subject and (texts[0] in _STARTS or len(texts) <= 3)


def seed(items: Draft, previous: Draft) -> Draft:
    """The fragment's draft to begin with: the rows of the reading before it."""
    measured = previous.measures[-1].table if previous.measures else ""
    return replace(items, subject=previous.subject, named=True, measured=measured)


def keeps(said: Draft, previous: Draft) -> bool:
    """Whether a fragment speaks of columns, or groups by a table, that its reading before did."""
    compared = {c.of for c in previous.conditions if isinstance(c, Compare)}
    now = {c.of for c in said.conditions if isinstance(c, Compare)}
    grouped = {field.table for value in previous.group for field in fields(value)}
    tables = {field.table for value in said.group for field in fields(value)}
    return bool(now & {*compared, *previous.group}) or bool(tables & grouped)


def merge(previous: Draft, said: Draft) -> Draft | None:
    """The reading before, changed by what the fragment says; None where it says nothing."""
    if said.subject != previous.subject:
        return _instead(previous, said.subject)
    changed = replace(
        previous,
        conditions=_conditions(previous.conditions, said.conditions),
        shown=tuple(dict.fromkeys((*previous.shown, *said.shown))),
        asked=tuple(dict.fromkeys((*previous.asked, *said.asked))),
        having=_having(previous.having, said.having),
        doubt=max(previous.doubt, said.doubt),
    )
    if said.group or said.grouped_table:
        changed = replace(changed, group=said.group, grouped_table=said.grouped_table)
        if previous.order and not previous.limit:
            changed = replace(changed, order=())
        if not changed.measures:
            changed = replace(changed, measures=said.measures)
    if said.measures and said.measures != previous.measures:
        changed = _measured(changed, said.measures)
    if said.order:
        changed = replace(changed, order=said.order)
    if said.limit is not None:
        changed = replace(changed, limit=said.limit)
        if not changed.order and changed.measures:
            changed = replace(changed, order=(Order(changed.measures[-1], True),))
    if said.counted and said.asked:
        return None
    if said.counted and not _is_grouped(previous):
        count = (Measure("count", previous.subject),)
        changed = replace(changed, measures=count, order=(), limit=None, shown=(), asked=())
    if said.listed:
        changed = replace(changed, measures=(), counted=False)
    changed = replace(changed, share=previous.share or said.share)
    return None if _same(changed, previous) else changed


def _instead(previous: Draft, subject: str) -> Draft | None:
    """The reading before, asked of another table; None where its conditions may not hold there."""
    if previous.conditions or previous.having or previous.asked or previous.portion:
        return None
    if not previous.measures and not previous.order and not _is_grouped(previous):
        return replace(previous, subject=subject, shown=())
    if previous.measures != (Measure("count", previous.subject),):
        return None
    return _measured(replace(previous, subject=subject), (Measure("count", subject),))


def read_fragment(draft: Draft, previous: Draft) -> Draft:
    """The parts of a fragment that only make sense after another question."""
    items = draft.items
    linked = [item for item in items if item.link]
    if len(linked) == 1 and linked[0].kind == "table" and _only_names(draft):
        return draft.take(*range(len(items)), subject=linked[0].table)
    for at, item in enumerate(items):
        if item.cue in ("again", "only") or (at == 0 and item.cue in ("and", "or")):
            draft = draft.take(at)
        elif item.cue == "by" and at <= 1 and previous.order and previous.limit:
            draft = _by_other(draft, at, previous)
    first = draft.skip(0, "and", "only", "again")
    if draft.cue(first) in ("top", "bottom", "first", "last") and draft.kind(first + 1) == "number":
        places, limit = limit_beside(draft, first)
        draft = draft.take(first, *places, limit=limit) if limit else draft
    return draft


def _only_names(draft: Draft) -> bool:
    """Whether a fragment says no more than what it is about: and artists?"""
    cues = {item.cue for item in draft.items if item.kind != "table"}
    return bool(draft.items) and cues <= {"and", "again", "count", "howmany"} and bool(cues)


def _by_other(draft: Draft, at: int, previous: Draft) -> Draft:
    """And by revenue: the same ranking by another measure."""
    place = draft.skip(at + 1, "count", "of", "sum")
    item = draft.item(place)
    if item and item.cue == "money":
        earned = revenue(previous.grouped_table or previous.subject, draft.catalog)
        if earned:
            return draft.take(*range(at, place + 1), measures=(earned,), order=(Order(earned),))
    seeded = replace(draft, limit=previous.limit)
    found = ordered_by(seeded, at, previous.order[0].descending)
    return replace(found, limit=None, grouped_table="")


def read_changes(said: Draft, previous: Draft) -> Draft:
    """Cues that change the reading before: reversed, highest first, in percent, how many."""
    for at in said.free("cue"):
        cue = said.items[at].cue
        if cue == "reverse" and previous.order:
            order = tuple(replace(o, descending=not o.descending) for o in previous.order)
            said = said.take(at, order=order)
        elif cue in ("desc", "asc") and (previous.order or previous.measures):
            by = previous.order[0].by if previous.order else previous.measures[-1]
            said = said.take(at, order=(Order(by, cue == "desc"),))
        elif cue == "percent" and len(previous.measures) == 1 and _is_grouped(previous):
            if at < len(said.items) - 1:
                continue  # of something else than all of it
            said = said.take(at, share=True)
        elif cue == "howmany":
            said = said.take(at, counted=True)
        elif cue == "listthem" and not _is_grouped(previous):
            counts = all(m.function == "count" and m.of is None for m in previous.measures)
            said = said.take(at, listed=True) if previous.measures and counts else said
        elif cue == "sum" and any(m.function == "sum" for m in previous.measures):
            said = said.take(at)
        elif cue in ("most", "least") and previous.measures:
            order = (Order(previous.measures[-1], cue == "most"),)
            said = said.take(at, order=order, limit=1)
    grouped = replace(
        said, measures=previous.measures, group=previous.group, grouped_table=previous.grouped_table
    )
    compared = read_having(grouped)
    return replace(said, used=compared.used, having=compared.having)


def _is_grouped(draft: Draft) -> bool:
    return bool(draft.group or draft.grouped_table)


def _measured(draft: Draft, measures: tuple[Measure, ...]) -> Draft:
    """The draft with other measures, ordered by them where it was ordered by the old ones."""
    order = tuple(
        Order(measures[-1], o.descending) if isinstance(o.by, Measure | Share) else o
        for o in draft.order
    )
    having = tuple(h for h in draft.having if h.of in measures)
    return replace(draft, measures=measures, order=order, having=having)


def _conditions(
    before: tuple[Condition, ...], after: tuple[Condition, ...]
) -> tuple[Condition, ...]:
    """The conditions of both, where a new one replaces an old one on the same column."""
    said = {c.of for c in after if isinstance(c, Compare)}
    kept = tuple(c for c in before if not (isinstance(c, Compare) and c.of in said))
    return (*kept, *(c for c in after if c not in kept))


def _having(before: tuple[Compare, ...], after: tuple[Compare, ...]) -> tuple[Compare, ...]:
    return after or before


def _same(one: Draft, other: Draft) -> bool:
    return replace(one, doubt=0.0) == replace(other, doubt=0.0)
