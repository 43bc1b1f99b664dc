"""The joins of a SELECT, and under which alias each column is read."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from sqlagent.models.offline import naming
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.graph import Edge
from sqlagent.models.offline.paths import way_to
from sqlagent.models.offline.query import Field


class Joins:
    """The joins of one SELECT in the making, each table under an alias of its own."""

    def __init__(self, table: str, catalog: Catalog) -> None:
        self.table, self.catalog = table, catalog
        self.joins: list[exp.Join] = []
        self._aliases: dict[tuple[Edge, ...], str] = {(): table}
        self._needed: set[tuple[Edge, ...]] = set()
        self._measured: dict[object, str] = {}

    def column(self, field: Field) -> exp.Column:
        """A column as it is written here, with the alias of its table."""
        way = way_to(self.table, field, self.catalog.graph)
        alias = self._aliases.get(() if way is None else way, field.table)
        return naming.column(field.column, alias)

    def need(self, field: Field) -> None:
        """Leaves out the rows that have no row where a field is read."""
        way = way_to(self.table, field, self.catalog.graph) or ()
        self._needed.update(way[:at] for at in range(1, len(way) + 1))

    def reach(self, field: Field) -> None:
        """Joins the table of a field, with what lies between; what is not needed may be missing."""
        way = way_to(self.table, field, self.catalog.graph) or ()
        for at in range(1, len(way) + 1):
            if way[:at] not in self._aliases:
                self._join(way[:at])

    def _join(self, way: tuple[Edge, ...]) -> None:
        edge, child = way[-1], self._aliases[way[:-1]]
        alias = self._free(edge.parent, "_".join(self.catalog.words(edge.child, edge.columns[0])))
        self._aliases[way] = alias
        pairs = zip(edge.references, edge.columns, strict=True)
        on = exp.and_(
            *(
                exp.EQ(this=naming.column(own, alias), expression=naming.column(key, child))
                for own, key in pairs
            ),
            copy=False,
        )
        nullable = any(self.catalog.schema[edge.child][key].nullable for key in edge.columns)
        side = "LEFT" if way not in self._needed and (nullable or edge.inferred) else None
        self.joins.append(exp.Join(this=naming.table(edge.parent, alias), on=on, side=side))

    def attached(self, key: object) -> str | None:
        """The alias of what was attached under ``key``."""
        return self._measured.get(key)

    def attach(
        self, key: object, rows: exp.Select, name: str, on: Iterable[tuple[str, Field]]
    ) -> None:
        """Joins rows of a query's own, one at most for each row, by pairs of columns."""
        alias = self._free(name, f"{name}_of_each")
        self._measured[key] = alias
        pairs = [(naming.column(own, alias), field) for own, field in on]
        self.joins.append(exp.Join(this=rows.subquery(alias, copy=False), side="LEFT"))
        tests = [exp.EQ(this=own, expression=self.column(field)) for own, field in pairs]
        self.joins[-1].set("on", exp.and_(*tests, copy=False))

    def _free(self, *names: str) -> str:
        taken = {name.lower() for name in (*self._aliases.values(), *self._measured.values())}
        free = (name for name in (*names, "_".join(names)) if name.lower() not in taken)
        return next(free, f"{names[0]}_{len(taken)}")
