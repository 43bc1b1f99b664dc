"""A schema written down makes itself anew, whatever its texts end with."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_files import read

from sqlagent.schema import Schema, Table


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE a(x INTEGER PRIMARY KEY -- the key\n, y /* why */); CREATE INDEX i ON a(y)",
        "CREATE VIEW v AS SELECT 1 -- a remark at the end",
        "CREATE VIEW v AS SELECT '--' AS x /* closed */; CREATE TABLE t(a)",
        "CREATE TABLE t(a /*/ odd */, b DEFAULT '--')",
        "CREATE TABLE t(a INT, b INT AS (a + 1), c TEXT AS (a || 'x') STORED) STRICT",
        "CREATE TABLE t(a); CREATE TABLE u AS SELECT a, 1 AS b FROM t",
        'CREATE TABLE "a;""b" ("x\ny", [a b], `🎉`); CREATE VIEW "v;" AS SELECT * FROM "a;""b"',
        """
        CREATE TABLE p(a, b, PRIMARY KEY (b, a)) WITHOUT ROWID;
        CREATE TABLE c(x, y, FOREIGN KEY (x, y) REFERENCES p);
        CREATE UNIQUE INDEX u ON c(y, x);
        CREATE UNIQUE INDEX e ON c(lower(x));
        CREATE UNIQUE INDEX w ON c(x) WHERE y > 0;
        """,
        """
        CREATE TABLE d(id INTEGER PRIMARY KEY, t);
        CREATE VIRTUAL TABLE f USING fts5(t, content=d);
        CREATE VIRTUAL TABLE g USING fts4(a, b);
        CREATE VIRTUAL TABLE r USING rtree(i, a, b);
        """,
    ],
)
def test_ddl_makes_the_same_schema(tmp_path: Path, script: str) -> None:
    before = read(tmp_path, script)
    after = read(tmp_path, before.to_ddl())
    assert after.tables == before.tables


def test_a_comment_that_was_never_closed_is(tmp_path: Path) -> None:
    schema = read(tmp_path, "CREATE TABLE t(a DEFAULT '/*'); CREATE INDEX i ON t(a) /* to the end")
    assert schema.to_ddl().endswith("CREATE INDEX i ON t(a) /* to the end */;\n")
    assert schema.to_ddl() == read(tmp_path, schema.to_ddl()).to_ddl()


def test_what_is_inferred_and_left_out_is_said_in_comments(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        """
        CREATE TABLE artists(id INTEGER PRIMARY KEY);
        CREATE TABLE "al\nbums"(artist_id INTEGER);
        CREATE VIEW "bad\nDROP TABLE x" AS SELECT * FROM gone;
        INSERT INTO artists VALUES (1);
        INSERT INTO "al\nbums" VALUES (1);
        """,
    )
    assert schema.to_ddl() == (
        "CREATE TABLE artists(id INTEGER PRIMARY KEY);\n"
        'CREATE TABLE "al\nbums"(artist_id INTEGER);\n'
        "-- inferred: al bums.artist_id → artists.id\n"
        "-- view bad DROP TABLE x is left out: no such table: main.gone\n"
    )


def test_a_table_without_its_text_is_written_from_its_values(tmp_path: Path) -> None:
    whole = read(
        tmp_path,
        """
        CREATE TABLE p(id INTEGER PRIMARY KEY);
        CREATE TABLE "c d"(a INT, "b" TEXT NOT NULL DEFAULT (1 + 1), p REFERENCES p(id),
            PRIMARY KEY (b, a), UNIQUE (p));
        """,
    )
    bare = Schema(
        Table(table.name, table.columns, table.kind, table.foreign_keys, table.unique)
        for table in whole
    )
    for before, after in zip(whole, read(tmp_path, bare.to_ddl()), strict=True):
        assert (after.name, after.columns, after.foreign_keys, after.unique) == (
            before.name,
            before.columns,
            before.foreign_keys,
            before.unique,
        )
