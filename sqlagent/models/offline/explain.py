"""A query record in words: the line that says how a question was understood."""

from __future__ import annotations

from sqlagent.linking.english import listed, plural
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import (
    AnyOf,
    Compare,
    Condition,
    Field,
    Measure,
    Part,
    Portion,
    Product,
    Query,
    Related,
    Share,
    Value,
)

_WORDS = {
    "=": "is", "<>": "is not", ">": "over", ">=": "at least", "<": "under", "<=": "at most",
    "in": "is", "not in": "is not",
    "between": "between",
}  # fmt: skip
_FUNCTIONS = {"sum": "total", "avg": "average", "min": "lowest", "max": "highest"}


def understood(query: Query, catalog: Catalog, total: int | None = None) -> str:
    """How a question was understood, in one line; ``total`` rows there are without the limit."""
    parts = [_head(query, catalog)]
    tests = (*_unsaid(query.conditions), *query.having)
    conditions = [said for test in tests if (said := _condition(test, query, catalog))]
    if conditions:
        parts[0] += " " + listed(conditions)
    if query.order and query.order[0].by in query.group:
        parts += ["latest first"] if query.order[0].descending else []
    elif query.order:
        parts[0] += f" by {describe(query.order[0].by, catalog)}"
        parts.append(_direction(query, catalog))
    if query.partition:
        names = listed(list(dict.fromkeys(_thing(v, catalog) for v in query.partition)))
        parts.append(f"the first{'' if query.limit == 1 else f' {query.limit}'} of each {names}")
    elif query.limit is not None:
        of = f" of {total}" if total is not None and total > query.limit else ""
        parts.append(f"{query.limit}{of}" if of else f"the first {query.limit}")
    return ", ".join(parts)


def describe(value: Value | Measure | Share | Portion, catalog: Catalog) -> str:
    """A column or measure in words."""
    if isinstance(value, Portion):
        met = [_condition(c, None, catalog) for c in value.conditions]
        return f"percentage {listed(met)}"
    if isinstance(value, Share):
        return f"share of {describe(value.of, catalog)}"
    if isinstance(value, Field):
        return catalog.spoken(value.table, value.column)
    if isinstance(value, Part):
        return value.unit
    if isinstance(value, Product):
        return "revenue"
    if _counts_rows(value, catalog) or value.of is None:
        return f"number of {noun(value.table, catalog, many=True)}"
    of = describe(value.of, catalog)
    if value.distinct:
        table = noun(value.of.table, catalog, many=True) if isinstance(value.of, Field) else ""
        return f"number of different {plural(of)} of {table}"
    name = _FUNCTIONS.get(value.function, value.function)
    return of if of.startswith(name) or (of == "revenue" and name == "total") else f"{name} {of}"


def noun(table: str, catalog: Catalog, *, many: bool) -> str:
    """What a table's rows are called."""
    name = " ".join(catalog.words(table))
    return plural(name) if many else name


def _counts_rows(measure: Measure, catalog: Catalog) -> bool:
    """Whether different keys are counted: what a person calls the number of things."""
    of = measure.of
    return measure.distinct and isinstance(of, Field) and catalog.is_key(of.table, of.column)


def _head(query: Query, catalog: Catalog) -> str:
    """What is shown: the things listed, the measure, or the groups that are measured."""
    measures = [
        describe(m, catalog) for m in query.shown if isinstance(m, Measure | Share | Portion)
    ]
    if not query.group:
        return listed(measures) if measures else _listed_things(query, catalog)
    ranked = bool(query.order) and query.order[0].by in query.shown
    if len(measures) == 1 and (query.having or (ranked and query.order[0].by not in query.group)):
        return plural(group_noun(query, catalog))
    return f"{listed(measures)} per {group_noun(query, catalog)}"


def _listed_things(query: Query, catalog: Catalog) -> str:
    fields = [value for value in query.shown if isinstance(value, Field)]
    if query.distinct:
        names = [plural(describe(field, catalog)) for field in fields]
        return f"different {listed(names)} of {noun(fields[0].table, catalog, many=True)}"
    own: tuple[str, ...] = ()
    if query.subject:
        key = (*catalog.key(query.subject), *catalog.dates(query.subject)[:1])
        own = catalog.label(query.subject) or key
    ordered = {describe(order.by, catalog) for order in query.order}
    told = {c.of for c in query.conditions if isinstance(c, Compare)} | set(query.partition)
    further = [describe(f, catalog) for f in fields if f.column not in own and f not in told]
    further = [name for name in further if name not in ordered]
    head = noun(query.subject or query.table, catalog, many=True)
    short = further and len(further) <= 4
    return f"{head} with {listed(further)}" if short else head


def group_noun(query: Query, catalog: Catalog) -> str:
    """What a group is called: genre, country, year."""
    names = [_thing(value, catalog) for value in query.group if value not in query.partition]
    return listed(list(dict.fromkeys(names)))


def _thing(value: Value, catalog: Catalog) -> str:
    if not isinstance(value, Field):
        return describe(value, catalog)
    key = value.column in (*catalog.key(value.table), *catalog.label(value.table))
    return noun(value.table, catalog, many=False) if key else describe(value, catalog)


def _direction(query: Query, catalog: Catalog) -> str:
    order = query.order[0]
    if isinstance(order.by, Field) and catalog.date_form(order.by.table, order.by.column):
        return "latest first" if order.descending else "earliest first"
    if isinstance(order.by, Measure) and order.by.function == "count":
        return "most first" if order.descending else "fewest first"
    return "highest first" if order.descending else "lowest first"


def _condition(condition: Condition, query: Query | None, catalog: Catalog) -> str:
    if isinstance(condition, AnyOf):
        return listed([_condition(c, query, catalog) for c in condition.options], "or")
    if isinstance(condition, Related):
        inner = [_condition(c, None, catalog) for c in condition.conditions]
        name = noun(condition.table, catalog, many=True)
        said = f"{'without' if condition.negated else 'with'} {name}"
        return f"{said} {listed(inner)}" if inner else said
    of = describe(condition.of, catalog)
    if condition.said:
        dated = _dated(condition, query, catalog)
        return f"with {dated} {condition.said}" if dated else condition.said
    if condition.operator == "null":
        ordered = query is not None and any(order.by == condition.of for order in query.order)
        return f"without {of}" if condition.value else "" if ordered else f"with {of}"
    if isinstance(condition.of, Measure):
        return f"with {of} {_WORDS[condition.operator]} {_value(condition, catalog)}"
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


def _unsaid(conditions: tuple[Condition, ...]) -> list[Condition]:
    """The conditions, without the other end of a span that the question's words give whole."""
    told = {c.of for c in conditions if isinstance(c, Compare) and c.said}
    return [c for c in conditions if not isinstance(c, Compare) or c.said or c.of not in told]


def _value(condition: Compare, catalog: Catalog) -> str:
    value = condition.value
    if isinstance(value, Measure):
        return f"the {describe(value, catalog)}"
    if isinstance(value, tuple):
        texts = [_plain(v) for v in value]
        return listed(texts, "and" if condition.operator == "between" else "or")
    return _plain(value).strip("%")


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)
