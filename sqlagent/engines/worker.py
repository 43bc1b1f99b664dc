"""A process that answers requests for one file, and can be killed at any of them.

A request and its reply are a line of JSON each. The child is begun with little and knows little:
see ``engines.child`` for its side.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import weakref
from binascii import a2b_base64
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

_PACKAGE = Path(__file__).parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from sqlagent.engines import child; "


class Process:
    """A running child, asked and answering in turn."""

    def __init__(self, path: Path, memory: int) -> None:
        serve = f"child.serve(sys.argv[2], {memory:d})"
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _START + serve, str(_PACKAGE), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent to act on
        )
        assert self._child.stdin
        assert self._child.stdout
        self._requests, self._replies = self._child.stdin, self._child.stdout
        self._owner = os.getpid()
        self._turn = 0
        self._killed = False
        self._ended = False
        self._lock = threading.Lock()
        self.opened = False
        self.end = weakref.finalize(self, _end, self._owner, self._child)

    @property
    def pid(self) -> int:
        """The child's number in the system."""
        return self._child.pid

    @property
    def usable(self) -> bool:
        """Is the child alive, and not another process's that was forked?"""
        return not self._ended and self._child.poll() is None and self._owner == os.getpid()

    def send(self, do: str, **request: Any) -> None:
        line = json.dumps({"do": do, **request}).encode() + b"\n"
        with suppress(OSError):  # a child that has ended is found out by what it does not answer
            self._requests.write(line)
            self._requests.flush()

    def receive(self, seconds: float) -> dict[str, Any]:
        """The reply to what was sent first, or the error that the child met.

        Raises ``sqlite3.OperationalError`` where it took longer than ``seconds`` or ended the
        child: either way the child is gone.
        """
        watch = threading.Timer(max(seconds, 0), self._kill, [self._turn])
        watch.start()
        try:
            line = self._replies.readline()
        except BaseException:
            self._abandon()  # a reply that nobody reads would answer the next request
            raise
        finally:
            watch.cancel()
            with self._lock:
                self._turn += 1
        if not line.endswith(b"\n"):
            self._abandon()
            raise _error("OperationalError", *(_STOPPED if self._killed else _LOST))
        reply: dict[str, Any] = json.loads(line, object_hook=_bytes)
        if "error" in reply:
            raise _error(*reply["error"])
        return reply

    def _abandon(self) -> None:
        self._ended = True  # what was killed may be alive for a moment
        self._child.kill()

    def _kill(self, turn: int) -> None:
        with self._lock:
            if turn == self._turn:
                self._killed = True
                self._child.kill()


_STOPPED = ("interrupted", sqlite3.SQLITE_INTERRUPT)
_LOST = ("the statement needs more memory than it may have", sqlite3.SQLITE_NOMEM)


def _error(name: str, text: str, code: int | None) -> Exception:
    """The child's error, as it would have been raised here."""
    if not hasattr(sqlite3, name):
        return MemoryError(text) if name == "MemoryError" else ValueError(text)
    error: sqlite3.Error = getattr(sqlite3, name)(text)
    if code is not None:
        error.sqlite_errorcode = code
    return error


def _bytes(value: dict[str, Any]) -> Any:
    return a2b_base64(value["base64"]) if value.keys() == {"base64"} else value


def _end(owner: int, child: subprocess.Popen[bytes]) -> None:
    """End the child and let go of its pipes; a process forked from its owner only lets go."""
    for pipe in (child.stdin, child.stdout):
        with suppress(OSError):
            cast(IO[bytes], pipe).close()
    if os.getpid() == owner:
        child.kill()
        child.wait()
