"""The guard: is this text one statement that only reads? If not, why, in words.

Two tuples of small functions, each a reason to refuse. TEXT_RULES look at the tokens, by
SQLite's own rules and in linear time, so that nothing reaches the parser that could keep it
busy. TREE_RULES look at sqlglot's tree and know only what is allowed: a list of what is
forbidden would miss whatever parses as something else (REINDEX is a column with an alias).

On SQLite the engine's own lock is what keeps a file safe; the guard gives the reasons a model
can act on. For every other dialect a statement that sqlglot cannot read is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlglot import exp

from sqlagent import sqltree
from sqlagent.errors import UnsafeQueryError

MAX_CHARACTERS = 20_000
MAX_TOKENS = 8_000
MAX_DEPTH = 64

ONE_SELECT = "send one SELECT statement"
CHANGES = frozenset(
    """
    ALTER ANALYZE ATTACH BEGIN COMMIT CREATE DELETE DETACH DROP END GRANT INSERT MERGE PRAGMA
    REINDEX RELEASE REPLACE ROLLBACK SAVEPOINT SET TRUNCATE UPDATE VACUUM
    """.split()
)
"""First words that are SQL and change something: what is refused for them is told apart from what
is no SQL at all."""


class Token(NamedTuple):
    """``kind`` is word, name (quoted), string, number, variable, mark or bad."""

    kind: str
    text: str


@cache
def _lexer() -> re.Pattern[str]:
    # Letters, and whatever is not ASCII, by what they are not: that compiles a hundred times
    # quicker than a range that ends at the last character there is.
    return re.compile(
        r"""
        (?P<blank>    [ \t\n\f\r]+ | --[^\n]* | /\*(?:[^*]|\*(?!/))*(?:\*/|\Z) )
      | (?P<string>   [xX]?'(?:[^']|'')*' )
      | (?P<name>     "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\] )
      | (?P<number>   0[xX][0-9a-fA-F]+
                    | (?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)? )
      | (?P<variable> \?[0-9]* | [@:\#$][^\x00-\#%-/:-@\[-^`{-\x7f]+ )
      | (?P<word>     [^\x00-@\[-^`{-\x7f][^\x00-\#%-/:-@\[-^`{-\x7f]* )
      | (?P<mark>     ->>? | \|\| | <<|>>|<=|>=|<>|==|!= | [-+*/%=<>.,;()~|&] )
      | (?P<bad>      . )
        """,
        re.VERBOSE | re.DOTALL,
    )


def tokens(sql: str) -> Iterator[Token]:
    """The tokens of ``sql`` by SQLite's rules, blanks and comments left out."""
    for match in _lexer().finditer(sql):
        if match.lastgroup != "blank":
            yield Token(match.lastgroup or "bad", match.group())


def check(sql: str, dialect: str = "sqlite") -> None:
    """Nothing where ``sql`` is one statement that only reads.

    Raises ``UnsafeQueryError`` with the reason otherwise.
    """
    check_text(sql)
    tree = sqltree.parse(sql, dialect)
    if tree is None:
        if dialect != "sqlite":
            raise UnsafeQueryError(f"refused: this is not {dialect} SQL that can be read")
        return
    reasons = (rule(tree) for rule in TREE_RULES)
    if reason := next(filter(None, reasons), None):
        raise UnsafeQueryError(f"refused: {reason}")


def check_text(sql: str) -> None:
    """The first half of ``check``: what can be told from the words alone, in linear time."""
    if reason := _unreadable(sql):
        raise UnsafeQueryError(f"refused: {reason}")
    read = list(tokens(sql))
    while read and read[-1].text == ";":
        read.pop()
    reasons = (rule(read) for rule in TEXT_RULES)
    if reason := next(filter(None, reasons), None):
        raise UnsafeQueryError(f"refused: {reason}")


def _unreadable(sql: str) -> str | None:
    if len(sql) > MAX_CHARACTERS:
        return f"the statement is longer than {MAX_CHARACTERS:,} characters; ask for less at once"
    if re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]", sql):
        return "the statement holds control characters; send plain text"
    return None


def no_statement(read: list[Token]) -> str | None:
    return None if read else f"there is no statement; {ONE_SELECT}"


def too_many_tokens(read: list[Token]) -> str | None:
    if len(read) > MAX_TOKENS:
        return f"the statement has more than {MAX_TOKENS:,} words; ask for less at once"
    return None


def unknown_character(read: list[Token]) -> str | None:
    bad = next((token.text for token in read if token.kind == "bad"), None)
    if bad is None:
        return None
    if bad in "'\"`[":
        return f"a {bad} is opened and never closed"
    return f"the character {bad!r} does not belong in SQL"


def several_statements(read: list[Token]) -> str | None:
    if any(token.text == ";" for token in read):
        return "there is more than one statement; send them one at a time"
    return None


def not_a_query(read: list[Token]) -> str | None:
    """The first word, and after WITH the first verb outside parentheses, must read."""
    first = read[0].text.upper()
    if first == "WITH":
        first = next(_verbs(read), "WITH without a SELECT")
    if first in ("SELECT", "VALUES") or first == "(":
        return None
    fault = "does not only read" if first in CHANGES else "is not a query"
    return f"{first[:40]} {fault}; {ONE_SELECT}"


def _verbs(read: list[Token]) -> Iterator[str]:
    depth = 0
    for token in read:
        depth += (token.text == "(") - (token.text == ")")
        word = token.text.upper()
        if depth == 0 and word in ("SELECT", "VALUES", "INSERT", "UPDATE", "DELETE", "REPLACE"):
            yield word


def bind_variable(read: list[Token]) -> str | None:
    bound = next((token.text for token in read if token.kind == "variable"), None)
    return f"{bound} is a placeholder without a value; write the value itself" if bound else None


def unbalanced_or_deep(read: list[Token]) -> str | None:
    depth = 0
    for token in read:
        depth += (token.text == "(") - (token.text == ")")
        if depth > MAX_DEPTH:
            return f"parentheses are more than {MAX_DEPTH} deep; write it flatter"
        if depth < 0:
            return "a parenthesis is closed that was never opened"
    return "a parenthesis is opened and never closed" if depth else None


TEXT_RULES: tuple[Callable[[list[Token]], str | None], ...] = (
    no_statement,
    too_many_tokens,
    unknown_character,
    several_statements,
    not_a_query,
    bind_variable,
    unbalanced_or_deep,
)

ROOTS = (exp.Select, exp.SetOperation, exp.Values, exp.Subquery)

CLAUSES = (
    exp.Alias, exp.Aliases, exp.CTE, exp.CollateColumnConstraint, exp.DataType,
    exp.DataTypeParam, exp.Distinct, exp.Filter, exp.From, exp.Group, exp.Having,
    exp.Identifier, exp.IgnoreNulls, exp.IndexTableHint, exp.Interval, exp.JSONPath,
    exp.JSONPathPart, exp.JSONKeyValue, exp.Join, exp.Lateral, exp.Limit, exp.Offset,
    exp.Order, exp.Ordered, exp.PositionalColumn, exp.RespectNulls, exp.Star, exp.Subquery,
    exp.Table, exp.TableAlias, exp.TableColumn, exp.TableFromRows, exp.Tuple, exp.Values,
    exp.Var, exp.Where, exp.WindowSpec, exp.With, exp.WithinGroup,
)  # fmt: skip
"""What a reading statement is made of, beside queries (``exp.Query``) and the expressions that
have a value (``exp.Condition``): which functions may run is the engine's to know."""


def root_does_not_read(tree: exp.Expr) -> str | None:
    return None if isinstance(tree, ROOTS) else f"{tree.key.upper()} does not read; {ONE_SELECT}"


def part_does_not_read(tree: exp.Expr) -> str | None:
    for node in tree.walk():
        kind: Any = type(node)
        if not _is_part(kind):
            return f"{node.key.upper()} is not part of a query that only reads"
    return None


@cache
def _is_part(kind: type[exp.Expr]) -> bool:
    return issubclass(kind, (exp.Query, exp.Condition, *CLAUSES))


TREE_RULES: tuple[Callable[[exp.Expr], str | None], ...] = (root_does_not_read, part_does_not_read)
RULES = (*TEXT_RULES, *TREE_RULES)
