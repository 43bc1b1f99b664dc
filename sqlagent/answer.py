"""What a question comes to: the words, the rows, the SQL that gave them, what to beware of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlagent.messages import Message, Usage
from sqlagent.result import Result


@dataclass(frozen=True, slots=True)
class Note:
    """A warning about an answer: its kind in a word, its text, and the SQL that proves it."""

    kind: str
    text: str
    sql: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to ``question``; ``str()`` of it is its text.

    ``sql`` and ``result`` are the last query that ran, None where none did, and ``understood``
    is how the model said, beside its call, that it read the question. ``messages`` is the whole
    conversation, to be continued by a next question; ``model`` is the name of what answered and
    ``usage`` what it counted, None where it counts nothing.
    """

    question: str
    text: str
    sql: str | None
    result: Result | None
    notes: tuple[Note, ...]
    messages: tuple[Message, ...]
    model: str
    turns: int
    usage: Usage | None = None
    understood: str | None = None

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values: ``rows`` are lists of the cells as SQLite gave them."""
        return {
            "question": self.question,
            "text": self.text,
            "sql": self.sql,
            "columns": list(self.result.columns) if self.result else None,
            "rows": [list(row) for row in self.result.rows] if self.result else None,
            "truncated": self.result.truncated if self.result else None,
            "notes": [asdict(note) for note in self.notes],
            "model": self.model,
            "turns": self.turns,
            "usage": asdict(self.usage) if self.usage else None,
        }

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        from html import escape

        from sqlagent.render import to_html

        parts = [f"<em>{escape(self.understood)}</em>"] if self.understood else []
        parts.append(f"<p>{escape(self.text)}</p>")
        parts += [to_html(self.result)] if self.result else []
        parts += [f"<p><em>{escape(note.text)}</em></p>" for note in self.notes]
        parts += [f"<pre>{escape(self.sql)}</pre>"] if self.sql else []
        return "".join(parts)
