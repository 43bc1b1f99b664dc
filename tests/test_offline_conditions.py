"""Conditions that words imply: states, times of day, shares of a column, rows that are alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import (
    AnyOf,
    Arithmetic,
    Compare,
    Condition,
    Field,
    Measure,
)

_SCRIPT = """
CREATE TABLE coach (id INTEGER PRIMARY KEY, name TEXT, born INTEGER);
CREATE TABLE runner (
  id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, is_male TEXT,
  coach_id INTEGER REFERENCES coach(id));
CREATE TABLE race (
  id INTEGER PRIMARY KEY, title TEXT, starts TEXT, difficulty TEXT, fee REAL, budget_meur REAL,
  listed_price REAL, status TEXT, floodlit TEXT);
CREATE TABLE duel (
  id INTEGER PRIMARY KEY, race_id INTEGER REFERENCES race(id),
  winner INTEGER REFERENCES coach(id), loser INTEGER REFERENCES coach(id), position INTEGER);
CREATE TABLE driver (
  id INTEGER PRIMARY KEY, name TEXT, home TEXT, country TEXT, term TEXT, feed_in TEXT,
  rooms INTEGER, price INTEGER);
CREATE TABLE bid (
  id INTEGER PRIMARY KEY, race_id INTEGER REFERENCES race(id), price REAL, accepted TEXT);
INSERT INTO coach VALUES (1, 'Ann Ames', 1970), (2, 'Bo Berg', 1981), (3, 'Cy Cole', 1965);
INSERT INTO runner VALUES
  (1, 'Dee', 'Dunn', 'F', 1), (2, 'Eli', 'Dunn', 'T', NULL), (3, 'Flo', 'Falk', 'F', 2);
INSERT INTO race VALUES
  (1, 'Spring Dash', '08:30', 'low', NULL, 1.5, 90, 'live', 'yes'),
  (2, 'Night Trail', '20:15', 'high', 12, 2.5, 40, 'sold', 'no'),
  (3, 'Hill Climb', '18:00', 'medium', 7.5, 4, 55, 'withdrawn', 'no');
INSERT INTO driver VALUES
  (1, 'Gus Gray', 'Newark, NJ', 'USA', '1998-2004', 'yes', 2, 90),
  (2, 'Hal Hart', 'Albany, NY', 'USA', '2011-present', 'no', 4, 240),
  (3, 'Ina Ives', 'Salem, OR', 'Italy', '2015-present', 'no', 1, 180);
