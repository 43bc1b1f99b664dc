"""Columns that hold nothing, or something: without an email, unknown, not yet returned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlagent.linking import Link, is_text
from sqlagent.linking.stored import quote
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, span
from sqlagent.models.offline.proposals.superiors import keys_above
from sqlagent.models.offline.query import AnyOf, Compare, Condition, Field

_EMPTY = frozenset("missing unknown empty blank null unspecified unavailable lacking".split())
_NOTHING = ("", "no", "none", "n/a", "na", "unknown", "null", "-", "?", "not available", "nil")
_GIVEN = frozenset("known given recorded set specified available".split())
_TOP = frozenset("main top top-level root uppermost toplevel highest-level".split())
_ABOVE = frozenset("boss manager supervisor superior parent superiors bosses lead head".split())
_HELD = frozenset("with has have had having known recorded given use used using".split())
_LITTLE = frozenset("a an the any is are was known recorded".split())


def propose_blanks(scope: Scope) -> Iterator[Proposal]:
    """NULL and not NULL for each column that is said to be lacking or held."""
    yield from _topmost(scope)
    denied = scope.denied()
    seen = 0
    for link in sorted(scope.columns, key=lambda link: -link.score):
        if link.score < 0.45 or seen > 14:
            continue
        field, said = field_of(link), span(link)
        empty = _empty(scope, link)
        before = scope.negation(link.start, 3)
        after = scope.negation(link.end + 2, 1) if not before else frozenset()
        place = scope.skip(link.start - 1, _LITTLE, -1)
        held = scope.word(place) in _HELD
        near = bool(denied) and min(abs(link.start - end) for _, end in denied) <= 6
        if not (empty or before or held or near or after):
            continue
        seen += 1
        lacking = empty or before or (frozenset(range(*denied[0])) if near else frozenset())
        weight = 0.8 if empty else 0.75 if before else 0.3
        if (empty or before or near) and (blank := nothing(scope, field)):
            yield Proposal(blank, said | lacking, "null", weight * link.score)
        if held or before or empty:
            something = _something(scope, field)
            weight = 0.5 if held else 0.3
            if something:
                taken = said | frozenset(range(place, link.start)) if held else said | lacking
                yield Proposal(something, taken, "null", weight * link.score)


def _topmost(scope: Scope) -> Iterator[Proposal]:
    """Main categories, people without a boss: rows with no row of their own table above them."""
    found: list[frozenset[int]] = []
    for at, word in enumerate(scope.said):
        if word in _TOP and scope.word(at + 1) not in ("", "of"):
            found.append(frozenset({at}))
        elif word in _ABOVE and (before := scope.negation(at, 2)):
            found.append(before | {at})
    for table, worth in list(scope.tables.items())[:6] if found else ():
        for column in keys_above(scope.catalog, table):
            for tokens in found:
                test = Compare(Field(table, column), "null", True)
                yield Proposal(test, tokens, "null", 0.3 + 0.4 * worth)


def _empty(scope: Scope, link: Link) -> frozenset[int]:
    """The words that say that a column is empty, before or after it."""
    if scope.word(link.start - 1) in _EMPTY:
        return frozenset({link.start - 1})
    place = scope.skip(link.end, ("is", "are", "was", "of", "the", "not", "been", "has", "have"))
    if scope.word(place) in _EMPTY:
        return frozenset(range(link.end, place + 1))
    said = scope.said[link.end : link.end + 4]
    if "not" in said and _GIVEN & set(said):
        return frozenset(range(link.end, link.end + len(said)))
    return frozenset()


def nothing(scope: Scope, field: Field) -> Condition | None:
    """Nothing in a column: NULL, "", 0, or a word for it, of these what it holds."""
    blanks = _blanks(scope, field)
    found = tuple(
        Compare(field, "null", True) if blank is None else Compare(field, "=", blank)
        for blank in blanks
    )
    if len(found) > 1:
        return AnyOf(found)
    if found:
        return found[0]
    nullable = scope.catalog.schema[field.table][field.column].nullable
    return Compare(field, "null", True) if nullable else None


def _something(scope: Scope, field: Field) -> Condition | None:
    blanks = _blanks(scope, field)
    if 0 in blanks:
        return Compare(field, ">", 0)
    words = [blank for blank in blanks if blank is not None]
    if words:
        return Compare(field, "<>", words[0])
    nullable = scope.catalog.schema[field.table][field.column].nullable
    return Compare(field, "null", False) if nullable else None


def _blanks(scope: Scope, field: Field) -> list[Any]:
    """What a column holds that means nothing: None for NULL, 0, "" or a word."""
    null, zero = scope.catalog.blanks(field.table, field.column)
    column = scope.catalog.schema[field.table][field.column]
    sample = scope.catalog.sample(field.table, field.column) if is_text(column) else ()
    words = [value for value in sample if str(value).lower() in _NOTHING]
    if not words and is_text(column):
        name, rows = quote(field.column), quote(field.table)
        sql = f"SELECT EXISTS (SELECT 1 FROM {rows} WHERE {name} = '')"
        words = [""] if any(row[0] for row in scope.catalog.known(sql)) else []
    return [*([None] if null else []), *([0] if zero else []), *words[:1]]
