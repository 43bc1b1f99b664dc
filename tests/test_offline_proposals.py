"""What conditions the words of a question may mean, over four small databases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.proposals import Proposal
from sqlagent.models.offline.query import (
    AllOf,
    AnyOf,
    Arithmetic,
    Compare,
    Condition,
    Field,
    Measure,
    Part,
    Query,
    Related,
    Span,
)

VISITED = Field("visits", "visit_date")
WEIGHT = Field("pets", "weight_kg")
MINUTES = Field("Film", "RunningMinutes")
CAUGHT = Field("catch", "ct_dt")
STARTS = Field("Screening", "StartsAt")


@pytest.fixture(scope="module")
def catalogs(databases: Mapping[str, Database]) -> dict[str, Catalog]:
    return {name: known(database) for name, database in databases.items()}


def known(database: Database) -> Catalog:
    return Catalog(database.schema, lambda sql, rows: database.query(sql, max_rows=rows).rows)


def within(field: Field, low: object, high: object) -> AllOf:
    return AllOf((Compare(field, ">=", low), Compare(field, "<", high)))


CASES: list[tuple[str, str, Condition]] = [
    # stored values
    ("vet", "owners in Leeds", Compare(Field("owners", "city"), "=", "Leeds")),
    ("vet", "owners not from Leeds", Compare(Field("owners", "city"), "<>", "Leeds")),
    ("vet", "owners in York or Hull", Compare(Field("owners", "city"), "in", ("York", "Hull"))),
    ("cinema", "all dramas", Compare(Field("Film", "Genre"), "=", "drama")),
    # numbers
    ("vet", "pets heavier than 10 kg", Compare(WEIGHT, ">", 10.0)),
    ("vet", "pets with a weight of at most 5", Compare(WEIGHT, "<=", 5.0)),
    ("vet", "pets under 5 or over 20 kg",
     AnyOf((Compare(WEIGHT, "<", 5.0), Compare(WEIGHT, ">", 20.0)))),
    ("cinema", "films between 90 and 110 minutes", Compare(MINUTES, "between", (90.0, 110.0))),
    ("cinema", "films longer than two hours", Compare(MINUTES, ">", 120.0)),
    ("cinema", "films of 2 hours or more", Compare(MINUTES, ">=", 120.0)),
    ("cinema", "employees earning over 3k", Compare(Field("Employee", "Salary"), ">", 3000.0)),
    ("cinema", "screen 2", Compare(Field("Screen", "ScreenID"), "=", 2.0)),
    ("shop", "items out of stock", Compare(Field("item", "units_in_stock"), "=", 0.0)),
    # counts and sums
    ("vet", "owners with more than 2 pets", Compare(Measure("count", "pets"), ">", 2.0)),
    ("vet", "owners with two pets or more", Compare(Measure("count", "pets"), ">=", 2.0)),
    ("vet", "pets that came twice", Compare(Measure("count", "visits"), "=", 2.0)),
    ("shop", "clerks who sold over 50 in total",
     Compare(Measure("sum", "sale", Field("sale", "amount_paid")), ">", 50.0)),
    # dates
    ("vet", "visits in 2023", within(VISITED, "2023-01-01", "2024-01-01")),
    ("vet", "visits since February 2023", Compare(VISITED, ">=", "2023-02-01")),
    ("vet", "visits before 11 Feb 2023", Compare(VISITED, "<", "2023-02-11")),
    ("vet", "visits between January and March 2023", within(VISITED, "2023-01-01", "2023-04-01")),
    ("vet", "visits in July", Compare(Part(VISITED, "month_number", "iso"), "=", 7)),
    ("vet", "visits in Q1 2023", within(VISITED, "2023-01-01", "2023-04-01")),
    ("vet", "visits from 2022 to 2023", within(VISITED, "2022-01-01", "2024-01-01")),
    ("vet", "visits on a Friday", Compare(Part(VISITED, "weekday", "iso"), "=", 5)),
    ("vet", "visits last year", within(VISITED, "2023-01-01", "2024-01-01")),
    ("vet", "visits of the last 30 days", Compare(VISITED, ">=", "2023-12-06")),
    ("fleet", "catches in February 2023", within(CAUGHT, 20230201, 20230301)),
    ("cinema", "screenings in 2024", within(STARTS, 1704067200, 1735689600)),
    ("cinema", "films from 2021", Compare(Field("Film", "ReleaseYear"), "=", 2021)),
    ("cinema", "films after 2020", Compare(Field("Film", "ReleaseYear"), ">=", 2021)),
    # flags
    ("vet", "insured pets", Compare(Field("pets", "is_insured"), "=", "Y")),
    ("vet", "uninsured pets", Compare(Field("pets", "is_insured"), "=", "N")),
    ("fleet", "inactive boats", Compare(Field("boat", "active"), "=", 0)),
    # nothing and something
    ("vet", "owners without an email", Compare(Field("owners", "email"), "null", True)),
    ("vet", "owners with an email", Compare(Field("owners", "email"), "null", False)),
    ("cinema", "films with unknown director", Compare(Field("Film", "Director"), "null", True)),
    ("shop", "clerks without a bonus", Compare(Field("clerk", "bonus"), "=", 0)),
    # rows that belong, or do not
    ("vet", "owners who have pets", Related("pets")),
    ("vet", "pets with no visits", Related("visits", (), True)),
    ("vet", "owners who don't have a dog",
     Related("pets", (Compare(Field("pets", "species"), "=", "dog"),), True)),
    ("vet", "pets without visits in 2023",
     Related("visits", (within(VISITED, "2023-01-01", "2024-01-01"),), True)),
    # one condition or the other
    ("cinema", "films by Ines Vale or longer than 2 hours",
     AnyOf((Compare(Field("Film", "Director"), "=", "Ines Vale"), Compare(MINUTES, ">", 120.0)))),
    ("shop", "items with lamp or nail in the name",
     AnyOf((Compare(Field("item", "item_name"), "like", "%lamp%"),
            Compare(Field("item", "item_name"), "like", "%nail%")))),
    # rows of a group, and the row above
    ("vet", "owners with more pets than average",
     Compare(Measure("count", "pets"), ">",
             Query("pets", (Measure("avg", "pets", Measure("count", "pets")),),
                   group=(Field("pets", "owner_id"),)))),
    ("cinema", "who earns more than their boss?",
     Compare(Field("Employee", "Salary"), ">", Field("Employee", "Salary", "ManagerID"))),
    ("cinema", "employees without a boss", Compare(Field("Employee", "ManagerID"), "null", True)),
    # texts
    ("cinema", "films whose title starts with T", Compare(Field("Film", "Title"), "like", "T%")),
    ("cinema", "films with 'moon' in the title",
     Compare(Field("Film", "Title"), "like", "%moon%")),
    ("cinema", "employees whose name doesn't contain 'ike'",
     Compare(Field("Employee", "FullName"), "not like", "%ike%")),
    # the average, and another column
    ("cinema", "films longer than the average film",
     Compare(MINUTES, ">", Measure("avg", "Film", MINUTES))),
    ("shop", "items with below-average price",
     Compare(Field("item", "unit_price"), "<",
             Measure("avg", "item", Field("item", "unit_price")))),
    ("shop", "items with more units in stock than their unit price",
     Compare(Field("item", "units_in_stock"), ">", Field("item", "unit_price"))),
]  # fmt: skip


def unsaid(condition: Condition) -> Condition:
    """A condition without the question's words."""
    match condition:
        case Compare():
            return Compare(condition.of, condition.operator, condition.value)
        case Related():
            inside = tuple(map(unsaid, condition.conditions))
            return Related(condition.table, inside, condition.negated)
        case AllOf():
            return AllOf(tuple(map(unsaid, condition.conditions)))
        case AnyOf():
            return AnyOf(tuple(map(unsaid, condition.options)))


