"""How many rows the words of a question ask for."""

from __future__ import annotations

import pytest

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.cuts import asked
from sqlagent.models.offline.model import known


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("oldest clerk", 1),
        ("cheapest items", 0),
        ("last 2 sales", 2),
        ("the 3 dearest items", 3),
        ("top item", 1),
        ("items by price", None),
        ("the clerk with most sales", 1),
        ("clerks with most sales", 0),
        ("most sales per clerk", 0),
        ("how many clerks", None),
    ],
)
def test_how_many_rows_are_asked_for(
    databases: dict[str, Database], question: str, number: int | None
) -> None:
    analysis = analyse(question, known(databases["shop"]))
    assert asked(analysis.tokens, analysis.mentions) == number
