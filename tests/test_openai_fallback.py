"""Calls that a model writes as words, told apart from words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import pytest
from hosted import ASK, QUESTION, SQL

from sqlagent.messages import FunctionCall, Message, assistant, function_message
from sqlagent.models.openai import fallback

FIRST = FunctionCall("ask_database", '{"query": "SELECT 1"}', "a")


def written(sql: str = SQL) -> Iterator[str]:
    """The ways in which models write a call as words."""
    arguments = {"query": sql}
    call = {"name": "ask_database", "arguments": arguments}
    yield f"```sql\n{sql}\n```"
    yield f"{sql};"
    yield sql
    yield f"SQLQuery: {sql}"
    yield f"-- all of them\n{sql}"
    yield json.dumps(arguments)
    yield f"```json\n{json.dumps(arguments)}\n```"
    yield json.dumps(call)
    yield json.dumps({"name": "ask_database", "arguments": json.dumps(arguments)})
    yield json.dumps([{"name": "ask_database", "parameters": arguments}])
    yield json.dumps({"function": call})
    yield f"<tool_call>\n{json.dumps(call)}\n</tool_call>"
    yield f"<function=ask_database>{json.dumps(arguments)}</function>"
    yield f"<|python_tag|>{json.dumps({'name': 'ask_database', 'parameters': arguments})}"
    yield f"[TOOL_CALLS] {json.dumps([call])}"


AROUND = (
    f"You can use this query:\n\n```sql\n{SQL};\n```\n\nIt lists the artists.",
    f"{SQL};\n\nThis lists the artists.",
)
ROWS = (*QUESTION, assistant(None, FIRST), function_message(FIRST, '{"rows": [[1]]}'))
FAILED = (*ROWS[:-1], function_message(FIRST, '{"error": "no such column"}'))


def queries(content: str, messages: Sequence[Message], function_call: str = "auto") -> list[str]:
    """The queries that ``content`` is taken for."""
    message = fallback.repaired(assistant(content), messages, (ASK,), function_call)
    assert message.content == content
    return [json.loads(call.arguments)["query"].rstrip(";") for call in message.calls]


@pytest.mark.parametrize("content", [*written()])
def test_a_call_written_as_words_is_a_call(content: str) -> None:
    for messages in (QUESTION, ROWS, FAILED):
        assert [each[-len(SQL) :] for each in queries(content, messages)] == [SQL]
    assert queries(content, QUESTION, "ask_database")
    assert not queries(content, QUESTION, "none")
    assert not queries(content, QUESTION, "another_function")


@pytest.mark.parametrize("content", AROUND)
def test_words_around_a_query_are_an_answer_only_once_there_are_rows(content: str) -> None:
    assert queries(content, QUESTION) == queries(content, FAILED) == [SQL]
    assert queries(content, ROWS) == []


@pytest.mark.parametrize(
    "content", ["```sql\nselect 1;\n```", "SELECT  1", '{"query": "SELECT 1"}']
)
def test_the_query_that_was_just_run_is_an_answer(content: str) -> None:
    assert queries(content, ROWS) == queries(content, FAILED) == []


@pytest.mark.parametrize(
    "content",
    [
        "There are five artists.",
        "With 213 tracks, Iron Maiden has the most.",
        "with 213 tracks, Iron Maiden has the most",
        "Select the album you mean: Ten or Vs.?",
        "Select one of the albums",
        "Do you mean sales or tracks?",
        "Either of these:\n```sql\nSELECT 1\n```\nor\n```sql\nSELECT 2\n```",
        "```python\nprint('SELECT 1')\n```",
        '{"answer": 5}',
        '{"name": "AC/DC", "arguments": 5}',
        "[1, 2]",
    ],
)
def test_words_are_words(content: str) -> None:
    assert queries(content, QUESTION) == []
