"""Rows as text: a table for eyes, JSON for programs, Markdown for documents.

Everything here is a pure function from values to text. What comes out is safe to show: no
character that steers a terminal, or that hides or turns the text around it, leaves this file as
itself. CSV is ``Result.to_csv``, exact to the byte.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len, split_text
from rich.text import Text

from sqlagent.result import Result, Row
from sqlagent.visible import STEERING, one_line

LONGEST = 200
"""Characters of a cell that a table shows."""

NARROWEST = 10
"""Cells of the terminal to which a column of text may be cut, so that another has room."""

MOST_HTML = 100
"""Rows that a notebook shows."""

GAP = "  "

_MARKDOWN = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's lines, and the columns that there was no room for."""

    text: Text
    left_out: tuple[str, ...] = ()


def to_table(result: Result, width: int | None = None) -> Table:
    """The rows as a table at most ``width`` cells wide; as wide as it must be without one.

    With a width, long cells of text are cut, a single row that does not fit stands upright, and
    columns from the right are left out where even that is not enough.
    """
    heads = [one_line(name) for name in result.columns]
    body = [[_cell(value) for value in row] for row in result.rows]
    natural = [max(map(cell_len, column)) for column in zip(heads, *body, strict=True)]
    if width is None or sum(natural) + len(GAP) * (len(natural) - 1) <= width:
        widths = natural
    elif len(body) == 1 and len(heads) > 1:
        return Table(_upright(heads, body[0], result.rows[0], width))
    else:
        rigid = [_numeric(result.rows, index) for index in range(len(heads))]
        widths = _fitted(natural, rigid, width)
    rule = "─" if width else "-"
    left_out = tuple(heads[len(widths) :])
    return Table(_lines(heads, body, result.rows, widths, rule), left_out)


def _lines(
    heads: list[str], body: list[list[str]], rows: Sequence[Row], widths: list[int], rule: str
) -> Text:
    right = [_numeric(rows, index) for index in range(len(widths))]

    if rule == "-":  # nothing has a colour in a pipe, and a million rows are quicker without
        placed = [
            heads,
            [rule * size for size in widths],
            *body,
        ]
        return Text(
            "\n".join(GAP.join(map(_placed, row, widths, right)).rstrip() for row in placed)
        )

    def line(cells: list[str], styles: list[str]) -> Text:
        placed = map(_placed, cells, widths, right)
        text = Text(GAP).join(map(Text, placed, styles))
        text.rstrip()
        return text

    return Text("\n").join(
        [
            line(heads, ["bold"] * len(heads)),
            Text(GAP.join(rule * size for size in widths), "dim"),
            *(
                line(cells, ["dim" if value is None else "" for value in row])
                for cells, row in zip(body, rows, strict=True)
            ),
        ]
    )


