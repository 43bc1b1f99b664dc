"""Keys that no word names, but whose values are said side by side: men and women, paid vs open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.cues import cues_at
from sqlagent.models.offline.material import Key, Option
from sqlagent.models.offline.query import AnyOf, Compare, Condition, Field

_LIKELY = -4.0  # odds from which a condition counts
_AGAINST, _BESIDE = -0.2, -0.9  # what a key gains whose values are compared, or only listed
_BARE = 0.4  # less where the values are kept as a condition


def split(analysis: Analysis, odds: Sequence[float]) -> Iterator[Option]:
    """The keys of which several values are said, best first; their words are free once."""
    cues = {cue for at in range(len(analysis.tokens)) for _, cue in cues_at(analysis.tokens, at)}
    against = "versus" in cues or {"with", "without"} <= cues
    if not (against or {"and", "or"} & cues):
        return
    found: dict[Field, list[tuple[Condition, frozenset[int]]]] = {}
    for at in sorted(range(len(odds)), key=lambda place: -odds[place])[:25]:
        one = analysis.proposals[at]
        field = _field(one.condition)
        if field is not None and odds[at] > _LIKELY:
            found.setdefault(field, []).append((one.condition, one.tokens))
    for field, those in found.items():
        listed = [tokens for test, tokens in those if _is_list(test)]
        apart = [a | b for at, (x, a) in enumerate(those) for y, b in those[at + 1 :]
                 if x != y and not a & b]  # fmt: skip
        if not (apart or listed or against):
            continue
        tokens = (*apart, *listed, those[0][1])[0]
        gain = _AGAINST if against else _BESIDE
        yield Option(Key("", (field,)), tokens, (), gain)
        if listed:
            yield Option(Key("", (field,)), frozenset(), (), gain - _BARE)


def _field(condition: Condition) -> Field | None:
    """The column of which a condition wants certain values, None for any other condition."""
    match condition:
        case Compare(of=Field() as field, operator="=" | "in"):
            return field
        case AnyOf(options=(Compare(of=Field() as field), *_) as tests):
            same = all(isinstance(t, Compare) and t.of == field for t in tests)
            return field if same else None
    return None


def _is_list(condition: Condition) -> bool:
    return isinstance(condition, AnyOf) or (
        isinstance(condition, Compare) and condition.operator == "in"
    )
