"""Stored values that words of the question may mean, alone, denied, or one of several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sqlagent.linking import Link
from sqlagent.linking.english import mistyped, root
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, span
from sqlagent.models.offline.query import AnyOf, Compare, Field, Related

_OPPOSITE = {"=": "<>", "like": "not like", "in": "not in"}
_HOLDING = frozenset("containing contains contain mentioning".split())  # a part of a text
_CODE = 4  # letters of a code that is a word as well
_CONTENT = 0.6  # a partial match below this is a word inside a text


def propose_values(scope: Scope) -> Iterator[Proposal]:
    """A condition for each stored value that is named."""
    links = _distinct(scope)
    for link in links:
        yield from _single(scope, link)
    yield from _several(scope, links)


def _distinct(scope: Scope) -> list[Link]:
    """The links, a shorter one inside a better one of the same column left out."""
    best: dict[tuple[int, int, str, str | None], Link] = {}
    for link in scope.values:
        key = (link.start, link.end, link.table, link.column)
        if key not in best or link.score > best[key].score:
            best[key] = link
    kept = list(best.values())
    return [link for link in kept if not any(_covers(other, link) for other in kept)]


def _covers(other: Link, link: Link) -> bool:
    same = (other.table, other.column) == (link.table, link.column)
    longer = other.end - other.start > link.end - link.start
    inside = other.start <= link.start and link.end <= other.end
    return same and longer and inside and other.score >= link.score


def test_of(link: Link) -> Compare:
    """The condition that a link to a value is, as it stands."""
    text = link.value or ""
    return Compare(field_of(link), "like" if "%" in text else "=", text)


def _single(scope: Scope, link: Link) -> Iterator[Proposal]:
    compare, score = test_of(link), worth(scope, link)
    if compare.operator == "=" and link.start and scope.said[link.start - 1] in _HOLDING:
        return
    source = "partial" if compare.operator == "like" else "value"
    tokens = explained(scope, link)
    denial = scope.negation(min(tokens), 3) | scope.negation(link.start, 3)
    if denial:
        opposite = Compare(compare.of, _OPPOSITE[compare.operator], compare.value)
        yield Proposal(opposite, tokens | denial, source, min(1.0, score + 0.1))
        yield Proposal(Related(link.table, (compare,), True), tokens | denial, "absent", score)
        score *= 0.6
    yield Proposal(compare, tokens, source, score)
    if inside := _inside(scope, link):
        share = 0.7 if link.score < 0.9 else 0.6
        yield Proposal(inside, tokens, "partial", score * share)


def _inside(scope: Scope, link: Link) -> Compare | None:
    """What a value's words are as a part of other values, None where they are whole values."""
    compare = test_of(link)
    if compare.operator == "like":
        return compare
    first = link.start + (link.end - link.start > 1 and scope.said[link.start] in ("the", "a"))
    said, value = scope.text(first, link.end).lower(), compare.value.lower()
    if said == value:
        return Compare(compare.of, "like", f"%{said}%") if _is_part(scope, link, said) else None
    if link.end - first == 1:
        base = _base(said, scope.tokens[first].lemma, value)
        said = base if base == said or not _is_name(scope, link) else said
    if said not in value:
        return None
    return Compare(compare.of, "like", f"%{said}%")


def _base(said: str, base: str, value: str) -> str:
    """What a word and a value have in common: report for reports, direct for directing."""
    for form in (base, root(said)):
        if len(form) > 3 and said.startswith(form) and form in value:
            return form
    if said in value:
        return said
    return next((word for word in re.findall(r"[^\W\d_]+", value) if mistyped(said, word)), said)


def _is_name(scope: Scope, link: Link) -> bool:
    """Whether the words are the name of a table or column as well."""
    rivals = (other for other in scope.links if other.kind != "value" and other.score > _CONTENT)
    return any(span(link) & span(other) for other in rivals)


def _is_part(scope: Scope, link: Link, said: str) -> bool:
    """Whether a whole value stands inside others of its column too."""
    sample = scope.catalog.sample(link.table, link.column or "")
    return any(said in str(value).lower() and said != str(value).lower() for value in sample)


def worth(scope: Scope, link: Link) -> float:
    """How likely a value link is meant: by its fit, and whether its column or table is named."""
    catalog, score = scope.catalog, link.score
    named = any(
        (other.table, other.column) == (link.table, link.column) and other.score > 0.6
        and not span(other) & span(link) and abs(other.start - link.start) < 5
        for other in scope.columns
    )  # fmt: skip
    table = any(other.table == link.table and other.score > 0.7 for other in scope.named_tables)
    written = any(t.capital or t.quoted for t in scope.tokens[link.start : link.end])
    value = link.value or ""
    code = (
        not written and len(value) <= _CODE and value.isupper()
        and value.lower() == scope.said[link.start]
    )  # fmt: skip
    rivals = [
        other for other in scope.links
        if other.kind != "value" and (
            span(link) <= span(other) and other.score > (0.6 if code else 0.93)
        )
    ]  # fmt: skip
    score = 0.75 * score + 0.1 * named + 0.06 * table + 0.04 * written
    score += 0.04 * (link.column in catalog.label(link.table))
    score += 0.02 * min(2, link.end - link.start - 1)
    if catalog.graph.is_foreign(link.table, link.column or ""):
        score -= 0.02
    return max(0.05, min(1.0, score - 0.25 * bool(rivals)))


