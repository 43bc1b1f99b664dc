"""Names of months as people type them."""

from __future__ import annotations

from sqlagent.linking.english import MONTHS, mistyped
from sqlagent.models.offline.cues import month_number


def month_said(word: str) -> int:
    """1 to 12 for the name of a month, with a slip in it or not; else 0."""
    if found := month_number(word):
        return found
    if not 4 <= len(word) <= 10 or not word.isalpha():
        return 0
    return next((n for n, month in enumerate(MONTHS, 1) if _slipped(word, month)), 0)


def _slipped(word: str, month: str) -> bool:
    near = word[0] == month[0] and sorted(word) == sorted(month)
    return near or (len(month) > 6 and mistyped(word, month))
