"""The typed record of a query: written as SQL, run, and read back from SQL to the same record."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from judge import holds
from offline_records import RECORDS, SCRIPT, STATEMENTS

from sqlagent import Database
from sqlagent.models.offline import records
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.explain import understood
from sqlagent.models.offline.joins import reachable
from sqlagent.models.offline.recover import recover
from sqlagent.models.offline.write import to_line, to_sql
from sqlagent.schema import Schema

BEYOND = [
    "DELETE FROM player",
    "SELECT",
    "SELECT 1",
    "SELECT nothing FROM player",
    "SELECT first_name FROM player, town",
    "SELECT a.first_name FROM player a JOIN player b ON a.height = b.height",
    "SELECT first_name FROM (SELECT first_name FROM player LIMIT 2) WHERE first_name > 'A'",
    "SELECT height - LAG(height) OVER (ORDER BY born) FROM player",
    "SELECT n AS n FROM player",
]


@pytest.fixture(scope="module")
def league(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("record") / "league.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPT)
    with Database(path, isolation="thread") as database:
        yield database


def known(database: Database) -> Catalog:
    def rows(sql: str, max_rows: int) -> Any:
        return database.query(sql, max_rows=max_rows).rows

    schema = database.schema
    keyed = (replace(t, foreign_keys=schema.foreign_keys(t.name)) for t in schema)
    return Catalog(Schema(keyed, schema.dialect), rows)


@pytest.fixture(scope="module")
def catalog(league: Database) -> Catalog:
    return known(league)


@pytest.mark.parametrize("form", RECORDS)
def test_a_record_is_written_run_and_read_back(
    league: Database, catalog: Catalog, form: str
) -> None:
    record, rows = RECORDS[form]
    assert reachable(record, catalog.graph)
    sql = to_sql(record, catalog, "sqlite")
    given = league.query(sql).rows
    assert sorted(given, key=repr) == sorted(rows, key=repr), sql
    if record.order and not record.partition:
        assert list(given) == rows
    assert recover(sql, catalog) == record, sql
    assert {record: 1}[record] == 1
    assert understood(record, catalog)
    line = to_line(record, catalog, "sqlite")
    assert "\n" not in line
    assert "".join(line.split()) == "".join(sql.split())


@pytest.mark.parametrize("sql", STATEMENTS)
def test_a_statement_is_read_as_what_it_means(catalog: Catalog, sql: str) -> None:
    assert recover(sql, catalog) == STATEMENTS[sql]


@pytest.mark.parametrize("sql", BEYOND)
def test_what_no_record_holds_is_none(catalog: Catalog, sql: str) -> None:
    assert recover(sql, catalog) is None


def test_rows_without_an_owner_are_not_counted_where_the_statement_does_not(
    league: Database, catalog: Catalog
) -> None:
    sql = "SELECT COUNT(*) FROM player p JOIN town t ON t.town_id = p.town_id"
    record = recover(sql, catalog)
    assert record is not None
    assert list(league.query(to_sql(record, catalog, "sqlite")).rows) == [(3,)]


@pytest.mark.slow
def test_the_golds_of_many_databases_are_held(published: Path) -> None:
    folder = published / "spider_train"
    golds: dict[str, list[str]] = {}
    for line in (folder / "train.jsonl").read_text().splitlines()[::5]:
        case = json.loads(line)
        golds.setdefault(case["db_id"], []).append(case["gold_sql"])
    asked = held = same = back = 0
    for database, sqls in golds.items():
        with Database(folder / "db" / f"{database}.sqlite", isolation="thread") as opened:
            facts = known(opened)
            for sql in sqls:
                record = recover(sql, facts)
                asked += 1
                if record is None:
                    continue
                held += 1
                written = to_sql(record, facts, "sqlite")
                same += equal(opened, sql, written)
                back += recover(written, facts) == record
    assert held / asked > 0.98
    assert same / held > 0.99
    assert back / held > 0.99


def equal(database: Database, gold: str, written: str) -> bool:
    """Whether both give the same rows, whatever their order."""
    want, given = (database.query(sql, max_rows=20_000) for sql in (gold, written))
    return holds(want, given, ordered=False, further=0)


def test_a_record_is_changed_as_the_standard_library_does() -> None:
    for record, _ in RECORDS.values():
        changed = records.replace(record, limit=7, subject="player")
        assert changed == replace(record, limit=7, subject="player")
        assert records.replace(changed, limit=record.limit, subject=record.subject) == record
