"""What a run comes to: its figures, and what changed between two runs, as text.

A share is of all questions but those whose gold failed. Right is also what was rightly declined;
precision is how many of the answered are right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from sqlagent.evaluate.outcomes import Outcome
from sqlagent.visible import one_line

HEAD = ("n", "right", "answered", "precision")


@dataclass(frozen=True, slots=True)
class Figures:
    """How many questions there were, and of how many of them something holds."""

    asked: int
    right: int
    answered: int
    precise: int

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Figures:
        judged = [one for one in outcomes if one.unjudged != "gold"]
        answered = [one for one in judged if one.sql is not None]
        right, precise = (sum(one.right for one in some) for some in (judged, answered))
        return cls(len(judged), right, len(answered), precise)

    def cells(self) -> tuple[str, ...]:
        """In the order of HEAD."""
        return (
            f"{self.asked:,}",
            share(self.right, self.asked),
            share(self.answered, self.asked),
            share(self.precise, self.answered),
        )


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def report(outcomes: Sequence[Outcome]) -> str:
    """The figures of a run: of all, of each difficulty and tag, and what it cost."""
    judged = [one for one in outcomes if one.unjudged != "gold"]
    table: list[tuple[str, ...]] = [("", *HEAD)]
    for name, some in _groups(judged):
        table.append((name, *(Figures.of(some).cells() if some else ())))
    lines = _aligned(table)
    return "\n".join([*lines, "", *_declines(judged), *_costs(judged)]) + "\n"


def compared(old: Sequence[Outcome], new: Sequence[Outcome], names: tuple[str, str]) -> str:
    """Two runs side by side, over the questions of both, and which changed their verdict."""
    before = {(one.id, one.question): one for one in old}
    after = {(one.id, one.question): one for one in new}
    both = [key for key in before if key in after]
    pairs = [(before[key], after[key]) for key in both]
    sides = [dict(_figures([pair[side] for pair in pairs])) for side in (0, 1)]
    lines = _aligned([("", *names), *((name, *(one[name] for one in sides)) for name in sides[0])])
    for name, missing in zip(names, (len(before), len(after)), strict=True):
        if missing > len(both):
            lines.append(f"only in {name}: {missing - len(both):,}, which do not count here")
    for verdict, title in ((False, "right to wrong"), (True, "wrong to right")):
        changed = [two for one, two in pairs if one.right != two.right and two.right is verdict]
        lines += ["", f"{title}: {len(changed):,}"]
        lines += [one_line(f"  {one.id}  {one.question}", " ") for one in changed]
    return "\n".join(lines) + "\n"


def _groups(judged: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """Named parts of a run, of one a title without outcomes."""
    yield "all", [*judged]
    parts = {
        "to be answered": [one for one in judged if one.gold_sql is not None],
        "to be declined": [one for one in judged if one.gold_sql is None],
        "follow-ups": [one for one in judged if one.after is not None],
    }
    for name, some in parts.items():
        if some and len(some) < len(judged):
            yield f"  {name}", some
    levels = dict.fromkeys(one.difficulty for one in judged if one.difficulty)
    if levels:
        yield "by difficulty", []
    for level in levels:
        yield f"  {one_line(level)}", [one for one in judged if one.difficulty == level]
    tags = Counter(tag for one in judged for tag in {*one.tags})
    if tags:
        yield "by tag", []
    for tag, _ in sorted(tags.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {one_line(tag)}", [one for one in judged if tag in one.tags]


def _declines(judged: Sequence[Outcome]) -> Iterator[str]:
    declined = [one for one in judged if one.sql is None and one.error is None]
    must = sum(one.gold_sql is None for one in judged)
    rightly = sum(one.right for one in declined)
    yield (
        f"declined: {rightly:,} of {must:,} to be declined,"
        f" {len(declined) - rightly:,} of {len(judged) - must:,} to be answered"
    )
    failed = sum(one.error is not None for one in judged)
    if failed:
        yield f"no answer: {failed:,}"


def _costs(judged: Sequence[Outcome]) -> Iterator[str]:
    if not judged:
        return
    turns, told, said, seconds = _spent(judged)
    yield f"turns: {turns:,}, {turns / len(judged):.1f} a question"
    if told or said:
        yield f"tokens: {told:,} in, {said:,} out, {(told + said) // len(judged):,} a question"
    late = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    yield (
        f"time: {_time(sum(seconds))}, {_time(median(seconds))} a question at the median,"
        f" p95 {_time(late)}"
    )


def _figures(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, str]]:
    """The figures of one side of a comparison."""
    yield from zip(HEAD, Figures.of(outcomes).cells(), strict=True)
    must = [one for one in outcomes if one.gold_sql is None]
    if must:
        yield "rightly declined", share(sum(one.right for one in must), len(must))
    turns, told, said, seconds = _spent(outcomes)
    yield "turns", f"{turns:,}"
    yield "tokens in", f"{told:,}" if told else "-"
    yield "tokens out", f"{said:,}" if said else "-"
    yield "time", _time(sum(seconds))


def _spent(outcomes: Sequence[Outcome]) -> tuple[int, int, int, list[float]]:
    """Turns, tokens told and said, and the seconds of each question."""
    return (
        sum(one.turns for one in outcomes),
        sum(one.prompt_tokens or 0 for one in outcomes),
        sum(one.completion_tokens or 0 for one in outcomes),
        [one.seconds for one in outcomes],
    )


def _time(seconds: float) -> str:
    if seconds < 1:
        return f"{1000 * seconds:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _aligned(table: Sequence[tuple[str, ...]]) -> list[str]:
    """Lines of a table whose first column is of names, the others of figures."""
    width = max(len(row[0]) for row in table)
    widths = [max(9, len(cell)) for cell in table[0][1:]]
    lines = []
    for name, *cells in table:  # a title has no cells
        places = zip(cells, widths, strict=False)
        line = f"{name:{width}}" + "".join(f"  {cell:>{to}}" for cell, to in places)
        lines.append(line.rstrip())
    return lines
