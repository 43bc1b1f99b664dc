"""The door: what it opens, what it lets through, where it stops."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from sqlagent import (
    Database,
    DatabaseError,
    QueryError,
    QueryTimeoutError,
    UnsafeQueryError,
    sample_path,
)
from sqlagent.engines import locks, sqlite

MakeFile = Callable[..., Path]
ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r"


def test_rows_and_headings_are_the_engines_own(sample: Database) -> None:
    sql = "SELECT 1 AS \"a.b\", 2 AS \"a.b\", ' :x' AS x, NULL, x'00ff', 9223372036854775807, 1e999"
    result = sample.query(sql)
    assert result.columns[:3] == ("a.b", "a.b", "x")
    assert result.rows == ((1, 2, " :x", None, b"\x00\xff", 2**63 - 1, float("inf")),)
    assert not result.truncated
    assert list(result.to_dicts()[0])[:3] == ["a.b", "a.b_2", "x"]


def test_text_that_is_not_utf8_is_read(sample: Database) -> None:
    assert sample.query("SELECT CAST(x'61ff62' AS TEXT)").rows == (("a�b",),)


def test_csv_is_as_rfc_4180_has_it(sample: Database) -> None:
    sql = "SELECT 'a,b' AS x, 'say \"hi\"' AS y, NULL AS z, x'0f' AS w"
    assert sample.query(sql).to_csv() == 'x,y,z,w\n"a,b","say ""hi""",,0f\n'


def test_a_result_knows_whether_rows_are_missing(sample: Database) -> None:
    exact = sample.query("SELECT * FROM Genre", max_rows=25)
    assert (len(exact.rows), exact.truncated, exact.cut) == (25, False, None)
    short = sample.query("SELECT * FROM Genre", max_rows=24)
    assert (len(short.rows), short.truncated) == (24, True)
    assert short.cut == "only the first 24 rows are here"


def test_a_query_may_lower_the_limits_and_not_raise_them() -> None:
    with Database(sample_path(), max_rows=5, timeout=0.2) as database:
        assert len(database.query("SELECT * FROM Track", max_rows=50).rows) == 5
        with pytest.raises(QueryTimeoutError, match=r"0\.2 s"):
            database.query(ENDLESS, timeout=60)


def test_long_cells_are_cut_and_said(sample: Database) -> None:
    result = sample.query("SELECT hex(zeroblob(900000)) AS a, zeroblob(2000000) AS b")
    assert [len(cell) for cell in result.rows[0]] == [1_000_000, 1_000_000]
    assert result.truncated
    assert "cells are cut" in str(result.cut)


def test_all_cells_together_have_a_limit(sample: Database) -> None:
    result = sample.query("SELECT zeroblob(9000000) FROM Track", max_rows=1000)
    assert len(result.rows) < 65
    assert "too large" in str(result.cut)


def test_an_endless_query_is_stopped_and_the_next_one_runs() -> None:
    with Database(sample_path(), timeout=0.3) as database:
        start = time.monotonic()
        with pytest.raises(QueryTimeoutError, match=r"stopped after 0\.3 s"):
            database.query(ENDLESS)
        assert time.monotonic() - start < 2
        assert database.query("SELECT count(*) FROM Genre").rows == ((25,),)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT Nme FROM Artist", "no such column: Nme (Artist has Name)"),
        ("SELECT a.Nme FROM Artist AS a", "no such column: a.Nme (Artist has Name)"),
        ("SELECT * FROM Artists", "no such table: Artists (there is Artist)"),
        ("SELECT nosuch(1)", "no such function: nosuch"),
        ("SELECT FROM", "near"),
        ("SELECT abs(-9223372036854775808)", "integer overflow"),
        ("SELECT zeroblob(100000000)", "too big"),
    ],
)
def test_an_error_is_the_engines_word_with_the_nearest_names(
    sample: Database, sql: str, words: str
) -> None:
    with pytest.raises(QueryError, match=re.escape(words)):
        sample.query(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM Artist",
        "SELECT load_extension('evil')",
        "SELECT fts3_tokenizer('simple')",
        "SELECT * FROM pragma_writable_schema",
    ],
)
def test_refusals_say_so(sample: Database, sql: str) -> None:
    with pytest.raises((UnsafeQueryError, QueryError)) as refused:
        sample.query(sql)
    assert "refused" in str(refused.value) or "no such" in str(refused.value)


@pytest.mark.slow
def test_an_honest_sort_of_five_million_rows_runs(make_file: MakeFile) -> None:
    """What does not fit the memory that it may have is sorted on disk, and leaves nothing there."""
    numbers = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT 5000000)"
    text = "printf('%09d, and some text to be sorted along', (n * 7919) % 5000011)"
    sql = f"{numbers} SELECT min(t), max(t), count(DISTINCT t) FROM (SELECT {text} AS t FROM r)"
    file = make_file()
    before = _state(file.parent)
    with Database(file, timeout=300, max_memory=128) as database:
        ((first, last, count),) = database.query(sql).rows
    assert count == 5_000_000
    assert first < last
    assert _state(file.parent) == before


