"""What the README shows is what happens: its commands and its Python are run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from endpoint import Endpoint, Scripted, calls, words

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")

SHOP = """
    CREATE TABLE category(id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE product(
        id INTEGER PRIMARY KEY, name TEXT, price REAL, category_id REFERENCES category(id)
    );
    INSERT INTO category VALUES (1, 'toys'), (2, 'books');
    INSERT INTO product VALUES
        (1, 'kite', 9.5, 1), (2, 'robot', 15.0, 1), (3, 'atlas', 30.0, 2), (4, 'comic', 10.0, 2);
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def commands() -> list[tuple[str, str]]:
    """Each command of the console blocks, and the output that follows it."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((re.sub(r"\s+# .*$", "", command), output))
    return found


@pytest.fixture
def shop(make_file: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with shop.sqlite and questions to be in, and ``sqlagent`` on the path."""
    make_file(SHOP, "shop.sqlite")
    (tmp_path / "questions.jsonl").write_text("".join(blocks("json")), encoding="utf-8")
    command = tmp_path / "bin" / "sqlagent"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sqlagent "$@"\n')
    command.chmod(0o755)
    root = str(README.parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(command: str) -> str:
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_opens_with_a_sentence_and_the_two_commands() -> None:
    lines = TEXT.splitlines()
    assert len(lines) <= 150
    assert lines[0] == "# sqlagent"
    assert lines[2].endswith(".")
    assert lines[4:6] == [
        '    pip install . && sqlagent ask "top 5 artists"',
        "    pip install '.[test]' && pytest",
    ]


@pytest.mark.parametrize(("command", "output"), commands(), ids=lambda text: text[:60])
def test_every_command_gives_what_it_shows(shop: Path, command: str, output: str) -> None:
    script: list[Scripted] = [calls("ask_database", query="SELECT 1"), words("One.")]
    with Endpoint(script) as endpoint:
        url = r"http://localhost:\d+/v1"
        shown = shell(re.sub(url, endpoint.url, command))
        assert bool(re.search(url, command)) == bool(endpoint.requests)
    assert shown.startswith(output)


def test_the_python_runs_and_prints_what_it_says(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weather: list[Scripted] = [
        words("Where are you, and which unit do you like?"),
        calls("current_weather", location="Glasgow", unit="celsius"),
        words("It is 18 °C in Glasgow."),
    ]
    names: dict[str, object] = {}
    with Endpoint(weather) as endpoint:
        for block in blocks("python"):
            if "current_weather" in block:
                monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            exec(compile(block, str(README), "exec"), names)
            printed = capsys.readouterr().out.splitlines()
            said = re.findall(r"print\(.*?\) +# (.*)", block)
            for text, comment in zip(printed, said, strict=True):
                assert text == comment
        assert len(endpoint.bodies) == 3


def test_the_pipe_in_the_text_is_safe(shop: Path) -> None:
    (command,) = re.findall(r"`(sqlagent [^`]* \| head[^`]*)`", TEXT)
    assert len(shell(command).splitlines()) == 3


def test_every_command_and_option_it_names_is_there(shop: Path) -> None:
    named = set(re.findall(r"`sqlagent (\w+)", TEXT)) | set(re.findall(r"sqlagent (ask)", TEXT))
    assert named == {"ask", "chat", "query", "check", "eval", "schema"}
    helps = " ".join(shell(f"sqlagent {command} --help") for command in sorted(named))
    for option in set(re.findall(r"`(--?[a-z][\w-]*)", TEXT)):
        assert re.search(rf"(?<![\w-]){option}\b", helps), option
