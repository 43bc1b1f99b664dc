"""What is hidden is absent from the schema, and no SQL reaches it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal

import pytest
from commands import run
from lab import POLICIES, build

from sqlagent import (
    Database,
    DatabaseError,
    QueryError,
    UnsafeQueryError,
    prompts,
    sample_path,
)
from sqlagent.engines import sqlite

Isolation = Literal["process", "thread"]
HIDDEN = POLICIES["hr"]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("lab") / "lab.sqlite")


@pytest.fixture(scope="module", params=["process", "thread"])
def database(lab: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    with Database(lab, hide=HIDDEN, isolation=request.param) as database:
        yield database


def test_the_schema_is_without_it(database: Database) -> None:
    schema = database.schema
    for table in ("Employee", "Payroll", "StaffNames", "StaffSearch", "StaffWords", "CustomerCard"):
        assert table not in schema
    assert [column.name for column in schema["Member"].columns] == ["id", "nick", "mood"]
    assert schema["Customer"].foreign_keys == ()
    told = prompts.describe(schema) + schema.to_ddl()
    for word in ("Employee", "Payroll", "Email", "Phone", "Fax", "secret", "pub", "ix_cust_mail"):
        assert word not in told


REACHING = [
    "SELECT Email FROM Customer",
    "SELECT * FROM Customer",
    "SELECT count(*) FROM Employee",
    "SELECT FirstName FROM CustomerCard",
    "SELECT pub FROM Member",
    "SELECT st FROM Member",
    "SELECT id FROM Member INDEXED BY ix_member_s",
    "SELECT Email FROM (SELECT '' AS Email) FULL JOIN Customer USING (Email)",
    "SELECT 1 FROM Customer NATURAL JOIN (SELECT 'x' AS Phone)",
    "SELECT LastName FROM StaffSearch",
    "SELECT term FROM StaffWords",
    "SELECT * FROM StaffSearch_data",
    "SELECT name FROM sqlite_master",
    "SELECT rowid FROM sqlite_schema",
    "SELECT stat FROM sqlite_stat1",
    "SELECT name FROM pragma_table_info('Employee')",
    "SELECT name FROM pragma_table_info('Customer')",
    "SELECT name FROM pragma_index_info('ix_salary')",
    "SELECT 1 IN Payroll",
]


@pytest.mark.parametrize("sql", REACHING)
def test_no_sql_reaches_it(database: Database, sql: str) -> None:
    with pytest.raises(UnsafeQueryError, match="refused") as refused:
        database.query(sql)
    assert "CANARY" not in str(refused.value)


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT count(*) FROM Customer", 1),
        ("SELECT FirstName, Country FROM Customer", 59),
        ("SELECT nick, mood FROM Member", 2),
        ("SELECT count(*) FROM Member", 1),
        ("SELECT k, hint FROM Vault WHERE k = 'beta'", 1),
        ("SELECT title FROM Notes5('hello')", 2),
        ("SELECT id FROM Boxes", 2),
        ("SELECT name FROM pragma_table_info('Track')", 9),
        ("SELECT Total FROM Sales", 412),
        ("WITH Employee AS (SELECT 1 AS id) SELECT id FROM Employee", 1),
    ],
)
def test_what_is_beside_it_goes_on_working(database: Database, sql: str, rows: int) -> None:
    assert len(database.query(sql).rows) == rows


def test_a_refusal_says_why(database: Database) -> None:
    for sql, words in {
        "SELECT count(*) FROM Employee": "it does more than read, or reads what is hidden",
        "SELECT Email FROM Customer": "access to Customer.Email is prohibited",
        "SELECT load_extension('x')": "not authorized to use function: load_extension",
        "SELECT id FROM Member INDEXED BY ix_member_s": "an index over what is hidden of Member",
    }.items():
        with pytest.raises(UnsafeQueryError) as refused:
            database.query(sql)
        assert words in str(refused.value)


def test_only_the_tables_named_are_seen(lab: Path) -> None:
    with Database(lab, tables=["genre", "Track"], hide=["Track.Composer"]) as database:
        assert [table.name for table in database.schema] == ["Genre", "Track"]
        assert "Composer" not in database.schema["Track"]
        assert database.query("SELECT count(*) FROM Genre").rows == ((25,),)
        with pytest.raises(UnsafeQueryError):
            database.query("SELECT * FROM Artist")


def test_a_table_made_later_is_not_seen_either(tmp_path: Path) -> None:
    file = build(tmp_path / "lab.sqlite")
    with Database(file, tables=["Genre", "Notes5", "Boxes"]) as database:
        assert len(database.query("SELECT * FROM Notes5('hello')").rows) == 2
        assert len(database.query("SELECT * FROM Boxes").rows) == 2
        with closing(sqlite3.connect(file)) as writer:
            writer.executescript("CREATE TABLE Later(a); INSERT INTO Later VALUES ('CANARY');")
        with pytest.raises(UnsafeQueryError):
            database.query("SELECT a FROM Later")
        assert len(database.query("SELECT * FROM Genre").rows) == 25


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Custmer"], "no such table: Custmer (there is Customer"),
        (["Customer.Mail"], "no such column: Mail (Customer has Email"),
    ],
)
def test_a_name_that_is_not_there_is_told_its_neighbours(
    lab: Path, names: list[str], words: str
) -> None:
    with pytest.raises(DatabaseError) as failed:
        Database(lab, hide=names)
    assert words in str(failed.value)


def test_the_command_line_hides_too() -> None:
    hidden = ("--hide", "Employee,Customer.Email", "--hide", "Customer.Phone")
    told = run("schema", *hidden).out
    assert "Email" not in told
    assert "Employee" not in told
    assert run("query", *hidden, "SELECT Phone FROM Customer").code == 1
    assert run("query", *hidden, "SELECT City FROM Customer LIMIT 1").code == 0
    assert run("schema", "--tables", "Genre,Artist").out.count("CREATE TABLE") == 2
    assert run("ask", "--hide", "Nothing", "how many genres").code == 3


def test_the_bytecode_sees_what_the_authorizer_does_not(lab: Path) -> None:
    """Without the explanation before it, a join tells what is hidden."""
    sql = "SELECT Email FROM (SELECT 'x' AS Email) FULL JOIN Customer USING (Email)"
    with closing(sqlite.connect(lab, hidden={"Customer": ["Email"]})) as connection:
        with closing(connection.cursor()) as cursor:
            assert "@" in str(sqlite3.Cursor.execute(cursor, sql).fetchall())
        with closing(connection.cursor()) as cursor, pytest.raises(sqlite3.DatabaseError):
            cursor.execute(sql)


def test_a_process_can_be_killed_where_a_thread_must_be_waited_for() -> None:
    sql = "SELECT length(printf('%.*c', 400000000, 'x'))"  # one step that nothing interrupts

    def seconds(isolation: Isolation) -> float:
        with Database(sample_path(), timeout=0.1, isolation=isolation) as database:
            start = time.monotonic()
            with suppress(QueryError):
                database.query(sql)
            return time.monotonic() - start

    assert seconds("process") < 1.1 < seconds("thread")
