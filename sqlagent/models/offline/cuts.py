"""How many rows the words of a question ask for: "the oldest clerk" is one, "last 2 sales" two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlagent.linking import Token
from sqlagent.models.offline.cues import cues_at, is_stop
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.mentions import Mention, is_plural
from sqlagent.models.offline.query import Query

_ENDS = frozenset("top bottom most least high low first last bestsell".split())
_MANY = ("most", "least", "fewest")  # they count what comes after
_NEAR = 3  # words from the one that says which end to the thing


def asked(tokens: Sequence[Token], mentions: Sequence[Mention]) -> int | None:
    """The number of rows that are asked for, 0 for several, None where nothing is cut."""
    for at in range(len(tokens)):
        for end in _ends(tokens, at):
            following = tokens[end : end + _NEAR]
            number = next((t.number for t in following if t.number is not None), None)
            before = tokens[at - 1].number if at else None
            for said in (before, number):
                if said is not None and said.is_integer() and 1 <= said <= 1000:
                    return int(said)
            for mention in mentions:
                if end <= mention.start < end + _NEAR and mention.score > 0.6:
                    head = _head(tokens, mentions, at, end, mention)
                    return 0 if is_plural(tokens[head.end - 1]) else 1
    return None


def _head(
    tokens: Sequence[Token], mentions: Sequence[Mention], at: int, end: int, mention: Mention
) -> Mention:
    """What there are so many of: of the club with most players the club, that is named before."""
    if mention.start != end or tokens[at].text.lower() not in _MANY:
        return mention
    before = (m for m in mentions if m.end <= at and m.column is None and m.score > 0.6)
    return next(before, mention)


def _ends(tokens: Sequence[Token], at: int) -> Iterator[int]:
    """Where a word ends that asks for the rows at one end."""
    if tokens[at].text.lower().endswith("st") and compared(tokens[at].text):
        yield at + 1
    for end, cue in cues_at(tokens, at):
        if cue in _ENDS and not is_stop(tokens[at].text):
            yield end


def as_asked(query: Query, number: int | None) -> Iterator[tuple[str, float]]:
    """Whether a query gives as many rows as the words ask for."""
    if number is None:
        if query.limit is not None:
            yield "cut unasked", 1.0
        return
    kind = "single" if number == 1 else "several" if number == 0 else "number"
    if query.limit is None:
        yield f"{kind} asked, uncut {bool(query.order)}", 1.0
    elif query.limit == number or (number == 0 and query.limit > 1):
        yield f"{kind} asked and given", 1.0
    else:
        yield f"{kind} asked, another given", 1.0
