"""Readings that are offered where the offline model is not sure, and how one of them is taken."""

from __future__ import annotations

import re

import pytest
from commands import run
from offline_talk import found, talk

from sqlagent import Database, get_model
from sqlagent.models.offline import OfflineModel

VAGUE = "which pets like swimming"


def test_readings_are_numbered_few_and_different(databases: dict[str, Database]) -> None:
    first, *readings, last = (talk(databases["vet"], VAGUE)[-1].content or "").splitlines()
    assert "“swimming”" in first
    assert [line[:3] for line in readings] == ["1. ", "2. ", "3. "][: len(readings)]
    assert 1 <= len({line[3:] for line in readings}) == len(readings) <= 3
    assert "--pick" in last
    assert all(len(line) <= 160 for line in readings)


def test_a_number_takes_a_reading(databases: dict[str, Database]) -> None:
    offered = talk(databases["vet"], VAGUE)[-1].content or ""
    for number, said in re.findall(r"^(\d)\. (.*)$", offered, re.MULTILINE):
        picked = talk(databases["vet"], VAGUE, pick=int(number))
        typed = talk(databases["vet"], VAGUE, number)
        assert picked[1].content == typed[3].content
        assert (picked[1].content or "").startswith(said.split(",")[0])
        assert found(picked) == found(typed)


def test_what_follows_a_number_follows_what_it_took(databases: dict[str, Database]) -> None:
    messages = talk(databases["vet"], VAGUE, "1", "how many is that?")
    assert found(messages) == [(len(found(messages[:6])),)]


def test_another_number_may_be_tried(databases: dict[str, Database]) -> None:
    one, other = (talk(databases["vet"], VAGUE, *numbers) for numbers in (["2"], ["1", "2"]))
    assert found(one) == found(other)


def test_a_number_that_was_not_offered_is_told(databases: dict[str, Database]) -> None:
    for messages in (talk(databases["vet"], VAGUE, pick=9), talk(databases["vet"], VAGUE, "9")):
        assert not messages[-1].calls
        assert (messages[-1].content or "").startswith("There is no reading 9.")


def test_a_number_after_an_answer_is_no_choice(databases: dict[str, Database]) -> None:
    reply = talk(databases["vet"], "how many pets are there", "2")[-1]
    assert not reply.calls


def test_pick_is_the_models_own_option() -> None:
    assert isinstance(get_model("offline", pick=2), OfflineModel)
    with pytest.raises(ValueError, match="at least 1"):
        OfflineModel(pick=0)


def test_the_command_line_picks() -> None:
    declined = run("ask", "which", "artists", "like", "swimming")
    assert declined.code == 1
    assert "\n1. " in declined.out
    assert run("ask", "--pick", "1", "which artists like swimming").code == 0
    assert run("ask", "--pick", "9", "which artists like swimming").code == 1


def test_picking_goes_with_the_offline_model() -> None:
    code, _, err = run("ask", "--pick", "1", "-m", "gpt", "top 5 artists")
    assert code == 2
    assert "--pick goes with --model offline" in err


def test_a_chat_takes_a_number() -> None:
    code, out, _ = run("chat", stdin="which artists like swimming\n1\n")
    assert code == 0
    assert "SELECT" in out
