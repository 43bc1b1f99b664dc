"""Rows to one sentence, without a model: what a person would say who has read them.

Only what the rows and their headings hold is said; nothing is computed that a reader could not
check against the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlagent.linking.english import lemma, listed, plural

_NAMED = 5
_TEXTS = 60
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_PERSONAL = frozenset("first last fname lname forename surname".split())
_CODES = frozenset("id no nr number code key year zip postcode".split())
_DATE = re.compile(r"\d{4}(-\d\d){0,2}( .*)?")
_PLACES = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


def sentence(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    row_count: int | None = None,
    truncated: bool = False,
    subject: str = "",
    pairs: bool = False,
) -> str:
    """One sentence that answers from the rows.

    ``row_count`` is how many rows there are where fewer are given, ``truncated`` that there are
    more than were read; ``subject`` is what a row is, in the singular, where it is known;
    ``pairs`` that it takes two texts to tell a row from the others.
    """
    count = len(rows) if row_count is None else row_count
    if not count:
        return f"There are no {plural(subject)} that fit." if subject else "Nothing fits."
    if not rows:
        return f"There {_are(count)} {_counted(count, subject or 'row')}."
    if count == 1:
        return _one(columns, rows[0], subject)
    names, measure = _shape(columns, rows, pairs)
    ranked = measure is not None and names and _is_sorted([row[measure] for row in rows])
    if measure is not None and ranked and not (pairs or _is_dated(rows, names[0])):
        return _ranked(columns, rows, names, measure, count, truncated)
    return _list(columns, rows, names, measure, count, truncated, subject)


def tied(
    names: Sequence[str], value: Any, place: int, *, count: int = 0, at_least: bool = False
) -> str:
    """Says that rows share the last place that was asked for, and by what value.

    ``count`` is how many they are where not all are named, ``at_least`` that there may be more.
    """
    count = max(count, len(names))
    several = names if len(names) == count <= 3 else names[:2]
    rest = count - len(several)
    more = f"at least {rest} more" if at_least else f"{rest} more"
    who = listed([*several, more]) if rest else listed(list(several))
    word = _PLACES[place - 1] if place <= len(_PLACES) else ordinal(place)
    return f"{who} are tied at {written(value)} for the {word} place."


def ordinal(number: int) -> str:
    """1st, 2nd, 11th, 21st."""
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else _ENDINGS.get(number % 10, 'th')}"


def written(value: Any) -> str:
    """A cell as people write it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = " ".join(str(value).split()).removesuffix(" 00:00:00")
        return text if len(text) <= _TEXTS else text[: _TEXTS - 1] + "…"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    text = f"{value:,.2f}" if abs(value) < 1e12 else f"{value:g}"
    return text.removesuffix(".00") if value.is_integer() else text


def _one(columns: Sequence[str], row: Sequence[Any], subject: str) -> str:
    if len(row) == 1:
        heading, value = words(columns[0]), row[0]
        if value is None:
            return f"There is no {heading}: nothing that fits has a value."
        if subject and heading == plural(subject) and isinstance(value, int):
            return f"There {_are(value)} {_counted(value, subject)}."
        if subject and heading.split()[-1] in ("name", "title"):
            return f"The only {subject} is {written(value)}."
        if isinstance(value, int) and _is_plural(heading):
            return f"There {_are(value)} {_counted(value, singular(heading))}."
        return f"The {heading} is {_cell(heading, value)}."
    names, measure = _shape(columns, [row])
    who = _name(row, names, columns)
    rest = [at for at in range(len(columns)) if at not in names and row[at] is not None]
    if not who:
        said = listed([f"the {words(columns[at])} is {_cell(columns[at], row[at])}" for at in rest])
        return said[:1].upper() + said[1:] + "." if said else "The only row is empty."
    if measure is not None and len(rest) == 1:
        return f"{who}, with {_measured(columns[measure], row[measure])}."
    if not rest:
        return f"The only {subject} is {who}." if subject else f"{who}."
    return f"{who}: {listed([_measured(columns[at], row[at]) for at in rest[:6]])}."


def _ranked(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    names: list[int],
    measure: int,
    count: int,
    truncated: bool,
) -> str:
    best = _measured(columns[measure], rows[0][measure])
    first = f"{_name(rows[0], names, columns)} comes first with {best}"
    others = [f"{_name(row, names, columns)} ({written(row[measure])})" for row in rows[1:_NAMED]]
    more = count - 1 - len(others)
    tail = [*others, f"{'at least ' if truncated else ''}{more} more"] if more > 0 else others
    return f"{first}, followed by {listed(tail)}."


