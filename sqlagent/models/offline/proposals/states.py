"""Phrases of general English for the state of a thing: still for sale, turned down, veggie.

They come back as links to stored values, so that they can be joined with "or" and denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sqlagent.linking import Link
from sqlagent.linking.english import root
from sqlagent.models.offline.proposals.scope import Scope
from sqlagent.models.offline.query import Field

# phrases | the words that values begin with, the likeliest first
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
|in running active started ongoing
waiting, not dealt with, to do, outstanding, unsettled, unresolved, undecided, open, pending\
|open new pending waiting submitted todo backlog
no shows, no-shows, no show, never turned up, did not show|no noshow
bad, in default, in trouble, defaulted|default
won, winning, winner, winners|won winner
lost, losing, loss, losses|lost lose loser
tough, hard, demanding, intense, difficult, hi, strenuous|high hard difficult advanced
easy, gentle, simple|low easy beginner
veggie, veggies, meatless|vegetarian veg
corrections, correction, corrected|adjustment adj correction
broken, faulty, defective|broken defective faulty
checked out, gone home|checked
checked in, staying|checked in
on hold, paused, parked|on paused suspended blocked
paid off, repaid|paid settled closed
graduated, alumni, alumnus|graduated alumni
righty, right handed, right-handed, righties|right r
lefty, left handed, left-handed, lefties|left l
coed, co-ed, mixed, unisex|x mixed both coed
final, finals, decider|final f
urgent, burning, top priority|urgent high critical
goalkeeper, goalkeepers, keeper, keepers|goalie
"""
_FEW = 11  # values of a column of states
_LONG = 24  # letters of a state
_TABLES = 7
_CODED = frozenset(
    "status state st stat result decision outcome bat bats throw hand sex round stage".split()
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
    for line in _STATES.strip().replace("\\\n", "").splitlines():
        phrases, _, targets = line.partition("|")
        for phrase in phrases.split(", "):
            words = tuple(phrase.split())
            found.setdefault(words[0].partition("-")[0], []).append((words, tuple(targets.split())))
    return found


def _columns(scope: Scope) -> Iterator[tuple[Field, list[str]]]:
    """The columns of few short words, with what they hold."""
    for table in list(scope.tables)[:_TABLES]:
        for field in scope.texts(table):
            sample = scope.catalog.sample(table, field.column)
            values = [v for v in sample if isinstance(v, str) and 0 < len(v) <= _LONG]
            if len(sample) <= _FEW and len(values) > 1 and len(values) == len(sample):
                yield field, values


def _value(scope: Scope, field: Field, values: list[str], target: str) -> str | None:
    """The value that begins with a word, as a pattern where several do; None without one."""
    short = len(target) < 3
    same = [v for v in values if v.lower() == target]
    if short or same:
        return same[0] if same else None
    found = [v for v in values if _begins(v, target)]
    if len(found) > 1:
        return f"{_WORD.findall(found[0])[0]}%"
    if found:
        return found[0]
    coded = _CODED & set(scope.catalog.words(field.table, field.column))
    codes = [v for v in values if len(v) == 1 and v.lower() == target[0]]
    return codes[0] if coded and codes else None


def _begins(value: str, target: str) -> bool:
    first = _WORD.findall(value.lower())[:1]
    return bool(first) and (first[0] == target or root(first[0]) == root(target))
