"""What the tables and columns of a database are called when people speak of them."""

from __future__ import annotations

from sqlagent.linking.english import plural, split
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import Field


def noun(table: str, catalog: Catalog, *, many: bool) -> str:
    """What a table's rows are called."""
    name = " ".join(catalog.words(table))
    return plural(name) if many else name


def column(field: Field, catalog: Catalog) -> str:
    """A column's name after what its row is to the one that it is read for."""
    words = catalog.spoken(field.table, field.column).split()
    # One of cents is shown in whole units.
    own = [word for word in words if word not in ("cent", "cents")] or ["amount"]
    return " ".join((*role(field, catalog), *own))


def role(field: Field, catalog: Catalog) -> tuple[str, ...]:
    """What a row is to the one that it is read for, where there are several of its table."""
    if field.via:
        own = [word for word in split(field.via[0].partition(" > ")[0]) if word != "id"]
        return (*own, *catalog.words(field.table))
    for edge in catalog.graph.edges:
        if (edge.columns[0], edge.parent) == (field.role, field.table):
            alone = len(catalog.graph.between(edge.child, edge.parent)) == 1
            return (
                () if alone and edge.child != edge.parent else catalog.words(edge.child, field.role)
            )
    return ()
