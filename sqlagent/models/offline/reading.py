"""STEPS: from a question to its readings, best first, each a function State → State."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

from sqlagent.models.offline.analysis import Analysis, analyse
from sqlagent.models.offline.assemble import Candidate, assemble
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.certainty import certainty
from sqlagent.models.offline.confidence import NAMING, explained, unplaced
from sqlagent.models.offline.followup import follow, is_fragment
from sqlagent.models.offline.parts import Scores, score
from sqlagent.models.offline.query import Query
from sqlagent.models.offline.question import Question
from sqlagent.models.offline.ranker import ROWS, Ranked, Run, rank, readings
from sqlagent.models.offline.weights import load
from sqlagent.models.offline.write import to_sql

_SECONDS = 1.5  # for all candidates of a question; what comes later counts as without rows
_FOLLOWED = 0.8  # how likely a change of the question before is meant


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question: its query, and which of its words that leaves unplaced.

    ``probability``, from 0 to 1, is how likely it is what was asked.
    """

    query: Query
    sql: str
    probability: float
    unplaced: tuple[str, ...] = ()

    @property
    def confidence(self) -> float:
        """How far it is to be trusted, from 0 to 1: not at all where a word stays unplaced."""
        return 0.0 if self.unplaced else self.probability


@dataclass(frozen=True, slots=True)
class State:
    """A question on its way to its readings, which come to different rows.

    ``previous`` is the query that was asked before it, and ``leans`` whether it is a fragment,
    that only a change of that one can give a meaning.
    """

    analysis: Analysis
    scores: Scores
    previous: Query | None = None
    leans: bool = False
    candidates: tuple[Candidate, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    readings: tuple[Reading, ...] = ()

    @property
    def catalog(self) -> Catalog:
        """What is known of the database."""
        return self.analysis.catalog


def change(state: State) -> State:
    """The question before with what a fragment changes of it, where the question is one."""
    if not state.leans or state.previous is None:
        return state
    found = follow(state.previous, state.analysis, state.scores)
    if found is None:
        return state
    query, tokens = found
    sql = to_sql(query, state.catalog, state.catalog.schema.dialect)
    left = unplaced(tokens, Question(state.analysis, state.scores), NAMING)
    return replace(state, readings=(Reading(query, sql, _FOLLOWED, left),))


def compose(state: State) -> State:
    """The candidates of a question that stands for itself, likely ones first."""
    if state.leans:
        return state
    return replace(state, candidates=tuple(assemble(state.analysis, state.scores)))


def order(state: State) -> State:
    """The candidates that are likely as a whole, a few of which are run for it."""
    question = Question(state.analysis, state.scores)
    run = _runner(state.catalog)
    return replace(state, ranked=tuple(rank(state.candidates, question, load(), run)))


def confide(state: State) -> State:
    """The best of those that come to different rows, and how far they are to be trusted."""
    if state.leans:
        return state
    question = Question(state.analysis, state.scores)
    sure = certainty(state.ranked, load())
    found = tuple(
        Reading(
            one.candidate.query,
            to_sql(one.candidate.query, state.catalog, state.catalog.schema.dialect, one.sql),
            one.probability if place else sure,
            unplaced(explained(one.candidate, question), question),
        )
        for place, one in enumerate(readings(state.ranked))
    )
    return replace(state, readings=found)


STEPS: tuple[Callable[[State], State], ...] = (change, compose, order, confide)


def understand(question: str, catalog: Catalog, previous: Query | None, *, first: bool) -> State:
    """The state after all steps; the ``first`` question of a conversation is never a fragment."""
    analysis = analyse(question, catalog)
    leans = not first and is_fragment(analysis)
    state = State(analysis, score(analysis, load()), previous, leans)
    for step in STEPS:
        state = step(state)
    return state


def _runner(catalog: Catalog) -> Run:
    end = monotonic() + _SECONDS
    return lambda sql: catalog.tried(sql, ROWS) if monotonic() < end else ()
