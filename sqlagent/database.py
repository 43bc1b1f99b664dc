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
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import cast

import sqlalchemy
from sqlalchemy.exc import DBAPIError

from sqlagent import guard, sqltree
from sqlagent.engines import describe, faults, sqlite
from sqlagent.engines.locate import locate
from sqlagent.errors import QueryError, QueryTimeoutError
from sqlagent.result import Result, collect
from sqlagent.schema import Schema, nearest
from sqlagent.schema.described import to_schema

__all__ = ["Database", "Result", "sample_path"]


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

    Raises ``DatabaseError`` where it cannot be opened. Several threads may use it at once.
    """

    dialect = "sqlite"

    def __init__(
        self,
        source: str | os.PathLike[str] | sqlalchemy.Engine,
        *,
        max_rows: int = 1000,
        timeout: float = 10.0,
    ) -> None:
        if max_rows < 1 or timeout <= 0:
            raise ValueError("max_rows must be at least 1, and timeout more than 0 seconds")
        self.max_rows = max_rows
        self.timeout = timeout
        self.path, private = locate(source)
        self._remove = weakref.finalize(self, self.path.unlink, missing_ok=True) if private else int
        self._engine = sqlalchemy.create_engine(
            "sqlite://",
            creator=partial(sqlite.connect, self.path),
            poolclass=sqlalchemy.QueuePool,
            max_overflow=-1,
        )
        self._schema: Schema | None = None
        self._describing = Lock()
        with self._reading():
            pass

    def __repr__(self) -> str:
        return f"Database({str(self.path)!r})"

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and of every connection to it."""
        self._engine.dispose()
        if self._remove:
            self._remove()

    @property
    def schema(self) -> Schema:
        """What the database holds, read on first need.

        Raises ``DatabaseError`` where the file cannot be read.
        """
        with self._describing:
            if self._schema is None:
                with self._reading() as connection:
                    self._schema = to_schema(describe.describe(connection), self._contained)
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
        seconds = min(timeout or self.timeout, self.timeout)
        deadline = time.monotonic() + seconds
        try:
            with self._engine.connect() as connection:
                driver = cast(sqlite.Connection, connection.connection.dbapi_connection)
                driver.deadline = deadline
                # exec_driver_sql hands the text over as it is, where text() would take " :x" in
                # a literal for a parameter; the cursor's headings are SQLite's own.
                answer = connection.exec_driver_sql(sql).cursor
                with closing(cast(sqlite3.Cursor, answer)) as cursor:
                    columns = [column[0] for column in cursor.description]
                    return collect(columns, cursor, min(max_rows or self.max_rows, self.max_rows))
        except (DBAPIError, sqlite3.Error, MemoryError, ValueError, OverflowError) as error:
            fault = self._fault(error, sql, seconds)
            if isinstance(fault, QueryTimeoutError) and time.monotonic() < deadline:
                # SQLite looks at the clock by way of Python, and swallows a Ctrl-C met there.
                raise KeyboardInterrupt from None
            raise fault from None

    def _fault(self, error: Exception, sql: str, seconds: float) -> Exception:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        if getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            return QueryTimeoutError(f"stopped after {seconds:g} s; ask for less at once")
        fault = faults.of_query(cause, self.path)
        if not isinstance(fault, QueryError):
            return fault
        return QueryError(str(fault) + self._nearest(str(fault), sql))

    def _nearest(self, words: str, sql: str) -> str:
        """The names that were perhaps meant, for an error that complains of one."""
        missing = re.match(r"no such (column|table): (?:.*\.)?(.+)", words)
        if missing is None:
            return ""
        kind, name = missing.groups()
        if kind == "table":
            near = nearest(name, [table.name for table in self.schema])
            return f" (there is {', '.join(near)})" if near else ""
        tree = sqltree.parse(sql, self.dialect)
        read = [self.schema[table] for table in sqltree.table_names(tree) if table in self.schema]
        hints = (
            (table.name, nearest(name, [column.name for column in table.columns])) for table in read
        )
        said = "; ".join(f"{table} has {', '.join(near)}" for table, near in hints if near)
        return f" ({said})" if said else ""

    @contextmanager
    def _reading(self) -> Iterator[sqlite.Connection]:
        """A connection for our own statements over the catalogue, within the deadline."""
        try:
            with closing(sqlite.connect(self.path, [sqlite.keep_time])) as connection:
                connection.deadline = time.monotonic() + self.timeout
                yield connection
        except (sqlite3.Error, ValueError, MemoryError) as error:
            raise faults.of_file(error, self.path) from None

    def _contained(self, candidates: Sequence[Sequence[str]], seconds: float) -> list[bool | None]:
        with self._reading() as connection:
            return describe.contained(connection, candidates, seconds)
