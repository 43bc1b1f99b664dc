"""SQLite, opened so that it can only be read: standard library only.

Three things here are the engine's own lock, in force even where the guard above has a hole:
the file is opened ``mode=ro``, the limits and pragmas take away what a reader never needs, and
an authorizer that denies by default sees every table, function and pragma a statement touches.
They are an ordered tuple, LOCKS, so that each can be shown to matter by leaving it out.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

BUSY_SECONDS = 1.0
STEPS_BETWEEN_LOOKS = 1000
"""Virtual machine steps between two looks at the clock: 1.1 % of a scan's time."""

READ_PRAGMAS = frozenset(
    "table_info table_xinfo table_list index_list index_info index_xinfo foreign_key_list".split()
)
"""Pragmas that only describe, usable as ``pragma_*`` table functions."""

ENGINE_PRAGMAS = frozenset({"data_version", "page_size", "read_uncommitted"})
"""Pragmas that FTS5, FTS3/4 and SQLAlchemy's first connect ask for, without a value."""

CATALOG_COLUMNS = frozenset({"type", "name", "tbl_name", "rootpage", "sql"})
"""Connecting a virtual table asks to update these of ``sqlite_master`` before SQLite 3.41."""

RTREE_WRITES = (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)
"""An R-Tree prepares statements that write its own tables before the first row is read."""

FUNCTIONS = frozenset(
    """
    -> ->> abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling changes char
    coalesce concat concat_ws cos cosh count cume_dist current_date current_time
    current_timestamp date datetime degrees dense_rank exp first_value floor format glob
    group_concat hex highlight ieee754 if ifnull iif instr json json_array json_array_insert
    json_array_length json_error_position json_extract json_group_array json_group_object
    json_insert json_object json_patch json_pretty json_quote json_remove json_replace json_set
    json_type json_valid jsonb jsonb_array jsonb_array_insert jsonb_extract jsonb_group_array
    jsonb_group_object jsonb_insert jsonb_object jsonb_patch jsonb_remove jsonb_replace
    jsonb_set julianday lag last_insert_rowid last_value lead length like likelihood likely ln
    log log10 log2 lower ltrim match matchinfo max median min mod nth_value ntile nullif
    octet_length offsets optimize percent_rank percentile percentile_cont percentile_disc pi pow
    power printf quote radians random randomblob rank replace round row_number rtrim sign sin
    sinh snippet soundex sqlite_source_id sqlite_version sqrt strftime string_agg substr
    substring subtype sum tan tanh time timediff total total_changes trim trunc typeof unhex
    unicode unistr unistr_quote unixepoch unlikely upper zeroblob
    """.split()
)
"""Every function a statement may call. Left out on purpose: ``load_extension``,
``fts3_tokenizer`` (it hands out and takes addresses), ``sqlite_log``, ``regexp``."""


class Connection(sqlite3.Connection):
    """A connection that stops a statement at ``deadline`` (of ``time.monotonic``)."""

    deadline: float | None = None

    def create_function(self, *args: object, **kwargs: object) -> None:
        """Nothing: functions written in Python run outside every limit set here."""

    def _out_of_time(self) -> bool:
        return self.deadline is not None and time.monotonic() > self.deadline


Lock = Callable[[Connection], None]


def connect(path: str | os.PathLike[str], locks: Sequence[Lock] | None = None) -> Connection:
    """A read-only connection to the file ``path`` with ``locks`` (all of them by default).

    Raises ``sqlite3.Error`` in SQLite's own words.
    """
    file = Path(path).absolute()
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
    for lock in LOCKS if locks is None else locks:
        lock(connection)
    return connection


def _open(file: Path, mode: str) -> Connection:
    return sqlite3.connect(
        f"file:{quote(str(file))}?{mode}",
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


def _wal_not_writable(file: Path, error: sqlite3.OperationalError) -> bool:
    wal = file.with_name(file.name + "-wal")
    return error.sqlite_errorname == "SQLITE_CANTOPEN" and file.is_file() and not wal.exists()


def limit_resources(connection: Connection) -> None:
    """Lower what one statement may use; no database can be attached."""
    for limit, value in (
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_LENGTH, 10_000_000),
        (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 500),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 200),
        (sqlite3.SQLITE_LIMIT_VDBE_OP, 200_000),
        (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
    ):
        connection.setlimit(limit, value)


def forbid_writing(connection: Connection) -> None:
    """No statement writes, and the file's own views and triggers are not trusted."""
    for pragma in ("query_only = 1", "trusted_schema = 0", "cell_size_check = 1"):
        connection.execute(f"PRAGMA {pragma}")


def keep_time(connection: Connection) -> None:
    """Stop a statement that passes the connection's deadline."""
    connection.set_progress_handler(connection._out_of_time, STEPS_BETWEEN_LOOKS)


def authorize_reading(connection: Connection) -> None:
    """Deny whatever is not known to read."""
    own_writes = _rtree_tables(connection)

    def authorize(
        action: int, first: str | None, second: str | None, schema: str | None, view: str | None
    ) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_READ):
            allowed = True
        elif action == sqlite3.SQLITE_FUNCTION:
            allowed = (second or "").lower() in FUNCTIONS
        elif action == sqlite3.SQLITE_PRAGMA:
            name = (first or "").lower()
            allowed = name in READ_PRAGMAS or (name in ENGINE_PRAGMAS and second is None)
        elif action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
            allowed = second in CATALOG_COLUMNS
        else:
            allowed = action in RTREE_WRITES and first in own_writes
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    connection.set_authorizer(authorize)


def _rtree_tables(connection: Connection) -> frozenset[str]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING%rtree%'"
        " OR sql LIKE 'CREATE VIRTUAL TABLE%USING%geopoly%'"
    )
    return frozenset(f"{name}_{part}" for (name,) in names for part in ("node", "rowid", "parent"))


LOCKS: tuple[Lock, ...] = (limit_resources, forbid_writing, keep_time, authorize_reading)
