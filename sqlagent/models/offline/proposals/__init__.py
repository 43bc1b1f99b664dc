"""Every condition that a question may speak of, whatever it turns out to ask for.

Each family is a function from the question's ``Scope`` to proposals; a score says how likely a
proposal is beside the others for the same words, and what is chosen is not decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sqlagent.linking import Link, Token
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.proposals.amounts import amounts
from sqlagent.models.offline.proposals.averages import propose_averages
from sqlagent.models.offline.proposals.blanks import propose_blanks
from sqlagent.models.offline.proposals.clocks import propose_clocks
from sqlagent.models.offline.proposals.columns import propose_columns
from sqlagent.models.offline.proposals.counts import propose_counts
from sqlagent.models.offline.proposals.dates import propose_dates
from sqlagent.models.offline.proposals.duplicates import propose_duplicates
from sqlagent.models.offline.proposals.durations import propose_durations
from sqlagent.models.offline.proposals.either import propose_either
from sqlagent.models.offline.proposals.flags import propose_flags
from sqlagent.models.offline.proposals.groups import propose_group_averages
from sqlagent.models.offline.proposals.hints import propose_hints
from sqlagent.models.offline.proposals.idioms import propose_idioms
from sqlagent.models.offline.proposals.margins import propose_margins
from sqlagent.models.offline.proposals.numbers import propose_numbers
from sqlagent.models.offline.proposals.ordinals import propose_ordinals
from sqlagent.models.offline.proposals.patterns import propose_patterns
from sqlagent.models.offline.proposals.places import place_links
from sqlagent.models.offline.proposals.relations import propose_relations
from sqlagent.models.offline.proposals.roles import with_roles
from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.proposals.stored import stored_links
from sqlagent.models.offline.proposals.superiors import propose_superiors
from sqlagent.models.offline.proposals.twins import propose_twins
from sqlagent.models.offline.proposals.values import propose_values
from sqlagent.models.offline.query import Compare, Condition, Field, fields

__all__ = ["Proposal", "propose"]

_CALLED = ("called", "named", "titled")
_JOINING = ("by", "of", "from", "in", "at", "for")
_CODE = 2  # letters of what is no name
_MOST = 60
_ALIKE = 14  # proposals that begin with the same word


def propose(
    tokens: Sequence[Token], links: Sequence[Link], catalog: Catalog
) -> tuple[Proposal, ...]:
    """The conditions that the words may mean, best first, at most 60 of them."""
    scope = Scope(tokens, links, catalog)
    found = list(_not_self_titled(scope, list(_all(scope))))
    return tuple(_kept(_merged((*found, *propose_either(scope, found)))))


def _all(scope: Scope) -> Iterator[Proposal]:
    numbers = amounts(scope)
    scope.values.extend((*stored_links(scope), *place_links(scope)))
    yield from with_roles(scope, propose_values(scope))
    dated = list(propose_dates(scope))
    yield from dated
    yield from propose_numbers(scope, numbers)
    yield from propose_counts(scope, numbers)
    yield from propose_flags(scope)
    yield from propose_blanks(scope)
    idioms = list(propose_idioms(scope))
    yield from idioms
    yield from propose_relations(scope, [*dated, *_below(scope, idioms)])
    yield from propose_patterns(scope)
    yield from propose_averages(scope)
    yield from propose_group_averages(scope)
    yield from propose_columns(scope)
    yield from propose_superiors(scope)
    yield from propose_hints(scope, numbers)
    yield from propose_ordinals(scope)
    yield from propose_clocks(scope)
    yield from propose_twins(scope)
    yield from propose_margins(scope, numbers)
    yield from propose_duplicates(scope)
    yield from propose_durations(scope, numbers)


def _not_self_titled(scope: Scope, found: list[Proposal]) -> Iterator[Proposal]:
    """Without values that also name what they belong to: a band, and not its record of that name.

    Where the words before say so ("the album Metallica") the record is meant.
    """
    named: dict[tuple[str, int], set[str]] = {}
    for one in found:
        match one.condition:
            case Compare(of=Field(table=table), operator="=", value=str(value)):
                named.setdefault((value.casefold(), max(one.tokens)), set()).add(table)
    for one in found:
        match one.condition:
            case Compare(of=Field(table=table), operator="=", value=str(value)) if (
                one.source == "value" and len(value) > _CODE
            ):
                others = named[value.casefold(), max(one.tokens)] - {table}
                first = min(one.tokens)
                said = scope.word(first - 1) in _CALLED or any(
                    (link.end, link.table) == (first, table) and scope.word(first) not in _JOINING
                    for link in scope.named_tables
                )
                if not said and others & scope.catalog.graph.owners(table).keys():
                    continue
        yield one


def _below(scope: Scope, found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Those on tables whose rows belong to others: who never won."""
    for proposal in found:
        of = next(fields(proposal.condition), None)
        if of is not None and scope.catalog.graph.parents(of.table):
            yield proposal


def _merged(found: Iterable[Proposal]) -> list[Proposal]:
    """The best proposal of each condition for words that overlap, best first."""
    best: dict[tuple[Condition, int], Proposal] = {}
    for proposal in sorted(found, key=lambda one: -one.score):
        best.setdefault((proposal.condition, min(proposal.tokens)), proposal)
    return list(best.values())


def _kept(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """The best, with room for what other words may mean."""
    alike: Counter[int] = Counter()
    kept = 0
    for proposal in found:
        first = max(proposal.tokens)
        if alike[first] < _ALIKE and kept < _MOST:
            alike[first] += 1
            kept += 1
            yield proposal
