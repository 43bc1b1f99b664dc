"""SQLite's errors turned into ours: whose they are to put right decides the class."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from sqlagent.errors import DatabaseError, QueryError, SQLAgentError, UnsafeQueryError

RAISED = (sqlite3.Error, MemoryError, ValueError, OverflowError)
"""What SQLite and its driver raise; a ValueError where SQLite's own message is not UTF-8."""

_FILE = {
    sqlite3.SQLITE_NOTADB: "is not an SQLite database",
    sqlite3.SQLITE_CORRUPT: "is damaged: SQLite cannot read all of it; restore it from a copy",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that you may read the file",
    sqlite3.SQLITE_PERM: "cannot be opened; check that you may read the file",
    sqlite3.SQLITE_BUSY: "is locked by another program; try again when it is done",
    sqlite3.SQLITE_LOCKED: "is locked by another program; try again when it is done",
    sqlite3.SQLITE_PROTOCOL: "is locked by another program; try again when it is done",
    sqlite3.SQLITE_IOERR: "cannot be read: the disk or the file gave an error",
}

# How SQLite words some of its authorizer's refusals, which then come as plain errors.
_DENIED = re.compile("^not authorized|is prohibited$|^unsafe use of")


def of_file(error: BaseException, path: Path) -> DatabaseError:
    """What is wrong with the file itself, ``error`` being what opening or reading it raised."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_READONLY_ROLLBACK:
        what = "was left in the middle of a change; open it once with the program that writes it"
    elif code & 0xFF == sqlite3.SQLITE_INTERRUPT:
        what = "takes too long to describe itself; raise the timeout"
    else:
        what = _FILE.get(code & 0xFF, f"cannot be read: {error}")
    return DatabaseError(f"{path} {what}")


def of_query(error: BaseException, path: Path) -> SQLAgentError:
    """What is wrong with a statement, unless the file itself is to blame."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code & 0xFF == sqlite3.SQLITE_AUTH or _DENIED.search(str(error)):
        words = str(error)
        if words == "not authorized":
            words = "it does more than read, or reads what is hidden"
        return UnsafeQueryError(f"refused: {words}")
    if code == sqlite3.SQLITE_READONLY:
        return UnsafeQueryError("refused: the database is opened for reading only")
    if code & 0xFF in _FILE or code == sqlite3.SQLITE_READONLY_ROLLBACK:
        return of_file(error, path)
    if isinstance(error, MemoryError):
        return QueryError("the statement needs more memory than it may have; ask for less")
    return QueryError(str(error))
