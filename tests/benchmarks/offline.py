"""What the offline model gets right: python tests/benchmarks/offline.py [--failures N] [--spider N]

Asks the questions of ``data/offline`` twice, of the model as it is shipped and of one that always
answers, and prints how many it answered, how many of those were right (precise), how many are
right of all when it always answers, and how often it declined where it must. The small databases
are Spider's, in the folder that SQLAGENT_TEST_DATA names; without it the own ones are all.
"""

# ruff: noqa: T201 (it is run by hand, and printing is what it is for)
from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data" / "offline"))

import questions

from sqlagent import Agent, Answer, Database, Result, get_model
from sqlagent.errors import SQLAgentError
from sqlagent.evaluate.judge import right
from sqlagent.evaluate.questions import Question

STYLES = ("terse", "plain", "command", "chatty", "typo", "abbrev")


class Attempt(NamedTuple):
    sql: str | None
    right: bool
    milliseconds: float


class Outcome(NamedTuple):
    question: Question
    shipped: Attempt
    always: Attempt
    first: bool  # of its database, which is then still to be read


Job = tuple[Path, list[Question]]


def measure(job: Job) -> list[Outcome]:
    """One database's questions, in their order."""
    path, asked = job
    with Database(path, isolation="thread", max_rows=100_000) as database:
        run = cache(database.query)
        shipped = attempts(Agent(database, get_model("offline")), asked, run)
        always = attempts(Agent(database, get_model("offline", confidence=0.0)), asked, run)
    return [
        Outcome(question, one, other, at == 0)
        for at, (question, one, other) in enumerate(zip(asked, shipped, always, strict=True))
    ]


def attempts(
    agent: Agent, asked: Iterable[Question], run: Callable[[str], Result]
) -> list[Attempt]:
    """A follow-up is asked after what was answered before it, right or not."""
    answers: dict[str | None, Answer] = {}
    made = []
    for question in asked:
        start = time.perf_counter()
        try:
            answer = agent.ask(question.question, after=answers.get(question.after))
        except SQLAgentError as error:
            print(f"{question.id}: {question.question}: {error}", file=sys.stderr)
            made.append(Attempt(None, False, 1000 * (time.perf_counter() - start)))
            continue
        milliseconds = 1000 * (time.perf_counter() - start)
        answers[question.id] = answer
        made.append(Attempt(answer.sql, right(question, answer.result, run), milliseconds))
    return made