def proposed(question: str, catalog: Catalog) -> tuple[Proposal, ...]:
    return analyse(question, catalog).proposals


@pytest.mark.parametrize(("name", "question", "wanted"), CASES, ids=[case[1] for case in CASES])
def test_the_condition_is_proposed(
    catalogs: dict[str, Catalog], name: str, question: str, wanted: Condition
) -> None:
    found = [unsaid(one.condition) for one in proposed(question, catalogs[name])]
    assert wanted in found


FIRST = [
    ("vet", "owners in Leeds", Compare(Field("owners", "city"), "=", "Leeds"), {1, 2}),
    ("vet", "pets with no visits", Related("visits", (), True), {1, 2, 3}),
    ("vet", "owners with more than 2 pets", Compare(Measure("count", "pets"), ">", 2.0),
     {2, 3, 4, 5}),
    ("cinema", "films longer than two hours", Compare(MINUTES, ">", 120.0), {1, 2, 3, 4}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "question", "wanted", "tokens"), FIRST)
def test_the_likeliest_comes_first_with_the_words_that_it_explains(
    catalogs: dict[str, Catalog], name: str, question: str, wanted: Condition, tokens: set[int]
) -> None:
    first = proposed(question, catalogs[name])[0]
    assert unsaid(first.condition) == wanted
    assert tokens - {1} <= first.tokens <= tokens | {0}


def test_there_are_few_enough_best_first_and_each_once(catalogs: dict[str, Catalog]) -> None:
    question = (
        "uninsured dogs or cats of owners in Leeds, York or Hull without an email heavier than 3 kg"
        " with more than 2 visits between 2021 and 2023 that never had a checkup or an injury"
    )
    found = proposed(question, catalogs["vet"])
    scores = [one.score for one in found]
    assert 10 < len(found) <= 60
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert all(one.tokens for one in found)
    assert len({(one.condition, one.tokens) for one in found}) == len(found)


