"""What the offline model knows of one database: names, roles of columns, labels, key paths.

Read from the schema once; a column's stored form (unix seconds, flags) is looked at only when a
question speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from sqlagent.errors import FunctionError, QueryTimeoutError
from sqlagent.linking import Name, is_text, names
from sqlagent.linking.english import lemma, near, split
from sqlagent.linking.stored import quote
from sqlagent.models.offline.dateparts import stored_form
from sqlagent.models.offline.graph import Graph
from sqlagent.schema import Schema, Table

MONEY = frozenset(
    "price cost amount total fee salary wage payment revenue charge fare fine".split()
)
_LABELS = ("name", "title", "label", "headline", "nick", "caption")
_DATES = frozenset(
    "date day time when since until at on timestamp month year birth from to start".split()
)
_QUANTITY = frozenset("quantity unit piece".split())
_TRUE = frozenset("y yes t true 1".split())
_FALSE = frozenset("n no f false 0".split())


class Catalog:
    """The facts of one database; ``run`` is the door its rows are looked at through."""

    def __init__(self, schema: Schema, run: Any) -> None:
        self.schema = schema
        self.graph = Graph(schema)
        self._run = run
        self._samples: dict[tuple[str, str], tuple[Any, ...]] = {}

    def rows(self, sql: str, max_rows: int = 2000) -> Iterable[Sequence[Any]]:
        """The rows of a query, none where it cannot be run."""
        try:
            return tuple(self._run(sql, max_rows))
        except FunctionError:
            return ()

    def look(self, sql: str) -> Iterable[Sequence[Any]]:
        """The rows of a query; raises ``QueryTimeoutError`` where it takes too long."""
        try:
            return tuple(self._run(sql, 2000))
        except QueryTimeoutError:
            raise
        except FunctionError:
            return ()

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Every table and column by its words."""
        return names(self.schema)

    @cached_property
    def _words(self) -> dict[tuple[str, str | None], tuple[str, ...]]:
        return {(name.table, name.column): name.words for name in self.names}

    def words(self, table: str, column: str | None = None) -> tuple[str, ...]:
        """The words of a table's or column's name."""
        return self._words[table, column]

    def spoken(self, table: str, column: str) -> str:
        """A column's name as people read it: its own words, abbreviations written out."""
        words = self.words(table, column)
        own = split(column)[-len(words) :]
        if len(own) < len(words):
            return " ".join(words)
        pairs = zip(own, words, strict=True)
        return " ".join(said if lemma(said) == word else word for said, word in pairs)

    def columns(self, table: str) -> tuple[str, ...]:
        """The names of a table's columns that may be shown."""
        return tuple(column.name for column in self.schema[table].columns if not column.hidden)

    def key(self, table: str) -> tuple[str, ...]:
        """The primary key, or the column that looks like one where none is declared."""
        declared = self.schema[table].primary_key
        if declared:
            return declared
        referenced = self.graph.referenced(table)
        return referenced or (self.schema[table].columns[0].name,)

    def is_key(self, table: str, column: str) -> bool:
        """Whether a column is a key that people do not speak of: own id or a foreign key."""
        words = self.words(table, column)
        if self.graph.is_foreign(table, column):
            return True
        return self.key(table) == (column,) and (words[-1] in ("id", "code", "no", "number"))

    def is_link(self, table: str) -> bool:
        """Whether a table only joins two others: its primary key is made of foreign keys."""
        key = self.schema[table].primary_key
        return len(key) > 1 and all(self.graph.is_foreign(table, column) for column in key)

    def is_number(self, table: str, column: str) -> bool:
        """Whether a column holds numbers that can be measured or compared."""
        if self.is_key(table, column):
            return False
        kind = self.schema[table][column].type.upper()
        if self.words(table, column)[-1] in ("id", "no", "code", "by"):
            return False
        if any(part in kind for part in ("INT", "REAL", "NUM", "DEC", "FLOA", "DOUB", "MONEY")):
            return not self.date_form(table, column)
        if is_text(self.schema[table][column]) and self.words(table, column)[-1] in MONEY:
            return all(isinstance(v, int | float) for v in self.sample(table, column))
        return False

    def is_money(self, table: str, column: str) -> bool:
        """Whether a column holds amounts of money."""
        words = set(self.words(table, column))
        return bool(words & (MONEY | {"cent", "usd", "eur"})) and self.is_number(table, column)

    def sample(self, table: str, column: str) -> tuple[Any, ...]:
        """A few values of a column, without NULL and repeats."""
        if (table, column) not in self._samples:
            name = quote(column)
            found = self.rows(
                f"SELECT DISTINCT {name} FROM (SELECT {name} FROM {quote(table)}"
                f" WHERE {name} IS NOT NULL LIMIT 300) AS s LIMIT 12"
            )
            self._samples[table, column] = tuple(row[0] for row in found)
        return self._samples[table, column]

    def date_form(self, table: str, column: str) -> str:
        """How a date is stored: iso, unix, yyyymmdd, yyyymm, year; "" where it is no date."""
        declared = self.schema[table][column].type.upper()
        words = set(self.words(table, column))
        named = "DATE" in declared or "TIME" in declared
        if is_text(self.schema[table][column]) and len(self.sample(table, column)) > 2:
            named = True
        verbal = any(word.endswith(("on", "at", "ed")) for word in words)
        if not (named or verbal or words & _DATES):
            return ""
        if self.is_key(table, column):
            return ""
        forms = {stored_form(value) for value in self.sample(table, column)[:8]}
        return forms.pop() if len(forms) == 1 else ""

    def blanks(self, table: str, column: str) -> tuple[bool, bool]:
        """Whether a column holds NULL, and whether a column of numbers holds 0."""
        name, rows = quote(column), quote(table)
        probe = f"SELECT 1 FROM {rows} WHERE {name} IS NULL LIMIT 1"
        null = self.schema[table][column].nullable and bool(self.rows(probe))
        numbers = not is_text(self.schema[table][column]) and not self.date_form(table, column)
        zero = numbers and bool(self.rows(f"SELECT 1 FROM {rows} WHERE {name} = 0 LIMIT 1"))
        return null, zero

    def flag(self, table: str, column: str) -> tuple[Any, Any] | None:
        """The values of a yes-or-no column, yes first; None for another column."""
        values = self.sample(table, column)
        if not 1 <= len(values) <= 2:
            return None
        true = [v for v in values if str(v).lower() in _TRUE]
        false = [v for v in values if str(v).lower() in _FALSE]
        if len(true) + len(false) != len(values):
            return None
        yes = true[0] if true else {0: 1, "0": "1", "N": "Y", "n": "y", "No": "Yes"}.get(false[0])
        return None if yes is None else (yes, false[0] if false else None)

    def label(self, table: str) -> tuple[str, ...]:
        """The columns people know a row by: a name, a title, first and last name; or none."""
        found = self.schema[table]
        first = self._named(found, "first", "given", "forename", "personal")
        last = self._named(found, "last", "family", "surname")
        if first and last:
            return (first, last)
        own = self.words(table)
        for word in _LABELS:
            for column in found.columns:
                words = self.words(table, column.name)
                plain = set(words) <= {word, "full", "long", "display", "product", "company", *own}
                if words[-1] == word and plain and is_text(column):
                    return (column.name,)
        for word in ("name", "title", "description", "detail", "text"):
            for column in found.columns:
                words = self.words(table, column.name)
                foreign = self.graph.is_foreign(table, column.name)
                if words[-1] == word and is_text(column) and not foreign and words[0] != "ship":
                    weak = word not in _LABELS and self.key(table) != (column.name,)
                    return (*self.key(table)[:1], column.name) if weak else (column.name,)
        return tuple(c.name for c in found.columns if self.words(table, c.name) == own)[:1]

    def _named(self, table: Table, *firsts: str) -> str | None:
        for column in table.columns:
            words = self.words(table.name, column.name)
            if set(words) & set(firsts) and is_text(column):
                return column.name
        return None

    def is_person(self, table: str) -> bool:
        """Whether a table's rows are people."""
        people = {"person", "customer", "staff", "student", "guest", "user", "player", "author"}
        people |= {"teacher", "patient", "artist", "boss", "trainer", "doctor", "donor", "reader"}
        last = self.words(table)[-1]
        columns = self.label(table)
        named = {"first", "last"} & set(self.words(table, columns[0])) if columns else ()
        return bool(named) or last in people or bool(near(last) & people)

    def milestone(self, table: str, words: frozenset[str]) -> str | None:
        """The date column of a table that is named by one of the words."""
        dates = self.dates(table)
        return next((c for c in dates if words & set(self.words(table, c))), None)

    def people(self) -> list[str]:
        """The tables whose rows are people."""
        return [name for name in self.graph.tables if self.is_person(name)]

    def genders(self) -> dict[tuple[str, str], dict[str, str]]:
        """For each column that tells women from men, the stored value of either."""
        found = {}
        for name in self.names:
            if name.column and set(name.words) & {"sex", "gender"}:
                values = [v for v in self.sample(name.table, name.column) if isinstance(v, str)]
                women = [v for v in values if v[:1].lower() in ("f", "w")]
                men = [v for v in values if v[:1].lower() == "m"]
                if women and men:
                    pair = {"woman": women[0], "man": men[0]}
                    found[name.table, name.column] = pair
        return found

    def dates(self, table: str) -> list[str]:
        """A table's date columns."""
        return [name for name in self.columns(table) if self.date_form(table, name)]

    def numbers(self, table: str) -> list[str]:
        """A table's columns that can be measured."""
        return [name for name in self.columns(table) if self.is_number(table, name)]
