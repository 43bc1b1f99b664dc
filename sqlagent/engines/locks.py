"""What an SQLite connection is held to: the engine's own lock, whatever the guard above lets by.

The limits and pragmas take away what a reader never needs, and an authorizer that denies by
default sees every table, function and pragma that a statement touches. They are an ordered
tuple, LOCKS, so that each can be shown to matter by leaving it out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlagent.engines.sqlite import Connection

STEPS_BETWEEN_LOOKS = 4000
"""Virtual machine steps between two looks at the clock, which take 1 to 3 % of a scan's time."""

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
    connection.set_progress_handler(connection.out_of_time, STEPS_BETWEEN_LOOKS)


def authorize_reading(connection: Connection) -> None:
    """Deny whatever is not known to read."""
    own_writes = _rtree_tables(connection)
    hiding = connection.hiding

    def authorize(
        action: int, first: str | None, second: str | None, schema: str | None, view: str | None
    ) -> int:
        if connection.trusted:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and hiding:
            allowed = not (hiding.hides(first or "", second or "") or hiding.hides(view or ""))
        elif action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_READ):
            allowed = True
        elif action == sqlite3.SQLITE_FUNCTION:
            allowed = (second or "").lower() in FUNCTIONS
        elif action == sqlite3.SQLITE_PRAGMA:
            name = (first or "").lower()
            allowed = name in READ_PRAGMAS or (name in ENGINE_PRAGMAS and second is None)
            if hiding and name in READ_PRAGMAS:
                allowed = second is not None and not hiding.hides_pragma(second)
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


Lock = Callable[["Connection"], None]

LOCKS: tuple[Lock, ...] = (limit_resources, forbid_writing, keep_time, authorize_reading)
