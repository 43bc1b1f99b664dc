"""The offline model: plain questions over databases it has never seen, and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from offline_talk import found, shows, talk

from sqlagent import Database

Rows = Sequence[Sequence[Any]]

ANSWERED: list[tuple[str, str, Rows]] = [
    # lists, values, look-ups
    ("vet", "owners from Leeds", [("Ada", "Stone"), ("Cy", "Marsh")]),
    ("vet", "show me all the cats please", [("Tom",), ("Mog",)]),
    ("vet", "dogs or parrots", [("Rex",), ("Fido",), ("Polly",), ("Rover",)]),
    ("vet", "email of Bo Field", [("bo@vet.example",)]),
    ("vet", "owners not from Leeds", [("Bo", "Field"), ("Di", "Brook")]),
    ("vet", "owners without email", [("Cy", "Marsh")]),
    ("vet", "names and emails of owners in York", [("Bo", "Field", "bo@vet.example")]),
    ("vet", "pets of species other than dog",
     [("Tom",), ("Mog",), ("Polly",)]),
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
    ("vet", "heaviest pet", [("Rex",)]),
    ("vet", "the 2 lightest pets", [("Polly",), ("Tom",)]),
    ("cinema", "longest film", [("The Long Dune",)]),
    ("cinema", "3 shortest films", [("Tin Parade",), ("Paper Moons",), ("Night Ferry",)]),
    ("cinema", "employees sorted by salary, highest first",
     [("Nora Quill",), ("Lea Moss",), ("Sam Pike",), ("Ned Ash",)]),
    ("vet", "who has the most pets", [("Cy", "Marsh")]),
    # groups
    ("vet", "pets per species", [("dog", 3), ("cat", 2), ("parrot", 1)]),
    ("vet", "number of pets per owner",
     [("Cy", "Marsh", 3), ("Ada", "Stone", 2), ("Bo", "Field", 1)]),
    ("vet", "visits per year", [("2022", 1), ("2023", 4), ("2024", 1)]),
    ("cinema", "screenings by year", [("2023", 4), ("2024", 2)]),
    ("fleet", "catches per month of 2023", [(202301, 1), (202302, 2)]),
    ("cinema", "average running minutes by genre",
     [("drama", 149.5), ("thriller", 104.0), ("comedy", 91.5)]),
    ("vet", "owners with more than 1 pet", [("Cy", "Marsh"), ("Ada", "Stone")]),
    ("cinema", "longest film of each genre",
     [("comedy", "Paper Moons"), ("drama", "The Long Dune"), ("thriller", "Night Ferry")]),
    ("vet", "owners by number of pets",
     [("Cy", "Marsh", 3), ("Ada", "Stone", 2), ("Bo", "Field", 1)]),
    # comparisons
    ("vet", "pets heavier than 10 kg", [("Rex",), ("Fido",), ("Rover",)]),
    ("cinema", "employees earning between 3000 and 4000", [("Sam Pike",), ("Lea Moss",)]),
    ("cinema", "screens with at least 80 seats", [("Blue Hall",), ("Red Hall",)]),
    ("cinema", "films longer than two hours", [("Harbour Lights",), ("The Long Dune",)]),
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
    ("vet", "heavyest pet", [("Rex",)]),
    ("cinema", "avrage salary", [(3500.0,)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "question", "rows"), ANSWERED)
def test_answers(
    databases: dict[str, Database], name: str, question: str, rows: list[tuple[Any, ...]]
) -> None:
    ordered = question.startswith(("3 short", "the 2", "employees sorted", "top"))
    said = talk(databases[name], question, confidence=0.0)
    assert shows(said, rows, ordered=ordered), found(said)


CHINOOK = [
    ("how many tracks are there", [(3503,)]),
    ("genre with the most tracks", [("Rock", 1297)]),
    ("customers per country, top 3", [("USA", 13), ("Canada", 8), ("France", 5)]),
    ("how many albums does U2 have", [(10,)]),
    ("how many tracks does Metallica have", [(112,)]),
    ("how many artists have no albums", [(71,)]),
    ("invoices per year", [("2009", 83), ("2010", 83), ("2011", 83), ("2012", 83), ("2013", 80)]),
    ("albums per artist, top 2", [("Iron Maiden", 21), ("Led Zeppelin", 14)]),
    ("which employee has the most customers", [("Priya", "Raman")]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "rows"), CHINOOK)
def test_the_sample(sample: Database, question: str, rows: Rows) -> None:
    messages = talk(sample, question, confidence=0.0)
    assert shows(messages, rows), found(messages)


def test_the_top_of_the_sample(sample: Database) -> None:
    messages = talk(sample, "top 5 artists")
    names = {row[0] for row in found(messages)}
    assert {"Iron Maiden", "U2", "Led Zeppelin", "Metallica", "Deep Purple"} == names


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
        given = found(talk(database, question, confidence=0.0))
    assert len(given) == rows if isinstance(rows, int) else list(given) == rows
