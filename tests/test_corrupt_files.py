"""Damaged and hostile files: rows or one sentence, in time, and nothing on the disk has changed."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

import pytest
from conftest import MakeFile

from sqlagent import Database, DatabaseError, SQLAgentError

TIMEOUT = 1.0
Isolation = Literal["process", "thread"]

SCRIPT = """
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, town TEXT, long AS (name || town));
INSERT INTO person SELECT value, hex(randomblob(value % 90)), 't' || value % 9
    FROM json_each({numbers});
CREATE INDEX person_town ON person (town, name);
CREATE TABLE pair (a TEXT, b INT, c BLOB, PRIMARY KEY (a, b)) WITHOUT ROWID;
INSERT INTO pair SELECT 'a' || value % 7, value, zeroblob(value * 20) FROM json_each({numbers});
CREATE TABLE large (id INTEGER PRIMARY KEY, content BLOB);
INSERT INTO large SELECT value, randomblob(20000) FROM json_each('[1, 2, 3]');
CREATE VIEW seen AS SELECT p.name, q.b FROM person p JOIN pair q ON q.b = p.id;
CREATE VIRTUAL TABLE note USING fts5 (title, body);
INSERT INTO note SELECT name, town || ' hello' FROM person;
CREATE VIRTUAL TABLE word USING fts4 (title, body);
INSERT INTO word SELECT name, town || ' hello' FROM person;
CREATE VIRTUAL TABLE box USING rtree (id, x0, x1);
INSERT INTO box SELECT value, value, value + 1 FROM json_each({numbers});
CREATE TABLE log (at TEXT, person_id INT REFERENCES person);
CREATE TRIGGER told AFTER UPDATE ON person BEGIN INSERT INTO log VALUES ('now', new.id); END;
ANALYZE;
"""
NUMBERS = "'[" + ",".join(map(str, range(1, 121))) + "]'"
QUERIES = (
    "SELECT count(*) FROM person",
    "SELECT name, long FROM person WHERE town = 't3' ORDER BY name",
    "SELECT sum(b), max(length(c)) FROM pair WHERE a > 'a2'",
    "SELECT id, hex(content) FROM large",
    "SELECT * FROM seen ORDER BY b DESC",
    "SELECT title, rank FROM note WHERE note MATCH 'hel* NOT t4' ORDER BY rank",
    "SELECT docid, snippet(word) FROM word WHERE word MATCH 'hello t3'",
    "SELECT id FROM box WHERE x0 > 20 AND x1 < 70",
    "SELECT name, sql FROM sqlite_master",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "whole.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA page_size = 1024")
        connection.executescript(SCRIPT.format(numbers=NUMBERS))
    return path.read_bytes()


def test_damaged_files_are_one_sentence_each(whole: bytes, tmp_path: Path) -> None:
    assert faults(whole, tmp_path, range(40)) == []


@pytest.mark.slow
def test_hundreds_of_damaged_files_are_one_sentence_each(whole: bytes, tmp_path: Path) -> None:
    assert faults(whole, tmp_path, range(40, 400)) == []


def faults(whole: bytes, folder: Path, seeds: Sequence[int]) -> list[str]:
    found: list[str] = []
    for seed in seeds:
        path = folder / f"{seed}.sqlite"
        path.write_bytes(damaged(whole, random.Random(seed)))
        found += [f"{seed}: {fault}" for fault in asked(path)]
        path.unlink()
    return found


def damaged(whole: bytes, rng: random.Random) -> bytes:
    """``whole`` with a few bytes, a page or its end changed."""
    content = bytearray(whole)
    for _ in range(rng.randint(1, 6)):
        page = rng.randrange(len(content) // 1024) * 1024
        how = rng.random()
        if how < 0.4:  # the first bytes of a page say what it is and where its cells are
            content[page + rng.randrange(40)] = rng.choice([0, 1, 2, 5, 10, 13, 127, 255])
        elif how < 0.6:
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        elif how < 0.75:
            content[page : page + 1024] = rng.randbytes(1024)
        elif how < 0.85:
            other = rng.randrange(len(content) // 1024) * 1024
            content[page : page + 1024] = content[other : other + 1024]
        elif how < 0.95:
            content[rng.randrange(16, 100)] = rng.randrange(256)
        else:
            del content[rng.randrange(len(content) // 2, len(content)) :]
            content += bytes(-len(content) % 1024)
    return bytes(content)


def asked(path: Path, isolation: Isolation = "process", hide: Sequence[str] = ()) -> list[str]:
    """What is wrong with the answers to QUERIES and to a look at the schema."""
    before, found = state(path.parent), list[str]()
    with one_sentence(found):
        start = time.monotonic()
        with Database(path, timeout=TIMEOUT, isolation=isolation, hide=hide) as database:
            for sql in (*QUERIES, ""):
                with one_sentence(found):
                    start = time.monotonic()
                    if sql:
                        database.query(sql)
                    elif [key for table in database.schema for key in table.foreign_keys]:
                        pass
                if time.monotonic() - start > TIMEOUT + 1:
                    found.append(f"{sql} took {time.monotonic() - start:.1f} s")
    if state(path.parent) != before:
        found.append("the folder has changed")
    return found


@contextmanager
def one_sentence(found: list[str]) -> Iterator[None]:
    try:
        yield
    except SQLAgentError as error:
        if len(str(error).splitlines()) != 1:
            found.append(f"not one line: {error!r}")
    except Exception as error:
        found.append(repr(error))


def state(folder: Path) -> dict[str, bytes]:
    """All files of a folder, but for those that SQLite keeps beside one in WAL mode."""
    own = ("-wal", "-shm")
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name[-4:] not in own}


@pytest.mark.parametrize("isolation", ["process", "thread"])
@pytest.mark.parametrize(
    "name",
    ["a?b.db", "a#b.db", "100%.db", "a%20b.db", "a?mode=memory", "a&b;c.db", "-x", "file:x.db",
     "a'b\"c.db", "a\nb.db", "ä€😀.db", "\udcff.db"],
)  # fmt: skip
def test_a_file_may_have_any_name(name: str, isolation: Isolation, make_file: MakeFile) -> None:
    file = make_file("CREATE TABLE t (a); INSERT INTO t VALUES (7);")
    file = file.rename(file.with_name(name))
    with Database(file, isolation=isolation) as database:
        assert database.query("SELECT a FROM t").rows == ((7,),)
        assert [path.name for path in file.parent.iterdir()] == [name]


@pytest.mark.parametrize("isolation", ["process", "thread"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"SQLite format 3\0", "is not an SQLite database"),
        (b"\0" * 8192, "is not an SQLite database"),
        (b"hello\nworld\n" * 99, "is not an SQLite database"),
    ],
)
def test_what_is_no_database_is_one_sentence(
    content: bytes, words: str, isolation: Isolation, tmp_path: Path
) -> None:
    file = tmp_path / "two\nlines.db"
    file.write_bytes(content)
    with pytest.raises(DatabaseError, match=words) as failed:
        Database(file, isolation=isolation)
    assert "\n" not in str(failed.value)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DatabaseError, match="is no file"):
        Database(tmp_path / "pipe")


@pytest.mark.parametrize("isolation", ["process", "thread"])
def test_a_hot_journal_is_left_to_its_owner(isolation: Isolation, make_file: MakeFile) -> None:
    file = make_file("CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(90000));")
    crash(file, "PRAGMA cache_size = 1", "BEGIN", "UPDATE t SET a = randomblob(90000)")
    before = state(file.parent)
    assert len(before) == 2
    with pytest.raises(DatabaseError, match="in the middle of a change"):
        Database(file, isolation=isolation)
    assert state(file.parent) == before


def test_what_a_crash_left_in_the_wal_is_read(make_file: MakeFile) -> None:
    file = make_file("PRAGMA journal_mode = wal; CREATE TABLE t (a);")
    crash(file, "INSERT INTO t VALUES (7)")
    before = state(file.parent)
    with Database(file) as database:
        assert database.query("SELECT a FROM t").rows == ((7,),)
    assert state(file.parent) == before


def crash(file: Path, *statements: str) -> None:
    """Run ``statements`` in a process that then ends without a word to SQLite."""
    script = "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
    script += "[c.execute(sql) for sql in sys.argv[2:]]; os._exit(0)"
    subprocess.run([sys.executable, "-c", script, file, *statements], check=True)


def test_a_wal_file_is_read_where_nothing_can_be_made_beside_it(make_file: MakeFile) -> None:
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("nothing is forbidden to root")
    file = make_file("PRAGMA journal_mode = wal; CREATE TABLE t (a); INSERT INTO t VALUES (7);")
    file.parent.chmod(0o555)
    try:
        script = "import sqlagent, sys; d = sqlagent.Database(sys.argv[1]); "
        script += "print(d.query('SELECT a FROM t').rows); d.close()"
        command = [sys.executable, "-c", script, str(file)]
        if os.geteuid() == 0:
            command = ["setpriv", "--bounding-set=-dac_override", *command]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.stdout, done.stderr) == ("((7,),)\n", "")
        assert [path.name for path in file.parent.iterdir()] == [file.name]
    finally:
        file.parent.chmod(0o755)


VIEWS = {
    "endless": "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n)"
    " FROM r",
    "busy": "SELECT printf('%.*c', 2147483647, 'x')",
    "loader": "SELECT load_extension('/tmp/none')",
    "tokens": "SELECT fts3_tokenizer('simple', x'4141414141414141')",
    "lost": 'SELECT "no\nsuch"(a) FROM t',
    "itself": "SELECT * FROM itself",
    "v0": "SELECT a FROM t",
    **{f"v{n}": f"SELECT a FROM v{n - 1} UNION ALL SELECT a FROM v{n - 1}" for n in range(1, 29)},
}


def test_hostile_views_end_in_time(make_file: MakeFile) -> None:
    script = "CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE TABLE u (b);"
    file = make_file(script + "".join(f"CREATE VIEW {n} AS {sql};" for n, sql in VIEWS.items()))
    before = state(file.parent)
    for hide in ([], ["u"]):
        found: list[str] = []
        with Database(file, timeout=0.2, hide=hide) as database:
            for name in ("endless", "busy", "loader", "tokens", "lost", "itself", "v28"):
                start = time.monotonic()
                with one_sentence(found):
                    rows = database.query(f"SELECT * FROM {name}").rows
                    found.append(f"{name} gave {rows}")
                assert time.monotonic() - start < 1.2, name
                assert database.query("SELECT a FROM t").rows == ((1,),), name
        assert found == []
    assert state(file.parent) == before


@pytest.mark.parametrize("isolation", ["process", "thread"])
def test_a_schema_of_a_million_characters_is_read(
    isolation: Isolation, make_file: MakeFile
) -> None:
    columns = ", ".join(f"column_{n} TEXT DEFAULT '{'x' * 500}'" for n in range(1_900))
    file = make_file(f"CREATE TABLE wide ({columns}); INSERT INTO wide (column_0) VALUES ('a');")
    start = time.monotonic()
    with Database(file, isolation=isolation, hide=["wide.column_9"]) as database:
        assert len(database.schema["wide"].columns) == 1_899
        assert database.query("SELECT column_0 FROM wide").rows == (("a",),)
    assert time.monotonic() - start < 2
