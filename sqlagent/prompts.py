"""Every word a hosted model is told.

The order is from what never changes to what does: a provider that caches prompts by their
beginning then pays for the schema once. Tokens are counted with o200k_base.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date
from typing import Any

from sqlagent.errors import FunctionError
from sqlagent.result import Result
from sqlagent.schema import Column, Schema, Table

QUERY = "one SELECT statement"

RESERVED = frozenset(
    """
    ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CAST CHECK COLLATE COMMIT CONSTRAINT CREATE
    DEFAULT DEFERRABLE DELETE DISTINCT DROP ELSE ESCAPE EXISTS EXCEPT FOREIGN FROM GROUP HAVING IN
    INDEX INSERT INTERSECT INTO IS ISNULL JOIN LIMIT NOT NOTHING NOTNULL NULL ON OR ORDER PRIMARY
    RAISE REFERENCES RETURNING SELECT SET TABLE THEN TO TRANSACTION UNION UNIQUE UPDATE USING
    VALUES WHEN WHERE
    """.split()
)
"""Words that SQLite takes for a name only in quotes."""

MOST_ROWS = 100
MOST_CHARACTERS = 8_000
LONGEST_CELL = 500
"""How much of a result a model is told: rows, characters of JSON, characters of a cell."""


def instructions(dialect: str, today: date) -> str:
    """The system message; the date stands last, so that what comes before it stays the same."""
    return (
        f"You answer questions about a {dialect} database. Query it with ask_database and answer "
        "briefly, from its rows alone. If a call fails, mend it and call again. "
        f"If the question lacks something, ask back. Today is {today.isoformat()}."
    )


def ask_database(schema: Schema) -> str:
    """The description of the function: what it does and what it may be asked of."""
    return f"Runs a read-only {schema.dialect} query.\n{describe(schema)}"


def opening(schema: Schema, question: str) -> str:
    """All that is said to a model before its first turn, for people to read."""
    told = (instructions(schema.dialect, date.today()), ask_database(schema), question)
    return "\n\n".join(told)


def describe(schema: Schema) -> str:
    """The schema in the short form that a model reads: a line a table.

    A column of text is its bare name, other types follow in brief, but for the integers of
    keys. ``*`` marks the primary key and ``>`` a foreign key, ``~>`` one that nobody declared,
    before the table it refers to; the column there is named where it is not the primary key.
    """
    lines = [_table(schema, table) for table in schema]
    return "\n".join(["Tables (* key, > foreign key):", *lines] if lines else ["No tables."])


def _table(schema: Schema, table: Table) -> str:
    targets: dict[str, str] = {}
    composite: list[str] = []
    for key in schema.foreign_keys(table.name):
        arrow = "~>" if key.inferred else ">"
        if len(key.columns) > 1:
            here, there = (",".join(map(_name, names)) for names in (key.columns, key.references))
            composite.append(f"({here}){arrow}{_name(key.table)}({there})")
            continue
        target = _name(key.table)
        if key.references != schema[key.table].primary_key:
            target += f".{_name(key.references[0])}"
        targets.setdefault(key.columns[0], arrow + target)
    columns = [_column(column, targets.get(column.name, "")) for column in table.columns]
    kind = "" if table.kind == "table" else f"{table.kind} "
    return f"{kind}{_name(table.name)}({','.join([*columns, *composite])})"


def _column(column: Column, target: str) -> str:
    brief = _type(column.type)
    if brief == "int" and (column.primary_key or target):
        brief = ""
    star = "*" if column.primary_key else ""
    return f"{_name(column.name)}{star}{' ' if brief else ''}{brief}{target}"


def _type(declared: str) -> str:
    """A declared type in brief: nothing for text, no length, one word for all integers."""
    word = declared.upper()
    if "INT" in word:
        return "int"
    if any(part in word for part in ("CHAR", "TEXT", "CLOB")):
        return ""
    return re.sub(r"\(.*", "", declared, flags=re.DOTALL).strip().lower()


def _name(name: str) -> str:
    if re.fullmatch(r"[^\W\d]\w*", name) and name.upper() not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def rows(result: Result) -> str:
    """A result as JSON: its columns, the rows that fit, how many there are, what was cut.

    ``row_count`` counts the rows of the result, of which fewer may be told; ``truncated`` says
    that there were more, or longer cells, than the result itself holds.
    """
    told: list[list[Any]] = []
    size = 0
    for row in result.rows[:MOST_ROWS]:
        cells = [_cell(cell) for cell in row]
        size += len(json.dumps(cells, ensure_ascii=False))
        if told and size > MOST_CHARACTERS:
            break
        told.append(cells)
    message: dict[str, Any] = {
        "columns": result.columns,
        "rows": told,
        "row_count": len(result.rows),
        "truncated": result.truncated,
    }
    if len(told) < len(result.rows):
        message["note"] = f"only the first {len(told)} rows are told"
    return json.dumps(message, ensure_ascii=False)


def shape(result: Result) -> str:
    """A result without its rows, as JSON: they were for the person alone."""
    message = {
        "columns": result.columns,
        "row_count": len(result.rows),
        "truncated": result.truncated,
        "note": "the rows were shown to the person and not to you",
    }
    return json.dumps(message, ensure_ascii=False)


def failure(error: FunctionError) -> str:
    """Why a call failed, in words that its caller can act on."""
    return json.dumps({"error": str(error)}, ensure_ascii=False)


def _cell(cell: Any) -> Any:
    if isinstance(cell, bytes):
        cell = f"x'{cell[:LONGEST_CELL].hex()}'"
    elif isinstance(cell, float) and not math.isfinite(cell):
        return str(cell)
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        return cell[:LONGEST_CELL] + "…"
    return cell
