"""What is hidden stays unreachable: first by what the authorizer sees, then by the bytecode.

The authorizer is asked for what a statement names, but not for the columns of USING and NATURAL
joins, nor for what a generated column is made of. The bytecode tells what will be read: the root
page of every table and index that is opened, and the columns taken from them. So a statement is
explained first, in the transaction that it then runs in, and refused where it would read what is
hidden. An index over a hidden column may only be counted: the order of its rows alone tells.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlagent.engines.texts import SHADOWS, definitions, is_virtual, words
from sqlagent.names import OTHERS, fold

Hidden = Mapping[str, Iterable[str] | None]
"""By table the columns that are hidden, or None where all of it is.

With OTHERS as a table, so are all tables that are not named, those made later included.
"""

_MODULE_READS = {("sqlite_master", "rowid"), ("sqlite_stat1", "tbl"), ("sqlite_stat1", "stat")}
"""What connecting a virtual table reads; where a statement itself reads it, the bytecode tells."""

_PARTS = {part for parts in SHADOWS.values() for part in parts}
_VIRTUAL, _STORED = 2, 3
"""How ``table_xinfo`` marks generated columns."""

_FETCHES = (
    r"Column|Rowid|IdxRowid|RowData|Rewind|Last|Next|Prev|Seek\w*|Idx[GL][ET]|DeferredSeek"
    r"|FinishSeek|Found|NotFound|NoConflict|NotExists|IfNoHope|SeekScan|RowCell"
)
_SEARCHES = r"Seek[GL][ET]|Idx[GL][ET]|Found|NotFound|NoConflict|IfNoHope"

_INSIDES = {"dbstat", "sqlite_dbpage", "sqlite_stmt"}
"""Modules that show the file's pages, or the statements that run."""


class Source(NamedTuple):
    """What a root page holds: the columns of a row in their order, "" for what is no column.

    ``rowid`` is the column that is the row's number, and ``secret`` is true where the order of
    the rows is by something hidden.
    """

    table: str
    columns: tuple[str, ...]
    rowid: str
    secret: bool = False


