"""Values and conditions of a record in words."""

from __future__ import annotations

from collections.abc import Iterable

from sqlagent.linking.english import listed, plural
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.nouns import column, noun, role
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
from sqlagent.sentence import singular

_WORDS = {
    ">": "over", ">=": "at least", "<": "under", "<=": "at most", "between": "between",
    "<>": "not", "not in": "not",
}  # fmt: skip
_FUNCTIONS = {"sum": "total", "avg": "average", "min": "lowest", "max": "highest"}
_SIGNS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
_WHERE = "where "


def describe(value: Operand, catalog: Catalog) -> str:
    """A column, a measure or what is made of them, in words."""
    match value:
        case Portion():
            return f"percentage {conditions_said(value.conditions, None, catalog)}"
        case Share():
            return f"share of {describe(value.of, catalog)}"
        case Running():
            return f"running total of {describe(value.of, catalog)}"
        case Field():
            return column(value, catalog)
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


def thing(value: Shown, catalog: Catalog) -> str:
    """What rows alike in a value are called: of a key or a name, what it is the key or name of."""
    if not isinstance(value, Field):
        return describe(value, catalog)
    for edge in catalog.graph.parents(value.table):
        if edge.columns == (value.column,):
            alone = len(catalog.graph.between(value.table, edge.parent)) == 1
            own = () if alone else catalog.words(value.table, value.column)
            return " ".join(own) or noun(edge.parent, catalog, many=False)
    known = value.column in (*catalog.key(value.table), *catalog.label(value.table))
    name = " ".join(role(value, catalog)) or noun(value.table, catalog, many=False)
    return name if known else describe(value, catalog)


def conditions_said(
    conditions: Iterable[Condition], query: Query | None, catalog: Catalog, last: str = "and"
) -> str:
    """Conditions on the rows of a query in one phrase, as far as people say them."""
    said = [condition_said(condition, query, catalog) for condition in conditions]
    said = list(dict.fromkeys(filter(None, said)))
    parts = [one for one in said if not one.startswith(_WHERE)]
    if last == "or" and parts:
        return listed(said, last)
    tests = [one.removeprefix(_WHERE) for one in said if one not in parts]
    where = _WHERE + listed(tests, last) if tests else ""
    return " ".join(filter(None, (listed(parts, last), where)))


def condition_said(condition: Condition, query: Query | None, catalog: Catalog) -> str:
    """A condition on the rows of a query, where that is known; "" where people do not say it."""
    match condition:
        case AnyOf():
            return conditions_said(condition.options, query, catalog, "or")
        case AllOf():
            return conditions_said(condition.conditions, query, catalog)
        case Related():
            inner = conditions_said(condition.conditions, None, catalog)
            name = noun(condition.table, catalog, many=True)
            said = f"{'without' if condition.negated else 'with'} {name}"
            if condition.role:
                said += f" by {' '.join(catalog.words(condition.table, condition.role))}"
            return f"{said} {inner}" if inner else said
        case Compare():
            return _compare(condition, query, catalog)


def plain(value: object) -> str:
    """A value as it is written."""
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def _measure(measure: Measure, catalog: Catalog) -> str:
    said = _aggregate(measure, catalog)
    if measure.conditions:
        said += f" {conditions_said(measure.conditions, None, catalog)}"
    if measure.within:
        said += f" of the same {listed([thing(value, catalog) for value in measure.within])}"
    return said


def _aggregate(value: Measure, catalog: Catalog) -> str:
    if value.of is None:
        return f"number of {noun(value.table, catalog, many=True)}"
    if _counts_rows(value, catalog):
        return f"number of {plural(thing(value.of, catalog))}"
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
    met = conditions_said((*query.conditions, *query.having), query, catalog)
    of = noun(query.table, catalog, many=True)
    return f"{said if said.endswith(of) else f'{said} of {of}'} {met}".strip()


def _compare(condition: Compare, query: Query | None, catalog: Catalog) -> str:
    of = describe(condition.of, catalog)
    if condition.said:
        dated = _dated(condition, query, catalog)
        said = f"in {condition.said}" if condition.said.isdigit() else condition.said
        return f"with {dated} {said}" if dated else said
    if condition.operator == "null":
        ordered = query is not None and any(order.by == condition.of for order in query.order)
        return f"without {of}" if condition.value else "" if ordered else f"with {of}"
    than = f"{_operator(condition)} {_value(condition, catalog)}".strip()
    if isinstance(condition.of, Measure | Each):
        one = condition.of.of if isinstance(condition.of, Each) else condition.of
        if one.function == "count" and not isinstance(condition.value, Measure | Query):
            return f"with {_counted(than, of.removeprefix('number of '), condition.value)}"
        return f"with {of} {than}"
    verb = "" if condition.operator in ("like", "not like") else "is "
    return f"{_WHERE}{_prefix(condition, query, catalog)}{of} {verb}{than}"


def _counted(than: str, things: str, count: object) -> str:
    than = than.replace("over", "more than").replace("under", "fewer than")
    return f"{than} {singular(things) if count == 1 else things}"


def _prefix(condition: Compare, query: Query | None, catalog: Catalog) -> str:
    """The table of the column that is compared, where it is not that of the rows."""
    of = condition.of
    if not isinstance(of, Field) or of.role or of.via:
        return ""
    own = query is not None and of.table in (query.table, query.subject)
    name = noun(of.table, catalog, many=False)
    return "" if own or describe(of, catalog).startswith(name) else f"{name} "


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
        return _WORDS.get(condition.operator, "")
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
