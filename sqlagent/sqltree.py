"""The parsed statement: sqlglot's tree, and what other rooms ask of it.

SQLite reads a few things that sqlglot does not (0.5 % of the SELECTs in SQLite's own test
suite), so "not parsed" is an answer here and not an error: ``parse`` gives None.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from sqlglot import Dialect, Parser, exp
from sqlglot.errors import ParseError, SqlglotError

# What sqlglot would warn of on stderr is SQLite's to judge.
logging.getLogger("sqlglot").addHandler(logging.NullHandler())

MAX_STEPS = 40
"""Steps a token that a parse may take. Real statements take 1 to 8; where sqlglot tries and
retreats at every level of a nesting, they double with each."""


def parse(sql: str, dialect: str = "sqlite") -> exp.Expr | None:
    """The tree of the one statement in ``sql``, or None where sqlglot cannot read it."""
    reader = Dialect.get_or_raise(dialect)
    try:
        tokens = reader.tokenize(sql)
        parser = _patient(reader.parser_class)(dialect=reader)
        parser.patience = MAX_STEPS * len(tokens)
        statements = [tree for tree in parser.parse(tokens, sql) if tree is not None]
    except (SqlglotError, RecursionError, ValueError):  # the last for a number of any length
        return None
    return statements[0] if len(statements) == 1 else None


@cache
def _patient(parser: type[Parser]) -> Any:
    """The dialect's parser, which gives up when its ``patience`` is used up."""

    class Patient(parser):  # type: ignore[misc, valid-type]
        patience = 0

        def _advance(self, times: int = 1) -> None:
            self.patience -= 1
            if self.patience < 0:
                raise ParseError("this takes too long to parse")
            super()._advance(times)

    return Patient


def table_names(tree: exp.Expr | None) -> tuple[str, ...]:
    """The names of the stored tables that ``tree`` reads, in order, each once."""
    if tree is None:
        return ()
    defined = {cte.alias_or_name.lower() for cte in tree.find_all(exp.CTE)}
    names = (table.name for table in tree.find_all(exp.Table) if table.name)
    return tuple(dict.fromkeys(name for name in names if name.lower() not in defined))