def _list(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    names: list[int],
    measure: int | None,
    count: int,
    truncated: bool,
    subject: str,
) -> str:
    noun = subject or (words(columns[names[0]]) if len(names) == 1 else "row")
    total = f"{'at least ' if truncated else ''}{_counted(count, singular(noun))}"
    said = [name for row in rows[:_NAMED] if (name := _name(row, names, columns))]
    if not said:
        return f"There are {total}."
    if measure is not None and len(said) == min(count, _NAMED):
        heading = words(columns[measure])
        counted = "number of " if _is_plural(heading) else ""
        total += f", each with its {counted}{heading}"
        values = (written(row[measure]) for row in rows)
        said = [f"{name} ({value})" for name, value in zip(said, values, strict=False)]
    if len(said) == count:
        return f"There are {total}: {listed(said)}."
    return f"There are {total}; the first are {listed(said)}."


def _is_sorted(values: Sequence[Any]) -> bool:
    """Are the values in order, one way or the other, and not all alike?"""
    there = [value for value in values if value is not None]
    return len(set(there)) > 1 and there in (sorted(there), sorted(there, reverse=True))


def _shape(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], pairs: bool = False
) -> tuple[list[int], int | None]:
    """Which columns name a row, and which one measures it."""
    if isinstance(rows[0][0], int) and len(columns) > 3:
        return [], None
    numeric = [
        all(isinstance(row[at], int | float) or row[at] is None for row in rows)
        for at in range(len(columns))
    ]
    texts = [at for at, number in enumerate(numeric) if not number]
    if not texts:
        last = len(columns) - 1
        return ([0], last) if last else ([0], None)
    first = texts[0]
    two = len(texts) > 1 and (pairs or _is_person(columns, texts))
    person = pairs and len(texts) > 2 and _is_person(columns, texts[1:])
    pair = texts[: 3 if person else 2 if two else 1]
    codes = [at for at, name in enumerate(columns) if words(name).split()[-1] in _CODES]
    measures = [at for at in range(first, len(columns)) if numeric[at] and at not in codes]
    if 0 in codes and first and all(_DATE.fullmatch(str(row[first])) for row in rows):
        return [], None
    return pair, measures[-1] if measures else None


def _is_person(columns: Sequence[str], texts: list[int]) -> bool:
    said = {word for at in texts[:2] for word in words(columns[at]).split()}
    return bool(said & _PERSONAL) and texts[1] == texts[0] + 1


def _name(row: Sequence[Any], names: list[int], columns: Sequence[str]) -> str:
    parts = [_cell(columns[at], row[at]) for at in names if row[at] is not None]
    if names and not parts:
        return f"(no {words(columns[names[0]])})"
    if len(parts) > 1 and not _is_person(columns, names):
        return f"{' '.join(parts[1:])} for {parts[0]}"
    return " ".join(parts)


def _measured(heading: str, value: Any) -> str:
    name = words(heading)
    if _is_plural(name) and isinstance(value, int):
        return _counted(value, singular(name))
    if name == "percent":
        return f"{written(value)} %"
    article = "" if _is_plural(name) else f"{_article(name)} "
    return f"{article}{name} of {_cell(name, value)}"


def _cell(heading: str, value: Any) -> str:
    """A cell as people write it under its heading: a code is no quantity."""
    return (
        str(value)
        if words(heading).split()[-1] in _CODES and isinstance(value, int)
        else written(value)
    )


def _is_dated(rows: Sequence[Sequence[Any]], at: int) -> bool:
    """Whether the rows stand in the order of time rather than of what is measured."""
    names = [str(row[at]) for row in rows]
    return all(map(_DATE.fullmatch, names)) and names == sorted(names)


def words(heading: str) -> str:
    """A heading as words: ``total_amount`` and ``TotalAmount`` are "total amount"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", heading).replace("_", " ")
    return " ".join(spaced.split()).lower() or "value"


def singular(phrase: str) -> str:
    """A noun phrase with its last word in the singular."""
    *first, last = phrase.split() or [phrase]
    return " ".join([*first, lemma(last)])


def _is_plural(phrase: str) -> bool:
    last = phrase.split()[-1] if phrase else ""
    return lemma(last) != last


def _counted(count: int, noun: str) -> str:
    return f"{written(count)} {noun if count == 1 else plural(noun)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeio" else "a"
