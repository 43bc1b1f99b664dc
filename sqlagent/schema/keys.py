"""Foreign keys that nobody declared, guessed from names and types.

A guess still has to be borne out by the values before anyone joins by it. A missed key costs a
question its join, a wrong one costs an answer its truth: a name that could mean two tables
means none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlagent.schema import Column, Table

SECONDS = 0.5
"""How long a look at the values may take, for all candidates together."""

_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+")
_KEY_WORDS = ("id", "code", "key", "no", "nr", "num", "number", "uuid", "guid")
_GENERIC = [(word,) for word in _KEY_WORDS]
_AMOUNTS = frozenset("num nr count total sum avg average min max per size rank level".split())
_COMMON = frozenset("name title label day date time year month type kind status order".split())
_KIN = frozenset("parent mother father spouse reportto predecessor successor".split())
_CHIEFS = frozenset("supervisor superv super manager mgr boss mentor superior".split())
_PEOPLE = frozenset(
    "employee emp staff person personnel worker officer agent member doctor doc crew user".split()
)
_VAGUE = _AMOUNTS | _COMMON | {*_KEY_WORDS}
_IRREGULAR = {"people": "person", "children": "child", "men": "man", "women": "woman"}

_AFFINITIES = (
    ("INTEGER", ("INT",)),
    ("TEXT", ("CHAR", "CLOB", "TEXT")),
    ("BLOB", ("BLOB",)),
    ("REAL", ("REAL", "FLOA", "DOUB")),
)


class Candidate(NamedTuple):
    """``column`` of ``table`` may hold the key ``key`` of ``parent``."""

    table: str
    column: str
    parent: str
    key: str


Contained = Callable[[Sequence[Candidate], float], Sequence[bool | None]]
"""Whether the values of each candidate are all in its parent; None where the time was over."""


def find(tables: Sequence[Table], contained: Contained) -> tuple[list[Candidate], int]:
    """The candidates that hold, and how many nobody got to see in ``SECONDS``."""
    guesses = candidates(tables)
    verdicts = contained(guesses, SECONDS) if guesses else ()
    held = [guess for guess, verdict in zip(guesses, verdicts, strict=True) if verdict]
    return _one_way(held), sum(verdict is None for verdict in verdicts)


def candidates(tables: Sequence[Table]) -> list[Candidate]:
    """The columns that may be foreign keys, each with the one key that its name fits."""
    names = _Names(tables)
    found = []
    for table in tables:
        declared = {name for key in table.foreign_keys for name in key.columns}
        for column in table.columns if table.kind == "table" else ():
            fits = names.fits(table, column) if column.name not in declared else ()
            if len(fits) == 1:
                found.append(Candidate(table.name, column.name, *fits[0]))
    return found


def _one_way(held: Sequence[Candidate]) -> list[Candidate]:
    """Of two that hold in both directions, only the one that refers to the earlier table."""
    kept: set[Candidate] = set()
    for one in reversed(held):
        if Candidate(one.parent, one.key, one.table, one.column) not in kept:
            kept.add(one)
    return [one for one in held if one in kept]


class _Names:
    """The keys of all tables, by what a column that holds one would be called."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.after_table: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        self.after_key: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        self.bare: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        self.primary: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        self.whole: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        self.numbers: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        self.prefixes = {table.name: _prefix(table) for table in tables}
        for table in tables:
            owner = "".join(_words(table.name))
            for column in _single_keys(table):
                place, affinity = (table.name, column.name), _affinity(column.type)
                words = _words(column.name)
                name = "".join(words)
                self.after_table[owner + name, affinity].add(place)
                if table.primary_key == (column.name,):
                    self.bare[owner, affinity].add(place)
                    if words not in _GENERIC and _numbered(name).endswith("no"):
                        self.numbers[_numbered(name), affinity].add(place)
                    if len(words) > 1 or not {*words} & _VAGUE:
                        self.whole[name, affinity].add(place)
                    own = self._own(table.name, words)
                    if own not in _GENERIC and not _COMMON & {*own}:
                        self.primary["".join(own), affinity].add(place)
                if name.startswith(owner):
                    self.after_table[name, affinity].add(place)
                elif words not in _GENERIC and _is_key_like(words):
                    self.after_key[name, affinity].add(place)

    def fits(self, table: Table, column: Column) -> list[tuple[str, str]]:
        """The (table, column) of each key that the column's name fits equally well.

        Best is a name made from a table's, then one that equals a key's, then one that puts a
        role before a table's (``home_team_id``) or a key's, which a table's own key never does.
        A name may be a table's alone (``team``, ``home_team``), unless it says how many there
        are, or say what another row of the same table is to one (``parent_id``).
        """
        here, words = (table.name, column.name), _words(column.name)
        name, affinity = "".join(words), _affinity(column.type)
        if found := self.after_table.get((name, affinity)):
            return [] if here in found else sorted(found)
        if found := self.after_key.get((name, affinity)):
            return sorted(found - {here})
        if table.primary_key == (column.name,):
            return []
        own = "".join(self._own(table.name, words))
        if found := self.primary.get((own, affinity)):
            return sorted(found - {here})
        counts = bool(_AMOUNTS & {*words}) or _is_plural(column.name)
        for start in range(len(words)):
            name = "".join(words[start:])
            if start and (found := self.after_table.get((name, affinity))):
                return sorted(found - {here})
            if start and (found := self.whole.get((name, affinity))):
                return sorted(found - {here})
            found = set() if counts else self.bare.get((name, affinity), set())
            if found := {place for place in found if start or place[0] != table.name}:
                return sorted(found)
        if found := self.numbers.get((_numbered("".join(words)), affinity), set()) - {here}:
            return sorted(found)
        return self._kin(table, own, affinity)

    def _kin(self, table: Table, name: str, affinity: str) -> list[tuple[str, str]]:
        """The key of the table itself, where a column is named for what another row is to one."""
        roles = {name, *(name.removesuffix(word) for word in (*_KEY_WORDS, *table.primary_key))}
        people = _PEOPLE & {*_words(table.name)}
        if len(table.primary_key) != 1 or not roles & (_KIN | (_CHIEFS if people else set())):
            return []
        key = table[table.primary_key[0]]
        return [(table.name, key.name)] if _affinity(key.type) == affinity else []

    def _own(self, table: str, words: tuple[str, ...]) -> tuple[str, ...]:
        """A column's words without what all columns of its table begin with."""
        return words[1:] if len(words) > 1 and words[0] == self.prefixes[table] else words


