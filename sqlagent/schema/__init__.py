"""What a database holds, as frozen values: schema, tables, columns, foreign keys.

An engine's description becomes these values in ``described``. Only the keys that nobody declared
are found later, when someone first asks for keys, since that takes a look at the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from threading import Lock

from sqlagent.names import fold, nearest
from sqlagent.schema import ddl, keys


@dataclass(frozen=True, slots=True)
class Column:
    """``type`` is the declared type as written, "" where there is none.

    ``primary_key`` is the column's place in the primary key, from 1, or 0; ``unique`` is true
    where the column alone identifies a row (its primary key, or a unique index of its own).
    ``hidden`` columns, of virtual tables, may be named but are not part of ``*``.
    """

    name: str
    type: str = ""
    nullable: bool = True
    primary_key: int = 0
    unique: bool = False
    default: str | None = None
    generated: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``columns`` of one table hold the key ``references`` of ``table``.

    ``inferred`` marks one that nobody declared: names, types and values make it likely.
    """

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table, view or virtual table; ``sql`` is its CREATE text, comments kept.

    ``foreign_keys`` are the declared ones whose target exists. ``unique`` lists the sets of
    columns that identify a row, the primary key first; ``indexes`` the CREATE texts.
    """

    name: str
    columns: tuple[Column, ...]
    kind: str = "table"  # or "view", "virtual"
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    sql: str | None = None
    indexes: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> Column:
        """The column of that name, in any case; ``KeyError`` with the nearest names."""
        name = fold(column)
        for one in self.columns:
            if fold(one.name) == name:
                return one
        near = ", ".join(nearest(column, [one.name for one in self.columns]))
        raise KeyError(f"no such column: {column}" + (f" ({self.name} has {near})" if near else ""))

    def __contains__(self, column: object) -> bool:
        return isinstance(column, str) and fold(column) in {fold(one.name) for one in self.columns}

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The names of the primary key's columns, in its order."""
        key = filter(attrgetter("primary_key"), self.columns)
        return tuple(one.name for one in sorted(key, key=attrgetter("primary_key")))


class Schema:
    """The tables in the file's order; iterating gives them.

    ``contained`` looks at the rows for keys that nobody declared; without it there are none.
    """

    def __init__(
        self,
        tables: Iterable[Table],
        dialect: str = "sqlite",
        notes: Iterable[str] = (),
        contained: keys.Contained | None = None,
    ) -> None:
        self.tables = tuple(tables)
        self.dialect = dialect
        self._notes = tuple(notes)
        self._by_name = {fold(table.name): table for table in self.tables}
        self._contained = contained
        self._inferred: dict[str, list[ForeignKey]] | None = None
        self._inferring = Lock()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out and why, a sentence each; of inference once it was made."""
        return self._notes

    def __getitem__(self, table: str) -> Table:
        """The table of that name, in any case; ``KeyError`` with the nearest names."""
        if found := self._by_name.get(fold(table)):
            return found
        near = ", ".join(nearest(table, [one.name for one in self.tables]))
        raise KeyError(f"no such table: {table}" + (f" (there is {near})" if near else ""))

    def __contains__(self, table: object) -> bool:
        return isinstance(table, str) and fold(table) in self._by_name

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def foreign_keys(self, table: str) -> tuple[ForeignKey, ...]:
        """A table's declared keys, then those inferred; ``KeyError`` for an unknown table.

        The first call, for whichever table, infers: it looks at the rows for at most
        ``keys.SECONDS``, and raises what that look raises.
        """
        found = self[table]
        return (*found.foreign_keys, *self._undeclared().get(found.name, ()))

    def to_ddl(self) -> str:
        """Statements that make this schema anew, inferred keys and notes as comments."""
        return ddl.script(self)

    def replaced(self, tables: Iterable[Table]) -> Schema:
        """This schema with other tables, and without the notes, which name what was there."""
        return Schema(tables, self.dialect, contained=self._contained)

    def _undeclared(self) -> Mapping[str, list[ForeignKey]]:
        if self._contained is None:
            return {}
        with self._inferring:
            if self._inferred is None:
                held, unreached = keys.find(self.tables, self._contained)
                inferred = defaultdict(list)
                for table, column, parent, key in held:
                    inferred[table].append(ForeignKey((column,), parent, (key,), inferred=True))
                if unreached:
                    note = (
                        f"{unreached} columns were not looked at for undeclared foreign keys: "
                        f"the {keys.SECONDS} s for that were over"
                    )
                    self._notes += (note,)
                self._inferred = inferred
            return self._inferred
