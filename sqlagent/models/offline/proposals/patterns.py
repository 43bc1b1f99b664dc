"""Texts that are meant by a part: names that start with A, titles containing love, 'x' in y."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.linking import is_text
from sqlagent.models.offline.cues import is_stop
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, span
from sqlagent.models.offline.query import AnyOf, Compare, Field

_FORMS = {
    "contains": "%{}%",
    "starts": "{}%",
    "ends": "%{}",
}
_VERBS = {
    **dict.fromkeys("start starts starting started begin begins beginning".split(), "starts"),
    **dict.fromkeys("end ends ending ended".split(), "ends"),
    **dict.fromkeys(
        """contain contains containing contained include includes including mention mentions
        mentioning has have having like match matches matching titled substring""".split(),
        "contains",
    ),
}
_SUBJECTS = frozenset(
    "with in on by the a an letter letters word words string substring text".split()
)
_CALLED = frozenset("called named".split())
_LETTER = frozenset("letter letters initial initials".split())
_PIECES = _LETTER | {"word", "words", "substring", "string"}
_HELD = frozenset("in as inside".split())
_VAGUE = frozenset("no not never more less most at over under been a lot many".split())
_FEW = 8
_NAMED = 6  # tables that are searched by name


def propose_patterns(scope: Scope) -> Iterator[Proposal]:
    """LIKE for each text that a column is to hold, begin with or end in."""
    for at in range(len(scope)):
        form = _VERBS.get(scope.said[at])
        if form:
            yield from _after(scope, at, form)
        elif scope.said[at] in _CALLED and scope.word(at + 1) and scope.tokens[at + 1].capital:
            yield from _proposals(scope, at, at + 1, "starts", 0.5)
        elif scope.said[at] in _LETTER and scope.word(at + 1):
            yield from _proposals(scope, at, at + 1, "starts", 0.6)
        if scope.tokens[at].quoted:
            yield from _proposals(scope, at, at, "contains", 0.45)
            yield from _exactly(scope, at)
    yield from _inside(scope)


def _after(scope: Scope, at: int, form: str) -> Iterator[Proposal]:
    place = at + 1
    while scope.word(place) in _SUBJECTS and place < len(scope) - 1:
        if scope.tokens[place].quoted or (scope.word(place) == "a" and _is_letter(scope, place)):
            break
        place += 1
    if place >= len(scope):
        return
    plain = scope.said[at] in ("has", "have", "having", "including", "include", "includes", "like")
    spoken = bool(_PIECES & set(scope.said[at:place]))
    quoted = scope.tokens[place].quoted
    vague = is_stop(scope.said[place]) or scope.said[place] in _VAGUE
    if plain and vague and not quoted and not spoken:
        return
    led = spoken or scope.word(at + 1) in ("with", "in", "by", "on")
    if form != "contains" and not (led or quoted or _is_letter(scope, place)):
        return
    weight = 0.9 if quoted or spoken or form != "contains" else 0.2 if plain else 0.7
    yield from _proposals(scope, at, place, form, weight)


def _is_letter(scope: Scope, at: int) -> bool:
    """A single letter, with no noun after it: starting with A, rather than with a name."""
    text = scope.tokens[at].text if at < len(scope) else ""
    return len(text) == 1 and (text.isupper() or scope.word(at + 1) in ("", "?", ".", "or"))


def _proposals(scope: Scope, start: int, at: int, form: str, weight: float) -> Iterator[Proposal]:
    text = scope.tokens[at].text
    pattern = text if "%" in text else _FORMS[form].format(text)
    taken = frozenset(range(start, at + 1))
    denial = scope.negation(start, 1)
    for field, score, near in _holders(scope, start, at):
        test = Compare(field, "like", pattern)
        if denial:
            unlike = Compare(field, "not like", pattern)
            yield Proposal(unlike, taken | denial | near, "like", weight * score)
            score *= 0.5
        yield Proposal(test, taken | near, "like", weight * score)


def _exactly(scope: Scope, at: int) -> Iterator[Proposal]:
    """A quoted text that is stored nowhere may still be asked for."""
    if any(link.start <= at < link.end for link in scope.values):
        return
    for field, score, near in _holders(scope, at, at):
        same = Compare(field, "=", scope.tokens[at].text)
        yield Proposal(same, frozenset({at}) | near, "value", 0.5 * score)


def _inside(scope: Scope) -> Iterator[Proposal]:
    """Love in the title: a word that stands in a column named after it."""
    for at, end, field, score in _titles(scope):
        place = scope.skip(at - 1, ("the", "its", "their"), -1)
        if scope.word(place) not in _HELD or place < 1 or not _holds_words(scope, field):
            continue
        taken = frozenset(range(place - 1, end))
        test = Compare(field, "like", f"%{scope.tokens[place - 1].text}%")
        yield Proposal(test, taken, "like", 0.65 * score)
        if place > 2 and scope.word(place - 2) == "or":
            other = Compare(field, "like", f"%{scope.tokens[place - 3].text}%")
            taken |= {place - 3, place - 2}
            yield Proposal(AnyOf((other, test)), taken, "like", 0.75 * score)


def _titles(scope: Scope) -> Iterator[tuple[int, int, Field, float]]:
    """The columns that are named, from where to where; for "name" what rows are known by too."""
    for link in scope.columns:
        yield link.start, link.end, field_of(link), link.score
    for at in [at for at, word in enumerate(scope.said) if word in ("name", "title")]:
        for table, worth in list(scope.tables.items())[:_NAMED]:
            for column in scope.catalog.label(table):
                yield at, at + 1, Field(table, column), 0.4 + 0.4 * min(1.0, worth)


def _holds_words(scope: Scope, field: Field) -> bool:
    return is_text(scope.catalog.schema[field.table][field.column])


def _holders(scope: Scope, start: int, at: int) -> list[tuple[Field, float, frozenset[int]]]:
    """The columns of text that may be meant, best first: named ones, and names of rows."""
    found: dict[Field, tuple[float, frozenset[int]]] = {}
    for table, worth in list(scope.tables.items())[:4]:
        label = scope.catalog.label(table)
        for place, field in enumerate(scope.texts(table)):
            plain = 0.5 if field.column in label else 0.25 - 0.01 * min(place, 10)
            found[field] = (plain * (0.4 + 0.6 * worth), frozenset())
    for link in scope.columns:
        field = field_of(link)
        if not _holds_words(scope, field) or link.start <= at < link.end:
            continue
        gap = start - link.end if link.end <= start else link.start - at
        worth = scope.tables.get(link.table, 0.3)
        score = link.score * max(0.35, 1 - 0.09 * max(gap, 0)) * (0.7 + 0.3 * worth)
        if score > found.get(field, (0.0, frozenset()))[0]:
            found[field] = (score, span(link) if gap <= 3 else frozenset())
    ranked = sorted(found.items(), key=lambda pair: -pair[1][0])[:_FEW]
    return [(field, score, near) for field, (score, near) in ranked]
