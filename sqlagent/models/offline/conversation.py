"""A conversation as the offline model sees it: each question with the SQL that answered it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from sqlagent.messages import Message

_NUMBER = re.compile(r"\W*(?:(?:number|no\.?|option|reading|the)\s*)?([1-9])\W*")


class Turn(NamedTuple):
    """A question of a conversation, and the SQL that gave its rows, "" where none did."""

    question: str
    sql: str = ""


def turns(messages: Sequence[Message], is_aside: Callable[[str], bool]) -> list[Turn]:
    """The turns of a conversation; the last may be an aside, others that are one are left out."""
    found: list[Turn] = []
    called = ""
    for message in messages:
        if message.role == "user":
            found.append(Turn(message.content or ""))
        called = sql_of(message) or called
        if message.role == "function" and found and called and result_of(message) is not None:
            found[-1] = found[-1]._replace(sql=called)
    last = len(found) - 1
    return [
        turn
        for at, turn in enumerate(found)
        if turn.sql or at == last or _NUMBER.fullmatch(turn.question) or not is_aside(turn.question)
    ]


def chosen(found: list[Turn]) -> tuple[list[Turn], int]:
    """The turns up to the question of which the last turn chooses a reading, and its number.

    All turns and 0 where it is no number, or where the question before it was answered.
    """
    number = _NUMBER.fullmatch(found[-1].question.lower())
    before = found[:-1]
    while before and _NUMBER.fullmatch(before[-1].question.lower()):
        before = before[:-1]
    return (before, int(number[1])) if number and before and not before[-1].sql else (found, 0)


def sql_of(message: Message) -> str:
    """The SQL that a message calls for, "" where it calls for none."""
    sql = ""
    for call in message.calls:
        with suppress(ValueError, AttributeError):
            sql = json.loads(call.arguments).get("query", "")
    return sql if isinstance(sql, str) else ""


def result_of(message: Message) -> dict[str, Any] | None:
    """What a function message tells of rows, None where it holds an error."""
    given = _parsed(message)
    return given if isinstance(given, dict) and "error" not in given else None


def error_of(message: Message) -> str:
    """Why a function message holds no rows."""
    given = _parsed(message)
    error = given.get("error") if isinstance(given, dict) else message.content
    return error or "the reply holds none"


def _parsed(message: Message) -> object:
    with suppress(ValueError):
        return json.loads(message.content or "")
    return None
