"""How names are compared: as SQLite does it, and as a person who mistypes them would like."""

from __future__ import annotations

from collections.abc import Iterable

OTHERS = "*"
"""Stands for all the tables that a list of what is hidden does not name."""

_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def fold(name: str) -> str:
    """``name`` as SQLite compares it: ASCII letters in lower case, no others."""
    return name.translate(_LOWER)


def nearest(name: str, names: Iterable[str], n: int = 3) -> list[str]:
    """At most ``n`` of ``names`` that look like ``name``, the likest first."""
    from difflib import get_close_matches

    spelled = {fold(one): one for one in names}
    return [spelled[one] for one in get_close_matches(fold(name), spelled, n)]
