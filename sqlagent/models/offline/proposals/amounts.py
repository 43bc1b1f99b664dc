"""Numbers as people write them: how many, of what unit, and how they are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.proposals.figures import figure
from sqlagent.models.offline.proposals.scope import Scope

_OPERATORS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "eq": "=", "orge": ">=", "orle": "<="}
_FILLERS = frozenset(
    "a an the of is are was were be total about around value just only year years".split()
)
_BOUNDS = {
    **dict.fromkeys("reached reaches reach hit hits topped tops least".split(), ">="),
    **dict.fromkeys("greater higher larger bigger".split(), ">"),
    **dict.fromkeys("lower smaller fewer less".split(), "<"),
    **dict.fromkeys("most maximum max".split(), "<="),
}
_ENDS = frozenset("top bottom first last latest newest".split())
_OPENING = frozenset("the our my your their show list me us get give see find what's".split())
_VERBS = {
    **dict.fromkeys("cost costs costing worth priced price".split(), "expensive"),
    **dict.fromkeys("weigh weighs weighing weighed".split(), "heavy"),
    **dict.fromkeys("last lasts lasting lasted takes take took runs running".split(), "long"),
    **dict.fromkeys("aged age".split(), "old"),
    **dict.fromkeys("earn earns earning earned make makes making made paid".split(), "rich"),
    **dict.fromkeys("seats seating holds hold holding fits".split(), "big"),
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its comparison: from ``start`` to ``end``, ``at`` the number itself.

    ``high`` is the upper end of a range; ``said`` is whether a comparison is; ``adjective`` is
    one of degree that says of what ("older than 5").
    """

    start: int
    at: int
    end: int
    operator: str
    low: float
    high: float | None = None
    said: bool = False
    unit: str = ""
    adjective: str = ""
    more: frozenset[int] = frozenset()

    @property
    def tokens(self) -> frozenset[int]:
        """The positions that the comparison takes."""
        return frozenset(range(self.start, self.end)) | self.more

    @property
    def value(self) -> float | tuple[float, float]:
        """What is compared with: the number, or the two ends of a range."""
        return self.low if self.high is None else (self.low, self.high)


def amounts(scope: Scope) -> list[Amount]:
    """Every number of the question, the second of a range with the first."""
    found: list[Amount] = []
    at = 0
    while at < len(scope):
        number = figure(scope, at)
        if number is None:
            at += 1
            continue
        if _counts_rows(scope, at, number[-1]):
            at = max(at + 1, number[1])
            continue
        found.append(_amount(scope, at, *number))
        at = max(at + 1, found[-1].end)
    return found


def _counts_rows(scope: Scope, at: int, unit: str) -> bool:
    """Whether a number says how many rows are wanted: the last 2 sales, but not "films last 2"."""
    before = scope.word(at - 2) if at > 1 else "the"
    return bool(at) and not unit and scope.word(at - 1) in _ENDS and before in _OPENING


def _amount(scope: Scope, at: int, low: float, end: int, unit: str) -> Amount:
    if ranged := _range(scope, at, low, end, unit):
        return ranged
    if scope.tokens[at].mark == "+":
        return Amount(at, at, end, ">=", low, None, True, unit)
    if scope.word(end) == "or" and (pairs := compared(scope.word(end + 1))):
        operator = ">=" if pairs[0][1] else "<="
        return Amount(at, at, end + 2, operator, low, None, True, unit, scope.word(end + 1))
    after = scope.begins(end, "orge", "orle")
    further = scope.tokens[after[0] : after[0] + 3] if after else ()
    if after and not any(token.number is not None for token in further):
        return Amount(at, at, after[0], _OPERATORS[after[1]], low, None, True, unit)
    for place in (end + 1, end + 2):
        later = scope.begins(place, "orge", "orle")
        if later and scope.word(place) == "or" and not scope.begins(end, "or", "and"):
            more = frozenset(range(place, later[0]))
            operator = _OPERATORS[later[1]]
            return Amount(at, at, end, operator, low, None, True, unit, "", more)
    before = scope.skip(at - 1, _FILLERS, -1) + 1
    for place in (at, before, _past_name(scope, before)):
        if cue := scope.ends(place, "gt", "ge", "lt", "le", "eq", "after", "before", "not"):
            return _compared(scope, cue, at, low, end, unit)
    if scope.word(before - 1) == "than":
        return _than(scope, before - 1, at, low, end, unit)
    if compared(scope.word(before - 1)) and scope.word(before - 1).endswith("er"):
        return _than(scope, before, at, low, end, unit)
    if bound := _BOUNDS.get(scope.word(before - 1)):
        return Amount(before - 1, at, end, bound, low, None, True, unit)
    for place in range(before - 1, max(0, before - 4), -1):
        if cue := scope.ends(place, "ge", "le"):
            more = frozenset(range(cue[0], place))
            operator = _OPERATORS[cue[1]]
            if scope.word(cue[0]) == "at":
                return Amount(at, at, end, operator, low, None, True, unit, "", more)
    adjective = _VERBS.get(scope.word(before - 1), "")
    start = before - 1 if adjective else at
    return Amount(start, at, end, "=", low, None, False, unit, adjective)


