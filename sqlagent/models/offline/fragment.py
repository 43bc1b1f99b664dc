"""A follow-up's words and what they may be used for, and a query as far as it is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.options import Option, Options
from sqlagent.models.offline.parts import Scores
from sqlagent.models.offline.query import Measure, Query, Shown


@dataclass(frozen=True, slots=True)
class Change:
    """A query as far as it is changed, and the positions of the words that changed it."""

    query: Query
    tokens: frozenset[int] = frozenset()

    def to(self, words: Iterable[int], query: Query | None) -> Change:
        """The query as these words change it, where it came to one."""
        return Change(query, self.tokens | {*words}) if query else self


class Fragment:
    """What an edit looks at: a follow-up's words and their uses; ``known`` tables were asked of."""

    def __init__(self, analysis: Analysis, scores: Scores, known: Sequence[str]) -> None:
        self.analysis, self.scores = analysis, scores
        self.catalog, self.tokens = analysis.catalog, analysis.tokens
        self.options = Options(
            analysis.tokens, analysis.mentions, scores.roles, analysis.derived, analysis.catalog,
            known,
        )  # fmt: skip

    def cue(self, names: Iterable[str]) -> str:
        """The first of these cues that is said, "" where none is."""
        return next((name for name in names if name in self.options.cues), "")

    def at(self, cue: str) -> frozenset[int]:
        """Where a cue is said."""
        return self.options.cues.get(cue, frozenset())

    def number(self, made: Change) -> int | None:
        """The place of the only number that is not used up."""
        free = [
            at
            for at, token in enumerate(self.tokens)
            if token.number is not None
            and token.lemma != "one"
            and not token.mark
            and at not in made.tokens
        ]
        return free[0] if len(free) == 1 else None

    def after(self, cue: str, options: list[Option], made: Change) -> Option | None:
        """The best of the options whose words stand right behind a cue."""
        first = max(self.at(cue), default=99) + 1
        while first < len(self.tokens) and self.analysis.shape[first] in ("the", "their", "its"):
            first += 1
        found = [o for o in options if first in o.tokens and not o.tokens & made.tokens]
        return max(found, key=lambda o: (len(o.tokens), o.gain), default=None)


def measured(query: Query) -> Measure | None:
    """The last measure that is shown."""
    return next((v for v in reversed(query.shown) if isinstance(v, Measure)), None)


def ranked(query: Query) -> Shown | None:
    """What the rows may be ordered by: what they are, else what is measured of them."""
    return query.order[0].by if query.order else measured(query) if query.group else None


def is_year(number: float) -> bool:
    """Whether a number is more likely a year."""
    return 1850 <= number <= 2100