WRITES = [
    "INSERT INTO t VALUES (2)",
    "DELETE FROM t",
    "DROP TABLE t",
    "CREATE TABLE u(a)",
    "CREATE TEMP TABLE u(a)",
    "ATTACH 'other.db' AS o",
    "VACUUM INTO 'copy.db'",
    "PRAGMA user_version = 7",
    "PRAGMA query_only = 0",
    "REINDEX",
    "ANALYZE",
]


@pytest.mark.parametrize("sql", WRITES)
def test_the_engine_refuses_to_write_even_without_the_guard(make_file: MakeFile, sql: str) -> None:
    file = make_file("CREATE TABLE t(a); CREATE INDEX i ON t(a); INSERT INTO t VALUES (1);")
    before = _state(file.parent)
    with closing(sqlite.connect(file)) as connection, pytest.raises(sqlite3.Error):
        connection.execute(sql)
    assert _state(file.parent) == before


@pytest.mark.parametrize(
    ("lock", "sql"),
    [
        (locks.limit_resources, "SELECT length(zeroblob(50000000))"),
        (locks.forbid_writing, "SELECT name FROM inside"),
        (locks.keep_time, ENDLESS.replace("FROM r)", "FROM r LIMIT 9000000)")),
        (locks.authorize_reading, "PRAGMA cache_size = 5"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_lock_matters(make_file: MakeFile, lock: locks.Lock, sql: str) -> None:
    """With all of them the statement is stopped; with one left out it runs."""
    view = "CREATE VIEW inside AS SELECT name FROM pragma_table_info('t')"
    file = make_file(f"CREATE TABLE t(a); {view};")
    others = [one for one in locks.LOCKS if one is not lock]
    with pytest.raises(sqlite3.Error):
        _run(sql, file, locks.LOCKS)
    _run(sql, file, others)


def _run(sql: str, file: Path, locks: Sequence[locks.Lock]) -> None:
    with closing(sqlite.connect(file, locks)) as connection:
        connection.deadline = time.monotonic() + 0.05
        connection.execute(sql).fetchall()


ODD_MODULES = """
    CREATE VIRTUAL TABLE notes USING fts5(title, body);
    INSERT INTO notes VALUES ('first', 'hello wide world');
    CREATE VIRTUAL TABLE old USING fts4(title, body);
    INSERT INTO old VALUES ('first', 'hello wide world');
    CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
    INSERT INTO boxes VALUES (1, 0, 1);
"""


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT title FROM notes WHERE notes MATCH 'wide'",
        "SELECT highlight(notes, 1, '[', ']') FROM notes('hello')",
        "SELECT snippet(old) FROM old WHERE old MATCH 'hello'",
        "SELECT id FROM boxes WHERE x0 < 0.5",
        "SELECT value FROM json_each('[1]')",
        "SELECT name FROM pragma_table_info('boxes') LIMIT 1",
        "SELECT name FROM sqlite_master LIMIT 1",
    ],
)
def test_virtual_tables_and_table_functions_go_on_working(make_file: MakeFile, sql: str) -> None:
    with Database(make_file(ODD_MODULES)) as database:
        assert len(database.query(sql).rows) == 1


def test_a_view_that_the_file_is_not_trusted_with_is_not_offered(make_file: MakeFile) -> None:
    script = "CREATE TABLE t(a); CREATE VIEW inside AS SELECT name FROM pragma_table_info('t');"
    with Database(make_file(script)) as database:
        assert [table.name for table in database.schema] == ["t"]
        assert "view inside is left out: unsafe use of virtual table" in database.schema.notes[0]
        with pytest.raises(UnsafeQueryError, match="unsafe use of virtual table"):
            database.query("SELECT name FROM inside")


def test_names_with_marks_that_urls_read_otherwise(make_file: MakeFile) -> None:
    file = make_file("CREATE TABLE t(a)", name="a#b?c%41 d.sqlite")
    before = _state(file.parent)
    with Database(file) as database:
        assert [table.name for table in database.schema] == ["t"]
        assert database.query("SELECT count(*) FROM t").rows == ((0,),)
    assert _state(file.parent) == before


def test_what_may_be_opened(make_file: MakeFile) -> None:
    file = make_file("CREATE TABLE t(a); INSERT INTO t VALUES (1);")
    engine = sqlalchemy.create_engine(f"sqlite:///{file}")
    for source in (file, str(file), f"sqlite:///{file}", f"sqlite:///file:{file}?uri=true", engine):
        with Database(source) as database:
            assert database.query("SELECT a FROM t").rows == ((1,),)
            assert database.path == file
    engine.dispose()


def test_a_database_in_memory_is_copied_and_the_copy_removed() -> None:
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t(a)")
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")
    with Database(engine) as database:
        assert database.query("SELECT a FROM t").rows == ((1,),)
        assert database.path.exists()
    assert not database.path.exists()
    engine.dispose()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("missing.sqlite", "there is no file missing.sqlite; check the path"),
        ("", "no database was named"),
        (".", "is a directory"),
        ("postgresql://localhost/x", "postgresql is not supported; only SQLite"),
        ("sqlite://", "in memory has no URL"),
        ("://", "is not a database URL"),
        (__file__, "is not an SQLite database"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(source: str, words: str) -> None:
    with pytest.raises(DatabaseError) as failed:
        Database(source)
    assert words in str(failed.value)
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///{}/missing.sqlite",
        "sqlite:///file:{}/missing.sqlite?uri=true",
        "sqlite:///file:{}/missing.sqlite?mode=rwc&uri=true",
        "sqlite:///file:shared?mode=memory&cache=shared&uri=true",
    ],
)
def test_opening_by_url_makes_no_file(tmp_path: Path, url: str) -> None:
    with pytest.raises(DatabaseError, match=r"there is no file|in memory has no URL"):
        Database(url.format(tmp_path))
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path}/missing.sqlite")
    with pytest.raises(DatabaseError, match="there is no file"):
        Database(engine)
    assert list(tmp_path.iterdir()) == []