def _prefix(table: Table) -> str:
    """The word that all columns of a table begin with, "" where there is none."""
    firsts = {next(iter(_words(column.name)), "") for column in table.columns}
    return firsts.pop() if len(firsts) == 1 and len(table.columns) > 1 else ""


def _numbered(name: str) -> str:
    """One spelling for names that end in ``no``, ``num`` or ``number``."""
    ending = next((word for word in ("number", "num", "nr") if name.endswith(word)), "")
    return name.removesuffix(ending) + "no" if ending else name


def _is_plural(name: str) -> bool:
    last = "".join(_BREAK.sub(" ", name).casefold().split()[-1:])
    return last.endswith("s") and _singular(last) != last


def _single_keys(table: Table) -> Iterator[Column]:
    for column in table.columns if any(_words(table.name)) else ():
        words = _words(column.name)
        if table.primary_key == (column.name,) or (column.unique and _is_key_like(words)):
            yield column


def _is_key_like(words: Sequence[str]) -> bool:
    return bool(words) and (words[-1] in _KEY_WORDS or words[-1].endswith("id"))


@lru_cache(10_000)
def _words(name: str) -> tuple[str, ...]:
    """A name's words in lower case and singular: ``OrderDetails``, ``order_detail`` alike."""
    return tuple(_singular(word) for word in _BREAK.sub(" ", name).casefold().split())


def _singular(word: str) -> str:
    """One spelling for both numbers, not always a word: ``movy`` for movie and movies."""
    word = _IRREGULAR.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ie"):
        return word[:-2] + "y"
    return word[:-1] if word.endswith(("se", "xe", "ze", "che", "she")) else word


@lru_cache(1_000)
def _affinity(type: str) -> str:
    """The affinity that SQLite gives a column declared as ``type``."""
    type = type.upper()
    for affinity, marks in _AFFINITIES:
        if any(mark in type for mark in marks):
            return affinity
    return "NUMERIC" if type else "BLOB"
