"""Every form of record in one line of words, as a question is said to be understood."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from offline_records import RECORDS, SCRIPT

from sqlagent import Database
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.explain import understood
from sqlagent.models.offline.model import known

LINES = {
    "columns of a row and its owner": "players with first name and name"
    " where town country is CH and height is between 175 and 190",
    "text, lists, patterns, blanks": "players without coach"
    " where first name ends with n and last name is not Dux",
    "the nth": "players with first name by height, highest first, the 2nd",
    "each value once": "different countries of towns",
    "two roles, and what lies behind them": "duels with winner first name and loser first name"
    " where winner town name is the loser town name",
    "groups, having and their order": "players with at least 1 racket by number of rackets,"
    " most first, the first 2",
    "above the average of all, and of those alike": "players with first name where height is over"
    " the average height and height is at least the highest height of the same town",
    "a measure for each row as a condition": "towns with name with fewer than 1 player",
    "the average over groups": "average number of rackets per brand",
    "a group above the average of the groups": "brands with number of rackets over the average"
    " number of rackets",
    "portion and share": "percentage of rackets where quantity is over 3 and share of number of"
    " rackets per brand",
    "price times quantity, running": "revenue and running total of revenue per brand",
    "cents in whole units": "rackets where price is over 100",
    "first and last name in one": "players with first name and last name where id is 1",
    "days between, hours between": "duels with hours from started at to ended at where id is 3",
    "the first of each part": "players with first name with town id by height, highest first,"
    " the first of each town",
    "several queries": "rackets with brand where quantity is over 3, that are also among rackets"
    " with brand where quantity is under 3",
}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    path: Path = tmp_path_factory.mktemp("explained") / "league.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPT)
    with Database(path, isolation="thread") as database:
        yield known(database)


@pytest.mark.parametrize("form", LINES)
def test_a_record_is_said_in_a_line(catalog: Catalog, form: str) -> None:
    assert understood(RECORDS[form][0], catalog) == LINES[form]


@pytest.mark.parametrize("form", RECORDS)
def test_no_line_is_long(catalog: Catalog, form: str) -> None:
    assert 0 < len(understood(RECORDS[form][0], catalog)) <= 160
