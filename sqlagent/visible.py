"""Text that is safe to show, whoever wrote it.

A cell, a name, a model's words or an error may hold characters that steer a terminal, or that
hide or turn the text around them. They are spelled out, as ``\\x1b`` or ``\\u202e``.
"""

from __future__ import annotations

import re

_STEERING = (
    "\x00-\x1f\x7f-\x9f"  # controls, among them ESC and the one-character CSI
    "\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # hide or turn
    "\ud800-\udfff\U000e0000-\U000e007f"  # halves of characters, tags
)
STEERING = re.compile(f"[{_STEERING}]")
NEWLINE = re.compile(r"\r\n|\r|\n")
_STEERING_IN_LINES = re.compile(f"(?![\n\t])[{_STEERING}]")


def visible(text: str) -> str:
    """``text`` with its lines and tabs as they are, and whatever else steers spelled out."""
    return _STEERING_IN_LINES.sub(_spelled, text.replace("\r\n", "\n"))


def one_line(text: str, newline: str = "⏎") -> str:
    """``text`` on one line, ``newline`` where one ended, and whatever else steers spelled out."""
    return newline.join(STEERING.sub(_spelled, line) for line in NEWLINE.split(text))


def _spelled(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
