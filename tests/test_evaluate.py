"""Judging models: the run, what is kept of it, and what is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from commands import ROOT, Outcome, Terminal, on_terminal, run, unstyled
from conftest import MakeFile
from endpoint import Endpoint, Raw, Scripted, calls, error, words

from sqlagent.errors import ModelError
from sqlagent.evaluate import outcomes, questions
from sqlagent.evaluate.questions import Question
from sqlagent.evaluate.run import Run
from sqlagent.messages import FunctionCall, assistant
from sqlagent.models.scripted import Line, ScriptedModel

COUNT = "SELECT count(*) FROM toy"
CHEAP = 'SELECT name FROM toy WHERE kind = "ball" ORDER BY price'
TOYS = """
    CREATE TABLE toy (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, price REAL);
    INSERT INTO toy VALUES
        (1, 'kite', 'air', 9.5), (2, 'yoyo', 'ball', 3),
        (3, 'marble', 'ball', 1);
"""
ASKED: list[dict[str, Any]] = [
    {"id": "many", "question": "how many toys?", "gold_sql": COUNT, "tags": ["count"]},
    {"id": "balls", "question": "balls by price", "gold_sql": CHEAP, "difficulty": "hard"},
    {"id": "again", "question": "and names?", "gold_sql": "SELECT name FROM toy", "after": "many"},
    {"id": "no", "question": "who owns them?", "gold_sql": None},
]


@pytest.fixture
def toys(make_file: MakeFile) -> str:
    return str(make_file(TOYS, "toys.sqlite"))


@pytest.fixture
def asked(tmp_path: Path) -> str:
    return written(tmp_path, ASKED)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output.jsonl"


def written(folder: Path, records: Sequence[Any], name: str = "asked.jsonl") -> str:
    path = folder / name
    path.write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
    return str(path)


def evaluated(endpoint: Endpoint, *arguments: str) -> Outcome:
    return run("eval", *arguments, "-m", "scripted", "--base-url", endpoint.url)


def answers(*queries: str | None) -> Iterator[Scripted]:
    """What a hosted model says that answers one question after the other."""
    for sql in queries:
        if sql:
            yield calls("ask_database", query=sql)
        yield words("So it is.")


def scripted(*queries: str | None) -> Iterator[Line]:
    for sql in queries:
        if sql:
            call = FunctionCall("ask_database", json.dumps({"query": sql}))
            yield assistant("as asked", call)
        yield "So it is."


def ids(path: Path) -> list[str]:
    return [outcome.id for outcome in outcomes.read(path)]


def test_each_question_is_judged_by_its_rows(toys: str) -> None:
    given = [Question("a", "", "q", CHEAP), Question("b", "", "q", CHEAP),
             Question("c", "", "q", COUNT), Question("d", "", "q", None),
             Question("e", "", "q", None), Question("f", "", "q", COUNT)]  # fmt: skip
    model = ScriptedModel(scripted(
        "SELECT price, name FROM toy WHERE kind = 'ball' ORDER BY price",
        "SELECT name FROM toy WHERE kind = 'ball' ORDER BY price DESC",
        None, None, COUNT, *["SELECT nothing_there FROM toy"] * 3,
    ))  # fmt: skip
    came = list(Run(given, {"": toys}, model, label="scripted").outcomes())
    assert [one.right for one in came] == [True, False, False, True, False, False]
    assert [one.sql is not None for one in came] == [True, True, False, False, True, False]
    assert came[0].turns == 2
    assert came[0].prompt_tokens is None


def test_a_model_that_reaches_no_answer_is_not_right(toys: str) -> None:
    failing = assistant(None, FunctionCall("ask_database", '{"query": "DROP TABLE toy"}'))
    model = ScriptedModel([failing] * 3)
    (came,) = Run([Question("a", "", "q", COUNT)], {"": toys}, model, label="m").outcomes()
    assert (came.right, came.sql, came.turns, came.unjudged) == (False, None, 3, "")
    assert came.error
    assert "same failing call 3 times" in came.error


def test_a_gold_that_fails_costs_no_turn(toys: str) -> None:
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"
    golds = ("SELECT nme FROM toy", "DELETE FROM toy", endless)
    given = [Question(sql[:9], "", "q", sql) for sql in golds]
    model = ScriptedModel([])
    came = list(Run(given, {"": toys}, model, label="m").outcomes())
    assert [one.unjudged for one in came] == ["gold"] * 3
    assert [str(one.error).split(":")[0] for one in came] == [
        "no such column", "refused", "only the first 100,000 rows are here"
    ]  # fmt: skip
    assert not model.heard


def test_a_follow_up_follows_the_models_own_answer(toys: str, asked: str) -> None:
    model = ScriptedModel(scripted("SELECT 5", CHEAP, "SELECT name FROM toy", None))
    given = questions.read(Path(asked))
    came = list(Run(given, {"": toys}, model, label="m").outcomes())
    assert [one.right for one in came] == [False, True, True, True]
    heard = [(message.role, message.content) for message in model.heard[4][0]]
    assert heard[1:3] == [("user", "how many toys?"), ("assistant", "as asked")]
    assert '"rows": [[5]]' in (heard[3][1] or "")
    assert heard[4:] == [("assistant", "So it is."), ("user", "and names?")]
    assert [bool(one.messages) for one in came] == [True, False, False, False]
    assert came[2].turns == 2


def test_a_follow_up_can_follow_the_gold(toys: str) -> None:
    given = [Question("a", "", "how many?", COUNT),
             Question("b", "", "their names?", "SELECT name FROM toy", after="a"),
             Question("c", "", "the first?", "SELECT min(name) FROM toy", after="b")]  # fmt: skip
    model = ScriptedModel(scripted("SELECT 5", "SELECT name FROM toy", None))
    came = list(Run(given, {"": toys}, model, label="m", golden=True).outcomes())
    assert [one.right for one in came] == [False, True, False]
    told = model.heard[4][0]
    assert [message.role for message in told] == [
        "system", "user", "assistant", "function", "user", "assistant", "function", "user"
    ]  # fmt: skip
    called = [json.loads(call.arguments) for message in told for call in message.calls]
    assert called == [{"query": COUNT}, {"query": "SELECT name FROM toy"}]
    assert json.loads(told[3].content or "")["rows"] == [[3]]
    assert came[1].turns == 2


def test_a_database_is_opened_once_for_all_its_questions(make_file: MakeFile) -> None:
    found = {name: str(make_file(TOYS, f"{name}.sqlite")) for name in ("one", "two")}
    given = [Question(id, db, "q", None) for id, db in zip("abcd", ("one", "two") * 2, strict=True)]
    run = Run(given, found, ScriptedModel(["No."] * 4), label="m")
    assert [one.id for one in run.outcomes()] == ["a", "c", "b", "d"]


def test_a_model_that_is_gone_is_given_up(toys: str) -> None:
    given = [Question(id, "", "q", None) for id in "abcde"]
    run = Run(given, {"": toys}, ScriptedModel(["No."]), label="m")
    came = run.outcomes()
    unjudged = [next(came).unjudged for _ in range(4)]
    with pytest.raises(ModelError, match="no further line"):
        next(came)
    assert unjudged == ["", "model", "model", "model"]
    with pytest.raises(ModelError):
        list(Run(given[:1], {"": toys}, ScriptedModel([]), label="m").outcomes())


def test_the_report_of_the_offline_model(tmp_path: Path) -> None:
    asked = written(tmp_path, [
        {"question": "how many albums are there?", "SQL": "SELECT count(*) FROM Album",
         "difficulty": "easy", "tags": ["plain", "count"]},
        {"question": "what is the weather like?", "SQL": None, "difficulty": "hard"},
        {"question": "how many artists are there?", "SQL": "SELECT 1", "tags": ["plain"]},
    ])  # fmt: skip
    code, out, err = run("eval", asked)
    assert (code, err) == (0, "model: offline\n")
    table, _, rest = out.partition("\n\n")
    assert [line.split() for line in table.splitlines()] == [
        ["n", "right", "answered", "precision"],
        ["all", "3", "0.667", "0.667", "0.500"],
        ["to", "be", "answered", "2", "0.500", "1.000", "0.500"],
        ["to", "be", "declined", "1", "1.000", "0.000", "-"],
        ["by", "difficulty"],
        ["easy", "1", "1.000", "1.000", "1.000"],
        ["hard", "1", "1.000", "0.000", "-"],
        ["by", "tag"],
        ["plain", "2", "0.500", "1.000", "0.500"],
        ["count", "1", "1.000", "1.000", "1.000"],
    ]
    declined, turns, time = rest.splitlines()
    assert declined == "declined: 1 of 1 to be declined, 0 of 2 to be answered"
    assert turns == "turns: 5, 1.7 a question"
    assert time.startswith("time: ")


def test_confidence_is_the_offline_models(tmp_path: Path, toys: str, output: Path) -> None:
    asked = written(tmp_path, ASKED[:1])
    keep = ("-d", toys, "--output", str(output))
    code, _, err = run("eval", asked, "-m", "offline", "--confidence", "0.9", *keep)
    assert (code, err) == (0, "model: offline, confidence 0.9\n")
    assert outcomes.read(output)[0].model == "offline, confidence 0.9"
    assert run("eval", asked, "--confidence", "0.9", *keep).code == 2


def test_calls_and_tokens_of_a_hosted_model(asked: str, toys: str, output: Path) -> None:
    with Endpoint([*answers(COUNT, CHEAP, "SELECT name FROM toy", None)]) as endpoint:
        code, out, err = evaluated(endpoint, asked, "-d", toys, "--output", str(output))
        assert len(endpoint.bodies) == 7
    assert (code, err) == (0, "model: scripted\n")
    assert "turns: 7, 1.8 a question\ntokens: 77 in, 49 out, 31 a question\n" in out
    lines = [json.loads(line) for line in output.read_text().splitlines()]
    assert [one["right"] for one in lines] == [True] * 4
    assert [one["turns"] for one in lines] == [2, 2, 2, 1]
    assert [one["prompt_tokens"] for one in lines] == [22, 22, 22, 11]
    assert (lines[1]["sql"], lines[1]["text"]) == (CHEAP, "So it is.")
    assert lines[1]["seconds"] > 0


def test_a_stopped_run_goes_on_where_it_ended(asked: str, toys: str, output: Path) -> None:
    keep = ("-d", toys, "--output", str(output))
    with Endpoint([*answers(COUNT), *[error(401, "bad key")] * 3]) as endpoint:
        code, out, err = evaluated(endpoint, asked, *keep)
    assert (code, out) == (4, "")
    assert f"stopped; the same command goes on with what {output} holds\n" in err
    assert ids(output) == ["many"]
    output.write_bytes(output.read_bytes() + b'{"id": "balls", "db": "", "ques')
    with Endpoint([*answers(CHEAP, "SELECT name FROM toy", None)]) as endpoint:
        code, out, err = evaluated(endpoint, asked, *keep)
        followed = endpoint.bodies[2]["messages"]
    assert (code, err.splitlines()[1]) == (0, f"1 of 4 are in {output}, and not asked again")
    assert ids(output) == ["many", "balls", "again", "no"]
    assert [message["role"] for message in followed] == [
        "system", "user", "assistant", "tool", "assistant", "user"
    ]  # fmt: skip
    assert out.splitlines()[1].split()[:3] == ["all", "4", "1.000"]
    with Endpoint([]) as endpoint:
        assert evaluated(endpoint, asked, *keep).out == out
        assert not endpoint.bodies


def test_a_question_without_a_reply_is_asked_again(asked: str, toys: str, output: Path) -> None:
    keep = ("-d", toys, "--output", str(output))
    script = [*answers(COUNT), error(400, "too long"), *answers("SELECT name FROM toy", None)]
    with Endpoint(script) as endpoint:
        code, out, err = evaluated(endpoint, asked, *keep)
    assert code == 0
    assert out.splitlines()[1].split()[:3] == ["all", "4", "0.750"]
    assert "no answer: 1\n" in out
    assert "balls: no usable reply: " in err
    assert ids(output) == ["many", "again", "no"]
    with Endpoint([*answers(CHEAP)]) as endpoint:
        assert evaluated(endpoint, asked, *keep).out.splitlines()[1].split()[2] == "1.000"
    assert ids(output) == ["many", "again", "no", "balls"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"question": "how many are there?"}, "line 1: the question many or its gold has changed"),
        ({"gold_sql": "SELECT 3"}, "line 1: the question many or its gold has changed"),
        ({"id": "other"}, "line 1: there is no question many now"),
    ],
)
def test_outcomes_of_other_questions_are_left_alone(
    tmp_path: Path, toys: str, output: Path, change: dict[str, str], fault: str
) -> None:
    keep = ("-d", toys, "--output", str(output))
    with Endpoint([*answers(COUNT)]) as endpoint:
        assert evaluated(endpoint, written(tmp_path, ASKED[:1]), *keep).code == 0
        before = output.read_bytes()
        code, _, err = evaluated(endpoint, written(tmp_path, [ASKED[0] | change]), *keep)
    assert code == 2
    assert fault in err
    code, _, err = run("eval", written(tmp_path, ASKED[:1]), *keep, "-m", "offline")
    assert code == 2
    assert "line 1: this was asked of scripted and not of offline" in err
    assert output.read_bytes() == before


@pytest.mark.parametrize("text", ["# Notes\n", "Notes", '{"question": "q", "SQL": null}', "{}\n"])
def test_no_other_file_is_written_into(tmp_path: Path, toys: str, output: Path, text: str) -> None:
    output.write_text(text)
    asked = written(tmp_path, ASKED[:1])
    code, out, err = run("eval", asked, "-d", toys, "--output", str(output))
    assert (code, out) == (2, "")
    assert f"{output}, line 1: this is no outcome that sqlagent eval wrote\n" in err
    assert output.read_text() == text


def test_an_output_that_cannot_be_written(tmp_path: Path, toys: str) -> None:
    path = str(tmp_path / "nowhere" / "output.jsonl")
    code, _, err = run("eval", written(tmp_path, ASKED[:1]), "-d", toys, "--output", path)
    assert code == 2
    assert f"{path} cannot be written: No such file or directory" in err


@pytest.mark.parametrize(("wanted", "code"), [("0", 0), ("0.75", 0), ("0.76", 1), ("1", 1)])
def test_a_build_can_ask_for_a_share(asked: str, toys: str, wanted: str, code: int) -> None:
    script = answers("SELECT 5", CHEAP, "SELECT name FROM toy", None)
    with Endpoint([*script]) as endpoint:
        outcome = evaluated(endpoint, asked, "-d", toys, "--min-right", wanted)
    assert outcome.code == code
    assert ("0.750 are right, fewer than" in outcome.err) == bool(code)


def test_golds_that_fail_are_told_and_do_not_count(tmp_path: Path, toys: str) -> None:
    broken = [{"question": "q", "SQL": "SELECT nme FROM toy"}] * 5
    code, out, err = run("eval", written(tmp_path, [ASKED[3], *broken]), "-d", toys)
    assert code == 0
    assert out.splitlines()[1].split()[:3] == ["all", "1", "1.000"]
    assert err.count("not judged, the gold fails: no such column: nme (toy has name)") == 3
    assert err.endswith("2 more: not judged, the gold fails\n")
    assert run("eval", written(tmp_path, broken), "-d", toys).code == 1


def test_two_runs_are_compared(tmp_path: Path, asked: str, toys: str) -> None:
    old, new = (str(tmp_path / name) for name in ("old.jsonl", "new.jsonl"))
    for path, queries in (
        (old, (COUNT, CHEAP, "SELECT 1", None)),
        (new, (COUNT, "SELECT 1", "SELECT name FROM toy", None)),
    ):
        with Endpoint([*answers(*queries)]) as endpoint:
            assert evaluated(endpoint, asked, "-d", toys, "--output", path).code == 0
    code, out, err = run("eval", "--compare", old, new)
    assert (code, err) == (0, "")
    figures, worse, better = out.split("\n\n")
    rows = [line.rsplit(maxsplit=2) for line in figures.splitlines()]
    assert rows[0] == [old, new]
    assert rows[1:6] == [
        ["n", "4", "4"], ["right", "0.750", "0.750"], ["answered", "0.750", "0.750"],
        ["precision", "0.667", "0.667"], ["rightly declined", "1.000", "1.000"],
    ]  # fmt: skip
    assert rows[6:9] == [["turns", "7", "7"], ["tokens in", "77", "77"], ["tokens out", "49", "49"]]
    assert worse == "right to wrong: 1\n  balls  balls by price"
    assert better == "wrong to right: 1\n  again  and names?\n"
    Path(new).write_text("".join(Path(new).read_text().splitlines(keepends=True)[:3]))
    assert f"only in {old}: 1, which do not count here\n" in run("eval", "--compare", old, new).out


def test_what_cannot_be_compared(asked: str, output: Path) -> None:
    code, _, err = run("eval", "--compare", asked, asked)
    assert code == 2
    assert f"{asked}, line 1: this is no outcome that sqlagent eval wrote" in err
    assert run("eval", "--compare", str(output), str(output)).code == 2
    assert run("eval").code == run("eval", asked, "--compare", asked, asked).code == 2


def test_a_bar_is_shown_at_a_terminal_alone(asked: str, toys: str) -> None:
    shown = on_terminal("eval", asked, "-d", toys, "-m", "offline")
    assert shown.code == 0
    assert "4/4" in unstyled(shown.out)
    assert "all " in unstyled(shown.out)
    assert "4/4" not in run("eval", asked, "-d", toys, "-m", "offline").err


def test_an_interrupt_loses_nothing_that_was_judged(asked: str, toys: str, output: Path) -> None:
    script = [*answers(COUNT, CHEAP), Raw(then="silence")]
    with Endpoint(script) as endpoint:
        arguments = ("eval", asked, "-d", toys, "--output", str(output))
        hosted = ("-m", "scripted", "--base-url", endpoint.url)
        with Terminal(*arguments, *hosted) as terminal:
            terminal.until("2/4")
            terminal.interrupt()
            shown = terminal.end()
    assert shown.code == 130
    assert "Traceback" not in shown.out
    assert "the same command goes on" in shown.out
    assert ids(output) == ["many", "balls"]


def test_nobody_else_pays_for_it(asked: str, toys: str) -> None:
    code = (
        "import sys, contextlib, sqlagent.cli\n"
        "with contextlib.suppress(SystemExit): sqlagent.cli.main({})\n"
        "print(*sys.modules)"
    )
    for arguments, without in (
        (["ask", "how many albums are there?"], {"sqlagent.evaluate", "sqlagent.evaluating"}),
        (["eval", asked, "-d", toys], {"openai", "rich.progress", "rich.console"}),
    ):
        command = [sys.executable, "-c", code.format(arguments)]
        out = subprocess.check_output(command, text=True, cwd=ROOT, stderr=-3)
        assert not without & set(out.splitlines()[-1].split())
