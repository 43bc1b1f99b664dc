"""Measures side by side: the functions that are named, of one column or of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from sqlagent.models.offline.options import Option, Options
from sqlagent.models.offline.query import Measure

_NAMES = {
    "avg": ("average", "avg", "mean"), "sum": ("total", "sum"),
    "min": ("min", "low", "small", "short", "young", "cheap", "least", "old"),
    "max": ("max", "high", "large", "long", "big", "dear", "most", "new"),
    "count": ("many", "number", "count", "#"),
}  # fmt: skip


def several(options: Options, table: str, taken: frozenset[int]) -> Iterator[list[Option]]:
    """Measures of a table's rows, or of what belongs to them; ``taken`` words are not free."""
    pairs = [
        pair for pair in options.ends
        if all(belongs(o, table, options) and not o.tokens & taken for o in pair)
    ]  # fmt: skip
    yield from pairs
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
