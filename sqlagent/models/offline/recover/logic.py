"""Conditions put together, taken apart and turned into their opposites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlglot import exp

from sqlagent.models.offline.query import AllOf, AnyOf, Compare, Condition, Related
from sqlagent.models.offline.recover.sources import Branch, Node, UnheldError, cells

OPPOSITES = {"=": "<>", "<": ">=", ">": "<=", "like": "not like", "in": "not in"}
OPPOSITES |= {other: one for one, other in OPPOSITES.items()}


def conjuncts(tree: exp.Expr) -> list[exp.Expr]:
    """The tests of which all must hold; what is always true is none."""
    tree = tree.unnest()
    parts = list(tree.flatten()) if isinstance(tree, exp.And) else [tree]
    return [part for part in parts if not (isinstance(part, exp.Boolean) and part.this)]


def given(tree: exp.Expr) -> set[str]:
    """The clauses that a statement has."""
    return {key for key, value in tree.args.items() if value}


def flat(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """Conditions of which all must hold, each by itself."""
    for condition in conditions:
        if isinstance(condition, AllOf):
            yield from flat(condition.conditions)
        else:
            yield condition


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Conditions that must all hold, as one."""
    parts = tuple(dict.fromkeys(flat(conditions)))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Conditions of which one must hold, as one; values of one column as a list of them."""
    parts: list[Condition] = []
    for condition in conditions:
        parts.extend(condition.options if isinstance(condition, AnyOf) else (condition,))
    parts = list(dict.fromkeys(parts))
    equal = [c for c in parts if isinstance(c, Compare) and c.operator == "="]
    plain = all(isinstance(c.value, str | int | float) for c in equal)
    if len(parts) > 1 and len(equal) == len(parts) and plain and len({c.of for c in equal}) == 1:
        return Compare(equal[0].of, "in", tuple(c.value for c in equal))
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def negation(condition: Any) -> Condition:
    """The opposite of a condition; raises UnheldError where there is none."""
    match condition:
        case Related():
            return replace(condition, negated=not condition.negated)
        case AllOf():
            return any_of(map(negation, condition.conditions))
        case AnyOf():
            return all_of(map(negation, condition.options))
        case Compare(operator="null"):
            return replace(condition, value=not condition.value)
        case Compare(operator="between"):
            return outside(condition.of, *condition.value)
        case Compare():
            return replace(condition, operator=OPPOSITES[condition.operator])
    raise UnheldError("the opposite of a condition")


def outside(of: Any, low: Any, high: Any) -> Condition:
    """That a value is not between two others."""
    return AnyOf((Compare(of, "<", low), Compare(of, ">", high)))


def hung(
    base: Node, nodes: Iterable[Node], conditions: tuple[Condition, ...]
) -> tuple[Condition, ...]:
    """The conditions on one row of ``base``: those on nodes below it in branches.

    Raises UnheldError where a node is joined to nothing, or a condition is on two branches.
    """
    reach = base.climb()
    known = dict.fromkeys(up for node in nodes for up in node.climb())
    rest = [node for node in known if node not in reach]
    kept = list(conditions)
    while rest:
        ways = ((n, edge, up) for n in rest for edge, up in n.ups if up in reach)
        entry = next(ways, None)
        if entry is None:
            raise UnheldError("tables that nothing joins")
        node, edge, to = entry
        part = _component(node, rest)
        inside = tuple(c for c in kept if touched(c) & part)
        if any(touched(c) - part - reach.keys() for c in inside):
            raise UnheldError("a condition on rows of two kinds")
        kept = [c for c in kept if c not in inside]
        asked = hung(node, part, inside)
        kept.append(Branch(node.table, asked, node=node, edge=edge, to=to))
        rest = [other for other in rest if other not in part]
    return tuple(kept)


def touched(condition: object) -> set[Node]:
    """The nodes that a condition is about."""
    if isinstance(condition, Branch):
        return {condition.to}
    if isinstance(condition, AnyOf | AllOf):
        parts = condition.options if isinstance(condition, AnyOf) else condition.conditions
        return set().union(*map(touched, parts))
    return {cell.node for cell in cells(condition)}


def _component(node: Node, rest: list[Node]) -> set[Node]:
    """The nodes of ``rest`` that are joined to one of them."""
    found = {node}
    while True:
        below = {n for n in rest if any(up in found for _, up in n.ups)}
        above = {up for n in found for _, up in n.ups if up in rest}
        more = (below | above) - found
        if not more:
            return found
        found |= more
