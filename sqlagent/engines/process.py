"""A DB-API module whose connections live in a child process that can be killed.

SQLAlchemy takes it as the driver of its SQLite dialect: ``create_engine(module=process)``. A
statement that passes its deadline is interrupted by SQLite itself; one that SQLite cannot
interrupt ends with its process, GRACE seconds later, and the next statement gets a new one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from sqlite3 import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    Warning,
    apilevel,
    paramstyle,
    sqlite_version,
    sqlite_version_info,
    threadsafety,
)
from typing import Any

from sqlagent.engines.hiding import Hidden
from sqlagent.engines.worker import Process

__all__ = [
    "DataError", "DatabaseError", "Error", "IntegrityError", "InterfaceError", "InternalError",
    "NotSupportedError", "OperationalError", "ProgrammingError", "Warning", "apilevel", "connect",
    "paramstyle", "sqlite_version", "sqlite_version_info", "threadsafety",
]  # fmt: skip

GRACE = 0.4
"""Seconds that SQLite has, past a deadline, to end a statement by itself."""

LONGEST_START = 20.0


class Connection:
    """A connection as SQLAlchemy sees it, to one child, begun anew where that has ended.

    One thread at a time may use it, and it runs one statement at a time.
    """

    def __init__(self, path: Path, memory: int, hidden: Hidden | None = None) -> None:
        self._path = path
        self._memory = memory
        self._hidden = hidden or {}
        self._seconds = LONGEST_START
        self._process = self._start()

    @property
    def pid(self) -> int:
        """The number of the child in the system."""
        return self._process.pid

    def allow(self, seconds: float) -> None:
        """Let the next statements take ``seconds`` each."""
        self._seconds = seconds

    def describe(self, seconds: float) -> Any:
        """What ``engines.describe.describe`` says of the file."""
        return self._ask("describe", seconds, seconds=seconds)["description"]

    def contained(self, candidates: Sequence[Sequence[str]], seconds: float) -> list[bool | None]:
        """What ``engines.describe.contained`` says of the candidates."""
        request = {"candidates": candidates, "seconds": seconds}
        verdicts: list[bool | None] = self._ask("contained", seconds, **request)["verdicts"]
        return verdicts

    def concealed(self, views: Sequence[str], seconds: float) -> dict[str, list[str] | None]:
        """What ``engines.hiding.Hiding.concealed`` says."""
        request = {"views": views, "seconds": seconds}
        hidden: dict[str, list[str] | None] = self._ask("concealed", seconds, **request)["hidden"]
        return hidden

    def query(self, sql: str) -> dict[str, Any]:
        """Run a statement: its ``columns`` and its first ``rows``, and whether that is ``done``."""
        self.deadline = time.monotonic() + self._seconds
        return self._ask("query", self._seconds, sql=sql, seconds=self._seconds)

    def more(self) -> dict[str, Any]:
        """The next rows. A child that has ended took them along: that is an error."""
        self._process.send("more")
        return self._process.receive(self.deadline - time.monotonic() + GRACE)

    def end(self) -> None:
        """Let go of the statement that runs."""
        if self._process.usable:
            self._ask("end", LONGEST_START)

    def cursor(self) -> Cursor:
        return Cursor(self)

    def commit(self) -> None:
        """Nothing: there is nothing to write."""

    rollback = commit

    def create_function(self, *args: object, **kwargs: object) -> None:
        """Nothing: functions written in Python run outside every limit."""

    def close(self) -> None:
        self._process.end()

    def _start(self) -> Process:
        process = Process(self._path, self._memory)
        process.send("open", hidden=self._hidden)
        return process

    def _ask(self, do: str, patience: float, **request: Any) -> dict[str, Any]:
        if not self._process.usable:
            self._process.end()
            self._process = self._start()
        if not self._process.opened:
            self._process.receive(LONGEST_START)
            self._process.opened = True
        self._process.send(do, **request)
        return self._process.receive(patience + GRACE)


connect = Connection


class Cursor:
    """What PEP 249 wants of a cursor, as far as a reader goes."""

    rowcount = -1
    lastrowid = None
    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Iterator[Sequence[Any]] = iter(())
        self.description: Sequence[tuple[Any, ...]] | None = None
        self._done = True

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        reply = self._connection.query(sql)
        if reply["columns"] is not None:
            self.description = [(name, *[None] * 6) for name in reply["columns"]]
        self._rows = self._all(reply)
        return self

    def _all(self, reply: dict[str, Any]) -> Iterator[Sequence[Any]]:
        while True:
            self._done = reply["done"]
            yield from map(tuple, reply["rows"])
            if self._done:
                return
            reply = self._connection.more()

    def __iter__(self) -> Iterator[Sequence[Any]]:
        return self._rows

    def fetchone(self) -> Sequence[Any] | None:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[Sequence[Any]]:
        return list(islice(self._rows, size))

    def fetchall(self) -> list[Sequence[Any]]:
        return list(self._rows)

    def close(self) -> None:
        self._rows = iter(())
        if not self._done:
            self._done = True
            self._connection.end()
