"""A schema without what is hidden: what a model, and whoever looks, is shown of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sqlagent.names import OTHERS, fold
from sqlagent.schema import ForeignKey, Schema, Table

Hidden = Mapping[str, Collection[str] | None]
"""By table the columns that are hidden, or None where all of it is; OTHERS is any other table."""

Gone = Mapping[str, frozenset[str] | None]
_NOTHING: frozenset[str] = frozenset()


def named(
    schema: Schema, tables: Iterable[str] | None, hide: Iterable[str]
) -> dict[str, list[str] | None]:
    """What is hidden where only ``tables`` may be seen, and ``hide`` of these may not.

    ``hide`` names a ``Table`` or a ``Table.Column``. Raises ``KeyError`` with a sentence where
    there is no such table or column.
    """
    hidden: dict[str, list[str] | None] = {}
    if tables is not None:
        hidden = {OTHERS: None} | {schema[name].name: [] for name in tables}
    for name in hide:
        table, column = _split(schema, name)
        columns = hidden.setdefault(table, None if tables is not None else [])
        if column is None or columns is None:
            hidden[table] = None
        else:
            columns.append(column)
    return hidden


def _split(schema: Schema, name: str) -> tuple[str, str | None]:
    """The table, and the column if one is named; either may hold dots of its own."""
    parts = name.split(".")
    for at in range(len(parts), 0, -1):
        table, column = ".".join(parts[:at]), ".".join(parts[at:])
        if table in schema:
            return schema[table].name, schema[table][column].name if column else None
    return schema[name].name, None  # raises with the nearest names


def without(schema: Schema, hidden: Hidden) -> Schema:
    """``schema`` with neither the tables nor the columns that are ``hidden``, nor keys to them."""
    gone = {
        fold(table): None if columns is None else frozenset(map(fold, columns))
        for table, columns in hidden.items()
    }
    seen = (table for table in schema if gone.get(fold(table.name), _NOTHING) is not None)
    return schema.replaced(_seen(table, gone) for table in seen)


def _seen(table: Table, gone: Gone) -> Table:
    columns = gone.get(fold(table.name)) or _NOTHING
    keys = [key for key in table.foreign_keys if not _is_hidden(key, columns, gone)]
    if not columns and len(keys) == len(table.foreign_keys):
        return table
    return replace(
        table,
        columns=tuple(one for one in table.columns if fold(one.name) not in columns),
        foreign_keys=tuple(keys),
        unique=tuple(names for names in table.unique if columns.isdisjoint(map(fold, names))),
        sql=None,  # the texts name what is hidden
        indexes=(),
    )


def _is_hidden(key: ForeignKey, columns: frozenset[str], gone: Gone) -> bool:
    """Does ``key``, in ``columns`` some of which are hidden, hold or refer to something hidden?"""
    there = gone.get(fold(key.table), _NOTHING)
    return (
        there is None
        or not columns.isdisjoint(map(fold, key.columns))
        or not there.isdisjoint(map(fold, key.references))
    )
