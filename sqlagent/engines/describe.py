"""What an SQLite connection holds, read into a description that JSON can carry.

Standard library only: this runs beside the connection, in a process that knows nothing else of
sqlagent. Plain tables are read by a few statements for all of them. A view or virtual table is
asked for alone, since one that the engine cannot read would fail the statement for the rest.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlagent.engines import texts

_OBJECTS = r"""
    SELECT rowid, type, ifnull(rootpage, 0) > 0, name, tbl_name, sql FROM main.sqlite_master
    WHERE type IN ('table', 'view', 'index') AND sql IS NOT NULL
    AND tbl_name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY rowid
"""
# Named ``temp.`` they are the engine's, even where the file has tables of these names.
_PLAIN = "main.sqlite_master m CROSS JOIN {} WHERE m.type = 'table' AND m.rootpage > 0"
_COLUMN = 'SELECT m.rowid, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden FROM '
_COLUMNS = _COLUMN + _PLAIN.format("temp.pragma_table_xinfo(m.name, 'main') x")
_COLUMNS_OF_ONE = _COLUMNS.replace("m.type = 'table' AND m.rootpage > 0", "m.rowid = ?")
_FOREIGN_KEYS = 'SELECT m.rowid, f.id, f."table", f."from", f."to" FROM ' + _PLAIN.format(
    "temp.pragma_foreign_key_list(m.name, 'main') f"
)
_INDEXES = "temp.pragma_index_list(m.name, 'main') i"
_UNIQUE = (
    "SELECT m.rowid, i.seq, i.origin, x.name FROM "
    + _PLAIN.format(_INDEXES + " CROSS JOIN temp.pragma_index_xinfo(i.name, 'main') x")
    + ' AND i."unique" AND NOT i.partial AND x.key'
)

_ROWS_AN_ORPHAN = 20
"""Where nothing keeps a key, a row in so many may refer to what is no longer there."""

# Preparing a view copies what it is made of, some 5 µs each, and nothing can stop it at that.
_MOST_PARTS = 10_000
_DEEPEST = 100


def describe(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Everything that the main database of ``connection`` declares, each part a list of rows.

    - ``tables``: id, kind (``table``, ``view``, ``virtual``), name, CREATE text
    - ``columns``: table id, name, type, not null, default, place in the primary key, hidden
      (as ``table_xinfo`` counts: 1 hidden, 2 generated, 3 generated and stored)
    - ``foreign_keys``: table id, number, target table, column, target column or None
    - ``unique``: table id, number, origin (``pk``, ``u``, ``c``), column or None (an expression)
    - ``indexes``: table name, CREATE text
    - ``left_out``: kind, name, the engine's reason

    Tables are in the file's order, rows of one table together. Internal and shadow tables are
    left out in silence. Raises the engine's ``sqlite3.Error`` where the file cannot be read.
    """
    with _one_moment(connection):
        objects = connection.execute(_OBJECTS).fetchall()
        tables = list(_tables(objects))
        columns = connection.execute(_COLUMNS).fetchall()
        left_out = {}
        parts = _Parts({name.lower(): sql for _, kind, name, sql in tables if kind == "view"})
        for number, kind, name, _ in tables:
            try:
                if kind != "table":
                    columns += _columns(connection, number, parts.of(name.lower()))
            except _UnreadableError as reason:
                left_out[number] = (kind, name, str(reason))
        return {
            "tables": [table for table in tables if table[0] not in left_out],
            "columns": columns,
            "foreign_keys": connection.execute(_FOREIGN_KEYS).fetchall(),
            "unique": connection.execute(_UNIQUE).fetchall(),
            "indexes": [[row[4], row[5]] for row in objects if row[1] == "index"],
            "left_out": list(left_out.values()),
        }


def contained(
    connection: sqlite3.Connection, candidates: Sequence[Sequence[str]], seconds: float
) -> list[bool | None]:
    """For each (table, column, parent table, parent column): are the column's values there?

    A row in ``_ROWS_AN_ORPHAN`` may miss. False also where the column has no values; None where
    ``seconds``, for all of them together, were over before it was known. Takes the connection's
    progress handler for as long as it runs, and leaves none.
    """
    deadline = time.monotonic() + seconds
    verdicts: list[bool | None] = []
    try:
        for done, candidate in enumerate(candidates):
            # One large table must not cost all the others their turn.
            left = deadline - time.monotonic()
            share = left / min(4, len(candidates) - done)
            verdicts.append(_is_contained(connection, candidate, share) if left > 0 else None)
    finally:
        connection.set_progress_handler(None, 0)
    return verdicts


