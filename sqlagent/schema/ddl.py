"""A schema written down: the statements that make it anew, with what else is known as comments.

A table's own CREATE text is kept to the letter, since its comments are part of what a reader
should know; a table without one (its columns were not all to be shown) is written from its
values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlagent.schema import Column, ForeignKey, Schema, Table

_TOKEN = re.compile(
    r"""'[^']*(?:''[^']*)*'|"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\[[^\]]*\]"""
    r"|--[^\n]*|/\*.*?(?:\*/|\Z)|[^'\"`\[/-]+|.",
    re.DOTALL,
)


def script(schema: Schema) -> str:
    """Statements that make ``schema`` anew, with inferred keys and notes as comments."""
    lines = []
    for table in schema.tables:
        lines += _statements(table)
        for key in schema.foreign_keys(table.name):
            if key.inferred:
                there = f"{key.table}.{key.references[0]}"
                lines.append(_comment(f"inferred: {table.name}.{key.columns[0]} → {there}"))
    return "".join(f"{line}\n" for line in (*lines, *map(_comment, schema.notes)))


def _statements(table: Table) -> list[str]:
    """The CREATE statements of a table and its indexes, each closed by a semicolon."""
    return [_closed(text) for text in (table.sql or _written(table), *table.indexes)]


def _comment(text: str) -> str:
    """``text`` as a comment of one line, whatever names with line breaks are in it."""
    return "-- " + " ".join(text.split())


def _quoted(name: str) -> str:
    """``name`` as an identifier that no SQL engine takes for anything else."""
    return '"' + name.replace('"', '""') + '"'


def _closed(sql: str) -> str:
    """``sql`` with a semicolon at its end, and not within a comment that it ends with."""
    last = ""
    for token in _TOKEN.finditer(sql):
        last = token[0]
    if last.startswith("--"):
        return sql + "\n;"
    if last.startswith("/*") and not (last.endswith("*/") and len(last) > 3):
        return sql + " */;"
    return sql + ";"


def _written(table: Table) -> str:
    lines = [_column(column) for column in table.columns if not column.hidden]
    keys = [("PRIMARY KEY", table.primary_key)] if table.primary_key else []
    keys += [("UNIQUE", names) for names in table.unique if names != table.primary_key]
    lines += [f"{kind} ({_names(names)})" for kind, names in keys]
    lines += [_foreign_key(key) for key in table.foreign_keys]
    remark = "" if table.kind == "table" else _comment(f"a {table.kind}, as a table") + "\n"
    return f"{remark}CREATE TABLE {_quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(column: Column) -> str:
    parts = [_quoted(column.name), column.type, "" if column.nullable else "NOT NULL"]
    if column.default is not None:
        parts.append(f"DEFAULT ({column.default})")
    return " ".join(part for part in parts if part)


def _foreign_key(key: ForeignKey) -> str:
    target = f"{_quoted(key.table)} ({_names(key.references)})"
    return f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {target}"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(_quoted(name) for name in names)
