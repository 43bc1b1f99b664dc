"""What rows may be grouped by: things, columns, parts of dates; one of them or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from sqlagent.models.offline.dateparts import YEARS_ONLY
from sqlagent.models.offline.material import UNSAID, Key, Material, Option, best_of
from sqlagent.models.offline.mentions import Mention
from sqlagent.models.offline.plan import known_by
from sqlagent.models.offline.query import Field, Part

_UNITS = {
    "year": "year", "yearly": "year", "annual": "year", "annually": "year", "month": "month",
    "monthly": "month", "quarter": "quarter", "quarterly": "quarter", "weekday": "weekday",
    "day": "day", "daily": "day", "hour": "hour", "hourly": "hour",
}  # fmt: skip
_SEVERAL = 1.6  # less for a unit in the plural: "hours" are mostly an amount


def keys(material: Material, subjects: Sequence[Option]) -> list[Option]:
    """The likeliest keys, best first."""
    single = []
    for at, mention in enumerate(material.mentions):
        if mention.column is None:
            single.append(material.used(at, "group", Key(mention.table, ())))
        else:
            single.append(material.used(at, "group", _key(material, mention)))
    single += [*_periods(material), *material.split]
    single += [
        Option(Key(str(subject.value), ()), subject.tokens, (), subject.gain)
        for subject in subjects if not subject.uses
    ]  # fmt: skip
    single = best_of((option for option in single if option.gain > -3), 10)
    single += _superiors(material, subjects)
    likely = [option for option in single if option.gain > -1.5][:5]
    likely += [option for option in _listed(material, single) if option not in likely][:3]
    pairs = [_pair(material, one, other) for one, other in combinations(likely, 2)]
    return best_of([*single, *(pair for pair in pairs if pair)], 12)


def _superiors(material: Material, subjects: Sequence[Option]) -> Iterator[Option]:
    """The rows that others of the same table name by a key: who leads or has brought how many."""
    for subject in subjects[:3]:
        table = str(subject.value)
        for edge in material.graph.between(table, table)[:2]:
            if len(edge.columns) == 1:
                column = edge.columns[0]
                label = [Field(table, c, column) for c in material.catalog.label(table)]
                key = Key("", (Field(table, column), *label))
                yield Option(key, frozenset(), (), UNSAID)


def _listed(material: Material, single: Sequence[Option]) -> list[Option]:
    """The keys that are named after "by" or "per", the likeliest of each word."""
    cues = material.cues.get("by", frozenset()) | material.cues.get("group", frozenset())
    start = min(cues, default=len(material.said))
    found: dict[frozenset[int], Option] = {}
    for option in single:
        if option.tokens and min(option.tokens) > start:
            found.setdefault(option.tokens, option)
    return [*found.values()]


def _key(material: Material, mention: Mention) -> Key:
    """A column grouped by: for a key that leads to one thing only, the thing."""
    field = material.field(mention)
    known = known_by(field, material.catalog)
    if known == (field,) or (known[0].role and material.keyed):
        return Key("", (field, *(k for k in known if k != field)))
    return Key("", (field, *known)) if known[0].role else Key(known[0].table, ())


def _periods(material: Material) -> Iterator[Option]:
    catalog, graph = material.catalog, material.graph
    tables = {mention.table for mention in material.mentions}
    tables |= {*material.tested, *(one.table for one in material.derived)}
    near = {
        other for table in tables for other in graph.owners(table)
        if graph.distance(table, other) < 2
    }  # fmt: skip
    for at, word in enumerate(material.said):
        unit = _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))
        for table in sorted(near) if unit else ():
            for place, column in enumerate(catalog.dates(table)[:2]):
                form = catalog.date_form(table, column)
                if form in YEARS_ONLY and unit != "year":
                    continue
                part = Part(Field(table, column), unit or "", form)
                gain = 0.8 - 0.4 * place - 0.8 * (table not in tables)
                gain -= _SEVERAL * (word not in _UNITS)
                yield Option(Key("", (part,)), frozenset({at}), (), gain)


def _pair(material: Material, one: Option, other: Option) -> Option | None:
    """Two keys in one; of two things the second is known by its label."""
    if one.tokens & other.tokens:
        return None
    assert isinstance(one.value, Key)
    assert isinstance(other.value, Key)
    first, second = sorted((one, other), key=lambda o: min(o.tokens, default=99))
    here, there = first.value, second.value
    assert isinstance(here, Key)
    assert isinstance(there, Key)
    values = (*here.values, *there.values)
    if here.entity and there.entity:
        if not (one.tokens and other.tokens) or here.entity == there.entity:
            return None
        values = (*values, *_label(material, there.entity))
    key = Key(here.entity or there.entity, values)
    tokens = one.tokens | other.tokens
    return Option(key, tokens, (*first.uses, *second.uses), one.gain + other.gain)


def _label(material: Material, table: str) -> tuple[Field, ...]:
    catalog = material.catalog
    columns = catalog.label(table) or catalog.key(table)
    return tuple(Field(table, column) for column in columns)
