"""Measures side by side: the functions that are named, of one column or of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from sqlagent.models.offline.options import Option, Options
from sqlagent.models.offline.query import Function, Measure

_NAMES = {
    "avg": ("average", "avg", "mean"), "sum": ("total", "sum"),
    "min": ("min", "low", "small", "short", "young", "cheap", "least", "old"),
    "max": ("max", "high", "large", "long", "big", "dear", "most", "new"),
    "count": ("many", "number", "count", "#"),
}  # fmt: skip
_WORDS: dict[str, Function] = {
    **dict.fromkeys(("average", "avg", "mean"), "avg"),
    **dict.fromkeys(("total", "sum"), "sum"),
    **dict.fromkeys(("min", "minimum", "lowest", "smallest", "least", "shortest"), "min"),
    **dict.fromkeys(("cheapest", "earliest", "slowest", "youngest"), "min"),
    **dict.fromkeys(("max", "maximum", "highest", "largest", "biggest", "greatest"), "max"),
    **dict.fromkeys(("longest", "dearest", "latest", "most"), "max"),
    **dict.fromkeys(("count", "number", "#"), "count"),
}
_DATES: dict[str, Function] = {"first": "min", "last": "max", "earliest": "min", "latest": "max"}
_FIT = 0.55  # how well a column must fit its words for all functions that are named
_ALL = 0.3  # what it is worth that all of them are measured


def several(options: Options, table: str, taken: frozenset[int]) -> Iterator[list[Option]]:
    """Measures of a table's rows, or of what belongs to them; ``taken`` words are not free."""
    pairs = [
        pair for pair in options.ends
        if all(belongs(o, table, options) and not o.tokens & taken for o in pair)
    ]  # fmt: skip
    yield from pairs
    yield from _all_named(options, table, taken)
    for pair, another in combinations(pairs[:6], 2):
        if len(frozenset[int]().union(*(o.tokens for o in (*pair, *another)))) > max(
            len(pair[0].tokens | pair[1].tokens), len(another[0].tokens | another[1].tokens)
        ):
            yield [*pair, *another]
    likely = [
        o for o in options.measures(table)
        if (o.uses or o.derived) and o.gain > -3 and not o.tokens & taken
        and isinstance(o.value, Measure) and belongs(o, table, options)
        and not (o.value.function == "sum" and o.uses and o.uses[0].role == "count")
    ]  # fmt: skip
    by_mention: dict[object, list[Option]] = {}
    for option in likely:
        source = option.uses[0].mention if option.uses else option.derived[0].value
        by_mention.setdefault(source, []).append(option)
    said = options.said
    alike = [sorted(those, key=lambda o: _said_at(o, said)) for those in by_mention.values()]
    for those in alike:
        for count in (2, 3, 4):
            for chosen in combinations(those[:4], count):
                yield [*chosen]
    for one, other in combinations(likely[:6], 2):
        if not one.tokens & other.tokens:
            yield sorted((one, other), key=lambda o: min(o.tokens, default=99))
    for those, others in combinations(alike, 2):
        four = [*those[:2], *others[:2]]
        if len(four) == 4 and not those[0].tokens & others[0].tokens:
            yield four


def _all_named(options: Options, table: str, taken: frozenset[int]) -> Iterator[list[Option]]:
    """All functions that are named, of each column that they may be of, with a count of rows."""
    for at, mention in enumerate(options.mentions):
        if mention.column is None or mention.score < _FIT or taken & {*mention.span}:
            continue
        sort = options.catalog.sort_of(mention.table, mention.column)
        dated = mention.column in options.catalog.dates(mention.table)
        words = _DATES if dated else _WORDS if sort in "NT" else {}
        named = list(dict.fromkeys(words[word] for word in options.said if word in words))
        if len(named) < 2:
            continue
        gains = [options.gains[at][f] for f in named if f != "count"]
        found: list[Option] = []
        for function in named:
            whole = Measure("count", mention.table)
            value = whole if function == "count" else Measure(
                function, mention.table, options.field(mention))  # fmt: skip
            role = "max" if function == "count" else function
            gain = 0.0 if found else max(gains) + _ALL
            found.append(replace(options.used(at, role, value), gain=gain))
        if all(belongs(one, table, options) for one in found):
            yield found


def belongs(option: Option, table: str, options: Options) -> bool:
    """Whether what is measured is the rows of a table, or rows that belong to one of it."""
    return any(table in options.graph.owners(of) or of == table for of in tables(option))


def tables(option: Option) -> list[str]:
    """The tables whose rows a measure is over."""
    if option.derived:
        return [option.derived[0].table]
    assert isinstance(option.value, Measure)
    return [option.value.table]


def _said_at(option: Option, said: Sequence[str]) -> int:
    """Where the function of a measure is named, to keep several in the question's order."""
    assert isinstance(option.value, Measure)
    starts = _NAMES[option.value.function]
    return next((at for at, word in enumerate(said) if word.startswith(starts)), len(said))
