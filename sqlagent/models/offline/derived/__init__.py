"""Values that no column holds but that questions speak of, each with the words that it explains.

Each family is a function from the question's ``Ground`` to derived values; none is proposed
without a word that asks for one, and what is chosen is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlagent.linking import Link, Token
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.derived.concepts import propose_concepts
from sqlagent.models.offline.derived.digits import propose_digits
from sqlagent.models.offline.derived.factors import propose_factors
from sqlagent.models.offline.derived.ground import Derived, Ground
from sqlagent.models.offline.derived.measures import propose_measures
from sqlagent.models.offline.derived.pairs import propose_pairs
from sqlagent.models.offline.derived.peers import propose_peers
from sqlagent.models.offline.derived.portions import propose_portions
from sqlagent.models.offline.derived.products import propose_products
from sqlagent.models.offline.derived.running import propose_running
from sqlagent.models.offline.derived.sides import propose_sides
from sqlagent.models.offline.derived.spans import propose_spans
from sqlagent.models.offline.derived.units import propose_units
from sqlagent.models.offline.proposals import Proposal

__all__ = ["Derived", "derive"]

_MOST = 16
_LEAST = 0.3  # what is less likely is not proposed
_FAMILIES: tuple[Callable[[Ground], Iterator[Derived]], ...] = (
    propose_units,
    propose_digits,
    propose_spans,
    propose_pairs,
    propose_portions,
    propose_products,
    propose_running,
    propose_measures,
    propose_peers,
    propose_concepts,
    propose_factors,
    propose_sides,
)


def derive(
    tokens: Sequence[Token],
    links: Sequence[Link],
    catalog: Catalog,
    proposals: Sequence[Proposal] = (),
) -> tuple[Derived, ...]:
    """The derived values that the words may mean, best first, at most 16 of them.

    ``proposals`` are the conditions that the words may mean: what a percentage is of.
    """
    ground = Ground(tokens, links, catalog, proposals)
    best: dict[object, Derived] = {}
    for family in _FAMILIES:
        for one in family(ground):
            key = (one.value, one.level, one.group, one.table)
            if one.score >= _LEAST and (key not in best or best[key].score < one.score):
                best[key] = one
    return tuple(sorted(best.values(), key=lambda one: -one.score)[:_MOST])
