"""What the offline model says of databases and rows, and what it holds and looks at."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from conftest import MakeFile
from offline_databases import SHOP
from offline_talk import found, talk

from sqlagent import Database, Result
from sqlagent.functions import AskDatabase
from sqlagent.messages import FunctionCall, assistant, function_message, user
from sqlagent.models.offline import OfflineModel
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.ranker import ROWS
from sqlagent.models.offline.reading import understand


@pytest.mark.parametrize(
    "question", ["what tables are there", "what can I ask", "describe the database", "help"]
)
def test_tells_what_the_database_holds(databases: dict[str, Database], question: str) -> None:
    reply = talk(databases["shop"], question)[-1]
    assert not reply.calls
    assert "kind, item, clerk and sale" in (reply.content or "")


def test_tells_the_columns_of_a_table(databases: dict[str, Database]) -> None:
    text = talk(databases["shop"], "what columns does the table kind have")[-1].content
    assert text == "kind has the columns kind_id and kind_name."


def test_an_empty_file_holds_no_tables(make_file: MakeFile) -> None:
    with Database(make_file()) as database:
        assert "holds no tables" in (talk(database, "top 5 artists")[-1].content or "")


@pytest.mark.parametrize("question", ["store addresses", "book loans by month", "orders"])
def test_a_name_is_no_command(make_file: MakeFile, question: str) -> None:
    script = "CREATE TABLE store (id INTEGER PRIMARY KEY, name TEXT, address TEXT)"
    with Database(make_file(script)) as database:
        assert "cannot change" not in (talk(database, question)[-1].content or "")


def test_ties_are_counted_to_the_last(make_file: MakeFile) -> None:
    path = make_file(
        """CREATE TABLE pupil (id INTEGER PRIMARY KEY, name TEXT, score INTEGER);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
        INSERT INTO pupil SELECT i, 'P' || i, 7 FROM n;"""
    )
    with Database(path) as database:
        text = talk(database, "3 pupils with the highest score")[-1].content or ""
    assert text.endswith("P1, P2 and 398 more are tied at 7 for the first place.")


def test_values_far_down_a_table_are_found(make_file: MakeFile) -> None:
    path = make_file(
        """CREATE TABLE town (id INTEGER PRIMARY KEY, name TEXT, region TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
        INSERT INTO town SELECT i, 'T' || i, 'flat' FROM n;
        UPDATE town SET region = 'Uplands' WHERE id > 59998;"""
    )
    with Database(path) as database:
        assert found(talk(database, "how many towns in Uplands")) == [(2,)]


def test_an_error_is_said_in_its_own_words(databases: dict[str, Database]) -> None:
    model, functions = OfflineModel(), [AskDatabase(databases["vet"])]
    messages = [user("how many pets are there?")]
    messages.append(model.complete(messages, functions))
    failed = json.dumps({"error": "stopped after 10 s"})
    messages.append(function_message(messages[-1].calls[0], failed))
    text = model.complete(messages, functions).content
    assert text == "The query gave no rows: stopped after 10 s"


class Counting(Database):
    """A database that counts what it is asked."""

    asked = 0

    def query(self, *arguments: Any, **options: Any) -> Result:
        self.asked += 1
        return super().query(*arguments, **options)


def test_a_question_is_understood_once(make_file: MakeFile) -> None:
    model, database = OfflineModel(), Counting(make_file(SHOP))
    with database:
        functions = [AskDatabase(database)]
        messages = [user("clerks in Oslo")]
        messages.append(model.complete(messages, functions))
        before = database.asked
        given = json.dumps({"columns": ["first_name"], "rows": [["Una"]]})
        messages.append(function_message(messages[-1].calls[0], given))
        assert model.complete(messages, functions).content == "The only clerk is Una."
        assert database.asked == before > 0


def test_no_more_rows_are_sorted_than_are_looked_at(make_file: MakeFile) -> None:
    asked: list[str] = []
    with Database(make_file(SHOP)) as database:

        def run(sql: str, max_rows: int) -> Sequence[Sequence[Any]]:
            asked.append(sql)
            return database.query(sql, max_rows=max_rows).rows

        catalog = Catalog(database.schema, run)
        state = understand("clerks in order of their last names", catalog, None, first=True)
    best = state.ranked[0].sql
    assert "ORDER BY" in best
    assert "LIMIT" not in best
    assert best not in asked
    assert f"{best} LIMIT {ROWS}" in asked
    assert not any("length(" in sql for sql in asked)  # codes are among the texts that are held


def test_the_model_holds_no_database(make_file: MakeFile) -> None:
    model, database = OfflineModel(), Database(make_file(SHOP))
    model.complete([user("how many clerks are there?")], [AskDatabase(database)])
    held = weakref.ref(database)
    database.close()
    del database
    gc.collect()
    assert held() is None


def test_threads_share_a_model(databases: dict[str, Database]) -> None:
    model = OfflineModel()
    asked = [("vet", "how many pets are there?"), ("shop", "how many items are there?")] * 8

    def sql(name: str, question: str) -> str:
        reply = model.complete([user(question)], [AskDatabase(databases[name])])
        return reply.calls[0].arguments

    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(lambda one: sql(*one), asked))
    assert set(given[::2]) == {sql(*asked[0])} != {sql(*asked[1])} == set(given[1::2])


def test_a_query_that_somebody_else_wrote_is_followed_up(databases: dict[str, Database]) -> None:
    model, functions = OfflineModel(), [AskDatabase(databases["vet"])]
    call = FunctionCall("ask_database", json.dumps({"query": "SELECT name FROM pets"}))
    rows = json.dumps({"columns": ["name"], "rows": [["Rex"]], "row_count": 6})
    said = [user("everybody"), assistant(None, call), function_message(call, rows)]
    reply = model.complete([*said, assistant("Six."), user("how many is that?")], functions)
    assert "COUNT(*)" in reply.calls[0].arguments
