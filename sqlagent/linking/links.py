"""Which tables, columns and stored values a question speaks of.

Pure functions over the schema's names, and one query for stored values, handed in by whoever
may run it. The offline model reads its questions with them; a hosted model needs no links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from sqlagent.linking.english import lemma, mistyped, near, root, shortens, spelled_out, split
from sqlagent.linking.tokens import Token
from sqlagent.schema import Column, Schema, Table

Query = Callable[[str], Iterable[Sequence[Any]]]

LONGEST_SPAN = 4
# Words that say what sort of value a column holds rather than which one it is.
LIGHT = frozenset("id code name no number type key value date text description detail info".split())
_TAILS = (
    "name|date|title|cents|number|code|year|type|price|level|time|rate|pct|key|no|id|on|at|cm|kg"
).split("|")
_DURATIONS = frozenset("duration length runtime time running playing run play".split())
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


@dataclass(frozen=True, slots=True)
class Link:
    """Tokens ``start`` to ``end`` may mean this table, column, or value of the column."""

    start: int
    end: int
    kind: Literal["table", "column", "value"]
    table: str
    column: str | None
    value: str | None
    score: float


def names(schema: Schema) -> tuple[Name, ...]:
    """Every table and column with the words of its name, the table's prefix taken off."""
    known = {word for table in schema for name in _spellings(table) for word in split(name)}
    return tuple(
        chain.from_iterable(_table_names(table, known, _pointed(table, schema)) for table in schema)
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
    own = _words(table.name, known)
    yield Name(table.name, None, own)
    columns = [(column, _words(column.name, known)) for column in table.columns]
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


def _words(name: str, known: set[str]) -> tuple[str, ...]:
    words = split(name)
    if len(words) == 1 and len(name) > 5:
        words = _undelimited(words[0], known)
    words = _PERSONAL.get("".join(words)) or tuple(
        part for word in words for part in _PERSONAL.get(word, (word,))
    )
    return tuple(_named(word, words) for word in words) or (name.lower(),)


def _named(word: str, words: tuple[str, ...]) -> str:
    """A word of a name spelled out: ``min`` is minutes at the end or beside a duration."""
    if word in ("min", "max"):
        timed = word == "min" and (words[-1] == word or set(words) & _DURATIONS)
        return "minute" if timed and len(words) > 1 else f"{word}imum"
    return lemma(spelled_out(word))


def _undelimited(word: str, known: set[str]) -> tuple[str, ...]:
    for tail in _TAILS:
        head = word.removesuffix(tail)
        if head != word and len(head) >= 3 and (len(tail) > 2 or head in known):
            return (head, tail)
    for other in known:
        if len(other) >= 4 and word.startswith(other) and len(word) - len(other) >= 4:
            rest = word[len(other) :]
            if rest in known:
                return (other, rest)
    return (word,)


def word_match(said: str, named: str) -> float:
    """How well a word of the question fits a word of a name: 1 for the same base form."""
    if said == named:
        return 1.0
    if len(said) > 2 and root(said) == root(named):
        return 0.92
    if named in near(said) or spelled_out(said) == named:
        return 0.8
    if shortens(named, said) or shortens(said, named):
        return 0.75
    if mistyped(said, named):
        return 0.7
    return 0.6 if root(named) in {root(word) for word in near(said)} else 0.0


def name_links(question: Sequence[Token], known: Iterable[Name]) -> tuple[Link, ...]:
    """Links of one to four words to tables and columns, each with a score up to 1."""
    known = tuple(known)
    vocabulary = {word for name in known for word in name.words}
    fits = [_fits(token, vocabulary) for token in question]
    found = []
    for start in range(len(question)):
        for end in range(start + 1, min(start + LONGEST_SPAN, len(question)) + 1):
            if not fits[end - 1] and not (end - start > 1 and question[end - 1].lemma in LIGHT):
                break
            for name in known:
                missing = 0.4 if name.column else 0.25
                score = _name_score(question[start:end], fits[start:end], name.words, missing)
                if score:
                    kind: Literal["table", "column"] = "column" if name.column else "table"
                    found.append(Link(start, end, kind, name.table, name.column, None, score))
    return tuple(found)


def _fits(token: Token, vocabulary: set[str]) -> dict[str, float]:
    if token.quoted or not token.lemma[:1].isalpha():
        return {}
    scores = {word: word_match(token.lemma, word) for word in vocabulary}
    best = max(scores.values(), default=0.0)
    return {word: score for word, score in scores.items() if score and score > best - 0.35}


def _name_score(
    words_said: Sequence[Token],
    said: Sequence[dict[str, float]],
    words: tuple[str, ...],
    missing: float,
) -> float:
    """How well words fit a name; ``missing`` is the share that a whole unsaid name costs."""
    left, total = list(words), 0.0
    for token, fits in zip(words_said, said, strict=True):
        best = max(left, key=lambda word: fits.get(word, 0.0), default="")
        if not fits.get(best):
            if not total or token.lemma not in LIGHT:
                return 0.0
            total += 0.85
            continue
        total += fits[best]
        left.remove(best)
    weights = [0.3 if word in LIGHT else 1.0 for word in words]
    if words[-1] in left and len(words) > 1 and words[-1] not in LIGHT:
        total *= 0.85
    unsaid = sum(0.3 if word in LIGHT else 1.0 for word in left)
    return total / len(said) * (1 - missing * unsaid / sum(weights))


def is_text(column: Column) -> bool:
    """Whether a column's declared type lets it hold words."""
    kind = column.type.upper()
    return not kind or any(part in kind for part in ("CHAR", "TEXT", "CLOB", "STRING", "ENUM"))


def value_links(
    question: Sequence[Token], wanted: Iterable[int], schema: Schema, query: Query
) -> tuple[Link, ...]:
    """Links to stored values that hold the tokens numbered in ``wanted``.

    Where many values of a column hold the words, the link's value is a LIKE pattern.
    """
    from sqlagent.linking.stored import placed, stored_values

    positions = sorted(set(wanted))
    texts = [question[at].text if question[at].quoted else question[at].lemma for at in positions]
    found: dict[tuple[int, int, str, str], list[tuple[float, str]]] = {}
    for table, column, value in stored_values(texts, schema, query):
        for start, end, score in placed(question, positions, value):
            found.setdefault((start, end, table, column), []).append((score, value))
    links = [_value_link(question, *place, hits) for place, hits in found.items()]
    exact = {(link.start, link.end) for link in links if link.score > 0.99}
    links = [link for link in links if link.score > 0.99 or (link.start, link.end) not in exact]
    # A code in capitals is not what somebody means who writes a name with one.
    spelled = {(link.start, link.end) for link in links if _as_typed(question, link)}
    return tuple(
        link for link in links if (link.start, link.end) not in spelled or _as_typed(question, link)
    )


def _as_typed(question: Sequence[Token], link: Link) -> bool:
    """Is the value spelled as it stands in the question, where that has capitals?"""
    said = " ".join(token.text for token in question[link.start : link.end])
    return said == link.value and not said.islower()


def _value_link(
    question: Sequence[Token],
    start: int,
    end: int,
    table: str,
    column: str,
    hits: list[tuple[float, str]],
) -> Link:
    score, value = max(hits)
    if score > 0.99 and any(_lists(text, value) for _, text in hits):
        return Link(start, end, "value", table, column, f"%{value}%", score)
    alike = {text for other, text in hits if other == score}
    if score < 0.9 and (len(alike) > 1 or score < 0.65):
        said = " ".join(t.text if t.quoted else t.lemma for t in question[start:end])
        return Link(start, end, "value", table, column, f"%{said}%", min(score, 0.5))
    return Link(start, end, "value", table, column, value, score)


def _lists(text: str, value: str) -> bool:
    """Whether a value holds another as one of several parts between commas."""
    parts = [part.strip().lower() for part in text.split(",")]
    return len(parts) > 1 and value.lower() in parts
