"""Times of day, dates of which the year alone is read, and texts that only look like times."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.dateparts import stored_form
from sqlagent.models.offline.query import AllOf, AnyOf, Compare, Condition, Field, Part, Span

Propose = Callable[[str], list[Condition]]

_SCRIPT = """
CREATE TABLE ferry (
    id INTEGER PRIMARY KEY, name TEXT, opened TEXT, closed TEXT, opened_year INTEGER,
    closed_year INTEGER);
CREATE TABLE trip (
    id INTEGER PRIMARY KEY, ferry_id INTEGER REFERENCES ferry(id), starts TEXT, arrives TEXT,
    hour INTEGER, left_at TEXT);
INSERT INTO ferry VALUES
    (1, 'Comet', 'May 14, 2005', 'August 3, 2011', 2005, 2011),
    (2, 'Viper', 'August 31, 2007', 'May 1, 2010', 2007, 2010),
    (3, 'Falcon', 'May 6, 2005', 'June 9, 2012', 2005, 2012),
    (4, 'Titan', 'April 2, 1999', 'April 4, 2001', 1999, 2001);
INSERT INTO trip VALUES
    (1, 1, '08:30', '9:45', 8, '2024-03-01 08:30:00'),
    (2, 1, '23:15', '0:40', 23, '2024-03-01 23:15:00'),
    (3, 2, '03:00', '4:10', 3, '2024-03-02 03:00:00'),
    (4, 3, '12:00', '13:05', 12, '2024-03-02 12:00:00');
"""
_SOURCES = ("date", "range", "relative", "month", "unit")
OPENED, CLOSED = Field("ferry", "opened"), Field("ferry", "closed")
STARTS, HOUR = Field("trip", "starts"), Field("trip", "hour")
LEFT = Part(Field("trip", "left_at"), "hour", "iso")


@pytest.fixture(scope="module")
def propose(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Propose]:
    path = tmp_path_factory.mktemp("ferries") / "ferries.sqlite"
    with _opened(path, _SCRIPT) as catalog:
        yield lambda question: _proposed(question, catalog)


@contextmanager
def _opened(path: Path, script: str = "") -> Iterator[Catalog]:
    """What is known of a database that a script fills."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    with Database(path) as database:
        yield Catalog(database.schema, lambda sql, rows: database.query(sql, max_rows=rows).rows)


def _proposed(question: str, catalog: Catalog) -> list[Condition]:
    """What is said of times; and of durations, which are amounts of a unit."""
    found = analyse(question, catalog).proposals
    return [_plain(one.condition) for one in found if one.source in _SOURCES]


def _plain(condition: Condition) -> Condition:
    """A condition without the words that said it."""
    if isinstance(condition, AllOf):
        return AllOf(tuple(map(_plain, condition.conditions)))
    if isinstance(condition, AnyOf):
        return AnyOf(tuple(map(_plain, condition.options)))
    return replace(condition, said="") if isinstance(condition, Compare) else condition


def _of(conditions: list[Condition], *columns: Field | Part) -> list[Condition]:
    return [c for c in conditions if any(repr(column) in repr(c) for column in columns)]


def test_three_at_night_is_before_the_morning(propose: Propose) -> None:
    assert Compare(STARTS, "=", "03:00") in propose("trips that start at 3 at night")
    assert Compare(STARTS, ">=", "21:00") in propose("trips that start after 9 at night")


@pytest.mark.parametrize("said", ["between 10 pm and 2 am", "from 10 to 2 at night"])
def test_a_stretch_of_time_may_go_over_midnight(propose: Propose, said: str) -> None:
    over = AnyOf((Compare(STARTS, ">=", "22:00"), Compare(STARTS, "<", "02:00")))
    assert over in propose(f"trips that start {said}")


def test_a_column_of_hours_is_compared_with_hours(propose: Propose) -> None:
    found = propose("trips after 8 pm")
    assert Compare(HOUR, ">=", 20) in found
    assert not [c for c in found if isinstance(c, Compare) and c.value == 2000]


def test_hours_tell_no_minutes(propose: Propose) -> None:
    found = propose("trips between 8:30 and 9:45")
    assert AllOf((Compare(STARTS, ">=", "08:30"), Compare(STARTS, "<", "09:45"))) in found
    assert not _of(found, LEFT, HOUR)


def test_times_without_a_leading_zero_have_no_order(propose: Propose) -> None:
    found = propose("trips that arrive after 9 in the morning")
    assert not [c for c in found if isinstance(c, Compare) and c.of == Field("trip", "arrives")]


@pytest.mark.parametrize("said", ["in May 2005 or June 2005", "from May to June 2005"])
def test_a_month_is_not_told_by_a_year(propose: Propose, said: str) -> None:
    found = propose(f"ferries opened {said}")
    assert not _of(found, Field("ferry", "opened_year"))
    texts = [c for c in _of(found, OPENED) if isinstance(c, Compare)]
    assert {c.operator for c in texts} <= {"like", "="}
    assert not [c for c in _of(found, OPENED) if isinstance(c, AllOf) or "'>='" in repr(c)]


def test_years_at_the_end_are_compared_as_years(propose: Propose) -> None:
    assert Compare(OPENED, "=", "2005") in propose("ferries opened in 2005")
    assert Compare(OPENED, "in", ("2005", "2007")) in propose("ferries opened in 2005 or 2007")
    assert Compare(OPENED, "between", ("2004", "2006")) in propose(
        "ferries opened between 2004 and 2006"
    )
    assert Compare(OPENED, ">", "2004") in propose("ferries opened in the last 3 years")
    assert not _of(propose("ferries opened in the last 30 days"), OPENED)


def test_years_tell_no_days_between_them(propose: Propose) -> None:
    days = propose("ferries closed within 30 days of opening")
    assert not [c for c in days if isinstance(c, Compare) and isinstance(c.of, Span)]
    years = propose("ferries closed within 3 years of opening")
    assert Compare(Span(OPENED, CLOSED, "year", "tail"), "<=", 3.0) in years


def test_odd_digits_are_no_numbers(propose: Propose) -> None:
    assert stored_form("²²²²") == ""
    assert stored_form("7" * 5000) == ""
    assert stored_form("1700000000000") == "unixms"
    assert isinstance(propose("²-star trips between ² and ³ pm"), list)


def test_what_is_stored_may_be_endless(tmp_path: Path) -> None:
    script = """
        CREATE TABLE wine (id INTEGER PRIMARY KEY, name TEXT, vintage_year REAL);
        INSERT INTO wine VALUES (1, 'Red', 9e999), (2, 'White', 2001.0);
    """
    with _opened(tmp_path / "wines.sqlite", script) as catalog:
        assert isinstance(_proposed("wines since 1999", catalog), list)


def test_long_texts_are_looked_at_quickly(tmp_path: Path) -> None:
    path = tmp_path / "players.sqlite"
    script = "CREATE TABLE player (id INTEGER PRIMARY KEY, name TEXT, data TEXT, code TEXT);"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
        rows = [(f"P{at}", '{"goals": [1, 2, 3]}, ' * 400, "1" * 20_000 + "?") for at in range(12)]
        connection.executemany("INSERT INTO player (name, data, code) VALUES (?, ?, ?)", rows)
        connection.commit()
    with _opened(path) as catalog:
        start = perf_counter()
        _proposed("players who are still there with a code over 12", catalog)
        assert perf_counter() - start < 2.0
