"""Phrases of general English for the state of a thing: still for sale, turned down, veggie.

They come back as links to stored values, so that they can be joined with "or" and denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from sqlagent.linking import Link
from sqlagent.linking.english import root
from sqlagent.models.offline.proposals.scope import Scope
from sqlagent.models.offline.query import Field

# phrases | what values begin with, the likeliest first; words of one value are joined by _
_STATES = """
still up, for sale, on sale, on the market, on offer, still on|live active listed available open
turned down, refused, rejected, declined, knocked back, rejections, refusals\
|rejected declined refused denied unsuccessful
accepted, taken on, got in, let in, admitted, approved, signed off|accepted approved admitted\
 granted
gone, left us, walked away, jumped ship, cancelled, canceled, called off, scrapped, axed\
, cancellations, cancellation|cancelled canceled closed
withdrew, withdrawn, taken down, taken off, dropped out, left early, pulled out, gave up\
|withdrawn dropped removed
done, finished, wrapped up, seen|done completed finished closed resolved
under way, underway, going on, being worked on, in the works, ongoing, unfinished\
|in_progress running active started ongoing
waiting, not dealt with, to do, outstanding, unsettled, unresolved, undecided, open, pending\
|open new pending waiting submitted todo backlog
no shows, no-shows, no show, never turned up, did not show|no_show noshow
bad, in default, in trouble, defaulted|default
won, winning, winner, winners|won winner
lost, losing, loss, losses|lost lose loser
tough, hard, demanding, intense, difficult, strenuous|high hard difficult advanced
easy, gentle, simple|low easy beginner
veggie, veggies, meatless|vegetarian veg
corrections, correction, corrected|adjustment adj correction
broken, faulty, defective|broken defective faulty
checked out, gone home|checked_out
checked in, staying|checked_in
on hold, paused, parked|on_hold paused suspended blocked
paid off, repaid|paid settled closed
graduated, alumni, alumnus|graduated alumni
righty, right handed, right-handed, righties|right
lefty, left handed, left-handed, lefties|left
coed, co-ed, mixed, unisex|mixed both coed
final, finals, decider|final
urgent, burning, top priority|urgent high critical
goalkeeper, goalkeepers, keeper, keepers|goalie
"""
_FEW = 11  # values of a column of states
_LONG = 24  # letters of a state
_TABLES = 7
_CODED = frozenset(
    "status state st stat result decision outcome bat bats throw hand round stage".split()
)
_FIT, _STEP = 0.62, 0.04
_WORD = re.compile(r"[^\W\d_]+")


def state_links(scope: Scope) -> Iterator[Link]:
    """Links from phrases to the stored states that they may mean."""
    said = list(_said(scope))
    for field, values in _columns(scope) if said else ():
        for start, end, targets in said:
            for place, target in enumerate(targets):
                if value := _value(scope, field, values, target):
                    score = _FIT - _STEP * min(place, 4)
                    yield Link(start, end, "value", field.table, field.column, value, score)
                    break


def _said(scope: Scope) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    for at, word in enumerate(scope.said):
        for phrase, targets in _phrases().get(word.partition("-")[0], ()):
            end = at + len(phrase)
            if tuple(scope.said[at:end]) == phrase:
                yield at, end, targets
        head = word.partition("-")[0]
        if head != word:
            yield from ((at, at + 1, found) for phrase, found in _phrases().get(head, ())
                        if phrase == (head,))  # fmt: skip


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """The phrases by their first word."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for line in _STATES.strip().splitlines():
        phrases, _, targets = line.partition("|")
        for phrase in phrases.split(", "):
            words = tuple(phrase.split())
            found.setdefault(words[0].partition("-")[0], []).append((words, tuple(targets.split())))
    return found


def _columns(scope: Scope) -> Iterator[tuple[Field, list[str]]]:
    """The columns of few short words that are no flags, with what they hold."""
    for table in list(scope.tables)[:_TABLES]:
        for field in scope.texts(table):
            sample = scope.catalog.sample(table, field.column)
            values = [v for v in sample if isinstance(v, str) and 0 < len(v) <= _LONG]
            few = 1 < len(values) == len(sample) <= _FEW
            if few and not scope.catalog.flag(table, field.column):
                yield field, values


def _value(scope: Scope, field: Field, values: list[str], target: str) -> str | None:
    """The value that begins with a target, as a pattern where several do; None without one."""
    wanted = target.split("_")
    found = [value for value in values if _begins(value, wanted)]
    whole = [value for value in found if len(_WORD.findall(value)) == len(wanted)]
    if whole or len(found) == 1:
        return (whole or found)[0]
    if found:
        *_, last = islice(_WORD.finditer(found[0]), len(wanted))
        return f"{found[0][: last.end()]}%"
    if len(wanted) > 1 or not _CODED & set(scope.catalog.words(field.table, field.column)):
        return None
    return next((value for value in values if value.lower() == target[0]), None)


def _begins(value: str, wanted: list[str]) -> bool:
    """Whether the first words of a value are these, whatever their endings."""
    first = _WORD.findall(value.lower())[: len(wanted)]
    return list(map(root, first)) == list(map(root, wanted))
