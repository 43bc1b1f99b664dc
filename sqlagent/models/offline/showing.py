"""Whether what a candidate shows, orders and measures is what people want to see of rows."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.assemble import Candidate
from sqlagent.models.offline.query import Compare, Field, Measure, Running

_ASKING = ("who", "where", "when", "how", "count", "with", "both", "only", "ever", "all")


def showing(
    candidate: Candidate, analysis: Analysis, cues: set[str]
) -> Iterator[tuple[str, float]]:
    """What is shown against who or what is asked for, and keys where names could stand."""
    query, catalog, mentions = candidate.query, analysis.catalog, analysis.mentions
    fields = [v for v in query.shown if isinstance(v, Field)]
    keys = [f for f in fields if catalog.is_key(f.table, f.column)]
    labels = [f for f in fields if f.column in catalog.label(f.table)]
    people = any(catalog.is_person(f.table) for f in labels)
    what = "person" if people else "named" if labels else "keys" if fields and len(
        keys) == len(fields) else "fields" if fields else "measure"  # fmt: skip
    yield f"shows {what}", 1.0
    for cue in _ASKING:
        if cue in cues:
            yield f"{cue} & shows {what}", 1.0
    used = {(mentions[u.mention].table, mentions[u.mention].column) for u in candidate.plan.uses}
    needed = {o.by for o in query.order} | {*query.group} | {*query.partition}
    said = [f for f in fields if (f.table, f.column) in used]
    extra = len(fields) - len({*said, *labels, *(f for f in fields if f in needed)})
    yield "shown unsaid", float(min(extra, 3))
    yield "keys shown", float(len(keys))
    yield "label elsewhere", float(bool(labels) and all(f.table != query.subject for f in labels))
    tests = [(c.of, c.operator) for c in query.conditions
             if isinstance(c, Compare) and isinstance(c.of, Field)]  # fmt: skip
    tested, told = {of for of, _ in tests}, {of for of, operator in tests if operator == "="}
    yield "only what is told", float(bool(fields) and {*fields} <= told)
    yield "by a role", float(sum(bool(f.role) + bool(f.via) for f in {*fields, *tested}))
    yield from _worked(candidate, analysis, cues)


def _worked(
    candidate: Candidate, analysis: Analysis, cues: set[str]
) -> Iterator[tuple[str, float]]:
    """What is ordered by and measured."""
    query, form, catalog = candidate.query, candidate.form, analysis.catalog
    if query.order and isinstance(by := query.order[0].by, Field):
        sort = catalog.sort_of(by.table, by.column)
        yield f"ordered by {sort}", 1.0
        yield f"ordered by {sort} {form['limit']}", 1.0
        yield "ordered elsewhere", float(by.table != query.subject)
    for value in query.shown:
        running = isinstance(value, Running)
        measure = value.of if isinstance(value, Running) else value
        if running:
            yield f"running {'by' in cues} {bool(query.group)}", 1.0
        if isinstance(measure, Measure):
            of = measure.of
            kind = catalog.sort_of(of.table, of.column) if isinstance(of, Field) else (
                "rows" if of is None else type(of).__name__)  # fmt: skip
            yield f"{measure.function} of {kind}", 1.0
            if measure.distinct:
                yield f"different {kind}", 1.0
            yield "measured elsewhere", float(measure.table != query.subject)
    if (form["limit"] == "nth") != ("nth" in cues):
        yield f"nth unmet {'nth' in cues}", 1.0
    if (form["limit"] == "each") and not cues & {"group", "by"}:
        yield "each unasked", 1.0
