"""WordNet's near words compiled into the package: ``python synonyms.py [FOLDER]``.

Source: WordNet 3.0, Princeton University, under the WordNet licence, which stands beside what is
made of it (``sqlagent/linking/words/WORDNET``). ``FOLDER`` holds its ``index.*`` and ``data.*``
files (``/usr/share/wordnet`` where Debian's ``wordnet-base`` is installed). The same files give
the same table, byte for byte.

A line of the table is a word and its near words, levels of nearness between semicolons, the
nearest first. How near two words are falls with the rank of the senses in which they meet: a
word's first senses are the usual ones, the later ones mislead.
"""

from __future__ import annotations

import gzip
import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlagent.linking.english import lemma

TABLE = Path(__file__).parents[2] / "sqlagent" / "linking" / "words" / "wordnet.txt.gz"
LICENCE = TABLE.with_name("WORDNET")
SOURCE = "# From WordNet 3.0 by Princeton University; its licence: see WORDNET"
KINDS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
SENSES = 4
LEVELS = 6  # each one costs a twentieth
SYNONYM, DERIVED, ATTRIBUTE, FARTHER = 0, 0, 0, 2  # the level at which a relation begins
WIDER = 5  # between first senses only
_WORD = re.compile(r"[a-z]{3,18}")
_DERIVED, _ATTRIBUTE, _SIMILAR, _WIDER_OR_NARROWER = "+", "=", "&", ("@", "~")

Place = tuple[str, str]  # part of speech and offset: one set of synonyms


@dataclass(frozen=True, slots=True)
class Synset:
    """Words of one meaning; ``pointers`` are symbol, target, and the places of two words or 0."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, Place, int, int], ...]


@dataclass(frozen=True, slots=True)
class WordNet:
    """All sets of synonyms, and the rank of each of a word's senses, from 0."""

    synsets: dict[Place, Synset]
    ranks: dict[tuple[str, Place], int]
    counted: frozenset[str]  # words that occur in the texts in which senses were counted


def read(folder: Path) -> WordNet:
    """WordNet as its files tell it."""
    synsets, ranks, counted = {}, {}, set()
    for name, kind in KINDS.items():
        for line in _lines(folder / f"data.{name}"):
            offset, synset = _synset(line)
            synsets[kind, offset] = synset
        for line in _lines(folder / f"index.{name}"):
            word, _, count, pointers, *rest = line.split()
            tagged, *offsets = rest[int(pointers) + 1 :]
            assert len(offsets) == int(count)
            ranks.update({(word, (kind, offset)): at for at, offset in enumerate(offsets)})
            if int(tagged):
                counted.add(word)
    return WordNet(synsets, ranks, frozenset(counted))


def _lines(file: Path) -> Iterator[str]:
    """The lines of a file after its licence, whose lines begin with two blanks."""
    with file.open(encoding="ascii") as lines:
        yield from (line for line in lines if not line.startswith("  "))


def _synset(line: str) -> tuple[str, Synset]:
    fields = line.split(" | ")[0].split()
    offset, count = fields[0], int(fields[3], 16)
    words = tuple(fields[at].split("(")[0].lower() for at in range(4, 4 + 2 * count, 2))
    at = 4 + 2 * count
    pointers = []
    for first in range(at + 1, at + 1 + 4 * int(fields[at]), 4):
        symbol, target, kind, ends = fields[first : first + 4]
        pointers.append((symbol, (kind, target), int(ends[:2], 16), int(ends[2:], 16)))
    return offset, Synset(words, tuple(pointers))


def near_words(net: WordNet) -> dict[str, dict[str, int]]:
    """For each word its near words, each with its level."""
    near: dict[str, dict[str, int]] = defaultdict(dict)
    for word, place in net.ranks:
        for other, level in _around(word, place, net):
            one, two = lemma(word), lemma(other)
            plain = _WORD.fullmatch(one) and _WORD.fullmatch(two) and one != two
            if plain and level < LEVELS and {word, other} <= net.counted:
                level = min(level, near[one].get(two, LEVELS))
                near[one][two] = near[two][one] = level
    return near


def _around(word: str, place: Place, net: WordNet) -> Iterator[tuple[str, int]]:
    """The words that one sense of a word is near to, each with its level."""
    synset = net.synsets[place]
    rank = net.ranks[word, place]
    yield from _mates(place, SYNONYM + rank, net)
    for symbol, target, source, to in synset.pointers:
        said = not source or synset.words[source - 1] == word
        if symbol == _DERIVED and said:
            derived = net.synsets[target].words[to - 1]
            level = rank + net.ranks.get((derived, target), SENSES)
            yield derived, DERIVED + level
            yield from _mates(target, FARTHER + rank, net)
        elif symbol == _ATTRIBUTE:
            yield from _mates(target, ATTRIBUTE + rank, net)
        elif symbol in _WIDER_OR_NARROWER:
            others = _mates(target, WIDER, net)
            yield from ((other, level) for other, level in others if level + rank == WIDER)
        elif symbol == _SIMILAR:
            for farther, noun, *_ in net.synsets[target].pointers:
                if farther == _ATTRIBUTE:
                    yield from _mates(noun, FARTHER + rank, net)


def _mates(place: Place, level: int, net: WordNet) -> Iterator[tuple[str, int]]:
    """The words of a synset, each the farther the rarer this sense of it."""
    for word in net.synsets[place].words:
        rank = net.ranks.get((word, place), SENSES)
        if rank < SENSES:
            yield word, level + rank


def table(near: dict[str, dict[str, int]]) -> str:
    """The near words as text, sorted."""
    lines = []
    for word in sorted(near):
        levels = (
            ",".join(sorted(other for other, at in near[word].items() if at == level))
            for level in range(LEVELS)
        )
        lines.append(f"{word}:{';'.join(levels)}".rstrip(";"))
    return "\n".join((SOURCE, *lines)) + "\n"


def licence(folder: Path) -> str:
    """The licence as each of WordNet's files begins with it, without the numbers of the lines."""
    with (folder / "data.adv").open(encoding="ascii") as lines:
        numbered = itertools.takewhile(lambda line: line.startswith("  "), lines)
        text = "\n".join(line.strip().partition(" ")[2].strip() for line in numbered)
    return f"{TABLE.name} is made from WordNet 3.0, under this licence:\n\n{text}\n"


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet")
    text = table(near_words(read(folder)))
    TABLE.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    LICENCE.write_text(licence(folder), encoding="ascii")


if __name__ == "__main__":
    main()
