"""What to make of a reply that writes a call, or its SQL, as words instead of making the call.

Models that were not taught the endpoint's format do so. A reply is taken for a call where it can
hardly be anything else. Once rows have come back it may be the answer, quoting its SQL, and is
one unless it is nothing but a statement that was not run yet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlagent.functions import ASK_DATABASE
from sqlagent.messages import FunctionCall, Message

if TYPE_CHECKING:
    from sqlagent.functions import Function

_SQL_LANGUAGES = {"", "sql", "sqlite", "sqlite3", "postgres", "postgresql", "mysql"}
_FENCE = re.compile(r"```[ \t]*+(\w*+)[^\n]*+\n(.*?)(?:```|\Z)", re.DOTALL)
_TAGGED = re.compile(
    r"<(?:tool_call|function_call|function=(?P<name>[\w.-]+))>(?P<body>.*?)"
    r"(?:</(?:tool_call|function_call|function)>|\Z)"
    r"|\A(?:<\|python_tag\|>|\[TOOL_CALLS\])(?P<rest>.*)",
    re.DOTALL,
)
_STATEMENT = re.compile(
    r"(?:\s|--[^\n]*\n|/\*(?:[^*]|\*(?!/))*+\*/)*+(?:select|with)\b", re.IGNORECASE
)
_LABEL = re.compile(r"(?:sql|sql ?query|query)\s*:\s*", re.IGNORECASE)
_COMMON_TABLE = re.compile(r"\bas\s*(?:not\s+)?(?:materialized\s*)?\(", re.IGNORECASE)
_END = re.compile(r";[ \t]*(?:\n|\Z)")


def repaired(
    message: Message,
    messages: Sequence[Message],
    functions: Sequence[Function],
    function_call: str,
) -> Message:
    """``message`` with the calls its words stand for; itself where they are only words."""
    names = {each.name for each in functions}
    if function_call != "auto":  # "none" is no function's name: it leaves none
        names &= {function_call}
    if message.calls or not message.content or not names:
        return message
    calls = tuple(_written_calls(message.content, names))
    if not calls and ASK_DATABASE in names:
        sql = _written_sql(message.content, messages)
        calls = (_ask(sql),) if sql else ()
    return replace(message, calls=calls) if calls else message


def _ask(sql: str) -> FunctionCall:
    return FunctionCall(ASK_DATABASE, json.dumps({"query": sql}, ensure_ascii=False))


def _written_calls(content: str, names: set[str]) -> Iterator[FunctionCall]:
    """The calls in a model's own tags, or in a JSON object that is the whole reply.

    What a tag holds is meant as a call: the caller's complaint goes back to the model.
    """
    tagged = list(_TAGGED.finditer(content))
    for match in tagged:
        text = match["body"] if match["rest"] is None else match["rest"]
        found = list(_calls_in(_parsed(text), match["name"]))
        meant = match["name"] or (ASK_DATABASE if ASK_DATABASE in names else min(names))
        yield from found or [FunctionCall(meant, text.strip())]
    if not tagged:
        fence = _FENCE.fullmatch(content.strip())
        found = list(_calls_in(_parsed(fence[2] if fence else content), None))
        yield from (call for call in found if call.name in names)


def _calls_in(value: Any, name: str | None) -> Iterator[FunctionCall]:
    """The calls in a JSON value: ``{"name": …, "arguments": …}`` and its variants, or several."""
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            continue
        inner = each.get("function")
        call = inner if isinstance(inner, dict) else each
        named = name or call.get("name") or call.get("function") or call.get("tool")
        keys = ("arguments", "parameters", "args", "input")
        arguments = next((call[key] for key in keys if key in call), each if name else {})
        if isinstance(named, str):
            text = arguments if isinstance(arguments, str) else json.dumps(arguments)
            yield FunctionCall(named, text)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _written_sql(content: str, messages: Sequence[Message]) -> str | None:
    """The one statement that ``content`` wants run."""
    text = content.strip()
    sql, around = _bare(text) if "```" not in text else _fenced(text)
    last = messages[-1] if messages else None
    if sql is None or last is None or last.role != "function":
        return sql
    quotes = (around and not _failed(last)) or _plain(sql) in _run_before(messages)
    return None if quotes else sql


def _failed(message: Message) -> bool:
    value = _parsed(message.content or "")
    return isinstance(value, dict) and set(value) == {"error"}


def _fenced(text: str) -> tuple[str | None, str]:
    """The only statement in a fence, and the words around it; several are examples."""
    statements = [
        body.strip()
        for language, body in _FENCE.findall(text)
        if language.lower() in _SQL_LANGUAGES and _STATEMENT.match(body)
    ]
    if not statements:
        fence = _FENCE.fullmatch(text)
        return (_query_in(fence[2]), "") if fence else (None, text)
    return statements[0] if len(statements) == 1 else None, _FENCE.sub("", text).strip()


def _bare(text: str) -> tuple[str | None, str]:
    """The statement that ``text`` begins with, and what follows it; a sentence is none."""
    label = _LABEL.match(text)
    body = text[label.end() :] if label else text
    if not _STATEMENT.match(body):
        return _query_in(text), ""
    end = _END.search(body)
    sql, rest = (body[: end.end()], body[end.end() :]) if end else (body, "")
    word = body.split(None, 1)[0]
    if end is None and (word in ("Select", "With") or body.endswith((".", "?", "!", ":"))):
        return None, text
    if word.lower() == "with" and not _COMMON_TABLE.search(sql):
        return None, text
    return sql.strip(), rest.strip()


def _query_in(text: str) -> str | None:
    """The SQL of bare arguments: ``{"query": "SELECT …"}`` and nothing else."""
    value = _parsed(text)
    if isinstance(value, dict) and set(value) == {"query"} and isinstance(value["query"], str):
        return value["query"]
    return None


def _run_before(messages: Sequence[Message]) -> set[str]:
    """The statements that the conversation has run, in a form to compare."""
    arguments = (_parsed(call.arguments) for each in messages for call in each.calls)
    queries = (value.get("query") for value in arguments if isinstance(value, dict))
    return {_plain(query) for query in queries if isinstance(query, str)}


def _plain(sql: str) -> str:
    return " ".join(sql.split()).rstrip("; ").lower()
