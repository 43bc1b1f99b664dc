"""What a follow-up may make of the rows before it: counted, sorted, grouped or limited otherwise.

An edit looks for one thing that a fragment may say and makes it so in the record; which words it
used up is kept, so that nothing which was said goes unheard.
"""

from __future__ import annotations

from dataclasses import replace

from sqlagent.models.offline.fragment import Change, Fragment, is_year, measured, ranked
from sqlagent.models.offline.options import Key, Option
from sqlagent.models.offline.plan import Plan, compose, known_by
from sqlagent.models.offline.query import Field, Measure, Order, Query, Share, fields, measures

COMPARED = {"ge": ">=", "orge": ">=", "gt": ">", "le": "<=", "orle": "<=", "lt": "<"}
_POINTERS = frozenset("that those them these".split())
_UPWARD = {"desc": True, "newest": True, "asc": False, "oldest": False, "alpha": False}
_ENDS = {"most": True, "high": True, "top": True, "least": False, "low": False, "bottom": False}


def counted(fragment: Fragment, made: Change) -> Change:
    """How many is that: the rows are counted rather than told."""
    query, table = made.query, made.query.subject or made.query.table
    pointed = "count" in fragment.options.cues and _POINTERS & {*fragment.options.said}
    if not (pointed or fragment.cue(("howmany",))) or query.group or query.combined:
        return made
    plan = Plan(table, measures=(Measure("count", table),))
    return made.to(fragment.at("howmany"), compose(plan, query.conditions, fragment.catalog))


def listed(fragment: Fragment, made: Change) -> Change:
    """Who are they: the rows that were counted are told."""
    query = made.query
    one = query.shown[0] if len(query.shown) == 1 else None
    if "listthem" not in fragment.options.cues or query.group or not isinstance(one, Measure):
        return made
    plan = Plan(one.table)
    return made.to(fragment.at("listthem"), compose(plan, query.conditions, fragment.catalog))


def shared(fragment: Fragment, made: Change) -> Change:
    """As a percentage: each group's share beside its measure."""
    query, one = made.query, measured(made.query)
    cue = fragment.cue(("percent", "share"))
    of = [m for m in fragment.analysis.mentions if m.start > max(fragment.at(cue), default=99)]
    if not cue or not query.group or one is None or of:
        return made
    return made.to(fragment.at(cue), replace(query, shown=(*query.shown, Share(one))))


def turned(fragment: Fragment, made: Change) -> Change:
    """The other way round, highest first, or sorted by what is named."""
    query = made.query
    if "reverse" in fragment.options.cues:
        order = tuple(replace(o, descending=not o.descending) for o in query.order)
        return made.to(fragment.at("reverse"), replace(query, order=order))
    cue = fragment.cue((*_UPWARD, "order"))
    if not cue:
        return made
    option = fragment.after("by", fragment.options.orders(query.table), made)
    said = option.value if option else None
    if isinstance(said, Order) and option and (not query.group or said.by in query.group):
        graded = all(fragment.catalog.is_graded(f.table, f.column) for f in fields(said.by))
        order = (Order(said.by, _UPWARD.get(cue, graded)),)
        return made.to(option.tokens | fragment.at(cue), replace(query, order=order))
    named = next((value for value in query.shown if isinstance(value, Field)), None)
    by = named if fragment.cue(("alpha", "name")) else ranked(query)
    order = (Order(by, _UPWARD.get(cue, by is not named)),) if by else ()
    words = fragment.at(cue) | fragment.at("by") | fragment.at("name")
    return made.to(words, replace(query, order=order) if order else None)


