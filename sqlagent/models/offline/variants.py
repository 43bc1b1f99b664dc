"""The same outline read otherwise: by the other of two keys, against the average of one's own kind.

A part model judges words, and no word need say which of two keys is meant: flights by their
airport are those from it or those to it. So the likeliest candidates are made again for these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.drafts import Candidate
from sqlagent.models.offline.graph import Edge
from sqlagent.models.offline.joins import reachable
from sqlagent.models.offline.paths import below
from sqlagent.models.offline.query import (
    Compare,
    Condition,
    Field,
    Measure,
    Query,
    Related,
    Shown,
    mapped,
)

_FIRST = 30  # candidates that are read otherwise
_MOST = 16  # readings that are added to them
_OTHER, _BOTH, _NEVER, _OWN = 0.6, 1.2, 0.1, 0.3  # how much less likely each is than the first
_FIT = 0.5  # how well the words must fit what the rows have in common with their own kind


def with_variants(found: Sequence[Candidate], analysis: Analysis, most: int) -> list[Candidate]:
    """The candidates with other readings of the likeliest, best first."""
    known = {_alike(one.query) for one in found}
    added: list[Candidate] = []
    for one in found[:_FIRST]:
        for query, cost in _readings(one.query, analysis):
            if len(added) >= _MOST or _alike(query) in known:
                continue
            if reachable(query, analysis.catalog.graph):
                known.add(_alike(query))
                added.append(replace(one, query=query, score=one.score - cost))
    kept = [*found[: most - len(added)], *added]
    return sorted(kept, key=lambda one: -one.score)


def _alike(query: Query) -> Query:
    return replace(query, subject="")


def _readings(query: Query, analysis: Analysis) -> Iterator[tuple[Query, float]]:
    yield from _by_other_keys(query, analysis.catalog)
    yield from _of_superiors(query, analysis.catalog)
    for at, condition in enumerate(query.conditions):
        match condition:
            case Related(role=""):
                others = _belonging(query, condition, analysis.catalog)
            case Compare(of=Field(), value=Measure(within=(), conditions=())):
                others = _of_their_own(condition, analysis)
            case _:
                continue
        for instead, cost in others:
            tests = (*query.conditions[:at], *instead, *query.conditions[at + 1 :])
            yield replace(query, conditions=tests), cost


def _by_other_keys(query: Query, catalog: Catalog) -> Iterator[tuple[Query, float]]:
    """A table that two keys lead to, reached by the other one; in a list also by both."""
    graph = catalog.graph
    tables = dict.fromkeys(
        value.table for value in (*query.group, *query.shown)
        if isinstance(value, Field) and not value.via and value.table != query.table
    )  # fmt: skip
    for table in tables:
        way = graph.owners(query.table).get(table)
        twins = graph.between(way[-1].child, table) if way else []
        if len(twins) < 2:
            continue
        roles = [edge.columns[0] for edge in twins]
        used = {v.role for v in query.shown if isinstance(v, Field) and v.table == table}
        for role in roles[:4]:
            other = _through(query, table, _turned(table, role))
            if len(used) == 1 and role not in used:
                yield other, _OTHER
        if not query.group and len(roles) == 2 and len(used) == 1:
            yield replace(query, shown=_twice(query.shown, table, roles)), _BOTH


def _of_superiors(query: Query, catalog: Catalog) -> Iterator[tuple[Query, float]]:
    """The rows that name another row by a key: who works for Ada rather than Ada herself."""
    table = query.table
    label = [Field(table, column) for column in catalog.label(table)]
    for edge in catalog.graph.between(table, table)[:2]:
        tests = tuple(
            replace(test, of=replace(test.of, role=edge.columns[0]))
            if isinstance(test, Compare) and isinstance(test.of, Field) and test.of in label
            else test
            for test in query.conditions
        )
        if tests != query.conditions:
            yield replace(query, conditions=tests), _OTHER


def _turned(table: str, role: str) -> Callable[[object], object]:
    def change(value: object) -> object:
        if isinstance(value, Field) and value.table == table and not value.via:
            return replace(value, role=role)
        return value

    return change


def _through(query: Query, table: str, change: Callable[[object], object]) -> Query:
    """A record with the columns of a table changed, those of its conditions apart."""
    parts = {
        name: mapped(getattr(query, name), change)
        for name in ("shown", "group", "having", "order", "partition")
    }
    return replace(query, **parts)


def _twice(shown: tuple[Shown, ...], table: str, roles: Sequence[str]) -> tuple[Shown, ...]:
    found: list[Shown] = []
    for value in shown:
        if isinstance(value, Field) and value.table == table:
            found += [replace(value, role=role) for role in roles]
        else:
            found.append(value)
    return tuple(dict.fromkeys(found))


def _belonging(
    query: Query, related: Related, catalog: Catalog
) -> Iterator[tuple[tuple[Condition, ...], float]]:
    """What belongs to a row by another of several keys, or, where there is none, by any."""
    found = below(query.table, related.table, catalog.graph)
    twins: list[Edge] = []
    if found and not found[0]:
        twins = catalog.graph.between(found[1].child, found[1].parent)
    if len(twins) < 2:
        return
    by_each = tuple(replace(related, role=edge.columns[0]) for edge in twins[:4])
    if related.negated:
        yield by_each, _NEVER
    for one, edge in zip(by_each, twins, strict=False):
        if found and edge != found[1]:
            yield (one,), _OTHER


def _of_their_own(
    test: Compare, analysis: Analysis
) -> Iterator[tuple[tuple[Condition, ...], float]]:
    """A comparison with the rows of the same kind: with the average of their own category."""
    of, whole = test.of, test.value
    if not isinstance(of, Field) or not isinstance(whole, Measure) or whole.table != of.table:
        return
    keys: dict[Field, None] = {}
    for mention in sorted(analysis.mentions, key=lambda m: (-m.score, m.start)):
        if mention.score < _FIT:
            continue
        if mention.column is None:
            edges = analysis.catalog.graph.between(of.table, mention.table)
            keys.update((Field(of.table, edge.columns[0]), None) for edge in edges)
        elif mention.table == of.table and mention.column != of.column:
            keys[Field(of.table, mention.column)] = None
    for key in islice(keys, 3):
        yield (replace(test, value=replace(whole, within=(key,))),), _OWN
