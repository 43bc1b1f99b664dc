"""What the tables of a statement are to each other: which belongs to which, and by what key.

Each place of a table in a statement is a ``Node``; a ``Cell`` is a column of one. From a node
one climbs to all that a row of it has one of; what cannot be climbed to hangs below as a branch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, is_dataclass
from dataclasses import fields as attributes

from sqlagent.linking.stored import quote
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.graph import Edge
from sqlagent.models.offline.query import Compare, Condition, Field, Measure, Query, Related


class UnheldError(Exception):
    """What a statement says is more than a record can hold."""


class Node:
    """A table in its place; ``ups`` are the keys of its rows with the nodes they lead to.

    ``optional`` is that rows stay without it, which is then looked for by ``tests``; ``implied``
    that the statement does not name it.
    """

    def __init__(self, table: str, *, optional: bool = False, implied: bool = False) -> None:
        self.table, self.optional, self.implied = table, optional, implied
        self.ups: list[tuple[Edge, Node]] = []
        self.tests: tuple[Condition, ...] = ()

    def climb(self) -> dict[Node, tuple[Edge, ...]]:
        """All nodes of which a row of this one has one, by the keys on the way there."""
        found: dict[Node, tuple[Edge, ...]] = {self: ()}
        waiting = [self]
        for node in waiting:
            for edge, up in node.ups:
                if up not in found:
                    found[up] = (*found[node], edge)
                    waiting.append(up)
        return found


@dataclass(frozen=True, slots=True)
class Cell(Field):
    """A column of a node."""

    node: Node = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Tally:
    """For each row a measure of those that belong to it."""

    branch: Branch
    of: Measure


@dataclass(frozen=True, slots=True)
class Alike:
    """A measure over the rows that are alike in what it is within, which ours are too."""

    of: Measure
    outside: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Branch(Related):
    """Rows that belong to ``to`` by the key ``edge`` of ``node``, and what is asked of them."""

    node: Node = field(kw_only=True)
    edge: Edge = field(kw_only=True)
    to: Node = field(kw_only=True)


Pairs = list[tuple[Cell, Cell]]


def cells(value: object) -> Iterator[Cell]:
    """The columns of nodes that parts of a statement read, those inside branches too."""
    match value:
        case Cell():
            yield value
        case Query():
            return
        case tuple() | list():
            for part in value:
                yield from cells(part)
        case Branch():
            yield Cell(value.to.table, value.edge.references[0], node=value.to)
        case Tally():
            yield from cells(value.branch)
        case Alike():
            yield from value.outside
        case _ if is_dataclass(value):
            for attribute in attributes(value):
                yield from cells(getattr(value, attribute.name))


def unique(columns: Sequence[Field], catalog: Catalog) -> bool:
    """Whether columns of a table tell its rows apart."""
    table = catalog.schema[columns[0].table]
    names = {field.column for field in columns}
    if any(table[name].unique for name in names) or set(table.primary_key or "?") <= names:
        return True
    keys = ", ".join(map(quote, sorted(names)))
    return not _is_so(
        f"SELECT 1 FROM {quote(table.name)} GROUP BY {keys} HAVING COUNT(*) > 1", catalog
    )


def has_null(cell: Field, catalog: Catalog) -> bool:
    """Whether a column has a NULL."""
    nulls = f"SELECT 1 FROM {quote(cell.table)} WHERE {quote(cell.column)} IS NULL"
    return catalog.schema[cell.table][cell.column].nullable and _is_so(nulls, catalog)


def may_miss(edge: Edge, catalog: Catalog) -> bool:
    """Whether some row of a key's table leads nowhere by it."""
    tests = " AND ".join(
        f"p.{quote(own)} = c.{quote(key)}"
        for own, key in zip(edge.references, edge.columns, strict=True)
    )
    led = f"SELECT 1 FROM {quote(edge.parent)} AS p WHERE {tests}"
    return _is_so(f"SELECT 1 FROM {quote(edge.child)} AS c WHERE NOT EXISTS ({led})", catalog)


def _is_so(rows: str, catalog: Catalog) -> bool:
    """Whether there is such a row; where nobody can tell in time there may be."""
    found = tuple(catalog.rows(f"SELECT EXISTS ({rows})"))
    return not found or bool(found[0][0])


def bottoms(nodes: Iterable[Node]) -> list[Node]:
    """The nodes that no other of them leads to."""
    nodes = list(nodes)
    above = {up for node in nodes for _, up in node.ups}
    return [node for node in nodes if node not in above]


def equal(pairs: Pairs) -> tuple[Condition, ...]:
    """Pairs of columns as conditions that they are equal."""
    return tuple(Compare(a, "=", b) for a, b in pairs)
