"""The texts that a database stores, read once and searched for the words of a question.

A column's texts are held where the table is small or its values are few; that is most columns,
and a question then costs no look at the rows. Columns of many texts are scanned for the words
each time. SQLite's functions do the packing: what is read comes as one JSON text a table.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from threading import Lock
from typing import Any

from sqlagent.errors import QueryTimeoutError
from sqlagent.linking.texts import Index, Place, Texts
from sqlagent.schema import Column, Schema

Query = Callable[[str], Iterable[Sequence[Any]]]
Source = tuple[str, list[str]]  # a table and columns of it

ROWS = 4_000  # of a table: one that has no more is held whole
REPEATED = 0.7  # distinct texts among those: a column of a larger table with fewer is held too
LONG = 35  # letters of a text on average: those of a larger table that are longer are not searched
MOST_HELD = 8_000_000  # letters in all; what is more is scanned
MOST_SCANNED = 3  # words a question
SCANNED_ROWS = 50_000  # of each table, where all of them take too long
LONGEST_VALUE = 60
MOST_VALUES = 600
FIRST, LATER = 2.0, 0.2  # seconds a question may wait for texts to be read, the rest of them later
_BATCH = 60  # columns of one statement, or little more: it may not be too long
_CODE = 3  # letters in a row, of a column of codes at most
_REMEMBERED = 100  # scans
_LETTERS = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(r"[^\W\d_]+")


def is_text(column: Column) -> bool:
    """Whether a column's declared type lets it hold words."""
    kind = column.type.upper()
    return not kind or any(part in kind for part in ("CHAR", "TEXT", "CLOB", "STRING", "ENUM"))


def quote(name: str) -> str:
    """A name as SQL writes it between double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Any) -> str:
    """A value as SQL writes it."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


class Stored:
    """What is known of a database's texts; ``query`` runs SQL and may raise a timeout."""

    def __init__(self, schema: Schema, query: Query) -> None:
        self._query = query
        self._unread: list[Source] = []
        for table in schema:
            columns = [c.name for c in table.columns if is_text(c) and not c.hidden]
            if table.kind == "table":
                self._unread += [
                    (table.name, columns[at : at + _BATCH]) for at in range(0, len(columns), _BATCH)
                ]
        self._held: list[Texts] = []
        self._wide: list[Source] = []
        self._longest: dict[tuple[str, str], int] = {}  # letters in a row, of columns in _wide
        self._scanned: dict[tuple[str, ...], list[Place]] = {}
        self._index = Index()
        self._size = 0
        self._patience = FIRST
        self._reading = Lock()

    def index(self) -> Index:
        """The texts that are held; of what is not yet read, as much as there is time for."""
        with self._reading:
            if self._unread:
                self._read(time.monotonic() + self._patience)
                self._patience = LATER
                self._index.add(self._held)
                self._held.clear()
                self._scanned.clear()
            return self._index

    def scan(self, starts: Sequence[str]) -> Sequence[Place]:
        """The texts of columns that are not held, where one of ``starts`` occurs.

        Only the first few of ``starts`` are looked for: each takes time on a large table. What
        was found is remembered.
        """
        key = tuple(starts[:MOST_SCANNED])
        found = self._scanned.get(key)
        if found is None:
            if len(self._scanned) >= _REMEMBERED:
                self._scanned.clear()
            found = self._scanned[key] = list(self._scan(key))
        return found

    def _scan(self, starts: Sequence[str]) -> Iterator[Place]:
        wide = [source for source in self._wide if any(self._tests(source, starts))]
        for batch in _batches(wide):
            tests = [list(self._tests(source, starts)) for source in batch]
            try:
                rows = self._query(_scan(batch, tests))
            except QueryTimeoutError:
                rows = self._query(_scan(batch, tests, f" LIMIT {SCANNED_ROWS}"))
            for number, packed in rows:
                for column, value in zip(batch[number][1], json.loads(packed), strict=True):
                    if any(start in value.lower() for start in starts if value):
                        yield batch[number][0], column, value

    def _tests(self, source: Source, starts: Iterable[str]) -> Iterator[str]:
        """What holds of rows where one of ``starts`` occurs; a code does not hold a long word."""
        for column in source[1]:
            longest = self._longest[source[0], column]
            for start in starts:
                if longest > _CODE or longest >= _run(start):
                    yield f"{quote(column)} LIKE {_pattern(start)}"

    def _read(self, deadline: float) -> None:
        for batch in _batches(self._unread):
            if time.monotonic() > deadline:
                break
            self._unread = self._unread[len(batch) :]
            rows = list(self._query(_looks(batch)))
            if len(rows) < len(batch):  # one that cannot be read stops them all
                rows = [(at, *row[1:]) for at, one in enumerate(batch)
                        for row in self._query(_looks([one]))]  # fmt: skip
            for number, count, packed in rows:
                self._keep(batch[number], packed, whole=count <= ROWS)

    def _keep(self, source: Source, packed: str, *, whole: bool) -> None:
        """Hold what was read of a table; look again at columns of few texts in a large one."""
        table, columns = source
        seen = _unpacked(packed, source)
        if not seen and len(columns) > 1:  # too much for one cell
            for column in columns:
                one = (table, [column])
                for _, count, packed in self._query(_looks([one])):
                    self._keep(one, packed, whole=count <= ROWS)
        else:
            held = seen if whole else self._all(table, seen)
            self._size += sum(map(len, chain.from_iterable(texts.values for texts in held)))
            held = held if self._size < MOST_HELD else []
            self._held.extend(held)
            done = {texts.column for texts in held}
            wide = [t for t in seen if t.column not in done and _is_searched(t.values)]
            if wide:
                self._wide.append((table, [texts.column for texts in wide]))
            for texts in wide:
                self._longest[table, texts.column] = max(map(_run, texts.values))

    def _all(self, table: str, seen: Sequence[Texts]) -> list[Texts]:
        """All texts of those columns of a large table that seem to have few."""
        rare = [texts.column for texts in seen if len(texts.values) < ROWS * REPEATED]
        found = self._distinct((table, rare)) if rare else []
        return found or [texts for column in rare for texts in self._distinct((table, [column]))]

    def _distinct(self, source: Source) -> list[Texts]:
        for limit in ("", f" LIMIT {SCANNED_ROWS}"):
            with suppress(QueryTimeoutError):
                rows = self._query(_look(0, source, limit))
                return [texts for row in rows for texts in _unpacked(row[2], source)]
        return []


