"""Follow-ups: a fragment read as a change of the query before it."""

from __future__ import annotations

from collections.abc import Callable

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.edits import (
    counted,
    extended,
    limited,
    listed,
    regrouped,
    shared,
    swapped,
    turned,
)
from sqlagent.models.offline.fragment import Change, Fragment
from sqlagent.models.offline.joins import reachable
from sqlagent.models.offline.narrowing import conditioned, tested
from sqlagent.models.offline.parts import Scores
from sqlagent.models.offline.query import Query

EDITS: tuple[Callable[[Fragment, Change], Change], ...] = (
    counted, listed, shared, turned, tested, limited, regrouped, conditioned, swapped, extended,
)  # fmt: skip
_STARTS = frozenset(
    """and only just what how as by per without in but now also instead exclude leave same the top
    first sort show add reverse or not for from since before after both highest lowest most which
    don't break list put count with order newest oldest biggest smallest on""".split()
)
_PREPOSITIONS = frozenset("at in to of with by per for from on without within".split())
_POINTERS = frozenset("that them those these instead it they their ones same too only just".split())
_LONGEST = 3  # words of what is a fragment when it names nothing to ask for


def is_fragment(analysis: Analysis) -> bool:
    """Whether a question leans on the one before it."""
    said = [token.text.lower() for token in analysis.tokens if token.lemma[:1].isalnum()]
    if not said:
        return False
    if said[0] == "and" or _POINTERS & {*said} or "as a" in " ".join(said[:2]):
        return True
    if (said[0] in _PREPOSITIONS and len(said) <= 4) or said[1:2] == ["about"]:
        return True
    named = any(m.column is None and m.score > 0.85 for m in analysis.mentions)
    return not named and (said[0] in _STARTS or len(said) <= _LONGEST)


def follow(
    previous: Query, analysis: Analysis, scores: Scores
) -> tuple[Query, frozenset[int]] | None:
    """The query before as a fragment changes it, with the words used; None for no change."""
    fragment = Fragment(analysis, scores, (previous.table,))
    made = Change(previous)
    for edit in EDITS:
        after = edit(fragment, made)
        made = after if reachable(after.query, analysis.catalog.graph) else made
    known = {previous.table, previous.subject}
    same = (m for m in analysis.mentions if m.column is None and m.table in known)
    again = {at for mention in same for at in mention.span}
    return None if made.query == previous else (made.query, made.tokens | again)
