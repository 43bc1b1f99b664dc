"""The run: each question is asked, and judged by the rows of its gold.

The golds pass the same door as the model's SQL. What is wrong with a gold is found before its
question is asked, so that nobody pays for an answer that cannot be judged.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlagent import prompts
from sqlagent.agent import Agent
from sqlagent.answer import Answer
from sqlagent.database import Database, Result
from sqlagent.errors import FunctionError, MaxTurnsError, ModelError, QueryError
from sqlagent.evaluate.judge import right
from sqlagent.evaluate.outcomes import Outcome
from sqlagent.evaluate.questions import Question
from sqlagent.functions import ASK_DATABASE
from sqlagent.messages import FunctionCall, Message, Usage, function_message, system, user
from sqlagent.models import Model

MAX_ROWS = 100_000
"""Rows of a query; a gold that has more cannot be judged."""

FAILURES = 3
"""Questions in a row without a usable reply, after which the model is given up."""


class Run:
    """Questions put to a model, one after the other.

    ``sources`` has a path or URL for the ``db`` of every question; ``label`` is what outcomes
    call the model, and ``timeout``, in seconds, when a query is stopped. With ``golden`` a
    follow-up comes after the gold of the question before it, not after the model's own answer.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        sources: Mapping[str, str],
        model: Model,
        *,
        label: str,
        timeout: float = 10.0,
        golden: bool = False,
    ) -> None:
        self._questions = {question.id: question for question in questions}
        self._followed = {question.after for question in questions}
        self._sources = sources
        self._model = model
        self._label = label
        self._timeout = timeout
        self._golden = golden
        self._said: dict[str, tuple[Message, ...]] = {}

    def outcomes(self, known: Sequence[Outcome] = ()) -> Iterator[Outcome]:
        """What comes of each question, as it comes, but for those whose outcome is ``known``.

        Raises ``ModelError`` where the model gives no usable reply to FAILURES questions in a
        row, or to none at all, and ``DatabaseError`` for a database that cannot be read.
        """
        self._said |= {outcome.id: outcome.messages for outcome in known if outcome.messages}
        done = {outcome.id for outcome in known}
        # All of a database together, in the order in which the databases first come.
        order = {db: at for at, db in enumerate(dict.fromkeys(map(_db, self._questions.values())))}
        left = [question for question in self._questions.values() if question.id not in done]
        left.sort(key=lambda question: order[question.db])
        replied, failures = False, 0
        for db, asked in groupby(left, key=_db):
            with Database(self._sources[db], max_rows=MAX_ROWS, timeout=self._timeout) as database:
                agent = Agent(database, self._model)
                for question in asked:
                    outcome = self._outcome(question, agent)
                    failures = failures + 1 if outcome.unjudged == "model" else 0
                    replied = replied or not outcome.unjudged
                    yield outcome
                    if failures == FAILURES:
                        raise ModelError(outcome.error)
        if failures and not replied:
            raise ModelError(outcome.error)

    def _outcome(self, question: Question, agent: Agent) -> Outcome:
        readings = filter(None, (question.gold_sql, *question.alt_sql))
        try:
            golds = {sql: _gold(agent.database, sql) for sql in readings}
            before = self._before(question, agent)
        except FunctionError as error:
            return Outcome.of(question, self._label, right=False, error=str(error), unjudged="gold")
        start = time.perf_counter()
        came: dict[str, Any] = {"right": False}
        messages: tuple[Message, ...] = ()
        try:
            answer = agent.ask(question.words, after=before)
        except ModelError as error:
            came |= {"error": str(error), "unjudged": "model"}
        except MaxTurnsError as error:
            messages = error.messages
            came |= {"error": str(error)}
        else:
            messages = answer.messages
            came |= {"sql": answer.sql, "text": answer.text}
        came["seconds"] = round(time.perf_counter() - start, 4)
        if "sql" in came:
            came["right"] = right(question, answer.result, golds.__getitem__)
            if question.id in self._followed:
                came["messages"] = self._said[question.id] = messages
        came |= _counted(messages[len(before.messages) if before else 0 :])
        return Outcome.of(question, self._label, **came)

    def _before(self, question: Question, agent: Agent) -> Answer | None:
        """What a follow-up follows; None where nothing was answered, and it stands alone."""
        if question.after is None:
            return None
        earlier = self._questions[question.after]
        if self._golden and earlier.gold_sql:
            before = self._before(earlier, agent)
            instructions = system(prompts.instructions(agent.database.dialect, date.today()))
            call = FunctionCall(ASK_DATABASE, json.dumps({"query": earlier.gold_sql}))
            return _after((
                *(before.messages if before else [instructions]),
                user(earlier.words),
                Message("assistant", calls=(call,)),
                function_message(call, prompts.rows(_gold(agent.database, earlier.gold_sql))),
            ))  # fmt: skip
        said = self._said.get(question.after)
        return _after(said) if said else None


def _db(question: Question) -> str:
    return question.db


def _gold(database: Database, sql: str) -> Result:
    """The rows of a gold; ``FunctionError`` where it fails or has too many to be judged."""
    result = database.query(sql)
    if result.truncated:
        raise QueryError(result.cut)
    return result


def _after(messages: tuple[Message, ...]) -> Answer:
    """An answer that is no more than the conversation up to it."""
    return Answer("", "", None, None, (), messages, "", 0)


def _counted(messages: Sequence[Message]) -> dict[str, int]:
    """The model's turns, and its tokens where it counts them."""
    turns = sum(message.role == "assistant" for message in messages)
    counted = [message.usage for message in messages if message.usage]
    if not counted:
        return {"turns": turns}
    usage = sum(counted, Usage())
    return {
        "turns": turns,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
    }
