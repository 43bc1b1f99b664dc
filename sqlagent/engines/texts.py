"""What CREATE texts say, by SQLite's own rules of what is a word: names, modules, definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator

SHADOWS = {
    **dict.fromkeys(("fts3", "fts4"), ("content", "segments", "segdir", "docsize", "stat")),
    "fts5": ("data", "idx", "content", "docsize", "config"),
    **dict.fromkeys(("rtree", "rtree_i32", "geopoly"), ("node", "parent", "rowid")),
}
"""The tables that a virtual table keeps its content in, by its module: NAME_content and so on."""

_QUOTED = r"""'[^']*(?:''[^']*)*'|"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\[[^\]]*\]"""
_NAME = rf"(?:{_QUOTED}|[\w$\x80-\U0010ffff]+)"
_COMMENT = r"--[^\n]*|/\*.*?(?:\*/|\Z)"
_GAP = rf"(?>\s|{_COMMENT})*+"
# Left as text: most files need neither, and to compile them takes longer than to describe one.
_MODULE = rf"(?is)CREATE VIRTUAL TABLE {_GAP}{_NAME}{_GAP}USING{_GAP}({_NAME})"
_TOKEN = rf"(?s){_COMMENT}|{_NAME}|[(),.]"


def tokens(sql: str) -> list[str]:
    """The names, strings and numbers of a text, with its parentheses, commas and dots."""
    return [token for token in re.findall(_TOKEN, sql) if not token.startswith(("--", "/*"))]


def bare(token: str) -> str:
    """The name that a token spells, its quotes taken off."""
    if token[0] not in "'\"`[":
        return token
    return token[1:-1].replace(token[0] * 2, token[0])


def module(sql: str) -> str:
    """The module of a virtual table, in lower case; "" for anything else."""
    found = re.match(_MODULE, sql)
    return bare(found[1]).lower() if found else ""


def is_virtual(sql: str) -> bool:
    """Does the text make a virtual table?"""
    return bool(re.match(r"(?i)create\s+virtual\b", sql))


def words(sql: str) -> Iterator[str]:
    """The names and strings in a text."""
    return (bare(token) for token in tokens(sql) if token not in "(),.")


def definitions(sql: str) -> Iterator[list[str]]:
    """The words of each column and constraint in a CREATE TABLE text."""
    depth, found = 0, list[str]()
    for token in tokens(sql):
        depth += (token == "(") - (token == ")")
        if depth and token not in "(),.":
            found.append(bare(token))
        elif found and (not depth or (token == "," and depth == 1)):
            yield found
            found = []
