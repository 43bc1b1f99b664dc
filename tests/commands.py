"""The command line as tests run it: in this process, as a process of its own, on a terminal."""

from __future__ import annotations

import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from select import select
from typing import Any, NamedTuple, Self

from click.testing import CliRunner
from endpoint import Endpoint

from sqlagent.cli import main

ROOT = Path(__file__).parent.parent

SECONDS = 60
"""After which a test no longer waits for a process."""


class Outcome(NamedTuple):
    """What a command wrote and how it ended; on a terminal both streams are ``out``."""

    code: int
    out: str
    err: str = ""


def run(*arguments: str, stdin: str | bytes = "", **settings: Any) -> Outcome:
    """The command, run in this process; whatever is no way to end is raised."""
    result = CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False, **settings)
    return Outcome(result.exit_code, result.stdout, result.stderr)


def hosted(endpoint: Endpoint, *arguments: str) -> tuple[str, ...]:
    """The arguments that put a question to the model at ``endpoint``."""
    return ("ask", "-m", "scripted", "--base-url", endpoint.url, *arguments)


def process(
    *arguments: str, environment: dict[str, str] | None = None, **settings: Any
) -> subprocess.Popen[Any]:
    """The command as a process of its own, ``environment`` added to that of the tests."""
    command = [sys.executable, "-m", "sqlagent", *arguments]
    # Python writes to a pipe as people have it, and not byte by byte.
    env = os.environ | {"PYTHONUNBUFFERED": ""} | (environment or {})
    return subprocess.Popen(command, cwd=ROOT, env=env, **settings)


def run_process(*arguments: str, **settings: Any) -> Outcome:
    """The command, run to its end as a process of its own; pipes unless ``settings`` say else."""
    pipes = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE)
    with process(*arguments, text=True, **(pipes | settings)) as running:
        out, err = running.communicate(timeout=SECONDS)
    return Outcome(running.returncode, out or "", err or "")


class Terminal:
    """A command on a terminal of its own, from ``with`` to the end of it."""

    def __init__(self, *arguments: str, columns: int = 80, **environment: str) -> None:
        self._arguments = arguments
        self._columns = columns
        self._environment = {"TERM": "xterm-256color"} | environment
        self.seen = ""

    def __enter__(self) -> Self:
        self._screen, keyboard = pty.openpty()
        termios.tcsetwinsize(keyboard, (50, self._columns))
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), keyboard)
        self._process = process(*self._arguments, environment=self._environment, **streams)
        os.close(keyboard)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._screen)

    def type(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def until(self, text: str) -> str:
        """All that was shown, once ``text`` is there behind what an earlier call waited for."""
        start = len(self.seen)
        for part in self._shown():
            self.seen += part
            if text in self.seen[start:]:
                return self.seen
        raise AssertionError(f"{text!r} never came: {self.seen!r}")

    def end(self) -> Outcome:
        """What was shown in all, without the carriage returns of a terminal, and the exit code."""
        self.seen += "".join(self._shown())
        code = self._process.wait(SECONDS)
        return Outcome(code, self.seen.replace("\r\n", "\n"))

    def _shown(self) -> Iterator[str]:
        with suppress(OSError):  # which is how a terminal without programs ends
            while select([self._screen], [], [], SECONDS)[0]:
                part = os.read(self._screen, 65_536)
                if not part:
                    return
                yield part.decode(errors="replace")


def on_terminal(*arguments: str, columns: int = 80, **environment: str) -> Outcome:
    """The command, run to its end on a terminal ``columns`` wide."""
    with Terminal(*arguments, columns=columns, **environment) as terminal:
        return terminal.end()


def unstyled(text: str) -> str:
    """``text`` without the codes that colour it."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """The file while another program writes it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")
