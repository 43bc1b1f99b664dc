"""Values and conditions of a record in words."""

from __future__ import annotations

from sqlagent.linking.english import listed, plural
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import (
    AllOf,
    AnyOf,
    Arithmetic,
    Compare,
    Condition,
    Each,
    Field,
    Joined,
    Measure,
    Operand,
    Part,
    Portion,
    Product,
    Query,
    Related,
    Running,
    Share,
    Shown,
    Span,
)

_WORDS = {
    "=": "is", "<>": "is not", ">": "over", ">=": "at least", "<": "under", "<=": "at most",
    "in": "is", "not in": "is not",
    "between": "between",
}  # fmt: skip
_FUNCTIONS = {"sum": "total", "avg": "average", "min": "lowest", "max": "highest"}
_SIGNS = {"+": "plus", "-": "minus", "*": "times", "/": "by"}


def describe(value: Operand, catalog: Catalog) -> str:
    """A column, a measure or what is made of them, in words."""
    match value:
        case Portion():
            met = [condition_said(c, None, catalog) for c in value.conditions]
            return f"percentage {listed(met)}"
        case Share():
            return f"share of {describe(value.of, catalog)}"
        case Running():
            return f"running total of {describe(value.of, catalog)}"
        case Field():
            return " ".join((*_role(value, catalog), catalog.spoken(value.table, value.column)))
        case Part():
            return value.unit.removesuffix("_number")
        case Span():
            end = value.end if isinstance(value.end, str) else describe(value.end, catalog)
            return f"{plural(value.unit)} from {describe(value.start, catalog)} to {end}"
        case Product():
            return "revenue"
        case Joined():
            return listed([describe(part, catalog) for part in value.parts])
        case Arithmetic():
            return _arithmetic(value, catalog)
        case Each():
            return describe(value.of, catalog)
        case Measure():
            return _measure(value, catalog)
        case Query():
            return _query(value, catalog)
    return plain(value)


def noun(table: str, catalog: Catalog, *, many: bool) -> str:
    """What a table's rows are called."""
    name = " ".join(catalog.words(table))
    return plural(name) if many else name


def condition_said(condition: Condition, query: Query | None, catalog: Catalog) -> str:
    """A condition on the rows of a query, where that is known; "" where people do not say it."""
    match condition:
        case AnyOf():
            return listed([condition_said(c, query, catalog) for c in condition.options], "or")
        case AllOf():
            return listed([condition_said(c, query, catalog) for c in condition.conditions])
        case Related():
            inner = [condition_said(c, None, catalog) for c in condition.conditions]
            name = noun(condition.table, catalog, many=True)
            said = f"{'without' if condition.negated else 'with'} {name}"
            if condition.role:
                said += f" by {' '.join(catalog.words(condition.table, condition.role))}"
            return f"{said} {listed(inner)}" if inner else said
        case Compare():
            return _compare(condition, query, catalog)


def _role(field: Field, catalog: Catalog) -> tuple[str, ...]:
    """What a row is to the one that it is read for, where there are several of its table."""
    for edge in catalog.graph.edges:
        if (edge.columns[0], edge.parent) == (field.role, field.table):
            alone = len(catalog.graph.between(edge.child, edge.parent)) == 1
            return (
                () if alone and edge.child != edge.parent else catalog.words(edge.child, field.role)
            )
    return ()


def plain(value: object) -> str:
    """A value as it is written."""
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def _measure(measure: Measure, catalog: Catalog) -> str:
    said = _aggregate(measure, catalog)
    if measure.conditions:
        met = [condition_said(c, None, catalog) for c in measure.conditions]
        said += f" {listed(met)}"
    if measure.within:
        said += f" of the same {listed([describe(value, catalog) for value in measure.within])}"
    return said


