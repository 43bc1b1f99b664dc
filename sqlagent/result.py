"""What a query gave: columns and rows, and what of them is missing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sys import getsizeof
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

MAX_CELL = 1_000_000
"""Characters or bytes of one cell; a longer one is cut, and the result says so."""

MAX_SIZE = 32_000_000
"""Bytes of memory of all cells together; the rows after that are left out."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Columns and rows as the engine gave them; two columns of one name are both kept.

    Cells are int, float, str, bytes or None. ``truncated`` is true where rows or parts of cells
    are missing, and ``cut`` then says what is.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool = False
    cut: str | None = None

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a row; the second column of one name is called ``name_2`` and so on."""
        names = _distinct(self.columns)
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def to_csv(self) -> str:
        """RFC 4180 text with a heading line; NULL is empty and bytes are hexadecimal."""
        text = io.StringIO()
        # Only an end of line that holds it makes the writer quote a cell with a bare CR.
        lines = SimpleNamespace(write=lambda line: text.write(line.removesuffix("\r\n") + "\n"))
        writer = csv.writer(lines, lineterminator="\r\n")
        writer.writerow(self.columns)
        for row in self.rows:
            writer.writerow([cell.hex() if isinstance(cell, bytes) else cell for cell in row])
        return text.getvalue()

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame; needs pandas."""
        import pandas

        return pandas.DataFrame(list(self.rows), columns=list(self.columns))


def collect(columns: Sequence[str], rows: Iterable[Sequence[Any]], max_rows: int) -> Result:
    """The first ``max_rows`` rows within the caps; one more is asked for, to know of it."""
    kept: list[Row] = []
    cuts: dict[str, None] = {}
    size = 0
    for row in rows:
        if len(kept) == max_rows:
            cuts[f"only the first {max_rows:,} rows are here"] = None
            break
        size += sum(map(getsizeof, row))
        if size > MAX_SIZE and kept:
            cuts[f"only the first {len(kept):,} rows are here, more would be too large"] = None
            break
        if any(isinstance(cell, (str, bytes)) and len(cell) > MAX_CELL for cell in row):
            cuts[f"cells are cut after {MAX_CELL:,} characters"] = None
            row = [cell[:MAX_CELL] if isinstance(cell, (str, bytes)) else cell for cell in row]
        kept.append(tuple(row))
    return Result(tuple(columns), tuple(kept), bool(cuts), "; ".join(cuts) or None)


def _distinct(names: Iterable[str]) -> list[str]:
    given: dict[str, None] = {}
    for name in names:
        free, number = name, 1
        while free in given:
            number += 1
            free = f"{name}_{number}"
        given[free] = None
    return list(given)
