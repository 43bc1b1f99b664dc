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
from sqlagent.models.offline.ordering import ordered_by
from sqlagent.models.offline.query import Compare, Condition, Measure, Order, Share

_STARTS = frozenset(
    """and only just what how as by per without in but now also instead exclude leave same the top
    first sort show add reverse or not for from since before after both highest lowest most which
    don't break list put count with order newest oldest biggest smallest on""".split()
)
_POINTERS = frozenset("that them those these instead it they their ones same too only just".split())


def is_fragment(words: Sequence[Token], has_subject: bool) -> bool:
    """Whether a question leans on the one before it."""
    texts = [token.text.lower() for token in words if token.lemma not in ("?", ".", "!", ",")]
    if not texts:
        return False
    if texts[0] == "and" or set(texts) & _POINTERS or "as a" in " ".join(texts[:2]):
        return True
    if texts[:2] in (["what", "about"], ["how", "about"]):
        return True
    return not has_subject and (texts[0] in _STARTS or len(texts) <= 3)


def seed(items: Draft, previous: Draft) -> Draft:
    """The fragment's draft to begin with: the rows of the reading before it."""
    return replace(items, subject=previous.subject, named=True)


def merge(previous: Draft, said: Draft) -> Draft | None:
    """The reading before, changed by what the fragment says; None where it says nothing."""
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
    changed = replace(changed, share=previous.share or said.share)
    return None if _same(changed, previous) else changed


def read_fragment(draft: Draft, previous: Draft) -> Draft:
    """The parts of a fragment that only make sense after another question."""
    items = draft.items
    for at, item in enumerate(items):
        if item.cue in ("again", "only") or (at == 0 and item.cue in ("and", "top", "or")):
            draft = draft.take(at) if item.cue != "top" else draft
        elif item.cue == "by" and at <= 1 and previous.order and previous.limit:
            draft = _by_other(draft, at, previous)
    if items and items[0].cue in ("top", "bottom") and len(items) > 1:
        number = items[1].number
        if items[1].kind == "number" and number:
            draft = draft.take(0, 1, limit=int(number))
    return draft


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
            said = said.take(at, share=True)
        elif cue == "howmany":
            said = said.take(at, counted=True)
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
