"""Which words a reading leaves unplaced, so that it is not to be trusted, however likely."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from sqlagent.models.offline.assemble import Candidate
from sqlagent.models.offline.cues import cues_at, is_stop

if TYPE_CHECKING:
    from sqlagent.models.offline.question import Question

WEIGHTY = frozenset(("quoted", "number", "name", "value", "word"))
"""Kinds of words that no right answer passes over."""
NAMING = WEIGHTY | {"linked", "near"}
"""The same and words that name tables and columns, of which a follow-up has none to spare."""
_GUESSED = 0.2  # below it a condition was proposed because nothing else was


def explained(candidate: Candidate, question: Question) -> frozenset[int]:
    """The positions of the words that a candidate explains by more than a guess."""
    proposals = (question.analysis.proposals[at] for at in candidate.wish.chosen)
    likely = (proposal.tokens for proposal in proposals if proposal.score >= _GUESSED)
    return candidate.plan.tokens.union(*likely)


def unplaced(placed: Set[int], question: Question, kinds: Set[str] = WEIGHTY) -> tuple[str, ...]:
    """The words of these kinds that are not explained, those beside each other together."""
    found: list[list[str]] = []
    last = -2
    for at, kind in enumerate(question.kinds):
        if at in placed or kind not in kinds or _is_talk(at, question):
            continue
        if at == last + 1:
            found[-1].append(question.analysis.tokens[at].text)
        else:
            found.append([question.analysis.tokens[at].text])
        last = at
    return tuple(" ".join(words) for words in found)


def _is_talk(at: int, question: Question) -> bool:
    """Whether a word with a capital, or in place of a number, says nothing of its own."""
    token = question.analysis.tokens[at]
    if token.quoted or token.text[:1].isdigit():
        return False
    return is_stop(token.text) or any(cues_at([token], 0))
