"""What the offline model knows of one database: names, roles of columns, labels, key paths.

Read from the schema once; a column's stored form (unix seconds, flags) is looked at only when a
question speaks of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlagent.errors import FunctionError, QueryTimeoutError
from sqlagent.linking import Name, Names, Stored, is_text, names, near
from sqlagent.linking.english import lemma, split
from sqlagent.linking.stored import quote
from sqlagent.models.offline import labelling
from sqlagent.models.offline.dateparts import stored_form
from sqlagent.models.offline.graph import Graph
from sqlagent.schema import Schema

MONEY = frozenset(
    "price cost amount total fee salary wage payment revenue charge fare fine".split()
)
_DATES = frozenset(
    "date day time when since until at on timestamp month year birth from to start yyyymm".split()
)
_QUANTITY = frozenset("quantity unit piece".split())
_TRUE = frozenset("y yes t true 1".split())
_FALSE = frozenset("n no f false 0".split())
_LOOKED = 5000  # rows from which a table is too long to look for the least and the greatest number


P = ParamSpec("P")
R = TypeVar("R")


def _kept(
    method: Callable[Concatenate[Catalog, P], R],
) -> Callable[Concatenate[Catalog, P], R]:
    """What a method says of a table or column, found out once."""

    @wraps(method)
    def kept(self: Catalog, *args: P.args, **named: P.kwargs) -> R:
        key = (method.__name__, args)
        if key not in self._facts:
            self._facts[key] = method(self, *args, **named)
        found: R = self._facts[key]
        return found

    return cast("Callable[Concatenate[Catalog, P], R]", kept)


class Catalog:
    """The facts of one database; ``run`` is the door its rows are looked at through."""

    def __init__(self, schema: Schema, run: Any) -> None:
        self.schema = schema
        self.graph = Graph(schema)
        self._run = run
        self._samples: dict[tuple[str, str], tuple[Any, ...]] = {}
        self._known: dict[str, Iterable[Sequence[Any]]] = {}
        self._facts: dict[tuple[str, tuple[object, ...]], Any] = {}

    def rows(self, sql: str, max_rows: int = 2000) -> Iterable[Sequence[Any]]:
        """The rows of a query, none where it cannot be run."""
        try:
            return tuple(self._run(sql, max_rows))
        except FunctionError:
            return ()

    def known(self, sql: str) -> Iterable[Sequence[Any]]:
        """The rows of a query that many questions ask for: run once, and remembered."""
        if sql not in self._known:
            self._known[sql] = self.rows(sql)
        return self._known[sql]

    def look(self, sql: str) -> Iterable[Sequence[Any]]:
        """The rows of a query; raises ``QueryTimeoutError`` where it takes too long."""
        try:
            return tuple(self._run(sql, 2000))
        except QueryTimeoutError:
            raise
        except FunctionError:
            return ()

    def tried(self, sql: str, max_rows: int) -> Sequence[Sequence[Any]] | None:
        """The first rows of a query, none where it takes too long, None where it cannot be run."""
        try:
            return tuple(self._run(sql, max_rows))
        except QueryTimeoutError:
            return ()
        except FunctionError:
            return None

    @cached_property
    def names(self) -> Names:
        """Every table and column by its words."""
        return names(self.schema)

    @cached_property
    def stored(self) -> Stored:
        """The texts that are stored, read when a question first speaks of one."""
        return Stored(self.schema, self.look)

    @cached_property
    def _words(self) -> dict[tuple[str, str | None], tuple[str, ...]]:
        return {(name.table, name.column): name.words for name in self.names}

    def words(self, table: str, column: str | None = None) -> tuple[str, ...]:
        """The words of a table's or column's name."""
        return self._words[table, column]

    @cached_property
    def _by_word(self) -> dict[str, tuple[Name, ...]]:
        found: dict[str, tuple[Name, ...]] = {}
        for name in self.names:
            for word in name.words:
                found[word] = (*found.get(word, ()), name)
        return found

    def named(self, word: str) -> tuple[Name, ...]:
        """The tables and columns whose names hold a word."""
        return self._by_word.get(word, ())

    def is_graded(self, table: str, column: str) -> bool:
        """Whether the values of a column have more and less: numbers and dates."""
        return self.is_number(table, column) or bool(self.date_form(table, column))

    @_kept
    def sort_of(self, table: str, column: str) -> str:
        """What sort of values a column holds, as one letter.

        K a key, N numbers, D dates, F yes or no, L what a row is known by, T other text.
        """
        if self.is_key(table, column):
            return "K"
        if column in self.label(table):
            return "L"
        if self.date_form(table, column):
            return "D"
        if self.flag(table, column):
            return "F"
        return "N" if self.is_number(table, column) else "T"

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

    @_kept
    def key(self, table: str) -> tuple[str, ...]:
        """The primary key, or the column that looks like one where none is declared."""
        declared = self.schema[table].primary_key
        if declared:
            return declared
        referenced = self.graph.referenced(table)
        return referenced or (self.schema[table].columns[0].name,)

    @_kept
    def is_key(self, table: str, column: str) -> bool:
        """Whether a column is a key that people do not speak of: own id or a foreign key."""
        words = self.words(table, column)
        if self.graph.is_foreign(table, column):
            return True
        return self.key(table) == (column,) and (words[-1] in ("id", "code", "no", "number"))

    @_kept
    def is_link(self, table: str) -> bool:
        """Whether a table only joins two others: its primary key is made of foreign keys."""
        key = self.schema[table].primary_key
        return len(key) > 1 and all(self.graph.is_foreign(table, column) for column in key)

    @_kept
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

    @_kept
    def is_money(self, table: str, column: str) -> bool:
        """Whether a column holds amounts of money."""
        words = set(self.words(table, column))
        return bool(words & (MONEY | {"cent", "usd", "eur"})) and self.is_number(table, column)

    def sample(self, table: str, column: str) -> tuple[Any, ...]:
        """A few values of a column, without NULL and repeats."""
        if (table, column) not in self._samples:
            self._sample(table)
        return self._samples[table, column]

    def _sample(self, table: str) -> None:
        """Looks at the first rows of a table; at more of them for what is mostly NULL."""
        columns = [column.name for column in self.schema[table].columns]
        first = tuple(
            self.rows(f"SELECT {', '.join(map(quote, columns))} FROM {quote(table)} LIMIT 300")
        )
        for at, column in enumerate(columns):
            held = [row[at] for row in first if row[at] is not None]
            values = dict.fromkeys(held)
            if len(held) < 150 and (len(first) == 300 or not first):
                name = quote(column)
                further = self.rows(
                    f"SELECT DISTINCT {name} FROM (SELECT {name} FROM {quote(table)}"
                    f" WHERE {name} IS NOT NULL LIMIT 300) AS s LIMIT 12"
                )
                values = dict.fromkeys(row[0] for row in further)
            self._samples[table, column] = tuple(values)[:12]

    @_kept
    def date_form(self, table: str, column: str) -> str:
        """How a date is stored, as ``stored_form`` names it; "" where it is no date.

        iso, month, yyyymmdd, yyyymm, year, unix, unixms or tail.
        """
        declared = self.schema[table][column].type.upper()
        words = set(self.words(table, column))
        named = "DATE" in declared or "TIME" in declared
        if is_text(self.schema[table][column]) and len(self.sample(table, column)) > 2:
            named = True
        verbal = any(word.endswith(("on", "at", "ed")) for word in words)
        if self.is_key(table, column):
            return ""
        sample = self.sample(table, column)
        forms = {stored_form(value) for value in sample[:8]}
        if forms == {"tail", "year"}:
            forms = {"tail"}  # of some days only the year is known
        form = forms.pop() if len(forms) == 1 else ""
        if named or verbal or words & _DATES:
            return form
        # Numbers that are all days by their digits are no quantities.
        return form if form in ("yyyymmdd", "unix") and len(sample) > 3 else ""

    def blanks(self, table: str, column: str) -> tuple[bool, bool]:
        """Whether a column holds NULL, and whether a column of numbers holds 0."""
        name, rows = quote(column), quote(table)
        numbers = not is_text(self.schema[table][column]) and not self.date_form(table, column)
        tests = [f"{name} IS NULL"] if self.schema[table][column].nullable else []
        tests += [f"{name} = 0"] if numbers else []
        if not tests:
            return False, False
        found = (f"EXISTS (SELECT 1 FROM {rows} WHERE {test})" for test in tests)
        holds = next(iter(self.known(f"SELECT {', '.join(found)}")), [0] * len(tests))
        null, zero = len(tests) > numbers and bool(holds[0]), numbers and bool(holds[-1])
        return null, zero

    @_kept
    def flag(self, table: str, column: str) -> tuple[Any, Any] | None:
        """The values of a yes-or-no column, yes first; None for another column."""
        values = self.sample(table, column)
        if not 1 <= len(values) <= 2 or self.is_key(table, column):
            return None
        true = [v for v in values if str(v).lower() in _TRUE]
        false = [v for v in values if str(v).lower() in _FALSE]
        if len(true) + len(false) != len(values):
            return None
        yes = true[0] if true else {0: 1, "0": "1", "N": "Y", "n": "y", "No": "Yes"}.get(false[0])
        return None if yes is None else (yes, false[0] if false else None)

    @_kept
    def extents(self, table: str) -> dict[str, tuple[float, float]]:
        """The least and the greatest number of each column of numbers; none of a long table."""
        columns = self.numbers(table)
        if not columns:
            return {}
        held = ", ".join(map(quote, columns))
        both = ", ".join(f"MIN({quote(name)}), MAX({quote(name)})" for name in columns)
        first = f"SELECT {held} FROM {quote(table)} LIMIT {_LOOKED}"
        rows = self.rows(f"SELECT COUNT(*), {both} FROM ({first}) AS s")
        count, *ends = next(iter(rows), (_LOOKED,))
        if count >= _LOOKED:  # the rows beyond may hold less or more
            return {}
        pairs = zip(columns, ends[::2], ends[1::2], strict=True)
        return {
            name: (float(low), float(high)) for name, low, high in pairs
            if isinstance(low, int | float) and isinstance(high, int | float)
        }  # fmt: skip

    @_kept
    def label(self, table: str) -> tuple[str, ...]:
        """The columns people know a row by: a name, a title, first and last name; or none."""
        return labelling.find(table, self)

    @_kept
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

    @_kept
    def people(self) -> list[str]:
        """The tables whose rows are people."""
        return [name for name in self.graph.tables if self.is_person(name)]

    @_kept
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

    @_kept
    def dates(self, table: str) -> list[str]:
        """A table's date columns."""
        return [name for name in self.columns(table) if self.date_form(table, name)]

    @_kept
    def numbers(self, table: str) -> list[str]:
        """A table's columns that can be measured."""
        return [name for name in self.columns(table) if self.is_number(table, name)]