def regrouped(fragment: Fragment, made: Change) -> Change:
    """By what is named instead: another measure of the same groups, or other groups."""
    cue, query = fragment.cue(("group", "by")), made.query
    if not cue:
        return made
    subject = query.subject or query.table
    measure = fragment.after(cue, fragment.options.measures(subject), made)
    key = fragment.after(cue, fragment.options.keys, made)
    of = measure.value if measure else None
    if query.group and measure and isinstance(of, Measure) and not _is_key(key, fragment):
        return made.to(measure.tokens, _remeasured(query, of, fragment))
    if key is None or not isinstance(key.value, Key):
        return made
    values = tuple(v for v in query.shown if isinstance(v, Measure))
    order = tuple(o for o in query.order if o.by in values)
    plan = Plan(
        key.value.entity or subject, measures=values or (Measure("count", subject),),
        group=key.value.values, entity=key.value.entity, order=order, limit=query.limit,
    )  # fmt: skip
    return made.to(key.tokens, compose(plan, query.conditions, fragment.catalog))


def limited(fragment: Fragment, made: Change) -> Change:
    """Top 10; the most: only the first rows, and by what is measured if there was no order."""
    cue = fragment.cue((*_ENDS, "first", "last", "only"))
    query, at = made.query, fragment.number(made)
    number = fragment.tokens[at].number if at is not None else None
    said = number is not None and at is not None and number.is_integer() and 0 < number <= 1000
    if not cue or fragment.cue(COMPARED) or (not said and cue not in _ENDS):
        return made
    if not said and fragment.at(cue) & made.tokens:
        return made
    by = ranked(query)
    order = query.order or ((Order(by, _ENDS.get(cue, True)),) if by else ())
    if not order or (said and number and is_year(number)):
        return made
    words = {*fragment.at(cue), *([at] if said and at is not None else [])}
    limit = int(number) if said and number else 1
    return made.to(words, replace(query, order=order, limit=limit))


def extended(fragment: Fragment, made: Change) -> Change:
    """With their emails: columns shown beside what is."""
    query = made.query
    if query.group or any(isinstance(value, Measure) for value in query.shown):
        return made
    for mention in fragment.analysis.mentions:
        if mention.rank or mention.score < 0.7 or made.tokens & {*mention.span}:
            continue
        columns = fragment.catalog.label(mention.table)
        named = tuple(Field(mention.table, column) for column in columns)
        if mention.column is not None:
            named = known_by(fragment.options.field(mention), fragment.catalog)
        shown = tuple(dict.fromkeys((*made.query.shown, *named)))
        if fragment.catalog.graph.distance(query.table, mention.table) < 3 and named:
            made = made.to(mention.span, replace(made.query, shown=shown))
    return made


def swapped(fragment: Fragment, made: Change) -> Change:
    """And clerks: the same asked of another table's rows."""
    query = made.query
    one = measured(query)
    for mention in fragment.analysis.mentions:
        if mention.column or mention.rank or made.tokens & {*mention.span} or query.conditions:
            continue
        count = Measure("count", mention.table)
        if query.group:
            return made.to(mention.span, _remeasured(query, count, fragment))
        plan = Plan(mention.table, measures=(count,) if one else ())
        return made.to(mention.span, compose(plan, query.conditions, fragment.catalog))
    return made


def _is_key(key: Option | None, fragment: Fragment) -> bool:
    """Whether what is named is something to group by rather than to measure."""
    if key is None or not isinstance(key.value, Key):
        return False
    read = (field for value in key.value.values for field in fields(value))
    sorts = [fragment.catalog.sort_of(field.table, field.column) for field in read]
    return bool(key.value.entity) or "N" not in sorts


def _remeasured(query: Query, measure: Measure, fragment: Fragment) -> Query | None:
    """The same groups with another measure, and ordered by it where they were by the old one."""
    upward = [o.descending for o in query.order if measures(o.by)]
    plan = Plan(
        query.subject or query.table, measures=(measure,), group=query.group,
        order=tuple(Order(measure, way) for way in upward[:1]), limit=query.limit,
    )  # fmt: skip
    made = compose(plan, query.conditions, fragment.catalog)
    if made is None:
        return None
    hidden = {value for value in query.group if value not in query.shown}
    return replace(made, shown=tuple(value for value in made.shown if value not in hidden))
