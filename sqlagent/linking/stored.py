"""Stored values that words of a question may mean, found with one bounded query.

Only values that hold a word are read, never a whole column. The scan ends with the time that the
query is given; then the first rows of each table must do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from sqlagent.errors import QueryTimeoutError
from sqlagent.linking.english import lemma, mistyped, root
from sqlagent.linking.links import Query, is_text
from sqlagent.linking.tokens import Token
from sqlagent.schema import Schema

SCANNED_ROWS = 50_000  # of each table, where all of them take too long
MOST_VALUES = 600
LONGEST_VALUE = 60
_BRANCHES = 100  # of one compound statement; engines stop at some hundreds

_PEOPLES = """
american usa|american united states|british united kingdom|british uk|english england
french france|german germany|spanish spain|italian italy|dutch netherlands|irish ireland
swiss switzerland|danish denmark|swedish sweden|norwegian norway|finnish finland|polish poland
portuguese portugal|greek greece|turkish turkey|russian russia|chinese china|japanese japan
indian india|brazilian brazil|mexican mexico|canadian canada|australian australia
austrian austria|belgian belgium|czech czech republic|hungarian hungary|scottish scotland
welsh wales|argentinian argentina|chilean chile|flemish flanders|korean korea|egyptian egypt
"""


def stored_values(
    words: Sequence[str], schema: Schema, query: Query
) -> Iterator[tuple[str, str, str]]:
    """Table, column and value, for values that hold one of the words or a near spelling."""
    patterns = sorted({pattern for word in words for pattern in _patterns(word)})
    if not patterns:
        return
    columns = [
        (table.name, column.name)
        for table in schema
        if table.kind == "table"
        for column in table.columns
        if is_text(column) and not column.hidden
    ]
    remaining = iter(enumerate(columns))
    while batch := list(islice(remaining, _BRANCHES)):
        try:
            found = query(_probe(batch, patterns))
        except QueryTimeoutError:
            found = query(_probe(batch, patterns, f" LIMIT {SCANNED_ROWS}"))
        for at, value in found:
            if isinstance(value, str):
                yield (*columns[at], value)


def quote(name: str) -> str:
    """A name as SQL writes it between double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Any) -> str:
    """A value as SQL writes it."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _probe(
    columns: list[tuple[int, tuple[str, str]]], patterns: Iterable[str], limit: str = ""
) -> str:
    """One statement over many columns, the shortest values first: they fit a word best."""
    tests = " OR ".join(f"v LIKE {literal(pattern)} ESCAPE '\\'" for pattern in patterns)
    branches = " UNION ALL ".join(
        f"SELECT {at} AS c, v FROM (SELECT {quote(column)} AS v FROM {quote(table)}{limit}) AS s"
        for at, (table, column) in columns
    )
    return (
        f"SELECT DISTINCT c, v FROM ({branches}) AS u WHERE length(v) <= {LONGEST_VALUE}"
        f" AND ({tests}) ORDER BY length(v) LIMIT {MOST_VALUES}"
    )


def _patterns(word: str) -> Iterator[str]:
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if len(word) < 3:
        yield plain
        return
    stem = root(plain) if plain.isalpha() else plain
    yield f"%{stem}%"
    for other in peoples(word):
        yield f"%{other}%"
    if len(stem) >= 5 and stem.isalpha():
        yield f"{stem[:3]}%" if len(stem) < 7 else f"{stem[:4]}%"


@cache
def _peoples() -> dict[str, tuple[str, ...]]:
    near: dict[str, tuple[str, ...]] = {}
    for line in _PEOPLES.replace("\n", "|").split("|"):
        people, _, country = line.partition(" ")
        for one, other in ((people, country), (country, people)):
            near[one] = (*near.get(one, ()), other)
    return near


def peoples(word: str) -> tuple[str, ...]:
    """A people's country, a country's people."""
    return _peoples().get(word, ()) if word else ()


@cache
def same_word(said: str, stored: str) -> float:
    """How well a word of the question fits a word of a stored value."""
    if said == stored or lemma(said) == stored:
        return 1.0
    if len(said) > 2 and root(said) == root(stored):
        return 0.85
    if any(stored == other.split()[0] for other in peoples(said)):
        return 0.9
    return 0.7 if mistyped(said, stored) else 0.0


def placed(
    question: Sequence[Token], positions: Iterable[int], value: str
) -> Iterator[tuple[int, int, float]]:
    """Where a value is spoken of in the question: start, end, and how fully, up to 1."""
    words = [lemma(word) for word in re.findall(r"\w+", value)]
    for start in positions:
        if question[start].quoted:
            text = question[start].lemma
            if text in value.lower():
                yield start, start + 1, 1.0 if text == value.lower() else 0.8
            continue
        if value.lower() in peoples(question[start].lemma):
            yield start, start + 1, 0.95
        parts = [lemma(word) for word in re.findall(r"\w+", question[start].text)]
        if len(parts) > 1 and parts == words[: len(parts)]:
            yield start, start + 1, 0.35 + 0.65 * len(parts) / len(words)
            continue
        for at in range(len(words)):
            end, total = start, 0.0
            while end < len(question) and end - start < len(words) - at:
                quality = same_word(question[end].lemma, words[at + end - start])
                if not quality:
                    break
                end, total = end + 1, total + quality
            if end > start:
                part = (end - start) / len(words)
                yield start, end, total / (end - start) * (0.35 + 0.65 * part)
