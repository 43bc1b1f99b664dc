"""Many threads, bombs among their statements, forks and sudden ends: nothing mixed up or left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Literal

import pytest

from sqlagent import Database, QueryError, QueryTimeoutError, sample_path

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this reads /proc")

UNSTOPPABLE = "SELECT length(printf('%.*c', 2147483647, 'x'))"
BOMBS = (
    UNSTOPPABLE,
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c",
    "SELECT count(*) FROM Track a, Track b, Track c, Track d",
)
Isolation = Literal["process", "thread"]


def test_a_bomb_among_the_queries_of_many_threads_harms_none_of_them() -> None:
    storm(queries=200, threads=16, bombs=BOMBS, isolation="process")


def test_within_one_process_too() -> None:
    storm(queries=200, threads=16, bombs=BOMBS[1:], isolation="thread")


@pytest.mark.slow
@pytest.mark.parametrize("isolation", ["process", "thread"])
def test_a_thousand_queries_of_32_threads(isolation: Isolation) -> None:
    bombs = BOMBS if isolation == "process" else BOMBS[1:]
    storm(queries=1_000, threads=32, bombs=bombs, isolation=isolation)


def storm(*, queries: int, threads: int, bombs: tuple[str, ...], isolation: Isolation) -> None:
    """One query in fifty is one of ``bombs``: all others are right, and nothing is left."""
    before = handles()
    wrong: list[Any] = []
    work: SimpleQueue[int] = SimpleQueue()
    for number in range(queries):
        work.put(number)

    def run() -> None:
        with contextlib.suppress(Empty):
            while True:
                number = work.get_nowait()
                bomb = number % 50 == 7
                sql = bombs[number // 50 % len(bombs)] if bomb else question(number)
                try:
                    answer: Any = database.query(sql).rows
                except QueryError as error:
                    answer = error
                right = isinstance(answer, QueryTimeoutError) if bomb else answer == truth(number)
                if not right:
                    wrong.append((sql, answer))

    with Database(sample_path(), timeout=0.3, isolation=isolation) as database:
        runners = [threading.Thread(target=run) for _ in range(threads)]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join()
    assert wrong == []
    assert children(os.getpid()) == set()
    assert handles() == before


def question(number: int) -> str:
    return f"SELECT {number}, count(*), max(TrackId) FROM Track WHERE TrackId <= {number}"


def truth(number: int) -> tuple[Any, ...]:
    return ((number, number, number or None),)


def handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def children(process: int) -> set[int]:
    """The processes that ``process`` began and that have not ended."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if int(parent) == process and state != "Z":
                    found.add(int(entry.name))
    return found


@pytest.mark.parametrize("ending", ["sys.exit()", "os._exit(0)", "os.kill(os.getpid(), 9)", ""])
def test_no_process_outlives_the_one_that_began_it(ending: str) -> None:
    script = "import os, sys, sqlagent; d = sqlagent.Database(sqlagent.sample_path())\n"
    with running(f"{script}d.query('SELECT 1'); print('ready', flush=True); input(); {ending}") as (
        process,
        begun,
    ):
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.close()
        process.wait(5)
        assert begun
        assert_ended(begun)


def test_a_child_ends_with_its_parent_in_the_middle_of_what_cannot_be_interrupted() -> None:
    script = f"""
import sqlagent, threading
database = sqlagent.Database(sqlagent.sample_path(), timeout=60)
threading.Timer(0.3, print, ["ready"], dict(flush=True)).start()
database.query({UNSTOPPABLE!r})
"""
    with running(script) as (process, begun):
        process.kill()
        process.wait()
        assert begun
        assert_ended(begun)


@contextlib.contextmanager
def running(script: str) -> Iterator[tuple[subprocess.Popen[bytes], set[int]]]:
    """A process that runs ``script``, once it has said that it is ready, and its children."""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            yield process, children(process.pid)
        finally:
            process.kill()


def assert_ended(processes: set[int]) -> None:
    """Within a second they are gone."""
    end = time.monotonic() + 1
    while time.monotonic() < end and any(alive(process) for process in processes):
        time.sleep(0.01)
    assert not any(alive(process) for process in processes)


def alive(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("isolation", ["process", "thread"])
def test_a_fork_and_its_parent_get_their_own_answers(isolation: Isolation) -> None:
    with Database(sample_path(), isolation=isolation) as database:
        assert database.query("SELECT 1").rows == ((1,),)
        begun = children(os.getpid())
        fork = os.fork()
        if fork == 0:
            with contextlib.suppress(BaseException):
                right = all(database.query(question(n)).rows == truth(n) for n in range(1, 100))
                database.close()
                os._exit(0 if right else 1)
            os._exit(2)
        for number in range(200, 300):
            assert database.query(question(number)).rows == truth(number)
        assert os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == 0
        assert children(os.getpid()) == begun
        assert database.query(question(7)).rows == truth(7)


def test_a_statement_that_is_given_up_leaves_no_answer_for_the_next() -> None:
    def give_up(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, give_up)
    try:
        with Database(sample_path()) as database:
            for number in range(1, 6):
                signal.setitimer(signal.ITIMER_REAL, 0.1)
                with pytest.raises(KeyboardInterrupt):
                    database.query(BOMBS[number % 3])
                assert database.query(question(number)).rows == truth(number)
    finally:
        signal.signal(signal.SIGALRM, before)
