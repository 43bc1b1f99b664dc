"""What the tests of hosted models share: a question, a function, and one model that is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from endpoint import Endpoint

from sqlagent.messages import Message, system, user
from sqlagent.models.openai import OpenAIModel

KEY = "sk-secret-key-0123456789"
SQL = "SELECT Name FROM Artist"
SCHEMA = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
QUESTION = (system("You know SQL."), user("Which artists?"))


@dataclass(frozen=True)
class Described:
    name: str
    description: str = "Runs a query."
    parameters: Mapping[str, Any] = field(default_factory=lambda: SCHEMA)


ASK = Described("ask_database")


def complete(
    endpoint: Endpoint,
    *turns: Sequence[Message],
    functions: Sequence[Described] = (ASK,),
    function_call: str = "auto",
) -> list[Message]:
    """What one model says to each of ``turns``."""
    model = OpenAIModel("m", base_url=endpoint.url, timeout=5, sleep=lambda _: None)
    try:
        return [model.complete(turn, functions, function_call) for turn in turns]
    finally:
        model.close()
