"""What goes wrong: one sentence on stderr, an exit code, and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from commands import SECONDS, Outcome, Terminal, locked, process, run, run_process
from conftest import MakeFile
from endpoint import Endpoint, Raw, Scripted, error

ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c"
PAGE = Raw(200, b"<!DOCTYPE html><title>Welcome</title>", {"Content-Type": "text/html"})


class Fault(NamedTuple):
    """A command that cannot do as it is told: its exit code, and words of what it says.

    ``{}`` in an argument is the folder with the files that ``folder`` makes.
    """

    what: str
    arguments: tuple[str, ...]
    code: int
    said: str


FAULTS = (
    Fault("no such file", ("query", "SELECT 1", "-d", "{}/nowhere/a.db"), 3, "a.db"),
    Fault("a misspelt file", ("query", "SELECT 1", "-d", "{}/shpo.sqlite"), 3,
          "shop.sqlite?"),
    Fault("a directory", ("schema", "-d", "{}"), 3, "is a directory"),
    Fault("not a database", ("ask", "how many?", "-d", "{}/notes.txt"), 3,
          "is not an SQLite database"),
    Fault("a file cut short", ("query", "SELECT sum(a) FROM t", "-d", "{}/short.sqlite"), 3,
          "is damaged"),
    Fault("an empty path", ("query", "SELECT 1", "-d", ""), 3, "no database was named"),
    Fault("another engine", ("query", "SELECT 1", "-d", "postgresql://localhost/shop"), 3,
          "only SQLite"),
    Fault("no URL", ("query", "SELECT 1", "-d", "://"), 3, "not a database URL"),
    Fault("a password in a URL", ("query", "SELECT 1", "-d", "mysql://me:secret@host/shop"), 3,
          "mysql is not supported"),
    Fault("a statement that writes", ("query", "DROP TABLE Artist"), 1, "refused: DROP"),
    Fault("two statements", ("query", "SELECT 1; SELECT 2"), 1, "more than one statement"),
    Fault("no SQL", ("query", "hello there"), 1, "refused"),
    Fault("a misspelt column", ("query", "SELECT Nme FROM Artist"), 1, "(Artist has Name)"),
    Fault("a misspelt table", ("query", "SELECT * FROM Artits"), 1, "(there is Artist)"),
    Fault("a syntax error", ("query", "SELECT FROM WHERE"), 1, "syntax error"),
    Fault("a query that does not end", ("query", ENDLESS, "--timeout", "0.2"), 1,
          "stopped after 0.2 s"),
    Fault("an empty question", ("ask", "  "), 2, "QUESTION is empty"),
    Fault("no question", ("ask",), 2, "Missing argument 'QUESTION'"),
    Fault("an empty statement", ("query", ""), 2, "SQL is empty"),
    Fault("an empty stdin", ("check", "-"), 2, "SQL is empty"),
    Fault("an unknown option", ("ask", "hi", "--frmat", "csv"), 2, "Did you mean '--format'?"),
    Fault("an unknown command", ("aks", "hi"), 2, "No such command 'aks'"),
    Fault("an unknown format", ("ask", "hi", "-f", "xml"), 2, "'xml' is not one of 'table'"),
    Fault("no number", ("ask", "hi", "--max-rows", "many"), 2, "'many' is not a valid int"),
    Fault("no rows at all", ("query", "SELECT 1", "--max-rows", "0"), 2, "--max-rows"),
    Fault("no time at all", ("query", "SELECT 1", "--timeout", "0"), 2, "--timeout"),
    Fault("no number of seconds", ("query", "SELECT 1", "--timeout", "nan"), 2, "--timeout"),
    Fault("an unknown function", ("ask", "hi", "--function-call", "drop_table"), 2,
          "'drop_table' is not one of"),
    Fault("no key", ("ask", "hi", "-m", "gpt-4o"), 4, "set OPENAI_API_KEY"),
    Fault("nothing there", ("ask", "hi", "-m", "m", "--base-url", "http://127.0.0.1:9/v1",
                            "--model-timeout", "0.4"), 4, "127.0.0.1:9"),
    Fault("no endpoint's URL", ("ask", "hi", "-m", "m", "--base-url", "localhost"), 4,
          "localhost"),
)  # fmt: skip

HOSTED: tuple[tuple[str, Scripted, str], ...] = (
    ("a wrong key", error(401, "Incorrect API key provided."), "key"),
    ("an unknown model", error(404, "The model m does not exist"), "m"),
    ("a page in place of a reply", PAGE, "web page"),
    ("no JSON", b"{", "cannot be read"),
    ("silence", Raw(then="silence"), "0.4 s"),
)


@pytest.fixture
def folder(make_file: MakeFile, tmp_path: Path) -> Path:
    """A folder with a database, one that was cut short, and a text."""
    fill = "CREATE TABLE t (a); INSERT INTO t SELECT value FROM json_each('[1, 2, 3]')"
    make_file(fill, "shop.sqlite")
    rows = (
        "CREATE TABLE t (a); INSERT INTO t SELECT hex(randomblob(9000)) FROM json_each('[1,2,3]')"
    )
    whole = make_file(rows, "short.sqlite")
    whole.write_bytes(whole.read_bytes()[:20_000])
    (tmp_path / "notes.txt").write_text("milk\nbread\n" * 90)
    return tmp_path


def assert_one_sentence(outcome: Outcome, said: str) -> None:
    *before, sentence = outcome.err.splitlines()
    assert sentence.startswith("sqlagent: ")
    assert said in sentence
    assert not any(line.startswith("sqlagent: ") for line in before)
    assert "Traceback" not in outcome.err
    assert outcome.out == ""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_is_one_sentence_and_a_code(fault: Fault, folder: Path) -> None:
    outcome = run(*(each.replace("{}", str(folder)) for each in fault.arguments))
    assert_one_sentence(outcome, fault.said)
    assert outcome.code == fault.code
    assert "secret" not in outcome.err


@pytest.mark.parametrize(
    ("reply", "said"), [each[1:] for each in HOSTED], ids=[h[0] for h in HOSTED]
)
def test_a_models_fault_is_one_sentence_and_a_code(
    reply: Scripted, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-do-not-show-me")
    with Endpoint([reply] * 9) as endpoint:
        hosted = ("-m", "m", "--base-url", endpoint.url, "--model-timeout", "0.4")
        outcome = run("ask", "how many?", *hosted)
    assert_one_sentence(outcome, said)
    assert outcome.code == 4
    assert "do-not-show" not in outcome.err


def test_a_model_that_never_answers_is_given_up() -> None:
    def again(request: object) -> dict[str, object]:
        call = {"name": "ask_database", "arguments": '{"query": "DROP TABLE Artist"}'}
        message = {"role": "assistant", "content": None, "function_call": call}
        choice = {"index": 0, "message": message, "finish_reason": "function_call"}
        return {"id": "1", "object": "chat.completion", "model": "m", "choices": [choice]}

    with Endpoint([again] * 20) as endpoint:
        outcome = run("ask", "drop it", "-m", "m", "--base-url", endpoint.url)
    assert_one_sentence(outcome, "the same failing call")
    assert outcome.code == 1


@pytest.mark.parametrize(
    "question", ["wie viele Kunden gibt es?", "frobnicate the blorps", "🎸" * 99]
)
def test_what_the_offline_model_cannot_answer_is_said_in_words(question: str) -> None:
    outcome = run("ask", question)
    assert outcome.code == 1
    assert outcome.out.strip()
    assert "sqlagent: " not in outcome.err


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_without_permission(folder: Path) -> None:
    (folder / "shop.sqlite").chmod(0)
    outcome = run("query", "SELECT 1", "-d", str(folder / "shop.sqlite"))
    assert_one_sentence(outcome, "cannot be opened")
    assert outcome.code == 3


def test_a_locked_file(folder: Path) -> None:
    with locked(folder / "shop.sqlite"):
        outcome = run("query", "SELECT * FROM t", "-d", str(folder / "shop.sqlite"))
    assert_one_sentence(outcome, "is locked by another program")
    assert outcome.code == 3


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_reader_that_leaves_is_no_fault(form: str) -> None:
    with process(
        "query", "SELECT * FROM Track", "-f", form, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr is not None
        err = running.stderr.read().decode()
        assert running.wait(SECONDS) == 141
    assert "Error" not in err
    assert "Exception" not in err


def test_a_full_disk_is_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        outcome = run_process("query", "SELECT 1", stdout=full)
    assert_one_sentence(outcome, "the output cannot be written: No space left on device")
    assert outcome.code == 1


def test_a_closed_stdout_is_one_sentence() -> None:
    outcome = run_process("query", "SELECT 1", preexec_fn=lambda: os.close(1))
    assert_one_sentence(outcome, "there is no stdout")
    assert outcome.code == 1


def test_a_closed_stderr_hides_no_rows() -> None:
    outcome = run_process("query", "SELECT 7 AS n", preexec_fn=lambda: os.close(2))
    assert (outcome.code, outcome.out) == (0, "n\n-\n7\n")


def test_ctrl_c_ends_a_running_query_at_once() -> None:
    with process("query", ENDLESS, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        running.stderr.readline()  # the line about the sample is the last before the query
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(0.3)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=3)
    assert running.returncode == 130
    assert out == b""
    assert err.strip() == b""


def test_ctrl_c_ends_a_wait_for_a_model() -> None:
    with Endpoint([Raw(then="silence")]) as endpoint:
        hosted = ("-m", "m", "--base-url", endpoint.url)
        with Terminal("ask", "how many?", *hosted) as terminal:
            terminal.until("asking m")
            terminal.interrupt()
            outcome = terminal.end()
    assert outcome.code == 130
    assert "Traceback" not in outcome.out


def test_ctrl_c_ends_it_while_it_is_still_imported() -> None:
    environment = {"PYTHONPROFILEIMPORTTIME": "1"}
    with process(
        "query", "SELECT 1", stdout=subprocess.PIPE, stderr=subprocess.PIPE, environment=environment
    ) as running:
        assert running.stderr is not None
        while b"| click.globals" not in running.stderr.readline().replace(b"  ", b""):
            pass
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=SECONDS)
    assert running.returncode == 130
    assert b"Traceback" not in err
    assert out == b""
