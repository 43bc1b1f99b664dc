"""A query's rows in words: the sentence, and what is tied at the cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlagent.linking.english import listed
from sqlagent.linking.stored import literal, quote
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.explain import figure, group_noun, is_figure
from sqlagent.models.offline.naming import heading
from sqlagent.models.offline.nouns import noun
from sqlagent.models.offline.query import Measure, Order, Portion, Query, Share
from sqlagent.models.offline.write import to_sql
from sqlagent.sentence import sentence, tied, written

_NAMED = 3


def answered(given: Mapping[str, Any], query: Query | None, catalog: Catalog) -> str:
    """The answer to a question from the reply to its query; the query where it is known."""
    if query is not None and (said := _figures(given, query, catalog)):
        return said
    several = query is not None and (bool(query.partition) or _groups(query, catalog) > 1)
    said = sentence(
        given["columns"],
        given["rows"],
        row_count=given.get("row_count"),
        truncated=bool(given.get("truncated")),
        subject=_row_noun(query, catalog) if query else "",
        pairs=several,
    )
    tie = _tie(query, catalog) if query else ""
    return f"{said} {tie}" if tie else said


def _figures(given: Mapping[str, Any], query: Query, catalog: Catalog) -> str:
    """The sentence of measures over all rows, "" for any other result, and for a lone count."""
    rows, shown = given["rows"], query.shown
    whole = len(rows) == 1 and len(rows[0]) == len(shown) and all(map(is_figure, shown))
    if query.group or not whole:
        return ""
    alone, first = len(shown) == 1, shown[0]
    counts = isinstance(first, Measure) and first.function == "count"
    if alone and (counts or rows[0][0] is None):
        return ""
    said = [
        f"the {figure(value, query, catalog)} is {written(cell)}{_sign(value)}"
        for value, cell in zip(shown, rows[0], strict=True)
    ]
    return f"{listed(said)[:1].upper()}{listed(said)[1:]}."


def _sign(value: object) -> str:
    return " %" if isinstance(value, Portion | Share) else ""


def total(query: Query, catalog: Catalog) -> int | None:
    """How many rows there are without the limit."""
    if query.limit is None or query.partition:
        return None
    return _count(f"SELECT COUNT(*) FROM ({_whole(query, catalog)}) AS rows_found", catalog)


def _whole(query: Query, catalog: Catalog) -> str:
    return to_sql(replace(query, limit=None, order=()), catalog, catalog.schema.dialect)


def _count(sql: str, catalog: Catalog) -> int | None:
    return next((row[0] for row in catalog.rows(sql)), None)


def _groups(query: Query, catalog: Catalog) -> int:
    return len(group_noun(query, catalog).split(" and ")) if query.group else 0


def _row_noun(query: Query, catalog: Catalog) -> str:
    """What a row of the result is, in the singular; "" where the headings say it better."""
    if query.partition:
        return noun(query.subject or query.table, catalog, many=False)
    if query.group:
        return group_noun(query, catalog) if _groups(query, catalog) == 1 else ""
    counts = [m for m in query.shown if isinstance(m, Measure)]
    if len(counts) == 1 and counts[0].function == "count" and counts[0].of is None:
        return noun(counts[0].table, catalog, many=False)
    return "" if query.distinct else noun(query.subject or query.table, catalog, many=False)


def _tie(query: Query, catalog: Catalog) -> str:
    """What is said of rows that share the last place within the limit."""
    if not query.limit or not query.order or query.partition or not query.shown:
        return ""
    by = query.order[0].by
    if by not in query.shown:
        return ""
    at, limit = query.shown.index(by), query.limit
    one_more = replace(query, limit=limit + 1)
    rows = list(catalog.rows(to_sql(one_more, catalog, catalog.schema.dialect)))
    if len(rows) <= limit or rows[limit][at] is None or rows[limit][at] != rows[limit - 1][at]:
        return ""
    value = rows[limit][at]
    test = f"{quote(heading(by, catalog))} = {literal(value)}"
    count = _count(f"SELECT COUNT(*) FROM ({_whole(query, catalog)}) AS s WHERE {test}", catalog)
    same = [row for row in rows if row[at] == value]
    place = 1 + sum(1 for row in rows[:limit] if row[at] != value)
    names = [_named(row, query, query.order[0]) for row in same[:_NAMED]]
    return tied(names, value, place, count=max(count or 0, len(same)), at_least=not count)


def _named(row: Sequence[Any], query: Query, order: Order) -> str:
    texts = [
        str(cell) if isinstance(cell, int) else written(cell)
        for cell, value in zip(row, query.shown, strict=True)
        if not isinstance(value, Measure) and cell is not None and value != order.by
    ]
    return " ".join(texts[:2] if len(texts) > 1 and isinstance(row[0], str) else texts[:1])