def test_a_misspelt_file_is_told_its_neighbour(make_file: MakeFile) -> None:
    file = make_file(name="shop.sqlite")
    with pytest.raises(DatabaseError, match=r"did you mean .*shop\.sqlite\?"):
        Database(file.with_name("shpo.sqlite"))


def test_a_closed_database_says_so(make_file: MakeFile) -> None:
    database = Database(make_file("CREATE TABLE t(a)"))
    database.close()
    database.close()
    with pytest.raises(DatabaseError, match="is closed; open it again"):
        database.query("SELECT 1")


def test_limits_must_make_sense(sample: Database) -> None:
    for rows in (0, -1):
        with pytest.raises(ValueError, match="at least 1"):
            sample.query("SELECT 1", max_rows=rows)
    for seconds in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="more than 0 seconds"):
            sample.query("SELECT 1", timeout=seconds)
    with pytest.raises(ValueError, match="at least 1"):
        Database(sample_path(), max_rows=0)
    with pytest.raises(ValueError, match="at least 1"):
        Database(sample_path(), timeout=0)
    with pytest.raises(ValueError, match="'process' or 'thread'"):
        Database(sample_path(), isolation="none")  # type: ignore[arg-type]


def test_a_locked_file_says_so(make_file: MakeFile) -> None:
    file = make_file("CREATE TABLE t(a)")
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseError, match="locked by another program"):
            Database(file)
        writer.execute("ROLLBACK")


def test_a_damaged_file_says_so(make_file: MakeFile) -> None:
    file = make_file("CREATE TABLE t(a); INSERT INTO t VALUES (zeroblob(20000));")
    pages = bytearray(file.read_bytes())
    pages[4096:8192] = os.urandom(4096)
    file.write_bytes(pages)
    with Database(file) as database, pytest.raises(DatabaseError, match="damaged"):
        database.query("SELECT * FROM t")


def test_a_wal_file_is_read_with_what_the_wal_holds(make_file: MakeFile, tmp_path: Path) -> None:
    file = make_file("PRAGMA journal_mode = wal; CREATE TABLE t(a);")
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("INSERT INTO t VALUES (1)")
        writer.commit()
        with Database(file) as database:
            assert database.query("SELECT a FROM t").rows == ((1,),)


def test_an_empty_file_is_a_database_without_tables(tmp_path: Path) -> None:
    file = tmp_path / "empty.sqlite"
    file.touch()
    with Database(file) as database:
        assert len(database.schema) == 0


def test_threads_share_one_database() -> None:
    wrong: list[Any] = []

    def work(number: int) -> None:
        for step in range(20):
            value = number * 1000 + step
            rows = database.query(f"SELECT {value}, count(*) FROM Genre").rows
            if rows != ((value, 25),):
                wrong.append((number, rows))

    with Database(sample_path()) as database:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_the_original_file_is_never_changed(tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite"
    shutil.copy(sample_path(), file)
    before = _state(tmp_path)
    with Database(file) as database:
        assert database.schema["Track"]
        for sql in ("SELECT * FROM Track ORDER BY Name", "DROP TABLE Track", "SELECT nope"):
            try:
                database.query(sql)
            except (QueryError, UnsafeQueryError):
                continue
    assert _state(tmp_path) == before


def _state(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_file_is_opened_from_a_folder_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with closing(sqlite.connect(str(sample_path()))) as connection:
        assert connection.execute("SELECT count(*) FROM Genre").fetchone()[0] > 0