class Hiding:
    """The tables and columns of a file that no statement may read, with all copies of them.

    It reads the catalogue anew when that has changed, by ``connection``, whose authorizer must
    let it.
    """

    def __init__(self, connection: sqlite3.Connection, hidden: Hidden) -> None:
        self._connection = connection
        self._asked = {
            fold(table): None if columns is None else {fold(column) for column in columns}
            for table, columns in hidden.items()
        }
        self._version = -1
        self.refresh()

    def refresh(self) -> None:
        """See to it that what is known is of the catalogue as it stands."""
        (version,) = self._connection.execute("PRAGMA schema_version").fetchone()
        if version == self._version:
            return
        rows = self._connection.execute(
            "SELECT type, name, tbl_name, rootpage, sql FROM main.sqlite_master"
        ).fetchall()
        texts = {fold(name): sql or "" for kind, name, _, _, sql in rows if kind != "index"}
        self._columns = {
            table: self._computed_from(table, columns, texts.get(table, ""))
            for table, columns in self._asked.items()
            if columns
        }
        self._tables = {table for table, columns in self._asked.items() if columns is None}
        if OTHERS in self._asked:
            stored = {f"{name}_{part}" for name in self._asked for part in _PARTS}
            self._tables |= texts.keys() - self._asked.keys() - stored
        self._tables |= {table for table in self._columns if is_virtual(texts.get(table, ""))}
        self._tables |= set(self._copies(texts))
        self._modules = {name for name in self._tables if is_virtual(texts.get(name, ""))}
        self._owners = {fold(name): table for kind, name, table, _, _ in rows if kind == "index"}
        named = {fold(name) for _, name, *_ in rows}
        self._pages = defaultdict(list, {1: [Source("sqlite_master", (), "")]})
        for kind, name, table, page, sql in rows:
            if page:
                self._pages[page].append(self._source(kind, name, table, sql or "", named))
        self._version = version

    def hides(self, table: str, column: str = "") -> bool:
        """Is ``column`` hidden, or all of ``table``? The catalogue and statistics always are."""
        name = fold(table)
        if name.startswith("sqlite_"):
            return (name, fold(column)) not in _MODULE_READS
        return name in self._tables or fold(column) in self._columns.get(name, ())

    def hides_pragma(self, argument: str) -> bool:
        """Is something hidden about the table, or the table of the index, that it is about?"""
        name = fold(self._owners.get(fold(argument), argument))
        return self.hides(name) or name in self._columns

    def refuse(self, explained: Iterable[Sequence[Any]]) -> None:
        """Raise the error of what is hidden and a statement, so ``explained``, would read."""
        opened: dict[int, list[Source]] = {}
        for _, op, p1, p2, p3, p4, *_ in explained:
            if op in ("OpenRead", "ReopenIdx") and p3 == 0:
                sources = self._pages.get(p2, [])
                if not sources or any(self.hides(source.table) for source in sources):
                    raise _prohibited(sources[0].table if sources else "a hidden table")
                opened.setdefault(p1, []).extend(sources)
            elif op == "VOpen" and p4 in set(self._hidden_modules()):
                raise _prohibited("a hidden table")
            elif re.fullmatch(_FETCHES, op):
                for source in opened.get(p1, ()):
                    self._refuse_fetch(source, op, p2, p4)

    def concealed(self) -> dict[str, list[str] | None]:
        """All tables and columns that are hidden in the end."""
        return dict.fromkeys(sorted(self._tables)) | {
            table: sorted(columns) for table, columns in self._columns.items()
        }

    def _refuse_fetch(self, source: Source, op: str, place: int, width: Any) -> None:
        hidden = self._columns.get(fold(source.table))
        if not hidden:
            return
        if source.secret:
            raise _prohibited(
                f"an index over what is hidden of {source.table} (NOT INDEXED after its name"
                " does without)"
            )
        if op == "Column":
            read = source.columns[place : place + 1]
        elif width and re.fullmatch(_SEARCHES, op):  # without a width it is by the row's number
            read = source.columns[: int(width) or None]
        elif op in ("RowData", "RowCell"):
            read = source.columns
        else:
            read = (source.rowid,)
        for column in read:
            if column in hidden:
                raise _prohibited(f"{source.table}.{column}")

    def _source(self, kind: str, name: str, table: str, sql: str, named: set[str]) -> Source:
        """What the page of a table or index holds, in the order that it is stored."""
        infos = self._rows("SELECT name, pk, hidden FROM pragma_table_xinfo(?, 'main')", table)
        keys = [fold(column) for column, place, _ in infos if place]
        origins = self._rows("SELECT origin, name FROM pragma_index_list(?, 'main')", table)
        primary = dict(origins).get("pk")
        hidden = self._columns.get(fold(table), set())
        rowid = keys[0] if len(keys) == 1 and primary is None else ""
        if kind == "table" and (primary is None or fold(primary) in named):
            stored = tuple(fold(column) for column, _, how in infos if how != _VIRTUAL)
            return Source(table, stored, rowid)
        # A table without rowid is stored as its primary key's index.
        parts = self._rows(
            "SELECT CASE cid WHEN -1 THEN '' ELSE name END, key FROM pragma_index_xinfo(?, 'main')",
            name if kind == "index" else primary or "",
        )
        columns = tuple(rowid if column == "" else fold(column or "") for column, _ in parts)
        ordering = {fold(column or "") for column, key in parts if key}
        if kind == "index":  # also by expressions, and by the condition of a partial one
            ordering.update(columns, _folded(words(sql)))
        return Source(table, columns, rowid, bool(hidden & ordering))

    def _rows(self, sql: str, name: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, (name,)).fetchall()

    def _computed_from(self, table: str, columns: set[str], text: str) -> set[str]:
        """``columns`` of ``table`` and the generated ones that are made of them."""
        infos = self._rows("SELECT name, hidden FROM pragma_table_xinfo(?, 'main')", table)
        generated = {fold(column) for column, how in infos if how in (_VIRTUAL, _STORED)}
        made_of = {
            fold(name): _folded(rest)
            for name, *rest in definitions(text)
            if fold(name) in generated
        }
        return _reached(columns, made_of)

    def _copies(self, texts: Mapping[str, str]) -> Iterator[str]:
        """The virtual tables that may hold something hidden, and what they are stored in."""
        derived = re.compile(r"(?i)create\s+(virtual|view)\b")
        about = {name: _folded(words(sql)) for name, sql in texts.items() if derived.match(sql)}
        for name in _reached(self._tables | self._columns.keys(), about):
            if is_virtual(texts.get(name, "")):
                yield name
                yield from (f"{name}_{part}" for part in _PARTS)

    def _hidden_modules(self) -> Iterator[str]:
        """How the bytecode spells each hidden virtual table: by its address."""
        for name in self._modules | _INSIDES:
            quoted = name.replace('"', '""')
            try:
                explained = self._connection.execute(f'EXPLAIN SELECT 1 FROM "{quoted}"')
                yield from (p4 for _, op, *_, p4, _, _ in explained if op == "VOpen")
            except sqlite3.Error:
                continue  # it is gone, or its module is not there: nothing can read it


def _reached(start: Iterable[str], made_of: Mapping[str, set[str]]) -> set[str]:
    """``start`` and the names that are ``made_of`` one of these, or of one of those found."""
    holding = defaultdict[str, list[str]](list)
    for name, held in made_of.items():
        for word in held:
            holding[word].append(name)
    found, pending = set(start), list(start)
    while pending:
        more = [name for name in holding[pending.pop()] if name not in found]
        found.update(more)
        pending += more
    return found


def _folded(words: Iterable[str]) -> set[str]:
    return {fold(word) for word in words}


def _prohibited(what: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(f"access to {what} is prohibited")
    error.sqlite_errorcode = sqlite3.SQLITE_AUTH
    return error
