"""A row against the one above it in its own table: earns more than the boss, older than a parent.

The row above is reached by a key of the table to itself; what is compared is a column of both.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.linking.english import root
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.degrees import compared
from sqlagent.models.offline.proposals.scope import Proposal, Scope, field_of, span
from sqlagent.models.offline.query import Compare, Field

_ABOVE = frozenset(
    """boss bosses manager managers supervisor supervisors superior superiors parent parents lead
    leader chief mentor mentors mentored mentor's head mother father predecessor original""".split()
)
_SUPERIOR = frozenset("super supervisor boss manager superior reports".split())
_SAME = {"same": "=", "different": "<>", "another": "<>", "other": "<>"}
_PAID = frozenset("earn earns earning earned make makes paid pay".split())
_DEGREES = frozenset("more less higher lower better worse".split())
_FEW = 4  # columns of numbers that are tried where none is named


def propose_superiors(scope: Scope) -> Iterator[Proposal]:
    """Columns of a row compared with the same column of the row above it."""
    ways = list(_ways(scope))
    if not ways:
        return
    for table in scope.catalog.graph.tables:
        worth = scope.tables.get(table, 0.0)
        for key in keys_above(scope.catalog, table):
            roots = {root(word) for word in scope.catalog.words(table, key)}
            for at, operator in ways:
                above = _named(scope, at, roots) or _again(scope, at, table)
                if above is None:
                    continue
                for field, tokens, score in _compared(scope, table, at, above, operator):
                    test = Compare(field, operator, Field(table, field.column, key))
                    taken = tokens | frozenset(range(at, above + 1))
                    yield Proposal(test, taken, "columns", score * (0.6 + 0.4 * min(1.0, worth)))


def keys_above(catalog: Catalog, table: str) -> list[str]:
    """The columns that lead from a row to one above it, by a key or at least by name."""
    own = [e.columns[0] for e in catalog.graph.parents(table)
           if e.parent == table and len(e.columns) == 1]  # fmt: skip
    return own or [
        column for column in catalog.columns(table)
        if _SUPERIOR & set(catalog.words(table, column)) and not catalog.is_money(table, column)
        and catalog.schema[table][column].nullable and len(catalog.key(table)) == 1
        and not catalog.graph.is_foreign(table, column)
    ]  # fmt: skip


def _ways(scope: Scope) -> Iterator[tuple[int, str]]:
    """Where words compare with something that is no number, and which way."""
    for at, word in enumerate(scope.said):
        if word in _SAME:
            yield at, _SAME[word]
        elif "than" in scope.said[at + 1 : at + 4] and not any(
            token.number is not None and token.lemma != "one" for token in scope.tokens[at : at + 6]
        ):
            pairs = compared(word)
            if pairs and scope.word(at - 1) not in ("more", "less"):
                yield at, ">" if pairs[0][1] else "<"
            elif word in _DEGREES or word == "fewer":
                yield at, ">" if word in ("more", "higher", "better") else "<"


def _named(scope: Scope, at: int, roots: set[str]) -> int | None:
    """Where the row above is spoken of after a comparison."""
    for place in range(at + 1, min(len(scope), at + 10)):
        word = scope.said[place]
        if word in _ABOVE or (len(word) > 3 and root(word) in roots):
            return place
    return None


def _again(scope: Scope, at: int, table: str) -> int | None:
    """Where the table itself is spoken of after a comparison: than the comment they answer."""
    said = scope.said[at : at + 8]
    than = at + said.index("than") if "than" in said else len(scope)
    places = [k.start for k in scope.named_tables if k.table == table and k.score > 0.7]
    return min((place for place in places if than < place <= than + 3), default=None)


def _compared(
    scope: Scope, table: str, at: int, above: int, operator: str
) -> Iterator[tuple[Field, frozenset[int], float]]:
    """The columns that may be compared, with the words that name them."""
    found: dict[Field, tuple[frozenset[int], float]] = {}
    graded = operator in ("<", ">")
    for link in scope.columns:
        field = field_of(link)
        if link.table == table and link.score > 0.5 and at - 4 <= link.start and link.end <= above:
            found[field] = (span(link), 0.9 * link.score)
    wanted = compared(scope.word(at))
    names = dict(wanted) if graded else {}
    paid = bool(_PAID & set(scope.said[max(0, at - 2) : at]))
    for place, field in enumerate([*scope.numbers(table), *scope.dates(table)] if graded else ()):
        words = set(scope.catalog.words(table, field.column))
        fits = any(names.get(word) == wanted[0][1] for word in words) if wanted else False
        money = paid and scope.catalog.is_money(table, field.column)
        score = 0.85 if fits or money else 0.3 - 0.03 * place if place < _FEW else 0.0
        if score > found.get(field, (frozenset(), 0.0))[1]:
            found[field] = (frozenset(), score)
    for field, (tokens, score) in found.items():
        fits = not graded or scope.is_numeric(field) or bool(scope.form(field))
        if fits:
            yield field, tokens, score
