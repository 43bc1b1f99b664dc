"""The model that needs no language model: questions in plain English, read with what was learned.

It speaks the protocol of every model: a question gives one call of ``ask_database`` or a
sentence that says why not, and the rows that come back give one sentence.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from weakref import ref

from sqlagent.database import Database
from sqlagent.functions import AskDatabase, Function
from sqlagent.messages import FunctionCall, Message, assistant
from sqlagent.models.offline.answering import answered, total
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.conversation import (
    Turn,
    chosen,
    error_of,
    result_of,
    sql_of,
    turns,
)
from sqlagent.models.offline.decline import refusal, unsure
from sqlagent.models.offline.explain import understood
from sqlagent.models.offline.overview import overview
from sqlagent.models.offline.query import Query
from sqlagent.models.offline.reading import Reading, State, understand
from sqlagent.schema import Schema

CONFIDENCE = 0.70  # how sure a reading must be to be taken without asking back
_REMEMBERED = 64  # queries
_PATIENCE = 2.0  # seconds for each look of our own at the rows
_BLANK = "I cannot tell what that continues; ask it as a whole question, please."


class OfflineModel:
    """Reads a question against the schema and the stored values, and asks back when unsure.

    ``confidence``, from 0 to 1, is how sure it must be to answer: 0 always takes the best
    reading there is. ``pick`` takes one of the readings that it would offer, by its number.
    """

    name = "offline"

    def __init__(self, *, confidence: float | None = None, pick: int | None = None) -> None:
        if confidence is not None and not 0 <= confidence <= 1:
            raise ValueError("confidence must be from 0 to 1")
        if pick is not None and pick < 1:
            raise ValueError("pick must be at least 1")
        self.confidence = CONFIDENCE if confidence is None else confidence
        self.pick = pick
        self._known: tuple[ref[Database], Catalog] | None = None
        self._queries: dict[str, Query] = {}

    def complete(
        self,
        messages: Sequence[Message],
        functions: Sequence[Function],
        function_call: str = "auto",
    ) -> Message:
        """A call that answers the last question, or words: an answer, or why there is none."""
        ask = next((f for f in functions if isinstance(f, AskDatabase)), None)
        if ask is None:
            return assistant("I can only answer with ask_database, which is not offered here.")
        catalog = self._catalog(ask.database)
        if messages[-1].role == "function":
            return assistant(self._answer(messages, catalog))
        if function_call == "none":
            return assistant("I can only answer by querying the database, which was ruled out.")
        found = turns(messages, lambda said: bool(_aside(said, catalog, has_answer=False)))
        found, pick = chosen(found or [Turn("")])
        has_answer = any(turn.sql for turn in found[:-1])
        if said := _aside(found[-1].question, catalog, has_answer=has_answer):
            return assistant(said)
        return self._call(ask.name, found, pick or self.pick, catalog)

    def _call(self, name: str, found: list[Turn], pick: int | None, catalog: Catalog) -> Message:
        state = self._state(found, catalog)
        if state.leans and state.previous is None:
            return assistant(_BLANK)
        reading = self._reading(state, pick)
        if isinstance(reading, str):
            return assistant(reading)
        if len(self._queries) >= _REMEMBERED:
            self._queries.clear()
        self._queries[reading.sql] = reading.query
        said = understood(reading.query, catalog, total(reading.query, catalog))
        return assistant(said, FunctionCall(name, json.dumps({"query": reading.sql})))

    def _reading(self, state: State, pick: int | None) -> Reading | str:
        """The reading that is taken, or what is said where none is."""
        if pick and pick > len(state.readings):
            return f"There is no reading {pick}. {unsure(state)}"
        if pick:
            return state.readings[pick - 1]
        best = state.readings[0] if state.readings else None
        return best if best and best.confidence >= self.confidence else unsure(state)

    def _state(self, found: list[Turn], catalog: Catalog) -> State:
        """The last question understood, as a change of the last query where it is a fragment."""
        *before, (question, _) = found
        sql = next((turn.sql for turn in reversed(before) if turn.sql), "")
        previous = self._query(sql, catalog) if sql else None
        return understand(question, catalog, previous, first=not before)

    def _query(self, sql: str, catalog: Catalog) -> Query | None:
        """What SQL means: as it was meant where it is our own, whoever wrote it otherwise."""
        if query := self._queries.get(sql):
            return query
        from sqlagent.models.offline.recover import recover  # which a first question never needs

        return recover(sql, catalog)

    def _catalog(self, database: Database) -> Catalog:
        """What is known of a database, kept for the one that was asked last while it lives."""
        if self._known is None or self._known[0]() is not database:
            self._known = (ref(database), known(database))
            self._queries.clear()
        return self._known[1]

    def _answer(self, messages: Sequence[Message], catalog: Catalog) -> str:
        """One sentence from the rows of a function message, or from its error."""
        given = result_of(messages[-1])
        if given is None or not {"columns", "rows"} <= given.keys():
            return f"The query gave no rows: {error_of(messages[-1])}"
        sql = next((sql for message in reversed(messages) if (sql := sql_of(message))), "")
        return answered(given, self._query(sql, catalog) if sql else None, catalog)


def known(database: Database) -> Catalog:
    """What the model knows of a database; it does not keep the database alive."""
    return Catalog(_settled(database.schema), partial(_rows, ref(database)))


def _settled(schema: Schema) -> Schema:
    """A schema that knows its keys, and holds no database to look for more."""
    tables = (replace(table, foreign_keys=schema.foreign_keys(table.name)) for table in schema)
    return Schema(tables, schema.dialect)


def _rows(known: ref[Database], sql: str, max_rows: int) -> Sequence[Sequence[Any]]:
    database = known()
    assert database is not None, "whoever asks holds the database"
    return database.query(sql, max_rows=max_rows, timeout=_PATIENCE).rows


def _aside(question: str, catalog: Catalog, *, has_answer: bool) -> str | None:
    """What is said where no query is asked for, None where one may be."""
    return refusal(question, has_answer, catalog) or overview(question, catalog)
