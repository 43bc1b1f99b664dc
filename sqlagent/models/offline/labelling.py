"""Which columns people know the rows of a table by: a name, a title, first and last name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlagent.linking import is_text
from sqlagent.linking.stored import quote

if TYPE_CHECKING:
    from sqlagent.models.offline.catalog import Catalog

NAMES = ("name", "title", "label", "headline", "nick", "caption")
_FURTHER = frozenset("full long display product company".split())
_TEXTS = ("name", "title", "description", "detail", "text")
# What a row is known by where it has no name; where it is, for a place alone.
_SUBJECTS = frozenset(
    "company organization organisation firm player theme topic slogan meaning".split()
)
_WHERE = frozenset("location address place".split())
_PLACES = frozenset(
    """shop store station branch site office warehouse depot restaurant cinema stadium house
    property building apartment garage park hotel library museum clinic hospital plant factory
    field stop airport gym studio cafe bar market outlet venue""".split()
)
_LOOKED_AT = 300  # rows
_SHARED = 0.75  # of the rows have a value of their own
_LONGEST = 60  # letters, at the mean, of what is a name


def find(table: str, catalog: Catalog) -> tuple[str, ...]:
    """The columns of a table that its rows are known by; none where no column is one."""
    first = _holding(table, catalog, "first", "given", "forename", "personal")
    last = _holding(table, catalog, "last", "family", "surname")
    if first and last:
        return (first, last)
    return _plain(table, catalog) or _ending(table, catalog) or _telling(table, catalog)


def _holding(table: str, catalog: Catalog, *wanted: str) -> str | None:
    for column in catalog.schema[table].columns:
        words = catalog.words(table, column.name)
        if {*words} & {*wanted} and words[-1] in ("name", *wanted) and is_text(column):
            return column.name
    return None


def _plain(table: str, catalog: Catalog) -> tuple[str, ...]:
    """A name or title and nothing more."""
    own = catalog.words(table)
    for word in NAMES:
        for column in catalog.schema[table].columns:
            words = catalog.words(table, column.name)
            plain = {*words} <= {word, *_FURTHER, *own}
            if words[-1] == word and plain and is_text(column):
                return (column.name,)
    return ()


def _ending(table: str, catalog: Catalog) -> tuple[str, ...]:
    """Some name, else a text, that of a text with the key; else what is called like the table."""
    for word in _TEXTS:
        for column in catalog.schema[table].columns:
            words = catalog.words(table, column.name)
            foreign = catalog.graph.is_foreign(table, column.name)
            if words[-1] == word and is_text(column) and not foreign and words[0] != "ship":
                weak = word not in NAMES and catalog.key(table) != (column.name,)
                return (*catalog.key(table)[:1], column.name) if weak else (column.name,)
    columns = catalog.schema[table].columns
    own = catalog.words(table)
    return tuple(c.name for c in columns if catalog.words(table, c.name) == own)[:1]


def _telling(table: str, catalog: Catalog) -> tuple[str, ...]:
    """A text that tells the rows of a thing apart: a theme, a company, an address."""
    if catalog.is_link(table) or not catalog.schema[table].primary_key:
        return ()
    placed = catalog.words(table)[-1] in _PLACES
    for wanted in (_SUBJECTS, _WHERE) if placed else (_SUBJECTS,):
        for column in catalog.schema[table].columns:
            telling = wanted & {*catalog.words(table, column.name)[-1:]}
            foreign = catalog.graph.is_foreign(table, column.name)
            if telling and is_text(column) and not foreign and _tells(table, column.name, catalog):
                return (column.name,)
    return _numbered(table, catalog)


def _numbered(table: str, catalog: Catalog) -> tuple[str, ...]:
    """A number that people know a thing by beside the key that nobody speaks of: a room's."""
    number = ("number",)
    keys = catalog.key(table)
    for column in catalog.schema[table].columns:
        name = column.name
        if catalog.words(table, name) in (number, (*catalog.words(table), *number)):
            known = name in keys or catalog.graph.is_foreign(table, name)
            if not known and _tells(table, name, catalog):
                return (name,)
    return ()


def _tells(table: str, column: str, catalog: Catalog) -> bool:
    """Whether most rows have a short value of their own in a column."""
    name = quote(column)
    rows = list(catalog.known(
        f"SELECT COUNT(*), COUNT(DISTINCT {name}), AVG(LENGTH({name}))"
        f" FROM (SELECT {name} FROM {quote(table)} LIMIT {_LOOKED_AT}) AS s"
    ))  # fmt: skip
    count, own, length = rows[0] if rows else (0, 0, 0)
    return bool(count) and own >= _SHARED * count and (length or 0) <= _LONGEST
