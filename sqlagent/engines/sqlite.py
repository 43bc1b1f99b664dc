"""SQLite, opened so that it can only be read: standard library only.

The file is opened ``mode=ro``, the locks of the room next door are put on, and where something is
hidden every statement is explained before it runs.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from sqlagent.engines import describe as description
from sqlagent.engines.hiding import Hidden, Hiding
from sqlagent.engines.locks import LOCKS, Lock, forbid_writing, keep_time

BUSY_SECONDS = 1.0


class Connection(sqlite3.Connection):
    """A connection that stops a statement at ``deadline`` (of ``time.monotonic``)."""

    path: str
    deadline: float | None = None
    hiding: Hiding | None = None
    trusted = True
    """Whether what runs now is our own, as it is until the locks are on."""

    def allow(self, seconds: float) -> None:
        """Let what runs from now on take ``seconds``."""
        self.deadline = time.monotonic() + seconds

    def describe(self, seconds: float) -> dict[str, list[Any]]:
        """What ``engines.describe.describe`` says of the file."""
        return describe(self.path, seconds)

    def contained(self, candidates: Sequence[Sequence[str]], seconds: float) -> list[bool | None]:
        """What ``engines.describe.contained`` says of the candidates."""
        return contained(self.path, candidates, seconds)

    def concealed(self, views: Sequence[str], seconds: float) -> dict[str, list[str] | None]:
        """All that is hidden in the end, with those of ``views`` that read any of it."""
        self.allow(seconds)
        hidden = self.hiding.concealed() if self.hiding else {}
        for view in views:
            quoted = view.replace('"', '""')
            try:
                self.refuse(f'SELECT * FROM main."{quoted}"')
            except sqlite3.DatabaseError:
                hidden[view] = None
        return hidden

    def refuse(self, sql: str) -> None:
        """Raise the error of what is hidden and ``sql`` would read, if it would."""
        if self.hiding:
            explained = sqlite3.Cursor(self).execute(f"EXPLAIN {sql}").fetchall()
            with self.trusting():
                self.hiding.refuse(explained)

    def cursor(self, *args: Any, **kwargs: Any) -> Cursor:  # type: ignore[override]
        return super().cursor(Cursor)

    @contextmanager
    def trusting(self) -> Iterator[None]:
        """Our own statements pass the authorizer."""
        self.trusted = True
        try:
            yield
        finally:
            self.trusted = False

    def create_function(self, *args: object, **kwargs: object) -> None:
        """Nothing: functions written in Python run outside every limit set here."""

    def out_of_time(self) -> bool:
        """Is the deadline over?"""
        return self.deadline is not None and time.monotonic() > self.deadline


class Cursor(sqlite3.Cursor):
    """A cursor that, where something is hidden, explains a statement before it runs it."""

    connection: Connection

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        hiding = self.connection.hiding
        if hiding is None or self.connection.trusted:
            return super().execute(sql, parameters)
        with self.connection.trusting():
            # A failed statement may have left its transaction open.
            self.connection.rollback()
            super().execute("BEGIN")
            hiding.refresh()
        self.connection.refuse(sql)
        return super().execute(sql, parameters)

    def close(self) -> None:
        super().close()
        if self.connection.in_transaction:
            with self.connection.trusting():
                self.connection.rollback()


def connect(
    path: str | os.PathLike[str], locks: Sequence[Lock] | None = None, hidden: Hidden | None = None
) -> Connection:
    """A read-only connection to the file ``path`` with ``locks`` (all of them by default).

    Where something is ``hidden``, no statement may read it.

    Raises ``sqlite3.Error`` in SQLite's own words.
    """
    file = os.fspath(path)
    if not os.path.isabs(file):
        file = os.path.join(os.getcwd(), file)
    connection = _open(file, "mode=ro")
    try:
        _touch(connection)
    except sqlite3.OperationalError as error:
        connection.close()
        # A file in WAL mode wants a -shm file beside it. Where none can be made, the file can
        # still be read as it stands, unless a -wal holds newer pages that would be missed.
        if not _wal_not_writable(file, error):
            raise
        connection = _open(file, "mode=ro&immutable=1")
        _touch(connection)
    connection.path = file
    if hidden:
        connection.hiding = Hiding(connection, hidden)
    for lock in LOCKS if locks is None else locks:
        lock(connection)
    connection.trusted = False
    return connection


def describe(path: str | os.PathLike[str], seconds: float) -> dict[str, list[Any]]:
    """What ``engines.describe.describe`` says of the file, told within ``seconds``."""
    # A view that the file is not trusted with is not described either: no query could use it.
    with closing(connect(path, [forbid_writing, keep_time])) as connection:
        connection.allow(seconds)
        return description.describe(connection)


def contained(
    path: str | os.PathLike[str], candidates: Sequence[Sequence[str]], seconds: float
) -> list[bool | None]:
    """What ``engines.describe.contained`` says of the candidates."""
    with closing(connect(path, [])) as connection:
        return description.contained(connection, candidates, seconds)


def _open(file: str, mode: str) -> Connection:
    # Every byte of the name in hexadecimal: what else would quote it is slow to import.
    name = "".join(f"%{byte:02x}" for byte in os.fsencode(file))
    return sqlite3.connect(
        f"file:{name}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        cached_statements=0,
        check_same_thread=False,
        factory=Connection,
    )


def _touch(connection: Connection) -> None:
    """Read the file's schema, which is where a file that is no database is found out."""
    try:
        connection.text_factory = _text
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except BaseException:
        connection.close()
        raise


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _wal_not_writable(file: str, error: sqlite3.OperationalError) -> bool:
    refused = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY_DIRECTORY)
    return (
        error.sqlite_errorcode in refused
        and os.path.isfile(file)
        and not os.path.exists(f"{file}-wal")
    )
