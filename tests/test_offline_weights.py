"""What training found is kept whole, is small, and is read quickly with what is declared."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from math import exp
from pathlib import Path

import pytest

from sqlagent.models.offline import weights
from sqlagent.models.offline.factors import FACTORS
from sqlagent.models.offline.net import Net
from sqlagent.models.offline.parts import COLUMN_ROLES, TABLE_ROLES
from sqlagent.models.offline.weights import Linear, Trees, Weights, load, packed, unpacked

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
READ = """
import sys, time
sys.modules.update(dict.fromkeys(("numpy", "scipy", "sklearn", "lightgbm")))
from sqlagent.models.offline.weights import load
start = time.perf_counter()
load()
print(time.perf_counter() - start)
"""


@pytest.fixture
def small() -> Weights:
    known = {3_000_000_000: 0, 7: 1}
    one = Linear(("no", "yes"), [0.5, -0.25], known, [-127, 0, 3, 127], 0.01)
    other = Linear(("a", "b", "c"), [0.0, 1.0, -9.0], {9: 0}, [1, 2, 3], 0.5)
    further = Linear(("c", "d"), [0.0, 0.5], {7: 0}, [5, -5], 0.1)
    trees = Trees(("far", "left"), [0, ~2], [1, 0], [0.5, 2.0], [1, ~0], [~1, ~1], [0.1, 0.2, 4.0])
    net = Net({"far": 0, "left": 2}, [2, -1, 0, 0, 1, 1, 4, 0], [0.5, 1.0, 1.0, 0.25],
              [0.0, 0.5], [1.0, -2.0])  # fmt: skip
    models = {"one": one, "two": other, "three": further}
    return Weights(models, {"far": -1.5}, {"left": 2.0}, trees, net, {"always": 1})


def test_weights_come_back_as_they_were(small: Weights) -> None:
    again = unpacked(packed(small))
    for name, model in small.models.items():
        found, count = again.models[name], len(model.classes)
        assert (found.classes, [*found.bias], found.scale) == (
            model.classes, [*model.bias], model.scale,
        )  # fmt: skip
        for feature, row in found.rows.items():
            own = model.rows.get(feature)
            weights = [0] * count if own is None else model.table[own * count : (own + 1) * count]
            assert [*found.table[row * count : (row + 1) * count]] == [*weights]
    assert again.models["one"].rows is again.models["three"].rows
    assert again.models["two"].rows == {9: 0}
    assert again.trees == small.trees
    assert [*again.net.table] == [*small.net.table]
    assert again.net.scores([{"far": 3.0}]) == small.net.scores([{"far": 3.0}])
    assert (again.first, again.second, again.trust) == (small.first, small.second, small.trust)
    assert packed(again) == packed(small)


def test_trees_go_left_up_to_the_threshold(small: Weights) -> None:
    assert small.trees.score({}) == pytest.approx(0.1 + 4.0)
    assert small.trees.score({"far": 2.0, "left": 0.5}) == pytest.approx(0.1 + 4.0)
    assert small.trees.score({"far": 2.1}) == pytest.approx(0.2 + 4.0)
    assert small.trees.score({"left": 1.0, "unheard of": 5.0}) == pytest.approx(0.2 + 4.0)


def test_the_network_sees_a_candidate_beside_the_others(small: Weights) -> None:
    alone = small.net.scores([{"far": 2.0, "left": 1.0}])
    assert alone == pytest.approx([2.0 + 1.0 + 1.0 - 2 * (-1.0 + 1.0 + 0.5)])
    beside = small.net.scores([{"far": 2.0, "left": 1.0}, {"unheard of": 1.0}])
    assert beside == pytest.approx([2.0 + 1.0 + 0.5 - 2 * (-1.0 + 1.0 + 0.5), 0.5 - 2 * 0.5])


def test_log_odds_are_those_of_probabilities() -> None:
    for name, model in load().models.items():
        found = model.log_odds(["^", "unheard of"])
        assert tuple(found) == model.classes, name
        assert sum(map(exp, found.values())) == pytest.approx(1.0)


def test_every_part_has_a_model_of_its_classes() -> None:
    classes = {name: model.classes for name, model in load().models.items()}
    expected = {**FACTORS, "table": TABLE_ROLES, "column": COLUMN_ROLES, "proposal": ("no", "yes")}
    assert classes == {name: tuple(of) for name, of in expected.items()}


def test_candidates_are_ranked_by_more_than_one_look() -> None:
    found = load()
    assert found.first
    assert found.trees.roots
    assert len(found.trees.feature) == len(found.trees.left) == len(found.trees.right)
    assert max(found.trees.feature) < len(found.trees.names)


def test_the_file_is_small() -> None:
    words = Path(weights.__file__).parents[2] / "linking" / "words" / "wordnet.txt.gz"
    assert weights.FILE.stat().st_size + words.stat().st_size < 3_000_000


def test_a_fresh_process_reads_it_with_the_declared_packages_alone() -> None:
    done = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 0.5  # some 10 ms where nothing else runs


def test_what_training_needs_is_pinned() -> None:
    extras = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert all("==" in package for package in extras["train"])