def _is_contained(
    connection: sqlite3.Connection, candidate: Sequence[str], seconds: float
) -> bool | None:
    table, column, parent, key = ('"' + name.replace('"', '""') + '"' for name in candidate)
    orphans = (
        f"FROM main.{table} c WHERE c.{column} IS NOT NULL "
        f"AND NOT EXISTS (SELECT 1 FROM main.{parent} p WHERE p.{key} = c.{column})"
    )
    sql = (
        f"SELECT CASE WHEN NOT EXISTS (SELECT 1 {orphans}) "
        f"THEN EXISTS (SELECT 1 FROM main.{table} WHERE {column} IS NOT NULL) "
        f"ELSE (SELECT count(*) {orphans}) * {_ROWS_AN_ORPHAN} "
        f"<= (SELECT count({column}) FROM main.{table}) END"
    )
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, 1000)
    try:
        return bool(connection.execute(sql).fetchone()[0])
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT and time.monotonic() > end:
            return None
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            return False  # a column computed by a function or collation that is not here
        raise


@contextmanager
def _one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """One read transaction, so that a writer's change falls before or after, not between."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()


def _tables(objects: list[tuple[Any, ...]]) -> Iterator[tuple[int, str, str, str]]:
    modules = {
        row[3].lower(): texts.module(row[5]) for row in objects if row[1] == "table" and not row[2]
    }
    for number, kind, stored, name, _, sql in objects:
        owner, _, suffix = name.lower().rpartition("_")
        if kind == "index" or (stored and suffix in texts.SHADOWS.get(modules.get(owner, ""), ())):
            continue
        yield number, kind if stored or kind == "view" else "virtual", name, sql


class _UnreadableError(Exception):
    """A view or virtual table that the engine, or patience, cannot describe; says why."""


def _columns(connection: sqlite3.Connection, number: int, parts: int) -> list[tuple[Any, ...]]:
    if parts > _MOST_PARTS:
        raise _UnreadableError(f"it unfolds to more than {_MOST_PARTS:,} parts")
    try:
        return connection.execute(_COLUMNS_OF_ONE, (number,)).fetchall()
    except sqlite3.Error as error:
        # What is wrong with the one table is its own affair; an interrupt or a broken file is not.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
        if code & 0xFF == sqlite3.SQLITE_ERROR or code == sqlite3.SQLITE_CORRUPT_VTAB:
            raise _UnreadableError(str(error)) from None
        raise
    except UnicodeDecodeError:
        raise _UnreadableError("the engine's reason is not valid UTF-8") from None


class _Parts:
    """How many SELECTs a view unfolds to, judged by the names in its text."""

    def __init__(self, views: dict[str, str]) -> None:
        self.views = {name: _references(sql) for name, sql in views.items()}
        self.known: dict[tuple[str, str], int] = {}

    def of(self, view: str, query: str = "", depth: int = 0) -> int:
        """The count for a WITH query of a view, or all of it; 0 for what is no view."""
        if depth > _DEEPEST:
            return _MOST_PARTS + 1
        place, inner = (view, query), self.views.get(view, {})
        if query in inner and place not in self.known:
            self.known[place] = total = 1  # what names itself counts once
            for name, times in inner[query].items():
                place_of = (view, name) if name in inner else (name, "")
                total += times * self.of(*place_of, depth + 1)
            self.known[place] = min(total, _MOST_PARTS + 1)
        return self.known.get(place, 0)


def _references(sql: str) -> dict[str, Counter[str]]:
    """How often a view's text names what, by the WITH query around it, "" for the view's own."""
    tokens = [token for token in texts.tokens(sql) if token != ","]
    found: dict[str, Counter[str]] = {"": Counter()}
    around, opened, opening = [""], list[int](), dict[int, int]()
    for place, token in enumerate(tokens):
        if token == "(":
            title = _title(tokens, place, opening)
            if title is None:
                around.append(around[-1])
            else:
                name = texts.bare(tokens[title]).lower()
                found[around[-1]][name] -= 1  # it was counted when it was read, and is no use
                found.setdefault(name, Counter())
                around.append(name)
            opened.append(place)
        elif token == ")" and opened:
            around.pop()
            opening[place] = opened.pop()
        elif token != "." and tokens[place + 1 : place + 2] != ["."]:
            found[around[-1]][texts.bare(token).lower()] += 1
    return found


def _title(tokens: list[str], place: int, opening: dict[int, int]) -> int | None:
    """Where the name stands of the WITH query that opens at ``place``, if one does."""
    at = place - 1
    for word in ("MATERIALIZED", "NOT"):
        at -= at > 0 and tokens[at].upper() == word
    if at < 1 or tokens[at].upper() != "AS":
        return None
    return opening.get(at - 1, at) - 1
