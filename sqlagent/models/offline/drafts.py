"""Candidates in the making: outlines under conditions, scored before any record is made of them.

Of a thousand drafts a hundred become candidates. What does not depend on the conditions is found
out once for each outline, and what does once for each set of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.factors import factors
from sqlagent.models.offline.joins import reachable
from sqlagent.models.offline.parts import Scores
from sqlagent.models.offline.plan import Plan, compose
from sqlagent.models.offline.query import Compare, Condition, Field, Measure, Query
from sqlagent.models.offline.records import replace

SHARED = -1.5  # for a word that an outline and a condition both explain
_REST = attrgetter(
    *(name for name in Query.__match_args__ if name not in ("conditions", "subject"))
)
_TESTED = ("where", "either", "related", "compare")  # what of a form conditions settle


@dataclass(frozen=True, slots=True)
class Wish:
    """Conditions that may hold together: which proposals, the words they explain, their odds.

    ``worth`` are the odds with what it is worth that numbers and names are explained.
    """

    chosen: tuple[int, ...]
    tokens: frozenset[int]
    odds: float
    worth: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record with what it was made of; ``score`` is the sum of what the part models think."""

    query: Query
    plan: Plan
    wish: Wish
    form: dict[str, str]
    forms: float
    score: float

    @property
    def tokens(self) -> frozenset[int]:
        """The positions of the words that it explains."""
        return self.plan.tokens | self.wish.tokens


@dataclass(slots=True, eq=False)
class _Bare:
    """The record of an outline as it is without conditions that are yet to be added.

    ``number`` is shared by those that differ in conditions only, ``sort`` by those under which
    conditions have the same form. ``forms`` are the forms, with what each is worth, that it was
    found to have under conditions, by what these settle.
    """

    query: Query
    number: int
    sort: int
    form: dict[str, str]
    forms: dict[tuple[str, ...], tuple[dict[str, str], float]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Draft:
    """What becomes a candidate when it is among the best; ``added`` are conditions yet to be."""

    plan: Plan
    wish: Wish
    bare: _Bare
    added: tuple[Condition, ...]
    form: dict[str, str]
    forms: float
    score: float


class Drafts:
    """Makes the drafts of one question, and candidates of the best."""

    def __init__(self, analysis: Analysis, scores: Scores) -> None:
        self.analysis, self.scores, self.catalog = analysis, scores, analysis.catalog
        self.numbers = {at for at, token in enumerate(analysis.tokens) if token.number is not None}
        self._seen: dict[object, int] = {}
        self._sets: dict[tuple[int, ...], tuple[tuple[Condition, ...], bool]] = {}
        self._settled: dict[tuple[tuple[int, ...], int], tuple[str, ...]] = {}
        self._reached: dict[object, bool] = {}

    def of(self, plan: Plan, wanted: Iterable[tuple[Wish, float]]) -> Iterator[Draft]:
        """An outline under each of several sets of conditions, where it fits them."""
        bare = self._bare(compose(plan, (), self.catalog))
        for wish, cost in wanted:
            shared = plan.tokens & wish.tokens
            if shared & self.numbers:
                continue
            added, measured = self._conditions(wish)
            whole = self._bare(compose(plan, added, self.catalog)) if measured else bare
            if whole is None:
                continue
            added = () if measured else added
            form, forms = self._form(whole, wish, added)
            score = plan.parts + wish.worth + cost + forms + SHARED * len(shared)
            yield Draft(plan, wish, whole, added, form, forms, score)

    def candidates(self, drafts: Sequence[Draft], most: int) -> Iterator[Candidate]:
        """The best candidates whose record can be reached, no two of one record, best first."""
        known: set[object] = set()
        for one in sorted(drafts, key=lambda draft: -draft.score):
            conditions = (*one.added, *one.bare.query.conditions)
            key = one.bare.number, conditions
            if len(known) >= most or key in known:
                continue
            if self._is_reached(one) and not self._is_idle(one):
                known.add(key)
                query = replace(one.bare.query, conditions=conditions)
                yield Candidate(query, one.plan, one.wish, one.form, one.forms, one.score)

    def _is_idle(self, draft: Draft) -> bool:
        """Whether rows that nobody speaks of are counted by their name: how many kinds are Tool."""
        plan = draft.plan
        one = plan.measures[0] if len(plan.measures) == 1 else None
        if plan.uses or plan.group or not isinstance(one, Measure) or one.function != "count":
            return False
        label = self.catalog.label(one.table)
        return any(
            isinstance(c, Compare) and isinstance(c.of, Field)
            and c.of.table == one.table and c.of.column in label
            for c in draft.added
        )  # fmt: skip

    def _bare(self, query: Query | None) -> _Bare | None:
        if query is None:
            return None
        number = self._seen.setdefault(_REST(query), len(self._seen))
        sort = self._seen.setdefault((query.order, query.conditions), len(self._seen))
        return _Bare(query, number, sort, factors(query, self.catalog))

    def _conditions(self, wish: Wish) -> tuple[tuple[Condition, ...], bool]:
        """The conditions of a set, and whether measures are tested, which changes all."""
        if wish.chosen not in self._sets:
            said = (self.analysis.proposals[at].condition for at in wish.chosen)
            found = tuple(dict.fromkeys(said))
            measured = any(isinstance(c, Compare) and isinstance(c.of, Measure) for c in found)
            self._sets[wish.chosen] = found, measured
        return self._sets[wish.chosen]

    def _form(
        self, bare: _Bare, wish: Wish, added: tuple[Condition, ...]
    ) -> tuple[dict[str, str], float]:
        """The form of a record under conditions, and what it is worth."""
        settled = self._settles(bare, wish, added) if added else ()
        if settled not in bare.forms:
            form = {**bare.form, **dict(zip(_TESTED, settled, strict=False))}
            worth = sum(self.scores.factors[name][value] for name, value in form.items())
            bare.forms[settled] = form, worth
        return bare.forms[settled]

    def _settles(self, bare: _Bare, wish: Wish, added: tuple[Condition, ...]) -> tuple[str, ...]:
        """What conditions settle of the form of a record."""
        key = wish.chosen, bare.sort
        if key not in self._settled:
            query = bare.query
            tests = Query(query.table, (), (*added, *query.conditions), order=query.order)
            found = factors(tests, self.catalog)
            self._settled[key] = tuple(found[name] for name in _TESTED)
        return self._settled[key]

    def _is_reached(self, draft: Draft) -> bool:
        """Whether all that a draft speaks of can be reached from the rows of its table."""
        query, graph = draft.bare.query, self.catalog.graph
        bare = draft.bare.number, draft.bare.sort
        if bare not in self._reached:
            self._reached[bare] = reachable(query, graph)
        added = query.table, draft.added and draft.wish.chosen
        if added not in self._reached:
            self._reached[added] = reachable(Query(query.table, (), draft.added), graph)
        return self._reached[bare] and self._reached[added]
