"""Places that are stored in other words: Miami, FL for Florida, a country for "the US"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlagent.linking import Link
from sqlagent.linking.texts import plain
from sqlagent.linking.wholes import peoples
from sqlagent.linking.words import groups
from sqlagent.models.offline.proposals.scope import Scope

_CODE = 2  # letters of a state
_TABLES = 7
_UNITED = frozenset("us states".split())
_WHOLE = 0.85
_FIT = 0.59  # less than that of a whole value


def place_links(scope: Scope) -> Iterator[Link]:
    """Links to the places of a state, by how they end, for each state that is named."""
    yield from _states(scope)
    said = {
        (at, at + length): codes for length in (1, 2) for at in range(len(scope) + 1 - length)
        if (codes := _codes().get(" ".join(scope.said[at : at + length])))
    }  # fmt: skip
    if not said:
        return
    for table in list(scope.tables)[:_TABLES]:
        for field in scope.texts(table):
            ends = [str(v)[-_CODE - 2 :] for v in scope.catalog.sample(table, field.column)]
            if ends and all(end[:2] == ", " and end[2:].isupper() for end in ends):
                for (start, end), codes in said.items():
                    for code in codes:
                        value = f"%, {code}"
                        yield Link(start, end, "value", table, field.column, value, _FIT)


def _states(scope: Scope) -> Iterator[Link]:
    """The country that little words name after "the": the US, the States."""
    for at, word in enumerate(scope.said):
        if word not in _UNITED or scope.word(at - 1) != "the":
            continue
        for name in peoples("american"):
            for table, column, value in scope.catalog.stored.index().whole.get(plain(name), ()):
                yield Link(at, at + 1, "value", table, column, value, _WHOLE)


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """The codes of two letters of each name that has one."""
    found: dict[str, tuple[str, ...]] = {}
    for line in groups("codes", ","):
        short = tuple(one.upper() for one in line if len(one) == _CODE)
        found.update({one.lower(): short for one in line if len(one) > _CODE and short})
    return found
