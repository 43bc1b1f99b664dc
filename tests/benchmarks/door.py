"""What the door costs, beside plain ``sqlite3`` in the same run: python tests/benchmarks/door.py

Prints the guard over the honest corpus, a scan of about a second, a lookup by key, and how soon a
child is ready and how much memory it takes.
"""

# ruff: noqa: T201 (it is run by hand, and printing is what it is for)
from __future__ import annotations

import json
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlagent import Database, guard, sample_path
from sqlagent.engines import process

HONEST = Path(__file__).parent.parent / "security" / "legit.jsonl"
SCAN = """
    SELECT count(*) FROM big, (VALUES (1), (2), (3), (4))
    WHERE (a * 7919 + 13) % 1009 = 5 OR b LIKE '%zz%'
"""
LOOKUP = "SELECT Name FROM Track WHERE TrackId = 1500"


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def guard_alone() -> None:
    statements = [json.loads(line)["sql"] for line in HONEST.read_text("utf-8").splitlines()]
    for sql in statements:
        guard.check(sql)
    times = sorted(1000 * seconds(lambda sql=sql: guard.check(sql)) for sql in statements)  # type: ignore[misc]
    median, late = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"guard, {len(times)} honest statements: median {median:.2f} ms, p95 {late:.2f} ms")


def paired(name: str, sql: str, path: Path, runs: int) -> None:
    """The ratio of each run to the plain one before it."""
    ratios, times = [], []
    with Database(path, timeout=60) as database, closing(sqlite3.connect(path)) as plain:
        database.query(sql)
        for _ in range(runs):
            base = seconds(lambda: plain.execute(sql).fetchall())
            times.append(seconds(lambda: database.query(sql)))
            ratios.append(times[-1] / base)
    median = 1000 * statistics.median(times)
    ratio = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"{name}: {median:.2f} ms at the median, {ratio} times plain sqlite3")


def child() -> None:
    ready, memory = [], []
    for _ in range(9):
        start = time.perf_counter()
        connection = process.connect(sample_path(), 512)
        with closing(connection.cursor()) as cursor:
            cursor.execute("SELECT 1")
        ready.append(1000 * (time.perf_counter() - start))
        status = Path(f"/proc/{connection.pid}/status").read_text("utf-8")
        memory.append(int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024)
        connection.close()
    print(
        f"child: ready and answering in {statistics.median(ready):.0f} ms"
        f" ({min(ready):.0f} to {max(ready):.0f}), {max(memory):.0f} MB at most"
    )


def main() -> None:
    guard_alone()
    with tempfile.TemporaryDirectory() as folder:
        big = Path(folder) / "big.sqlite"
        with closing(sqlite3.connect(big)) as connection:
            connection.executescript(
                "CREATE TABLE big(a INTEGER, b TEXT);"
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT 3000000)"
                "INSERT INTO big SELECT n, 'some text ' || n FROM r;"
            )
        paired("scan", SCAN, big, 7)
    paired("lookup", LOOKUP, sample_path(), 300)
    child()


if __name__ == "__main__":
    main()
