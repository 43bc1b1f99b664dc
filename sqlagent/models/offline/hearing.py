"""How well the words of a question speak of each column and table that a candidate reads.

What an outline was made from explains a word once; here every word speaks for all that it may
mean, so that "dearest in euro" speaks twice of a price in euro and once of any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.assemble import Candidate
from sqlagent.models.offline.parts import Scores
from sqlagent.models.offline.query import Field, Query, fields

_SPEAKS = 0.45  # a fit below it says nothing
_SURE = 2.0  # no column is spoken of more than by two words that fit it well
_LOUD = frozenset(("quoted", "number", "name", "value", "word", "linked", "near"))

Name = tuple[str, str | None]


class Hearing:
    """What each word of one question says of each table and column, from 0 to 1."""

    def __init__(self, analysis: Analysis, scores: Scores, kinds: list[str]) -> None:
        self.analysis = analysis
        self.loud = [at for at, kind in enumerate(kinds) if kind in _LOUD]
        self.said: dict[Name, dict[int, float]] = {}
        self.best = [0.0] * len(kinds)
        for mention in analysis.mentions:
            if mention.score < _SPEAKS:
                continue
            words = self.said.setdefault((mention.table, mention.column), {})
            for at in mention.span:
                words[at] = max(words.get(at, 0.0), mention.score)
                self.best[at] = max(self.best[at], mention.score)
        self.meant = [0.5 + 0.5 / (1.0 + exp(-odds)) for odds in scores.proposals]
        for meant, proposal in zip(self.meant, analysis.proposals, strict=True):
            for at in proposal.tokens:
                self.best[at] = max(self.best[at], meant)
        self._against: dict[Name, tuple[float, float]] = {}

    def against(self, name: Name) -> tuple[float, float]:
        """How much is said of a column, and of the one of its table and sort most spoken of."""
        if name not in self._against:
            catalog, (table, column) = self.analysis.catalog, name
            sort = catalog.sort_of(table, column or "")
            alike = (
                strength
                for (other, rival), words in self.said.items()
                if other == table and rival is not None and rival != column
                and catalog.sort_of(table, rival) == sort
                for strength in (_strength(words),)
            )  # fmt: skip
            self._against[name] = _strength(self.said.get(name, {})), max(alike, default=0.0)
        return self._against[name]


def _strength(words: dict[int, float]) -> float:
    return min(_SURE, sum(words.values()))


def heard(candidate: Candidate, hearing: Hearing) -> Iterator[tuple[str, float]]:
    """What a candidate makes of the words: those it is deaf to, and what nobody speaks of."""
    told = dict.fromkeys(candidate.plan.tokens & _derived(candidate), 1.0)
    for chosen in candidate.wish.chosen:
        for at in hearing.analysis.proposals[chosen].tokens:
            told[at] = max(told.get(at, 0.0), hearing.meant[chosen])
    for name in _read(candidate.query):
        for at, score in hearing.said.get(name, {}).items():
            told[at] = max(told.get(at, 0.0), score)
    deaf = [max(0.0, hearing.best[at] - told.get(at, 0.0)) for at in hearing.loud]
    yield "deaf", sum(deaf)
    yield "deaf most", max(deaf, default=0.0)
    yield "heard share", sum(told.get(at, 0.0) for at in hearing.loud) / max(1, len(hearing.loud))
    sums: dict[str, float] = {}
    for role, field in _roles(candidate.query, hearing.analysis):
        own, other = hearing.against((field.table, field.column))
        signs = {f"unheard {role}": 1.0 - own, f"outspoken {role}": other - own,
                 "outspoken": other - own}  # fmt: skip
        for sign, value in signs.items():
            sums[sign] = sums.get(sign, 0.0) + max(0.0, value)
    yield from sums.items()


def _derived(candidate: Candidate) -> frozenset[int]:
    return frozenset(at for one in candidate.plan.derived for at in one.tokens)


def _read(query: Query) -> set[Name]:
    """The columns and tables that a record reads."""
    found: set[Name] = {(query.table, None), (query.subject or query.table, None)}
    for field in fields(query):
        found |= {(field.table, field.column), (field.table, None)}
    return found


def _roles(query: Query, analysis: Analysis) -> Iterator[tuple[str, Field]]:
    """The columns that have a part in a record that words should ask for, with that part."""
    catalog = analysis.catalog
    grouped, ordered = {*query.group}, {order.by for order in query.order}
    for value in query.shown:
        if isinstance(value, Field):
            if value in grouped or value in ordered or value.column in catalog.label(value.table):
                continue
            yield "shown", value
        else:
            for field in fields(value):
                yield "measured", field
    for value in query.group:
        for field in fields(value):
            if field.column not in catalog.label(field.table):
                yield "grouped", field
    for order in query.order:
        if isinstance(order.by, Field):
            yield "ordered", order.by
    for condition in (*query.conditions, *query.having):
        for field in fields(condition):
            yield "tested", field
