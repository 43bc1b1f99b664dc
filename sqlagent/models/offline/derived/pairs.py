"""Two columns of a row under one sign: margin, balance, price per seat, share of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlagent.models.offline.derived.ground import Derived, Ground, Ref, words
from sqlagent.models.offline.derived.units import told_in
from sqlagent.models.offline.proposals.units import UNIT_WORDS
from sqlagent.models.offline.query import Arithmetic, Each, Field, Measure, Shown, Value

_PER = ("per", "for each", "for every", "a head")
_OVER = ("divided by", "relative to", "compared to", "in relation to", "to", "over", "vs", "versus")
_MINUS = ("minus", "less", "after", "without")
_GAPS = (
    "difference", "gap", "swing", "spread", "more than", "exceeds", "exceed", "net", "between",
    "over the", "above the", "difference between", "balance",
)  # fmt: skip
_BOTH = ("combined", "together", "plus", "sum of", "total of", "altogether", "added", "+")
_RATIOS = ("ratio", "divided by", "relative to", "quotient")
_PARTS = ("percent", "percentage", "pct", "%", "share", "proportion", "fraction", "rate", "portion")
_PEOPLE = words("head capita person people resident inhabitant employee pupil student capital")
_HEADS = words(
    "population employee employees enrollment inhabitants people residents staff headcount"
)
_MOST = 3
_FAR = 0.75  # what a pair over two tables is worth beside one of the same table


def propose_pairs(ground: Ground) -> Iterator[Derived]:
    """Sums, differences, ratios and percentages of columns that stand beside each other."""
    if not ground.numbers:
        return
    yield from _per(ground)
    yield from _signed(ground)
    yield from _percentages(ground)


def _per(ground: Ground) -> Iterator[Derived]:
    """X per Y, also per so many Y, X to Y ratio, X divided by Y."""
    ratio = ground.first(_RATIOS)
    cues = (*_PER, *(_OVER if ratio else ()))
    for start, end in ground.places(cues):
        scale, stop = _thousands(ground, end)
        left = _before(ground, start) or _people(ground, start - 1, [])
        right = [ref for ref in ground.among(stop, min(stop + 3, len(ground)))
                 if min(ref.tokens) <= stop + (ground.word(end) in ("the", "each"))]  # fmt: skip
        right += _people(ground, stop, left)
        said = frozenset(range(start, stop)) | (frozenset(range(*ratio)) if ratio else frozenset())
        found = list(_combined(ground, "/", left, right, said, "ratio"))
        for one in found[:_MOST]:
            yield _scaled(one, scale)
        yield from _per_row(ground, left, (stop, min(stop + 2, len(ground))), said)


def _before(ground: Ground, start: int) -> list[Ref]:
    """The columns named in the words before a place, or by an adjective of degree there."""
    near = ground.among(max(0, start - 4), start)
    return near or ground.among(0, start)


def _thousands(ground: Ground, at: int) -> tuple[float, int]:
    """A number after "per", as in per 1000 residents, and where the words go on."""
    number = ground.tokens[at].number if at < len(ground) else None
    if number and number > 1:
        return number, at + 1
    return 1.0, at


def _people(ground: Ground, at: int, left: list[Ref]) -> list[Ref]:
    """What is divided by per head or mile: the number of people, the distance of the table."""
    if not 0 <= at < len(ground):
        return []
    word = ground.lemmas[at]
    named = UNIT_WORDS.get(word) or UNIT_WORDS.get(ground.said[at]) or ()
    wanted = frozenset(named) | (_HEADS if word in _PEOPLE else frozenset())
    found: list[Ref] = []
    divided = [ref.field for ref in left]
    for table in dict.fromkeys([*(field.table for field in divided), *ground.meant[:2]]):
        found += [
            Ref(field, 0.75, frozenset({at})) for field in ground.scope.numbers(table)
            if ground.own_words(field) & wanted and field not in divided
        ]  # fmt: skip
    return found[:2]


def _scaled(one: Derived, scale: float) -> Derived:
    if scale == 1.0 or not isinstance(one.value, Arithmetic):
        return one
    value = one.value
    more = Arithmetic("*", value.left, float(scale))
    return _with(one, Arithmetic("/", more, value.right, "ratio"))


def _with(one: Derived, value: Shown) -> Derived:
    return Derived(value, one.level, one.table, one.tokens, one.source, one.score, one.group)


def _per_row(
    ground: Ground, left: list[Ref], place: tuple[int, int], said: frozenset[int]
) -> Iterator[Derived]:
    """A column of a row over the number of the rows that belong to it."""
    for table, worth, tokens in _things(ground, place):
        for ref in left[:2]:
            owner = ref.field.table
            if any(edge.parent == owner for edge in ground.graph.parents(table)):
                count = Measure("count", table)
                score = 0.8 * ref.score * worth
                taken = ref.tokens | said | tokens
                group = tuple(Field(owner, c) for c in ground.catalog.key(owner))
                plain = Arithmetic("/", ground.number(ref.field), count, "ratio")
                yield Derived(plain, "measure", table, taken, "rate", score, group)
                each = Arithmetic("/", ground.number(ref.field), Each(count), "ratio")
                yield Derived(each, "row", owner, taken, "rate", score - 0.05)


def _things(ground: Ground, place: tuple[int, int]) -> Iterator[tuple[str, float, frozenset[int]]]:
    """The tables that are named in a place, or whose rows are known by a column named there."""
    yield from ground.tables_among(*place)
    for ref in ground.refs:
        label = ground.catalog.label(ref.field.table)
        if ref.tokens <= set(range(*place)) and not ground.scope.is_numeric(ref.field):
            fit = 0.8 if ref.field.column in label else 0.7
            yield ref.field.table, fit * ref.score, ref.tokens


def _signed(ground: Ground) -> Iterator[Derived]:
    """X minus Y, X plus Y, X times Y, the difference between X and Y."""
    for start, end in ground.places(_MINUS):
        if ground.said[start] in ("minus", "after", "less"):
            yield from _around(ground, start, end, "-", "difference")
    for start, end in ground.places(("times", "multiplied by")):
        yield from _around(ground, start, end, "*", "product")
    gap = ground.first(_GAPS)
    both = ground.first(_BOTH)
    for start, end in ground.places(("and", "to", "plus", "+", "&", "than", "vs", "with")):
        if gap and ground.said[start] != "plus":
            found = _around(ground, start, end, "-", "difference", gap)
            yield from (_turned(ground, one) for one in found)
        elif both and ground.said[start] in ("and", "plus", "+", "&", "with"):
            yield from _around(ground, start, end, "+", "sum", both)


def _around(
    ground: Ground, start: int, end: int, sign: str, source: str,
    cue: tuple[int, int] | None = None,
) -> Iterator[Derived]:  # fmt: skip
    said = frozenset(range(start, end)) | (frozenset(range(*cue)) if cue else frozenset())
    left = ground.among(max(0, start - 4), start)
    right = ground.among(end, min(end + 4, len(ground)))
    yield from list(_combined(ground, sign, left, right, said, source))[:_MOST]


def _turned(ground: Ground, one: Derived) -> Derived:
    """A difference the way round in which it is not below zero, by some of the values."""
    value = one.value
    assert isinstance(value, Arithmetic)
    left, right = (_middle(ground, side) for side in (value.left, value.right))
    if left < right:
        return _with(one, Arithmetic("-", value.right, value.left, value.name))
    return one


def _middle(ground: Ground, side: object) -> float:
    if not isinstance(side, Field):
        return 0.0
    sample = ground.catalog.sample(side.table, side.column)
    held = [value for value in sample if isinstance(value, int | float)]
    return sum(held) / len(held) if held else 0.0


def _percentages(ground: Ground) -> Iterator[Derived]:
    """X as a percentage of Y, what percentage of Y is X."""
    cue = ground.first(_PARTS)
    if cue is None:
        return
    said = frozenset(range(*cue))
    for start, end in ground.places(("of", "to", "is", "are")):
        left = ground.among(max(0, start - 5), start)
        right = ground.among(end, min(end + 4, len(ground)))
        if ground.said[start] in ("is", "are"):
            left, right = right, left
        for one in list(_combined(ground, "/", left, right, said | {start}, "ratio"))[:2]:
            yield _with(one, Arithmetic("*", one.value, 100, "percent"))


def _combined(
    ground: Ground, sign: str, left: Iterable[Ref], right: Iterable[Ref],
    said: frozenset[int], source: str,
) -> Iterator[Derived]:  # fmt: skip
    """Values under one sign, of one table or of tables whose rows belong together, best first."""
    found = []
    for one in left:
        for other in right:
            if one.field == other.field or one.tokens & other.tokens:
                continue
            fact = ground.fact(one.field, other.field)
            near = 1.0 if one.field.table == other.field.table else _FAR
            if fact is None:
                continue
            pair = ground.number(one.field), _unit(ground, other) if sign == "/" else None
            value = Arithmetic(sign, pair[0], pair[1] or ground.number(other.field))
            score = one.score * other.score * near
            taken = one.tokens | other.tokens | said
            found.append(Derived(value, "row", fact, taken, source, score))
    yield from sorted(found, key=lambda one: -one.score)


def _unit(ground: Ground, ref: Ref) -> Value | None:
    """What is divided by in the unit that names it: per minute, of a column of seconds."""
    for at in ref.tokens:
        told = told_in(ground, ref.field, ground.lemmas[at])
        if told and told[0] is not None:
            return told[0]
    return None
