"""Numbers in the question: more than 10 albums, salary over 50k, longer than five minutes."""

from __future__ import annotations

from dataclasses import replace

from sqlagent.models.offline.cues import compared
from sqlagent.models.offline.draft import Draft
from sqlagent.models.offline.measures import concept, money, revenue
from sqlagent.models.offline.query import AnyOf, Compare, Field, Measure

_OPERATORS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "eq": "=", "orge": ">=", "orle": "<="}
MONEY_UNITS = frozenset("$ euro euros dollar dollars buck bucks pound pounds eur usd".split())
_SECONDS = {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600}
_TIMES = {**_SECONDS, "millisecond": 0.001}
_LENGTHS = {"cm": 0.01, "m": 1, "metre": 1, "meter": 1, "km": 1000, "kilometre": 1000}
_WEIGHTS = {"g": 0.001, "gram": 0.001, "kg": 1, "kilo": 1}


def read_comparisons(draft: Draft) -> Draft:
    """Conditions, and conditions on counts, from every number that is compared."""
    for at in draft.free("number"):
        if at not in draft.used:
            draft = _compare(draft, at)
            draft = _alternative(draft, at)
    return draft


def read_having(draft: Draft) -> Draft:
    """A comparison without a column, over groups: it is the measure that is compared."""
    if not (draft.measures and (draft.group or draft.grouped_table)) or draft.having:
        return draft
    for at in draft.free("number"):
        taken, operator, high = _operator(draft, at)
        if operator and not set(taken) & draft.used and draft.kind(max(taken) + 1) == "":
            number = draft.items[at].number or 0.0
            if draft.measures[-1].function == "count" and not _is_whole(number):
                continue
            value = (number, high) if high is not None else number
            compare = Compare(draft.measures[-1], operator, value)
            draft = draft.take(*taken, having=(compare,))
    return draft


def _alternative(draft: Draft, at: int) -> Draft:
    """Under 25 or over 30: the second number is compared as the first one is."""
    taken, operator, _ = _operator(draft, at)
    before = min(taken) - 1
    last = draft.conditions[-1] if draft.conditions else None
    if at in draft.used or not operator or not isinstance(last, Compare):
        return draft
    if draft.cue(before) not in ("or", "and") or isinstance(last.of, Measure):
        return draft
    other = Compare(last.of, operator, draft.items[at].number or 0.0)
    both = (AnyOf((last, other)),) if draft.cue(before) == "or" else (last, other)
    return draft.take(*taken, before, conditions=(*draft.conditions[:-1], *both))


def _compare(draft: Draft, at: int) -> Draft:
    taken, operator, high = _operator(draft, at)
    if not operator:
        return draft
    after = max(taken) + 1
    unit = ""
    item = draft.item(after)
    if item and item.cue in ("unit", "year", "month"):
        unit, taken, after = item.text.lower().split()[0], [*taken, after], after + 1
        if draft.kind(after) == "adjective" and draft.items[after].text.lower() == "old":
            taken, after = [*taken, after], after + 1
    unit = unit or ("$" if draft.items[at].mark == "$" else "")
    first = min(taken)
    number = draft.items[at].number or 0.0
    value = (number, high) if high is not None else number
    adjective = draft.item(draft.skip(first - 1, "than", "of", step=-1))
    if adjective and adjective.kind == "adjective":
        found = concept(compared(adjective.text), _tables(draft), draft.catalog)
        if found and draft.catalog.is_number(found[0].table, found[0].column):
            place = draft.items.index(adjective)
            taken = [*taken, *range(place, first)]
            return _where(draft, taken, found[0], operator, value, unit)
    return _placed(draft, taken, first, after, operator, value, unit)


def _placed(
    draft: Draft, taken: list[int], first: int, after: int, operator: str, value: object, unit: str
) -> Draft:
    """The comparison with what it is about: the words after it, before it, or its unit."""
    after = draft.skip(after, "of", "in", "distinct")
    before = draft.skip(first - 1, "with", "of", "in", "who", "all", step=-1)
    if draft.number_at(after) and after not in draft.used:
        return _where(draft, [*taken, after], draft.field(after), operator, value, unit)
    if draft.kind(after) == "table":
        return _having(draft, [*taken, after], draft.items[after].table, operator, value)
    if draft.cue(before) == "by":
        before -= 1
    if draft.number_at(before) or (operator == "=" and _is_key(draft, before)):
        return _where(draft, [*taken, before], draft.field(before), operator, value, unit)
    if draft.cue(before) == "money" and draft.subject and not draft.measures:
        earned = revenue(draft.subject, draft.catalog)
        if earned and earned.table != draft.subject:
            return draft.take(
                *taken, before, grouped_table=draft.subject, measures=(earned,),
                having=(Compare(earned, operator, value),),
            )  # fmt: skip
    if unit in MONEY_UNITS:
        for table in _tables(draft):
            field = money(table, draft.catalog)
            if field:
                return _where(draft, taken, field, operator, value, unit)
    words = {"years": "age", "old": "age", "year": "age", "people": "capacity"}.get(unit)
    if words or unit in _SECONDS or unit.rstrip("s") in _SECONDS:
        wanted = ((words or "", True),) if words else compared("long")
        found = concept(wanted, _tables(draft), draft.catalog)
        if found:
            return _where(draft, taken, found[0], operator, value, unit)
    return draft