INSERT INTO duel VALUES (1, 1, 1, 2, 1), (2, 2, 3, 1, 2), (3, 3, 2, 3, 1);
INSERT INTO bid VALUES (1, 1, 60, 'yes'), (2, 2, 20, 'no'), (3, 3, 70, 'yes');
"""


@contextmanager
def _known(folder: Path, script: str) -> Iterator[Catalog]:
    """What is known of a database that a script makes in a folder."""
    path = folder / "made.sqlite"
    with closing(sqlite3.connect(path)) as stored:
        stored.executescript(script)
    with Database(path) as database:
        yield Catalog(database.schema, lambda sql, rows: database.query(sql, max_rows=rows).rows)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with _known(tmp_path_factory.mktemp("races"), _SCRIPT) as found:
        yield found


STARTS, STATUS = Field("race", "starts"), Field("race", "status")
ACCEPTED, BUDGET = Field("bid", "accepted"), Field("race", "budget_meur")
PRICE, LISTED = Field("bid", "price"), Field("race", "listed_price")

CASES: list[tuple[str, Condition]] = [
    ("races still for sale", Compare(STATUS, "=", "live")),
    ("tough races", Compare(Field("race", "difficulty"), "=", "high")),
    ("bids that were turned down", Compare(ACCEPTED, "=", "no")),
    ("how many bids got approved?", Compare(ACCEPTED, "=", "yes")),
    ("illuminated races", Compare(Field("race", "floodlit"), "=", "yes")),
    ("women among the runners", Compare(Field("runner", "is_male"), "=", "F")),
    ("runners with no coach", Compare(Field("runner", "coach_id"), "null", True)),
    ("runners nobody trains", Compare(Field("runner", "coach_id"), "null", True)),
    ("races for free", Compare(Field("race", "fee"), "null", True)),
    ("races starting after 8 in the evening", Compare(STARTS, ">=", "20:00")),
    ("races before noon", Compare(STARTS, "<", "12:00")),
    ("races with a budget under 2 million", Compare(BUDGET, "<", 2.0)),
    ("duels that came first or second", Compare(Field("duel", "position"), "in", (1, 2))),
    ("bids above the listed price", Compare(PRICE, ">", LISTED)),
    ("bids of less than half the listed price", Compare(PRICE, "<", Arithmetic("*", LISTED, 0.5))),
    ("duels where the winner is older than the loser",
     Compare(Field("coach", "born", "winner"), "<", Field("coach", "born", "loser"))),
    ("races whose listed price beats the average",
     Compare(LISTED, ">", Measure("avg", "race", LISTED))),
    ("drivers still in office", Compare(Field("driver", "term"), "like", "%present")),
    ("drivers outside the us", Compare(Field("driver", "country"), "<>", "USA")),
    ("races with a fee greater than or equal to 8", Compare(Field("race", "fee"), ">=", 8.0)),
]  # fmt: skip


@pytest.mark.parametrize(("question", "condition"), CASES)
def test_words_imply_conditions(catalog: Catalog, question: str, condition: Condition) -> None:
    found = [proposal.condition for proposal in analyse(question, catalog).proposals]
    assert condition in [replace(one, said="") for one in found if isinstance(one, Compare)]


def test_a_shared_name_is_one_that_several_rows_hold(catalog: Catalog) -> None:
    found = analyse("runners who share a last name", catalog).proposals
    those = [p.condition for p in found if isinstance(p.condition, Compare)]
    names = [c.of for c in those if c.operator == "in" and c.of == Field("runner", "last_name")]
    assert names


@pytest.mark.parametrize("question", ["the third highest fee", "share of races by status"])
def test_ranks_and_shares_are_no_conditions(catalog: Catalog, question: str) -> None:
    found = analyse(question, catalog).proposals
    assert not any(p.source == "idiom" for p in found)
    assert not any(isinstance(p.condition, Compare) and p.condition.operator == "in" for p in found)


def test_states_of_two_words_stand_for_their_codes(catalog: Catalog) -> None:
    found = [p.condition for p in analyse("drivers in new jersey or new york", catalog).proposals]
    home = Field("driver", "home")
    assert AnyOf((Compare(home, "like", "%, NJ"), Compare(home, "like", "%, NY"))) in found


def test_a_test_that_no_row_can_fail_is_less_likely(catalog: Catalog) -> None:
    found = analyse("drivers under 160", catalog).proposals
    scores = {p.condition.of: p.score for p in found
              if isinstance(p.condition, Compare) and p.source == "number"}  # fmt: skip
    assert scores[Field("driver", "price")] > scores[Field("driver", "rooms")]


def test_little_words_name_no_flag(catalog: Catalog) -> None:
    found = analyse("drivers in Salem", catalog).proposals
    assert not [p for p in found if p.source == "flag" and p.tokens == frozenset({1})]


_FURTHER = """
CREATE TABLE town (id INTEGER PRIMARY KEY, name TEXT, population INTEGER, area INTEGER);
CREATE TABLE visit (
  id INTEGER PRIMARY KEY, stage TEXT, status TEXT, kind TEXT, smoker TEXT, sex TEXT);
