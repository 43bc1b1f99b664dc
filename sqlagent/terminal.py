"""The two streams: what was asked for goes to stdout, talk about it to stderr.

How an answer looks to people is decided here. Strings are written exact in a pipe; on a
terminal, and in everything made for eyes, characters that steer one are spelled out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from sqlagent.visible import one_line, visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from sqlagent.answer import Answer
    from sqlagent.result import Result

BROKEN_PIPE = 141
"""The exit code of a program whose reader left, as a shell gives it: 128 + SIGPIPE."""

NOT_WRITTEN = 1

COUNTABLE = 12
"""Rows that are counted at a glance; the number of more is said below them."""

DIM = 2


def write(text: str | Text) -> None:
    """``text`` to stdout and out of the buffer; the program ends where its reader has left."""
    stream = sys.stdout
    try:
        if not stream.isatty():
            stream.write(str(text))
        elif isinstance(text, str):
            stream.write(visible(text))
        else:
            # print() makes a new text of what it is given, whatever that said of wrapping.
            console(stream).print(
                text, end="", crop=False, no_wrap=text.no_wrap, overflow=text.overflow
            )
        stream.flush()
    except OSError as error:
        _unwritable(stream, error)


def _unwritable(stream: TextIO, error: OSError) -> NoReturn:
    # What is still in the buffer would fail once more when the interpreter ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    if not isinstance(error, BrokenPipeError):
        complain(f"the output cannot be written: {error.strerror}")
    sys.exit(BROKEN_PIPE if isinstance(error, BrokenPipeError) else NOT_WRITTEN)


def talk(text: str, colour: int = DIM) -> None:
    """A line on stderr, dim unless it has a colour."""
    line = visible(text)
    _say(f"\x1b[{colour}m{line}\x1b[0m" if _styled(sys.stderr) else line)


def complain(error: object) -> None:
    """What went wrong, on stderr, after the program's name."""
    _say(f"sqlagent: {one_line(str(error), ' ')}")


def _say(line: str) -> None:
    # Where stderr takes nothing, there is nobody to be told so.
    with suppress(OSError):
        if sys.stderr is not None:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


def show(answer: Answer, max_rows: int) -> None:
    """An answer for people: how it was understood, the rows, the words, the SQL."""
    from rich.text import Text

    blocks = []
    if answer.understood:
        blocks.append(Text(visible(answer.understood).strip(), "italic"))
    if answer.result is not None:
        blocks.append(_rows(answer.result, max_rows))
    words = [Text(visible(answer.text).strip())] if answer.text.strip() else []
    # That rows are missing is said below them.
    warnings = [note for note in answer.notes if note.kind != "truncated"]
    words += [Text(f"{note.kind}: {visible(note.text)}", "yellow") for note in warnings]
    if words:
        blocks.append(Text("\n").join(words))
    if answer.sql:
        lines = "\n".join(f"  {line}" for line in visible(answer.sql).strip().splitlines())
        blocks.append(Text(lines, "dim", no_wrap=True, overflow="ignore"))
    _write(blocks or [Text("The model gave no answer.")])


def show_rows(result: Result, max_rows: int) -> None:
    """Rows for people, and below them what is missing."""
    _write([_rows(result, max_rows)])


def write_as(form: str, answer: dict[str, Any], result: Result | None) -> None:
    """What programs read on stdout; that some rows are missing of it is said on stderr."""
    from sqlagent.render import to_json, to_markdown

    if form == "json" or result is None:
        write(to_json(answer, sys.stdout.encoding))
    else:
        write(result.to_csv() if form == "csv" else to_markdown(result))
    if result is not None and result.cut:
        talk(result.cut)


def _write(blocks: Sequence[Text]) -> None:
    for number, block in enumerate(blocks):
        block.append("\n")
        write("\n" if number else "")
        write(block)


def _rows(result: Result, max_rows: int) -> Text:
    from sqlagent.render import to_table

    table = to_table(result, _width())
    for line in _missing(result, table.left_out, max_rows):
        table.text.append("\n").append(line, "dim")
    return table.text


def _missing(result: Result, left_out: Sequence[str], max_rows: int) -> list[str]:
    lines = []
    if result.cut:
        hint = "; --max-rows allows more" if len(result.rows) == max_rows else ""
        lines.append(one_line(result.cut) + hint)
    elif not result.rows:
        lines.append("no rows")
    elif len(result.rows) > COUNTABLE:
        lines.append(f"{len(result.rows):,} rows")
    if left_out:
        number = "1 more column" if len(left_out) == 1 else f"{len(left_out)} more columns"
        names = [*left_out[:5], *(["…"] if len(left_out) > 5 else [])]
        lines.append(f"{number} (--format csv): {', '.join(names)}")
    return lines


def _width() -> int | None:
    """Cells in a line of the terminal, None in a pipe."""
    return console(sys.stdout).width if sys.stdout.isatty() else None


def console(stream: TextIO) -> Console:
    """A Rich console on ``stream`` that changes nothing of what it is given."""
    from rich.console import Console

    return Console(
        file=stream,
        color_system="auto" if _styled(stream) else None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def _styled(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")
