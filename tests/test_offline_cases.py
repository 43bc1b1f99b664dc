"""Questions that are easily misread: ends of an order, texts, averages, what is empty."""

from __future__ import annotations

from typing import Any

import pytest
from offline_talk import found, talk

from sqlagent import Database
from sqlagent.models.offline.cues import compared

ANSWERED: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    # both ends of an order
    ("shop", "youngest clerk", [("Una", "Vale", "1999-04-05")]),
    ("shop", "oldest clerk", [("Ola", "Berg", "1961-02-03")]),
    ("shop", "newest clerk", [("Ola", "Berg", "2020-05-01")]),
    ("shop", "cheapest item", [("Nail", 0.1)]),
    ("shop", "most expensive item", [("Lamp", 30.0)]),
    ("cinema", "smallest screen", [("Attic", 24)]),
    ("shop", "first sale", [(1, "2023-01-05")]),
    ("shop", "last 2 sales", [(4, "2024-02-01"), (3, "2023-06-07")]),
    ("shop", "first clerk hired", [("Una", "Vale", "2018-03-01")]),
    ("vet", "first 2 owners", [("Ada", "Stone", 1), ("Bo", "Field", 2)]),
    # texts that are quoted rather than meant
    ("cinema", "films whose title contains the", [("The Long Dune",)]),
    ("cinema", "films that start with P", [("Paper Moons",)]),
    ("cinema", "films ending with y", [("Night Ferry",)]),
    ("cinema", "films like '%moons%'", [("Paper Moons",)]),
    # what is empty, zero, negative
    ("shop", "items out of stock", [("Rope",)]),
    ("shop", "clerks with a bonus", [("Una", "Vale", 50)]),
    ("shop", "clerks without bonus", [("Ola", "Berg")]),
    ("shop", "items in stock", [("Lamp", 4), ("Nail", 900)]),
    ("fleet", "inactive boats", [("Old Tern",)]),
    ("shop", "items never sold", [("Rope",)]),
    ("shop", "items with waterproof", [("Lamp",), ("Rope",)]),
    # the column that is meant
    ("shop", "total sales by clerk", [("Una", "Vale", 60.4), ("Ola", "Berg", 30.0)]),
    ("shop", "revenue by clerk in 2023", [("Una", "Vale", 60.4)]),
    ("shop", "monthly revenue in 2023",
     [("2023-01", 30.0), ("2023-03", 0.4), ("2023-06", 30.0)]),
    ("shop", "average paid by city", [("Oslo", 30.0), ("Bergen", 0.4)]),
    ("shop", "what is the total for Lamp", [(90.0,)]),
    ("shop", "best selling item", [("Nail", 4)]),
    ("shop", "how many tools", [(2,)]),
    ("shop", "item with id 2", [("Nail", 2)]),
    ("shop", "items by AC/DC", [("Lamp",)]),
    ("shop", "items with a price above average", [("Lamp", 30.0)]),
    ("cinema", "films longer than average", [("Harbour Lights", 128), ("The Long Dune", 171)]),
    ("cinema", "how long is Tin Parade", [("Tin Parade", 88)]),
    ("shop", "sales by item and clerk",
     [("Lamp", "Una", "Vale", 2), ("Lamp", "Ola", "Berg", 1), ("Nail", "Una", "Vale", 1)]),
    # lists show what was spoken of
    ("shop", "sales over 20 dollars",
     [(1, "2023-01-05", 30.0), (3, "2023-06-07", 30.0), (4, "2024-02-01", 30.0)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "question", "rows"), ANSWERED)
def test_answers(
    databases: dict[str, Database], name: str, question: str, rows: list[tuple[Any, ...]]
) -> None:
    assert sorted(map(str, found(talk(databases[name], question)))) == sorted(map(str, rows))


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("shop", "top 10% of items"),
        ("shop", "sales in the last 30 days"),
        ("shop", "second most expensive item"),
        ("shop", "average number of sales per clerk"),
        ("shop", "items per kind on average"),
        ("shop", "which clerk has sold the most kinds"),
        ("shop", "kinds with 2.5 items"),
        ("shop", "clerks use lamp"),
        ("shop", "items above average"),
        ("cinema", "how many films use table"),
        ("vet", "owners and their visits"),
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
    assert sorted(found(talk(databases[name], *questions)), key=str) == sorted(rows, key=str)


def test_a_follow_up_that_changes_nothing_is_declined(databases: dict[str, Database]) -> None:
    assert not talk(databases["vet"], "owners from Leeds", "only from Leeds")[-1].calls
    assert len([m for m in talk(databases["vet"], "owners from Leeds", "only from Leeds")
                if m.calls]) == 1  # fmt: skip
