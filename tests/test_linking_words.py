"""Words of questions and words of names: near in meaning, cut short, glued, mistyped."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import synonyms

from sqlagent.linking import Link, Names, name_links, names, near, nearness, tokens, word_match
from sqlagent.linking.english import root
from sqlagent.linking.words import FOLDER
from sqlagent.schema import Column, Schema, Table


def schema(**tables: str) -> Names:
    """The names of tables, each with columns of these names."""
    return names(
        Schema(
            Table(table, tuple(Column(name, "TEXT") for name in columns.split()))
            for table, columns in tables.items()
        )
    )


def best(question: str, known: Names) -> Link:
    return max(name_links(tokens(question), known), key=lambda link: link.score)


@pytest.mark.parametrize(
    ("said", "named", "least", "most"),
    [
        ("wage", "wage", 1.0, 1.0),
        ("seat", "capacity", 0.8, 0.8),
        ("sale", "revenue", 0.8, 0.8),
        ("physician", "surgeon", 0.5, 0.75),
        ("teach", "teacher", 0.7, 0.8),
        ("earn", "salary", 0.5, 0.8),
        ("tall", "height", 0.7, 0.8),
        ("banana", "salary", 0.0, 0.0),
    ],
)
def test_nearness(said: str, named: str, least: float, most: float) -> None:
    assert least <= nearness(said, named) <= most


def test_near_words_are_kept_by_hand_both_ways() -> None:
    assert "customer" in near("client")
    assert "client" in near("customer")
    assert "client" not in near("client")


def test_the_table_of_near_words_is_small() -> None:
    packed = (FOLDER / "wordnet.txt.gz").read_bytes()
    assert len(packed) < 400_000
    assert gzip.decompress(packed).startswith(b"# From WordNet 3.0")
    assert "WordNet 3.0 Copyright" in (FOLDER / "WORDNET").read_text(encoding="ascii")


@pytest.mark.parametrize(
    ("said", "named", "how"),
    [
        ("booking", "booking", "exact"),
        ("booked", "booking", "root"),
        ("client", "customer", "near"),
        ("old", "birth", "near"),
        ("qty", "quantity", "abbreviation"),
        ("quantity", "qnty", "abbreviation"),
        ("custmer", "customer", "typo"),
        ("cutsomer", "customer", "typo"),
        ("naem", "name", "typo"),
        ("heaviest", "weight", "near"),
        ("owed", "debt", "near"),
        ("busiest", "attendance", "near"),
    ],
)
def test_how_words_fit(said: str, named: str, how: str) -> None:
    score, found = word_match(said, named)
    assert score > 0.4
    assert found == how


@pytest.mark.parametrize(("said", "named"), [("form", "from"), ("price", "weather"), ("a", "b")])
def test_words_that_do_not_fit(said: str, named: str) -> None:
    assert word_match(said, named)[0] == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("colours", "color"),
        ("organisation", "organizations"),
        ("centre", "center"),
        ("programme", "programs"),
        ("catalogue", "catalog"),
        ("cancelled", "canceled"),
    ],
)
def test_spellings_have_one_root(one: str, other: str) -> None:
    assert root(one) == root(other)


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("bed rooms", "bedrooms"),
        ("floor space", "floorspace"),
        ("bathroom", "bath_room"),
        ("date of birth", "dob"),
        ("customer name", "customername"),
        ("price paid", "pricepaid"),
    ],
)
def test_compounds_in_both_readings(question: str, column: str) -> None:
    known = schema(home="bedrooms floorspace bath_room dob", sale="customername pricepaid qty")
    assert best(question, known).column == column


@pytest.mark.parametrize(
    ("question", "column"),
    [("signed up", "joined_on"), ("how old", "birth_date"), ("ran out", "valid_until")],
)
def test_two_words_that_are_one(question: str, column: str) -> None:
    found = best(question, schema(guest="joined_on birth_date valid_until"))
    assert (found.column, found.how) == (column, "near")


def test_a_word_that_a_name_holds_comes_before_a_near_one() -> None:
    known = schema(item="units_in_stock quantity")
    assert best("stock", known).column == "units_in_stock"


def test_a_unit_is_no_word_that_must_be_said() -> None:
    assert best("weight", schema(pet="weight_kg")).score > 0.85


def test_many_names_of_a_word_leave_those_of_tables_spoken_of() -> None:
    tables = {f"thing{number}": "name colour" for number in range(200)}
    links = name_links(tokens("name of the boat"), schema(**tables, boat="name length"))
    said = [link for link in links if (link.start, link.end, link.kind) == (0, 1, "column")]
    assert len(said) == 60
    assert "boat" in {link.table for link in said}


def test_names_are_indexed_by_their_words() -> None:
    known = schema(boat="name home_port")
    assert [known[at].column for at in known.holding["port"]] == ["home_port"]
    assert len(known) == len(list(known)) == 3


@pytest.fixture
def wordnet(tmp_path: Path) -> Path:
    """A WordNet of three meanings: pay, pay as a verb, and a wage that is a kind of pay."""
    data = {
        "data.noun": "00000010 21 n 02 pay 0 salary 0 002 + 00000030 v 0101 ~ 00000020 n 0000 | a\n"
        "00000020 21 n 01 wage 0 001 @ 00000010 n 0000 | b\n",
        "index.noun": "pay n 1 1 + 1 1 00000010\nsalary n 1 0 1 1 00000010\n"
        "wage n 1 1 @ 1 1 00000020\n",
        "data.verb": "00000030 40 v 01 pay 0 001 + 00000010 n 0101 01 + 08 00 | c\n",
        "index.verb": "pay v 1 1 + 1 1 00000030\n",
    }
    for kind in synonyms.KINDS:
        for name in (f"data.{kind}", f"index.{kind}"):
            (tmp_path / name).write_text("  1 A licence  \n" + data.get(name, ""))
    return tmp_path


def test_wordnet_is_compiled(wordnet: Path) -> None:
    near_words = synonyms.near_words(synonyms.read(wordnet))
    assert near_words["pay"] == {"salary": 0, "wage": synonyms.WIDER}
    lines = synonyms.table(near_words).splitlines()
    assert lines[1:] == ["pay:salary;;;;;wage", "salary:pay;;;;;wage", "wage:;;;;;pay,salary"]
    assert synonyms.licence(wordnet).endswith("A licence\n")


def test_a_last_resort_is_taken_where_nothing_nearer_is_there() -> None:
    assert best("town", schema(shop="id location score")).column == "location"
    alone = [link.column for link in name_links(tokens("town"), schema(shop="id city location"))]
    assert alone == ["city"]


def test_cents_are_told_from_counts_by_the_price_beside_them() -> None:
    known = {name.column: name.words for name in schema(visit="fee_ct row_ct dname vname")}
    assert known["fee_ct"] == ("fee", "cent")
    assert known["row_ct"] != ("row", "cent")
    assert known["vname"] == ("name",)
