"""Words of a question linked to names and stored values; the tokens and English under it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MakeFile
from offline_databases import CINEMA, FLEET, VET

from sqlagent import Database
from sqlagent.linking import Link, Stored, english, name_links, names, value_links
from sqlagent.linking.tokens import tokens


def linked(path: Path, question: str) -> list[Link]:
    """All links of a question, the best first."""
    with Database(path) as database:
        words = tokens(question)
        known = names(database.schema)
        values = value_links(words, Stored(database.schema, lambda sql: database.query(sql).rows))
        links = (*name_links(words, known), *values)
    return sorted(links, key=lambda link: -link.score)


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("top 5 artists", ["top", "5", "artists"]),
        ('films called "Paper Moons"', ["films", "called", "Paper Moons"]),
        ("the guest's e-mail", ["the", "guest", "e-mail"]),
        ("price > $1,200.50", ["price", ">", "$1,200.50"]),
        ("since 2024-02-01", ["since", "2024-02-01"]),
        ("owners w/o pets", ["owners", "w/o", "pets"]),
        ("non-smokers", ["non", "smokers"]),
    ],
)
def test_tokens(question: str, texts: list[str]) -> None:
    assert [token.text for token in tokens(question) if token.text != "-"] == texts


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5), ("1,200", 1200), ("5k", 5000), ("2m", 2_000_000), ("$9.50", 9.5), ("seven", 7)],
)
def test_numbers(text: str, number: float) -> None:
    assert tokens(text)[0].number == number


@pytest.mark.parametrize(
    ("script", "question", "kind", "target"),
    [
        (VET, "pets", "table", "pets"),
        (VET, "animal weights", "column", "pets.weight_kg"),
        (VET, "last name", "column", "owners.last_name"),
        (CINEMA, "films", "table", "Film"),
        (CINEMA, "movies", "table", "Film"),
        (CINEMA, "wages", "column", "Employee.Salary"),
        (CINEMA, "employes", "table", "Employee"),
        (CINEMA, "running minutes", "column", "Film.RunningMinutes"),
        (FLEET, "boats", "table", "boat"),
        (FLEET, "country", "column", "port.ctry"),
        (FLEET, "amount", "column", "catch.amt_cents"),
    ],
)
def test_names(make_file: MakeFile, script: str, question: str, kind: str, target: str) -> None:
    links = [link for link in linked(make_file(script), question) if link.kind == kind]
    best = links[0]
    assert (best.table if best.column is None else f"{best.table}.{best.column}") == target


@pytest.mark.parametrize(
    ("script", "question", "value"),
    [
        (VET, "owners from leeds", "Leeds"),
        (VET, "dogs", "dog"),
        (CINEMA, "when is the long dune on", "The Long Dune"),
        (CINEMA, 'the film "paper moons"', "Paper Moons"),
        (CINEMA, "harbor lights", "Harbour Lights"),
        (CINEMA, "films by Vale", "Ines Vale"),
        (FLEET, "norwegian ports", "Norway"),
    ],
)
def test_values(make_file: MakeFile, script: str, question: str, value: str) -> None:
    links = [link for link in linked(make_file(script), question) if link.kind == "value"]
    assert value in {link.value for link in links[:2]}


def test_an_exact_value_leaves_no_room_for_a_near_one(make_file: MakeFile) -> None:
    path = make_file("CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('rock', 'rocker');")
    assert [link.value for link in linked(path, "rock")] == ["rock"]


def test_many_values_with_a_word_are_a_pattern(make_file: MakeFile) -> None:
    path = make_file(
        "CREATE TABLE t (title TEXT); INSERT INTO t VALUES ('a sea of glass'), ('by the sea side');"
    )
    assert [link.value for link in linked(path, "sea")] == ["%sea%"]


def test_names_and_values_are_quoted_for_what_they_are(make_file: MakeFile) -> None:
    path = make_file(
        """CREATE TABLE "o'dd ""t" ("a b" TEXT); INSERT INTO "o'dd ""t" VALUES ('it''s 100%');"""
    )
    assert [link.value for link in linked(path, '"it\'s 100%"')] == ["it's 100%"]


@pytest.mark.parametrize(
    ("word", "base"),
    [("cities", "city"), ("boxes", "box"), ("people", "person"), ("bus", "bus"),
     ("glass", "glass"), ("status", "status"), ("Movies", "movie"), ("sold", "sell")],
)  # fmt: skip
def test_base_forms(word: str, base: str) -> None:
    assert english.lemma(word) == base


def test_minutes_stand_beside_a_duration(make_file: MakeFile) -> None:
    path = make_file("CREATE TABLE job (min_salary REAL, run_min REAL, max_pay REAL)")
    with Database(path) as database:
        words = {name.column: name.words for name in names(database.schema)}
    assert words["min_salary"] == ("minimum", "salary")
    assert words["run_min"] == ("run", "minute")
    assert words["max_pay"] == ("maximum", "pay")


def test_a_value_that_others_list_is_a_pattern(make_file: MakeFile) -> None:
    path = make_file(
        "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('red'), ('blue,red'), ('green');"
    )
    assert [link.value for link in linked(path, "red")] == ["%red%"]


def test_a_value_of_several_signs_is_one_word(make_file: MakeFile) -> None:
    path = make_file("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('AC/DC'), ('PG-13');")
    assert [link.value for link in linked(path, "ac/dc")] == ["AC/DC"]
    assert [link.value for link in linked(path, "pg-13")] == ["PG-13"]


@pytest.mark.parametrize(
    ("noun", "nouns"),
    [("city", "cities"), ("box", "boxes"), ("person", "people"), ("day", "days"),
     ("order detail", "order details"), ("film category", "film categories")],
)  # fmt: skip
def test_plurals(noun: str, nouns: str) -> None:
    assert english.plural(noun) == nouns


@pytest.mark.parametrize(
    ("short", "word", "fits"),
    [("dept", "department", True), ("shp", "shipment", True), ("emp", "employee", True),
     ("cat", "dog", False), ("is", "issue", False), ("tent", "treatment", False)],
)  # fmt: skip
def test_abbreviations(short: str, word: str, fits: bool) -> None:
    assert english.shortens(short, word) is fits


@pytest.mark.parametrize(
    ("word", "other", "fits"),
    [("custmer", "customer", True), ("recieve", "receive", True), ("from", "form", False),
     ("price", "prize", True), ("student", "studio", False)],
)  # fmt: skip
def test_typing_errors(word: str, other: str, fits: bool) -> None:
    assert english.mistyped(word, other) is fits


@pytest.mark.parametrize(
    ("name", "parts"),
    [("OrderDate2", ("order", "date", "2")), ("order_date", ("order", "date")),
     ("HTTPStatus", ("http", "status")), ("ID", ("id",))],
)  # fmt: skip
def test_names_are_split(name: str, parts: tuple[str, ...]) -> None:
    assert english.split(name) == parts


def test_a_value_spelled_as_it_is_typed_comes_before_a_code_in_capitals(
    make_file: MakeFile,
) -> None:
    path = make_file(
        "CREATE TABLE shop(code TEXT PRIMARY KEY, town TEXT);"
        "INSERT INTO shop VALUES ('PARIS', 'Lyon'), ('LYONS', 'Paris');"
    )
    values = [link for link in linked(path, "shops in Paris") if link.kind == "value"]
    assert [(link.column, link.value) for link in values] == [("town", "Paris")]
    both = [link for link in linked(path, "shops in paris") if link.kind == "value"]
    assert {link.column for link in both} == {"code", "town"}
