"""The door: the only way SQL reaches an engine.

``Database.query`` applies every lock itself, so that no caller can forget one: the guard, for
reasons a model can act on; the engine's own lock, for safety where the guard has a hole; a
deadline and caps, for patience. The text runs as it was written and is never rendered anew.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from sqlagent import guard, sqltree
from sqlagent.engines import faults, process, sqlite
from sqlagent.engines.locate import locate
from sqlagent.errors import DatabaseError, QueryError, QueryTimeoutError
from sqlagent.names import nearest
from sqlagent.result import Result, collect
from sqlagent.schema import Schema
from sqlagent.schema.described import to_schema
from sqlagent.schema.hiding import Hidden, named, without

if TYPE_CHECKING:
    import sqlalchemy

__all__ = ["Database", "Result", "sample_path"]

CONNECTIONS = 4
"""How many statements run at once; with process isolation each has a process of its own."""


def sample_path() -> Path:
    """The bundled sample database."""
    here = Path(__file__).parent
    packaged = here / "chinook.db"
    return packaged if packaged.exists() else here.parent / "data" / "chinook.db"


class Database:
    """A database opened for reading, with the locks that every query passes.

    ``source`` is a path, an SQLAlchemy URL (``sqlite:///shop.sqlite``) or an SQLAlchemy engine;
    an engine's in-memory database is copied into a private file, removed at ``close``.
    ``max_rows`` caps the rows of a query and ``timeout``, in seconds, the time it may take.
    Only ``tables`` can be seen, where they are given, and nothing of ``hide``, which names a
    ``Table`` or a ``Table.Column``: it is absent from the schema, and no SQL reaches it.

    With ``isolation="process"`` statements run in child processes, at most CONNECTIONS of them,
    each limited to ``max_memory`` megabytes (on Linux; macOS and Windows have no such limit)
    and killed where SQLite does not stop by itself. ``isolation="thread"`` runs them in this
    process: quicker to begin with, but a statement that keeps SQLite busy within one step (a
    huge ``printf``, ``instr`` or ``LIKE``, or a view that is endless to prepare) cannot be
    stopped, and nothing but SQLite's own limits bounds its memory.

    Raises ``DatabaseError`` where it cannot be opened. Several threads may use it at once.
    """

    dialect = "sqlite"

    def __init__(
        self,
        source: str | os.PathLike[str] | sqlalchemy.Engine,
        *,
        max_rows: int = 1000,
        timeout: float = 10.0,
        tables: Sequence[str] | None = None,
        hide: Sequence[str] = (),
        isolation: Literal["process", "thread"] = "process",
        max_memory: int = 512,
    ) -> None:
        _check_limits(max_rows, timeout)
        if isolation not in ("process", "thread"):
            raise ValueError(f"isolation is {isolation!r} and must be 'process' or 'thread'")
        self.max_rows = max_rows
        self.timeout = timeout
        self.path, private = locate(source)
        self._remove = weakref.finalize(self, _remove, self.path, os.getpid()) if private else None
        self._isolation = isolation
        self._max_memory = max_memory
        self._hidden: Hidden = {}
        self._schema: Schema | None = None
        self._describing = Lock()
        self._closed = False
        with self._file():
            # The first child gets ready while SQLAlchemy is being imported.
            self._ready = [self._connect()]
            from sqlagent.engines.pool import Pool

            module = process if isolation == "process" else sqlite3
            self._pool = Pool("sqlite://", module, self._take, CONNECTIONS)
            if tables is not None or hide:
                self._conceal(tables, hide)
            with self._pool.driver():  # raises what opening the file raises
                pass

    def __repr__(self) -> str:
        return f"Database({str(self.path)!r})"

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, of every connection to it and of their processes."""
        self._closed = True
        self._pool.close()
        if self._remove:
            self._remove()

    @property
    def schema(self) -> Schema:
        """What the database holds, read on first need.

        Raises ``DatabaseError`` where the file cannot be read.
        """
        with self._describing:
            if self._schema is None:
                with self._file(), self._pool.driver() as driver:
                    self._schema = to_schema(driver.describe(self.timeout), self._contained)
            return self._schema

    def query(
        self, sql: str, *, max_rows: int | None = None, timeout: float | None = None
    ) -> Result:
        """The rows of one statement that reads.

        ``max_rows`` and ``timeout`` (seconds) may only lower the database's own. Raises
        ``UnsafeQueryError`` for a statement that was refused, ``QueryError`` for one that
        failed, ``QueryTimeoutError`` for one that was stopped, and ``DatabaseError`` for a file
        that can no longer be read.
        """
        guard.check(sql, self.dialect)
        rows = self.max_rows if max_rows is None else min(max_rows, self.max_rows)
        seconds = self.timeout if timeout is None else min(timeout, self.timeout)
        _check_limits(rows, seconds)
        deadline = time.monotonic() + seconds
        try:
            with self._pool.running(sql, seconds) as cursor:
                columns = [column[0] for column in cursor.description]
                return collect(columns, cursor, rows)
        except faults.RAISED as error:
            fault = self._fault(error, sql, seconds)
            if isinstance(fault, QueryTimeoutError) and time.monotonic() < deadline:
                # In a thread SQLite looks at the clock by way of Python, and swallows a Ctrl-C
                # that is met there.
                raise KeyboardInterrupt from None
            raise fault from None

    def _fault(self, error: Exception, sql: str, seconds: float) -> Exception:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            return QueryTimeoutError(f"stopped after {seconds:g} s; ask for less at once")
        fault = faults.of_query(error, self.path)
        if not isinstance(fault, QueryError):
            return fault
        return QueryError(str(fault) + self._nearest(str(fault), sql))

    def _nearest(self, words: str, sql: str) -> str:
        """The names that were perhaps meant, for an error that complains of one."""
        missing = re.match(r"no such (column|table): (?:.*\.)?(.+)", words)
        if missing is None:
            return ""
        kind, name = missing.groups()
        try:
            schema = self.schema
        except DatabaseError:
            return ""  # a file may be too odd to describe, and yet answer
        if kind == "table":
            near = nearest(name, [table.name for table in schema])
            return f" (there is {', '.join(near)})" if near else ""
        tree = sqltree.parse(sql, self.dialect)
        read = [schema[table] for table in sqltree.table_names(tree) if table in schema]
        hints = (
            (table.name, nearest(name, [column.name for column in table.columns])) for table in read
        )
        said = "; ".join(f"{table} has {', '.join(near)}" for table, near in hints if near)
        return f" ({said})" if said else ""

    def _connect(self) -> sqlite.Connection | process.Connection:
        if self._isolation == "process":
            return process.connect(self.path, self._max_memory, self._hidden)
        return sqlite.connect(self.path, hidden=self._hidden)

    def _take(self) -> sqlite.Connection | process.Connection:
        if self._closed:
            raise DatabaseError(f"{self.path} is closed; open it again")
        with suppress(IndexError):
            return self._ready.pop()
        return self._connect()

    def _conceal(self, tables: Sequence[str] | None, hide: Sequence[str]) -> None:
        """Hide what is named, and see what else goes with it: copies, and views that read it."""
        with closing(self._ready.pop()) as connection:
            schema = to_schema(connection.describe(self.timeout), self._contained)
        try:
            self._hidden = named(schema, tables, hide)
        except KeyError as error:
            raise DatabaseError(error.args[0]) from None
        self._ready.append(self._connect())
        views = [table.name for table in schema if table.kind == "view"]
        self._schema = without(schema, self._ready[0].concealed(views, self.timeout))

    def _contained(self, candidates: Sequence[Sequence[str]], seconds: float) -> list[bool | None]:
        with self._file(), self._pool.driver() as driver:
            verdicts: list[bool | None] = driver.contained(candidates, seconds)
            return verdicts

    @contextmanager
    def _file(self) -> Iterator[None]:
        """What goes wrong in here is the file's fault."""
        try:
            yield
        except faults.RAISED as error:
            raise faults.of_file(error, self.path) from None


def _remove(copy: Path, owner: int) -> None:
    """Remove a private copy, unless this is a process forked from its owner."""
    if os.getpid() == owner:
        copy.unlink(missing_ok=True)


def _check_limits(max_rows: int, timeout: float) -> None:
    if max_rows < 1 or not timeout > 0:
        raise ValueError("max_rows must be at least 1, and timeout more than 0 seconds")
