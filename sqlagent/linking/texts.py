"""Texts of many columns in one index: by the whole text, by its root, by the words in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlagent.linking.english import lemma, root
from sqlagent.linking.matching import Words

Place = tuple[str, str, str]  # table, column, value

MOST = 600  # texts that hold a word
_FEW = 200  # texts of a column that may be a list of states or kinds
_SEPARATOR = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W\d_]{4,}")


def plain(text: str) -> str:
    """A text in lower case without accents, with a blank for all that is no letter or digit."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(part for part in parts if not unicodedata.combining(part))
    return _SEPARATOR.sub(" ", text.lower()).strip()


@dataclass(frozen=True, slots=True)
class Texts:
    """The distinct texts of one column."""

    table: str
    column: str
    values: tuple[str, ...]


class Index:
    """Texts of columns, ready to be searched."""

    def __init__(self, held: Iterable[Texts]) -> None:
        self._held = [texts for texts in held if texts.values]
        self.whole: dict[str, list[Place]] = defaultdict(list)
        self.rooted: dict[str, list[Place]] = defaultdict(list)
        self.initials: dict[str, list[Place]] = defaultdict(list)
        parts, starts, size = [], [], 0
        for texts in self._held:
            lines = "\n".join(plain(value) for value in texts.values)
            for key, value in zip(lines.split("\n"), texts.values, strict=True):
                place = (texts.table, texts.column, value)
                self.whole[key].append(place)
                if len(texts.values) <= _FEW:
                    self._add_forms(key, place)
            starts.append(size)
            parts.append(lines)
            size += len(lines) + 1
        self._starts = starts
        self._text = "\n".join(parts)

    def _add_forms(self, key: str, place: Place) -> None:
        """Other ways to say a text that may be a state or kind."""
        if len(key) > 3 and key.isalpha():
            self.rooted[root(key)].append(place)
        elif " " in key:
            self.whole[key.replace(" ", "")].append(place)
            self.initials["".join(word[0] for word in key.split(" "))].append(place)

    @cached_property
    def words(self) -> Words:
        """The words of all texts, for those that are mistyped."""
        return Words(map(lemma, set(_WORD.findall(self._text))))

    def holding(self, start: str, most: int = MOST) -> Iterator[Place]:
        """Texts in which a word begins with ``start``, from left to right."""
        text, at, seen = self._text, -1, -1
        while most and (at := text.find(start, at + 1)) >= 0:
            if at and text[at - 1] not in " \n":
                continue
            begin = text.rfind("\n", 0, at) + 1
            if begin > seen:
                seen, most = begin, most - 1
                number = bisect_right(self._starts, begin) - 1
                texts = self._held[number]
                line = text.count("\n", self._starts[number], begin)
                yield texts.table, texts.column, texts.values[line]