def _aggregate(value: Measure, catalog: Catalog) -> str:
    if _counts_rows(value, catalog) or value.of is None:
        return f"number of {noun(value.table, catalog, many=True)}"
    of = describe(value.of, catalog)
    if value.distinct:
        table = noun(value.of.table, catalog, many=True) if isinstance(value.of, Field) else ""
        return f"number of different {plural(of)}" + (f" of {table}" if table else "")
    name = _FUNCTIONS.get(value.function, "number of groups by")
    return of if of.startswith(name) or (of == "revenue" and name == "total") else f"{name} {of}"


def _counts_rows(measure: Measure, catalog: Catalog) -> bool:
    """Whether different keys are counted: what a person calls the number of things."""
    of = measure.of
    return measure.distinct and isinstance(of, Field) and catalog.is_key(of.table, of.column)


def _arithmetic(value: Arithmetic, catalog: Catalog) -> str:
    if value.name:
        return value.name.replace("_", " ")
    left = describe(value.left, catalog)
    if value.operator == "else" or (value.operator, value.right) == ("*", 100):
        return left if value.operator == "else" else f"{left} in percent"
    return f"{left} {_SIGNS[value.operator]} {describe(value.right, catalog)}"


def _query(query: Query, catalog: Catalog) -> str:
    shown: list[Shown] = list(query.shown)
    said = listed([describe(value, catalog) for value in shown])
    met = [condition_said(c, None, catalog) for c in (*query.conditions, *query.having)]
    of = noun(query.table, catalog, many=True)
    return " ".join([said if said.endswith(of) else f"{said} of {of}", *filter(None, met)])


def _compare(condition: Compare, query: Query | None, catalog: Catalog) -> str:
    of = describe(condition.of, catalog)
    if condition.said:
        dated = _dated(condition, query, catalog)
        return f"with {dated} {condition.said}" if dated else condition.said
    if condition.operator == "null":
        ordered = query is not None and any(order.by == condition.of for order in query.order)
        return f"without {of}" if condition.value else "" if ordered else f"with {of}"
    if isinstance(condition.of, Measure | Each):
        return f"with {of} {_operator(condition)} {_value(condition, catalog)}"
    prefix = ""
    if isinstance(condition.of, Field):
        own = query is not None and condition.of.table in (query.table, query.subject)
        prefix = noun(condition.of.table, catalog, many=False) + " "
        prefix = "" if own and of in ("country", "city", "state", "year") else prefix
    return f"where {prefix}{of} {_operator(condition)} {_value(condition, catalog)}"


def _dated(condition: Compare, query: Query | None, catalog: Catalog) -> str:
    """The date column of a condition, "" where it is the only one that the rows have."""
    of = condition.of
    if not isinstance(of, Field) or not catalog.date_form(of.table, of.column):
        return ""
    if query is not None and of.table == query.table:
        name = describe(of, catalog)
        return "" if catalog.dates(of.table) == [of.column] else name
    return f"{noun(of.table, catalog, many=False)} {describe(of, catalog)}"


def _operator(condition: Compare) -> str:
    """The comparison in words; of a pattern, which end of the text it holds."""
    if condition.operator not in ("like", "not like"):
        return _WORDS[condition.operator]
    start, end = condition.value.startswith("%"), condition.value.endswith("%")
    verb = "contains" if start == end else "ends with" if start else "starts with"
    if condition.operator == "like":
        return verb
    return "does not " + {"contains": "contain"}.get(verb, verb.replace("s with", " with"))


def _value(condition: Compare, catalog: Catalog) -> str:
    value = condition.value
    if isinstance(value, Query):
        among = "among " if condition.operator in ("in", "not in") else ""
        return f"{among}the {describe(value, catalog)}"
    if isinstance(value, Measure | Field | Each | Part | Arithmetic):
        return f"the {describe(value, catalog)}"
    if isinstance(value, tuple):
        texts = [plain(v) for v in value]
        return listed(texts, "and" if condition.operator == "between" else "or")
    return plain(value).strip("%")
