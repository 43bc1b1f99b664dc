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
    ("table", "label"), [("donor", ("company",)), ("shop", ("address",)), ("gift", ())]
)
def test_rows_without_a_name_are_known_by_what_tells_them_apart(
    catalog: Catalog, table: str, label: tuple[str, ...]
) -> None:
    assert catalog.label(table) == label
