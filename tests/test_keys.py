"""A key that nobody declared is found where name, type and values agree, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from sqlite_files import inferred, new_file, open_file, read

from sqlagent.engines.describe import contained
from sqlagent.schema import Column, ForeignKey, Schema, Table
from sqlagent.schema.keys import Candidate

ARTIST = Table("artist", (Column("id", "INT", primary_key=1, unique=True),))


def parent(table: str, key: str, values: str = "(1), (2), (3)") -> str:
    return (
        f'CREATE TABLE "{table}"({key} INTEGER PRIMARY KEY); INSERT INTO "{table}" VALUES {values};'
    )


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("Artist", "ArtistId", "ArtistId"),
        ("artists", "id", "artist_id"),
        ("ARTIST", "ID", "artistId"),
        ("artists", "artist_id", "ARTISTID"),
        ("Categories", "Id", "category_id"),
        ("movies", "id", "movie_id"),
        ("addresses", "id", "address_id"),
        ("statuses", "id", "status_id"),
        ("people", "id", "person_id"),
        ("Order Details", "id", "OrderDetailID"),
        ("pupil", "StuID", "stuid"),
        ("team", "id", "home_team_id"),
        ("store", "store_id", "customer_store_id"),
        ("genre", "genre", "genre"),
        ("country", "code", "country_code"),
        ("artists", "id", "artist"),
        ("team", "code", "home_team"),
        ("vehicle", "plate", "plate"),
        ("diag", "dia_cd", "visit_dia_cd"),
        ("employee", "Ssn", "Mgr_Ssn"),
        ("department", "Dnumber", "Dno"),
    ],
)
def test_inferred_where_name_type_and_values_fit(
    tmp_path: Path, table: str, key: str, column: str
) -> None:
    child = f"CREATE TABLE child({column} SMALLINT); INSERT INTO child VALUES (1), (3), (3), (NULL)"
    schema = read(tmp_path, parent(table, key) + child)
    assert inferred(schema) == [f"child.{column} → {table}.{key}"]
    assert schema["child"].foreign_keys == ()
    assert schema.notes == ()


@pytest.mark.parametrize(
    ("why", "column", "values"),
    [
        ("the table's name in the plural", "main_artists INT", "(1)"),
        ("how many there are", "num_artist INT", "(1)"),
        ("a name that any table may have", "id INT", "(1)"),
        ("a role that runs into the name", "coartist_id INT", "(1)"),
        ("another type", "artist_id TEXT", "('1')"),
        ("no type", "artist_id", "(1)"),
        ("a value that is not there", "artist_id INT", "(1), (9)"),
        ("an empty text for none", "artist_id INT", "(1), ('')"),
        ("no values", "artist_id INT", "(NULL)"),
        ("its table's own key in a role", "main_artist_id INTEGER PRIMARY KEY", "(1)"),
        ("declared to be another", "artist_id INT REFERENCES x(id)", "(1)"),
    ],
)
def test_not_inferred(tmp_path: Path, why: str, column: str, values: str) -> None:
    script = f"CREATE TABLE x(id); CREATE TABLE c({column}); INSERT INTO c VALUES {values}"
    assert inferred(read(tmp_path, parent("artists", "id") + script)) == [], why


@pytest.mark.parametrize(
    ("why", "script"),
    [
        ("no rows", "CREATE TABLE c(artist_id INT)"),
        ("a view", "CREATE VIEW c AS SELECT id AS artist_id FROM artists"),
        (
            "two tables fit",
            parent("artist", "artist_id")
            + "CREATE TABLE c(artist_id INT); INSERT INTO c VALUES (1)",
        ),
        (
            "part of a declared key",
            """
            CREATE TABLE x(a INT, b INT, PRIMARY KEY (a, b));
            CREATE TABLE c(artist_id INT, b INT, FOREIGN KEY (artist_id, b) REFERENCES x);
            INSERT INTO c VALUES (1, 1);
            """,
        ),
    ],
)
def test_not_inferred_from_the_whole(tmp_path: Path, why: str, script: str) -> None:
    assert inferred(read(tmp_path, parent("artists", "id") + script)) == [], why


def test_what_all_columns_of_a_table_begin_with_is_left_out(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        parent("street", "st_id")
        + "CREATE TABLE vehicle(vh_plate TEXT PRIMARY KEY, vh_make TEXT);"
        + "INSERT INTO vehicle VALUES ('AB1', 'Opel'), ('CD2', 'Saab');"
        + "CREATE TABLE ticket(tk_street INT, tk_plate TEXT); INSERT INTO ticket VALUES (1, 'AB1')",
    )
    assert inferred(schema) == [
        "ticket.tk_street → street.st_id",
        "ticket.tk_plate → vehicle.vh_plate",
    ]


@pytest.mark.parametrize(("rows", "expected"), [(40, ["c.artist_id → artist.id"]), (38, [])])
def test_few_rows_may_refer_to_what_is_gone(tmp_path: Path, rows: int, expected: list[str]) -> None:
    numbers = ", ".join(["(1)"] * (rows - 2) + ["(98)", "(99)"])
    script = (
        parent("artist", "id") + f"CREATE TABLE c(artist_id INT); INSERT INTO c VALUES {numbers}"
    )
    assert inferred(read(tmp_path, script)) == expected


def test_one_to_one_goes_one_way(tmp_path: Path) -> None:
    schema = read(
        tmp_path,
        parent("student", "person_id")
        + parent("person", "person_id")
        + parent("accounts", "custid")
        + parent("savings", "custid")
        + parent("small", "stuid")
        + parent("large", "stuid", "(1), (2), (3), (4)"),
    )
    assert inferred(schema) == [
        "student.person_id → person.person_id",
        "savings.custid → accounts.custid",
        "small.stuid → large.stuid",
    ]


def test_inferred_once_however_many_ask() -> None:
    looks = []

    def look(candidates: Sequence[Candidate], seconds: float) -> list[bool | None]:
        looks.append((candidates, seconds))
        return [True]

    schema = Schema([ARTIST, Table("album", (Column("artist_id", "INT"),))], contained=look)
    assert looks == []
    threads = [Thread(target=schema.foreign_keys, args=("album",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert looks == [([Candidate("album", "artist_id", "artist", "id")], 0.5)]
    assert schema.foreign_keys("album") == (ForeignKey(("artist_id",), "artist", ("id",), True),)


def test_what_was_not_reached_is_said() -> None:
    albums = [Table(f"album{n}", (Column("artist_id", "INT"),)) for n in range(3)]
    schema = Schema([ARTIST, *albums], contained=lambda _, seconds: [True, None, None])
    before = schema.notes
    assert inferred(schema) == ["album0.artist_id → artist.id"]
    assert (before, schema.notes) == (
        (),
        ("2 columns were not looked at for undeclared foreign keys: the 0.5 s for that were over",),
    )


def test_a_large_table_takes_neither_the_time_nor_the_turns_of_others(tmp_path: Path) -> None:
    path = new_file(
        tmp_path,
        """
        CREATE TABLE a(id INTEGER PRIMARY KEY);
        CREATE TABLE big(a_id INT);
        CREATE TABLE little(a_id INT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
        INSERT INTO a SELECT i FROM n;
        INSERT INTO big SELECT id FROM a;
        INSERT INTO little VALUES (1);
        """,
    )
    big, little = ("big", "a_id", "a", "id"), ("little", "a_id", "a", "id")
    with closing(open_file(path)) as connection:
        assert contained(connection, [big, little, big], 0.02) == [None, True, None]
        assert contained(connection, [big, little], 60) == [True, True]
        assert contained(connection, [big, little], 0) == [None, None]


@pytest.mark.parametrize(
    ("table", "key", "column", "held"),
    [
        ("category", "id", "parent_id", True),
        ("officer", "officerno", "supervisorno", True),
        ("staff", "s_id", "s_boss", True),
        ("project", "id", "supervisor_id", False),
        ("category", "id", "depth", False),
    ],
)
def test_a_row_may_name_another_of_its_table(
    tmp_path: Path, table: str, key: str, column: str, held: bool
) -> None:
    sql = f"CREATE TABLE {table}({key} INTEGER PRIMARY KEY, {column} INTEGER);"
    schema = read(tmp_path, sql + f"INSERT INTO {table} VALUES (1, NULL), (2, 1), (3, 1)")
    assert inferred(schema) == ([f"{table}.{column} → {table}.{key}"] if held else [])
