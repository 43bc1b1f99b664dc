"""A statement over the rows of another, as one statement over tables.

What is counted of counts stays one inside the other, ``AVG(COUNT(*))``, and rows kept by their
rank in a group become QUALIFY: neither runs, both are read.
"""

from __future__ import annotations

from sqlglot import exp

from sqlagent.models.offline.recover.logic import conjuncts, given
from sqlagent.models.offline.recover.sources import UnheldError

_RANKS = ("rank", "dense_rank", "row_number")


def flattened(tree: exp.Select) -> exp.Select:
    """A SELECT whose only source, where it is a query, is read into it."""
    tree = _spelled_out(tree)
    source = tree.args.get("from_")
    if source is None or not isinstance(source.this, exp.Subquery) or tree.args.get("joins"):
        return tree
    inside = source.this.unnest()
    if not isinstance(inside, exp.Select):
        raise UnheldError("rows of several queries")
    return _merged(tree, flattened(inside), source.this.alias_or_name)


def _spelled_out(tree: exp.Select) -> exp.Select:
    """A SELECT with its own tables written where they stand."""
    own = tree.args.get("with_")
    if own is None:
        return tree
    tree = tree.copy()
    tables = {cte.alias.lower(): cte.this for cte in tree.args["with_"].expressions}
    tree.set("with_", None)
    for table in list(tree.find_all(exp.Table)):
        query = tables.get(table.name.lower())
        if query is not None and not table.db:
            new = query.copy()
            new.set("with_", own.copy() if _uses(query, tables) else None)
            table.replace(exp.Subquery(this=new, alias=_alias(table)))
    return tree


def _uses(query: exp.Expr, tables: dict[str, exp.Expr]) -> bool:
    return any(table.name.lower() in tables for table in query.find_all(exp.Table))


def _alias(table: exp.Table) -> exp.TableAlias:
    return exp.TableAlias(this=exp.to_identifier(table.alias_or_name))


def _merged(tree: exp.Select, inside: exp.Select, name: str) -> exp.Select:
    """``tree`` over ``inside`` as one SELECT; raises UnheldError where the steps cannot be one."""
    if {"limit", "offset", "qualify"} & given(inside):
        raise UnheldError("the first rows of a query as a table")
    columns = {one.alias_or_name.lower(): one.unalias() for one in inside.expressions}
    tests = conjuncts(tree.args["where"].this) if tree.args.get("where") else []
    found = inside.copy()
    grouped = bool(inside.args.get("group")) or any(_measured(c) for c in columns.values())
    for test in tests:
        _take(found, test, columns, inside, name)
    if tree.args.get("group") and grouped:
        raise UnheldError("groups of groups")
    shown = [_named(one, columns, grouped) for one in tree.expressions]
    if any(isinstance(one, exp.Star) for one in shown):
        shown = [one.copy() for one in inside.expressions if not _ranked(one)]
    measured = any(_measured(one) for one in tree.expressions)
    if inside.args.get("distinct") and measured:
        shown = [_distinct(one, inside) for one in shown]
        found.set("distinct", None)
    found.set("expressions", shown)
    for clause in ("group", "having", "order"):
        given_one = tree.args.get(clause)
        if given_one is not None:
            found.set(clause, _put(given_one.copy(), columns))
        elif clause == "order" and measured:
            found.set("order", None)
    for clause in ("limit", "offset", "distinct"):
        if tree.args.get(clause):
            found.set(clause, tree.args[clause].copy())
    return found


def _named(one: exp.Expr, columns: dict[str, exp.Expr], grouped: bool) -> exp.Expr:
    """What is shown, under the name that it had."""
    if isinstance(one, exp.Count) and isinstance(one.this, exp.Star):
        return exp.Count(this=exp.Count(this=exp.Star())) if grouped else one.copy()
    alias = one.alias_or_name
    tree = _put(one.unalias().copy(), columns)
    return exp.alias_(tree, alias, quoted=True) if alias and alias != tree.name else tree


def _distinct(one: exp.Expr, inside: exp.Select) -> exp.Expr:
    if isinstance(one, exp.Count) and isinstance(one.this, exp.Star):
        only = [e.unalias().copy() for e in inside.expressions]
        return exp.Count(this=exp.Distinct(expressions=only))
    raise UnheldError("an aggregate of different rows")


def _put(tree: exp.Expr, columns: dict[str, exp.Expr]) -> exp.Expr:
    """An expression with what each name stands for."""

    def change(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.name.lower() in columns:
            return columns[node.name.lower()].copy()
        return node

    return tree.transform(change)


def _take(
    found: exp.Select, test: exp.Expr, columns: dict[str, exp.Expr], inside: exp.Select, name: str
) -> None:
    """Adds a test on the rows of the query inside, where it belongs."""
    first = _extreme(test, columns, inside, name)
    new = first or _put(test.copy(), columns)
    if first is not None or _ranked(new):
        found.set("qualify", exp.Qualify(this=new))
    elif _measured(test) or not _measured(new):
        found.where(new, copy=False)
    else:
        found.having(new, copy=False)


def _measured(tree: exp.Expr) -> bool:
    """Whether an aggregate stands in an expression itself, and not in a query inside it."""
    nodes = tree.walk(prune=lambda node: isinstance(node, exp.Subquery | exp.Select))
    return any(isinstance(node, exp.AggFunc) and not _is_rank(node) for node in nodes)


def _ranked(tree: exp.Expr) -> bool:
    return any(_is_rank(window.this) for window in tree.find_all(exp.Window))


def _is_rank(node: exp.Expr) -> bool:
    return isinstance(node, exp.Rank | exp.DenseRank | exp.RowNumber)


def _extreme(
    test: exp.Expr, columns: dict[str, exp.Expr], inside: exp.Select, name: str
) -> exp.Expr | None:
    """A value that is the greatest among rows like it, as the first rank there."""
    query = test.expression if isinstance(test, exp.EQ) else None
    if not isinstance(query, exp.Subquery) or not isinstance(test.this, exp.Column):
        return None
    other = query.unnest()
    source = other.args.get("from_")
    same = source and isinstance(source.this, exp.Subquery) and source.this.unnest() == inside
    best = other.expressions[0].unalias() if len(other.expressions) == 1 else None
    if not same or not isinstance(best, exp.Max | exp.Min) or best.this.name != test.this.name:
        return None
    keys = []
    for tie in conjuncts(other.args["where"].this) if other.args.get("where") else ():
        sides = (tie.this, tie.expression) if isinstance(tie, exp.EQ) else ()
        if not sides or sides[0].name != sides[1].name:
            return None
        keys.append(columns[sides[0].name.lower()].copy())
    value = columns[test.this.name.lower()].copy()
    ordered = exp.Ordered(this=value, desc=isinstance(best, exp.Max))
    order = exp.Order(expressions=[ordered])
    rank = exp.Window(this=exp.Rank(), partition_by=keys, order=order)
    return exp.EQ(this=rank, expression=exp.Literal.number(1))
