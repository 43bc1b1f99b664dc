"""Measures of measures, ratios of measures, and counts for each row."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.linking import Link
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.derived.ground import AVERAGE, Derived, Ground, Ref, total
from sqlagent.models.offline.query import Arithmetic, Each, Field, Function, Measure, Value

_EXTREMES: dict[str, Function] = {
    "fewest": "min", "least": "min", "smallest": "min", "lowest": "min", "minimum": "min",
    "min": "min", "most": "max", "largest": "max", "highest": "max", "maximum": "max",
    "max": "max", "biggest": "max", "busiest": "max",
}  # fmt: skip
_FOR = ("per", "for each", "for every", "each", "every", "than", "one", "a", "single", "in")
_SINGLE = ("at one", "in one", "for one", "by one", "of one", "on one", "single", "in a day",
           "on a day", "per day", "in any", "at any", "of any")  # fmt: skip
_ALSO = ("also", "even", "including", "incl", "included", "too", "with none", "or none", "if any")
_EMPTY = ("none", "no", "nobody", "empty", "zero", "zeros", "zeroes", "without", "never", "unused",
          "0", "nothing", "if any")  # fmt: skip
_FREE = ("free", "left", "available", "open", "remaining", "spare", "vacant", "unused")
_FULL = ("occupancy", "utilisation", "utilization", "full", "filled", "load", "occupied", "taken")
_ROOM = frozenset("capacity seat seats limit maximum max size place places spot".split())
_SUMS = frozenset("total sum spend spent amount money sales revenue".split())
_MOST = 3


def propose_measures(ground: Ground) -> Iterator[Derived]:
    """All that is measured over what is measured already, or one measure over another."""
    yield from _nested(ground)
    yield from _rates(ground)
    yield from _each(ground)
    yield from _room(ground)


def _belongs(ground: Ground, child: str, parent: str) -> bool:
    return child != parent and parent in ground.graph.owners(child)


def _tables(ground: Ground) -> list[Link]:
    links = [link for link in ground.scope.named_tables if link.score > 0.7]
    return sorted(links, key=lambda link: link.start)


def _key(ground: Ground, child: str, parent: str) -> tuple[Value, ...]:
    """What rows are grouped by for each row of what they belong to."""
    edges = ground.graph.between(child, parent)
    if edges:
        return tuple(Field(child, column) for column in edges[0].columns)
    return tuple(Field(parent, column) for column in ground.catalog.key(parent))


def _nested(ground: Ground) -> Iterator[Derived]:
    """The average, most or fewest rows, or greatest sum, of those that belong to each other row."""
    functions: list[tuple[Function, int]] = []
    cue = ground.first(AVERAGE)
    if cue and ground.first(_FOR) and not _graded(ground):
        functions.append(("avg", cue[0]))
    if ground.first(_SINGLE):
        functions += [(_EXTREMES[w], at) for at, w in enumerate(ground.said)
                      if w in _EXTREMES and ground.word(at - 1) != "at"]  # fmt: skip
    found = []
    for function, at in functions:
        for child, parent, worth, tokens in _below(ground):
            count = Measure("count", child)
            group = _key(ground, child, parent)
            inners = [(count, 0.7, frozenset[int]())]
            if "than" in ground.said or _SUMS & frozenset(ground.said):
                inners += _summed(ground, child)
            if function == "avg" and ground.is_named(at + 1, 0.5) and "than" not in ground.said:
                inners = inners[1:]
            for inner, fit, said in inners:
                value = Measure(function, child, inner)
                taken = tokens | said | {at}
                found.append(Derived(value, "measure", child, taken, "nested", worth * fit, group))
    yield from sorted(found, key=lambda one: -one.score)[:_MOST]


def _graded(ground: Ground) -> bool:
    """Whether a column is what is compared with the average: older, or with more seats, than it."""
    than = ground.said.index("than") if "than" in ground.said else 0
    return any(compared(word) for word in ground.said[:than]) or ground.is_named(than - 1, 0.75)


def _below(ground: Ground) -> Iterator[tuple[str, str, float, frozenset[int]]]:
    """Pairs of tables of which the one's rows belong to the other's."""
    links = _tables(ground)
    for other in links:
        span = frozenset(range(other.start, other.end))
        children = [
            (link.table, link.score, frozenset(range(link.start, link.end)))
            for link in links if link.end <= other.start or other.end <= link.start
        ]  # fmt: skip
        children += [(ref.field.table, ref.score, ref.tokens) for ref in ground.numbers[:2]]
        if not children:
            children = [(e.child, 0.5, span) for e in ground.graph.children(other.table)[:2]]
        for child, worth, tokens in children:
            if _belongs(ground, child, other.table):
                yield child, other.table, worth * other.score, tokens | span


def _named_by(ground: Ground, table: str) -> frozenset[int]:
    """The places where a table is named."""
    return frozenset(
        at for link in _tables(ground) if link.table == table
        for at in range(link.start, link.end)
    )  # fmt: skip


def _summed(ground: Ground, child: str) -> Iterator[tuple[Measure, float, frozenset[int]]]:
    for ref in ground.numbers[:3]:
        if ref.field.table == child:
            yield total(child, ground.number(ref.field)), 0.9 * ref.score, ref.tokens


def _rates(ground: Ground) -> Iterator[Derived]:
    """One sum, or number of rows, over another: seconds per hit, articles per author."""
    found = []
    for start, end in ground.places(("per", "for each", "for every")):
        stop = min(end + 2, len(ground))
        left, right = ground.among(0, start, 2), ground.among(end, stop, 2)
        said = frozenset(range(start, end))
        found += [
            _ratio(ground, one, other, said) for one in left for other in right
            if one.field != other.field and one.field.table == other.field.table
        ]  # fmt: skip
        average = ground.first(AVERAGE)
        counted = average is not None and not ground.is_named(average[1], 0.5)
        tables = ground.tables_among(end, stop) if counted else []
        for child, worth, tokens in ground.tables_among(0, start):
            for parent, fit, more in tables:
                found += _counts(ground, child, parent, worth * fit, tokens | more | said)
        for one in left:
            for parent, fit, more in tables:
                child = one.field.table
                if _belongs(ground, child, parent):
                    found += _over(ground, one, parent, fit, one.tokens | more | said)
    average = ground.first(AVERAGE)
    for parent, fit, more in ground.tables_among(0, len(ground)) if average else ():
        for child in (edge.child for edge in ground.graph.children(parent)[:3]):
            if ground.worth(child) > 0.6 and "than" in ground.said and not _graded(ground):
                tokens = more | frozenset(range(*average or (0, 0)))
                found += _counts(ground, child, parent, 0.6 * fit, tokens)
    yield from sorted(found, key=lambda one: -one.score)[:_MOST]


def _ratio(ground: Ground, one: Ref, other: Ref, said: frozenset[int]) -> Derived:
    table = one.field.table
    first, second = (total(table, ground.number(ref.field)) for ref in (one, other))
    value = Arithmetic("/", first, second, "ratio")
    tokens = one.tokens | other.tokens | said
    return Derived(value, "measure", table, tokens, "rate", 0.7 * one.score * other.score)


def _counts(
    ground: Ground, child: str, parent: str, worth: float, tokens: frozenset[int]
) -> Iterator[Derived]:
    """The number of rows over the number of different rows that they belong to."""
    keys = _key(ground, child, parent) if _belongs(ground, child, parent) else ()
    for key in keys[:1]:
        owners = Measure("count", child, key, distinct=True)
        value = Arithmetic("/", Measure("count", child), owners, "average")
        yield Derived(value, "measure", child, tokens, "rate", 0.6 * worth)


def _over(
    ground: Ground, one: Ref, parent: str, fit: float, tokens: frozenset[int]
) -> Iterator[Derived]:
    keys = _key(ground, one.field.table, parent)
    for key in keys[:1]:
        owners = Measure("count", one.field.table, key, distinct=True)
        value = Arithmetic("/", total(one.field.table, ground.number(one.field)), owners, "average")
        yield Derived(value, "measure", one.field.table, tokens, "rate", 0.5 * fit * one.score)


def _each(ground: Ground) -> Iterator[Derived]:
    """For each row the number of those that belong to it, those with none included."""
    also, empty = ground.first(_ALSO), ground.first(_EMPTY)
    if not (also and empty):
        return
    said = frozenset((*range(*also), *range(*empty)))
    found = []
    for child, parent, worth, tokens in _below(ground):
        if any(edge.parent == parent for edge in ground.graph.parents(child)):
            value = Each(Measure("count", child))
            # The words of the thing itself are left to it: the rows that are listed.
            tokens = tokens - _named_by(ground, parent) | said
            found.append(Derived(value, "row", parent, tokens, "each", 0.7 * worth))
            for inner, fit, more in _summed(ground, child):
                taken = tokens | more
                found.append(Derived(Each(inner), "row", parent, taken, "each", 0.6 * worth * fit))
    yield from sorted(found, key=lambda one: -one.score)[:_MOST]


def _room(ground: Ground) -> Iterator[Derived]:
    """What is left of a capacity, or how much of it is taken, by the rows that belong to it."""
    free, full = ground.first(_FREE), ground.first(_FULL)
    rooms = frozenset(ground.lemmas) & (_ROOM | {"room", "bed", "slot", "class", "percent"})
    if not (free or full) or not (rooms or ground.first(("occupancy", "utilisation"))):
        return
    for table in ground.meant[:4]:
        for field in ground.scope.numbers(table):
            if not ground.own_words(field) & _ROOM:
                continue
            for edge in ground.graph.children(table)[:3]:
                each = Each(Measure("count", edge.child))
                value, cue = Arithmetic("-", field, each, "left"), free
                if full:
                    part = Arithmetic("/", each, field, "ratio")
                    value, cue = Arithmetic("*", part, 100, "percent"), full
                said = frozenset(range(*cue or (0, 0)))
                yield Derived(value, "row", table, said, "full", 0.6 * ground.worth(table))
