"""FROM, the joins and WHERE: tables joined by keys, and what is left to meet."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from sqlglot import exp

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import Condition
from sqlagent.models.offline.recover.connecting import connect
from sqlagent.models.offline.recover.logic import conjuncts, flat
from sqlagent.models.offline.recover.reader import Reader
from sqlagent.models.offline.recover.sources import Cell, Node, Pairs, UnheldError, equal
from sqlagent.models.offline.recover.terms import Terms


class Tables(Terms, ABC):
    """Reads what a SELECT is of: ``found`` conditions, and ``ties`` to rows of those around it."""

    def __init__(self, catalog: Catalog, outer: Reader | None = None) -> None:
        super().__init__(catalog, outer)
        self.found: tuple[Condition, ...] = ()
        self.ties: Pairs = []

    @abstractmethod
    def measured(self, join: exp.Join) -> dict[str, Any]:
        """The measures by name that a joined query has for each row."""

    def read(self, select: exp.Select) -> None:
        """Takes in FROM, the joins and WHERE: tables joined by keys, and what is left to meet."""
        if select.args.get("with_"):
            raise UnheldError("a table of the statement's own")
        source = select.args.get("from_")
        if source is None:
            raise UnheldError("no table")
        joins = select.args.get("joins") or []
        self._add(source.this, optional=False)
        tests: list[exp.Expr] = []
        apart: list[tuple[Node, exp.Expr]] = []
        for join in joins:
            if join.side not in ("", "LEFT") or join.args.get("using") or join.method:
                raise UnheldError("a join by what is said elsewhere")
            if isinstance(join.this, exp.Subquery):
                self.joined[join.this.alias.lower()] = self.measured(join)
                continue
            node = self._add(join.this, optional=join.side == "LEFT")
            on = conjuncts(join.args["on"]) if join.args.get("on") else []
            if node.optional:
                apart.extend(
                    (node, test)
                    for test in on
                    if not isinstance(test, exp.EQ)
                    or not all(isinstance(s, exp.Column) for s in (test.this, test.expression))
                )
            tests.extend(test for test in on if (node, test) not in apart)
        where = select.args.get("where")
        tests.extend(conjuncts(where.this) if where else ())
        pairs = [test for test in tests if self.pair(test) is not None]
        left = tuple(self._join(pairs))
        for node, test in apart:
            node.tests = (*node.tests, self.condition(test))
        others = [self.condition(test) for test in tests if test not in pairs]
        self.found = (*flat(others), *left)

    def _add(self, tree: exp.Expr, *, optional: bool) -> Node:
        if not isinstance(tree, exp.Table) or tree.name not in self.catalog.schema:
            raise UnheldError("rows that are no table's")
        real = self.catalog.schema[tree.name].name
        alias = tree.alias_or_name.lower()
        if alias in self.nodes:
            raise UnheldError("two tables of one name")
        self.nodes[alias] = Node(real, optional=optional)
        return self.nodes[alias]

    def pair(self, test: exp.Expr) -> tuple[Cell, Cell] | None:
        """The two columns of different tables that a test says are equal."""
        if isinstance(test, exp.Paren):
            return self.pair(test.this)
        sides = (test.this, test.expression) if isinstance(test, exp.EQ) else ()
        found = [self.cell(side) for side in sides if isinstance(side, exp.Column)]
        if len(found) != 2 or not all(isinstance(cell, Cell) for cell in found):
            return None
        a, b = found
        assert isinstance(a, Cell)
        assert isinstance(b, Cell)
        return (a, b) if a.node is not b.node else None

    def _join(self, tests: Iterable[exp.Expr]) -> Iterator[Condition]:
        """Joins the tables by pairs of columns; those that join nothing new are conditions."""
        own = set(self.nodes.values())
        groups: dict[frozenset[Node], Pairs] = {}
        for test in tests:
            pair = self.pair(test)
            assert pair is not None
            if pair[0].node in own and pair[1].node in own:
                key = frozenset((pair[0].node, pair[1].node))
                first = groups.setdefault(key, [pair])[0]
                if first is not pair:
                    turned = pair if pair[0].node is first[0].node else (pair[1], pair[0])
                    groups[key].append(turned)
            else:
                self.ties.append(pair if pair[0].node in own else (pair[1], pair[0]))
        joined: dict[Node, Node] = {}
        for key, pairs in groups.items():
            one, other = (_last(node, joined) for node in key)
            if one is other:
                yield from equal(pairs)
                continue
            joined[one] = other
            yield from equal(connect(pairs, self.catalog))


def _last(node: Node, joined: dict[Node, Node]) -> Node:
    while node in joined:
        node = joined[node]
    return node
