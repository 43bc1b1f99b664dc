"""Every error of sqlagent, by who can put it right.

    SQLAgentError
    ├── DatabaseError              no such file, not a database, cannot connect: the person
    ├── ModelError                 could not be reached, or no usable reply: the person
    │   └── MissingKeyError        no key: names the variable to set, and --model offline
    ├── QuestionsError             a file of questions or outcomes, file and line: the person
    ├── FunctionError              the model: its text goes back as a function message
    │   ├── FunctionCallError      an unknown function, or malformed arguments
    │   ├── UnsafeQueryError       the guard or the engine's lock refused
    │   └── QueryError             the engine's own words, with the nearest names
    │       └── QueryTimeoutError  stopped at the deadline
    └── MaxTurnsError              no answer within the turns allowed; carries the messages

Each message is one sentence that says what happened and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlagent.messages import Message


class SQLAgentError(Exception):
    """The base of every error that sqlagent raises; it reads as one line."""

    def __str__(self) -> str:
        return " ".join(super().__str__().splitlines())  # a name or a path may hold several


class DatabaseError(SQLAgentError):
    """A database that cannot be opened, or that stopped being readable."""


class ModelError(SQLAgentError):
    """A model that could not be reached or gave no usable reply."""


class MissingKeyError(ModelError):
    """A hosted model was asked for, and there is no key for it."""


class QuestionsError(SQLAgentError):
    """A file of questions, or of what came of them, that cannot be read or written."""


class FunctionError(SQLAgentError):
    """A function call that failed in a way its caller, the model, can put right."""


class FunctionCallError(FunctionError):
    """A call of a function that does not exist, or with arguments that do not fit it."""


class UnsafeQueryError(FunctionError):
    """A statement that was refused because it may do more than read."""


class QueryError(FunctionError):
    """A statement that the database could not run."""


class QueryTimeoutError(QueryError):
    """A statement that was stopped at its deadline."""


class MaxTurnsError(SQLAgentError):
    """The model reached no answer; ``messages`` is the conversation up to then."""

    def __init__(self, text: str, messages: tuple[Message, ...] = ()) -> None:
        super().__init__(text)
        self.messages = messages
