"""An engine's description turned into a schema: rows in, frozen values out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlagent.names import fold
from sqlagent.schema import Column, ForeignKey, Schema, Table
from sqlagent.schema.keys import Contained

Row = Sequence[Any]
_KINDS = {"view": "view", "virtual": "virtual table"}
_number = itemgetter(0)


def to_schema(description: Mapping[str, Any], contained: Contained | None = None) -> Schema:
    """The schema of an SQLite file, from what ``engines.describe.describe`` gives."""
    notes = [
        f"{_KINDS[kind]} {name} is left out: {why}" for kind, name, why in description["left_out"]
    ]
    tables = dict(_tables(description))
    by_name = {fold(table.name): table for table in tables.values()}
    for number, rows in groupby(description["foreign_keys"], _number):
        if number not in tables:
            continue  # a shadow table
        keys = []
        for target, columns, references in _declared(rows):
            key = _foreign_key(by_name.get(fold(target)), columns, references)
            if key is None:
                names = ", ".join(columns)
                notes.append(
                    f"foreign key ({names}) of {tables[number].name} is left out: "
                    f"there is no such key in {target}"
                )
            else:
                keys.append(key)
        tables[number] = replace(tables[number], foreign_keys=tuple(keys))
    return Schema(tables.values(), "sqlite", notes, contained)


def _tables(description: Mapping[str, Any]) -> Iterator[tuple[int, Table]]:
    """Each table with its number, still without foreign keys."""
    columns = {number: list(rows) for number, rows in groupby(description["columns"], _number)}
    unique = {number: list(rows) for number, rows in groupby(description["unique"], _number)}
    indexes = defaultdict(list)
    for name, sql in description["indexes"]:
        indexes[name].append(sql)
    for number, kind, name, sql in description["tables"]:
        rows = columns.get(number, [])
        sets, rowid = _unique(rows, unique.get(number, []))
        found = tuple(_columns(rows, sets, rowid and kind == "table"))
        yield number, Table(name, found, kind, (), sets, sql, tuple(indexes[name]))


def _unique(columns: list[Row], indexed: list[Row]) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """The sets of columns that identify a row, the primary key first; whether that is the rowid.

    It is where no index keeps it. An index on an expression identifies rows by no column.
    """
    key = tuple(row[1] for row in sorted(columns, key=itemgetter(5)) if row[5])
    sets = [key] if key else []
    for _, rows in groupby(sorted(indexed, key=lambda row: -row[1]), itemgetter(1)):
        names = tuple(row[3] for row in rows)
        if None not in names:
            sets.append(names)
    kept = any(origin == "pk" for _, _, origin, _ in indexed)
    return tuple(dict.fromkeys(sets)), len(key) == 1 and not kept


def _columns(rows: list[Row], sets: Sequence[tuple[str, ...]], rowid: bool) -> Iterator[Column]:
    alone = {names[0] for names in sets if len(names) == 1}
    for _, name, type, not_null, default, place, hidden in rows:
        yield Column(
            name,
            type,
            nullable=not (not_null or (rowid and place)),
            primary_key=place,
            unique=name in alone,
            default=default,
            generated=hidden > 1,
            hidden=hidden == 1,
        )


def _declared(
    rows: Iterator[Row],
) -> Iterator[tuple[str, tuple[str, ...], tuple[str | None, ...]]]:
    """One table's keys as (target, columns, target columns), in the order declared."""
    backwards = sorted(rows, key=lambda row: -row[1])  # SQLite numbers them from the last
    for _, parts in groupby(backwards, itemgetter(1)):
        _, _, targets, columns, references = zip(*parts, strict=True)
        yield targets[0], columns, references


def _foreign_key(
    parent: Table | None, columns: tuple[str, ...], references: tuple[str | None, ...]
) -> ForeignKey | None:
    """The key with real spellings; None where its target is missing or does not match it.

    One that names no columns refers to its target's primary key.
    """
    if parent is None:
        return None
    names = tuple(name for name in references if name is not None) or parent.primary_key
    if len(names) != len(columns) or not all(name in parent for name in names):
        return None
    return ForeignKey(columns, parent.name, tuple(parent[name].name for name in names))
