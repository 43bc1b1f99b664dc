"""What candidates are judged by: what they give up, and what they show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.assemble import Candidate, assemble
from sqlagent.models.offline.features import features
from sqlagent.models.offline.model import known
from sqlagent.models.offline.parts import score
from sqlagent.models.offline.query import Field
from sqlagent.models.offline.question import Question
from sqlagent.models.offline.weights import load

MakeFile = Callable[..., Path]


def judged(database: Database, said: str) -> list[tuple[Candidate, dict[str, float]]]:
    """The candidates of a question with their features before they are tried."""
    analysis = analyse(said, known(database))
    scores = score(analysis, load())
    question = Question(analysis, scores)
    return [(one, features(one, question, None)) for one in assemble(analysis, scores)]


def test_the_likeliest_condition_of_its_words_loses_nothing(
    databases: dict[str, Database],
) -> None:
    chosen = [(c, f) for c, f in judged(databases["vet"], "dogs born after 2019") if c.wish.chosen]
    losses = [found["lost odds"] for _, found in chosen]
    assert min(losses) == 0.0
    assert all(loss >= 0.0 for loss in losses)


def test_a_condition_that_is_left_out_is_counted(databases: dict[str, Database]) -> None:
    found = judged(databases["vet"], "How many owners live in Leeds?")
    chosen = [now["condition left"] for one, now in found if one.wish.chosen]
    nothing = [now["condition left"] for one, now in found if not one.wish.chosen]
    assert min(chosen) == 0.0 < min(nothing)


def test_who_asks_for_people(databases: dict[str, Database]) -> None:
    for candidate, found in judged(databases["vet"], "who owns the most pets"):
        shown = {value.table for value in candidate.query.shown if isinstance(value, Field)}
        if shown == {"owners"} and "shows person" in found:
            assert found["who & shows person"] == 1.0
            break
    else:
        raise AssertionError("no candidate shows owners")


def test_words_speak_for_all_that_they_may_mean(make_file: MakeFile) -> None:
    script = """
        CREATE TABLE part(id INTEGER PRIMARY KEY, name TEXT, price_dollar REAL, price_euro REAL);
        INSERT INTO part VALUES (1, 'Bolt', 3.0, 2.5), (2, 'Nut', 1.0, 1.5), (3, 'Rod', 9.0, 8.0);
    """
    with Database(make_file(script)) as database:
        found = judged(database, "dearest part in euro")
    of: dict[str, dict[str, float]] = {}
    for candidate, now in found:
        for order in candidate.query.order:
            if isinstance(order.by, Field):
                of.setdefault(order.by.column, now)
    assert of["price_euro"].get("outspoken", 0.0) < of["price_dollar"]["outspoken"]


def test_a_condition_stands_once(databases: dict[str, Database]) -> None:
    for said in ("dogs that are dogs", "How many dogs and dogs are there?"):
        for candidate, _ in judged(databases["vet"], said):
            tests = candidate.query.conditions
            assert len(tests) == len(set(tests))
