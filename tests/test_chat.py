"""The chat: follow-ups, faults that do not end it, and the ways that do."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from commands import Terminal, run, run_process
from endpoint import Endpoint, Scripted, calls, error, words

ALBUMS = "how many albums are there?"


def chat(endpoint: Endpoint, *questions: str) -> tuple[int, str, str]:
    stdin = "".join(f"{question}\n" for question in questions)
    return run("chat", "-m", "scripted", "--base-url", endpoint.url, stdin=stdin)


def test_questions_in_a_pipe_are_answered_line_by_line() -> None:
    code, out, err = run("chat", stdin=f"{ALBUMS}\n\n  \nhow many artists are there?")
    assert code == 0
    assert "347" in out
    assert "275" in out
    assert ">" not in out
    assert err.startswith("model: offline · database: the bundled sample")


def test_a_follow_up_continues_the_conversation() -> None:
    script: list[Scripted] = [
        calls("ask_database", query="SELECT 1 AS first"),
        words("One."),
        calls("ask_database", query="SELECT 2 AS second"),
        words("Two."),
    ]
    with Endpoint(script) as endpoint:
        code, out, _ = chat(endpoint, "one?", "and two?")
        told = [message.get("content") for message in endpoint.bodies[2]["messages"]]
    assert code == 0
    assert "One." in told
    assert told[-1] == "and two?"
    assert out.index("One.") < out.index("SELECT 1") < out.index("Two.") < out.index("SELECT 2")


def test_a_model_that_asks_back_can_be_answered() -> None:
    script: list[Scripted] = [
        words("Which one?"),
        calls("ask_database", query="SELECT 7 AS n"),
        words("Seven."),
    ]
    with Endpoint(script) as endpoint:
        _, out, _ = chat(endpoint, "how many?", "the first")
        told = [message.get("content") for message in endpoint.bodies[1]["messages"][1:]]
    assert told == ["how many?", "Which one?", "the first"]
    assert "Seven." in out


def test_a_fault_is_a_sentence_and_the_chat_goes_on() -> None:
    script: list[Scripted] = [words("Hello."), error(401, "bad key"), words("Still here.")]
    with Endpoint(script) as endpoint:
        code, out, err = chat(endpoint, "hi", "again", "and now?")
        told = [message["content"] for message in endpoint.bodies[2]["messages"][1:]]
    assert code == 0
    assert "Still here." in out
    assert err.count("sqlagent: ") == 1
    assert told == ["hi", "Hello.", "and now?"], "what failed is no part of the conversation"


@pytest.mark.parametrize("goodbye", ["q", "quit", "EXIT", " q "])
def test_a_goodbye_ends_it(goodbye: str) -> None:
    code, out, _ = run("chat", stdin=f"{goodbye}\n{ALBUMS}\n")
    assert (code, out) == (0, "")


def test_without_stdin_it_ends_at_once() -> None:
    outcome = run_process("chat", preexec_fn=lambda: os.close(0))
    assert (outcome.code, outcome.out) == (0, "")


def test_on_a_terminal_there_is_a_prompt_with_history() -> None:
    with Terminal("chat") as terminal:
        terminal.until("> ")
        terminal.type(f"{ALBUMS}\n")
        terminal.until("There are 347 albums.")
        terminal.until("> ")
        terminal.type("\x1b[A")
        terminal.until(ALBUMS)
        terminal.type("\x15q\n")
        assert terminal.end().code == 0


@pytest.mark.parametrize(
    ("leave", "code"),
    [
        (lambda terminal: terminal.type("\x04"), 0),
        (lambda terminal: terminal.type("q\n"), 0),
        (lambda terminal: terminal.interrupt(), 130),
    ],
    ids=["Ctrl-D", "q", "Ctrl-C"],
)
def test_the_prompt_can_be_left(leave: Callable[[Terminal], None], code: int) -> None:
    with Terminal("chat") as terminal:
        terminal.until("> ")
        leave(terminal)
        outcome = terminal.end()
    assert outcome.code == code
    assert "Traceback" not in outcome.out
    assert outcome.out.endswith("\n")
