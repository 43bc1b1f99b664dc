"""What a question costs the offline model: python tests/benchmarks/reading.py [PART ...]

    sets      the questions of a few databases, in one process
    million   30 tables with a million rows in all, made for it
    tables    1,000 tables of 8 columns, made for it
    memory    the most that a process takes, beside one that only queries
    weights   how long they take to load, and their size
    start     ``sqlagent ask`` from a cold start, beside the imports it cannot do without

Without names: all. Questions and weights are told in time of the processor, which is not the
longer for what else runs; ``start`` by the clock. ``--keep FOLDER`` makes files
there and leaves them, to be used again.
"""

# ruff: noqa: T201 (it is run by hand, and printing is what it is for)
from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data" / "offline"))

import questions
from large import many_tables, million, questions_over

from sqlagent import Database, sample_path
from sqlagent.models.offline import weights
from sqlagent.models.offline.model import known
from sqlagent.models.offline.reading import understand

START = "import sqlalchemy, sqlglot, rich.table"
ASKED = ("ask", "how many tracks are there")
PEAK = """
import re, sys
from sqlagent import Agent, Database, get_model
path, *asked = sys.argv[1:]
with Database(path) as database:
    database.query("SELECT 1")
    agent = Agent(database, get_model("offline"))
    for question in asked:
        agent.ask(question)
print(re.findall(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[0])
"""


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


def times(path: Path, asked: Sequence[str]) -> list[float]:
    """Milliseconds of each question; the first takes in that the database is read."""
    with Database(path, isolation="thread") as database:
        start = time.process_time()
        catalog = known(database)
        found = []
        for question in asked:
            understand(question, catalog, None, first=True)
            found.append(1000 * (time.process_time() - start))
            start = time.process_time()
    return found


def report(name: str, firsts: Sequence[float], later: Iterable[float]) -> None:
    ordered = sorted(later)
    late = ordered[int(len(ordered) * 0.95)]
    print(
        f"{name}: first {statistics.median(firsts):.0f} ms (at most {max(firsts):.0f}),"
        f" then {len(ordered)} questions: median {statistics.median(ordered):.0f} ms,"
        f" p95 {late:.0f} ms, at most {ordered[-1]:.0f} ms"
    )


def sets(folder: Path) -> None:
    """Every third database: its own, and the small ones of Spider where they are."""
    paths = {path.name: path for path in questions.build(folder / "own")}
    if published := os.environ.get("SQLAGENT_TEST_DATA"):
        small = Path(published) / "spider_train" / "db"
        paths |= {path.name: path for path in small.glob("*.sqlite")}
    asked = sorted(questions.read(), key=lambda one: one.db)
    by_file = [(name, list(those)) for name, those in groupby(asked, key=lambda one: one.db)]
    found = [
        times(paths[name], [one.question for one in those if one.after is None])
        for name, those in [one for one in by_file if one[0] in paths][::3]
    ]
    weights.load()
    firsts, later = [one[0] for one in found], [ms for one in found for ms in one[1:]]
    report(f"sets, {len(found)} databases", firsts, later)


def generated(name: str, path: Path) -> None:
    weights.load()  # which ``weights`` measures
    understood = times(path, questions_over(path))
    report(name, understood[:1], understood[1:])
    slowest = sorted(zip(understood[1:], questions_over(path)[1:], strict=True))[-3:]
    print("    slowest: " + "; ".join(f"{said} ({ms:.0f} ms)" for ms, said in slowest))


def memory(folder: Path) -> None:
    for path in (sample_path(), million(folder), many_tables(folder)):
        asked = questions_over(path) if path != sample_path() else [
            "how many tracks are there", "customers per country", "longest track of each genre",
            "albums by Iron Maiden", "average invoice total by year", "artists without albums",
        ]  # fmt: skip
        idle, busy = (peak(path, those) for those in ([], asked))
        print(f"memory, {path.name}: {busy:.0f} MB after {len(asked)} questions,"
              f" {idle:.0f} MB idle: {busy - idle:.0f} MB more")  # fmt: skip


def peak(path: Path, asked: Sequence[str]) -> float:
    """The most resident memory of a process that asks, in MB."""
    command = [sys.executable, "-c", PEAK, str(path), *asked]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(re.findall(r"\d+", run.stdout)[-1]) / 1024


def loading() -> None:
    data = weights.FILE.read_bytes()

    def load() -> weights.Weights:
        return weights.unpacked(weights.FILE.read_bytes())

    found = sorted(1000 * seconds(load, time.process_time) for _ in range(9))
    print(f"weights: {found[4]:.1f} ms at the median ({found[0]:.1f} to {found[-1]:.1f}),"
          f" {len(data) / 1e6:.2f} MB")  # fmt: skip


def start() -> None:
    """The ratio of each cold start to the plain imports before it."""
    ratios, asking = [], []
    for at in range(6):
        base = seconds(lambda: quiet("-c", START))
        asking.append(seconds(lambda: quiet("-m", "sqlagent", *ASKED)))
        ratios.append(asking[-1] / base)
        if not at:  # which wrote what Python compiles
            asking, ratios = [], []
    print(f"start: {statistics.median(asking):.2f} s at the median, {statistics.median(ratios):.2f}"
          f" ({min(ratios):.2f} to {max(ratios):.2f}) times {START!r}")  # fmt: skip


def quiet(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def main() -> None:
    parts: dict[str, Callable[[Path], None]] = {
        "sets": sets,
        "million": lambda folder: generated("million rows", million(folder)),
        "tables": lambda folder: generated("1,000 tables", many_tables(folder)),
        "memory": memory,
        "weights": lambda _: loading(),
        "start": lambda _: start(),
    }
    parser = argparse.ArgumentParser(description="What a question costs the offline model.")
    parser.add_argument("parts", nargs="*", default=[], metavar="|".join(parts))
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make files there, and stay")
    given = parser.parse_args()
    if not {*given.parts} <= parts.keys():
        parser.error("parts are " + ", ".join(parts))
    with tempfile.TemporaryDirectory() as made_in:
        folder = given.keep or Path(made_in)
        folder.mkdir(parents=True, exist_ok=True)
        for name in given.parts or parts:
            parts[name](folder)


if __name__ == "__main__":
    main()