def _batches(sources: Sequence[Source]) -> Iterator[Sequence[Source]]:
    """Tables in their order, as many at once as one statement can look at."""
    start, columns = 0, 0
    for at, source in enumerate(sources):
        if at > start and columns + len(source[1]) > _BATCH:
            yield sources[start:at]
            start, columns = at, 0
        columns += len(source[1])
    if sources:
        yield sources[start:]


def _looks(batch: Sequence[Source]) -> str:
    limit = f" LIMIT {ROWS + 1}"
    return " UNION ALL ".join(_look(at, source, limit) for at, source in enumerate(batch))


def _look(number: int, source: Source, limit: str) -> str:
    """The distinct texts of columns as one JSON text, the ends of long ones cut off."""
    table, columns = source
    names = [quote(column) for column in columns]
    texts = ", ".join(
        f"json_group_array(DISTINCT substr({name} || '', 1, {LONGEST_VALUE + 1}))" for name in names
    )
    rows = f"SELECT {', '.join(names)} FROM {quote(table)}{limit}"
    return f"SELECT {number} AS t, count(*) AS n, json_array({texts}) AS v FROM ({rows}) AS s"


def _unpacked(packed: str, source: Source) -> list[Texts]:
    """The texts of each column; none where they were too many for one cell."""
    table, columns = source
    try:
        lists = json.loads(packed)
    except ValueError:
        return []
    return [
        Texts(table, column, tuple(v for v in values if v and len(v) <= LONGEST_VALUE))
        for column, values in zip(columns, lists, strict=True)
    ]


def _is_searched(values: Sequence[str]) -> bool:
    """Whether texts are names or the like: words, and no more than a few."""
    some = values[:100]
    return sum(map(len, some)) < len(some) * LONG and any(map(_LETTERS.search, some))


def _run(text: str) -> int:
    """The most letters in a row."""
    return max(map(len, _WORD.findall(text)), default=0)


def _scan(batch: Sequence[Source], tests: Sequence[Sequence[str]], limit: str = "") -> str:
    """The rows of tables that pass one of their tests, the short ones first."""
    branches = []
    for number, (table, columns) in enumerate(batch):
        names = [quote(column) for column in columns]
        rows = f"SELECT {', '.join(names)} FROM {quote(table)}{limit}"
        cells = (f"CASE WHEN length({n}) <= {LONGEST_VALUE} THEN {n} || '' ELSE '' END"
                 for n in names)  # fmt: skip
        branches.append(
            f"SELECT {number} AS t, json_array({', '.join(cells)}) AS v FROM ({rows}) AS s"
            f" WHERE {' OR '.join(tests[number])}"
        )
    found = " UNION ALL ".join(branches)
    return f"SELECT DISTINCT t, v FROM ({found}) AS u ORDER BY length(v) LIMIT {MOST_VALUES}"


def _pattern(start: str) -> str:
    """What LIKE compares with for texts that hold ``start``."""
    escaped = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return literal(f"%{escaped}%") + (" ESCAPE '\\'" if escaped != start else "")
