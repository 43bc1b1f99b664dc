"""Files of questions: the forms they come in, what is wrong with them, and their databases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from commands import run

from sqlagent import sample_path
from sqlagent.evaluate import questions
from sqlagent.evaluate.databases import sources
from sqlagent.evaluate.questions import Question

COUNT = "SELECT count(*) FROM toy"


def written(folder: Path, records: Sequence[Any]) -> str:
    path = folder / "asked.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
    return str(path)


def test_spider_and_bird_are_read_as_they_are(tmp_path: Path) -> None:
    spider = {"db_id": "toys", "question": "how many?", "query": COUNT, "sql": {"from": {}}}
    bird = {"question_id": 7, "db_id": "toys", "question": "how many?", "SQL": COUNT,
            "evidence": "toys are toys", "difficulty": "simple"}  # fmt: skip
    array = tmp_path / "dev.json"
    array.write_text(json.dumps([spider, spider], indent=1), encoding="utf-8-sig")
    assert questions.read(array) == [Question(id, "toys", "how many?", COUNT) for id in "12"]
    (lines,) = questions.read(Path(written(tmp_path, [spider])))
    assert lines == Question("1", "toys", "how many?", COUNT)
    (read,) = questions.read(Path(written(tmp_path, [bird])))
    assert (read.id, read.db, read.gold_sql, read.difficulty) == ("7", "toys", COUNT, "simple")
    assert read.words == "how many?\ntoys are toys"


def test_what_a_question_may_hold(tmp_path: Path) -> None:
    full = {"id": "a", "db": "toys.sqlite", "question": "q", "gold_sql": "SELECT 1",
            "ordered": True, "alt_sql": ["SELECT 2"], "columns_needed": ["n"], "order_key": ["n"],
            "note": "", "difficulty": None,
            "kind": "answer", "after": None, "tags": ["plain"]}  # fmt: skip
    brief = {"question": "who?", "gold_sql": None}
    first, second = questions.read(Path(written(tmp_path, [full, brief])))
    assert first.alt_sql == ("SELECT 2",)
    assert (first.ordered, first.difficulty, second.ordered) == (True, "", None)
    assert (second.kind, second.gold_sql, second.db) == ("decline", None, "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"question": "q"', "line 1, column 17: this is not JSON: Expecting ',' delimiter"),
        ('{"question": "q", "gold_sql": null}\n\n{]', "line 3, column 2: this is not JSON"),
        ('[{"question": "q"},\n 7', "line 2, column 3: this is not JSON"),
        ('[{"question": "q", "gold_sql": null}, 7]', "record 2: a question is a JSON object"),
        ('{"question": "q"}', "line 1: there is no gold_sql or query or SQL"),
        ('{"question": " ", "SQL": "SELECT 1"}', "line 1: question is empty"),
        ('{"question": "q", "query": " "}', "line 1: gold_sql or query or SQL is empty"),
        ('{"question": "q", "SQL": 1}', "line 1: SQL must be a text or null"),
        ('{"question": ["q"], "SQL": "SELECT 1"}', "line 1: question must be a text"),
        ('{"question": "q", "SQL": "S", "tags": "t"}', "line 1: tags must be a list of texts"),
        ('{"question": "q", "SQL": "S", "ordered": 1}', "line 1: ordered must be true or false"),
        ('{"question": "q", "SQL": "S", "after": "9"}', "line 1: after must be the id of an"),
        ('{"id": 2, "question": "q", "SQL": "S"}\n' * 2, "line 2: the id 2 is that of an earlier"),
        ("[" * 100_000, "line 1: this is not JSON: maximum recursion depth"),
        ("\n", "asked.jsonl holds no questions"),
        (b"\xff", "asked.jsonl is not UTF-8 at byte 0"),
    ],
)
def test_a_broken_file_is_told_by_line(tmp_path: Path, text: str | bytes, fault: str) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, out, err = run("eval", str(path))
    assert (code, out) == (2, "")
    assert fault in err
    assert err.count("\n") == 1
    assert str(path) in err


def test_a_file_that_is_not_there() -> None:
    assert run("eval", "nowhere.jsonl") == (
        2, "", "sqlagent: nowhere.jsonl cannot be read: No such file or directory\n"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["toys.sqlite", "toys"])
@pytest.mark.parametrize("layout", ["toys.sqlite", "toys/toys.sqlite"])
def test_a_folder_holds_the_database_of_each_name(tmp_path: Path, name: str, layout: str) -> None:
    file = tmp_path / "databases" / layout
    file.parent.mkdir(parents=True)
    file.touch()
    question = Question("1", name, "q", None)
    if name == layout or name == "toys":
        assert sources([question], str(tmp_path / "databases"), "q.jsonl") == {name: str(file)}
        beside = str(tmp_path / "databases" / "q.jsonl")
        assert sources([question], None, beside) == {name: str(file)}


def test_one_database_for_all_or_the_sample(tmp_path: Path) -> None:
    unnamed, named = Question("1", "", "q", None), Question("2", "shop", "q", None)
    assert sources([unnamed], None, "q.jsonl") == {"": str(sample_path())}
    found = sources([unnamed, named], "sqlite:///shop.db", "q.jsonl")
    assert found == {"": "sqlite:///shop.db", "shop": "sqlite:///shop.db"}


@pytest.mark.parametrize(
    ("names", "db", "fault"),
    [
        (["shop"], ".", "question 1 is about shop, which is not in "),
        (["shop", ""], "shop.sqlite", "there is no file shop.sqlite"),
        (["shop", "farm"], "shop.sqlite", "names 2 databases, so --db must be the folder"),
        ([""], ".", "question 1 names no database"),
    ],
)
def test_a_database_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], db: str, fault: str
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = written(tmp_path, [{"db": name, "question": "q", "SQL": "SELECT 1"} for name in names])
    code, out, err = run("eval", asked, "-d", db)
    assert (code, out) == (3, "")
    assert fault in err
