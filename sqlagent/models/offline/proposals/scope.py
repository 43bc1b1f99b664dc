"""What every family of proposals looks at: one question over one database, indexed once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlagent.linking import Link, Token, is_text
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.cues import cues_at, is_stop
from sqlagent.models.offline.query import Condition, Field

_FAR = 0.1  # what one is worth to which no way is known
_MANY = 20  # tables of a database in which such ones are not looked at
_NEAR = 0.5  # what a table is worth that lies one key from one that is spoken of
_WORTH = {"table": 1.0, "column": 0.75, "value": 0.8}
_NEGATIONS = frozenset(
    """not never no without none neither nor except excluding exclude excludes outside isn't aren't
    wasn't weren't don't doesn't didn't hasn't haven't hadn't can't cannot won't nobody noone non
    lacking lack lacks missing minus nothing nowhere w/o unlike ain't wouldn't couldn't dont doesnt
    didnt isnt arent wasnt werent cant wont havent hasnt hadnt""".split()
)
_TIGHT = frozenset(
    "a an the of in any been be being have has had is are was were do does did".split()
)
_LITTLE = frozenset("in on at of for to by from with off per as into and or".split())
_JOINERS = frozenset("or and , & nor".split())
# a number as texts have it, with a unit or a remark after it: 39%, 8+, 4 (6), 12 km
_FIGURE = re.compile(
    r"[-+]?(\d[\d,]*(\.\d+)?|\.\d+)(e[-+]?\d+)?\s*"
    r"(%|\+|\(.*\)|km|kg|cm|mm|m|g|lbs?|ft|mins?|hrs?|hours?|years?|days?)?",
    re.IGNORECASE,
)
_LONGEST = 40  # letters of a number with its unit


@dataclass(frozen=True, slots=True)
class Proposal:
    """A condition that words of the question may mean.

    ``tokens`` are the positions that it explains, ``source`` the family it comes from, ``score``
    from 0 to 1 how likely it is beside the others for the same words, ``said`` the question's own
    words where they say it best.
    """

    condition: Condition
    tokens: frozenset[int]
    source: str
    score: float
    said: str = ""


class Scope:
    """A question with its links and cues by position, and how near each table is to it."""

    def __init__(self, tokens: Sequence[Token], links: Sequence[Link], catalog: Catalog) -> None:
        self.tokens, self.catalog = tokens, catalog
        self.said = [token.text.lower().replace("’", "'") for token in tokens]
        self.links = [link for link in links if catalog.schema[link.table].kind == "table"]
        self.links = self.links or list(links)
        self.columns = [link for link in self.links if link.kind == "column"]
        self.values = [link for link in self.links if link.kind == "value"]
        self.named_tables = [link for link in self.links if link.kind == "table"]
        self._begins = [list(cues_at(tokens, at)) for at in range(len(tokens))]
        self._ends: list[list[tuple[int, str]]] = [[] for _ in range(len(tokens) + 1)]
        for start, cues in enumerate(self._begins):
            for end, cue in cues:
                self._ends[end].append((start, cue))
        self._forms: dict[tuple[str, str], str] = {}
        self._numeric: dict[tuple[str, str], bool] = {}

    def __len__(self) -> int:
        return len(self.tokens)

    def begins(self, at: int, *cues: str) -> tuple[int, str] | None:
        """The longest of the cues that begins at a place: where it ends, and which it is."""
        found = self._begins[at] if 0 <= at < len(self.tokens) else []
        return max((pair for pair in found if pair[1] in cues), default=None)

    def ends(self, at: int, *cues: str) -> tuple[int, str] | None:
        """The longest of the cues that ends before a place: where it starts, and which it is."""
        found = self._ends[at] if 0 <= at <= len(self.tokens) else []
        return min((pair for pair in found if pair[1] in cues), default=None)

    def is_cue(self, at: int) -> bool:
        """Whether a cue begins or ends at a word."""
        return bool(self._begins[at] or self._ends[at + 1])

    def word(self, at: int) -> str:
        """The word at a place in lower case, "" beyond the ends."""
        return self.said[at] if 0 <= at < len(self.said) else ""

    def text(self, start: int, end: int) -> str:
        """The question's own words from one place to another."""
        return " ".join(token.text for token in self.tokens[start:end])

    def skip(self, at: int, words: Iterable[str], step: int = 1) -> int:
        """The next place that holds none of the words."""
        while self.word(at) and self.word(at) in words:
            at += step
        return at

    @cached_property
    def tables(self) -> dict[str, float]:
        """The tables spoken of and those near them, with how sure that is, best first."""
        found: dict[str, float] = {}
        for link in self.links:
            worth = link.score * _WORTH[link.kind]
            if worth > found.get(link.table, 0.0):
                found[link.table] = worth
        graph = self.catalog.graph
        for _ in range(2):
            for table, worth in list(found.items()):
                near = [edge.parent for edge in graph.parents(table)]
                near += [edge.child for edge in graph.children(table)]
                for other in near:
                    found[other] = max(found.get(other, 0.0), _NEAR * worth)
        if not found:
            found = dict.fromkeys(graph.tables, 0.3)
        for table in graph.tables if len(graph.tables) <= _MANY else ():
            found.setdefault(table, _FAR)
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))

    @cached_property
    def meant(self) -> dict[str, float]:
        """Of the tables, those that words name or hold a value of; the first few where none is."""
        found = {table: worth for table, worth in self.tables.items() if worth > _NEAR}
        return found or dict(list(self.tables.items())[:4])

    def negation(self, at: int, reach: int = 2) -> frozenset[int]:
        """The places of a negation that stands before a place, little words between; or none."""
        at = min(at, len(self.said))
        place, left = at - 1, reach
        while place >= 0:
            if self.said[place] in _NEGATIONS:
                return frozenset(range(place, at)) - self._strangers(place, at)
            cue = self.ends(place + 1, "not", "without")
            if cue:
                return frozenset(range(cue[0], place + 1))
            if self.said[place] in ",.;?!" or (left == 0 and self.said[place] not in _TIGHT):
                break
            left -= self.said[place] not in _TIGHT
            place -= 1
        return frozenset()

    def _strangers(self, start: int, end: int) -> frozenset[int]:
        return frozenset(p for p in range(start + 1, end) if not is_stop(self.said[p]))

    def denied(self) -> list[tuple[int, int]]:
        """Start and end of every negation."""
        found: dict[int, int] = {at: at + 1 for at, w in enumerate(self.said) if w in _NEGATIONS}
        for at in range(len(self.tokens)):
            if cue := self.begins(at, "not", "without"):
                found[at] = max(cue[0], found.get(at, 0))
        return sorted(found.items())

    def form(self, field: Field) -> str:
        """How a date column is stored, "" for another column."""
        key = (field.table, field.column)
        if key not in self._forms:
            self._forms[key] = self.catalog.date_form(*key) or self._year_form(*key)
        return self._forms[key]

    def _year_form(self, table: str, column: str) -> str:
        """Whether a column named for it holds years: with decimals, or as a part of a key."""
        words = self.catalog.words(table, column)
        if not any(word in ("year", "built") or word.endswith("ed") for word in words):
            return ""
        sample = self.catalog.sample(table, column)
        kinds = (int, float) if words[-1] == "year" else float
        years = (isinstance(v, kinds) and 1800 <= v <= 2100 and v == int(v) for v in sample)
        return "year" if sample and all(years) else ""

    def is_numeric(self, field: Field) -> bool:
        """Whether a column holds numbers to compare with, texts of digits included."""
        key = (field.table, field.column)
        if key not in self._numeric:
            self._numeric[key] = self._holds_numbers(*key)
        return self._numeric[key]

    def _holds_numbers(self, table: str, column: str) -> bool:
        if self.catalog.is_number(table, column):
            return True
        if not is_text(self.catalog.schema[table][column]):
            return False
        sample = [value for value in self.catalog.sample(table, column) if value != ""]
        return bool(sample) and sum(map(_is_number, sample)) >= 0.8 * len(sample)

    def numbers(self, table: str) -> Iterator[Field]:
        """A table's columns of numbers, keys and dates left out."""
        for column in self.catalog.columns(table):
            field = Field(table, column)
            key = self.catalog.is_key(table, column)
            if not key and not self.form(field) and self.is_numeric(field):
                yield field

    def dates(self, table: str) -> list[Field]:
        """A table's date columns."""
        fields = (Field(table, column) for column in self.catalog.columns(table))
        return [field for field in fields if self.form(field)]

    def texts(self, table: str) -> list[Field]:
        """A table's columns of words."""
        columns = (c for c in self.catalog.schema[table].columns if is_text(c) and not c.hidden)
        return [Field(table, column.name) for column in columns]

    def joined(self, first: int, last: int) -> bool:
        """Whether only "or", "and" and commas stand from one place to another."""
        between = self.said[first:last]
        return bool(between) and len(between) < 3 and all(w in _JOINERS for w in between)


def field_of(link: Link) -> Field:
    """The column that a link leads to."""
    assert link.column is not None, "the link is to a column or a value"
    return Field(link.table, link.column)


def span(link: Link) -> frozenset[int]:
    """The positions of a link's words."""
    return frozenset(range(link.start, link.end))


def says_name(scope: Scope, link: Link) -> bool:
    """Whether words name a column: little words alone do only where they are its whole name."""
    said = scope.said[link.start : link.end]
    if not all(is_stop(word) or word in _LITTLE for word in said):
        return True
    return len(said) >= len(scope.catalog.words(link.table, link.column))


def _is_number(value: object) -> bool:
    if isinstance(value, int | float):
        return True
    text = str(value).strip()
    return len(text) <= _LONGEST and bool(_FIGURE.fullmatch(text))
