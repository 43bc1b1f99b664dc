"""The model that needs no language model: questions in plain English, read by rules.

It speaks the protocol of every model: a question gives one call of ``ask_database`` or a
sentence that says why not, and the rows that come back give one sentence.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any
from weakref import ref

from sqlagent.database import Database
from sqlagent.functions import AskDatabase, Function
from sqlagent.messages import FunctionCall, Message, assistant
from sqlagent.models.offline.answering import answered, total
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.decline import refusal, unsure
from sqlagent.models.offline.explain import understood
from sqlagent.models.offline.followup import is_fragment
from sqlagent.models.offline.overview import overview
from sqlagent.models.offline.reading import understand
from sqlagent.models.offline.state import Reading, State
from sqlagent.schema import Schema

CONFIDENCE = 0.65  # nine answers of ten were right by tests/benchmarks/offline.py; Spider's fewer
_REMEMBERED = 32  # questions
_PATIENCE = 2.0  # seconds for each look of our own at the rows


class OfflineModel:
    """Reads a question against the schema and the stored values, and asks back when unsure.

    ``confidence``, from 0 to 1, is how sure it must be to answer: 0 always takes the best
    reading there is.
    """

    name = "offline"

    def __init__(self, *, confidence: float | None = None) -> None:
        if confidence is not None and not 0 <= confidence <= 1:
            raise ValueError("confidence must be from 0 to 1")
        self.confidence = CONFIDENCE if confidence is None else confidence
        self._known: tuple[ref[Database], Catalog] | None = None
        self._heard: dict[tuple[tuple[str, str], ...], State | None] = {}

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
        questions = _questions(messages, catalog)
        if messages[-1].role == "function":
            return assistant(self._answer(messages[-1], questions, catalog))
        if function_call == "none":
            return assistant("I can only answer by querying the database, which was ruled out.")
        question = questions[-1][0] if questions else ""
        if said := _aside(question, catalog, has_answer=any(sql for _, sql in questions[:-1])):
            return assistant(said)
        return self._call(ask.name, questions, catalog)

    def _call(self, name: str, questions: list[tuple[str, str]], catalog: Catalog) -> Message:
        state = self._state(questions, catalog)
        if state is None:
            return assistant(
                "I cannot tell what that continues; ask it as a whole question, please."
            )
        best = state.readings[0] if state.readings else None
        if best is None or best.query is None or state.confidence < self.confidence:
            return assistant(unsure(state))
        said = understood(best.query, catalog, total(best.query, catalog))
        return assistant(said, FunctionCall(name, json.dumps({"query": best.sql})))

    def _state(self, questions: list[tuple[str, str]], catalog: Catalog) -> State | None:
        """The last question understood; None for a fragment that leans on nothing known."""
        *before, (question, _) = questions
        key = (*before, (question, ""))
        if key not in self._heard:
            if len(self._heard) >= _REMEMBERED:
                self._heard.clear()
            previous = self._before(before, catalog)
            self._heard[key] = _read(question, previous, catalog, first=not before)
        return self._heard[key]

    def _before(self, questions: list[tuple[str, str]], catalog: Catalog) -> Reading | None:
        """The reading of the last question that was answered with a query of ours."""
        while questions and not questions[-1][1]:
            questions = questions[:-1]
        state = self._state(questions, catalog) if questions else None
        best = state.readings[0] if state and state.readings else None
        return best if best and best.sql == questions[-1][1] else None

    def _catalog(self, database: Database) -> Catalog:
        """What is known of a database, kept for the one that was asked last while it lives."""
        if self._known is None or self._known[0]() is not database:
            self._known = (ref(database), known(database))
            self._heard.clear()
        return self._known[1]

    def _answer(self, message: Message, questions: list[tuple[str, str]], catalog: Catalog) -> str:
        """One sentence from the rows of a function message, or from its error."""
        try:
            given = json.loads(message.content or "")
        except ValueError:
            return f"The query gave no rows: {message.content or 'no reply'}"
        if not isinstance(given, dict) or not {"columns", "rows"} <= given.keys():
            error = given.get("error") if isinstance(given, dict) else None
            return f"The query gave no rows: {error or 'the reply holds none'}"
        state = self._state(questions, catalog) if questions else None
        best = state.readings[0] if state and state.readings else None
        return answered(given, best.query if best else None, catalog)


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


def _questions(messages: Sequence[Message], catalog: Catalog) -> list[tuple[str, str]]:
    """The questions of a conversation, each with the last SQL that was called for it.

    Thanks, greetings and the like are left out, unless they are the last that was said.
    """
    found: list[tuple[str, str]] = []
    for message in messages:
        if message.role == "user":
            found.append((message.content or "", ""))
        for call in message.calls if found else ():
            with suppress(ValueError, AttributeError):
                sql = json.loads(call.arguments).get("query", "")
                found[-1] = (found[-1][0], sql)
    return [
        (question, sql)
        for at, (question, sql) in enumerate(found, 1)
        if sql or at == len(found) or not _aside(question, catalog, has_answer=False)
    ]


def _read(question: str, before: Reading | None, catalog: Catalog, *, first: bool) -> State | None:
    """A question understood, as a change of the reading before it where it is a fragment."""
    state = State(question, catalog)
    fresh = understand(state)
    if first or not is_fragment(fresh.tokens, _has_subject(fresh)):
        return fresh
    if before is None or before.draft is None:
        return None
    return understand(replace(state, previous=before.draft))


def _has_subject(state: State) -> bool:
    best = state.readings[0] if state.readings else None
    return bool(best and best.draft and best.draft.named)