def test_a_question_without_a_condition_gives_none_of_weight(
    catalogs: dict[str, Catalog],
) -> None:
    assert all(one.score < 0.3 for one in proposed("list all pets", catalogs["vet"]))


FLIGHTS = """
CREATE TABLE airport (code TEXT PRIMARY KEY, city TEXT);
CREATE TABLE flight (
    flight_no INTEGER PRIMARY KEY,
    origin TEXT REFERENCES airport(code), destination TEXT REFERENCES airport(code),
    scheduled_arrival TEXT, actual_arrival TEXT
);
INSERT INTO airport VALUES ('OSL','Oslo'), ('FCO','Rome'), ('MAD','Madrid');
INSERT INTO flight VALUES (1,'OSL','FCO','2024-01-02','2024-01-02'),
    (2,'FCO','MAD','2024-01-03','2024-01-04'), (3,'MAD','OSL','2024-01-05',NULL),
    (4,'OSL','MAD','2024-01-06','2024-01-06');
"""


def test_the_key_by_which_a_value_is_reached_is_told_by_the_words_beside_it(
    make_file: Callable[[str], Path],
) -> None:
    with Database(make_file(FLIGHTS)) as database:
        found = proposed("flights from Oslo to Rome", known(database))
        late = proposed("flights that arrived late", known(database))
    first = {one.tokens: unsaid(one.condition) for one in reversed(found)}
    assert first[frozenset({1, 2})] == Compare(Field("airport", "city", "origin"), "=", "Oslo")
    assert first[frozenset({3, 4})] == Compare(Field("airport", "city", "destination"), "=", "Rome")
    due = Field("flight", "scheduled_arrival")
    assert Compare(Field("flight", "actual_arrival"), ">", due) in [one.condition for one in late]


RENTALS = """
CREATE TABLE branch (branch_no INTEGER PRIMARY KEY, place TEXT);
CREATE TABLE rental (
    rental_no INTEGER PRIMARY KEY, branch_no INTEGER REFERENCES branch(branch_no),
    agent_no INTEGER REFERENCES agent(agent_no), picked_up TEXT, returned TEXT, kind TEXT,
    extras TEXT, miles TEXT
);
CREATE TABLE agent (agent_no INTEGER PRIMARY KEY, name TEXT);
INSERT INTO agent VALUES (1,'Io'), (2,'Ky');
INSERT INTO branch VALUES (1,'Miami, FL'), (2,'Tampa, FL'), (3,'Reno, NV');
INSERT INTO rental VALUES (1,1,1,'2024-01-02','2024-01-09','CNL','seat','90'),
    (2,2,NULL,'2024-02-03','2024-02-04','DLV','seat and map','140'),
    (3,3,2,'2024-02-05','2024-02-20','PND','map','1200');
"""
BETWEEN = Span(Field("rental", "picked_up"), Field("rental", "returned"), "day", "iso")


@pytest.mark.parametrize(("question", "wanted"), [
    ("rentals that lasted more than 2 weeks", Compare(BETWEEN, ">", 14.0)),
    ("rentals in Florida", Compare(Field("branch", "place"), "like", "%, FL")),
    ("how many rentals were cancelled", Compare(Field("rental", "kind"), "=", "CNL")),
    ("rentals with a seat", Compare(Field("rental", "extras"), "like", "%seat%")),
    ("unstaffed rentals", Compare(Field("rental", "agent_no"), "null", True)),
    ("rentals over 100 miles",
     Compare(Arithmetic("+", Field("rental", "miles"), 0, "miles"), ">", 100.0)),
    ("rentals of Io or of more than 1000 miles",
     AnyOf((Compare(Field("agent", "name"), "=", "Io"),
            Compare(Arithmetic("+", Field("rental", "miles"), 0, "miles"), ">", 1000.0)))),
])  # fmt: skip
def test_how_values_are_stored_is_looked_at(
    make_file: Callable[[str], Path], question: str, wanted: Condition
) -> None:
    with Database(make_file(RENTALS)) as database:
        found = proposed(question, known(database))
    assert wanted in [unsaid(one.condition) for one in found]


def test_dates_are_said_in_the_words_of_the_question(catalogs: dict[str, Catalog]) -> None:
    first = proposed("visits since February 2023", catalogs["vet"])[0]
    assert first.said == "since February 2023"


@pytest.mark.parametrize("question", ["", "?", "not", "more than", "between 5", "and or", "5"])
def test_fragments_do_no_harm(catalogs: dict[str, Catalog], question: str) -> None:
    assert len(proposed(question, catalogs["shop"])) <= 60
