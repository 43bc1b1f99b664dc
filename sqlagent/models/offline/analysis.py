"""A question looked at from all sides before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass

from sqlagent.linking import Link, Token
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.mentions import Mention, mentions, shape
from sqlagent.models.offline.proposals import Proposal, propose
from sqlagent.models.offline.reading import link_names, link_values, tokenise
from sqlagent.models.offline.state import State


@dataclass(frozen=True, slots=True)
class Analysis:
    """The words of a question, what they may speak of, and the conditions they may mean.

    ``shape`` has a symbol for each token: what it speaks of, else its base form.
    """

    question: str
    catalog: Catalog
    tokens: tuple[Token, ...]
    links: tuple[Link, ...]
    mentions: tuple[Mention, ...]
    shape: tuple[str, ...]
    proposals: tuple[Proposal, ...]


def analyse(question: str, catalog: Catalog) -> Analysis:
    """Everything that the part models and the outlines look at."""
    state = State(question, catalog)
    for step in (tokenise, link_names, link_values):
        state = step(state)
    found = mentions(state.tokens, state.links, catalog)
    return Analysis(
        question,
        catalog,
        state.tokens,
        state.links,
        found,
        shape(state.tokens, state.links, found, catalog),
        propose(state.tokens, state.links, catalog),
    )
