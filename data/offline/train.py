"""Trains the offline model: SQLAGENT_TEST_DATA=… python data/offline/train.py

From the own questions and Spider's training questions to the weights in the package, the same
each time. Every figure is measured on databases that were kept out: part models, rankers and the
trust in the best candidate are fitted without the fold that they are measured on.
"""

# ruff: noqa: T201 (it is run by hand)
from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import corpus
import numpy as np
from corpus import FOLDS, by_database
from fit import Flags
from lessons import Lesson, hits, lessons, part_models
from ranking import Races, gathered, races, rankers
from threadpoolctl import threadpool_limits
from trusting import Standing, at_threshold, crossed, figures, standing, threshold, trust

from sqlagent.models.offline import weights as kept
from sqlagent.models.offline.weights import Linear, Weights

FIGURES = Path(__file__).with_name("figures.json")
WITHOUT: dict[str, Callable[[str], bool]] = {
    "what part models think": lambda name: name in ("plan", "wish", "forms", "score"),
    "which words are explained": lambda name: name.startswith("left") or name == "shared",
    "which columns words speak of": lambda name: name.startswith(
        ("deaf", "heard", "unheard", "outspoken")
    ),
    "cues beside the form": lambda name: " & " in name or name.startswith(("un", "met ")),
    "how well names fit": lambda name: name.startswith(("fit", "weakest", "how", "second best")),
}
"""Groups of features whose worth is measured by ranking without them."""

SEVENTH = 7  # of Spider's questions one in so many is asked for that


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains the offline model.")
    parser.add_argument("--spider", type=int, help="only so many of Spider's questions")
    parser.add_argument("--cache", type=Path, help="a folder that keeps which candidates are right")
    parser.add_argument("--worth", action="store_true", help="measure what each part is worth")
    given = parser.parse_args()
    if given.cache:
        given.cache.mkdir(parents=True, exist_ok=True)
    say = _clock()
    with tempfile.TemporaryDirectory() as made:
        examples = corpus.load(Path(made), spider=given.spider, declines=True)
        jobs = by_database(examples)
        taught = _in_parallel(lessons, jobs)
        say(f"{len(taught)} lessons of {len(examples)} questions")
        models = _part_models(taught)
        parts = _parts(models, taught)
        say("part models")
        work = [(job, Weights(models[job[0].fold]), given.cache) for job in jobs]
        run = gathered(_in_parallel(races, work))
        say("candidates")
    ends = _crossed(run, np.zeros(len(run.names), dtype=bool))
    crossed(ends)
    found = figures(ends)
    say("rankers by fold")
    nothing = np.zeros(len(run.names), dtype=bool)
    final = replace(rankers(run, run.races, nothing), models=models[None], trust=trust(ends))
    kept.FILE.write_bytes(kept.packed(final))
    say(f"{kept.FILE.name}: {kept.FILE.stat().st_size / 1e6:.2f} MB")
    without = _ablated(run) if given.worth else {}
    _tell(found, ends, parts, without)
    say("told")


def _clock() -> Callable[[str], None]:
    start = time.monotonic()
    return lambda what: print(f"{time.monotonic() - start:5.0f} s  {what}", flush=True)


def _in_parallel(work: Callable[[Any], list[Any]], jobs: Sequence[Any]) -> list[Any]:
    with _pool() as pool:
        return [one for found in pool.map(work, jobs) for one in found]


def _pool() -> ProcessPoolExecutor:
    """Two processes of one thread each."""
    return ProcessPoolExecutor(2, initializer=threadpool_limits, initargs=(1,))


def _part_models(taught: Sequence[Lesson]) -> dict[int | None, dict[str, Linear]]:
    """The part models without each fold, and those of all lessons under None."""
    folds = (*range(FOLDS), None)
    of_folds = [[one for one in taught if one.example.fold != fold] for fold in folds]
    with _pool() as pool:
        return dict(zip(folds, pool.map(part_models, of_folds), strict=True))


def _parts(
    models: dict[int | None, dict[str, Linear]], taught: Sequence[Lesson]
) -> dict[str, dict[str, float]]:
    """How often each part of the form is told rightly, of people's questions and of Spider's."""
    found: dict[str, dict[str, float]] = {}
    for name, ours in (("people's questions", True), ("Spider", False)):
        kept_out = [one for one in taught if one.example.is_ours == ours]
        of_folds = [
            (len(those), hits(models[fold], those))
            for fold in range(FOLDS)
            if (those := [one for one in kept_out if one.example.fold == fold])
        ]
        found[name] = {
            part: round(sum(n * hit[part] for n, hit in of_folds) / len(kept_out), 4)
            for part in of_folds[0][1]
        }
    return found


def _crossed(run: Races, without: Flags) -> list[Standing]:
    """How each race ends, ranked by what the other folds' races teach."""
    ends = []
    for fold in range(FOLDS):
        weights = rankers(run, [one for one in run.races if one.example.fold != fold], without)
        those = [one for one in run.races if one.example.fold == fold]
        ends += [standing(one, run, weights) for one in those]
    return ends


def _ablated(run: Races) -> dict[str, dict[str, float]]:
    """What is right first when the rankers never saw a group of features, on a part of all."""
    spider = [race for race in run.races if not race.example.is_ours]
    ours = [race for race in run.races if race.example.is_ours]
    some = replace(run, races=[*ours, *spider[::SEVENTH]])
    groups = {
        "nothing": np.zeros(len(run.names), dtype=bool),
        **{name: np.array([test(one) for one in run.names]) for name, test in WITHOUT.items()},
        "what candidates come to": run.tried,
    }
    found = {}
    for name, without in groups.items():
        measured = figures(_crossed(some, without))
        found[name] = {of: one["first"] for of, one in measured.items()}
    return found


def _tell(
    found: dict[str, Any],
    ends: Sequence[Standing],
    parts: dict[str, Any],
    without: dict[str, Any],
) -> None:
    """The figures printed, and kept for the model card."""
    sure = threshold(found)
    for name, those in found.items():
        print(f"{name}: {those['questions']} questions, first {those['first']:.3f}, among three "
              f"{those['three']:.3f}, anywhere {those['anywhere']:.3f}")  # fmt: skip
        for point in those["curve"][::5]:
            print("   ", *(f"{key} {value:.3f}" for key, value in point.items()))
    print(f"threshold {sure}:", at_threshold(ends, sure))
    for name, of in without.items():
        print(f"without {name}:", *(f"{key} {value:.3f};" for key, value in of.items()))
    told = {"threshold": sure, "sets": found, "parts": parts, "without": without}
    FIGURES.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