def _operator(draft: Draft, at: int) -> tuple[list[int], str, float | None]:
    """The places a comparison takes, its operator, and the upper end of a range."""
    item, before, after = draft.items[at], draft.cue(at - 1), draft.cue(at + 1)
    other = draft.item(at + 2)
    if before == "between" and after == "and" and other and other.kind == "number":
        return [at - 1, at, at + 1, at + 2], "between", other.number
    if item.mark == "+":
        return [at], ">=", None
    if after in ("orge", "orle"):
        return [at, at + 1], _OPERATORS[after], None
    if draft.cue(at + 1) == "unit" and draft.cue(at + 2) in ("orge", "orle"):
        return [at, at + 1, at + 2], _OPERATORS[draft.cue(at + 2)], None
    if before in _OPERATORS:
        return [at - 1, at], _OPERATORS[before], None
    if before in ("after", "before"):
        return [at - 1, at], ">" if before == "after" else "<", None
    if before == "than" and draft.kind(at - 2) == "adjective":
        adjective = draft.items[at - 2]
        found = concept(compared(adjective.text), _tables(draft), draft.catalog)
        return [at - 1, at], ">" if found and found[1] else "<", None
    if draft.number_at(at - 1) or (draft.kind(at - 1) == "column" and _numeric(draft, at - 1)):
        return [at], "=", None
    return [at], "", None


def _numeric(draft: Draft, at: int) -> bool:
    field = draft.field(at)
    return any(isinstance(v, int) for v in draft.catalog.sample(field.table, field.column))


def _is_key(draft: Draft, at: int) -> bool:
    """Whether the item at a place is the subject's own key: customer with id 5."""
    if draft.kind(at) != "column":
        return False
    field = draft.field(at)
    return field.table == draft.subject and draft.catalog.key(field.table) == (field.column,)


def _tables(draft: Draft) -> list[str]:
    linked = [item.table for item in draft.items if item.link]
    owners = list(draft.catalog.graph.owners(draft.subject)) if draft.subject else []
    return list(dict.fromkeys([draft.subject, *linked, *owners[:4]])) if draft.subject else linked


def _where(
    draft: Draft, taken: list[int], field: Field, operator: str, value: object, unit: str
) -> Draft:
    catalog = draft.catalog
    factor = _factor(unit, catalog.words(field.table, field.column))
    if (
        factor == 1.0
        and unit.rstrip("s") == "hour"
        and "hour" not in catalog.words(field.table, field.column)
    ):
        draft = replace(draft, doubt=draft.doubt + 0.5)
    if isinstance(value, tuple):
        value = (value[0] * factor, value[1] * factor)
    elif isinstance(value, float):
        value *= factor
    shown = draft.shown if field in draft.shown else (*draft.shown, field)
    items = (draft.items[at] for at in sorted(taken))
    said = " ".join(item.text for item in items) if factor != 1.0 else ""
    compare = Compare(field, operator, value, said)
    return draft.take(*taken, conditions=(*draft.conditions, compare), shown=shown)


def _factor(unit: str, words: tuple[str, ...]) -> float:
    """From the unit said to the unit that the column's name gives."""
    for sizes in (_TIMES, _LENGTHS, _WEIGHTS):
        said = sizes.get(unit, sizes.get(unit.rstrip("s"), 0))
        stored = next((sizes[word] for word in words if word in sizes), 0)
        if said and stored:
            return said / stored
    return 1.0


def _is_whole(value: object) -> bool:
    """Whether a count can be compared with a number or a pair of them."""
    numbers = value if isinstance(value, tuple) else (value,)
    return all(not isinstance(n, float) or n.is_integer() for n in numbers)


def _having(draft: Draft, taken: list[int], table: str, operator: str, value: object) -> Draft:
    """Things with so many of another table: a group with a condition on its count."""
    if not _is_whole(value):
        return draft
    if draft.subject in ("", table) and not draft.grouped_table:
        head = next((at for at in draft.free("column") if at < min(taken)), None)
        if head is None:
            return draft
        field = draft.field(head)
        count = Measure("count", table)
        return draft.take(
            head, *taken, subject=table, group=(field,), measures=(count,),
            having=(Compare(count, operator, value),),
        )  # fmt: skip
    if table in draft.catalog.graph.owners(draft.subject) or draft.measures:
        return draft
    count = Measure("count", table)
    return draft.take(
        *taken,
        grouped_table=draft.subject,
        measures=(count,),
        having=(Compare(count, operator, value),),
    )
