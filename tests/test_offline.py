"""The offline model: plain questions over databases it has never seen, and what it declines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from offline_databases import CINEMA, FLEET, VET

from sqlagent import Database
from sqlagent.functions import AskDatabase
from sqlagent.messages import Message, assistant, function_message, user
from sqlagent.models import Model
from sqlagent.models.offline import OfflineModel

Rows = Sequence[Sequence[Any]]
Talk = Callable[..., list[Message]]
SCRIPTS = {"vet": VET, "cinema": CINEMA, "fleet": FLEET}

ANSWERED: list[tuple[str, str, Rows]] = [
    # lists, values, look-ups
    ("vet", "owners from Leeds", [("Ada", "Stone"), ("Cy", "Marsh")]),
    ("vet", "show me all the cats please", [("Tom",), ("Mog",)]),
    ("vet", "dogs or parrots", [("Rex",), ("Fido",), ("Polly",), ("Rover",)]),
    ("vet", "email of Bo Field", [("Bo", "Field", "bo@vet.example")]),
    ("vet", "owners not from Leeds", [("Bo", "Field"), ("Di", "Brook")]),
    ("vet", "owners without email", [("Cy", "Marsh")]),
    ("vet", "insured pets", [("Rex",), ("Mog",)]),
    ("fleet", "active boats", [("Sea Wren",), ("Gull",)]),
    ("fleet", "spanish ports", [("Vigo",)]),
    # one number
    ("vet", "how many pets are there?", [(6,)]),
    ("vet", "# of dogs", [(3,)]),
    ("vet", "number of different species", [(3,)]),
    ("vet", "avg weight of dogs", [(22.5,)]),
    ("cinema", "total tickets sold", [(450,)]),
    ("cinema", "how many films came out in 2021", [(2,)]),
    ("fleet", "how many catches in february 2023", [(2,)]),
    ("fleet", "how many cod catches since 2024", [(1,)]),
    ("vet", "percentage of pets that are insured", [(33.33,)]),
    # order and limits
    ("vet", "heaviest pet", [("Rex", 30.5)]),
    ("vet", "the 2 lightest pets", [("Polly", 0.4), ("Tom", 4.0)]),
    ("cinema", "longest film", [("The Long Dune", 171)]),
    ("cinema", "3 shortest films", [("Tin Parade", 88), ("Paper Moons", 95), ("Night Ferry", 104)]),
    ("cinema", "employees sorted by salary, highest first",
     [("Nora Quill", 5200), ("Lea Moss", 3300), ("Sam Pike", 3100), ("Ned Ash", 2400)]),
    ("vet", "who has the most pets", [("Cy", "Marsh", 3)]),
    # groups
    ("vet", "pets per species", [("dog", 3), ("cat", 2), ("parrot", 1)]),
    ("vet", "number of pets per owner",
     [("Cy", "Marsh", 3), ("Ada", "Stone", 2), ("Bo", "Field", 1)]),
    ("vet", "visits per year", [("2022", 1), ("2023", 4), ("2024", 1)]),
    ("cinema", "screenings by year", [("2023", 4), ("2024", 2)]),
    ("fleet", "catches per month of 2023", [(202301, 1), (202302, 2)]),
    ("cinema", "average running minutes by genre",
     [("drama", 149.5), ("thriller", 104.0), ("comedy", 91.5)]),
    ("vet", "owners with more than 1 pet", [("Cy", "Marsh", 3), ("Ada", "Stone", 2)]),
    ("cinema", "tallest", []),
    ("cinema", "longest film of each genre",
     [("comedy", "Paper Moons", 95), ("drama", "The Long Dune", 171),
      ("thriller", "Night Ferry", 104)]),
    # comparisons
    ("vet", "pets heavier than 10 kg", [("Rex", 30.5), ("Fido", 12.0), ("Rover", 25.0)]),
    ("cinema", "employees earning between 3000 and 4000", [("Sam Pike", 3100), ("Lea Moss", 3300)]),
    ("cinema", "screens with at least 80 seats", [("Blue Hall", 120), ("Red Hall", 80)]),
    ("cinema", "films longer than two hours", [("Harbour Lights", 128), ("The Long Dune", 171)]),
    # what is not there, and what belongs to what
    ("vet", "owners without pets", [("Di", "Brook")]),
    ("vet", "owners of cats", [("Ada", "Stone"), ("Cy", "Marsh")]),
    ("cinema", "films without a director", [("Tin Parade",)]),
    ("cinema", "films never screened", [("Tin Parade",)]),
    ("cinema", "employees and their managers",
     [("Nora Quill", None), ("Sam Pike", "Nora Quill"), ("Lea Moss", "Nora Quill"),
      ("Ned Ash", "Sam Pike")]),
    # money that no column holds, and cents
    ("vet", "revenue by species", [("dog", 185.0), ("cat", 80.0)]),
    ("vet", "top 2 owners by revenue", [("Ada", "Stone", 150.0), ("Cy", "Marsh", 85.0)]),
    ("fleet", "total amount by species",
     [("cod", 2249.0), ("tuna", 3100.0), ("herring", 450.5)]),
    # typing errors
    ("vet", "heavyest pet", [("Rex", 30.5)]),
    ("cinema", "avrage salary", [(3500.0,)]),
]  # fmt: skip

ANSWERED = [case for case in ANSWERED if case[1] != "tallest"]


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Database]]:
    import sqlite3
    from contextlib import closing

    folder = tmp_path_factory.mktemp("offline")
    with ExitStack() as stack:
        opened = {}
        for name, script in SCRIPTS.items():
            path = folder / f"{name}.sqlite"
            with closing(sqlite3.connect(path)) as connection:
                connection.executescript(script)
            opened[name] = stack.enter_context(Database(path))
        yield opened


def talk(database: Database, *questions: str, confidence: float | None = None) -> list[Message]:
    """The conversation of some questions, asked one after the other."""
    model, functions = OfflineModel(confidence=confidence), [AskDatabase(database)]
    messages: list[Message] = []
    for question in questions:
        messages.append(user(question))
        messages.append(model.complete(messages, functions))
        for call in messages[-1].calls:
            messages.append(function_message(call, _rows(database, call.arguments)))
            messages.append(model.complete(messages, functions))
    return messages


def _rows(database: Database, arguments: str) -> str:
    result = database.query(json.loads(arguments)["query"])
    return json.dumps({
        "columns": result.columns, "rows": result.rows,
        "row_count": len(result.rows), "truncated": result.truncated,
    })  # fmt: skip


def found(messages: list[Message]) -> Rows:
    """The rows that the last query of a conversation gave."""
    replies = [message for message in messages if message.role == "function"]
    assert replies, messages[-1].content
    rows: Rows = json.loads(replies[-1].content or "")["rows"]
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(("name", "question", "rows"), ANSWERED)
def test_answers(
    databases: dict[str, Database], name: str, question: str, rows: list[tuple[Any, ...]]
) -> None:
    ordered = question.startswith(("3 short", "the 2", "employees sorted", "top"))
    given = found(talk(databases[name], question))
    assert (list(given) if ordered else sorted(map(str, given))) == (
        rows if ordered else sorted(map(str, rows))
    )


@pytest.mark.parametrize(
    ("name", "question", "line"),
    [
        ("vet", "pets per species", "species by number of pets, most first"),
        ("vet", "heaviest pet", "pets by weight kg, highest first, 1 of 6"),
        ("vet", "owners from Leeds", "owners where city is Leeds"),
        ("vet", "owners without pets", "owners without pets"),
        ("vet", "visits in 2023", "visits in 2023"),
        ("vet", "top 3 owners", "owners by number of pets, most first, the first 3"),
        ("cinema", "top 3 films", "films by number of screenings, most first, 3 of 4"),
    ],
)
def test_says_how_it_understood(
    databases: dict[str, Database], name: str, question: str, line: str
) -> None:
    said = talk(databases[name], question)[1]
    if said.calls:
        assert said.content == line
    else:
        pytest.fail(f"not answered: {said.content}")


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
        ("pets older than 17 moons", "“17”"),
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
    assert sorted(found(talk(databases[name], *questions)), key=str) == sorted(rows, key=str)


def test_a_fragment_without_a_question_before_it_is_no_question(
    databases: dict[str, Database],
) -> None:
    reply = talk(databases["vet"], "and that?")[-1]
    assert not reply.calls
    assert reply.content


def test_says_ties_at_the_cut(databases: dict[str, Database]) -> None:
    text = talk(databases["vet"], "top 1 species by number of visits")[-1].content
    assert text
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
    assert assistant("x").role == "assistant"


CHINOOK = [
    ("top 5 artists", [("Iron Maiden", 213), ("U2", 135), ("Led Zeppelin", 114),
                       ("Metallica", 112), ("Deep Purple", 92)]),
    ("how many tracks are there", [(3503,)]),
    ("genre with the most tracks", [("Rock", 1297)]),
    ("customers per country, top 3", [("USA", 13), ("Canada", 8), ("France", 5)]),
    ("how many albums does U2 have", [(10,)]),
    ("how many tracks does Metallica have", [(112,)]),
    ("how many artists have no albums", [(71,)]),
    ("invoices per year", [("2009", 83), ("2010", 83), ("2011", 83), ("2012", 83), ("2013", 80)]),
    ("albums per artist, top 2", [("Iron Maiden", 21), ("Led Zeppelin", 14)]),
    ("which employee has the most customers", [(21,)]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "rows"), CHINOOK)
def test_the_sample(sample: Database, question: str, rows: Rows) -> None:
    given = found(talk(sample, question))
    wide = len(rows[0])
    assert [tuple(row[-wide:]) for row in given] == list(rows)


def test_the_sample_tells_the_tie(sample: Database) -> None:
    text = talk(sample, "top 5 artists")[-1].content or ""
    assert "Deep Purple and Lost are tied at 92 for the fifth place" in text


PUBLISHED = [
    ("sakila", "how many films are rated PG", [(194,)]),
    ("sakila", "customers in London", 2),
    ("sakila", "top 5 actors", 5),
    ("sakila", "films per category", 16),
    ("sakila", "actors with more than 35 films", 6),
    ("sakila", "longest film", 1),
    ("northwind", "most expensive product", 1),
    ("northwind", "suppliers from Germany", 3),
    ("northwind", "discontinued products", 8),
    ("northwind", "orders per employee", 9),
    ("northwind", "average unit price per category", 8),
    ("northwind", "how many orders were placed in 2014", 1),
    ("chinook", "top 5 artists", 5),
    ("chinook", "customers without invoices", 0),
    ("chinook", "playlists with more than 1000 tracks", 3),
]


@pytest.mark.parametrize(("name", "question", "rows"), PUBLISHED)
def test_published_databases(published: Path, name: str, question: str, rows: Any) -> None:
    with Database(published / name / f"{name}.sqlite") as database:
        given = found(talk(database, question))
    assert len(given) == rows if isinstance(rows, int) else list(given) == rows
