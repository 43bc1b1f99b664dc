"""Stored values: what of them is held, what is scanned, and which are spoken of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeFile

from sqlagent import Database
from sqlagent.errors import QueryTimeoutError
from sqlagent.linking import Link, Stored, link, names, tokens, value_links
from sqlagent.linking.texts import Index, Texts, plain, plain_each

GALLERY = """
CREATE TABLE artist(full_name TEXT, gender TEXT, nation TEXT, state TEXT);
INSERT INTO artist VALUES ('Ada Stone', 'F', 'Norway', 'NY'), ('Bo Reed', 'M', 'USA', 'TX'),
  ('Cy Müller', 'M', 'Peru', 'TX');
CREATE TABLE work(title TEXT, kind TEXT, code TEXT, status TEXT);
INSERT INTO work VALUES ('The Sea of Glass', 'painting', 'A340', 'Cancelled'),
  ('Moon Harbour', 'sculpture', 'mp3', 'On loan'), ('Deposits', 'photograph', 'PG-13', 'Retire');
"""


def found(path: Path, question: str) -> list[Link]:
    """The links to values, the best first."""
    with Database(path) as database:
        stored = Stored(database.schema, lambda sql: database.query(sql).rows)
        return sorted(value_links(tokens(question), stored), key=lambda one: -one.score)


@pytest.mark.parametrize(
    ("question", "value", "how"),
    [
        ("works called 'the sea of glass'", "The Sea of Glass", "exact"),
        ("is moon harbour on loan?", "Moon Harbour", "exact"),
        ("works by Stone", "Ada Stone", "partial"),
        ("who is muller", "Cy Müller", "partial"),
        ("moon harbor", "Moon Harbour", "root"),
        ("mooon harbour", "Moon Harbour", "typo"),
        ("norwegian artists", "Norway", "near"),
        ("americans", "USA", "near"),
        ("artists from New York", "NY", "abbreviation"),
        ("paintings", "painting", "exact"),
        ("canceled works", "Cancelled", "root"),
        ("retired works", "Retire", "root"),
        ("a deposit", "Deposits", "exact"),
        ("the A340", "A340", "exact"),
        ("anything in mp3", "mp3", "exact"),
        ("works for pg-13", "PG-13", "exact"),
        ("women", "F", "near"),
        ("scluptures", "sculpture", "typo"),
        ("photos", "photograph", "abbreviation"),
    ],
)
def test_values_are_found(make_file: MakeFile, question: str, value: str, how: str) -> None:
    assert (value, how) in [(one.value, one.how) for one in found(make_file(GALLERY), question)[:2]]


@pytest.mark.parametrize("question", ["how many of the ones", "in or on", "top 3", "zebra"])
def test_words_that_hold_a_question_together_are_no_values(
    make_file: MakeFile, question: str
) -> None:
    assert found(make_file(GALLERY), question) == []


def test_of_words_that_are_a_name_only_whole_values_are_linked(make_file: MakeFile) -> None:
    path = make_file(
        "CREATE TABLE pump (name TEXT, maker TEXT);"
        "INSERT INTO pump VALUES ('water pump', 'Pump'), ('air pump', 'Acme');"
    )
    with Database(path) as database:
        stored = Stored(database.schema, lambda sql: database.query(sql).rows)
        links = link(tokens("pump"), names(database.schema), stored)
    assert {(one.kind, one.column, one.value) for one in links} == {
        ("table", None, None),
        ("value", "maker", "Pump"),
    }


def large(path: Path, rows: int) -> Path:
    """A table of many people, with few states and towns."""
    people = ((f"Person{n} Name{n}", f"Town {n % 400}", ("open", "closed")[n % 2])
              for n in range(rows))  # fmt: skip
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE people(name TEXT, town TEXT, state TEXT)")
        connection.executemany("INSERT INTO people VALUES (?, ?, ?)", people)
    return path


def watched(database: Database, asked: list[str]) -> Callable[[str], Sequence[Sequence[Any]]]:
    """A query that notes what it was asked."""

    def query(sql: str) -> Sequence[Sequence[Any]]:
        asked.append(sql)
        return database.query(sql).rows

    return query


def test_what_is_held_is_read_once(make_file: MakeFile) -> None:
    asked: list[str] = []
    with Database(make_file(GALLERY)) as database:
        stored = Stored(database.schema, watched(database, asked))
        for question in ("Ada Stone", "mp3", "women from peru"):
            assert value_links(tokens(question), stored)
    assert len(asked) == 1


def test_columns_of_many_texts_are_scanned_for_each_question(tmp_path: Path) -> None:
    asked: list[str] = []
    with Database(large(tmp_path / "large.sqlite", 9_000)) as database:
        stored = Stored(database.schema, watched(database, asked))
        towns = value_links(tokens("open in Town 399"), stored)
        held = len(asked)
        assert {one.value for one in towns} >= {"open", "Town 399"}
        assert [one.value for one in value_links(tokens("Name8999"), stored)] == [
            "Person8999 Name8999"
        ]
    assert len(asked) == held + 1


def test_a_scan_is_remembered(tmp_path: Path) -> None:
    asked: list[str] = []
    with Database(large(tmp_path / "large.sqlite", 9_000)) as database:
        stored = Stored(database.schema, watched(database, asked))
        first = value_links(tokens("Name8999"), stored)
        held = len(asked)
        assert value_links(tokens("and Name8999"), stored)[0].value == first[0].value
    assert len(asked) == held


def test_codes_are_not_scanned_for_a_long_word(tmp_path: Path) -> None:
    path, asked = tmp_path / "codes.sqlite", list[str]()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE part(code TEXT, name TEXT)")
        parts = ((f"AB-{n:06}", f"Thing{n} Rotor{n}") for n in range(9_000))
        connection.executemany("INSERT INTO part VALUES (?, ?)", parts)
    with Database(path) as database:
        stored = Stored(database.schema, watched(database, asked))
        assert value_links(tokens("Rotor8998"), stored)
        assert '"name" LIKE' in asked[-1]
        assert '"code" LIKE' not in asked[-1]
        assert list(stored.scan(["ab-008998"])) == [("part", "code", "AB-008998")]


def test_texts_may_be_added_to_an_index() -> None:
    index = Index([Texts("town", "name", ("Bergen", "São Paulo"))])
    assert not [*index.slips("osaca")]
    index.add([Texts("town", "other", ()), Texts("town", "old", ("Osaka", "Bergen"))])
    assert [*index.slips("osaca")] == ["osaka"]
    assert [*index.holding("ber")] == [("town", "name", "Bergen"), ("town", "old", "Bergen")]
    assert index.whole["sao paulo"] == [("town", "name", "São Paulo")]
    assert index.held["town", "old"] == ("Osaka", "Bergen")


def test_many_texts_are_made_plain_as_each_is() -> None:
    texts = ["A--b  C", " (x) ", "", "Ça và?", "two\nlines", "½ ß", "_", "New\tYork", "Σίσυφος"]
    assert plain_each(texts) == [plain(text) for text in texts]
    assert plain_each([]) == []


def test_a_scan_that_takes_too_long_looks_at_the_first_rows(tmp_path: Path) -> None:
    with Database(large(tmp_path / "large.sqlite", 9_000)) as database:

        def query(sql: str) -> Sequence[Sequence[Any]]:
            if "LIMIT" not in sql.partition("LIKE")[0]:
                raise QueryTimeoutError("stopped")
            return database.query(sql).rows

        stored = Stored(database.schema, query)
        links = value_links(tokens("Name77 in Town 12"), stored)
    assert {one.value for one in links} >= {"Person77 Name77", "Town 12"}


def test_a_table_that_cannot_be_read_leaves_the_others(make_file: MakeFile) -> None:
    with Database(make_file(GALLERY)) as database:

        def query(sql: str) -> Sequence[Sequence[Any]]:
            return () if '"work"' in sql else database.query(sql).rows

        stored = Stored(database.schema, query)
        assert value_links(tokens("norway"), stored)
        assert not value_links(tokens("mp3"), stored)
