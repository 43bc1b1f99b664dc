"""The parsed statement: sqlglot's tree, and what other rooms ask of it.

SQLite reads a few things that sqlglot does not (0.5 % of the SELECTs in SQLite's own test
suite), so "not parsed" is an answer here and not an error: ``parse`` gives None.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError


def parse(sql: str, dialect: str = "sqlite") -> exp.Expr | None:
    """The tree of the one statement in ``sql``, or None where sqlglot cannot read it."""
    try:
        statements = [tree for tree in sqlglot.parse(sql, read=dialect) if tree is not None]
    except (SqlglotError, RecursionError):
        return None
    return statements[0] if len(statements) == 1 else None


def table_names(tree: exp.Expr | None) -> tuple[str, ...]:
    """The names of the stored tables that ``tree`` reads, in order, each once."""
    if tree is None:
        return ()
    defined = {cte.alias_or_name.lower() for cte in tree.find_all(exp.CTE)}
    names = (table.name for table in tree.find_all(exp.Table) if table.name)
    return tuple(dict.fromkeys(name for name in names if name.lower() not in defined))
