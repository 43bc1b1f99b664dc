"""What a hosted model is told: short, complete, and the same from one question to the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlagent import Database, QueryError, Result, prompts
from sqlagent.functions import AskDatabase

ODD = """
    CREATE TABLE artist(id INTEGER PRIMARY KEY, name VARCHAR(20), born DATE, fee DECIMAL(10, 2));
    CREATE TABLE song(
        "song no" INTEGER, disc INTEGER, title TEXT, artist_id INTEGER, lyrics,
        PRIMARY KEY ("song no", disc)
    );
    CREATE TABLE play(
        at DATETIME, no INTEGER, disc INTEGER, who TEXT REFERENCES listener(mail),
        FOREIGN KEY (no, disc) REFERENCES song("song no", disc)
    );
    CREATE TABLE listener(id INTEGER PRIMARY KEY, mail TEXT UNIQUE);
    CREATE VIEW titles AS SELECT title FROM song;
    CREATE VIEW broken AS SELECT * FROM nowhere;
    INSERT INTO artist VALUES (1, 'a', '1970-01-01', 5);
    INSERT INTO song VALUES (1, 1, 'b', 1, NULL);
"""


def test_a_schema_is_a_line_a_table(make_file: Callable[..., Path]) -> None:
    with Database(make_file(ODD)) as database:
        assert prompts.describe(database.schema).splitlines() == [
            "Tables (* key, > foreign key):",
            "artist(id*,name,born date,fee decimal)",
            'song("song no"*,disc*,title,artist_id~>artist,lyrics)',
            'play(at datetime,no int,disc int,who>listener.mail,(no,disc)>song("song no",disc))',
            "listener(id*,mail)",
            "view titles(title)",
        ]


def test_a_database_without_tables_says_so(make_file: Callable[..., Path]) -> None:
    with Database(make_file()) as database:
        assert prompts.describe(database.schema) == "No tables."


def test_the_first_request_is_short(sample: Database) -> None:
    function = AskDatabase(sample)
    told = "".join(
        [
            prompts.instructions("sqlite", date(2026, 1, 2)),
            function.name,
            function.description,
            json.dumps(function.parameters, separators=(",", ":")),
        ]
    )
    # These are 321 tokens of o200k_base; names alone, without types and keys, are 239.
    assert len(told) < 1_250


def test_the_date_stands_last() -> None:
    told = prompts.instructions("sqlite", date(2026, 1, 2))
    assert told.endswith("Today is 2026-01-02.")


def test_all_that_is_said_first_can_be_read(sample: Database) -> None:
    told = prompts.opening(sample.schema, "How many artists?")
    assert told.startswith("You answer questions")
    assert AskDatabase(sample).description in told
    assert told.endswith("How many artists?")


def test_a_result_is_told_within_a_budget() -> None:
    wide = Result(("a",), (("x" * 9_000,),) * 50)
    told = json.loads(prompts.rows(wide))
    assert told["row_count"] == 50
    assert 1 <= len(told["rows"]) < 20
    assert all(len(cell) <= prompts.LONGEST_CELL + 1 for (cell,) in told["rows"])
    assert told["note"] == f"only the first {len(told['rows'])} rows are told"


def test_a_failure_is_told_as_json() -> None:
    assert json.loads(prompts.failure(QueryError('near "x"'))) == {"error": 'near "x"'}
