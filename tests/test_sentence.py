"""Rows to one sentence in correct English."""

from __future__ import annotations

from typing import Any

import pytest

from sqlagent.sentence import sentence, tied, written

CASES: list[tuple[list[str], list[list[Any]], dict[str, Any], str]] = [
    (["Name"], [], {"subject": "pet"}, "There are no pets that fit."),
    (["Name"], [], {}, "Nothing fits."),
    (["pets"], [[6]], {}, "There are 6 pets."),
    (["pets"], [[1]], {}, "There is 1 pet."),
    (["people"], [[0]], {}, "There are 0 people."),
    (["average_weight"], [[12.5]], {}, "The average weight is 12.50."),
    (["total"], [[1234567]], {}, "The total is 1,234,567."),
    (["total"], [[None]], {}, "There is no total: nothing that fits has a value."),
    (["Name"], [["Rex"]], {"subject": "pet"}, "The only pet is Rex."),
    (["Name", "pets"], [["Ada", 3]], {}, "Ada, with 3 pets."),
    (["Name", "weight"], [["Rex", 30.5]], {}, "Rex, with a weight of 30.50."),
    (["Name", "age"], [["Rex", 3]], {}, "Rex, with an age of 3."),
    (["Name", "percent"], [["Rex", 3.5]], {}, "Rex, with 3.50 %."),
    (["first_name", "last_name"], [["Ada", "Stone"]], {"subject": "owner"},
     "The only owner is Ada Stone."),
    (["Name"], [["Rex"], ["Mog"]], {"subject": "pet"}, "There are 2 pets: Rex and Mog."),
    (["city"], [["Leeds"], ["York"]], {}, "There are 2 cities: Leeds and York."),
    (["Name"], [[letter] for letter in "ABCDEFG"], {"subject": "pet"},
     "There are 7 pets; the first are A, B, C, D and E."),
    (["Name"], [["A"], ["B"]], {"subject": "pet", "row_count": 60},
     "There are 60 pets; the first are A and B."),
    (["Name"], [["A"], ["B"]], {"subject": "pet", "row_count": 1000, "truncated": True},
     "There are at least 1000 pets; the first are A and B."),
    (["Name"], [], {"subject": "pet", "row_count": 4}, "There are 4 pets."),
    (["Name", "pets"], [["Cy", 3], ["Ada", 2], ["Bo", 1]], {},
     "Cy comes first with 3 pets, followed by Ada (2) and Bo (1)."),
    (["Name", "age"], [["B", 1], ["A", 3], ["C", 2]], {"subject": "child"},
     "There are 3 children, each with its age: B (1), A (3) and C (2)."),
    (["year", "total"], [["2009", 5], ["2010", 4]], {"subject": "year"},
     "There are 2 years, each with its total: 2009 (5) and 2010 (4)."),
    (["maker", "pets"], [[None, 3], ["Ada", 2]], {},
     "(no maker) comes first with 3 pets, followed by Ada (2)."),
    (["ts"], [[1]], {"subject": "t"}, "There is 1 t."),
    (["id"], [[10643]], {}, "The id is 10643."),
    (["sale_id", "sold_on"], [[412, "2013-12-22 00:00:00"]], {"subject": "sale"},
     "The sale id is 412 and the sold on is 2013-12-22."),
    (["genre", "title", "minute"], [["war", " The  Dune ", 171], ["fun", "X", 95]],
     {"subject": "film", "pairs": True},
     "There are 2 films, each with its minute: The Dune for war (171) and X for fun (95)."),
    (["id", "on", "a", "b"], [[1, "2020-01-01", "x", 1], [2, "2020-01-02", "y", 2]],
     {"subject": "visit"}, "There are 2 visits."),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "rows", "further", "said"), CASES)
def test_sentences(
    columns: list[str], rows: list[list[Any]], further: dict[str, Any], said: str
) -> None:
    assert sentence(columns, rows, **further) == said


def test_ties() -> None:
    assert tied(["Ada", "Bo"], 92, 5) == "Ada and Bo are tied at 92 for the fifth place."
    assert tied(["A", "B"], 7, 21, count=9) == "A, B and 7 more are tied at 7 for the 21st place."
    assert tied(list("AB"), 7, 2, count=3, at_least=True) == (
        "A, B and at least 1 more are tied at 7 for the second place."
    )
    assert tied(list("ABCDE"), 1, 11) == "A, B and 3 more are tied at 1 for the 11th place."


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234, "1234"), (12345, "12,345"), (2.5, "2.50"), (3.0, "3"), (None, "nothing"),
     ("x" * 80, "x" * 59 + "…"), (True, "True")],
)  # fmt: skip
def test_cells(value: Any, text: str) -> None:
    assert written(value) == text
