"""Lists of general English, a group of words a line; ``#`` begins a comment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent


def groups(name: str, separator: str | None = None) -> Iterator[tuple[str, ...]]:
    """The groups of the list ``name``, in its order."""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split(separator))
