"""What a model may call: a specification for it to read, and its call turned into a value.

``AskDatabase`` is the function the agent exists for. It holds the database itself, so that a
model that reads a schema as data needs no words about it. ``PythonFunction`` is any annotated
Python function offered beside it. Arguments are JSON and are never evaluated.
"""

from __future__ import annotations

import inspect
import json
import re
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal, Protocol, Union, get_args, get_origin, get_type_hints

from sqlagent import prompts
from sqlagent.database import Database
from sqlagent.errors import FunctionCallError
from sqlagent.messages import FunctionCall

ASK_DATABASE = "ask_database"

_SIMPLE: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


class Function(Protocol):
    """What a model is told of a function; ``parameters`` is a JSON schema of its arguments."""

    @property
    def name(self) -> str: ...

    @property
    def description(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...


class AskDatabase:
    """One SQL query over ``database``, with its schema in the description."""

    name = ASK_DATABASE
    parameters: Mapping[str, Any] = {
        "type": "object",
        "properties": {"query": {"type": "string", "description": prompts.QUERY}},
        "required": ["query"],
    }

    def __init__(self, database: Database) -> None:
        self.database = database

    @cached_property
    def description(self) -> str:
        return prompts.ask_database(self.database.schema)

    def parse(self, call: FunctionCall) -> str:
        """The SQL that ``call`` asks to run; ``FunctionCallError`` where it holds none."""
        query = arguments(call).get("query")
        if not isinstance(query, str) or not query.strip():
            raise FunctionCallError(
                f'the arguments of {call.name} must be {{"query": "{prompts.QUERY}"}}'
            )
        return _unfenced(query)


class PythonFunction:
    """A Python function or method as a model sees it: name, docstring and annotated parameters.

    Parameters may be str, int, float, bool, list, dict or Literal, and any of these or None;
    ``Annotated[str, "a city"]`` describes one. Raises ``TypeError`` for what has no name that can
    be called, or parameters that cannot be given by name, or must be awaited.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.name = getattr(function, "__name__", "")
        if not re.fullmatch(r"[A-Za-z_]\w{0,63}", self.name, re.ASCII):
            raise TypeError(f"{function!r} is no function with a name; define one with def")
        if inspect.iscoroutinefunction(function):
            raise TypeError(f"{self.name} must be awaited; give a function that returns its value")
        self.description = inspect.getdoc(function) or ""
        self.signature = inspect.signature(function)
        hints = get_type_hints(function, include_extras=True)
        properties = {}
        for name, parameter in self.signature.parameters.items():
            if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
                raise TypeError(f"{self.name}: parameter {name} cannot be given by name")
            properties[name] = _json_schema(hints.get(name, Any))
        self.parameters: Mapping[str, Any] = {
            "type": "object",
            "properties": properties,
            "required": [
                name
                for name, parameter in self.signature.parameters.items()
                if parameter.default is parameter.empty
            ],
        }

    def __call__(self, given: inspect.BoundArguments) -> str:
        """What the function returns, as text: a string as it is, anything else as JSON."""
        value = self.function(*given.args, **given.kwargs)
        return value if isinstance(value, str) else json.dumps(value, default=str)

    def parse(self, call: FunctionCall) -> inspect.BoundArguments:
        """The arguments of ``call``; ``FunctionCallError`` where they do not fit."""
        given = arguments(call)
        properties = self.parameters["properties"]
        try:
            bound = self.signature.bind(**given)
        except TypeError as error:
            raise FunctionCallError(f"{self.name}: {error}") from None
        for name, value in given.items():
            if not _fits(value, properties[name]):
                wanted = json.dumps(properties[name])
                raise FunctionCallError(f"{self.name}: {name} must fit {wanted}")
        return bound


def arguments(call: FunctionCall) -> dict[str, Any]:
    """The arguments of ``call``; ``FunctionCallError`` where they are not a JSON object."""
    try:
        given = json.loads(_unfenced(call.arguments) or "{}", strict=False)
    except (ValueError, RecursionError) as error:
        raise FunctionCallError(f"the arguments of {call.name} are not JSON: {error}") from None
    if not isinstance(given, dict):
        raise FunctionCallError(f"the arguments of {call.name} must be a JSON object")
    return given


def _unfenced(text: str) -> str:
    """``text`` without the Markdown fence that a model may have put around it."""
    fenced = re.fullmatch(r"\s*```[^\n`]*\n(.*?)\s*```\s*", text, re.DOTALL)
    return fenced[1] if fenced else text


def _json_schema(hint: Any) -> dict[str, Any]:
    origin, args = get_origin(hint), get_args(hint)
    if hint in _SIMPLE:
        return {"type": _SIMPLE[hint]}
    if origin is Literal:
        return {"enum": list(args)}
    if origin is Annotated:
        words = " ".join(one for one in args[1:] if isinstance(one, str))
        return {**_json_schema(args[0]), **({"description": words} if words else {})}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_json_schema(one) for one in args]}
    if hint is type(None):
        return {"type": "null"}
    if origin in (list, Sequence) or hint is list:
        return {"type": "array", **({"items": _json_schema(args[0])} if args else {})}
    return {"type": "object"} if origin in (dict, Mapping) or hint is dict else {}


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Does ``value`` fit a schema that ``_json_schema`` made?"""
    if "enum" in schema:
        return value in schema["enum"]
    if "anyOf" in schema:
        return any(_fits(value, one) for one in schema["anyOf"])
    match schema.get("type"):
        case None:
            return True
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case "array":
            items = schema.get("items", {})
            return isinstance(value, list) and all(_fits(one, items) for one in value)
        case kind:
            python = {"string": str, "boolean": bool, "null": type(None), "object": dict}
            return isinstance(value, python[kind])
