"""What may be measured: columns and things that are named, both ends of one, what is usual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.material import UNSAID, Material, Option
from sqlagent.models.offline.measures import ranking, revenue, sold
from sqlagent.models.offline.query import Field, Function, Measure

FUNCTIONS: tuple[Function, ...] = ("sum", "avg", "min", "max")
ENDS = {"first": False, "oldest": False, "earliest": False, "last": True, "recent": True,
        "newest": True, "latest": True}  # fmt: skip
_LOW = ("min", "low", "least", "bottom")
_HIGH = ("max", "high", "most", "top")
_HELD = 0.3  # what it costs to take the name of rows for an amount that they hold
_BOTH = 0.4  # what it is worth that both ends of a column are asked for


def named(material: Material) -> list[Option]:
    """The measures of what is mentioned or derived."""
    found = []
    catalog = material.catalog
    for at, mention in enumerate(material.mentions):
        if mention.column is None:
            found.append(material.used(at, "count", Measure("count", mention.table)))
            found += [
                material.used(at, "count", Measure("sum", mention.table, held), _HELD)
                for held in _namesakes(catalog, mention.table)
            ]
            continue
        field = material.field(mention)
        sort = catalog.sort_of(mention.table, mention.column)
        functions = FUNCTIONS if sort in "NT" else FUNCTIONS[2:] if sort == "D" else ()
        for function in functions:
            measure = Measure(function, mention.table, field)
            found.append(material.used(at, function, measure, 2.0 if sort == "T" else 0.0))
        distinct = Measure("count", mention.table, field, distinct=True)
        found.append(material.used(at, "countd", distinct))
    for one in material.derived:
        if one.level == "measure":
            found.append(material.worked(one, one.value))
            continue
        for function in FUNCTIONS:
            cost = 0.0 if function in material.cues else 1.5
            of: Any = one.value
            found.append(material.worked(one, Measure(function, one.table, of), cost))
    return found


def _namesakes(catalog: Catalog, table: str) -> Iterator[Field]:
    """The amounts that are called what their rows are called: the degrees of "degrees"."""
    for column in catalog.numbers(table):
        if catalog.words(table, column) == catalog.words(table):
            yield Field(table, column)


def usual(material: Material, table: str) -> Iterator[Option]:
    """What is measured of a table where nothing is named: its rows, its money, its rank."""
    nothing, cues = frozenset[int](), material.cues
    yield Option(Measure("count", table), nothing, (), UNSAID / 2)
    money = cues.get("money", nothing)
    if earned := revenue(table, material.catalog):
        yield Option(earned, money, (), 0.8 if money else 3 * UNSAID)
    selling = cues.get("bestsell", nothing)
    if selling and (pieces := sold(table, material.catalog)):
        yield Option(pieces, selling, (), 0.5)
    by = ranking(table, material.catalog)
    if isinstance(by, Measure):
        asked = {"top", "bottom", "most", "least", "bestsell"} & cues.keys()
        yield Option(by, nothing, (), -0.2 if asked else 1.5 * UNSAID)


def both_ends(material: Material) -> Iterator[list[Option]]:
    """The least and the most of a column where both are asked for: "cheapest and dearest"."""
    ends = _said_ends(material)
    low, high = ends[False], ends[True]
    if not (low and high):
        return
    for at, mention in enumerate(material.mentions):
        if mention.column is None or mention.score < 0.6:
            continue
        if material.catalog.sort_of(mention.table, mention.column) not in "ND":
            continue
        place = {True: min(high), False: min(low)}
        gain = (_BOTH - 0.4 * min(mention.rank, 3)) / 2
        words = frozenset(mention.span) - low - high
        pair = []
        for upward in (True, False):
            function: Function = "max" if upward else "min"
            option = material.used(at, function, Measure(function, mention.table,
                                                         material.field(mention)))  # fmt: skip
            tokens = words | (high if upward else low)
            pair.append((place[upward], Option(option.value, tokens, option.uses, gain)))
        yield [option for _, option in sorted(pair, key=lambda one: one[0])]


def _said_ends(material: Material) -> dict[bool, frozenset[int]]:
    """Where the low and where the high end of something is asked for."""
    found: dict[bool, set[int]] = {False: set(), True: set()}
    for cues, upward in ((_LOW, False), (_HIGH, True)):
        for cue in cues:
            found[upward] |= material.cues.get(cue, frozenset())
    for at, word in enumerate(material.said):
        if word in ENDS and word not in ("first", "last"):
            found[ENDS[word]].add(at)
    for mention in material.mentions:
        if mention.upward is not None and material.said[mention.end - 1].endswith("st"):
            found[mention.upward] |= {*mention.span}
    for at, word in enumerate(material.said):
        parts = {*word.split("/")} if "/" in word else set()
        if parts & {"min", "lowest"} and parts & {"max", "highest"}:
            found = {upward: places | {at} for upward, places in found.items()}
    _opposites(found, material.said)
    return {upward: frozenset(places) for upward, places in found.items()}


def _opposites(found: dict[bool, set[int]], said: Sequence[str]) -> None:
    """Takes an unknown superlative beside a known end for the other: "smallest and bigest"."""
    if bool(found[True]) == bool(found[False]):
        return
    known = bool(found[True])
    for at in found[known]:
        for joint, other in ((at + 1, at + 2), (at - 1, at - 2)):
            if 0 <= other < len(said) and said[joint] in ("and", "&", "to", "/"):
                found[not known] |= {other} if said[other].endswith("est") else set()
