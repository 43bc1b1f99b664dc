"""No file is too odd: what cannot be described is left out and named, the rest is there."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from functools import partial
from itertools import repeat
from pathlib import Path

import pytest
from sqlite_files import new_file, open_file, read, read_file

from sqlagent.engines.describe import describe
from sqlagent.schema import ForeignKey

ODD_NAMES = [
    'a "b" c', "new\nline", "select", "🎉", "таблица", "名前", "x'y", "a]b", "a`b", " ", "--", "%_?"
]  # fmt: skip


def test_odd_names(tmp_path: Path) -> None:
    quoted = ['"' + name.replace('"', '""') + '"' for name in ODD_NAMES]
    script = ";".join(
        f"CREATE TABLE {name} ({name} INTEGER PRIMARY KEY, r REFERENCES {name}({name}), {other})"
        for name, other in zip(quoted, [*quoted[1:], quoted[0]], strict=True)
    )
    schema = read(tmp_path, script)
    assert [table.name for table in schema] == ODD_NAMES
    for table in schema:
        assert table.primary_key == (table.name,)
        assert schema.foreign_keys(table.name) == (ForeignKey(("r",), table.name, (table.name,)),)


def test_tables_named_as_the_engine_names_its_own(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        """
        CREATE TABLE pragma_table_xinfo(x UNIQUE);
        CREATE TABLE pragma_index_list(x REFERENCES pragma_table_xinfo(x));
        CREATE VIEW json_each AS SELECT x FROM pragma_index_list;
        """,
    )
    assert [table.name for table in schema] == [
        "pragma_table_xinfo",
        "pragma_index_list",
        "json_each",
    ]
    assert len(schema.foreign_keys("pragma_index_list")) == 1


def test_broken_views_are_left_out_and_named(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        """
        CREATE TABLE t(a);
        CREATE VIEW good AS SELECT a FROM t;
        CREATE VIEW orphan AS SELECT * FROM gone;
        CREATE VIEW caller AS SELECT nosuch(a) FROM t;
        CREATE VIEW loader AS SELECT load_extension('/tmp/x');
        CREATE VIEW circle AS SELECT * FROM circle;
        CREATE VIEW above AS SELECT * FROM orphan;
        """,
    )
    assert [table.name for table in schema] == ["t", "good"]
    assert [note.split(" is left out: ") for note in schema.notes] == [
        ["view orphan", "no such table: main.gone"],
        ["view caller", "no such function: nosuch"],
        ["view loader", "unsafe use of load_extension()"],
        ["view circle", "view circle is circularly defined"],
        ["view above", "no such table: main.gone"],
    ]


def test_a_virtual_table_of_an_unknown_module_is_left_out(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        """
        CREATE TABLE t(a);
        PRAGMA writable_schema = 1;
        INSERT INTO sqlite_master VALUES
            ('table', 'far', 'far', 0, 'CREATE VIRTUAL TABLE far USING nowhere(a, b)');
        """,
    )
    assert [table.name for table in schema] == ["t"]
    assert schema.notes == ("virtual table far is left out: no such module: nowhere",)


@pytest.mark.parametrize(
    "step",
    [
        "CREATE VIEW v{n} AS SELECT x FROM v{m} UNION ALL SELECT x FROM v{m}",
        'CREATE VIEW v{n} AS SELECT a.x FROM "v{m}" a, [v{m}] b',
        "CREATE VIEW v{n} AS WITH w AS (SELECT x FROM v{m}) SELECT w.x FROM w, w AS other",
    ],
)
def test_views_that_double_forever_cost_only_themselves(tmp_path: Path, step: str) -> None:
    views = ";".join(step.format(n=n, m=n - 1) for n in range(1, 60))
    schema = read(tmp_path, f"CREATE VIEW v0 AS SELECT 1 AS x; {views}; CREATE TABLE t(a)")
    assert {"t", "v0", "v8"} <= {table.name for table in schema}
    assert "v59" not in schema
    assert "view v59 is left out: it unfolds to more than 10,000 parts" in schema.notes


def test_with_queries_that_double_forever_cost_only_their_view(tmp_path: Path) -> None:
    doubling = ", ".join(
        f"q{n}(x) AS NOT MATERIALIZED (SELECT a.x FROM q{n - 1} a, q{n - 1} b)"
        for n in range(1, 60)
    )
    honest = ", ".join(f"q{n} AS (SELECT q{n - 1}.x FROM q{n - 1})" for n in range(1, 60))
    schema = read(
        tmp_path,
        f"CREATE VIEW bomb AS WITH q0 AS (SELECT 1 AS x), {doubling} SELECT x FROM q59;"
        f"CREATE VIEW fine AS WITH q0 AS (SELECT 1 AS x), {honest} SELECT x FROM q59;"
        "CREATE VIEW steps AS WITH RECURSIVE n(i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 9",
    )
    assert [table.name for table in schema] == ["fine", "steps"]


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    schema = read_file(tmp_path / "empty")
    assert (schema.tables, schema.notes, schema.to_ddl()) == ((), (), "")


def test_a_text_of_a_million_characters(tmp_path: Path) -> None:
    remark = "/* it's " + "x, " * 350_000 + "*/"
    quoted = "''x" * 350_000
    table = f"CREATE TABLE t(a {remark}, b DEFAULT '{quoted}')"
    schema = read(tmp_path, f"{table}; CREATE VIEW v AS SELECT a {remark} FROM t")
    assert [len(table.columns) for table in schema] == [2, 1]
    assert all(len(str(table.sql)) > 1_000_000 for table in schema)
    assert read(tmp_path, schema.to_ddl()).tables == schema.tables


def test_two_thousand_tables(tmp_path: Path) -> None:
    columns = ", ".join(f"c{n} TEXT" for n in range(20))
    tables = ";".join(f"CREATE TABLE t{n}({columns})" for n in range(2000))
    schema = read(tmp_path, f"BEGIN; {tables}; COMMIT")
    assert len(schema) == 2000
    assert len(schema["T1999"].columns) == 20


def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    path = new_file(
        tmp_path,
        """
        CREATE TABLE caf_(na_ve TEXT, x REFERENCES caf_(na_ve));
        CREATE VIEW v AS SELECT na_ve FROM caf_;
        CREATE VIEW w AS SELECT * FROM gon_;
        """,
    )
    data = path.read_bytes()
    for plain, odd in ((b"caf_", b"caf\xe9"), (b"na_ve", b"na\xefve"), (b"gon_", b"gon\xe9")):
        data = data.replace(plain, odd)
    path.write_bytes(data)
    schema = read_file(path)
    assert [column.name for column in schema["caf\ufffd"].columns] == ["na\ufffdve", "x"]
    assert [column.name for column in schema["v"].columns] == ["na\ufffdve"]
    assert [note.partition(":")[0] for note in schema.notes] == ["view w is left out"]


def test_a_broken_schema_is_the_engine_s_own_error(tmp_path: Path) -> None:
    path = new_file(tmp_path, "CREATE TABLE wholesome(a, b)")
    path.write_bytes(path.read_bytes().replace(b"TABLE wholesome", b"TABLE (holesome"))
    with (
        closing(open_file(path)) as connection,
        pytest.raises(sqlite3.DatabaseError, match="malformed"),
    ):
        describe(connection)


def test_an_interrupt_is_not_taken_for_a_broken_view(tmp_path: Path) -> None:
    views = ";".join(f"CREATE VIEW v{n} AS SELECT a FROM t" for n in range(50))
    path = new_file(tmp_path, f"CREATE TABLE t(a); {views}")
    with closing(open_file(path)) as connection:
        for looks in range(0, 100, 3):
            countdown = repeat(False, looks)
            connection.set_progress_handler(partial(next, countdown, True), 10)
            with pytest.raises(sqlite3.OperationalError, match="interrupted"):
                describe(connection)
            assert not connection.in_transaction
        connection.set_progress_handler(None, 0)
        assert len(describe(connection)["tables"]) == 51


def data_files() -> list[Path]:
    folder = os.environ.get("SQLAGENT_TEST_DATA")
    return sorted(Path(folder).rglob("*.sqlite")) if folder else []


@pytest.mark.skipif(not data_files(), reason="SQLAGENT_TEST_DATA names no folder of databases")
def test_real_files_are_described_and_made_anew(tmp_path: Path) -> None:
    for path in data_files():
        schema = read_file(path)
        assert schema.tables, path
        assert read(tmp_path, schema.to_ddl()).tables == schema.tables, path
