"""Rows as text: what a reader sees is true, fits, and cannot harm the terminal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rich.cells import cell_len

from sqlagent.render import Table, to_json, to_markdown, to_table
from sqlagent.result import Result
from sqlagent.visible import one_line, visible


def result(*columns: str, rows: list[tuple[Any, ...]]) -> Result:
    return Result(columns, tuple(rows))


def lines(table: Table) -> list[str]:
    return table.text.plain.splitlines()


def test_numbers_stand_right_and_words_left() -> None:
    table = to_table(result("Name", "Tracks", rows=[("U2", 135), ("Iron Maiden", 213)]))
    assert lines(table) == [
        "Name         Tracks",
        "-----------  ------",
        "U2              135",
        "Iron Maiden     213",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "NULL"),
        ("", ""),
        (0.1 + 0.2, "0.3"),
        (2328.6000000000004, "2328.6"),
        (1 / 3, "0.3333333333333333"),
        (123456789012345.67, "123456789012345.67"),
        (5.0, "5.0"),
        (1e300, "1e+300"),
        (9223372036854775807, "9223372036854775807"),
        (b"\x01\x02", "x'0102'"),
        (b"", "x''"),
        (b"SQLite format 3\0!", "x'53514c6974652066…' (17 bytes)"),
        ("two\nlines\r\nand more", "two⏎lines⏎and more"),
        ("a\tb", r"a\tb"),
        ("[red]no markup[/red] :smile:", "[red]no markup[/red] :smile:"),
        ("x" * 201, "x" * 200 + "…"),
    ],
)
def test_a_cell_is_shown_truthfully(value: object, shown: str) -> None:
    table = to_table(result("value", rows=[(value,)]))
    assert table.text.plain.split("\n")[2].strip() == shown


def test_a_column_with_a_word_among_numbers_stands_left() -> None:
    assert lines(to_table(result("v", rows=[(1,), ("n/a",)])))[2:] == ["1", "n/a"]


def test_null_does_not_make_numbers_words() -> None:
    assert lines(to_table(result("v", rows=[(100000,), (None,)])))[3] == "  NULL"


def test_only_null_is_dim() -> None:
    table = to_table(result("v", rows=[(None,), ("NULL",)]), 80)
    spans = [span for span in table.text.spans if span.style == "dim"]
    assert [table.text.plain[span.start : span.end] for span in spans] == ["────", "NULL"]


def test_wide_characters_keep_the_columns_straight() -> None:
    rows = [("東京タワー", 1), ("👩‍👩‍👧 ❤️", 2), ("plain", 3)]
    widths = {cell_len(line) for line in lines(to_table(result("name", "n", rows=rows)))}
    assert len(widths) == 1


@pytest.mark.parametrize("width", [20, 40, 79, 80, 200])
def test_a_table_never_exceeds_the_width(width: int) -> None:
    rows = [
        tuple(f"{'東京 ' * row} cell {row} {column}" for column in range(12)) for row in range(9)
    ]
    table = to_table(result(*(f"column {n}" for n in range(12)), rows=rows), width)
    assert all(cell_len(line) <= width for line in lines(table))
    shown = 12 - len(table.left_out)
    assert table.left_out == tuple(f"column {n}" for n in range(shown, 12))
    assert lines(table)[1].count("  ") == shown - 1


def test_numbers_are_never_cut_where_another_column_can_be() -> None:
    rows = [("a long name " * 9, 1234567890123), ("b", 2)]
    table = to_table(result("name", "n", rows=rows), 40)
    assert lines(table)[2] == "a long name a long name …  1234567890123"


def test_short_columns_are_whole_before_long_ones_are_shared() -> None:
    rows = [("x" * 50, "short", "y" * 50), ("a", "b", "c")]
    table = to_table(result("one", "two", "three", rows=rows), 49)
    assert lines(table)[2] == f"{'x' * 19}…  short  {'y' * 19}…"


def test_a_single_row_without_room_stands_upright() -> None:
    table = to_table(result("Name", "Biography", rows=[("U2", "x" * 90)]), 40)
    assert lines(table) == ["Name       U2", f"Biography  {'x' * 28}…"]
    assert table.left_out == ()


def test_a_pipe_gets_every_column() -> None:
    rows = [tuple("x" * 90 for _ in range(9))] * 2
    table = to_table(result(*"abcdefghi", rows=rows))
    assert len(lines(table)[2]) == 9 * 90 + 8 * 2
    assert table.left_out == ()


def test_no_rows_leave_the_heading() -> None:
    assert lines(to_table(result("Name", "n", rows=[]))) == ["Name  n", "----  -"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x9b31m", r"\x9b31m"),
        ("bell\x07 back\x08 nul\x00 del\x7f", r"bell\x07 back\x08 nul\x00 del\x7f"),
        ("\u202egnirts\u2066", r"\u202egnirts\u2066"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("half\udcff", r"half\udcff"),
        ("naïve 東京 👩‍👧 ❤️ ‌", "naïve 東京 👩‍👧 ❤️ ‌"),
    ],
)
def test_what_steers_a_terminal_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == one_line(text) == shown
    table = to_table(result(text, rows=[(text,)]))
    assert [line.strip() for line in lines(table)[::2]] == [shown.strip()] * 2
    assert shown.replace("\\", "\\\\").replace("[", "\\[") in to_markdown(result(text, rows=[]))
    written = to_json({"rows": [[text]]})
    assert json.loads(written) == {"rows": [[text]]}
    assert written.isprintable() or visible(written) == written


def test_lines_of_a_text_stay_lines() -> None:
    assert visible("a\r\nb\n\tc\rd") == "a\nb\n\tc\\rd"


def test_markdown() -> None:
    rows = [("a|b", 1), ("two\nlines", None), ("*not* _strong_ snake_case <b> &amp; &", 2.5)]
    assert to_markdown(result("Name", "n", rows=rows)).splitlines() == [
        "| Name | n |",
        "| --- | ---: |",
        r"| a\|b | 1 |",
        "| two<br>lines | NULL |",
        r"| \*not\* \_strong\_ snake_case \<b\> \&amp; & | 2.5 |",
    ]


def test_json_is_exact_and_always_valid() -> None:
    row = [2**63 - 1, 0.1 + 0.2, None, "", "é\n", b"\x00\xff", float("inf"), float("-inf")]
    written = to_json({"text": 'a "quoted" word', "rows": [row, []], "turns": None})

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    assert json.loads(written, parse_constant=refuse) == {
        "text": 'a "quoted" word',
        "rows": [[*row[:5], {"$blob": "00ff"}, "Infinity", "-Infinity"], []],
        "turns": None,
    }
    assert '\n    [9223372036854775807, 0.30000000000000004, null, "", "é\\n",' in written


def test_json_keeps_to_what_the_encoding_has() -> None:
    assert '"\\u00e9"' in to_json({"text": "é"}, "ascii")
    assert '"é"' in to_json({"text": "é"}, "UTF-8")
