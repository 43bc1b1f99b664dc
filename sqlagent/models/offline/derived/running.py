"""Running totals: a measure added up over the parts of a date, or over rows in an order."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.dateparts import YEARS_ONLY
from sqlagent.models.offline.derived.ground import Derived, Ground, total
from sqlagent.models.offline.derived.products import sums
from sqlagent.models.offline.query import Field, Measure, Part, Running, Value

_CUES = (
    "running total", "running sum", "running number", "running count", "running tot", "running",
    "cumulative", "cumulated", "cumulatively", "accumulated", "accumulate", "accumulating",
    "accumulates", "so far", "to date", "added up", "adding up", "adds up", "summed up",
    "sums up", "summing up", "total so far", "grew", "piling up", "build up", "built up",
    "by the end of each", "by the end of every", "at the end of each", "at the end of every",
)  # fmt: skip
_UNITS = {
    "day": "day", "daily": "day", "date": "day", "month": "month", "monthly": "month",
    "year": "year", "yearly": "year", "quarter": "quarter", "quarterly": "quarter",
    "annual": "year", "week": "day",
}  # fmt: skip
_MEASURES = 3
_MOST = 8


def propose_running(ground: Ground) -> Iterator[Derived]:
    """Each measure that may be added up, in each order that it may be."""
    cue = ground.first(_CUES)
    if cue is None and frozenset(ground.said) & {"did", "does", "do"}:
        cue = ground.first(("add up", "sum up"))
    if cue is None or ground.word(cue[0] - 1) in ("still", "now", "currently"):
        return
    if ground.word(cue[1]) in ("below", "above", "out", "low", "late", "short"):
        return
    said = frozenset(range(*cue))
    found = []
    for measure, worth, tokens in _measures(ground, said):
        for by, level, fit, places in _orders(ground, measure):
            both = 0.9 if tokens & places and by != measure.of else 1.0
            # The words of a column are left to it: it is shown with what it adds up to.
            taken = said | places | (tokens if level == "measure" else frozenset())
            group = (by,) if level == "measure" else ()
            down = by == measure.of and bool(_DOWN & frozenset(ground.said))
            found.append(Derived(Running(measure, by, down), level, measure.table, taken, "running",
                                 worth * fit * both, group))  # fmt: skip
    yield from sorted(found, key=lambda one: -one.score)[:_MOST]


def _measures(
    ground: Ground, said: frozenset[int]
) -> Iterator[tuple[Measure, float, frozenset[int]]]:
    """What may be added up: columns, products, rows, best first."""
    found: dict[Measure, tuple[Measure, float, frozenset[int]]] = {}
    for one in sums(ground):
        if not one.tokens <= said:
            found.setdefault(one.measure, (one.measure, one.score, one.tokens))
    for link in ground.scope.named_tables:
        measure = Measure("count", link.table)
        span = frozenset(range(link.start, link.end))
        if not span <= said:
            by = ground.word(link.start - 1) in ("by", "per", "each")
            found.setdefault(measure, (measure, link.score * (0.4 if by else 0.8), span))
            if amount := ground.amount(link.table):
                measure = total(link.table, amount)
                found.setdefault(measure, (measure, link.score * 0.7, span))
    for table in ground.meant[:2] if not found else ():
        if amount := ground.amount(table):
            measure = total(table, amount)
            found[measure] = (measure, 0.6 * ground.worth(table), frozenset())
    for ref in ground.refs if not ground.scope.named_tables else ():
        table = ref.field.table
        if ground.scope.form(ref.field) and not ref.tokens <= said:
            measure = Measure("count", table)
            found.setdefault(measure, (measure, 0.8 * ref.score, frozenset()))
    yield from sorted(found.values(), key=lambda one: -one[1])[:_MEASURES]


def _orders(ground: Ground, measure: Measure) -> Iterator[tuple[Value, str, float, frozenset[int]]]:
    """What it may be added up in the order of: dates, columns, its own size, the key."""
    dates = [f for t in _near(ground, measure.table) for f in ground.scope.dates(t)]
    for place, field in enumerate(dates[:6]):
        yield from _dated(ground, field, 0.06 * place)
    for ref in ground.refs:
        table = ref.field.table
        if table not in ground.graph.owners(measure.table):
            continue
        if ground.scope.form(ref.field):
            continue
        near = max(ground.word(min(ref.tokens) - 1 - back) in ("by", "per", "order", "each")
                   for back in (0, 1))  # fmt: skip
        degree = len(ref.tokens) == 1 and not near and measure.of != ref.field
        if near or degree:
            fit = ref.score * (0.95 if near else 0.5)
            yield _by_column(ground, ref.field, measure, fit, ref.tokens)
    yield from _by_row(ground, measure)


def _near(ground: Ground, table: str) -> list[str]:
    """A table and what its rows belong to."""
    return [table, *(t for t, way in ground.graph.owners(table).items() if len(way) == 1)]


def _dated(
    ground: Ground, field: Field, less: float
) -> Iterator[tuple[Value, str, float, frozenset[int]]]:
    form = ground.scope.form(field)
    named = next((ref for ref in ground.refs if ref.field == field), None)
    fit = 0.6 - less + (0.35 * named.score if named else 0.0)
    tokens = named.tokens if named else frozenset[int]()
    unit, at = next(((_UNITS[w], {i}) for i, w in enumerate(ground.lemmas) if w in _UNITS),
                    ("", set()))  # fmt: skip
    if form in YEARS_ONLY:
        if unit not in ("month", "quarter"):
            year: Value = field if form == "year" else Part(field, "year", form)
            yield year, "measure", fit, tokens | at
        return
    if form == "month" and unit == "month":
        yield field, "measure", fit, tokens | at
    elif unit:
        yield Part(field, unit, form), "measure", fit, tokens | at
    if named or unit in ("", "day"):
        yield field, "measure" if unit == "day" else "row", fit - 0.1, tokens | at
    if unit == "":
        for less, part in ((0.15, "day"), (0.2, "month")) if form != "month" else ():
            yield Part(field, part, form), "measure", fit - less, tokens


def _by_column(
    ground: Ground, field: Field, measure: Measure, fit: float, tokens: frozenset[int]
) -> tuple[Value, str, float, frozenset[int]]:
    label = ground.catalog.label(field.table)
    own = field.table == measure.table and (
        field.column in label or not ground.own_words(field) & {"year", "month"}
    )
    return field, "row" if own and measure.of is not None else "measure", fit, tokens


def _by_row(ground: Ground, measure: Measure) -> Iterator[tuple[Value, str, float, frozenset[int]]]:
    """The order of the rows themselves: by what is added up, by name, by key."""
    catalog, table = ground.catalog, measure.table
    if measure.of is not None and isinstance(measure.of, Field):
        sized = [i for i, w in enumerate(ground.said) if w in _SIZED]
        if sized:
            yield measure.of, "row", 0.9, frozenset(sized)
    named = [i for i, w in enumerate(ground.said) if w in _NAMED]
    for owner in _near(ground, table)[:3] if named else ():
        for column in catalog.label(owner)[:1]:
            level = "row" if owner == table and measure.of is not None else "measure"
            yield Field(owner, column), level, 0.8, frozenset(named)
    for start, end in _doubled(ground):
        for owner, worth, tokens in ground.tables_among(start, end):
            if owner != table and owner not in ground.graph.owners(table):
                continue
            for column in (*catalog.key(owner)[:1], *catalog.label(owner)[:1]):
                level = "row" if owner == table else "measure"
                yield Field(owner, column), level, 0.8 * worth, tokens
    if len(catalog.key(table)) == 1:
        yield Field(table, catalog.key(table)[0]), "row", 0.35, frozenset()


_DOWN = frozenset("biggest largest highest best most top dearest heaviest".split())
_SIZED = frozenset(
    "smallest largest small large biggest lowest highest high low size up best heaviest".split()
)
_NAMED = frozenset("a-z alphabetically alphabetical name names title titles a".split())


def _doubled(ground: Ground) -> Iterator[tuple[int, int]]:
    """X by X, X after X: the words of something that is gone through one by one."""
    for at in range(1, len(ground) - 1):
        if ground.lemmas[at - 1] == ground.lemmas[at + 1] and ground.said[at] in ("by", "after"):
            yield at - 1, at + 2
    for at, word in enumerate(ground.said[:-1]):
        if word in ("by", "per", "each", "every"):
            yield at + 1, min(at + 3, len(ground))
