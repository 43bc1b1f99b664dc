"""Conditions on counts, sums and averages: more than 3 albums, spent over 100."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.measures import revenue
from sqlagent.models.offline.proposals.amounts import Amount
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, span
from sqlagent.models.offline.proposals.units import UNIT_WORDS
from sqlagent.models.offline.query import Compare, Field, Measure

_AGGREGATES = ("sum", "avg", "max", "min")
_MANY = {
    "multiple": (">", 1.0),
    "several": (">", 1.0),
    "many": (">", 1.0),
    "single": ("=", 1.0),
    **dict.fromkeys("share shares shared duplicate duplicates duplicated".split(), (">", 1.0)),
}
_COUNTED = ("", "time", "people", "person", "piece")
_ONE = frozenset("just only exactly single".split())


def propose_counts(scope: Scope, amounts: list[Amount]) -> Iterator[Proposal]:
    """A condition on groups for each number that may count or sum up."""
    for amount in (*amounts, *_many(scope)):
        if _is_whole(amount):
            yield from _counted(scope, amount)
        yield from _summed(scope, amount)


def _is_whole(amount: Amount) -> bool:
    ends = (amount.low, amount.high if amount.high is not None else amount.low)
    return all(end.is_integer() for end in ends) and amount.unit in _COUNTED


def _many(scope: Scope) -> Iterator[Amount]:
    """Multiple, several: more than one."""
    for at, word in enumerate(scope.said):
        if word in _MANY and not (word == "many" and scope.word(at - 1) == "how"):
            operator, low = _MANY[word]
            yield Amount(at, at, at + 1, operator, low, None, True)


def _counted(scope: Scope, amount: Amount) -> Iterator[Proposal]:
    catalog, tokens = scope.catalog, amount.tokens | _only(scope, amount)
    test = (amount.operator, amount.value)
    rate = 1.0 if amount.said or _only(scope, amount) else 0.55
    for link in scope.named_tables:
        count = Measure("count", link.table)
        if link.start >= amount.end:
            gap = link.start - amount.end
            score = 0.9 * link.score * max(0.25, 1 - 0.14 * gap) * rate
            between = frozenset(range(amount.end, link.start)) if gap <= 3 else frozenset[int]()
            tokens_of = tokens | span(link) | between
        else:
            score, tokens_of = 0.3 * link.score * rate, tokens
            if scope.ends(amount.start, "gt", "ge", "lt", "le") or amount.unit == "time":
                score += 0.1
        yield Proposal(Compare(count, *test), tokens_of, "having", score)
        if amount.unit == "time" or amount.end >= len(scope) - 1:
            for edge in catalog.graph.children(link.table):
                below = Compare(Measure("count", edge.child), *test)
                yield Proposal(below, tokens, "having", 0.35 * link.score * rate)
        if scope.begins(amount.end, "distinct") and link.start >= amount.end:
            for edge in catalog.graph.children(link.table):
                different = Measure("count", edge.child, Field(edge.child, edge.columns[0]), True)
                taken = tokens | frozenset(range(amount.end, link.end))
                yield Proposal(Compare(different, *test), taken, "having", 0.7 * link.score)
    for table, worth in list(scope.tables.items())[:5]:
        if not amount.said and not _only(scope, amount):
            break
        yield Proposal(Compare(Measure("count", table), *test), tokens, "having", 0.22 * worth)
    yield from _distinct(scope, amount, tokens, rate)


def _only(scope: Scope, amount: Amount) -> frozenset[int]:
    return frozenset({amount.start - 1}) if scope.word(amount.start - 1) in _ONE else frozenset()


def _distinct(
    scope: Scope, amount: Amount, tokens: frozenset[int], rate: float
) -> Iterator[Proposal]:
    """More than 3 cities: as many different values of a column of words."""
    for link in scope.columns:
        field = field_of(link)
        gap = link.start - amount.end
        if not 0 <= gap <= 3 or (link.score < 0.7 and scope.is_numeric(field)):
            continue
        distinct = bool(scope.begins(amount.end, "distinct"))
        score = link.score * rate * (0.8 if distinct else 0.5) * (1 - 0.1 * gap)
        taken = tokens | span(link) | frozenset(range(amount.end, link.start))
        different = Measure("count", field.table, field, distinct=True)
        yield Proposal(Compare(different, amount.operator, amount.value), taken, "having", score)
        rows = Measure("count", field.table)
        yield Proposal(Compare(rows, amount.operator, amount.value), taken, "having", 0.8 * score)


def _summed(scope: Scope, amount: Amount) -> Iterator[Proposal]:
    window = range(max(0, amount.start - 7), min(len(scope), amount.end + 4))
    cues = {name for name in (*_AGGREGATES, "money") for at in window if scope.begins(at, name)}
    test = (amount.operator, amount.value)
    functions = [name for name in _AGGREGATES if name in cues]
    yield from _summed_up(scope, amount, test)
    for link in scope.columns if functions else ():
        field = field_of(link)
        near = min(abs(link.end - amount.start), abs(link.start - amount.end))
        if near > 6 or not scope.is_numeric(field):
            continue
        for function in functions:
            measure = Measure(function, field.table, field)  # type: ignore[arg-type]
            score = 0.75 * link.score * max(0.3, 1 - 0.08 * near)
            taken = amount.tokens | span(link) | _cue_tokens(scope, window, function)
            yield Proposal(Compare(measure, *test), taken, "having", score)
    if functions:
        for table, worth in scope.meant.items():
            for number in list(scope.numbers(table))[:3]:
                measure = Measure(functions[0], table, number)  # type: ignore[arg-type]
                taken = amount.tokens | _cue_tokens(scope, window, functions[0])
                yield Proposal(Compare(measure, *test), taken, "having", 0.25 * worth)
    yield from _of_unit(scope, amount, test)
    if "money" in cues or ("sum" in cues and amount.unit == "$"):
        for table, worth in scope.meant.items():
            earned = revenue(table, scope.catalog)
            if earned is not None:
                taken = amount.tokens | _cue_tokens(scope, window, "money")
                yield Proposal(Compare(earned, *test), taken, "having", 0.65 * worth)
                if isinstance(earned.of, Field):
                    plain = Compare(earned.of, *test)
                    yield Proposal(plain, taken, "number", 0.4 * worth)


def _summed_up(scope: Scope, amount: Amount, test: tuple[str, object]) -> Iterator[Proposal]:
    """Cities with over 350 customers, where a column holds how many of them there are."""
    for link in scope.columns:
        near = min(abs(link.end - amount.start), abs(link.start - amount.end))
        if amount.said and near <= 2 and scope.is_numeric(field_of(link)):
            measure = Measure("sum", link.table, field_of(link))
            taken = amount.tokens | span(link)
            yield Proposal(Compare(measure, *test), taken, "having", 0.3 * link.score)


def _of_unit(scope: Scope, amount: Amount, test: tuple[str, object]) -> Iterator[Proposal]:
    """For at least 1000 hours, over 10k with us: a sum of what the unit measures."""
    words = set(UNIT_WORDS.get(amount.unit, ()))
    large = amount.low >= 1000 and not amount.unit
    if not amount.said or not (words or large):
        return
    for table, worth in list(scope.tables.items())[:6]:
        for number in scope.numbers(table):
            named = words & set(scope.catalog.words(table, number.column))
            if named or (large and scope.catalog.is_money(table, number.column)):
                measure = Measure("sum", table, number)
                yield Proposal(Compare(measure, *test), amount.tokens, "having", 0.3 * worth)


def _cue_tokens(scope: Scope, window: range, name: str) -> frozenset[int]:
    found = [(at, cue[0]) for at in window if (cue := scope.begins(at, name))]
    return frozenset(p for start, end in found for p in range(start, end))
