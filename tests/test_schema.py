"""What a file declares is read as it is, and found by the names that SQLite would take."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_files import read

from sqlagent.names import nearest
from sqlagent.schema import Column, ForeignKey


def test_columns(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        """
        CREATE TABLE t(
            id INTEGER PRIMARY KEY, name NVARCHAR(20) NOT NULL DEFAULT 'x''y', code TEXT UNIQUE,
            loose, born DATE DEFAULT CURRENT_DATE, up TEXT AS (upper(name)),
            down TEXT GENERATED ALWAYS AS (lower(name)) STORED)
        """,
    )["t"]
    assert table.columns == (
        Column("id", "INTEGER", nullable=False, primary_key=1, unique=True),
        Column("name", "NVARCHAR(20)", nullable=False, default="'x''y'"),
        Column("code", "TEXT", unique=True),
        Column("loose"),
        Column("born", "DATE", default="CURRENT_DATE"),
        Column("up", "TEXT", generated=True),
        Column("down", "TEXT", generated=True),
    )


def test_primary_keys(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        """
        CREATE TABLE pair(b, a, PRIMARY KEY (a, b));
        CREATE TABLE word(w TEXT PRIMARY KEY);
        CREATE TABLE bare(w TEXT PRIMARY KEY, x, UNIQUE (x, w)) WITHOUT ROWID;
        CREATE TABLE down(id INTEGER PRIMARY KEY DESC);
        CREATE TABLE none(x);
        """,
    )
    assert [table.primary_key for table in schema] == [("a", "b"), ("w",), ("w",), ("id",), ()]
    assert schema["pair"].unique == (("a", "b"),)
    assert not any(column.unique for column in schema["pair"].columns)
    assert schema["bare"].unique == (("w",), ("x", "w"))


def test_only_the_rowid_and_not_null_are_never_null(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        """
        CREATE TABLE rowid(id INTEGER PRIMARY KEY);
        CREATE TABLE kept(id TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE told(id TEXT NOT NULL);
        CREATE TABLE word(id TEXT PRIMARY KEY);
        CREATE TABLE down(id INTEGER PRIMARY KEY DESC);
        """,
    )
    assert [table["id"].nullable for table in schema] == [False, False, False, True, True]


def test_unique_is_what_holds_for_every_row_and_column_as_it_is(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        """
        CREATE TABLE t(a UNIQUE, b, c, d, e);
        CREATE UNIQUE INDEX b ON t(b);
        CREATE UNIQUE INDEX c ON t(c) WHERE d > 0;
        CREATE UNIQUE INDEX d ON t(lower(d));
        CREATE UNIQUE INDEX ce ON t(c, e);
        CREATE INDEX e ON t(e);
        """,
    )["t"]
    assert table.unique == (("a",), ("b",), ("c", "e"))
    assert [column.name for column in table.columns if column.unique] == ["a", "b"]
    assert len(table.indexes) == 5


def test_foreign_keys(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        """
        CREATE TABLE Parent(Id INTEGER PRIMARY KEY, Code TEXT UNIQUE);
        CREATE TABLE Pair(a, b, PRIMARY KEY (b, a));
        CREATE TABLE child(
            parent REFERENCES PARENT, code REFERENCES parent(CODE), x, y, me REFERENCES child(x),
            FOREIGN KEY (x, y) REFERENCES pair, FOREIGN KEY (y, x) REFERENCES Pair(A, B));
        """,
    )
    assert schema.foreign_keys("CHILD") == (
        ForeignKey(("parent",), "Parent", ("Id",)),
        ForeignKey(("code",), "Parent", ("Code",)),
        ForeignKey(("me",), "child", ("x",)),
        ForeignKey(("x", "y"), "Pair", ("b", "a")),
        ForeignKey(("y", "x"), "Pair", ("a", "b")),
    )


def test_foreign_keys_that_lead_nowhere_are_noted(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        """
        CREATE TABLE p(x);
        CREATE TABLE c(a REFERENCES gone, b REFERENCES p(nope), c REFERENCES p);
        """,
    )
    assert schema.foreign_keys("c") == ()
    assert schema.notes == tuple(
        f"foreign key ({column}) of c is left out: there is no such key in {target}"
        for column, target in (("a", "gone"), ("b", "p"), ("c", "p"))
    )


def test_views_have_columns_and_text(tmp_path: Path) -> None:
    view = read(
        tmp_path,
        """
        CREATE TABLE t(a INT, b);
        CREATE VIEW v(x, "y z") AS SELECT a, b || '!' FROM t -- the last word
        """,
    )["v"]
    assert view.kind == "view"
    assert [column.name for column in view.columns] == ["x", "y z"]
    assert view.columns[0].type == "INT"
    assert "-- the last word" in str(view.sql)


def test_virtual_tables_without_the_tables_they_keep(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        """
        CREATE TABLE doc(id INTEGER PRIMARY KEY, body TEXT);
        CREATE VIRTUAL TABLE three USING fts3(body);
        CREATE VIRTUAL TABLE "fo ur" /* USING x( */ USING "fts4"(title, body);
        CREATE VIRTUAL TABLE five USING fts5(body, content='doc', content_rowid='id');
        CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, +label TEXT);
        CREATE TABLE box_office(id);
        CREATE TABLE three_content_notes(id);
        """,
    )
    assert [(table.name, table.kind) for table in schema] == [
        ("doc", "table"),
        ("three", "virtual"),
        ("fo ur", "virtual"),
        ("five", "virtual"),
        ("box", "virtual"),
        ("box_office", "table"),
        ("three_content_notes", "table"),
    ]
    assert [column.name for column in schema["five"].columns if column.hidden] == ["five", "rank"]
    assert [column.name for column in schema["box"].columns] == ["id", "x0", "x1", "label"]


def test_create_table_as_and_internal_tables(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        """
        CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT, n VARCHAR(9));
        INSERT INTO a(n) VALUES ('x');
        CREATE TABLE copy AS SELECT *, 1 + 1 AS two FROM a;
        ANALYZE;
        """,
    )
    assert [table.name for table in schema] == ["a", "copy"]
    assert [column.name for column in schema["copy"].columns] == ["id", "n", "two"]


def test_names_are_found_in_any_case_and_misses_name_the_nearest(tmp_path: Path) -> None:
    schema = read(tmp_path, "CREATE TABLE Artist(Name, Über); CREATE TABLE Album(Title)")
    assert schema["aRTIST"]["NAME"].name == "Name"
    assert "artist" in schema
    assert "name" in schema["Artist"]
    assert "über" not in schema["Artist"]
    assert 3 not in schema
    with pytest.raises(KeyError, match=r"no such column: Nme \(Artist has Name\)"):
        schema["Artist"]["Nme"]
    with pytest.raises(KeyError, match=r"no such table: Artst \(there is Artist\)"):
        schema["Artst"]
    with pytest.raises(KeyError, match="no such table: zzz'"):
        schema.foreign_keys("zzz")


def test_nearest() -> None:
    assert nearest("TRAK", ["Track", "Genre", "Trace"]) == ["Track", "Trace"]
    assert nearest("TRAK", ["Track", "Genre", "Trace"], n=1) == ["Track"]
    assert nearest("x", []) == []
