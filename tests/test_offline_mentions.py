"""What a question asks for without naming it, and what rows without a name are known by."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.model import known

SCRIPT = """
CREATE TABLE donor (id INTEGER PRIMARY KEY, company TEXT, first_year TEXT, last_year TEXT);
INSERT INTO donor VALUES (1, 'Acme', '2001', '2004'), (2, 'Bolt', '2002', '2005'),
  (3, 'Cask', '2003', '2006');
CREATE TABLE shop (id INTEGER PRIMARY KEY, address TEXT, open_year INTEGER);
INSERT INTO shop VALUES (1, 'Mill Lane 1', 2008), (2, 'Quay 7', 2011), (3, 'High Street 2', 2012);
CREATE TABLE gift (id INTEGER PRIMARY KEY, donor_id INTEGER REFERENCES donor, given_on TEXT,
  method TEXT, amount REAL);
INSERT INTO gift VALUES (1, 1, '2023-01-05', 'card', 10.0), (2, 2, '2023-02-06', 'cash', 20.0),
  (3, 3, '2023-03-07', 'card', 30.0);
CREATE TABLE studio (id INTEGER PRIMARY KEY, manager_name TEXT, location TEXT);
INSERT INTO studio VALUES (1, 'Ann', 'Mill Lane 1'), (2, 'Bob', 'Quay 7');
CREATE TABLE faculty (id INTEGER PRIMARY KEY, Lname TEXT, Fname TEXT);
CREATE TABLE member (id INTEGER PRIMARY KEY, nick TEXT, full_name TEXT);
INSERT INTO member VALUES (1, 'annie', 'Ann Lee'), (2, 'bobo', 'Bob Ray');
CREATE TABLE tune (id INTEGER PRIMARY KEY, tune TEXT, famous_title TEXT);
CREATE TABLE service (id INTEGER PRIMARY KEY, type_code TEXT);
INSERT INTO service VALUES (1, 'wash'), (2, 'dry');
CREATE TABLE hall (id INTEGER PRIMARY KEY, name TEXT, seating INTEGER, attendance INTEGER);
INSERT INTO hall VALUES (1, 'East', 200, 90), (2, 'West', 300, 80);
"""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    path: Path = tmp_path_factory.mktemp("mentions") / "gifts.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPT)
    with Database(path) as database:
        yield known(database)


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("when was each gift", "given_on"),
        ("where are the shops", "address"),
        ("average gift", "amount"),
        ("number of gifts by card vs cash", "method"),
    ],
)
def test_a_form_asks_for_a_column(catalog: Catalog, question: str, column: str) -> None:
    found = [one.column for one in analyse(question, catalog).mentions if one.how == "implied"]
    assert found == [column]


@pytest.mark.parametrize(
    ("question", "expected"),
    [("in what year did the shops open", True), ("number of shops per year", False)],
)
def test_a_year_is_part_of_a_name_where_it_is_asked_for(
    catalog: Catalog, question: str, expected: bool
) -> None:
    read = analyse(question, catalog)
    year = next(at for at, token in enumerate(read.tokens) if token.lemma == "year")
    found = [m for m in read.mentions if year in m.span and m.column == "open_year"]
    assert bool(found) == expected


@pytest.mark.parametrize(
    ("question", "column"),
    [("second largest hall", "seating"), ("which is the busiest hall", "attendance")],
)
def test_what_a_degree_compares_is_found(catalog: Catalog, question: str, column: str) -> None:
    assert column in {one.column for one in analyse(question, catalog).mentions}


@pytest.mark.parametrize(
    ("table", "label"),
    [
        ("donor", ("company",)),
        ("shop", ("address",)),
        ("gift", ()),
        ("studio", ("location",)),
        ("faculty", ("Fname", "Lname")),
        ("member", ("nick", "full_name")),
        ("tune", ("tune",)),
        ("service", ("type_code",)),
    ],
)
def test_rows_without_a_name_are_known_by_what_tells_them_apart(
    catalog: Catalog, table: str, label: tuple[str, ...]
) -> None:
    assert catalog.label(table) == label
