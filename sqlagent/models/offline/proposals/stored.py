"""Stored values that words mean without being spelled alike: statuses, codes, numbered names.

They come back as links, so that whatever is done with a stored value is done with these too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlagent.linking import Link, is_text
from sqlagent.linking.english import lemma, mistyped, root
from sqlagent.linking.stored import literal, quote
from sqlagent.linking.synonyms import hinted, near
from sqlagent.models.offline.cues import is_action, is_stop
from sqlagent.models.offline.proposals.scope import Scope
from sqlagent.models.offline.proposals.states import state_links
from sqlagent.models.offline.query import Field

_PLACES = frozenset("country language nation nationality currency citizenship".split())
_SHORT = 24  # letters of what may be a status
_CODE = 5  # letters of what may be a code
_CODES = 300  # of one column
_VOWELS = frozenset("aeiou")
_LETTERS = 8  # values of a column of codes that have one letter
_PROBED = 24  # columns of codes
_TABLES = 7


def stored_links(scope: Scope) -> list[Link]:
    """Further links to stored values, none for what is linked to the same column already."""
    known = {(link.table, link.column, at) for link in scope.values
             for at in range(link.start, link.end)}  # fmt: skip
    found: dict[tuple[str, str | None, int], Link] = {}
    for link in (
        *_statuses(scope),
        *_codes(scope),
        *_numbered(scope),
        *_hinted(scope),
        *state_links(scope),
    ):
        key = (link.table, link.column, link.start)
        if key not in known and (key not in found or link.score > found[key].score):
            found[key] = link
    return list(found.values())


def _columns(scope: Scope) -> Iterator[Field]:
    for table in list(scope.tables)[:_TABLES]:
        for column in scope.catalog.schema[table].columns:
            if is_text(column) and not column.hidden:
                yield Field(table, column.name)


def _statuses(scope: Scope) -> Iterator[Link]:
    """Words of the same root as one of a column's few values: cancelled for Canceled."""
    words: dict[str, list[int]] = {}
    for at, token in enumerate(scope.tokens):
        if token.text[:1].isalpha() and not token.quoted:
            words.setdefault(root(token.text), []).append(at)
            for part in re.split(r"[-/]", token.text.lower()):
                if part != token.text.lower() and len(part) > 2:
                    words.setdefault(root(part), []).append(at)
    long = {at: t.text.lower() for at, t in enumerate(scope.tokens) if len(t.text) > 5}
    for field in _columns(scope):
        sample = scope.catalog.sample(field.table, field.column)
        if len(sample) > 11:
            continue
        for value in sample:
            if not isinstance(value, str) or len(value) > _SHORT:
                continue
            parts = re.findall(r"[^\W\d_]+", value.lower())
            if len(parts) > 3 or not parts or (len(parts[0]) < 3 and len(parts) == 1):
                continue
            for at in words.get(root(parts[0]), ()):
                if link := _status(scope, field, value, parts, at):
                    yield link
            for at, word in long.items():
                if len(parts) == 1 and root(word) != root(parts[0]) and mistyped(word, parts[0]):
                    yield Link(at, at + 1, "value", field.table, field.column, value, 0.6)


def _status(scope: Scope, field: Field, value: str, parts: list[str], at: int) -> Link | None:
    end = at + 1
    while end - at < len(parts) and root(scope.word(end) or "-") == root(parts[end - at]):
        end += 1
    whole = len(parts) == end - at
    if not whole and len(parts[0]) < 3:
        return None
    same = scope.said[at] == parts[0]
    score = (0.9 if same else 0.82) - (0.0 if whole else 0.2)
    if is_stop(scope.said[at]):
        score -= 0.25
    return Link(at, end, "value", field.table, field.column, value, score)


