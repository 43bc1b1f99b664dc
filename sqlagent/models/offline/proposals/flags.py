"""Properties that a column tells by yes or no: active, unpaid, current, women."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlagent.linking.english import root
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, says_name, span
from sqlagent.models.offline.query import Compare, Field

_WOMEN = frozenset("woman women female females girl girls lady ladies".split())
_MEN = frozenset("man men male males boy boys guy guys gentleman gentlemen".split())
_STEMS = frozenset("died dead ende clos reti term expi canc".split())
_ACTIVE = frozenset("active current enabled live valid working".split())
_UNENDED = re.compile(r"\d.*?(present|current|now|today|[-–—])$", re.IGNORECASE)
_TERM = 60  # letters of a text that tells from when to when
_TABLES = 14
_PREFIXES = ("un", "in", "non", "dis", "de")
_STILL = frozenset(
    """current currently now still present active ongoing open alive living moment unfinished
    running valid live""".split()
)
_OVER = frozenset(
    """former ex past left ended closed previous gone finished expired quit retired dead died
    deceased lapsed stopped anymore discontinued completed finished
    done complete churned cancelled""".split()
)
_ENDED = frozenset(
    """end ended left leave until termination term close closed quit finish finished expiry expire
    expires to removed rem returned return departure retired retire died death dead released
    discontinued disc completed complete out churn churned cancelled canceled dropped""".split()
)


def propose_flags(scope: Scope) -> Iterator[Proposal]:
    """Columns of yes or no that words name, with and without a negation; and the like."""
    for link in scope.columns:
        field = field_of(link)
        named = link.score >= 0.5 and says_name(scope, link)
        flag = scope.catalog.flag(*_key(field)) if named else None
        if flag is None:
            continue
        denial = scope.negation(link.start, 2) | _not_yet(scope, link.start)
        score = link.score * (0.6 + 0.25 * scope.tables.get(link.table, 0.3))
        yield from _either(field, flag, span(link), denial, score)
    yield from _prefixed(scope)
    yield from _genders(scope)
    yield from _standing(scope)


def _key(field: Field) -> tuple[str, str]:
    return field.table, field.column


def _not_yet(scope: Scope, at: int) -> frozenset[int]:
    if scope.word(at - 1) == "yet" and scope.word(at - 2) == "not":
        return frozenset({at - 1, at - 2})
    return frozenset()


def _either(
    field: Field,
    flag: tuple[object, object],
    said: frozenset[int],
    denial: frozenset[int],
    score: float,
) -> Iterator[Proposal]:
    yes = Compare(field, "=", flag[0])
    no = Compare(field, "<>", flag[0]) if flag[1] is None else Compare(field, "=", flag[1])
    yield Proposal(yes, said, "flag", score * (0.5 if denial else 1.0))
    yield Proposal(no, said | denial, "flag", score if denial else 0.3 * score)


def _prefixed(scope: Scope) -> Iterator[Proposal]:
    """Unpaid, inactive, non-veg: the negative of a flag, or of a value, by its first letters."""
    for at, token in enumerate(scope.tokens):
        for prefix in _PREFIXES:
            rest = token.lemma.removeprefix(prefix)
            if rest == token.lemma or len(rest) < 3 or token.quoted:
                continue
            found = [
                one for table, worth in scope.tables.items()
                for one in _denied(scope, at, root(rest), table, worth)
            ]  # fmt: skip
            yield from found
            linked = any(k.start <= at < k.end and k.score > 0.8 for k in scope.links)
            if not found and not linked and len(rest) > 3:
                yield from _unnamed(scope, at)
    yield from _opposites(scope)


def _unnamed(scope: Scope, at: int) -> Iterator[Proposal]:
    """Unpaid, where the flag is called settled: every flag of the tables spoken of, denied."""
    for table, worth in scope.meant.items():
        for column in scope.catalog.columns(table):
            if flag := scope.catalog.flag(table, column):
                field = Field(table, column)
                no = Compare(field, "=", flag[1]) if flag[1] is not None else None
                test = no or Compare(field, "<>", flag[0])
                yield Proposal(test, frozenset({at}), "flag", 0.25 * worth)
    if scope.said[at].endswith("ed"):
        yield from _unassigned(scope, at)


def _unassigned(scope: Scope, at: int) -> Iterator[Proposal]:
    """Unstaffed classes, undeclared students: keys of the tables spoken of that lead nowhere."""
    for table, worth in scope.meant.items():
        for edge in scope.catalog.graph.parents(table):
            column = edge.columns[0]
            if len(edge.columns) == 1 and scope.catalog.blanks(table, column)[0]:
                test = Compare(Field(table, column), "null", True)
                yield Proposal(test, frozenset({at}), "null", 0.3 * worth)


def _opposites(scope: Scope) -> Iterator[Proposal]:
    """Available, where the flag is called unavailable."""
    words = {root(word): at for at, word in enumerate(scope.said) if len(word) > 3}
    if "free" in scope.said:
        words["available"] = words[root("available")] = scope.said.index("free")
    for table, worth in scope.meant.items():
        for column in scope.catalog.columns(table):
            for word in scope.catalog.words(table, column):
                rest = next((word.removeprefix(p) for p in _PREFIXES if word.startswith(p)), "")
                at = words.get(root(rest)) if len(rest) > 3 else None
                flag = scope.catalog.flag(table, column) if at is not None else None
                if at is not None and flag and flag[1] is not None:
                    no = Compare(Field(table, column), "=", flag[1])
                    yield Proposal(no, frozenset({at}), "flag", 0.4 + 0.4 * worth)


def _denied(scope: Scope, at: int, rest: str, table: str, worth: float) -> Iterator[Proposal]:
    for column in scope.catalog.columns(table):
        words = scope.catalog.words(table, column)
        field = Field(table, column)
        if rest not in {root(word) for word in words}:
            continue
        if flag := scope.catalog.flag(table, column):
            no = Compare(field, "<>", flag[0]) if flag[1] is None else Compare(field, "=", flag[1])
            yield Proposal(no, frozenset({at}), "flag", 0.5 + 0.4 * worth)
        elif scope.catalog.schema[table][column].nullable:
            empty = Compare(field, "null", True)
            yield Proposal(empty, frozenset({at}), "null", 0.4 + 0.3 * worth)


def _genders(scope: Scope) -> Iterator[Proposal]:
    said = {
        at: "woman" if word in _WOMEN else "man"
        for at, word in enumerate(scope.said) if word in _WOMEN | _MEN
    }  # fmt: skip
    for (table, column), values in scope.catalog.genders().items() if said else ():
        for at, which in said.items():
            test = Compare(Field(table, column), "=", values[which])
            score = 0.5 + 0.45 * scope.tables.get(table, 0.0)
            yield Proposal(test, frozenset({at}), "gender", score)
    for field, flag, worth in _sexes(scope) if said else ():
        man = "male" in scope.catalog.words(field.table, field.column)
        for at, which in said.items():
            value = flag[0] if man == (which == "man") else flag[1]
            test = Compare(field, "=", value)
            yield Proposal(test, frozenset({at}), "gender", 0.5 + 0.4 * worth)


def _sexes(scope: Scope) -> Iterator[tuple[Field, tuple[object, object], float]]:
    """Flags that say who is male, or female."""
    for table, worth in scope.tables.items():
        for column in scope.catalog.columns(table):
            if {"male", "female"} & set(scope.catalog.words(table, column)):
                flag = scope.catalog.flag(table, column)
                if flag and flag[1] is not None:
                    yield Field(table, column), flag, worth


def _standing(scope: Scope) -> Iterator[Proposal]:
    """Current ones, which have no end yet; and those that have one."""
    for at, word in enumerate(scope.said):
        more = word == "more" and scope.word(at - 1) == "any"
        days = word == "days" and scope.word(at - 1) == "these"
        if word not in _STILL | _OVER and not more and not days:
            continue
        denial = scope.negation(at, 3)
        if word == "anymore" or more:
            denial = frozenset()
        open_ended = (days or word in _STILL) != bool(denial)
        for table, worth in list(scope.tables.items())[:_TABLES]:
            taken = frozenset({at}) | denial
            yield from _active(scope, table, taken, open_ended)
            yield from _unended(scope, table, taken, open_ended)
            for field in _ends(scope, table):
                test = Compare(field, "null", open_ended)
                yield Proposal(test, taken, "null", 0.7 * worth)
                other = Compare(field, "null", not open_ended)
                yield Proposal(other, taken, "null", 0.3 * worth)


def _unended(scope: Scope, table: str, taken: frozenset[int], current: bool) -> Iterator[Proposal]:
    """Times that are written as texts, of which the last has no end: 2015-present, 1961 -."""
    for field in scope.texts(table):
        sample = scope.catalog.sample(table, field.column)
        short = (v for v in sample if isinstance(v, str) and len(v) <= _TERM)
        ends = [found.group(1) for v in short if (found := _UNENDED.search(v))]
        if ends:
            test = Compare(field, "like" if current else "not like", f"%{ends[0]}")
            yield Proposal(test, taken, "like", 0.7 * scope.tables[table])


def _ends(scope: Scope, table: str) -> Iterator[Field]:
    """The columns of a table that tell when something ended, and may be empty."""
    dates = {field.column for field in scope.dates(table)}
    for column in scope.catalog.columns(table):
        words = set(scope.catalog.words(table, column))
        glued = any(word[:4] in _STEMS for word in words)
        told = column in dates or any(word.endswith(("year", "date")) for word in words)
        if told and (words & _ENDED or glued) and scope.catalog.schema[table][column].nullable:
            yield Field(table, column)


def _active(scope: Scope, table: str, taken: frozenset[int], current: bool) -> Iterator[Proposal]:
    """Former ones, where a flag says which are active."""
    for column in scope.catalog.columns(table):
        if not _ACTIVE & set(scope.catalog.words(table, column)):
            continue
        if flag := scope.catalog.flag(table, column):
            value = flag[0] if current else flag[1]
            if value is not None:
                test = Compare(Field(table, column), "=", value)
                yield Proposal(test, taken, "flag", 0.65 * scope.tables[table])
