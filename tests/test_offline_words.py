"""The offline model in words: how it understood, what it declines, how it follows up."""

from __future__ import annotations

from typing import Any

import pytest
from offline_talk import found, shows, talk

from sqlagent import Database
from sqlagent.functions import AskDatabase
from sqlagent.messages import function_message, user
from sqlagent.models import Model
from sqlagent.models.offline import OfflineModel


@pytest.mark.parametrize(
    ("name", "question", "line"),
    [
        ("vet", "pets per species", "number of pets per species"),
        ("vet", "heaviest pet", "pets by weight kg, highest first, 1 of 6"),
        ("vet", "owners from Leeds", "owners where city is Leeds"),
        ("vet", "owners without pets", "owners without pets"),
        ("vet", "visits in 2023", "visits in 2023"),
        ("vet", "top 3 owners", "owners by number of pets, most first, the first 3"),
        ("cinema", "top 3 films", "films by number of screenings, most first, 3 of 4"),
        ("cinema", "films over 2 hours", "films over 2 hours"),
        ("shop", "last 2 clerks hired", "clerks by hired on, latest first, the first 2"),
        ("shop", "clerks hired after 2019", "clerks with hired on after 2019"),
        ("shop", "oldest clerk", "clerks by birth date, earliest first, 1 of 2"),
        ("shop", "clerks with a bonus", "clerks where bonus is over 0"),
        ("cinema", "films containing moon", "films where title contains moon"),
    ],
)
def test_says_how_it_understood(
    databases: dict[str, Database], name: str, question: str, line: str
) -> None:
    said = talk(databases[name], question, confidence=0.0)[1]
    assert (said.content, len(said.calls)) == (line, 1)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("delete all pets", "cannot change"),
        ("please remove Rex", "cannot change"),
        ("hello", "Hello"),
        ("", "There is no question"),
        ("???", "There is no question"),
        ("wie viele Tiere gibt es", "only understand questions in English"),
        ("which pets like swimming", "“swimming”"),
        ("pets owned by Wilhelmina", "“Wilhelmina”"),
        ("pets older than 17 moons", "moons”"),
        ("what is the weather in York", "“weather”"),
    ],
)
def test_declines_in_words(databases: dict[str, Database], question: str, words: str) -> None:
    reply = talk(databases["vet"], question)[-1]
    assert not reply.calls
    assert words in (reply.content or "")


@pytest.mark.parametrize(
    ("name", "questions", "rows"),
    [
        ("vet", ("owners from Leeds", "how many is that?"), [(2,)]),
        ("vet", ("pets per species", "top 2"), [("dog", 3), ("cat", 2)]),
        ("vet", ("pets per species", "as a percentage"),
         [("dog", 3, 50.0), ("cat", 2, 33.33), ("parrot", 1, 16.67)]),
        ("vet", ("heaviest pet", "top 2"), [("Rex", 30.5), ("Rover", 25.0)]),
        ("vet", ("the 2 heaviest pets", "the other way round"), [("Polly", 0.4), ("Tom", 4.0)]),
        ("vet", ("pets per species", "only Leeds"), [("cat", 2), ("dog", 2), ("parrot", 1)]),
        ("vet", ("top 2 owners by number of pets", "and by revenue?"),
         [("Ada", "Stone", 150.0), ("Cy", "Marsh", 85.0)]),
        ("vet", ("visits in 2023", "how many is that", "what about 2022?"), [(1,)]),
    ],
)  # fmt: skip
def test_follows_up(
    databases: dict[str, Database],
    name: str,
    questions: tuple[str, ...],
    rows: list[tuple[Any, ...]],
) -> None:
    messages = talk(databases[name], *questions, confidence=0.0)
    assert shows(messages, rows), found(messages)


def test_a_fragment_without_a_question_before_it_is_no_question(
    databases: dict[str, Database],
) -> None:
    reply = talk(databases["vet"], "and that?")[-1]
    assert not reply.calls
    assert reply.content


def test_says_ties_at_the_cut(databases: dict[str, Database]) -> None:
    messages = talk(databases["vet"], "top 3 pets by number of visits", confidence=0.0)
    text = messages[-1].content or ""
    assert text.startswith("Rex comes first with 2 visits")
    assert text.endswith("are tied at 1 for the second place.")


def test_says_no_tie_where_the_cut_is_clean(databases: dict[str, Database]) -> None:
    text = talk(databases["vet"], "2 owners with the most pets")[-1].content
    assert text == "Cy Marsh comes first with 3 pets, followed by Ada Stone (2)."


def test_an_error_is_said(databases: dict[str, Database]) -> None:
    model, functions = OfflineModel(), [AskDatabase(databases["vet"])]
    messages = [user("how many pets are there?")]
    messages.append(model.complete(messages, functions))
    messages.append(function_message(messages[-1].calls[0], "stopped after 10 s"))
    assert "stopped after 10 s" in (model.complete(messages, functions).content or "")


def test_calls_nothing_where_it_may_not(databases: dict[str, Database]) -> None:
    model = OfflineModel()
    question = [user("how many pets are there?")]
    functions = [AskDatabase(databases["vet"])]
    assert not model.complete(question, functions, "none").calls
    assert model.complete(question, functions, "ask_database").calls
    assert not model.complete(question, []).calls


def test_with_no_confidence_asked_it_takes_the_best_reading(databases: dict[str, Database]) -> None:
    assert not talk(databases["vet"], "which pets like swimming")[-1].calls
    asked = talk(databases["vet"], "which pets like swimming", confidence=0.0)
    assert any(message.calls for message in asked)


def test_confidence_is_a_share() -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        OfflineModel(confidence=2)


def test_is_a_model() -> None:
    assert isinstance(OfflineModel(), Model)
    assert OfflineModel().name == "offline"
