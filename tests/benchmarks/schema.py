"""What reading a schema costs, beside the statements it cannot do without.

    python tests/benchmarks/schema.py [FILE.sqlite ...]

Without files: 2,000 tables of 20 columns. With files: also how long the look for undeclared
foreign keys takes in each, and what it finds.
"""

# ruff: noqa: T201 (it is run by hand, and printing is what it is for)
from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlagent.engines.describe import contained, describe
from sqlagent.schema.described import to_schema

PLAIN = "FROM sqlite_master m, {} WHERE m.type = 'table'"
STATEMENTS = (
    "SELECT rowid, type, name, tbl_name, sql FROM sqlite_master",
    'SELECT m.rowid, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden '
    + PLAIN.format("pragma_table_xinfo(m.name) x"),
    'SELECT m.rowid, f.id, f."table", f."from", f."to" '
    + PLAIN.format("pragma_foreign_key_list(m.name) f"),
    "SELECT m.rowid, i.seq, i.origin, x.name "
    + PLAIN.format("pragma_index_list(m.name) i, pragma_index_xinfo(i.name) x")
    + ' AND i."unique" AND NOT i.partial AND x.key',
)


def main(paths: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.sqlite")
        make_large(path)
        report(path)
    for name in paths:
        report(Path(name))
        report_inference(Path(name))


def make_large(path: Path) -> None:
    columns = ", ".join(f"column_{n} VARCHAR(40) NOT NULL DEFAULT ''" for n in range(17))
    writer = sqlite3.connect(path)
    for n in range(2000):
        writer.execute(
            f"CREATE TABLE table_{n} (id INTEGER PRIMARY KEY, code TEXT UNIQUE, {columns},"
            f" parent_id INTEGER REFERENCES table_{max(n - 1, 0)})"
        )
    writer.commit()
    writer.close()


def report(path: Path) -> None:
    alone = best(path, lambda connection: [run(connection, sql) for sql in STATEMENTS])
    described = best(path, describe)
    whole = best(path, lambda connection: to_schema(describe(connection)))
    print(
        f"{path.name}: statements {alone:.1f} ms, described {described:.1f} ms"
        f" ({described / alone:.2f} times), as a schema {whole:.1f} ms ({whole / alone:.2f} times)"
    )


def report_inference(path: Path) -> None:
    connection = opened(path)
    schema = to_schema(describe(connection), partial(contained, connection))
    start = time.perf_counter()
    found = {table.name: schema.foreign_keys(table.name) for table in schema}
    print(f"  inferred in {(time.perf_counter() - start) * 1000:.1f} ms")
    for name, keys in found.items():
        for key in keys:
            if key.inferred:
                print(f"    {name}.{key.columns[0]} → {key.table}.{key.references[0]}")
    for note in schema.notes:
        print(f"    {note}")
    connection.close()


def best(path: Path, work: Callable[[sqlite3.Connection], object]) -> float:
    """The least time of five runs in milliseconds, each on a connection of its own."""
    times = []
    for _ in range(5):
        connection = opened(path)
        start = time.perf_counter()
        work(connection)
        times.append(time.perf_counter() - start)
        connection.close()
    return min(times) * 1000


def run(connection: sqlite3.Connection, sql: str) -> list[object]:
    return connection.execute(sql).fetchall()


def opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None
    )
    connection.text_factory = lambda value: value.decode("utf-8", "replace")
    return connection


if __name__ == "__main__":
    main(sys.argv[1:])
