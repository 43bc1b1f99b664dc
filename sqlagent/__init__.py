"""Ask a database a question in plain words.

    import sqlagent
    answer = sqlagent.ask("top 5 artists")

Names are imported when they are first used, so that ``import sqlagent`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os

    import sqlalchemy

    from sqlagent.agent import Agent
    from sqlagent.answer import Answer, Note
    from sqlagent.database import Database, sample_path
    from sqlagent.errors import (
        DatabaseError,
        FunctionCallError,
        FunctionError,
        MaxTurnsError,
        MissingKeyError,
        ModelError,
        QueryError,
        QueryTimeoutError,
        SQLAgentError,
        UnsafeQueryError,
    )
    from sqlagent.messages import FunctionCall, Message, Usage
    from sqlagent.models import Model, get_model
    from sqlagent.result import Result
    from sqlagent.schema import Column, ForeignKey, Schema, Table

__all__ = [
    "Agent",
    "Answer",
    "Column",
    "Database",
    "DatabaseError",
    "ForeignKey",
    "FunctionCall",
    "FunctionCallError",
    "FunctionError",
    "MaxTurnsError",
    "Message",
    "MissingKeyError",
    "Model",
    "ModelError",
    "Note",
    "QueryError",
    "QueryTimeoutError",
    "Result",
    "SQLAgentError",
    "Schema",
    "Table",
    "UnsafeQueryError",
    "Usage",
    "ask",
    "get_model",
    "sample_path",
]

_ROOMS = ("errors", "messages", "result", "schema", "answer", "database", "models", "agent")


def __getattr__(name: str) -> Any:
    for room in _ROOMS if name in __all__ else ():
        module = import_module(f"{__name__}.{room}")
        if hasattr(module, name):
            return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def ask(
    question: str,
    database: str | os.PathLike[str] | sqlalchemy.Engine | Database | None = None,
    *,
    model: str | Model | None = None,
) -> Answer:
    """The answer to ``question`` about ``database``, the bundled sample where none is given.

    ``database`` is a path, a URL, an SQLAlchemy engine or a ``Database``; ``model`` a model or
    the name of one, chosen by ``get_model`` where none is given.

    Raises ``DatabaseError`` for a database that cannot be opened, ``ModelError`` for a model
    that cannot answer and ``MaxTurnsError`` for one that reaches no answer.
    """
    from sqlagent.agent import Agent
    from sqlagent.database import Database, sample_path
    from sqlagent.models import get_model

    chosen = get_model(model) if model is None or isinstance(model, str) else model
    if isinstance(database, Database):
        return Agent(database, chosen).ask(question)
    with Database(sample_path() if database is None else database) as opened:
        return Agent(opened, chosen).ask(question)
