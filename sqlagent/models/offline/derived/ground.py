"""What every family of derived values looks at: the columns that words of a question speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlagent.linking import Link, Token, is_text
from sqlagent.linking.english import mistyped, split
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.cues import cues_at, is_stop
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, span
from sqlagent.models.offline.query import Arithmetic, Field, Measure, Shown, Value

AVERAGE = ("average", "avg", "mean", "averages", "on average", "typical")
_DEGREE = 0.85  # how well an adjective of degree names the column that it compares
_LONG = 5  # letters of a cue that may be mistyped


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that no column holds, and that words of the question may mean.

    ``level`` is "row" where each row of ``table`` has one: it can stand wherever a column can.
    It is "measure" where it is over many rows. ``group`` is what it is said to be told for, where
    its words say so. ``tokens`` are the positions that it explains, ``source`` the family it comes
    from, and ``score`` from 0 to 1 how likely it is beside the others for the same words.
    """

    value: Shown
    level: str
    table: str
    tokens: frozenset[int]
    source: str
    score: float
    group: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A column with the words that speak of it, and how well they fit."""

    field: Field
    score: float
    tokens: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that words speak of, and how well they do."""

    measure: Measure
    score: float
    tokens: frozenset[int]

    @property
    def table(self) -> str:
        """The table whose rows are summed."""
        return self.measure.table


