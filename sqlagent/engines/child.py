"""The process that a database lives in, so that what cannot be interrupted can be killed.

It answers requests, a line of JSON each, in the order they come, on one connection. It knows the
standard library and its neighbours here and nothing else, to be ready in some tens of
milliseconds, and it ends with the process that started it.
"""

from __future__ import annotations

import json
import os
import select
import sqlite3
import sys
import threading
from binascii import b2a_base64
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlagent.engines import sqlite

MEGABYTE = 1024 * 1024
MAX_FILE = 2048 * MEGABYTE
"""The largest temporary file: what does not fit SQLite's cache is sorted on disk."""

FIRST_ROWS, NEXT_ROWS = 50, 1_000
BATCH_SIZE = MEGABYTE
NUMBER = 10
"""Characters that a cell without length counts as, at least."""

MAX_CELL = 1_000_001
MAX_ROW = 4_000_000
"""Characters or bytes: a longer cell is cut, one past what is kept of it; a longer row fails."""


def serve(path: str, memory: int) -> None:
    """Answer what comes on standard input; ``memory`` is in megabytes, 0 where unlimited."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit(memory)
    host = Host(path)
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            reply = getattr(host, request.pop("do"))(**request)
        except (sqlite3.Error, MemoryError, ValueError, OverflowError) as error:
            code = getattr(error, "sqlite_errorcode", None)
            reply = {"error": [type(error).__name__, str(error), code]}
        out.write(json.dumps(reply, ensure_ascii=False, default=_bytes).encode() + b"\n")
        out.flush()


class Host:
    """The connection and the statement that runs on it; each public method is a request."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite.Connection | None = None
        self._cursor: sqlite3.Cursor | None = None

    def open(self, hidden: dict[str, list[str] | None]) -> dict[str, Any]:
        self._connection = sqlite.connect(self._path, hidden=hidden)
        return {}

    def describe(self, seconds: float) -> dict[str, Any]:
        return {"description": sqlite.describe(self._path, seconds)}

    def contained(self, candidates: Sequence[Sequence[str]], seconds: float) -> dict[str, Any]:
        return {"verdicts": sqlite.contained(self._path, candidates, seconds)}

    def concealed(self, views: Sequence[str], seconds: float) -> dict[str, Any]:
        assert self._connection is not None
        return {"hidden": self._connection.concealed(views, seconds)}

    def query(self, sql: str, seconds: float) -> dict[str, Any]:
        assert self._connection is not None
        self.end()
        self._connection.allow(seconds)
        self._cursor = self._connection.cursor()
        self._cursor.execute(sql)
        headings = self._cursor.description
        columns = [column[0] for column in headings] if headings else None
        return {"columns": columns, **self.more(FIRST_ROWS)}

    def more(self, rows: int = NEXT_ROWS) -> dict[str, Any]:
        """The next rows, as many as a message holds."""
        batch: list[Sequence[Any]] = []
        size = 0
        for row in self._cursor or ():
            cells, length = _shortened(row)
            batch.append(cells)
            size += length + NUMBER * len(cells)
            if len(batch) == rows or size > BATCH_SIZE:
                return {"rows": batch, "done": False}
        self.end()
        return {"rows": batch, "done": True}

    def end(self) -> dict[str, Any]:
        """Let go of the statement: an open one keeps other programs from writing."""
        if self._cursor is not None:
            self._cursor.close()
            self._cursor = None
        return {}


def _shortened(row: Sequence[Any]) -> tuple[Sequence[Any], int]:
    """A row without the ends of its long cells, and its length in characters and bytes."""
    lengths = [len(cell) for cell in row if isinstance(cell, (str, bytes))]
    if max(lengths, default=0) > MAX_CELL:
        row = [cell[:MAX_CELL] if isinstance(cell, (str, bytes)) else cell for cell in row]
    length = sum(min(length, MAX_CELL) for length in lengths)
    if length > MAX_ROW:
        raise sqlite3.DataError("a row is longer than 4,000,000 characters; ask for fewer columns")
    return row, length


def _bytes(cell: bytes) -> dict[str, str]:
    return {"base64": b2a_base64(cell, newline=False).decode()}


def _limit(memory: int) -> None:
    """Limit the process, where the system can: memory, the size of a file, no core dump."""
    with suppress(ImportError):  # Windows
        import resource

        limits = [(resource.RLIMIT_FSIZE, MAX_FILE), (resource.RLIMIT_CORE, 0)]
        if memory and sys.platform == "linux":  # elsewhere the limit is not kept, or not granted
            limits.append((resource.RLIMIT_AS, memory * MEGABYTE))
        for name, value in limits:
            _, most = resource.getrlimit(name)
            most = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.setrlimit(name, (most, most))


def _end_with_parent() -> None:
    """End when nobody can send a request any more, in the middle of a statement too."""
    if hasattr(select, "poll"):
        hang_up = select.poll()
        hang_up.register(sys.stdin.fileno(), 0)
        hang_up.poll()
        os._exit(0)