def spider(folder: Path, count: int) -> list[Question]:
    """``count`` questions from all over the training set, of those whose gold says something."""
    lines = (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
    records = [one for one in map(json.loads, lines) if one["gold_status"] == "ok"]
    count = min(count, len(records))
    return [
        Question(one["id"], f"{one['db_id']}.sqlite", one["question"], one["gold_sql"],
                 difficulty=one["hardness"], kind="spider")
        for one in (records[at * len(records) // count] for at in range(count))
    ]  # fmt: skip


def outcomes(folder: Path, asked: Sequence[Question]) -> list[Outcome]:
    """What came of the questions over the databases of ``folder``, on two cores."""
    by_file = groupby(sorted(asked, key=lambda one: one.db), key=lambda one: one.db)
    jobs: list[Job] = [(folder / name, list(those)) for name, those in by_file]
    with ProcessPoolExecutor(2) as pool:
        return [one for those in pool.map(measure, jobs) for one in those]


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def figures(those: Sequence[Outcome]) -> str:
    answered = [one for one in those if one.shipped.sql is not None]
    correct = sum(one.shipped.right for one in answered)
    always = sum(one.always.right for one in those)
    return (
        f"{len(those):6}{share(len(answered), len(those)):>10}"
        f"{share(correct, len(answered)):>9}{share(always, len(those)):>9}"
    )


def table(sets: dict[str, list[Outcome]], *, forms: bool) -> None:
    """A line for each kind of question, the sets side by side."""
    print(" " * 17 + "".join(f"{name:^36}" for name in sets))
    print(" " * 17 + f"{'n':>6}{'answered':>10}{'precise':>9}{'always':>9}  " * len(sets))
    kinds: dict[str, Callable[[Question], bool]] = {
        "all": lambda one: True,
        "to be answered": lambda one: one.kind == "answer",
    }
    for level in ("easy", "medium", "hard"):
        kinds[f"  {level}"] = lambda one, level=level: one.difficulty == level  # type: ignore[misc]
    kinds["  follow-ups"] = lambda one: one.kind == "answer" and one.after is not None
    used = {
        tag
        for those in sets.values()
        for one in those
        if forms and one.question.kind == "answer"
        for tag in one.question.tags
    }
    for tag in (*STYLES, *sorted(used - {*STYLES})):
        kinds[f"  {tag}"] = lambda one, tag=tag: one.kind == "answer" and tag in one.tags  # type: ignore[misc]
    for kind, belongs in kinds.items():
        cells = [
            figures([one for one in those if belongs(one.question)]) for those in sets.values()
        ]
        print(f"{kind:17}" + "  ".join(cells))


def declined(name: str, those: Sequence[Outcome]) -> None:
    must = [one for one in those if one.question.kind == "decline"]
    shipped = sum(one.shipped.right for one in must)
    always = sum(one.always.right for one in must)
    print(f"{name}: of {len(must)} to be declined {shipped} were, {always} when always answering")


def speed(name: str, those: Sequence[Outcome]) -> None:
    times = sorted(one.shipped.milliseconds for one in those if not one.first)
    first = statistics.median(one.shipped.milliseconds for one in those if one.first)
    late = times[int(len(times) * 0.95)]
    print(
        f"{name}: {statistics.median(times):.0f} ms a question at the median, p95 {late:.0f} ms;"
        f" {first:.0f} ms for the first of a database"
    )


def failures(those: Sequence[Outcome], count: int) -> None:
    """Some that went wrong; those that were answered as shipped come first."""
    wrong = [one for one in those if not (one.always.right and one.shipped.right)]
    random.Random(0).shuffle(wrong)
    wrong.sort(key=lambda one: one.shipped.right or one.shipped.sql is None)
    by_id = {one.question.id: one.question for one in those}
    for question, shipped, always, _ in wrong[:count]:
        before = by_id[question.after].question if question.after else None
        held = "right" if shipped.right else "wrong" if shipped.sql else "declined"
        print(f"\n{question.id}  {question.difficulty}  {' '.join(question.tags)}")
        print(f"  asked   {question.question}" + (f"   (after: {before})" if before else ""))
        print(f"  gold    {question.gold_sql or 'to be declined: ' + question.note}")
        print(f"  always  {'right  ' if always.right else ''}{one_line(always.sql)}")
        other = shipped.sql and shipped.sql != always.sql
        print(f"  shipped {held}" + (f"  {one_line(shipped.sql)}" if other else ""))


def one_line(sql: str | None) -> str:
    return " ".join(sql.split()) if sql else "declined"


def main() -> None:
    parser = argparse.ArgumentParser(description="What the offline model gets right.")
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="print N to read")
    parser.add_argument("--spider", type=int, default=0, metavar="N", help="N of Spider's too")
    parser.add_argument("--forms", action="store_true", help="a line for each form of question")
    given = parser.parse_args()
    asked, sets = questions.read(), dict[str, list[Outcome]]()
    published = os.environ.get("SQLAGENT_TEST_DATA")
    with tempfile.TemporaryDirectory() as made:
        own = {path.name for path in questions.build(Path(made))}
        if published:
            small = Path(published) / "spider_train"
            others = [one for one in asked if one.db not in own]
            sets["small databases"] = outcomes(small / "db", others)
        sets["own databases"] = outcomes(Path(made), [one for one in asked if one.db in own])
    table(sets, forms=given.forms)
    for report in (declined, speed):
        for name, those in sets.items():
            report(name, those)
    everything = [one for those in sets.values() for one in those]
    if published and given.spider:
        everything += spider_too(small, given.spider)
    failures(everything, given.failures)


def spider_too(folder: Path, count: int) -> list[Outcome]:
    those = outcomes(folder / "db", spider(folder, count))
    print(f"\n{'Spider':17}{'n':>6}{'answered':>10}{'precise':>9}{'always':>9}")
    for level in ("all", "easy", "medium", "hard", "extra"):
        chosen = [one for one in those if level in ("all", one.question.difficulty)]
        print(f"{level:17}{figures(chosen)}")
    speed("Spider", those)
    return those


if __name__ == "__main__":
    main()
