"""What training found, and the file of the package that it is kept in.

``data/offline/train.py`` writes ``weights.bin``, which is read when it is first needed: a JSON
head, then plain numbers, little end first. It is not compressed, which would take longer to undo
than all the rest of reading it.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any
from zlib import crc32

from sqlagent.models.offline.net import Net

FILE = Path(__file__).with_name("weights.bin")


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression: for each class a bias, and a weight for each feature it knows.

    ``rows`` finds a feature's weights, ``len(classes)`` of them, by its checksum; they are whole
    numbers to be multiplied by ``scale``.
    """

    classes: tuple[str, ...]
    bias: Sequence[float]
    rows: Mapping[int, int]
    table: Sequence[int]
    scale: float

    def log_odds(self, features: Iterable[str]) -> dict[str, float]:
        """The logarithm of each class's probability."""
        count, table, rows = len(self.classes), self.table, self.rows
        sums = [0] * count
        for feature in features:
            at = rows.get(crc32(feature.encode()))
            if at is not None:
                at *= count
                sums = [a + b for a, b in zip(sums, table[at : at + count], strict=True)]
        logits = [b + self.scale * s for b, s in zip(self.bias, sums, strict=True)]
        top = max(logits)
        total = top + log(sum(exp(x - top) for x in logits))
        return {name: x - total for name, x in zip(self.classes, logits, strict=True)}


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted regression trees over named features, all their branches in one list.

    Branch ``n`` goes on at ``left[n]`` where feature ``feature[n]`` is at most ``threshold[n]``,
    else at ``right[n]``; a place below 0 is the leaf ``~place``. A tree begins at its root.
    """

    names: tuple[str, ...]
    roots: Sequence[int]
    feature: Sequence[int]
    threshold: Sequence[float]
    left: Sequence[int]
    right: Sequence[int]
    leaves: Sequence[float]

    def score(self, features: Mapping[str, float]) -> float:
        """The sum of the leaves that the features lead to."""
        feature, threshold, left, right = self.feature, self.threshold, self.left, self.right
        row = [features.get(name, 0.0) for name in self.names]
        total = 0.0
        for place in self.roots:
            while place >= 0:
                below = row[feature[place]] <= threshold[place]
                place = left[place] if below else right[place]
            total += self.leaves[~place]
        return total


@dataclass(frozen=True, slots=True)
class Weights:
    """The part models by name, and what ranks candidates and trusts the best of them.

    ``first`` and ``second`` are what each feature of a candidate is worth before and after it is
    tried; ``trees`` and ``net`` add to the second. ``trust`` is the logistic regression that says
    how likely the best candidate is right.
    """

    models: Mapping[str, Linear]
    first: Mapping[str, float] = field(default_factory=dict)
    second: Mapping[str, float] = field(default_factory=dict)
    trees: Trees = field(default_factory=lambda: Trees((), (), (), (), (), (), ()))
    net: Net = field(default_factory=lambda: Net({}, (), (), (), ()))
    trust: Mapping[str, float] = field(default_factory=dict)

    def log_odds(self, name: str, features: Iterable[str]) -> dict[str, float]:
        """The logarithm of the probability of each class of a model."""
        return self.models[name].log_odds(features)


@cache
def load() -> Weights:
    """The weights of the package, read once."""
    return unpacked(FILE.read_bytes())


def unpacked(data: bytes) -> Weights:
    """The weights that ``packed`` made these bytes of."""
    size = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + size])
    numbers = _numbers(memoryview(data)[4 + size :], head["numbers"])
    vocabularies = []
    for _ in range(head["vocabularies"]):
        known = next(numbers)
        vocabularies.append(dict(zip(known, range(len(known)), strict=True)))
    models = {
        name: Linear(
            tuple(m["classes"]), m["bias"], vocabularies[m["of"]], next(numbers), m["scale"]
        )
        for name, m in head["models"].items()
    }
    trees = Trees(tuple(head["names"]), *(list(next(numbers)) for _ in range(6)))
    rows = {name: 2 * at for at, name in enumerate(head["net"])}
    net = Net(rows, *(list(next(numbers)) for _ in range(4)))
    return Weights(models, head["first"], head["second"], trees, net, head["trust"])


def packed(weights: Weights) -> bytes:
    """The weights as bytes, the same for the same weights.

    Models of much the same features get to know them all, which weigh nothing where they were
    not known: one vocabulary is read much quicker than a dozen that overlap.
    """
    kinds = _kinds(weights.models)
    vocabularies = [sorted(known) for known, _ in kinds]
    models = {}
    tables = []
    for name, model in weights.models.items():
        of = next(at for at, (_, names) in enumerate(kinds) if name in names)
        models[name] = {
            "classes": model.classes, "bias": list(model.bias), "of": of, "scale": model.scale,
        }  # fmt: skip
        tables.append(_spread(model, vocabularies[of]))
    trees, net = weights.trees, weights.net
    numbers: list[array[Any]] = [
        *(array("I", known) for known in vocabularies),
        *tables,
        *(array("i", part) for part in (trees.roots, trees.feature)),
        array("d", trees.threshold),
        *(array("i", part) for part in (trees.left, trees.right)),
        array("d", trees.leaves),
        array("b", net.table),
        *(array("f", part) for part in (net.scales, net.bias, net.out)),
    ]
    head = {
        "models": models, "vocabularies": len(vocabularies), "names": trees.names,
        "net": list(net.rows),
        "first": dict(weights.first), "second": dict(weights.second), "trust": dict(weights.trust),
        "numbers": [[part.typecode, len(part)] for part in numbers],
    }  # fmt: skip
    said = json.dumps(head, separators=(",", ":")).encode("ascii")
    body = b"".join(_little(part).tobytes() for part in numbers)
    return len(said).to_bytes(4, "little") + said + body


def _kinds(models: Mapping[str, Linear]) -> list[tuple[set[int], list[str]]]:
    """The models that share most of their features: all of these, and whose they are."""
    kinds: list[tuple[set[int], list[str]]] = []
    for name, model in models.items():
        own = model.rows.keys()
        kind = next((kind for kind in kinds if 2 * len(own & kind[0]) > len(own)), None)
        if kind is None:
            kind = set(), []
            kinds.append(kind)
        kind[0].update(own)
        kind[1].append(name)
    return kinds


def _spread(model: Linear, known: Sequence[int]) -> array[int]:
    """A model's table with a row for each of the features in ``known``."""
    count = len(model.classes)
    table = array("b", bytes(count * len(known)))
    for at, feature in enumerate(known):
        if (row := model.rows.get(feature)) is not None:
            table[at * count : (at + 1) * count] = array(
                "b", model.table[row * count : (row + 1) * count]
            )
    return table


def _numbers(body: memoryview, parts: Iterable[Sequence[Any]]) -> Iterator[array[Any]]:
    at = 0
    for kind, count in parts:
        part = array(kind)
        size = part.itemsize * count
        part.frombytes(body[at : at + size])
        at += size
        yield _little(part)


def _little(part: array[Any]) -> array[Any]:
    """Numbers turned from this machine's order of bytes to the file's, or back."""
    if sys.byteorder == "big":
        part = part[:]
        part.byteswap()
    return part
