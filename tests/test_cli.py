"""The command line: what goes to stdout and what to stderr, in every format."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ROOT, hosted, run, run_process
from conftest import MakeFile
from endpoint import Endpoint, calls, words

from sqlagent import Database, ask
from sqlagent.messages import Message

SAMPLE = "database: the bundled sample, chinook.db (--db opens another)\n"
TOP = "SELECT Name, COUNT(*) AS Albums FROM Artist JOIN Album USING (ArtistId) GROUP BY ArtistId ORDER BY 2 DESC LIMIT 2"  # noqa: E501


def test_an_answer_is_how_it_was_understood_the_rows_the_words_and_the_sql() -> None:
    out = run("ask", "how many albums are there?").out
    answer = ask("how many albums are there?")
    understood, head, rule, row, words, sql = (line for line in out.splitlines() if line)
    assert understood == answer.understood
    assert answer.result is not None
    assert (head.strip(), row.strip()) == (answer.result.columns[0], "347")
    assert set(rule) == {"-"}
    assert words == answer.text
    assert sql.strip() == answer.sql


def test_stderr_says_which_model_answered_and_that_it_is_the_sample(make_file: MakeFile) -> None:
    assert run("ask", "how many albums are there?").err == f"model: offline · {SAMPLE}"
    path = str(make_file("CREATE TABLE t (a); INSERT INTO t VALUES (1)"))
    assert run("ask", "how many t are there?", "-d", path).err == "model: offline\n"
    assert run("query", "SELECT 1").err == SAMPLE
    assert run("query", "SELECT 1", "-d", path).err == ""


@pytest.mark.parametrize("url", ["{}", "sqlite:///{}"])
def test_a_database_is_a_path_or_a_url(make_file: MakeFile, url: str) -> None:
    path = make_file("CREATE TABLE t (a); INSERT INTO t VALUES ('here')")
    assert "here" in run("query", "SELECT a FROM t", "-d", url.format(path)).out


def test_json_is_the_answer_and_nothing_else() -> None:
    outcome = run("ask", "how many albums are there?", "-f", "json")
    assert json.loads(outcome.out) == ask("how many albums are there?").to_dict()


def test_json_of_a_query_has_the_keys_of_an_answer() -> None:
    written = json.loads(run("query", "SELECT 1 AS a, x'00' AS b", "-f", "json").out)
    assert list(written) == list(ask("how many albums are there?").to_dict())
    known = {key: value for key, value in written.items() if value is not None}
    assert known == {
        "sql": "SELECT 1 AS a, x'00' AS b",
        "columns": ["a", "b"],
        "rows": [[1, {"$blob": "00"}]],
        "truncated": False,
    }


def test_json_of_no_rows_keeps_the_columns() -> None:
    written = json.loads(run("query", "SELECT 1 AS a WHERE 0", "-f", "json").out)
    assert (written["columns"], written["rows"]) == (["a"], [])


def test_csv_is_rows_and_nothing_else() -> None:
    sql = "SELECT 'a\"b,c' AS x, char(13) AS y, NULL AS z, x'00ff' AS b"
    out = run("query", sql, "-f", "csv").out
    assert list(csv.reader(io.StringIO(out, newline=""))) == [
        ["x", "y", "z", "b"],
        ['a"b,c', "\r", "", "00ff"],
    ]


def test_markdown_is_a_table_and_nothing_else() -> None:
    out = run("ask", "how many albums are there?", "-f", "markdown").out
    assert out == "| albums |\n| ---: |\n| 347 |\n"


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_words_that_come_without_rows_are_talk(form: str) -> None:
    with Endpoint([words("Which year?")]) as endpoint:
        outcome = run(*hosted(endpoint, "how much?", "-f", form))
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.endswith("Which year?\n")


def test_a_question_in_several_words_needs_no_quotes() -> None:
    assert run("ask", "how", "many", "albums", "are", "there?").out.count("347") == 2


@pytest.mark.parametrize(
    "stdin", [b"SELECT 7 AS n\n", b"\xef\xbb\xbfSELECT 7 AS n", b"SELECT 7 --\xff"]
)
def test_a_dash_reads_stdin(stdin: bytes) -> None:
    assert "7" in run("query", "-", stdin=stdin).out
    assert run("check", "-", stdin=stdin).out == "ok\n"


def test_a_question_from_stdin() -> None:
    assert "347" in run("ask", "-", stdin="how many albums are there?\n").out


def test_sql_only_checks_and_does_not_run() -> None:
    script = [
        calls("ask_database", query="DROP TABLE Artist"),
        calls("ask_database", query="SELECT nothing FROM nowhere"),
    ]
    with Endpoint(script) as endpoint:
        outcome = run(*hosted(endpoint, "top 2", "--sql-only"))
        refused = endpoint.bodies[1]["messages"][-1]["content"]
    assert (outcome.code, outcome.out) == (0, "SELECT nothing FROM nowhere\n")
    assert "refused" in refused


def test_sql_only_of_a_question_that_is_asked_back() -> None:
    with Endpoint([words("Which two?")]) as endpoint:
        outcome = run(*hosted(endpoint, "top 2", "--sql-only"))
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.endswith("Which two?\n")


def test_no_text_is_one_turn_and_shows_no_row_to_the_model() -> None:
    with Endpoint([calls("ask_database", query=TOP)]) as endpoint:
        outcome = run(*hosted(endpoint, "top 2", "--no-text", "-f", "json"))
        assert len(endpoint.bodies) == 1
    written = json.loads(outcome.out)
    assert (written["turns"], written["text"]) == (1, "")
    assert written["rows"] == [["Iron Maiden", 21], ["Led Zeppelin", 14]]
    assert written["usage"] == {"prompt_tokens": 11, "completion_tokens": 7}


def test_function_call_none_is_answered_in_words() -> None:
    with Endpoint([words("I would count the albums.")]) as endpoint:
        outcome = run(*hosted(endpoint, "how?", "--function-call", "none"))
    assert (outcome.code, outcome.out) == (0, "I would count the albums.\n")


def test_a_model_that_asks_back_has_not_answered() -> None:
    with Endpoint([words("By tracks or by revenue?")]) as endpoint:
        outcome = run(*hosted(endpoint, "best artists"))
    assert (outcome.code, outcome.out) == (1, "By tracks or by revenue?\n")


def test_rows_that_are_missing_are_told() -> None:
    table = run("query", "SELECT * FROM Artist", "--max-rows", "2")
    assert table.out.splitlines()[-1] == "only the first 2 rows are here; --max-rows allows more"
    rows = run("query", "SELECT * FROM Artist", "--max-rows", "2", "-f", "csv")
    assert len(rows.out.splitlines()) == 3
    assert rows.err == f"{SAMPLE}only the first 2 rows are here\n"


@pytest.mark.parametrize(
    ("sql", "last"),
    [
        ("SELECT * FROM Artist WHERE 0", "no rows"),
        ("SELECT * FROM Artist LIMIT 12", "      12  Queen"),
        ("SELECT ArtistId FROM Artist LIMIT 13", "13 rows"),
        ("SELECT ArtistId FROM Artist", "275 rows"),
    ],
)
def test_many_rows_are_counted(sql: str, last: str) -> None:
    shown = run("query", sql).out.splitlines()
    assert shown[-1].split()[0] == last.split()[0]


def test_check_says_ok_or_why_not() -> None:
    assert run("check", "SELECT 1") == (0, "ok\n", "")
    code, out, err = run("check", "DELETE FROM Artist")
    assert (code, err) == (1, "")
    assert out.startswith("refused: DELETE")


def test_schema_is_sql_that_makes_it_anew(make_file: MakeFile) -> None:
    copy = make_file(run("schema").out)
    with Database(copy) as database:
        assert database.schema["Album"].foreign_keys[0].table == "Artist"


def test_the_prompt_is_what_a_hosted_model_is_told() -> None:
    with Endpoint([words("Hello.")]) as endpoint:
        run(*hosted(endpoint, "hi"))
        told = json.dumps(endpoint.bodies[0], ensure_ascii=False)
    assert json.dumps(run("schema", "--prompt").out.rstrip(), ensure_ascii=False)[1:-1] in told
    assert run("schema", "--prompt", "hi").out.endswith("\n\nhi\n")
    assert run("schema", "hi").code == 2


def test_help_and_version_are_on_stdout() -> None:
    assert run("--version").out.startswith("sqlagent ")
    assert run().out == run("--help").out
    for command in ("ask", "chat", "query", "check", "schema"):
        assert command in run("--help").out
        assert run(command, "--help").code == 0
    assert "OPENAI_API_KEY" in run("--help").out
    assert "key" not in run("ask", "--help").out.replace("(key:", "")


def test_python_m_runs_it() -> None:
    assert run_process("check", "SELECT 1") == (0, "ok\n", "")


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (["--help"], {"sqlalchemy", "sqlglot", "rich", "openai"}),
        (["check", "SELECT 1"], {"sqlalchemy", "rich", "openai"}),
        (["query", "SELECT 1"], {"rich.console", "openai"}),
        (["ask", "how many albums are there?"], {"rich.console", "rich.status", "openai"}),
    ],
)
def test_nothing_is_imported_that_is_not_needed(arguments: list[str], without: set[str]) -> None:
    code = (
        "import sys, contextlib, sqlagent.cli\n"
        f"with contextlib.suppress(SystemExit): sqlagent.cli.main({arguments})\n"
        "print(*sys.modules)"
    )
    out = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=ROOT, stderr=-3)
    assert not without & set(out.splitlines()[-1].split())


def test_what_the_model_was_told_is_kept_out_of_stdout(tmp_path: Path) -> None:
    with Endpoint([calls("ask_database", query=TOP), words("Two.")]) as endpoint:
        outcome = run(*hosted(endpoint, "top 2", "-v", "-f", "csv"))
    assert outcome.out == "Name,Albums\nIron Maiden,21\nLed Zeppelin,14\n"
    roles = [line.split(":")[0] for line in outcome.err.splitlines()]
    assert [Message("user").role, "assistant", "function (ask_database)", "assistant"] == [
        role for role in roles if role.split()[0] in ("user", "assistant", "function")
    ]
