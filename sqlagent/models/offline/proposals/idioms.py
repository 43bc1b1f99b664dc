"""Phrases of general English that are a comparison: minors, in the red, returned late, for free."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.linking.english import split
from sqlagent.models.offline.proposals.scope import Proposal, Scope
from sqlagent.models.offline.query import Compare, Field

# phrases | words of the column's name | operator and value
_IDIOMS = """
minor, minors, underage, under age, children, kids, child|age|< 18
adult, adults, grown up, grown ups|age|>= 18
teenager, teenagers, teens|age|between 13 19
in the red, overdrawn, negative, below zero, in debt, below sea level, minus|balance amount total\
 elevation altitude temperature profit|< 0
in the black, positive, above zero|balance amount total profit|> 0
free, for free, for nothing, cost nothing, costs nothing, free of charge\
, without charge, complimentary|price cost fee fare ticket rate amount charge|= 0
came first, came in first, finished first, went first\
, won, winner, winners, win, wins, winning, first place, victory, victories, champion, champions\
, gold|rank position place finish order result standing pick|= 1
runner up, runners up, runner-up, runners-up, second place|rank position place finish order\
 result|= 2
podium, podiums, top three, medal, medals|rank position place finish order result|<= 3
out of stock, sold out, none left, no stock|stock quantity inventory hand left available|= 0
in stock, available, left, on hand, have left, still hold stock|stock quantity inventory hand left\
 available|> 0
part time, part-time, part timer, part timers|fte|< 1
full time, full-time|fte|= 1
sold out, full, full house, packed|percent percentage occupancy|>= 100
perfect|score percent grade|= 100
outright, wholly owned, fully owned, wholly|share percent percentage shareholding stake equity|= 100
ground|floor level storey|= 0
"""
_TABLES = 9
_LATE = frozenset("late overdue delayed tardy belated lateness".split())
_EARLY = frozenset("early ahead".split())
_PLANNED = frozenset(
    """due required require scheduled sched schedule planned plan expected expect deadline promised
    target estimated estimate eta intended limit""".split()
)
_ACTUAL = frozenset(
    """actual returned return back shipped ship delivered delivery completed complete done arrived
    arrival arr finished finish paid received real end act""".split()
)


def propose_idioms(scope: Scope) -> Iterator[Proposal]:
    """The comparisons that idioms stand for, on the columns that they speak of."""
    for start, end, words, operator, value in _spoken(scope):
        for table, worth in list(scope.tables.items())[:_TABLES]:
            for place, field in enumerate(scope.numbers(table)):
                if words & set(scope.catalog.words(table, field.column)):
                    score = 0.3 + 0.35 * worth - 0.03 * min(place, 5)
                    taken = frozenset(range(start, end))
                    said = scope.text(start, end)
                    null, zero = scope.catalog.blanks(field.table, field.column)
                    # free of charge, where no price is stored
                    unpriced = operator == "=" and value == 0 and null and not zero
                    test = (
                        Compare(field, "null", True) if unpriced
                        else Compare(field, operator, value, said)
                    )  # fmt: skip
                    yield Proposal(test, taken, "idiom", score, said)
    yield from _late(scope)


def _spoken(
    scope: Scope,
) -> Iterator[tuple[int, int, frozenset[str], str, float | tuple[float, ...]]]:
    text = f" {' '.join(scope.said)} "
    for line in _IDIOMS.strip().splitlines():
        phrases, columns, test = line.split("|")
        for phrase in phrases.split(", "):
            if f" {phrase} " not in text:
                continue
            words = phrase.split()
            for at in range(len(scope.said) - len(words) + 1):
                if scope.said[at : at + len(words)] == words:
                    operator, *numbers = test.split()
                    values = tuple(float(number) for number in numbers)
                    value = values if len(values) > 1 else values[0]
                    yield at, at + len(words), frozenset(columns.split()), operator, value


def _late(scope: Scope) -> Iterator[Proposal]:
    """Late: what happened later than it was to."""
    for at, word in enumerate(scope.said):
        if word not in _LATE | _EARLY and not (word == "time" and scope.word(at - 1) == "on"):
            continue
        operator = ">" if word in _LATE else "<=" if word == "time" else "<"
        if scope.negation(at, 1):
            operator = {">": "<=", "<=": ">"}.get(operator, operator)
        for table, worth in list(scope.tables.items())[:6]:
            dates = scope.dates(table)
            planned = [f for f in dates if _named(scope, f, _PLANNED)]
            actual = [f for f in dates if f not in planned and _named(scope, f, _ACTUAL)]
            for due in planned:
                for done in actual:
                    test = Compare(done, operator, due)
                    yield Proposal(test, frozenset({at}), "columns", 0.3 + 0.5 * worth)


def _named(scope: Scope, field: Field, words: frozenset[str]) -> bool:
    """Whether a column is called so, in full or as it is written."""
    own = scope.catalog.words(field.table, field.column)
    return bool(words & {*own, *split(field.column)})
