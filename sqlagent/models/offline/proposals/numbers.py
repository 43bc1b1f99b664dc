"""Numbers compared with a column: salary over 50k, longer than five minutes, room 12."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.linking import Link
from sqlagent.linking.stored import literal, quote
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.proposals.amounts import Amount, bare_runs
from sqlagent.models.offline.proposals.candidates import Candidate, counted, either, telling
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, says_name, span
from sqlagent.models.offline.proposals.units import UNIT_WORDS, factors
from sqlagent.models.offline.query import Compare, Field

_FLIPPED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
_FEW = 10  # columns for one number
_PROBED = 12
_NUMBERS = frozenset("number no id # nr".split())
_NUMBERING = _NUMBERS | frozenset("is with = the".split())
_CODE = 100
_CODES = frozenset("code zip zipcode postcode number no postal".split())
_BORN = frozenset("birth born".split())


def propose_numbers(scope: Scope, amounts: list[Amount]) -> Iterator[Proposal]:
    """A comparison of each number with each column that it may be about."""
    runs = {amount: run for run in bare_runs(scope, amounts) for amount in run}
    before: Amount | None = None
    for amount in amounts:
        best = _best(_candidates(scope, amount, amounts))
        held = _holding(scope, amount, best) if amount.operator == "=" else None
        for candidate in best:
            if held is not None and candidate.source == "number" and candidate.field not in held:
                continue
            yield from _proposals(scope, amount, candidate, runs.get(amount, ()))
        if before is not None and "or" in scope.said[before.at : amount.start]:
            yield from either(scope, before, amount, best)
        before = amount


def _best(found: Iterator[Candidate]) -> list[Candidate]:
    best: dict[tuple[Field, bool], Candidate] = {}
    for candidate in found:
        key = (candidate.field, candidate.flipped)
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate
    return sorted(best.values(), key=lambda one: -one.score)[: 2 * _FEW]


def _proposals(
    scope: Scope, amount: Amount, one: Candidate, run: tuple[Amount, ...]
) -> Iterator[Proposal]:
    operator = _FLIPPED.get(amount.operator, amount.operator) if one.flipped else amount.operator
    tokens = amount.tokens | one.tokens
    for factor, share in factors(scope, one.field, amount):
        said = scope.text(min(tokens), max(tokens) + 1) if factor != 1.0 else ""
        low = amount.low * factor
        value = low if amount.high is None else (low, amount.high * factor)
        test = Compare(counted(scope, one.field, operator), operator, value, said)
        share *= telling(scope, one.field, operator, value)
        yield Proposal(test, tokens, one.source, one.score * share, said)
    if operator == ">=" and scope.word(min(amount.tokens)) == "from":
        yield Proposal(Compare(one.field, "=", amount.value), tokens, one.source, one.score)
    if operator == "=":
        denial = scope.negation(min(tokens), 1)
        if denial:
            test = Compare(one.field, "<>", amount.low)
            yield Proposal(test, tokens | denial, one.source, one.score)
    if run:
        every = frozenset().union(one.tokens, *(a.tokens for a in run))
        every |= frozenset(range(run[0].start, run[-1].end))
        values = tuple(dict.fromkeys(a.low for a in run))
        share = min(telling(scope, one.field, "=", value) for value in values)
        score = share * (one.score + 0.1)
        yield Proposal(Compare(one.field, "in", values), every, one.source, score)


def _candidates(scope: Scope, amount: Amount, others: list[Amount]) -> Iterator[Candidate]:
    yield from _named(scope, amount, others)
    yield from _by_adjective(scope, amount)
    yield from _by_unit(scope, amount)
    yield from _numbered(scope, amount)
    yield from _coded(scope, amount)
    weight = 0.3 if amount.said else 0.22
    for table, worth in list(scope.tables.items())[:6]:
        for at, field in enumerate(scope.numbers(table)):
            score = weight * worth - 0.004 * min(at, 10)
            yield Candidate(field, max(score, 0.02), frozenset(), "number")


def _named(scope: Scope, amount: Amount, others: list[Amount]) -> Iterator[Candidate]:
    for link in scope.columns:
        field = field_of(link)
        if link.start <= amount.at < link.end or not says_name(scope, link):
            continue
        equal = amount.operator in ("=", "<>")
        ranged = amount.said and link.score > 0.75
        fits = scope.is_numeric(field) or scope.form(field) == "year"
        if not fits and not ((equal or ranged) and _may_equal(scope, field)):
            continue
        gap, crossed = _gap(scope, link, amount, others)
        table = scope.tables.get(link.table, 0.3)
        score = link.score * (0.72 + 0.28 * table) * max(0.3, 1.0 - 0.09 * gap)
        keyed = amount.said and scope.catalog.is_key(link.table, field.column)
        score *= 0.45 if keyed and "id" not in scope.said[link.start : link.end] else 1.0
        score -= 0.25 * crossed + (0.1 if equal and not amount.said and gap > 1 else 0.0)
        near = span(link) if gap <= 4 and not crossed else frozenset[int]()
        yield Candidate(field, max(score, 0.03), near | _little(scope, link, amount), "number")


def _little(scope: Scope, link: Link, amount: Amount) -> frozenset[int]:
    """The little words between a column and its comparison."""
    first, last = (link.end, amount.start) if link.end <= amount.start else (amount.end, link.start)
    between = scope.said[first:last]
    if 0 < len(between) <= 4 and all(w in _COPULAS for w in between):
        return frozenset(range(first, last))
    return frozenset()


_COPULAS = frozenset(
    "of is are was were a an the that has have with been in to whose for which at equal not".split()
)


def _gap(scope: Scope, link: Link, amount: Amount, others: list[Amount]) -> tuple[float, bool]:
    """How many words of weight stand between, and whether another number does."""
    if link.start >= amount.end:
        first, last, step = amount.end, link.start, 0.5
    elif link.end <= amount.start:
        first, last, step = link.end, amount.start, 0.0
    else:
        return 0.0, False
    little = sum(0.34 if w in _COPULAS else 1.0 for w in scope.said[first:last])
    breaks = any(w in ("and", "or", ",", "but") for w in scope.said[first:last])
    crossed = any(first <= other.at < last for other in others)
    return little + breaks + step * (last > first), crossed


def _may_equal(scope: Scope, field: Field) -> bool:
    """Whether a column that is no measure may still equal a number: keys, codes, texts of them."""
    sample = scope.catalog.sample(field.table, field.column)
    return any(str(value)[:1].isdigit() or str(value)[-1:].isdigit() for value in sample)


def _by_adjective(scope: Scope, amount: Amount) -> Iterator[Candidate]:
    wanted = compared(amount.adjective) if amount.adjective else ()
    unit = UNIT_WORDS.get(amount.unit, ())
    for table, worth in list(scope.tables.items())[:8]:
        for column in scope.catalog.columns(table) if wanted else ():
            words = scope.catalog.words(table, column)
            field = Field(table, column)
            rank = next((r for r, (word, _) in enumerate(wanted) if word in words), None)
            if rank is None or not (scope.is_numeric(field) or scope.form(field) == "year"):
                continue
            word, more = wanted[rank]
            if word not in _BORN and _BORN & set(words):
                continue
            score = (0.88 - 0.05 * min(rank, 8)) * (0.5 + 0.5 * worth)
            score += 0.1 * bool(set(unit) & set(words))
            yield Candidate(field, score, frozenset(), "unit", more != wanted[0][1])


def _by_unit(scope: Scope, amount: Amount) -> Iterator[Candidate]:
    wanted = UNIT_WORDS.get(amount.unit, ())
    for table, worth in list(scope.tables.items())[:8] if wanted else ():
        for field in scope.numbers(table):
            words = scope.catalog.words(table, field.column)
            rank = next((r for r, word in enumerate(wanted) if word in words), None)
            money = amount.unit in ("$", "euro", "dollar", "buck", "pound", "eur", "usd", "cent")
            if rank is None and money and scope.catalog.is_money(table, field.column):
                rank = 3
            if rank is not None:
                score = (0.8 - 0.03 * min(rank, 8)) * (0.5 + 0.5 * worth)
                yield Candidate(field, score, frozenset(), "unit")


def _numbered(scope: Scope, amount: Amount) -> Iterator[Candidate]:
    """Room 12, customer 5, flight number 33: the key of a table named before the number."""
    if amount.said:
        return
    for link in scope.named_tables:
        gap = scope.said[link.end : amount.start]
        if link.end > amount.start or len(gap) > 3:
            continue
        if not set(gap) <= _NUMBERING or ("with" in gap and not _NUMBERS & set(gap)):
            continue
        tokens = frozenset(range(link.end, amount.start))
        key = scope.catalog.key(link.table)
        for column in scope.catalog.columns(link.table):
            words = scope.catalog.words(link.table, column)
            tail = words[-1] in ("number", "no", "code", "id", "name") or column in key
            if tail and not scope.form(Field(link.table, column)):
                score = 0.75 * link.score - 0.1 * (column not in key)
                yield Candidate(Field(link.table, column), score, tokens, "number")


def _coded(scope: Scope, amount: Amount) -> Iterator[Candidate]:
    """In 94107: a code that is a number, of a column that nothing names."""
    if amount.said or amount.low < _CODE or amount.unit:
        return
    for table, worth in list(scope.tables.items())[:6]:
        for column in scope.catalog.columns(table):
            if scope.catalog.words(table, column)[-1] in _CODES:
                yield Candidate(Field(table, column), 0.4 * worth, frozenset(), "number")


def _holding(scope: Scope, amount: Amount, found: list[Candidate]) -> frozenset[Field] | None:
    """Of the columns not named, those that hold the number; one query for all of them."""
    probed = [one.field for one in found if one.source == "number"][:_PROBED]
    if not probed or amount.said:
        return None
    number: object = int(amount.low) if amount.low.is_integer() else amount.low
    branches = " UNION ALL ".join(
        f"SELECT {at} WHERE EXISTS (SELECT 1 FROM {quote(field.table)}"
        f" WHERE {quote(field.column)} = {literal(number)})"
        for at, field in enumerate(probed)
    )
    rows = scope.catalog.rows(branches)
    named = {one.field for one in found if one.tokens}
    return frozenset(probed[row[0]] for row in rows) | named