CREATE TABLE purchase (id INTEGER PRIMARY KEY, bill_name TEXT, ship_name TEXT, paid REAL);
CREATE TABLE reading (id INTEGER PRIMARY KEY, depth REAL);
INSERT INTO town VALUES (1, 'Ayle', 40, 7), (2, 'Bere', 3000000, 90), (3, 'Cley', 900, 30);
INSERT INTO visit VALUES
  (1, 'on', 'On Hold', 'In Progress', 'no', 'M'), (2, 'off', 'No-Show', 'new', 'yes', 'F'),
  (3, 'out', 'Checked In', 'on', 'no', 'F'), (4, 'off', 'Checked Out', 'old', 'no', 'M');
INSERT INTO purchase VALUES (1, 'Ann Ames', 'Bo Berg', 5), (2, 'Cy Cole', 'Dee Dunn', 9);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5001)
INSERT INTO reading SELECT i, i FROM n;
"""


@pytest.fixture(scope="module")
def further(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with _known(tmp_path_factory.mktemp("towns"), _FURTHER) as found:
        yield found


def _tests(question: str, catalog: Catalog) -> list[Compare]:
    """The comparisons that are proposed, likeliest first, without the words they come from."""
    found = [proposal.condition for proposal in analyse(question, catalog).proposals]
    return [replace(one, said="") for one in found if isinstance(one, Compare)]


@pytest.mark.parametrize(
    ("question", "bounds"),
    [
        ("over 1000000 or under 50", [50]),
        ("over 2 hundred or under 50", [50]),
        ("over 1 million or under 500000", [500_000]),
        ("over 100 million or under 50", [50_000_000, 50]),
        ("over 100k or under 50", [50_000, 50]),
        ("over 100 million or under 50 thousand", [50_000]),
    ],
)
def test_a_scale_said_once_may_be_that_of_both_bounds(
    further: Catalog, question: str, bounds: list[float]
) -> None:
    found = analyse(f"towns with a population {question}", further).proposals
    pairs = [p.condition.options for p in found if isinstance(p.condition, AnyOf)]
    seconds = [pair[1] for pair in pairs if isinstance(pair[1], Compare)]
    population = Field("town", "population")
    assert [one.value for one in seconds if one.of == population] == bounds


@pytest.mark.parametrize(
    ("question", "column", "value"),
    [
        ("paused visits", "status", "On Hold"),
        ("ongoing visits", "kind", "In Progress"),
        ("visits where they never turned up", "status", "No-Show"),
        ("visits of guests that have gone home", "status", "Checked Out"),
        ("visits that have checked in", "status", "Checked In"),
    ],
)
def test_states_are_of_several_words(
    further: Catalog, question: str, column: str, value: str
) -> None:
    assert Compare(Field("visit", column), "=", value) in _tests(question, further)


def test_on_hold_is_not_on(further: Catalog) -> None:
    assert not any(one.value == "on" for one in _tests("paused visits", further))


@pytest.mark.parametrize(
    "question", ["visits of no shows", "hi, visits", "mixed visits", "final visits"]
)
def test_states_are_no_flags_and_no_letters(further: Catalog, question: str) -> None:
    found = analyse(question, further).proposals
    held = [
        p.condition.of for p in found if p.source == "value" and isinstance(p.condition, Compare)
    ]
    assert Field("visit", "sex") not in held
    assert Field("visit", "smoker") not in held


def test_a_third_is_a_share_where_it_is_one_of_something(further: Catalog) -> None:
    def shares(question: str) -> list[Compare]:
        return [c for c in _tests(question, further) if isinstance(c.value, Arithmetic)]

    assert shares("towns with an area a third of their population")
    assert shares("towns with an area under a third population")
    assert not shares("the third highest population of towns")
    assert not shares("population of towns per quarter")


def test_whom_a_row_is_sent_to_is_no_label(further: Catalog) -> None:
    assert further.label("purchase") == ()


def test_the_ends_of_a_long_table_are_not_those_of_its_first_rows(further: Catalog) -> None:
    assert further.extents("reading") == {}
    assert further.extents("town")["area"] == (7, 90)