def _codes(scope: Scope) -> Iterator[Link]:
    """Words of which a stored code is the beginning: PIT for Pittsburgh, F for finals."""
    sexes = scope.catalog.genders()
    fields = [
        field for field in _columns(scope)
        if (field.table, field.column) not in sexes and _holds_codes(scope, field)
    ][:_PROBED]  # fmt: skip
    words = {
        at: re.sub(r"[^a-z]", "", token.text.lower())
        for at, token in enumerate(scope.tokens)
        if token.text[:1].isalpha() and not is_stop(token.text) and len(token.text) > 3
    }  # fmt: skip
    if not (fields and words):
        return
    others = {at: near(lemma(word)) | near(root(word)) for at, word in words.items()}
    for field in fields:
        codes = _short(scope, field)
        foreign = bool(_PLACES & set(scope.catalog.words(field.table, field.column)))
        for code in codes:
            if not code.isalpha() or (len(code) == 1 and len(codes) > _LETTERS):
                continue
            for at, word in words.items():
                if len(code) < 3 and is_action(scope.tokens[at].lemma):
                    continue
                if fit := _coded(code.lower(), word, others[at], foreign=foreign):
                    named = any(k.start <= at < k.end and k.score > 0.9 for k in scope.columns)
                    score = {1: 0.35, 2: 0.35}.get(len(code), 0.66) * fit - 0.15 * named
                    yield Link(at, at + 1, "value", field.table, field.column, code, score)


def _short(scope: Scope, field: Field) -> list[str]:
    """The short texts of a column, from those that are held where it is one of them."""
    held = scope.catalog.stored.index().held.get((field.table, field.column))
    if held is not None:
        return [value for value in held if len(value) <= _CODE][:_CODES]
    name = quote(field.column)
    sql = (
        f"SELECT DISTINCT {name} FROM {quote(field.table)}"
        f" WHERE length({name}) BETWEEN 1 AND {_CODE} LIMIT {_CODES}"
    )
    return [row[0] for row in scope.catalog.known(sql)]


def _coded(code: str, word: str, others: frozenset[str], *, foreign: bool) -> float:
    """How well a code stands for a word, 0 where it does not."""
    if word.startswith(code) or (foreign and _shortened(code, word)):
        return 1.0
    if len(code) < 3:
        return 0.0
    if not _VOWELS & set(code[1:]) and _shortened(code, word[0] + _unvoiced(word)):
        return 0.9
    return 0.8 if any(other.startswith(code) for other in others) else 0.0


def _unvoiced(word: str) -> str:
    return "".join(letter for letter in word[1:] if letter not in _VOWELS)


def _holds_codes(scope: Scope, field: Field) -> bool:
    sample = scope.catalog.sample(field.table, field.column)
    short = [
        value for value in sample
        if isinstance(value, str) and len(value) <= _CODE and not value[:1].isdigit()
    ]  # fmt: skip
    return len(short) > 0.8 * len(sample)


def _shortened(code: str, word: str) -> bool:
    """Whether a code has the letters of a word in order: pl for polish."""
    letters = iter(word)
    return len(code) > 1 and code[0] == word[0] and all(letter in letters for letter in code)


def _numbered(scope: Scope) -> Iterator[Link]:
    """Division 3: a value that is a word and a number, where the word names its column."""
    for at, token in enumerate(scope.tokens):
        if token.number is None or not at or not token.text.isdigit():
            continue
        for link in scope.columns:
            if link.end != at or link.score < 0.6:
                continue
            column = scope.catalog.schema[link.table][link.column or ""]
            if not is_text(column):
                continue
            name = quote(column.name)
            sql = (
                f"SELECT DISTINCT {name} FROM {quote(link.table)}"
                f" WHERE {name} LIKE {literal('% ' + token.text)} LIMIT 2"
            )
            rows = list(scope.catalog.rows(sql))
            if len(rows) == 1:
                yield Link(link.start, at + 1, "value", link.table, link.column, rows[0][0], 0.9)


def _hinted(scope: Scope) -> Iterator[Link]:
    """Called off, gave up: two words that hint at a state, as one of a column's few values."""
    for at in range(len(scope) - 1):
        for word in hinted(f"{root(lemma(scope.said[at]))} {scope.said[at + 1]}"):
            rooted = scope.catalog.stored.index().rooted
            for table, column, value in rooted.get(root(word), ()):
                yield Link(at, at + 2, "value", table, column, value, 0.6)
