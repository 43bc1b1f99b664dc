"""A SQL statement read back into the record that says what it means."""

from __future__ import annotations

from sqlglot import parse_one
from sqlglot.errors import SqlglotError

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.joins import reachable
from sqlagent.models.offline.query import Query
from sqlagent.models.offline.recover.sources import UnheldError
from sqlagent.models.offline.recover.statement import Statement


def recover(sql: str, catalog: Catalog) -> Query | None:
    """The record of a statement, None where no record can hold it."""
    try:
        query = Statement(catalog).query(parse_one(sql, read=catalog.schema.dialect))
    except (SqlglotError, UnheldError):
        return None
    return query if reachable(query, catalog.graph) else None