def explained(scope: Scope, link: Link) -> frozenset[int]:
    """The words of a value, with those of its column beside it and a preposition before."""
    tokens, own = set(span(link)), (link.table, link.column)
    for other in scope.columns:
        if (other.table, other.column) != own or other.score < 0.6:
            continue
        gap = scope.skip(other.end, _BETWEEN) if other.end <= link.start else other.end
        if other.start == link.end or gap == link.start or other.end == link.start:
            tokens |= set(range(min(other.start, link.start), max(other.end, link.end)))
    first = min(tokens)
    if scope.word(first - 1) in _PREPOSITIONS:
        tokens.add(first - 1)
    elif scope.word(first - 1) in ("the", "a") and scope.word(first - 2) in _PREPOSITIONS:
        tokens |= {first - 1, first - 2}
    return frozenset(tokens)


_BETWEEN = frozenset(
    "is are was were of in = as the a an either like equals equal to called".split()
)
_JOINERS = frozenset("or and vs versus nor &".split())
_PREPOSITIONS = frozenset("in from at of by with for on to named called".split())


def _several(scope: Scope, links: list[Link]) -> Iterator[Proposal]:
    """Values of one column side by side: one of them, both of them, or none of them."""
    groups: dict[Field, list[Link]] = {}
    for link in sorted(links, key=lambda link: (link.start, -link.score)):
        if "%" not in (link.value or "") or link.score < _CONTENT:
            groups.setdefault(field_of(link), []).append(link)
    for field, group in groups.items():
        parts = [link for link in group if "%" in (link.value or "")]
        for run in (*_runs(scope, group), *_runs(scope, parts if len(parts) < len(group) else [])):
            tokens = frozenset().union(*(explained(scope, link) for link in run))
            tokens |= frozenset(p for a, b in pairwise(run) for p in range(a.end, b.start))
            score = min(1.0, min(worth(scope, link) for link in run) + 0.15)
            yield from _either(scope, field, run, tokens, score)
    yield from _across(scope, links)


def _runs(scope: Scope, group: list[Link]) -> Iterator[list[Link]]:
    run: list[Link] = []
    for link in group:
        if run and link.start < run[-1].end:
            continue
        between = scope.said[run[-1].end : link.start] if run else []
        said = set(between)
        near = 0 < len(between) <= 4 and (said & _JOINERS or said <= {",", "not"})
        near = near or (said <= {"as", "well", "a", "an", "the"} and len(between) > 2)
        if run and not near:
            if len(run) > 1:
                yield run
            run = []
        run = [*run, link]
    if len(run) > 1:
        yield run


def _either(
    scope: Scope, field: Field, run: list[Link], tokens: frozenset[int], score: float
) -> Iterator[Proposal]:
    tests = [test_of(link) for link in run]
    values = tuple(dict.fromkeys(test.value for test in tests))
    if len(values) < 2:
        return
    if all(test.operator == "=" for test in tests):
        one: Compare | AnyOf = Compare(field, "in", values)
    else:
        one = AnyOf(tuple(dict.fromkeys(tests)))
    denial = scope.negation(run[0].start, 3) | scope.negation(min(tokens), 3)
    if denial and isinstance(one, Compare):
        yield Proposal(Compare(field, "not in", values), tokens | denial, "value", score)
        yield Proposal(Related(field.table, (one,), True), tokens | denial, "absent", score * 0.9)
    mixed = len({test.operator for test in tests}) > 1
    share = 0.75 if mixed else 1.0
    yield Proposal(one, tokens, "value", score * share * (0.6 if denial else 1.0))
    parts = [_inside(scope, link) for link in run]
    found = tuple(dict.fromkeys(part for part in parts if part is not None))
    if len(found) == len(run) and AnyOf(found) != one:
        yield Proposal(AnyOf(found), tokens, "partial", score * (0.5 if denial else 0.85))
    for link, test in zip(run, tests, strict=True):
        yield Proposal(Related(field.table, (test,)), span(link), "both", score * 0.5)


def _across(scope: Scope, links: list[Link]) -> Iterator[Proposal]:
    """Values of different columns with "or" between them."""
    for one in links:
        for other in links:
            if one.end >= other.start or field_of(one) == field_of(other):
                continue
            if one.table == other.table and "or" in scope.said[one.end : other.start]:
                if other.start - one.end > 4:
                    continue
                tokens = explained(scope, one) | explained(scope, other)
                score = 0.6 * min(worth(scope, one), worth(scope, other))
                pair = AnyOf((test_of(one), test_of(other)))
                tokens |= frozenset(range(one.end, other.start))
                yield Proposal(pair, tokens, "value", score)
