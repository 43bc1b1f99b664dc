"""Statements meant to write, leak, hang or eat the machine, and honest ones beside them.

``security/attacks.jsonl`` says of each why it is one. The parser is there to give reasons; that
nothing gets through does not depend on it, so each is tried with it and without.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lab import POLICIES, build

from sqlagent import Database, FunctionError, Result, guard, sample_path
from sqlagent.engines import faults, process
from sqlagent.result import collect
from sqlagent.schema.hiding import named

FOLDER = Path(__file__).parent / "security"


TIMEOUT = 0.5
MEMORY = 512
Case = dict[str, Any]
Ask = Callable[[str], Result]


def cases(file: str) -> list[Case]:
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


ATTACKS = cases("attacks.jsonl")
HONEST = cases("legit.jsonl")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``lab.sqlite`` and its ``twin.sqlite``, and nothing else."""
    folder = tmp_path_factory.mktemp("lab")
    build(folder / "lab.sqlite")
    build(folder / "twin.sqlite", twin=True)
    return folder


class Door:
    """A database, asked through the whole door or through all of it but the parser."""

    def __init__(self, path: Path, policy: str, parser: bool) -> None:
        self.database = Database(path, hide=POLICIES[policy], timeout=TIMEOUT, max_memory=MEMORY)
        with Database(path) as whole:
            hidden = named(whole.schema, None, POLICIES[policy])
        self.connection = process.connect(path, MEMORY, hidden)
        self.parser = parser

    def ask(self, sql: str) -> Result | None:
        """The rows, or None where it was refused or failed."""
        try:
            if self.parser:
                return self.database.query(sql)
            guard.check_text(sql)
            self.connection.allow(TIMEOUT)
            with closing(self.connection.cursor()) as cursor:
                cursor.execute(sql)
                columns = [column[0] for column in cursor.description or ()]
                return collect(columns, cursor, 1000)
        except (FunctionError, *faults.RAISED):
            return None

    def close(self) -> None:
        self.database.close()
        self.connection.close()


@pytest.fixture(params=[True, False], ids=["whole", "without the parser"])
def doors(folder: Path, request: pytest.FixtureRequest) -> Iterator[dict[tuple[str, str], Door]]:
    """A door to each file under each policy."""
    doors = {
        (name, policy): Door(folder / f"{name}.sqlite", policy, request.param)
        for name in ("lab", "twin")
        for policy in POLICIES
    }
    yield doors
    for door in doors.values():
        door.close()


def test_a_sample_of_the_attacks_breaks_nothing(folder: Path, doors: Any) -> None:
    assert breaches(ATTACKS[::10], folder, doors) == []


@pytest.mark.slow
def test_no_attack_breaks_anything(folder: Path, doors: Any) -> None:
    assert breaches(ATTACKS, folder, doors) == []


def breaches(attacks: Sequence[Case], folder: Path, doors: Any) -> list[str]:
    """The attacks that wrote, leaked, took longer than they may, or more memory."""
    found = []
    before = state(folder)
    doors["lab", "open"].ask("SELECT 1")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for case in attacks:
        for policy in ("open", "hr"):
            start = time.monotonic()
            result = doors["lab", policy].ask(case["sql"])
            if time.monotonic() - start > TIMEOUT + 1:
                found.append(f"{case['id']} took {time.monotonic() - start:.1f} s")
            if state(folder) != before:
                found.append(f"{case['id']} changed the folder")
            if policy == "hr" and result is not None and leaks(result, doors["twin", policy], case):
                found.append(f"{case['id']} leaks {result.rows[:3]}")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    if grown > 100:  # a child cannot grow beyond its limit
        found.append(f"this process grew by {grown:.0f} MB")
    return found


def leaks(result: Result, twin: Door, case: Case) -> bool:
    """Does an answer tell of what is hidden: is it another one where only that is another?"""
    if "CANARY-" in repr(result.rows) and "CANARY-" not in case["sql"]:
        return True
    if any(word in case["sql"].lower() for word in ("random", "'now'", "current_")):
        return False
    other = twin.ask(case["sql"])
    return other is None or other.rows != result.rows


def state(folder: Path) -> dict[str, str]:
    """What is in the folder and what lies about in the place for temporary files."""
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    found["pwn"] = ",".join(sorted(path.name for path in Path("/tmp").glob("pwn*")))
    return found


@pytest.mark.parametrize("policy", list(POLICIES))
def test_honest_queries_are_answered_as_ever(folder: Path, policy: str) -> None:
    """All of them, with the rows that plain ``sqlite3`` gives."""
    files = {"lab": folder / "lab.sqlite", "chinook": sample_path()}
    wrong = []
    for name, file in files.items():
        with Database(file, hide=POLICIES[policy] if name == "lab" else [], timeout=30) as database:
            for case in HONEST:
                if (case["db"], case["policy"]) == (name, policy):
                    wrong += differences(case, database)
    assert wrong == []


def differences(case: Case, database: Database) -> list[str]:
    with closing(sqlite3.connect(database.path)) as plain:
        expected = plain.execute(case["sql"])
        columns = tuple(column[0] for column in expected.description)
        rows = tuple(expected.fetchmany(1000))
    try:
        result = database.query(case["sql"])
    except FunctionError as error:
        return [f"{case['id']} {case['sql']}: {error}"]
    if any(word in case["sql"].lower() for word in ("random", "'now'", "current_", "changes")):
        return [] if result.columns == columns else [case["id"]]
    return [] if (result.columns, result.rows) == (columns, rows) else [case["id"]]
