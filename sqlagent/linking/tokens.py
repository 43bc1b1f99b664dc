"""A question's words, numbers and quoted texts, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlagent.linking.english import NUMBERS, lemma

_QUOTED = r"\"[^\"]+\"|“[^”]+”|‘[^’]+’|(?<!\w)'[^']+'(?!\w)"
_TOKEN = re.compile(
    rf"({_QUOTED})|(\d{{4}}-\d\d(?:-\d\d)?)|([$€£]?\d[\d,]*(?:\.\d+)?)(k|m|%|\+)?(?!\w)"
    r"|([<>]=?|[#%&+])|(w/o?(?!\w)|non(?=-)|\w+(?:[-.&/]\w+)*(?:['’]\w+)?)|([?.!;,])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or quoted text; ``number`` is the value of a number or number word."""

    text: str
    lemma: str
    quoted: bool = False
    capital: bool = False
    number: float | None = None
    mark: str = ""


def tokens(question: str) -> tuple[Token, ...]:
    """The question's words in order."""
    return tuple(_tokens(question))


def _tokens(question: str) -> Iterator[Token]:
    for at, found in enumerate(_TOKEN.finditer(question)):
        quoted, date, number, mark, sign, word, stop = found.groups()
        if quoted:
            yield Token(quoted[1:-1], quoted[1:-1].lower(), quoted=True)
        elif number:
            times = {"k": 1_000, "m": 1_000_000}.get(mark, 1)
            value = float(number.strip("$€£").replace(",", "")) * times
            money = "$" if number[0] in "$€£" else mark or ""
            yield Token(found.group(), found.group(), number=value, mark=money)
        elif word:
            word = re.sub(r"['’]s$", "", word)
            capital = word[0].isupper() and (at > 0 or word[1:].lower() != word[1:])
            base = lemma(word.replace("’", "'"))
            yield Token(word, base, capital=capital, number=NUMBERS.get(base))
        else:
            yield Token(found.group(), date or sign or stop)