def _upright(heads: list[str], cells: list[str], row: Row, width: int) -> Text:
    """One row as a column of names and a column of values."""
    names = min(max(map(cell_len, heads)), width // 2)
    room = max(width - names - len(GAP), 1)
    return Text("\n").join(
        Text.assemble(
            (_placed(head, names, False), "bold"),
            GAP,
            (_cut(cell, room), "dim" if value is None else ""),
        )
        for head, cell, value in zip(heads, cells, row, strict=True)
    )


def _fitted(natural: list[int], rigid: list[bool], width: int) -> list[int]:
    """Widths of the columns that fit into ``width``; only those that are not rigid are cut."""
    least = [
        size if fixed else min(size, NARROWEST) for size, fixed in zip(natural, rigid, strict=True)
    ]
    count = len(least)
    while count > 1 and sum(least[:count]) + len(GAP) * (count - 1) > width:
        count -= 1
    room = width - len(GAP) * (count - 1)
    if count == 1:
        return [min(natural[0], room)]
    cap = room
    while sum(_capped(natural, least, count, cap)) > room:
        cap -= 1
    return _capped(natural, least, count, cap)


def _capped(natural: list[int], least: list[int], count: int, cap: int) -> list[int]:
    return [max(low, min(size, cap)) for size, low in zip(natural[:count], least, strict=False)]


def _placed(text: str, size: int, right: bool) -> str:
    text = _cut(text, size)
    blank = " " * (size - cell_len(text))
    return blank + text if right else text + blank


def _cut(text: str, size: int) -> str:
    if cell_len(text) <= size:
        return text
    return split_text(text, size - 1)[0] + "…"


def _numeric(rows: Sequence[Row], index: int) -> bool:
    kinds = {type(row[index]) for row in rows} - {type(None)}
    return bool(kinds) and kinds <= {int, float, bool}


def _cell(value: object) -> str:
    """A value on one line of a table, at most ``LONGEST`` characters of it."""
    match value:
        case None:
            return "NULL"
        case float():
            return _without_noise(value)
        case bytes():
            return _blob(value)
    text = str(value)
    return one_line(text[:LONGEST]) + ("…" if len(text) > LONGEST else "")


def _without_noise(value: float) -> str:
    """Binary rounding beyond 15 digits is left out: 2328.6, not 2328.6000000000004."""
    exact = repr(value)
    short = repr(float(f"{value:.15g}"))
    return short if len(short) + 3 < len(exact) else exact


def _blob(value: bytes) -> str:
    if len(value) <= 16:
        return f"x'{value.hex()}'"
    return f"x'{value[:8].hex()}…' ({len(value):,} bytes)"


def to_html(result: Result) -> str:
    """At most MOST_HTML rows as an HTML table, for notebooks."""
    from html import escape

    shown = result.rows[:MOST_HTML]
    head = _tag("tr", *(_tag("th", escape(one_line(name))) for name in result.columns))
    rows = (_tag("tr", *(_tag("td", escape(_cell(cell))) for cell in row)) for row in shown)
    table = _tag("table", _tag("thead", head), _tag("tbody", *rows))
    if len(shown) == len(result.rows):
        return table
    return table + _tag("p", f"{len(shown)} of {len(result.rows):,} rows")


def _tag(name: str, *inner: str) -> str:
    return f"<{name}>{''.join(inner)}</{name}>"


def to_markdown(result: Result) -> str:
    """The rows as a Markdown table, numbers to the right, NULL as NULL."""
    right = [_numeric(result.rows, index) for index in range(len(result.columns))]
    lines = [
        [_escaped(name) for name in result.columns],
        ["---:" if one else "---" for one in right],
        *([_markdown_cell(value) for value in row] for row in result.rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown_cell(value: object) -> str:
    return _escaped(value) if isinstance(value, str) else _cell(value)


def _escaped(text: str) -> str:
    # A line's end is a control character until the rest is escaped.
    return _MARKDOWN.sub(r"\\\g<0>", one_line(text, "\n")).replace("\n", "<br>")


def to_json(answer: Mapping[str, Any], encoding: str = "utf-8") -> str:
    """``answer`` as one JSON object, each of its rows on a line.

    Whole numbers keep every digit. What JSON cannot hold is told apart by its shape: bytes are
    ``{"$blob": "<hex>"}``, and a number beyond all bounds is the string ``"Infinity"`` or
    ``"-Infinity"``. Characters that ``encoding`` has not, or that steer a terminal, are escaped.
    """
    plain = not encoding.lower().replace("-", "").startswith("utf")
    parts = (f"{json.dumps(key)}: {_json(key, value, plain)}" for key, value in answer.items())
    return "{\n  " + ",\n  ".join(parts) + "\n}\n"


def _json(key: str, value: Any, plain: bool) -> str:
    if key == "rows" and value:
        lines = (_json("", [_json_cell(cell) for cell in row], plain) for row in value)
        return "[\n    " + ",\n    ".join(lines) + "\n  ]"
    text = json.dumps(value, ensure_ascii=plain, allow_nan=False)
    return STEERING.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _json_cell(value: object) -> object:
    if isinstance(value, bytes):
        return {"$blob": value.hex()}
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value