def _past_name(scope: Scope, at: int) -> int:
    """Where the name of a column begins that ends at a place: after season 2007."""
    starts = [link.start for link in scope.columns if link.end == at and link.score > 0.6]
    return scope.skip(min(starts) - 1, ("the", "a"), -1) + 1 if starts else at


def _compared(
    scope: Scope, cue: tuple[int, str], at: int, low: float, end: int, unit: str
) -> Amount:
    start, name = cue
    operator = {"after": ">", "before": "<", "not": "<>"}.get(name) or _OPERATORS[name]
    if scope.word(start) in ("up", "until", "till", "by"):
        operator = "<="
    if scope.word(start) in ("since", "from", "starting"):
        operator = ">="
    adjective = scope.word(start) if compared(scope.word(start)) else ""
    if direction := _direction(adjective, less=False):
        operator = direction + "=" * (name in ("ge", "le"))
    before = scope.skip(start - 1, _FILLERS, -1)
    verb = _VERBS.get(scope.word(before), "")
    first = before if verb else start
    denial = scope.negation(start, 0)
    if denial and name in ("gt", "lt"):
        operator, first = {">": "<=", "<": ">="}[operator], min(denial)
    return Amount(first, at, end, operator, low, None, True, unit, adjective or verb)


def _than(scope: Scope, than: int, at: int, low: float, end: int, unit: str) -> Amount:
    """Older than 5, more expensive than 5, fewer albums than 5."""
    for place in range(than - 1, max(-1, than - 5), -1):
        word = scope.word(place)
        degree = scope.word(place - 1) in ("more", "less")
        if word in ("more", "fewer", "less", "greater", "higher", "lower") or (
            compared(word) or (word.endswith("er") and place == than - 1) or degree
        ):
            down = word in ("fewer", "less", "lower") or scope.word(place - 1) == "less"
            start = place - 1 if degree else place
            adjective = word if compared(word) else ""
            operator = _direction(adjective, down) or ("<" if down else ">")
            more = frozenset((start, than)) if place < than - 1 else frozenset(range(start, than))
            first = than if place < than - 1 else start
            return Amount(first, at, end, operator, low, None, True, unit, adjective, more)
    return Amount(than, at, end, ">", low, None, True, unit)


def _direction(adjective: str, less: bool) -> str:
    """Which way a comparison goes by an adjective of degree, "" without one."""
    pairs = compared(adjective) if adjective else ()
    return "" if not pairs else ">" if pairs[0][1] != less else "<"


def _range(scope: Scope, at: int, low: float, end: int, unit: str) -> Amount | None:
    first = scope.skip(at - 1, ("the",), -1)
    opener = scope.word(first)
    if opener == "of" and scope.word(first - 1) == "range":
        opener, first = "range", first - 1
    joiner = scope.word(end)
    place = scope.skip(end + 1, ("the",)) if joiner in ("and", "to", "through", "till") else end
    second = figure(scope, place) if place < len(scope) else None
    if second is None:
        return None
    closed = opener in ("between", "from", "range", "ranging")
    said = opener in ("between", "range") and joiner == "and"
    said = said or (joiner in ("to", "through", "till") and place > end)
    if not said and not (closed and place > end):
        return None
    high, last, other = second
    start = first if closed else at
    if low > high and other == "" and low >= 100 * high:
        return None
    return Amount(start, at, last, "between", low, high, True, other or unit)


def bare_runs(scope: Scope, found: list[Amount]) -> Iterator[tuple[Amount, ...]]:
    """Numbers side by side that nothing compares: 4 or 5, 1, 2 and 3."""
    run: list[Amount] = []
    for amount in found:
        fits = not amount.said and amount.high is None
        if run and not (fits and scope.joined(run[-1].end, amount.start)):
            if len(run) > 1:
                yield tuple(run)
            run = []
        run = [*run, amount] if fits else []
    if len(run) > 1:
        yield tuple(run)
