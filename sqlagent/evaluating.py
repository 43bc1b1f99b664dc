"""The command ``eval``: a file of questions in, the figures out, outcomes kept on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlagent import progress, terminal
from sqlagent.evaluate import outcomes, questions, report
from sqlagent.evaluate.databases import sources
from sqlagent.evaluate.outcomes import Outcome
from sqlagent.evaluate.run import Run
from sqlagent.exits import ANSWERED, NOT_ANSWERED
from sqlagent.models import get_model

TOLD = 3
"""Outcomes that could not be judged of which the reason is told."""


def evaluate(
    file: str,
    *,
    db: str | None,
    model: str | None,
    base_url: str | None,
    model_timeout: float | None,
    confidence: float | None,
    timeout: float,
    after: str,
    output: str | None,
    min_right: float | None,
) -> int:
    """Ask the questions of ``file`` that ``output`` does not hold yet, and write the figures."""
    asked = questions.read(Path(file))
    found = sources(asked, db, file)
    options: dict[str, Any] = {} if confidence is None else {"confidence": confidence}
    chosen = get_model(model, base_url=base_url, timeout=model_timeout, **options)
    golden = after == "gold"
    label = _label(chosen.name, options, golden=golden)
    terminal.talk(f"model: {label}")
    run = Run(asked, found, chosen, label=label, timeout=timeout, golden=golden)
    came = outcomes.kept(output, asked, label) if output else []
    if came:
        terminal.talk(f"{len(came):,} of {len(asked):,} are in {output}, and not asked again")
    right = sum(outcome.right for outcome in came)
    with outcomes.added_to(output) as add, progress.Counting(len(asked), len(came)) as bar:
        try:
            for outcome in run.outcomes(known=tuple(came)):
                add(outcome)
                came.append(outcome)
                right += outcome.right
                bar.on(f"{right:,} right")
        except BaseException:
            if output:
                terminal.talk(f"stopped; the same command goes on with what {output} holds")
            raise
    _tell_unjudged(came)
    terminal.write(report.report(came))
    return _code(came, min_right)


def _label(model: str, options: Mapping[str, float], *, golden: bool) -> str:
    """What answered, as the outcomes are marked with it."""
    told = [f"{name} {value:g}" for name, value in options.items()]
    return ", ".join([model, *told, *(["after gold"] if golden else [])])


def compare(old: str, new: str) -> int:
    """Write what changed from one output to another."""
    before, after = (outcomes.read(Path(path)) for path in (old, new))
    terminal.write(report.compared(before, after, (old, new)))
    return ANSWERED


def _tell_unjudged(came: Sequence[Outcome]) -> None:
    """Why some could not be judged."""
    for cause, fault in (("gold", "not judged, the gold fails"), ("model", "no usable reply")):
        some = [one for one in came if one.unjudged == cause]
        for one in some[:TOLD]:
            terminal.talk(f"{one.id}: {fault}: {one.error}")
        if len(some) > TOLD:
            terminal.talk(f"{len(some) - TOLD:,} more: {fault}")


def _code(came: Sequence[Outcome], min_right: float | None) -> int:
    figures = report.Figures.of(came)
    if not figures.asked:
        return NOT_ANSWERED
    if min_right is not None and figures.right / figures.asked < min_right:
        right = report.share(figures.right, figures.asked)
        terminal.talk(f"{right} are right, fewer than {min_right:g}")
        return NOT_ANSWERED
    return ANSWERED
