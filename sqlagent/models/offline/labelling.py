"""Which columns people know the rows of a table by: a name, a title, first and last name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlagent.linking import is_text
from sqlagent.linking.english import split
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
_OTHERS = frozenset(
    """manager owner contact captain coach director president leader head boss mayor host agent
    representative holder principal chairman ceo founder referee judge guardian""".split()
)
# Whom a row is sent to (ship_name, bill_name) says nothing of what the row is.
_ADDRESSED = frozenset(("ship", "bill"))
_HANDLES = frozenset("nick nickname username handle".split())
_UNTOLD = frozenset("url link email comment note status date".split())
_TELLING = 12  # values of their own that make a number one that people know things by
_LOOKED_AT = 300  # rows
_SHARED = 0.75  # of the rows have a value of their own
_LONGEST = 60  # letters, at the mean, of what is a name


def find(table: str, catalog: Catalog) -> tuple[str, ...]:
    """The columns of a table that its rows are known by; none where no column is one."""
    first = _holding(table, catalog, "first", "given", "forename", "personal")
    last = _holding(table, catalog, "last", "family", "surname")
    if first and last:
        return (first, last)
    found = _plain(table, catalog) or _namesake(table, catalog) or _ending(table, catalog)
    if found and not _is_anothers(table, found[-1], catalog):
        return _handled(table, found, catalog)
    return _telling(table, catalog) or found or _namesake(table, catalog, amount=True)


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
                shared = "company" in words and "company" not in own
                if not shared or (column.name,) == catalog.key(table):
                    return (column.name,)
    return ()


def _namesake(table: str, catalog: Catalog, *, amount: bool = False) -> tuple[str, ...]:
    """A text that is called like the table, or an ``amount`` that is."""
    own = catalog.words(table)
    for column in catalog.schema[table].columns:
        linked = catalog.graph.is_foreign(table, column.name)
        linked |= not amount and catalog.key(table) == (column.name,)
        if catalog.words(table, column.name) == own and not linked:
            return (column.name,) if amount or is_text(column) else ()
    return ()


def _is_anothers(table: str, column: str, catalog: Catalog) -> bool:
    """Whether a name is that of somebody who has to do with the row: its manager's."""
    words = catalog.words(table, column)
    return len(words) > 1 and words[-2] in _OTHERS and words[-2] not in catalog.words(table)


def _handled(table: str, label: tuple[str, ...], catalog: Catalog) -> tuple[str, ...]:
    """A label, with what people call themselves before it where there is such a column."""
    for column in catalog.schema[table].columns:
        if catalog.words(table, column.name)[-1] in _HANDLES and column.name not in label:
            return (column.name, *label) if _tells(table, column.name, catalog) else label
    return label


def _ending(table: str, catalog: Catalog) -> tuple[str, ...]:
    """Some name, one that tells the rows apart before others, else a text with the key."""
    for word in _TEXTS:
        named = [
            column.name for column in catalog.schema[table].columns
            if catalog.words(table, column.name)[-1] == word and is_text(column)
            and not catalog.graph.is_foreign(table, column.name)
            and catalog.words(table, column.name)[0] not in _ADDRESSED
        ]  # fmt: skip
        if named:
            name = named[0]
            if len(named) > 1:
                keys = [one for one in named if one in catalog.key(table)]
                telling = (one for one in (*keys, *named) if _tells(table, one, catalog))
                name = next(telling, name)
            weak = word not in NAMES and catalog.key(table) != (name,)
            return (*catalog.key(table)[:1], name) if weak else (name,)
    return ()


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
    return _numbered(table, catalog) or _only(table, catalog)


def _only(table: str, catalog: Catalog) -> tuple[str, ...]:
    """The one text of a table, where it has no other and no more than another column beside."""
    keys = catalog.key(table)
    own = [
        c for c in catalog.schema[table].columns
        if not catalog.graph.is_foreign(table, c.name) and c.name not in keys
    ]  # fmt: skip
    texts = [c.name for c in own if is_text(c) and not catalog.date_form(table, c.name)]
    if len(texts) != 1 or len(own) > 2 or not _tells(table, texts[0], catalog):
        return ()
    apart = {*catalog.words(table, texts[0])} & (_UNTOLD if len(own) == 1 else _UNTOLD | {"type"})
    return () if apart else (texts[0],)


def _numbered(table: str, catalog: Catalog) -> tuple[str, ...]:
    """A number that people know a thing by beside the key that nobody speaks of: a room's."""
    keys = catalog.key(table)
    for word in ("number", "code"):
        for column in catalog.schema[table].columns:
            name = column.name
            if catalog.words(table, name) in ((word,), (*catalog.words(table), word)):
                known = name in keys or catalog.graph.is_foreign(table, name)
                told = word == "number" and len(split(name)) > 1
                least = _TELLING if told else _LOOKED_AT
                if not known and _tells(table, name, catalog, least):
                    return (name,)
    return ()


def _tells(table: str, column: str, catalog: Catalog, least: int = _LOOKED_AT) -> bool:
    """Whether most rows, or so many, have a short value of their own in a column."""
    name = quote(column)
    rows = list(catalog.known(
        f"SELECT COUNT(*), COUNT(DISTINCT {name}), AVG(LENGTH({name}))"
        f" FROM (SELECT {name} FROM {quote(table)} LIMIT {_LOOKED_AT}) AS s"
    ))  # fmt: skip
    count, own, length = rows[0] if rows else (0, 0, 0)
    return bool(count) and own >= min(least, _SHARED * count) and (length or 0) <= _LONGEST
