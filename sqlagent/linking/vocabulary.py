"""The names of a schema by their words, indexed once so that a question finds them quickly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlagent.linking.english import lemma, spelled_out, split
from sqlagent.linking.matching import Fit, Words
from sqlagent.linking.synonyms import is_english
from sqlagent.schema import Schema, Table

# Words that say what sort of value a column holds rather than which one it is.
LIGHT = frozenset(
    "id code name no number type key value date text description detail info"
    " kg g mg cm mm m km mi ft lb lbs sqm sqft usd eur gbp cent cents percent pct".split()
)
_TAILS = (
    "name|date|title|cents|number|code|year|type|price|level|time|rate|pct|key|eur|usd|kmh|no|id|on"
    "|at|cm|kg|km"
).split("|")
_DURATIONS = frozenset("duration length runtime time running playing run play".split())
_PRICED = frozenset("price fee cost amount fare fine rate balance freight salary".split())
_PERSONAL = {
    **dict.fromkeys(("fname", "firstname", "forename", "givenname"), ("first", "name")),
    **dict.fromkeys(("lname", "lastname", "surname", "familyname"), ("last", "name")),
}


@dataclass(frozen=True, slots=True)
class Name:
    """A table or column by the words of its name; ``column`` is None for a table."""

    table: str
    column: str | None
    words: tuple[str, ...]


class Names:
    """All names of one schema; iterating gives them.

    ``holding`` says which names hold a word, by their places, ``joined`` which hold two words
    that are one when written together (``bed room``).
    """

    def __init__(self, named: Iterable[Name]) -> None:
        self._all = tuple(named)
        self.holding: dict[str, list[int]] = defaultdict(list)
        self.joined: dict[str, list[int]] = defaultdict(list)
        for at, name in enumerate(self._all):
            for word in dict.fromkeys(name.words):
                self.holding[word].append(at)
            for one, two in zip(name.words, name.words[1:], strict=False):
                self.joined[one + two].append(at)
        self._words = Words(self.holding)

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, at: int) -> Name:
        return self._all[at]

    def fits(self, said: str) -> dict[str, Fit]:
        """The words of names that the base form ``said`` fits, each with how well."""
        return self._words.fits(said)


def names(schema: Schema) -> Names:
    """Every table and column with the words of its name, the table's prefix taken off."""
    known = {word for table in schema for name in _spellings(table) for word in split(name)}
    return Names(
        name for table in schema for name in _table_names(table, known, _pointed(table, schema))
    )


def _pointed(table: Table, schema: Schema) -> dict[str, set[str]]:
    """For each foreign key of one column, the words of the table it points to."""
    return {
        key.columns[0]: {lemma(spelled_out(w)) for w in split(key.table)}
        for key in schema.foreign_keys(table.name)
        if len(key.columns) == 1
    }


def _spellings(table: Table) -> list[str]:
    return [table.name, *(column.name for column in table.columns)]


def _table_names(table: Table, known: set[str], pointed: dict[str, set[str]]) -> Iterator[Name]:
    glued = not any(len(split(column.name)) > 1 for column in table.columns)
    own = _words(table.name, known, glued=glued)
    yield Name(table.name, None, own)
    # The F of Fname is of "first" where a last name stands beside it, whatever the table is.
    personal = {c.name for c in table.columns if c.name.lower() in _PERSONAL}
    personal = personal if len(personal) > 1 else set()
    columns = [
        (
            column,
            (() if column.name in personal else _initialled(column.name, table.name))
            or _words(column.name, known, glued=glued),
        )
        for column in table.columns
    ]
    firsts = [words[0] for _, words in columns if len(words) > 1]
    prefix = max(set(firsts), key=firsts.count, default="")
    if len(prefix) > 3 or firsts.count(prefix) < max(2, 0.6 * len(columns)):
        prefix = ""
    for column, words in columns:
        if column.name in pointed:
            words = tuple(w for w in words if w not in pointed[column.name] | LIGHT) or words
        if len(words) > 1 and (words[0] == prefix or words[: len(own)] == own != words):
            words = words[1:] if words[0] == prefix else words[len(own) :]
        yield Name(table.name, column.name, words)


def _initialled(column: str, table: str) -> tuple[str, ...]:
    """What stands behind the table's initial (``dname`` of departments), where that is so."""
    rest = column[1:].lower()
    behind = column[1:].islower() and rest in _TAILS and len(rest) > 3
    return (lemma(rest),) if behind and column[:1].lower() == table[:1].lower() else ()


def _words(name: str, known: set[str], *, glued: bool) -> tuple[str, ...]:
    """The words of a name; ``glued`` where its table marks nowhere where a word begins."""
    words = split(name)
    if len(words) == 1 and len(name) > 5:
        words = _undelimited(words[0], known, glued=glued)
    words = _PERSONAL.get("".join(words)) or tuple(
        part for word in words for part in _PERSONAL.get(word, (word,))
    )
    return tuple(_named(word, words) for word in words) or (name.lower(),)


def _named(word: str, words: tuple[str, ...]) -> str:
    """A word of a name spelled out.

    ``min`` is minutes at the end or beside a duration, ``ct`` are cents beside a price.
    """
    if word in ("min", "max"):
        timed = word == "min" and (words[-1] == word or set(words) & _DURATIONS)
        return "minute" if timed and len(words) > 1 else f"{word}imum"
    if word in ("ct", "cts") and {*map(spelled_out, words)} & _PRICED:
        return "cent"
    return lemma(spelled_out(word))


def _undelimited(word: str, known: set[str], *, glued: bool) -> tuple[str, ...]:
    """The words of a name in one case, cut where a word that stands elsewhere ends or begins."""
    if is_english(lemma(word)):
        return (word,)
    for tail in _TAILS:
        head = word.removesuffix(tail)
        if head != word and len(head) >= 3 and (len(tail) > 2 or head in known or is_english(head)):
            return (head, tail)
    for at in range(3, len(word) - 2):
        head, rest = word[:at], word[at:]
        familiar = glued or _stands(head, known) or _stands(rest, known)
        if familiar and _is_word(head, known) and _is_word(rest, known):
            return (head, rest)
    return (word,)


def _stands(part: str, known: set[str]) -> bool:
    return len(part) > 3 and part in known


def _is_word(part: str, known: set[str]) -> bool:
    return part in known or is_english(lemma(part)) or spelled_out(part) != part
