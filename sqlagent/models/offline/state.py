"""The one record that the offline model's steps hand on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlagent.linking import Link
from sqlagent.linking.tokens import Token
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.query import Query
from sqlagent.models.offline.segment import Cut, Item


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question: its query, and which items it does not explain."""

    query: Query | None
    items: tuple[Item, ...]
    unplaced: tuple[Item, ...]
    score: float
    doubt: float
    sql: str = ""
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A question on its way to an answer; ``readings`` are best first."""

    question: str
    catalog: Catalog
    previous: Draft | None = None
    tokens: tuple[Token, ...] = ()
    links: tuple[Link, ...] = ()
    cuts: tuple[Cut, ...] = ()
    readings: tuple[Reading, ...] = ()
    confidence: float = 0.0
