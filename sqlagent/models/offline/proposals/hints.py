"""What words may mean that nothing is called: any flag, a decision, a column that is empty."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlagent.linking.english import root, shortens
from sqlagent.linking.synonyms import nearness
from sqlagent.models.offline.cues import is_action, is_light, is_stop
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.proposals.amounts import Amount
from sqlagent.models.offline.proposals.blanks import nothing
from sqlagent.models.offline.proposals.scope import Proposal, Scope, span
from sqlagent.models.offline.query import Compare, Field

_FREE = 4  # words that nothing explains
_FLAGS = 12  # flags that they may mean
_NAMED = 0.6  # how near a word must be to a flag of a table that is not spoken of
_EMPTY = 8  # columns of a table
_MEANT = 3  # tables
_REACH = 5  # words after a negation
_NOBODY = frozenset("nobody noone anonymous unknown".split())
_DECIDED = frozenset(
    "decision outcome result status state accepted approved passed granted success verdict".split()
)
_DONE = frozenset("time give take send bring leave meet visit join share rank".split())
_YES = frozenset("accept admit approve pass grant successful success acceptance approval".split())
_NO = frozenset("reject refuse decline deny fail unsuccessful rejection refusal failure".split())
_YES_ROOTS, _NO_ROOTS = frozenset(map(root, _YES)), frozenset(map(root, _NO))


def propose_hints(scope: Scope, amounts: list[Amount]) -> Iterator[Proposal]:
    """Flags and empty columns of the tables that are meant, for words that fit no name."""
    yield from _flagged(scope, frozenset[int]().union(*(one.tokens for one in amounts)))
    yield from _decided(scope)
    yield from _lacking(scope)


def _flagged(scope: Scope, numbers: frozenset[int]) -> Iterator[Proposal]:
    """Dangerous goods, rented planes: words that nothing explains, as any flag of the table."""
    free = [at for at in _free(scope) if at not in numbers]
    for field, (yes, no), worth in islice(_flags(scope), _FLAGS if free else 0):
        words = scope.catalog.words(field.table, field.column)
        for at in free:
            said = {*scope.said[at].split("-"), scope.tokens[at].lemma} - {"no", "non"}
            alike = bool({root(one) for one in said} & set(map(root, words)))
            near = max((0.8 * alike, *(nearness(one, word) for one in said for word in words)))
            if field.table not in scope.meant and near < _NAMED:
                continue
            score = (0.16 + 0.4 * near) * worth
            denial = scope.negation(at, 3)
            denied = bool(denial) or scope.said[at].startswith(("no-", "non-"))
            test = Compare(field, "=", yes)
            yield Proposal(test, frozenset({at}), "flag", score * (0.6 if denied else 1.0))
            if no is not None:
                test = Compare(field, "=", no)
                share = 1.0 if denied else 0.5
                yield Proposal(test, denial | {at}, "flag", score * share)


def _free(scope: Scope) -> list[int]:
    """The first words of weight that no name or value explains."""
    explained = {at for k in scope.links if k.score > 0.7 for at in range(k.start, k.end)}
    return [
        at for at, token in enumerate(scope.tokens)
        if at not in explained and len(token.text) > 3 and token.text.replace("-", "").isalpha()
        and not (is_stop(token.text) or scope.is_cue(at) or compared(token.text))
        and not (is_light(token.lemma) or is_action(token.lemma) or token.lemma in _DONE)
    ][:_FREE]  # fmt: skip


def _flags(scope: Scope) -> Iterator[tuple[Field, tuple[object, object], float]]:
    near = [pair for pair in scope.tables.items() if pair[0] not in scope.meant]
    for table, worth in [*list(scope.meant.items())[:_MEANT], *near[:_MEANT]]:
        for column in scope.catalog.columns(table):
            if flag := scope.catalog.flag(table, column):
                yield Field(table, column), flag, min(1.0, worth)


def _decided(scope: Scope) -> Iterator[Proposal]:
    """Got accepted, was turned down: yes or no to a decision."""
    said: list[tuple[frozenset[int], bool]] = []
    for at, word in enumerate(scope.said):
        base = root(word)
        down = base == root("turn") and scope.word(at + 1) == "down"
        if base in _YES_ROOTS or base in _NO_ROOTS or down:
            denial = scope.negation(at, 2)
            tokens = frozenset({at, at + 1} if down else {at})
            said.append((tokens | denial, (base in _YES_ROOTS) != bool(denial)))
    for table, worth in list(scope.tables.items())[:6] if said else ():
        for column in scope.catalog.columns(table):
            flag = scope.catalog.flag(table, column)
            if not flag or not _DECIDED & set(scope.catalog.words(table, column)):
                continue
            for tokens, yes in said:
                value = flag[0] if yes else flag[1]
                if value is not None:
                    test = Compare(Field(table, column), "=", value)
                    yield Proposal(test, tokens, "flag", 0.35 + 0.35 * min(1.0, worth))


def _lacking(scope: Scope) -> Iterator[Proposal]:
    """No prize on record, nobody looking after them: columns that hold nothing in some rows."""
    places = dict(scope.denied())
    places |= {at: at + 1 for at, word in enumerate(scope.said) if word in _NOBODY}
    if not places:
        return
    columns = list(_holding_nothing(scope))
    for start, end in list(places.items())[:2]:
        after = [at for at in range(end, min(len(scope), end + _REACH))
                 if not is_stop(scope.said[at])][:2]  # fmt: skip
        for field, parent, worth in columns:
            named = [k for k in scope.named_tables if k.table == parent and k.start in after]
            taken = frozenset(range(start, end)).union(*(span(k) for k in named))
            score = 0.55 if named else 0.3 if parent and scope.said[start] in _NOBODY else 0.2
            words = scope.catalog.words(field.table, field.column)
            for at in after if not named else ():
                short = any(shortens(word, scope.said[at]) for word in words)
                lemma = scope.tokens[at].lemma
                near = max((0.7 * short, *(nearness(lemma, word) for word in words)))
                if near > 0.4 or lemma in words:
                    score, taken = max(score, 0.25 + 0.35 * near), taken | {at}
            test = nothing(scope, field) or Compare(field, "null", True)
            yield Proposal(test, taken | frozenset(after[:1]), "null", score * worth)


def _holding_nothing(scope: Scope) -> Iterator[tuple[Field, str, float]]:
    """Columns of the tables meant that hold NULL, with the table that a key leads to."""
    for table, worth in list(scope.meant.items())[:_MEANT]:
        keys = {e.columns[0]: e.parent for e in scope.catalog.graph.parents(table)
                if len(e.columns) == 1}  # fmt: skip
        kept = 0
        for column in scope.catalog.columns(table):
            if kept < _EMPTY and scope.catalog.blanks(table, column)[0]:
                kept += 1
                yield Field(table, column), keys.get(column, ""), min(1.0, worth)
