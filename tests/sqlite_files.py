"""Real SQLite files, filled by a script and read as a database's own are."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlagent.engines.describe import contained, describe
from sqlagent.schema import Schema
from sqlagent.schema.described import to_schema


def new_file(folder: Path, script: str) -> Path:
    """A new file in ``folder`` that ``script`` has filled."""
    path = folder / f"{len(list(folder.iterdir()))}.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    return path


def open_file(path: Path) -> sqlite3.Connection:
    """A read-only connection that trusts nothing in the file, not even its encoding."""
    uri = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    connection.text_factory = lambda value: value.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema = 0")
    return connection


def read_file(path: Path) -> Schema:
    """The schema of a file, undeclared keys looked for."""
    with closing(open_file(path)) as connection:
        description = json.loads(json.dumps(describe(connection)))
        schema = to_schema(description, partial(contained, connection))
        for table in schema:
            schema.foreign_keys(table.name)
        return schema


def read(folder: Path, script: str) -> Schema:
    """The schema of a new file that ``script`` has filled."""
    return read_file(new_file(folder, script))


def inferred(schema: Schema) -> list[str]:
    """The undeclared keys of a schema, each in words."""
    return [
        f"{table.name}.{key.columns[0]} → {key.table}.{key.references[0]}"
        for table in schema
        for key in schema.foreign_keys(table.name)
        if key.inferred
    ]