class Ground:
    """A question with the columns and tables that it speaks of, by position."""

    def __init__(
        self,
        tokens: Sequence[Token],
        links: Sequence[Link],
        catalog: Catalog,
        proposals: Sequence[Proposal],
    ) -> None:
        self.tokens, self.catalog, self.proposals = tokens, catalog, proposals
        self.graph = catalog.graph
        self.scope = Scope(tokens, links, catalog)
        self.said = self.scope.said
        self.lemmas = [token.lemma for token in tokens]

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, at: int) -> str:
        """The word at a place in lower case, "" beyond the ends."""
        return self.scope.word(at)

    def places(self, cues: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Start and end of each of the cues, longer ones first; a word may be mistyped."""
        for cue in sorted(cues, key=len, reverse=True):
            if f" {cue} " in self._text:
                words = cue.split()
                for at in range(len(self) - len(words) + 1):
                    if self.said[at : at + len(words)] == words:
                        yield at, at + len(words)
            elif len(cue) > _LONG and " " not in cue:
                for at in self._unknown:
                    if abs(len(self.said[at]) - len(cue)) < 2 and mistyped(self.said[at], cue):
                        yield at, at + 1

    def first(self, cues: Iterable[str]) -> tuple[int, int] | None:
        """Where the first of the cues stands that is found."""
        return next(self.places(cues), None)

    @cached_property
    def _text(self) -> str:
        return f" {' '.join(self.said)} "

    @cached_property
    def _unknown(self) -> frozenset[int]:
        """The places of longer words that speak of nothing by themselves."""
        fits = [link for link in self.scope.links if link.score > 0.75]
        linked = {at for link in fits for at in range(link.start, link.end)}
        return frozenset(
            at for at, word in enumerate(self.said)
            if len(word) > _LONG - 1 and at not in linked and not self._is_known(at, word)
        )  # fmt: skip

    def _is_known(self, at: int, word: str) -> bool:
        return is_stop(word) or bool(compared(word)) or any(cues_at([self.tokens[at]], 0))

    def worth(self, table: str) -> float:
        """How sure it is that a table is spoken of."""
        return self.scope.tables.get(table, 0.0)

    @cached_property
    def meant(self) -> list[str]:
        """The tables that are spoken of, best first, and those next to them."""
        return [table for table, worth in self.scope.tables.items() if worth > 0.3][:8]

    @cached_property
    def refs(self) -> list[Ref]:
        """The columns that words speak of, keys left out, best first."""
        found: dict[tuple[Field, frozenset[int]], Ref] = {}
        for link in self.scope.columns:
            field, words = field_of(link), span(link)
            if link.score > 0.45 and not self.catalog.is_key(field.table, field.column):
                near = 0.7 + 0.3 * self.worth(field.table)
                ref = Ref(field, link.score * near, words)
                if (field, words) not in found or found[field, words].score < ref.score:
                    found[field, words] = ref
        for ref in self._degrees():
            found.setdefault((ref.field, ref.tokens), ref)
        return sorted(found.values(), key=lambda ref: (-ref.score, -len(ref.tokens)))

    def _degrees(self) -> Iterator[Ref]:
        for at, word in enumerate(self.said):
            for place, (concept, _) in enumerate(compared(word)):
                for name in self.catalog.named(concept):
                    if name.column is None or not self.worth(name.table):
                        continue
                    if self.catalog.is_graded(name.table, name.column):
                        score = (_DEGREE - 0.05 * place) * (0.5 + 0.5 * self.worth(name.table))
                        yield Ref(Field(name.table, name.column), score, frozenset({at}))

    @cached_property
    def numbers(self) -> list[Ref]:
        """The columns of numbers that words speak of, texts of digits included, best first."""
        return [
            ref for ref in self.refs
            if self.scope.is_numeric(ref.field) and not self.scope.form(ref.field)
        ]  # fmt: skip

    def among(self, start: int, end: int, most: int = 3) -> list[Ref]:
        """The columns of numbers that words of a stretch speak of, best first, each once."""
        places = set(range(start, end))
        inside: dict[Field, Ref] = {}
        for ref in self.numbers:
            if ref.tokens <= places:
                best = inside.setdefault(ref.field, ref)
                inside[ref.field] = Ref(ref.field, best.score, best.tokens | ref.tokens)
        return list(inside.values())[:most]

    def tables_among(self, start: int, end: int) -> list[tuple[str, float, frozenset[int]]]:
        """The tables that words of a stretch name, best first."""
        inside = [
            (link.table, link.score, span(link))
            for link in self.scope.named_tables
            if start <= link.start and link.end <= end and link.score > 0.6
        ]
        return sorted(inside, key=lambda one: -one[1])[:3]

    def number(self, field: Field) -> Value:
        """A column as a number: a text of digits is made one."""
        if is_text(self.catalog.schema[field.table][field.column]):
            return Arithmetic("+", field, 0, field.column)
        return field

    def amount(self, table: str) -> Value | None:
        """The amount that a row of a table is of: its money, or its only number; or none."""
        numbers = list(self.scope.numbers(table))
        money = [field for field in numbers if self.catalog.is_money(table, field.column)]
        return self.number((money or numbers)[0]) if money or len(numbers) == 1 else None

    def own_words(self, field: Field) -> frozenset[str]:
        """The words of a column's name, with abbreviations as they are and written out."""
        words = self.catalog.words(field.table, field.column)
        written = (part for part in split(field.column) if part != "min" or "minute" in words)
        return frozenset((*words, *written))

    def is_named(self, at: int, least: float = 0.7) -> bool:
        """Whether a column of numbers is named by a word, alone or with its neighbours."""
        return any(at in ref.tokens and ref.score >= least for ref in self.numbers)

    def is_part(self, at: int) -> bool:
        """Whether a word is part of a column's name or of a stored value of several words."""
        named = (
            at in ref.tokens and len(ref.tokens) > 1 and ref.score > 0.6
            and not self.is_better(ref, at) for ref in self.refs
        )  # fmt: skip
        held = (at in p.tokens and p.source == "value" and p.score > 0.75 for p in self.proposals)
        return any(named) or any(held)

    def is_better(self, ref: Ref, at: int) -> bool:
        """Whether a column is named as well without a word: seats, in seats percent."""
        return any(
            one.field == ref.field and at not in one.tokens and one.score >= ref.score
            for one in self.refs
        )

    def is_fraction(self, field: Field) -> bool:
        """Whether a column's numbers lie from 0 to 1."""
        sample = self.catalog.sample(field.table, field.column)
        return all(0 <= value <= 1 for value in sample if isinstance(value, int | float))

    def fact(self, *fields: Field) -> str | None:
        """The table whose rows have all of the columns, one of each."""
        tables = {field.table for field in fields}
        return self.graph.fact(tables) if len(tables) > 1 else next(iter(tables))


def total(table: str, of: Value) -> Measure:
    """The sum of a value over the rows of a table."""
    return Measure("sum", table, of)


def words(text: str) -> frozenset[str]:
    """A set of words written in one text."""
    return frozenset(text.split())
