"""Texts of many columns in one index: by the whole text, by its root, by the words in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import filterfalse

from sqlagent.linking.english import lemma, root
from sqlagent.linking.matching import Words

Place = tuple[str, str, str]  # table, column, value

MOST = 600  # texts that hold a word
_FEW = 200  # texts of a column that may be a list of states or kinds
_SEPARATOR = re.compile(r"[\W_]+")
_BLANKS = re.compile("  +")
_SEPARATED = {at: " " for at in range(128) if not chr(at).isalnum() and chr(at) != "\n"}
_LETTER = r"[^\W\d_]"


def plain(text: str) -> str:
    """A text in lower case without accents, with a blank for all that is no letter or digit."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(filterfalse(unicodedata.combining, parts))
    return _SEPARATOR.sub(" ", text.lower()).strip()


def plain_each(texts: Collection[str]) -> list[str]:
    """The same for many texts, and several times quicker: those in ASCII are made plain at once."""
    alike = [text for text in texts if _is_ascii_line(text)]
    lines = "\n".join(alike).lower().translate(_SEPARATED)
    lines = _BLANKS.sub(" ", lines).replace(" \n", "\n").replace("\n ", "\n").strip(" ")
    done = iter(lines.split("\n"))
    return [next(done) if _is_ascii_line(text) else plain(text) for text in texts]


def _is_ascii_line(text: str) -> bool:
    return text.isascii() and "\n" not in text


@dataclass(frozen=True, slots=True)
class Texts:
    """The distinct texts of one column."""

    table: str
    column: str
    values: tuple[str, ...]


class Index:
    """Texts of columns, ready to be searched; more may be added while others search.

    ``held`` are the texts of each column as they are stored, ``whole`` finds one by what is plain
    of it.
    """

    def __init__(self, held: Iterable[Texts] = ()) -> None:
        self.held: dict[tuple[str, str], tuple[str, ...]] = {}
        self.whole: dict[str, list[Place]] = defaultdict(list)
        self.rooted: dict[str, list[Place]] = defaultdict(list)
        self.initials: dict[str, list[Place]] = defaultdict(list)
        self._lines: tuple[str, list[int], list[Texts]] = ("", [], [])
        self._by_letter: dict[str, Words] = {}
        self.add(held)

    def add(self, held: Iterable[Texts]) -> None:
        """Hold further texts."""
        text, (*starts,), (*known,) = self._lines
        parts, size = [text] if text else [], len(text) + bool(text)
        for texts in held:
            if not texts.values:
                continue
            keys = plain_each(texts.values)
            for key, value in zip(keys, texts.values, strict=True):
                place = (texts.table, texts.column, value)
                self.whole[key].append(place)
                if len(texts.values) <= _FEW:
                    self._add_forms(key, place)
            known.append(texts)
            self.held[texts.table, texts.column] = texts.values
            starts.append(size)
            parts.append("\n".join(keys))
            size += len(parts[-1]) + 1
        self._lines = "\n".join(parts), starts, known
        self._by_letter = {}

    def _add_forms(self, key: str, place: Place) -> None:
        """Other ways to say a text that may be a state or kind."""
        if len(key) > 3 and key.isalpha():
            self.rooted[root(key)].append(place)
        elif " " in key:
            self.whole[key.replace(" ", "")].append(place)
            self.initials["".join(word[0] for word in key.split(" "))].append(place)

    def slips(self, said: str) -> Iterator[str]:
        """The words of all texts that may have been mistyped as ``said``, a base form."""
        for letter in dict.fromkeys(said[:2]):
            yield from self._words(letter).slips(said)

    def _words(self, letter: str) -> Words:
        """The words that begin with a letter, looked for when one of it is asked for."""
        words = self._by_letter.get(letter)
        if words is None:
            begun = rf"(?<!{_LETTER}){re.escape(letter)}{_LETTER}{{3,}}"
            found = dict.fromkeys(re.findall(begun, self._lines[0]))
            words = self._by_letter[letter] = Words(map(lemma, found))
        return words

    def holding(self, start: str, most: int = MOST) -> Iterator[Place]:
        """Texts in which a word begins with ``start``, from left to right."""
        text, starts, held = self._lines
        at = seen = -1
        while most and (at := text.find(start, at + 1)) >= 0:
            if at and text[at - 1] not in " \n":
                continue
            begin = text.rfind("\n", 0, at) + 1
            if begin > seen:
                seen, most = begin, most - 1
                number = bisect_right(starts, begin) - 1
                texts = held[number]
                line = text.count("\n", starts[number], begin)
                yield texts.table, texts.column, texts.values[line]
