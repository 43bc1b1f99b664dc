"""The terminal: what a person sees, and what never reaches it."""

from __future__ import annotations

import json

import pytest
from commands import hosted, on_terminal, run, run_process, unstyled
from conftest import MakeFile
from endpoint import Endpoint, calls, words


def test_the_table_is_styled_on_a_terminal_and_fits_it() -> None:
    sql = "SELECT * FROM Customer LIMIT 3"
    for columns in (40, 80, 200):
        shown = on_terminal("query", sql, columns=columns)
        lines = unstyled(shown.out).splitlines()
        assert shown.code == 0
        assert "\x1b[1mCustomerId\x1b[0m" in shown.out
        assert all(len(line) <= columns for line in lines[1:])
        assert ("more columns (--format csv): " in shown.out) == (columns < 200)
    whole = run("query", sql).out
    assert "SupportRepId" in whole.splitlines()[0]
    assert "─" not in whole


def test_no_color_leaves_no_code() -> None:
    shown = on_terminal("ask", "how many albums are there?", "-v", NO_COLOR="1")
    assert shown.code == 0
    assert "\x1b" not in shown.out


def test_the_whole_conversation_has_a_colour_for_each_role() -> None:
    shown = on_terminal("ask", "how many albums are there?", "-v").out
    for role, colour in [("system", 31), ("user", 32), ("assistant", 34), ("function", 35)]:
        assert f"\x1b[{colour}m{role}" in shown
    assert "ask_database({" in shown
    plain = run("ask", "how many albums are there?", "-v")
    assert "function (ask_database): {" in plain.err
    assert "ask_database" not in plain.out


def test_a_spinner_turns_while_something_takes_long(make_file: MakeFile) -> None:
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c"
    shown = on_terminal("query", endless, "--timeout", "0.6").out
    assert "running the query" in shown
    assert shown.endswith("sqlagent: stopped after 0.6 s; ask for less at once\n")
    assert "\x1b[?25h" in shown, "the cursor is there again"
    assert "running" not in run("query", endless, "--timeout", "0.6").err
    assert "running" not in on_terminal("query", "SELECT 1").out


def test_nothing_that_steers_reaches_a_terminal(make_file: MakeFile) -> None:
    evil = "char(27) || '[2J' || char(155) || '[red]:smile:' || char(8238)"
    path = str(make_file(f'CREATE TABLE "a\x1b[5m" (a); INSERT INTO "a\x1b[5m" SELECT {evil}'))
    sql = f'SELECT {evil} AS "x\u202e"'
    for form in ("table", "csv", "json", "markdown"):
        shown = unstyled(on_terminal("query", sql, "-f", form, "-d", path).out)
        assert not {"\x1b", "\x9b", "\u202e"} & set(shown)
        assert "red" in shown
        assert ":smile:" in shown
    assert "\x1b[5m" not in on_terminal("schema", "-d", path).out
    assert "\x1b" not in run("query", sql).out
    assert "\x1b[2J" in run("query", sql, "-f", "csv").out, "a pipe gets what is stored"


def test_a_models_words_cannot_steer_either() -> None:
    said = "\x1b]0;title\x07 [bold]hi[/bold] \u202eno"
    with Endpoint([words(said)]) as endpoint:
        shown = on_terminal(*hosted(endpoint, "hi", "-v")).out
    assert not {"\x07", "\u202e"} & set(unstyled(shown))
    assert r"\x1b]0;title\x07 [bold]hi[/bold] \u202eno" in unstyled(shown).splitlines()[-1]


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_an_encoding_that_lacks_a_character_is_no_fault(form: str) -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    sql = "SELECT 'naïve 東京 👍' AS é"
    outcome = run_process("query", sql, "-f", form, environment=environment)
    assert outcome.code == 0
    assert "\\u6771" in outcome.out
    if form == "json":
        assert json.loads(outcome.out)["rows"] == [["naïve 東京 👍"]]


def test_words_wrap_and_sql_does_not() -> None:
    long = "SELECT " + ", ".join(f"'{word}' AS {word}" for word in ("alpha", "beta", "gamma") * 4)
    text = "many short words " * 9
    with Endpoint([calls("ask_database", query=long), words(text)]) as endpoint:
        shown = unstyled(on_terminal(*hosted(endpoint, "go"), columns=60).out).splitlines()
    assert f"  {long}" in shown
    told = [line for line in shown if line.startswith(("many", "words"))]
    assert len(told) > 1
    assert all(len(line) <= 60 for line in told)
