"""What a candidate gives up against what the part models like best for the same words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.assemble import Candidate
from sqlagent.models.offline.parts import Scores
from sqlagent.models.offline.proposals import Proposal
from sqlagent.models.offline.query import Compare

_MOST = 6.0  # no loss counts more
_LIKELY = -1.0  # the odds from which leaving a condition out is held against a candidate

Losses = tuple[tuple[str, float], ...]


class Rivals:
    """The best of what the words of one question may mean, and how far the rest falls short."""

    def __init__(self, analysis: Analysis, scores: Scores) -> None:
        self.analysis, self.scores = analysis, scores
        self._uses: dict[tuple[int, str], Losses] = {}
        self._conditions: dict[int, Losses] = {}
        self.likely = [
            (odds - _LIKELY, proposal.tokens)
            for odds, proposal in zip(scores.proposals, analysis.proposals, strict=True)
            if odds > _LIKELY
        ]

    @cached_property
    def _odds(self) -> list[float]:
        """For each token the odds of the likeliest condition that explains it."""
        best = [-_MOST] * len(self.analysis.tokens)
        for odds, proposal in zip(self.scores.proposals, self.analysis.proposals, strict=True):
            for at in proposal.tokens:
                best[at] = max(best[at], odds)
        return best

    @cached_property
    def _gains(self) -> dict[tuple[int, str], float]:
        """For each token and role what the best mention gains in it; "" for any role."""
        best: dict[tuple[int, str], float] = {}
        for mention, gains in zip(self.analysis.mentions, self.scores.roles, strict=True):
            for at in mention.span:
                for role, gain in gains.items():
                    if role not in ("none", "cond"):
                        for key in ((at, role), (at, "")):
                            best[key] = max(best.get(key, gain), gain)
        return best

    @cached_property
    def _names(self) -> list[float]:
        """For each token how well it fits the table or column that it fits best."""
        best = [0.0] * len(self.analysis.tokens)
        for mention in self.analysis.mentions:
            for at in mention.span:
                best[at] = max(best[at], mention.score)
        return best

    @cached_property
    def _fits(self) -> dict[int, float]:
        """For each place among the mentions the score of the best one of the same words."""
        best: dict[range, float] = {}
        for mention in self.analysis.mentions:
            best[mention.span] = max(best.get(mention.span, 0.0), mention.score)
        return {at: best[mention.span] for at, mention in enumerate(self.analysis.mentions)}

    def use(self, at: int, role: str) -> Losses:
        """What is lost by taking a mention for a role."""
        if (at, role) not in self._uses:
            mention, gain = self.analysis.mentions[at], self.scores.roles[at][role]
            same = max(self._gains[place, role] for place in mention.span) - gain
            any_role = max(self._gains[place, ""] for place in mention.span) - gain
            kind = "order" if role.startswith("order") else role
            self._uses[at, role] = (
                (f"lost {kind}", min(same, _MOST)),
                ("lost mention", min(same, _MOST)),
                ("lost role", min(any_role, _MOST)),
                ("lost fit", self._fits[at] - mention.score),
            )
        return self._uses[at, role]

    def condition(self, at: int) -> Losses:
        """What is lost by choosing a condition."""
        if at not in self._conditions:
            proposal, odds = self.analysis.proposals[at], self.scores.proposals[at]
            self._conditions[at] = tuple(self._condition(proposal, odds))
        return self._conditions[at]

    def _condition(self, proposal: Proposal, odds: float) -> Iterator[tuple[str, float]]:
        best = max((self._odds[place] for place in proposal.tokens), default=odds)
        yield "lost odds", min(best - odds, _MOST)
        yield "not the likeliest", float(best > odds)
        yield "unlikely condition", float(odds < 0.0)
        yield "poor odds", min(max(-odds, 0.0), _MOST)
        tokens = self.analysis.tokens
        if len(proposal.tokens) == 1:
            yield "named one", self._names[min(proposal.tokens)]
        match proposal.condition:
            case Compare(operator="=", value=str(value)):
                words = value.lower().replace("-", " ").split()
                said = {w for place in proposal.tokens for w in (
                    tokens[place].text.lower(), tokens[place].lemma)}  # fmt: skip
                unsaid = sum(word not in said for word in words)
                yield "value unsaid", unsaid / max(1, len(words))
                yield "value half said", float(0 < unsaid < len(words))


def lost(candidate: Candidate, rivals: Rivals) -> Iterator[tuple[str, float]]:
    """What a candidate loses in its mentions and its conditions."""
    sums: dict[str, float] = {}
    most = 0.0
    for use in candidate.plan.uses:
        for name, value in rivals.use(use.mention, use.role):
            sums[name] = sums.get(name, 0.0) + value
            most = max(most, value) if name == "lost mention" else most
    for at in candidate.wish.chosen:
        for name, value in rivals.condition(at):
            sums[name] = sums.get(name, 0.0) + value
    yield from sums.items()
    yield "lost mention most", most
    tokens = candidate.wish.tokens
    left = [odds for odds, needed in rivals.likely if not needed & tokens]
    yield "conditions left", min(sum(left), _MOST)
    yield "condition left", min(max(left, default=0.0), 4.0)
    kept = [odds for odds, needed in rivals.likely
            if not needed & tokens and not needed & candidate.plan.tokens]  # fmt: skip
    yield "condition forgotten", min(max(kept, default=0.0), 4.0)
