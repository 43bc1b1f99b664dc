"""A conversation with the offline model, its calls run against the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlagent import Database, Result
from sqlagent.evaluate.judge import holds
from sqlagent.functions import AskDatabase
from sqlagent.messages import Message, function_message, user
from sqlagent.models.offline import OfflineModel


def talk(
    database: Database, *questions: str, confidence: float | None = None, pick: int | None = None
) -> list[Message]:
    """The conversation of some questions, asked one after the other."""
    model = OfflineModel(confidence=confidence, pick=pick)
    functions = [AskDatabase(database)]
    messages: list[Message] = []
    for question in questions:
        messages.append(user(question))
        messages.append(model.complete(messages, functions))
        for call in messages[-1].calls:
            messages.append(function_message(call, _rows(database, call.arguments)))
            messages.append(model.complete(messages, functions))
    return messages


def _rows(database: Database, arguments: str) -> str:
    result = database.query(json.loads(arguments)["query"])
    return json.dumps({
        "columns": result.columns, "rows": result.rows,
        "row_count": len(result.rows), "truncated": result.truncated,
    })  # fmt: skip


def found(messages: list[Message]) -> Sequence[Sequence[Any]]:
    """The rows that the last query of a conversation gave."""
    replies = [message for message in messages if message.role == "function"]
    assert replies, messages[-1].content
    rows = json.loads(replies[-1].content or "")["rows"]
    return [tuple(row) for row in rows]


def shows(messages: list[Message], rows: Sequence[Sequence[Any]], *, ordered: bool = False) -> bool:
    """Whether the last query gave these rows, beside a column or two that were not asked for."""
    want, given = (Result(_columns(r), tuple(map(tuple, r))) for r in (rows, found(messages)))
    return holds(want, given, ordered=ordered, further=2)


def _columns(rows: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    return tuple(map(str, range(len(rows[0]) if rows else 0)))
