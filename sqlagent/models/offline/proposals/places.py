"""Places that are stored with the code of their state or country: Miami, FL for Florida."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlagent.linking import Link
from sqlagent.linking.words import groups
from sqlagent.models.offline.proposals.scope import Scope

_CODE = 2  # letters of a state
_TABLES = 7
_FIT = 0.59  # less than that of a whole value


def place_links(scope: Scope) -> Iterator[Link]:
    """Links to the places of a state, by how they end, for each state that is named."""
    said = {at: codes for at, word in enumerate(scope.said) if (codes := _codes().get(word))}
    if not said:
        return
    for table in list(scope.tables)[:_TABLES]:
        for field in scope.texts(table):
            ends = [str(v)[-_CODE - 2 :] for v in scope.catalog.sample(table, field.column)]
            if ends and all(end[:2] == ", " and end[2:].isupper() for end in ends):
                for at, codes in said.items():
                    for code in codes:
                        value = f"%, {code}"
                        yield Link(at, at + 1, "value", table, field.column, value, _FIT)


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """The codes of two letters of each name that has one."""
    found: dict[str, tuple[str, ...]] = {}
    for line in groups("codes", ","):
        short = tuple(one.upper() for one in line if len(one) == _CODE)
        found.update({one.lower(): short for one in line if len(one) > _CODE and short})
    return found
