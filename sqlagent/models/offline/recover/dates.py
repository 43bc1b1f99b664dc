"""Parts of dates and spans between them, by whichever functions a statement cuts them out."""

from __future__ import annotations

from abc import ABC
from typing import Any

from sqlglot import exp

from sqlagent.models.offline.query import Field, Part, Span
from sqlagent.models.offline.recover.reader import Reader
from sqlagent.models.offline.recover.sources import Cell, UnheldError

_UNITS = {
    "%Y": "year", "%Y-%m": "month", "%Y-%m-%d": "day", "%m": "month_number",
    "%d": "day_number", "%w": "weekday", "%H": "hour",
}  # fmt: skip
_CUTS = {(1, 4): "year", (1, 7): "month", (1, 10): "day", (6, 2): "month_number"}
_CUTS_OF_DIGITS = {(1, 4): "year", (1, 6): "month", (5, 2): "month_number", (7, 2): "day_number"}


class Dates(Reader, ABC):
    """Reads dates."""

    def part(self, tree: exp.Expr) -> Part:
        """A part of a date, by whichever function it is cut out."""
        found: tuple[Cell, str] | None = None
        unit: str | None = None
        if isinstance(tree, exp.TimeToStr):
            inside = tree.this
            while isinstance(inside, exp.TsOrDsToTimestamp | exp.TsOrDsToDate | exp.Cast):
                inside = inside.this
            found, unit = self._iso(inside), _UNITS.get(tree.args["format"].name)
        elif isinstance(tree, exp.Anonymous) and tree.name.lower() == "strftime":
            found, unit = self._iso(tree.expressions[1]), _UNITS.get(tree.expressions[0].name)
        elif isinstance(tree, exp.Date | exp.Anonymous) and tree.name.lower() in ("date", ""):
            found, unit = self._iso((tree.expressions or [tree.this])[0]), "day"
        elif isinstance(tree, exp.Substring):
            found, unit = self._cut(tree)
        if found is None or unit is None or (found[1] == "tail" and unit != "year"):
            raise UnheldError(f"{type(tree).__name__}")
        if isinstance(tree, exp.Anonymous) and found[1] == "iso" and len(tree.expressions) > 2:
            found = (found[0], "unix")
        return Part(found[0], unit, found[1])

    def _cut(self, tree: exp.Substring) -> tuple[tuple[Cell, str] | None, str | None]:
        cell = self.value(tree.this)
        start, length = (tree.args.get(name) for name in ("start", "length"))
        if not isinstance(cell, Cell) or start is None:
            return None, None
        if start == exp.Neg(this=exp.Literal.number(4)):
            tail = self.catalog.date_form(cell.table, cell.column) == "tail"
            return ((cell, "tail"), "year") if tail else (None, None)
        if not (isinstance(start, exp.Literal) and isinstance(length, exp.Literal)):
            return None, None
        stored = self.catalog.date_form(cell.table, cell.column)
        cuts = _CUTS_OF_DIGITS if stored in ("yyyymmdd", "yyyymm") else _CUTS
        unit = cuts.get((int(start.name), int(length.name)))
        return ((cell, stored), unit) if stored not in ("", "tail") else (None, None)

    def span(self, tree: exp.Expr) -> Span | None:
        """A difference of dates, with the unit that it is divided or multiplied into."""
        scale, inside = 1.0, tree
        if isinstance(tree, exp.Div | exp.Mul) and isinstance(tree.expression, exp.Literal):
            number = float(tree.expression.name)
            scale = number if isinstance(tree, exp.Div) else 1 / number
            inside = tree.this.unnest()
        if not isinstance(inside, exp.Sub):
            return None
        left, right = inside.this.unnest(), inside.expression.unnest()
        dates = [self._julian(side) for side in (left, right)]
        if all(dates):
            (end, stored), (start, _) = dates  # type: ignore[misc]
            unit = _unit(scale * 86400)
            return Span(start, end, unit, stored) if unit and isinstance(start, Field) else None
        if isinstance(left, exp.Column) and isinstance(right, exp.Column):
            end, start = self.cell(left), self.cell(right)
            if isinstance(end, Cell) and isinstance(start, Cell):
                stored = self.catalog.date_form(start.table, start.column)
                unit = _unit(scale / (1000 if stored == "unixms" else 1))
                if stored == "year" and scale == 1:
                    return Span(start, end, "year", stored)
                if stored in ("unix", "unixms") and unit:
                    return Span(start, end, unit, stored)
        return None

    def _julian(self, tree: exp.Expr) -> tuple[Any, str] | None:
        if not (isinstance(tree, exp.Anonymous) and tree.name.lower() == "julianday"):
            return None
        inside = tree.expressions[0]
        if isinstance(inside, exp.Literal):
            return inside.name, "iso"
        found = self._iso(inside)
        return found if found else None

    def _iso(self, tree: exp.Expr) -> tuple[Cell, str] | None:
        """The column that a date is made of, and how that stores it."""
        columns = {column.sql(): column for column in tree.find_all(exp.Column)}
        if len(columns) != 1:
            return None
        cell = self.cell(next(iter(columns.values())))
        if not isinstance(cell, Cell):
            return None
        stored = self.catalog.date_form(cell.table, cell.column)
        if isinstance(tree, exp.Column):
            return cell, stored if stored in ("unix", "unixms") else "iso"
        return (cell, stored) if isinstance(tree, exp.DPipe | exp.Div) else None

    def year(self, value: Any) -> Part | None:
        """The year that a value is."""
        if isinstance(value, Part):
            return value if value.unit == "year" else None
        form = self.catalog.date_form(value.table, value.column) if isinstance(value, Cell) else ""
        return Part(value, "year", form) if form == "year" else None

    def digits(self, value: Any, number: float) -> Part | None:
        if not isinstance(value, Cell):
            return None
        stored = self.catalog.date_form(value.table, value.column)
        unit = {("yyyymmdd", 10000): "year", ("yyyymmdd", 100): "month", ("yyyymm", 100): "year"}
        found = unit.get((stored, int(number)))
        return Part(value, found, stored) if found else None


def _unit(seconds: float) -> str | None:
    """The unit that a number of seconds is."""
    units = {
        "minute": 60, "hour": 3600, "day": 86400, "month": 2629800, "year": 31557600,
    }  # fmt: skip
    return next((u for u, n in units.items() if abs(seconds - n) <= n / 400), None)
