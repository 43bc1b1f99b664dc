"""Columns of text that hold numbers, as numbers: else 9 comes after 10."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.linking import is_text
from sqlagent.models.offline.derived.ground import Derived, Ground, Ref, words
from sqlagent.models.offline.query import Field

_MOST = 3
_LIKELY = 0.55
_CODES = words("no code id phone zip postcode zipcode isbn name detail details filename")


def propose_digits(ground: Ground) -> Iterator[Derived]:
    """Each column of digits in texts that words speak of."""
    found: dict[Field, Ref] = {}
    for ref in ground.numbers:
        if ref.score > _LIKELY and _is_amount(ground, ref.field) and not _is_table(ground, ref):
            found.setdefault(ref.field, ref)
    for ref in list(found.values())[:_MOST]:
        table = ref.field.table
        yield Derived(ground.number(ref.field), "row", table, ref.tokens, "number", ref.score)


def _is_amount(ground: Ground, field: Field) -> bool:
    """Whether a column is text, and holds neither flags, names nor codes."""
    if not is_text(ground.catalog.schema[field.table][field.column]):
        return False
    flag = ground.catalog.flag(field.table, field.column)
    named = field.column in ground.catalog.label(field.table)
    return not (flag or named or ground.own_words(field) & _CODES)


def _is_table(ground: Ground, ref: Ref) -> bool:
    """Whether the words name a table rather than the column."""
    return any(
        ref.tokens <= frozenset(range(link.start, link.end)) and link.score > ref.score
        for link in ground.scope.named_tables
    )
