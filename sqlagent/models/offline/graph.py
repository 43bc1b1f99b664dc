"""Paths over foreign keys: what belongs to one row of a table, and what there can be many of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from sqlagent.schema import Schema

_GENERIC = frozenset("id no nr code key number name title year date type kind rank".split())


@dataclass(frozen=True, slots=True)
class Edge:
    """``columns`` of ``child`` hold the key ``references`` of ``parent``.

    ``inferred`` is that nobody declared it, so that a row may hold a key that is nowhere.
    """

    child: str
    columns: tuple[str, ...]
    parent: str
    references: tuple[str, ...]
    inferred: bool = False


class Graph:
    """The tables of a schema with the edges between them."""

    def __init__(self, schema: Schema) -> None:
        self.tables = tuple(table.name for table in schema)
        real = {table.name.lower(): table.name for table in schema}
        keyed = tuple(
            Edge(table.name, key.columns, real[key.table.lower()], key.references, key.inferred)
            for table in schema
            for key in schema.foreign_keys(table.name)
            if key.table.lower() in real and table.kind == "table"
        )
        self.edges = (*keyed, *_by_name(schema, keyed))
        self._schema = schema
        self._up: dict[str, list[Edge]] = {}
        self._down: dict[str, list[Edge]] = {}
        for edge in self.edges:
            self._up.setdefault(edge.child, []).append(edge)
            self._down.setdefault(edge.parent, []).append(edge)
        self._places = {table: at for at, table in enumerate(self.tables)}
        self._routes: dict[str, dict[str, tuple[Edge, ...]]] = {}
        self._owners: dict[str, dict[str, tuple[Edge, ...]]] = {}
        self._owned: dict[str, list[str]] = {}
        self._facts: dict[frozenset[str], str | None] = {}

    def parents(self, table: str) -> list[Edge]:
        """The keys that ``table`` holds."""
        return self._up.get(table, [])

    def children(self, table: str) -> list[Edge]:
        """The keys that hold ``table``'s."""
        return self._down.get(table, [])

    def is_foreign(self, table: str, column: str) -> bool:
        """Whether the column is, or is part of, a foreign key."""
        return any(column in edge.columns for edge in self.parents(table))

    def referenced(self, table: str) -> tuple[str, ...]:
        """The columns by which other tables know ``table``, none where none does."""
        return next((edge.references for edge in self.children(table)), ())

    def between(self, child: str, parent: str) -> list[Edge]:
        """All keys from one table to another."""
        return [edge for edge in self.parents(child) if edge.parent == parent]

    def owners(self, table: str) -> dict[str, tuple[Edge, ...]]:
        """The tables of which a row of ``table`` has one at most, with the way there."""
        if table not in self._owners:
            found: dict[str, tuple[Edge, ...]] = {table: ()}
            waiting = [table]
            for current in waiting:
                for edge in self.parents(current):
                    if edge.parent not in found:
                        found[edge.parent] = (*found[current], edge)
                        waiting.append(edge.parent)
            self._owners[table] = found
        return self._owners[table]

    def owned(self, table: str) -> list[str]:
        """The tables of which each row has one row of ``table`` at most, the nearest first."""
        if table not in self._owned:
            ways = ((t, self.owners(t).get(table)) for t in self.tables)
            hops = {t: len(way) for t, way in ways if way is not None}
            self._owned[table] = sorted(hops, key=hops.__getitem__)
        return self._owned[table]

    def edge(self, child: str, column: str, parent: str) -> Edge | None:
        """The key by ``column`` from one table to another; an undeclared one where none is.

        Undeclared, the column stands for the parent's key, or for its column of the same name.
        """
        for edge in self.parents(child):
            if edge.columns[0] == column and edge.parent == parent:
                return edge
        key = self._schema[parent].primary_key
        if len(key) != 1 and column in self._schema[parent]:
            key = (self._schema[parent][column].name,)
        if len(key) != 1 or column not in self._schema[child]:
            return None
        return Edge(child, (column,), parent, key, inferred=True)

    def fact(self, tables: Iterable[str]) -> str | None:
        """The table nearest to all of ``tables`` whose rows have one of each at most."""
        wanted = frozenset(tables)
        if wanted not in self._facts:
            few = min((self.owned(table) for table in wanted), key=len, default=self.tables)
            costs = (
                (sum(len(owners[w]) for w in wanted) + (table not in wanted), at, table)
                for at, table, owners in ((self._places[t], t, self.owners(t)) for t in few)
                if wanted <= owners.keys()
            )
            self._facts[wanted] = min(costs, default=(0, 0, None))[2]
        return self._facts[wanted]

    def distance(self, a: str, b: str) -> int:
        """The number of keys between two tables; 9 where there is no way."""
        route = self.route(a, b)
        return 9 if route is None else len(route)

    def route(self, a: str, b: str) -> tuple[Edge, ...] | None:
        """The shortest way from one table to another; up and then down again is a detour."""
        if a not in self._routes:
            self._routes[a] = self._search(a)
        return self._routes[a].get(b)

    def _search(self, a: str) -> dict[str, tuple[Edge, ...]]:
        """The shortest way from one table to each other one that is not too far."""
        order = count()
        heap: list[tuple[float, int, str, bool, tuple[Edge, ...]]] = [
            (0.0, next(order), a, False, ())
        ]
        done: set[tuple[str, bool]] = set()
        found: dict[str, tuple[Edge, ...]] = {}
        while heap:
            cost, _, table, rose, way = heappop(heap)
            found.setdefault(table, way)
            if (table, rose) in done or len(way) > 5:
                continue
            done.add((table, rose))
            for edge in self.parents(table):
                heappush(heap, (cost + 1, next(order), edge.parent, True, (*way, edge)))
            for edge in self.children(table):
                price = 3.0 if rose else 1.05
                heappush(heap, (cost + price, next(order), edge.child, False, (*way, edge)))
        return found


def _by_name(schema: Schema, keyed: Iterable[Edge]) -> Iterator[Edge]:
    """The keys of columns, those of views above all, that are named as one other table's key is."""
    known: dict[str, set[tuple[str, str]]] = {}
    for edge in keyed:
        if len(edge.columns) == 1:
            target = (edge.parent, edge.references[0])
            known.setdefault(edge.columns[0].lower(), set()).add(target)
    for table in schema:
        key = table.primary_key if table.kind == "table" else ()
        if len(key) == 1:
            known.setdefault(key[0].lower(), set()).add((table.name, key[0]))
    held = {(edge.child, column) for edge in keyed for column in edge.columns}
    for table in schema:
        for column in table.columns:
            targets = known.get(column.name.lower(), set()) - {(table.name, column.name)}
            plain = column.name.lower() in _GENERIC or table.primary_key == (column.name,)
            if len(targets) == 1 and not plain and (table.name, column.name) not in held:
                parent, reference = next(iter(targets))
                if parent != table.name:
                    yield Edge(table.name, (column.name,), parent, (reference,), inferred=True)
