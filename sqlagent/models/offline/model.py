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

from sqlagent.database import Database
from sqlagent.errors import FunctionError
from sqlagent.functions import AskDatabase, Function
from sqlagent.messages import FunctionCall, Message, assistant
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.decline import refusal, unsure
from sqlagent.models.offline.explain import group_noun, noun, understood
from sqlagent.models.offline.followup import is_fragment
from sqlagent.models.offline.query import Measure, Query
from sqlagent.models.offline.reading import understand
from sqlagent.models.offline.state import Reading, State
from sqlagent.models.offline.write import to_sql
from sqlagent.sentence import sentence, tied

CONFIDENCE = 0.65
_TIES = 50
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
        self._known: tuple[Database, Catalog] | None = None

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
        questions = _questions(messages)
        catalog = self._catalog(ask.database)
        if messages[-1].role == "function":
            return assistant(self._answer(messages[-1], questions, catalog))
        if function_call == "none":
            return assistant("I can only answer by querying the database, which was ruled out.")
        question = questions[-1][0] if questions else ""
        declined = refusal(question, len(questions) > 1)
        if declined:
            return assistant(declined)
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
        said = understood(best.query, catalog, _total(best.query, catalog))
        return assistant(said, FunctionCall(name, json.dumps({"query": best.sql})))

    def _state(self, questions: list[tuple[str, str]], catalog: Catalog) -> State | None:
        """The last question understood; None for a fragment that leans on nothing known."""
        before: Reading | None = None
        state: State | None = None
        for at, (question, sql) in enumerate(questions):
            state = _read(question, before, catalog, first=at == 0)
            best = state.readings[0] if state and state.readings else None
            before = best if best and sql and best.sql == sql else None
        return state

    def _catalog(self, database: Database) -> Catalog:
        """What is known of a database, kept for the one that was asked last."""
        if self._known is None or self._known[0] is not database:
            self._known = (database, Catalog(database.schema, partial(_rows, database)))
        return self._known[1]

    def _answer(self, message: Message, questions: list[tuple[str, str]], catalog: Catalog) -> str:
        """One sentence from the rows of a function message, or from its error."""
        try:
            given = json.loads(message.content or "")
            columns, rows = given["columns"], given["rows"]
        except (ValueError, KeyError, TypeError):
            return f"The query gave no rows to answer from: {message.content or 'no reply'}"
        state = self._state(questions, catalog)
        best = state.readings[0] if state and state.readings else None
        query = best.query if best else None
        subject = _row_noun(query, catalog) if query else ""
        said = sentence(
            columns, rows, row_count=given.get("row_count"),
            truncated=bool(given.get("truncated")), subject=subject,
        )  # fmt: skip
        tie = _tie(query, catalog) if query else ""
        return f"{said} {tie}" if tie else said


def _rows(database: Database, sql: str, max_rows: int) -> Sequence[Sequence[Any]]:
    return database.query(sql, max_rows=max_rows, timeout=_PATIENCE).rows


def _questions(messages: Sequence[Message]) -> list[tuple[str, str]]:
    """The questions of a conversation, each with the last SQL that was called for it."""
    found: list[tuple[str, str]] = []
    for message in messages:
        if message.role == "user":
            found.append((message.content or "", ""))
        for call in message.calls if found else ():
            with suppress(ValueError, AttributeError):
                sql = json.loads(call.arguments).get("query", "")
                found[-1] = (found[-1][0], sql)
    return found


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


def _row_noun(query: Query, catalog: Catalog) -> str:
    """What a row of the result is, in the singular; "" where the headings say it better."""
    if query.group:
        return group_noun(query, catalog)
    return "" if query.distinct else noun(query.subject or query.table, catalog, many=False)


def _total(query: Query, catalog: Catalog) -> int | None:
    """How many rows there are without the limit."""
    if query.limit is None or query.partition:
        return None
    whole = to_sql(replace(query, limit=None, order=()), catalog, catalog.schema.dialect)
    rows = catalog.rows(f"SELECT COUNT(*) FROM ({whole}) AS rows_found")
    return next((row[0] for row in rows), None)


def _tie(query: Query, catalog: Catalog) -> str:
    """What is said of rows that share the last place within the limit."""
    if not query.limit or not query.order or query.partition or not query.shown:
        return ""
    by = query.order[0].by
    if by not in query.shown:
        return ""
    at = query.shown.index(by)
    probe = replace(query, limit=query.limit + _TIES)
    with suppress(FunctionError):
        rows = list(catalog.rows(to_sql(probe, catalog, catalog.schema.dialect)))
        if len(rows) <= query.limit or rows[query.limit][at] != rows[query.limit - 1][at]:
            return ""
        value = rows[query.limit][at]
        same = [row for row in rows if row[at] == value]
        place = 1 + sum(1 for row in rows[: query.limit] if row[at] != value)
        names = [_named(row, query, catalog) for row in same]
        return tied(names, value, place)
    return ""


def _named(row: Sequence[Any], query: Query, catalog: Catalog) -> str:
    texts = [
        str(cell)
        for cell, value in zip(row, query.shown, strict=True)
        if not isinstance(value, Measure) and cell is not None and value != query.order[0].by
    ]
    return " ".join(texts[:2] if len(texts) > 1 and isinstance(row[0], str) else texts[:1])
