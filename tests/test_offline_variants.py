"""What a question allows beside its first reading: other keys, one's own kind, keys unnamed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.assemble import MOST, assemble
from sqlagent.models.offline.model import known
from sqlagent.models.offline.parts import score
from sqlagent.models.offline.weights import load
from sqlagent.models.offline.write import to_sql

SCHEMA = """
CREATE TABLE port (port_id INTEGER PRIMARY KEY, port_name TEXT);
CREATE TABLE team (team_id INTEGER PRIMARY KEY, team_name TEXT);
CREATE TABLE sailor (
    sailor_id INTEGER PRIMARY KEY, sailor_name TEXT, age INTEGER, gender TEXT,
    team_id INTEGER REFERENCES team(team_id), mentor_id INTEGER REFERENCES sailor(sailor_id)
);
CREATE TABLE trip (
    trip_id INTEGER PRIMARY KEY, miles INTEGER,
    start_port INTEGER REFERENCES port(port_id), end_port INTEGER REFERENCES port(port_id)
);
INSERT INTO port VALUES (1, 'Hull'), (2, 'Bergen'), (3, 'Faro');
INSERT INTO team VALUES (1, 'Red'), (2, 'Blue');
INSERT INTO sailor VALUES (1, 'Ada', 30, 'female', 1, NULL), (2, 'Bo', 40, 'male', 1, 1),
    (3, 'Cy', 60, 'male', 2, 1), (4, 'Di', 70, 'female', 2, 2);
INSERT INTO trip VALUES (1, 10, 1, 2), (2, 20, 1, 2), (3, 35, 2, 1);
"""


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "harbour.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
    with Database(path) as database:
        yield database


def answers(database: Database, question: str) -> list[list[tuple[object, ...]]]:
    """The rows of every candidate."""
    catalog = known(database)
    analysis = analyse(question, catalog)
    found = assemble(analysis, score(analysis, load()))
    assert len(found) <= MOST
    written = (to_sql(one.query, catalog, "sqlite") for one in found)
    return [sorted(database.query(sql).rows, key=str) for sql in written]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("number of trips per port", [("Bergen", 1), ("Hull", 2)]),
        ("number of trips per port", [("Bergen", 2), ("Hull", 1)]),
        ("ports without a trip", [("Faro",)]),
        ("sailors older than the average of their own team", [("Bo",), ("Di",)]),
        ("who is mentored by Ada", [("Bo",), ("Cy",)]),
        ("average age of male and female sailors", [("female", 50.0), ("male", 50.0)]),
        ("total, average and longest miles of trips", [(65, 21.67, 35)]),
    ],
)
def test_is_among_the_candidates(
    harbour: Database, question: str, rows: list[tuple[object, ...]]
) -> None:
    assert any([row[: len(rows[0])] for row in one] == rows for one in answers(harbour, question))
