"""Questions that are easily misread: ends of an order, texts, averages, what is empty."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from offline_talk import found, shows, talk

from sqlagent import Database
from sqlagent.models.offline.degrees import compared

ANSWERED: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    # both ends of an order
    ("shop", "youngest clerk", [("Una", "Vale")]),
    ("shop", "oldest clerk", [("Ola", "Berg")]),
    ("shop", "newest clerk", [("Ola", "Berg")]),
    ("shop", "cheapest item", [("Nail",)]),
    ("shop", "most expensive item", [("Lamp",)]),
    ("cinema", "smallest screen", [("Attic",)]),
    ("shop", "first sale", [(1,)]),
    # texts that are quoted rather than meant
    ("cinema", "films whose title contains the", [("The Long Dune",)]),
    ("cinema", "films that start with P", [("Paper Moons",)]),
    ("cinema", "films ending with y", [("Night Ferry",)]),
    ("cinema", "films like '%moons%'", [("Paper Moons",)]),
    # what is empty, zero, negative
    ("shop", "items out of stock", [("Rope",)]),
    ("shop", "clerks with a bonus", [("Una", "Vale")]),
    ("shop", "clerks without bonus", [("Ola", "Berg")]),
    ("shop", "items in stock", [("Lamp",), ("Nail",)]),
    ("fleet", "inactive boats", [("Old Tern",)]),
    ("shop", "items never sold", [("Rope",)]),
    ("shop", "items with waterproof", [("Lamp",), ("Rope",)]),
    # the column that is meant
    ("shop", "total sales by clerk", [("Una", "Vale", 60.4), ("Ola", "Berg", 30.0)]),
    ("shop", "revenue by clerk in 2023", [("Una", "Vale", 60.4)]),
    ("shop", "monthly revenue in 2023",
     [("2023-01", 30.0), ("2023-03", 0.4), ("2023-06", 30.0)]),
    ("shop", "average paid by ship city", [("Bergen", 0.4), ("Oslo", 30.0)]),
    ("shop", "what is the total for Lamp", [(90.0,)]),
    ("shop", "best selling item", [("Nail",)]),
    ("shop", "how many tools", [(2,)]),
    ("shop", "item with id 2", [("Nail",)]),
    ("shop", "items by AC/DC", [("Lamp",)]),
    ("shop", "items with a price above average", [("Lamp",)]),
    ("cinema", "films longer than average", [("Harbour Lights",), ("The Long Dune",)]),
    ("cinema", "how long is Tin Parade", [(88,)]),
    ("shop", "sales by item and clerk",
     [("Lamp", "Ola", "Berg", 30.0), ("Lamp", "Una", "Vale", 60.0), ("Nail", "Una", "Vale", 0.4)]),
    ("shop", "sales over 20 dollars", [(1,), (3,), (4,)]),
    ("shop", "second most expensive item", [("Rope",)]),
    ("shop", "which clerk has sold the most kinds", [("Una", "Vale")]),
    ("shop", "items above average", [("Lamp",)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "question", "rows"), ANSWERED)
def test_answers(
    databases: dict[str, Database], name: str, question: str, rows: list[tuple[Any, ...]]
) -> None:
    messages = talk(databases[name], question, confidence=0.0)
    assert shows(messages, rows), found(messages)


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("shop", "top 10% of items"),
        ("shop", "kinds with 2.5 items"),
        ("shop", "clerks use lamp"),
        ("cinema", "how many films use table"),
    ],
)
def test_declines_what_it_cannot_use_up(
    databases: dict[str, Database], name: str, question: str
) -> None:
    reply = talk(databases[name], question)[-1]
    assert not any(message.calls for message in talk(databases[name], question))
    assert reply.content


@pytest.mark.parametrize(
    ("less", "more"),
    [("shortest", "longest"), ("youngest", "oldest"), ("earliest", "latest"),
     ("cheapest", "priciest"), ("smallest", "biggest"), ("lightest", "heaviest"),
     ("coldest", "warmest"), ("slowest", "fastest"), ("worst", "best"), ("newest", "oldest"),
     ("lowest", "highest"), ("narrowest", "widest")],
)  # fmt: skip
def test_opposites_turn_every_word(less: str, more: str) -> None:
    one, other = dict(compared(less)), dict(compared(more))
    shared = one.keys() & other.keys()
    assert shared or less in ("lowest", "worst")
    assert all(one[word] != other[word] for word in shared)


FOLLOWED: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = [
    ("shop", ("revenue by clerk", "only for 2023"), [("Una", "Vale", 60.4)]),
    ("shop", ("top 2 items", "and by revenue?", "only the top 1"), [("Lamp", 90.0)]),
    ("shop", ("total revenue in 2023", "and in 2024?", "per month"), [("2024-02", 30.0)]),
    ("shop", ("revenue by clerk", "now by city"), [("Oslo", 90.4)]),
    ("shop", ("how many items are there", "and clerks?"), [(2,)]),
    ("shop", ("how many clerks", "thanks", "and items?"), [(3,)]),
    ("vet", ("pets per species", "flurb the wug", "top 1"), [("dog", 3)]),
    ("vet", ("how many owners are from Leeds", "who are they"),
     [("Ada", "Stone"), ("Cy", "Marsh")]),
    ("vet", ("how many owners are from Leeds", "and from York?"), [(1,)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "questions", "rows"), FOLLOWED)
def test_follows_up(
    databases: dict[str, Database],
    name: str,
    questions: tuple[str, ...],
    rows: list[tuple[Any, ...]],
) -> None:
    messages = talk(databases[name], *questions, confidence=0.0)
    assert shows(messages, rows), found(messages)


def test_a_follow_up_that_changes_nothing_is_declined(databases: dict[str, Database]) -> None:
    assert not talk(databases["vet"], "owners from Leeds", "only from Leeds")[-1].calls
    assert len([m for m in talk(databases["vet"], "owners from Leeds", "only from Leeds")
                if m.calls]) == 1  # fmt: skip


def test_a_verb_is_no_code_of_two_letters(tmp_path: Path) -> None:
    file = tmp_path / "buyers.sqlite"
    with sqlite3.connect(file) as made:
        made.executescript(
            "CREATE TABLE buyers(id INTEGER PRIMARY KEY, name TEXT, state TEXT);"
            "CREATE TABLE orders(id INTEGER PRIMARY KEY, buyer_id INTEGER REFERENCES buyers);"
            "INSERT INTO buyers VALUES (1, 'Ann', 'BO'), (2, 'Bea', 'CA');"
            "INSERT INTO orders VALUES (1, 1);"
        )
    made.close()
    with Database(file) as database:
        assert shows(talk(database, "buyers who never bought anything"), [("Bea",)])
