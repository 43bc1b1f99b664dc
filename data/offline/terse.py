"""A benchmark's question as it is typed into a search box or a chat: shorter, meaning the same.

Benchmarks ask in whole sentences ("What are the names of the singers whose age is greater than
20?"), people in pieces ("singers with age over 20"). What is done is about English alone. A rule
that may change what is asked stands back, and a question that stays long or comes out crooked
gives nothing: what is made of a question is answered by the question's own gold.
"""

from __future__ import annotations

import random
import re
from itertools import pairwise

from terse_rules import (
    ASKED,
    BE,
    CLAUSES,
    CROOKED,
    DOWN,
    ENDING,
    KEYLESS,
    LETTERS,
    LINKING,
    NUMBERS,
    OPENING,
    PLAIN,
    QUOTED,
    SIZES,
    TAIL,
    UP,
    WHO,
    Rule,
)

LONGEST = 15  # words: what is longer nobody types
MEASURED = (
    r"\b(?:price|salary|rating|score|points|amount|height|weight|population|capacity|sales|rate"
    r"|total|cost|distance|length|duration|enrollment|budget|quantity|percent|size|speed|elevation"
    r"|attendance|votes|revenue|profits?|share|credits?)s?\b"
)
SUMMED = (
    r"(?:^|\b(?:the|and|of|total|average) )number of|\b(?:how many|count|average|maximum|minimum"
    r"|total|sum|most|(?:high|low|larg|small|old|young|long|short|cheap|few|lat|earli)est)\b"
)
ASIDE = 0.1  # how often "show me" and the like stand before it all the same


def terse(question: str, seed: int, shows_name: bool = False) -> str | None:
    """What a person would type for ``question``; None where nothing sure or shorter comes out.

    ``seed`` picks among the ways to say it: the same seed gives the same words. ``shows_name``
    says that a right answer shows the asked things by their names (or first and last names) and
    nothing else, so that "names of the singers" may become "singers".
    """
    rng = random.Random(f"{seed} {question}")
    masked, values = _masked(" ".join(question.split()))
    whole = _one_sentence(re.sub(r"(?: ?[?.!])+$", "", masked))
    if whole is None or re.search(r"[\"`]|(?<!\w)'|'(?!\w)", whole):
        return None
    text = _ordered(_rewritten(_each_last(_uncapped(whole)), OPENING, rng), rng)
    text = _rewritten(_grouped(text, rng), [*CLAUSES, *SIZES], rng)
    if shows_name:
        text = _nameless(text)
    text = _rewritten(_once(text), ENDING, rng).strip(" ,")
    if not _fits(text, masked):
        return None
    if rng.random() < ASIDE and not re.match(
        r"(?:how|which|what|who|when|where|#|all|number|count|avg|average|mean)", text
    ):
        text = f"{rng.choice(('show me', 'list', 'give me', 'show', 'need'))} {text}"
    return _filled(_numbered(_cased(text, rng), rng), values, rng)


def _masked(question: str) -> tuple[str, list[str]]:
    """The question with ``§0``, ``§1``… for its quoted values, and these with their quotes."""
    values: list[str] = []

    def kept(found: re.Match[str]) -> str:
        values.append(found[0])
        return f"§{len(values) - 1}"

    return QUOTED.sub(kept, question.translate(str.maketrans("“”‘’", "\"\"''"))), values


def _one_sentence(text: str) -> str | None:
    """Two sentences joined, where the second says only what to show or how to order it."""
    first, *others = re.split(r"(?<=\w) ?[?.!] ?(?=[A-Z])", text)
    if not others:
        return None if re.search(r"\w ?[?!]", text) else first
    second = _uncapped(others[0])
    told = re.fullmatch(rf"{ASKED}(?: both)? (?:the |their |its |his |her )?([\w ,]+)", second)
    if len(others) > 1 or re.match(r"How|For|If|Who|Where|When", first):
        return None
    if re.match(r"(?:sort|order|rank) ", second):
        return f"{first}, {second}"
    if told and not re.search(r"\b(?:each|them|they|every|it|all|also|those)\b", told[1]):
        return f"{first}, {told[1]}"
    return None


def _uncapped(text: str) -> str:
    return text[:1].lower() + text[1:]


def _each_last(text: str) -> str:
    """ "For each X, what is Y" with the each at its end, unless Y speaks of it or goes on."""
    found = re.fullmatch(r"(?:for|in|at|by|of) (?:each|every) ([\w ]+?), (.+)", text)
    if not found or re.search(r"\b(?:them|they|it|him|her|that|whose|sort|order|each)\b", found[2]):
        return text
    asked = re.sub(r"\b(?:its|their|the) ", "", _rewritten(found[2], OPENING, random.Random(0)))
    tail = re.search(r",? (?:sorted|ordered|in (?:descending|ascending)).*$", asked)
    at = tail.start() if tail else len(asked)
    return f"{asked[:at]} for each {found[1]}{asked[at:]}"


def _grouped(text: str, rng: random.Random) -> str:
    """ "For each X" as "per X" where something is counted or summed up for an X."""
    if not re.search(SUMMED, text):
        return text
    by = "per" if re.search(r"\bby (?:each|every) ", text) else rng.choice(("per", "by", "per"))
    each = r",? (?:for|of|in|from|at|by|under|on) (?:each|every) (?!of |other|one|who|that)"
    text = re.sub(rf"{each}(?=\w)(?![\w ]* (?:{WHO}|whose)\b)|,? grouped by ", f" {by} ", text)
    return re.sub(r"^(\w+(?: \w+)?) (?:per|by) (\w+)( and .+ (?:per|by) \2)$", r"\1\3", text)


def _once(text: str) -> str:
    """ "Countries and number of cities per country" without the countries that "per" tells."""
    return re.sub(
        r"^(?:(?:each|every|all|different|distinct|unique) )?(\w+?)(?:s|ies|y|es)?,? and"
        r" (?=(?:the )?(?:number of|total|average|avg|mean|max|min).+ (?:per|by) \1(?:y|e)?$)",
        "",
        text,
    )


def _rewritten(text: str, rules: list[Rule], rng: random.Random) -> str:
    for pattern, *choices in rules:
        text = " ".join(re.sub(pattern, rng.choice(choices), text).split())
    return text


def _nameless(text: str) -> str:
    """Without "names of": the things themselves, which are then shown by their names."""
    kind = "(?:different|distinct|unique) "
    called = r"(?:(?:full )?(?:names?|titles?)|first (?:names? )?and last names?)"
    return re.sub(
        rf"^({kind})?{called} (?:of|for) (?:all )?(?:of )?(?:the )?({kind})?"
        r"(?=[a-z])(?!each|every|who\b|what\b)",
        lambda found: found[1] or found[2] or "",
        text,
    )


def _ordered(text: str, rng: random.Random) -> str:
    """With the order that is asked for said briefly at the end; as it is where it is not plain."""
    tails = (TAIL.match(text, at.start()) for at in re.finditer(r",? (?=\w)", text))
    ways = rf"{DOWN}|{UP}|{LETTERS}"
    ranks = rf"{ways}|^(?:in|by) (?:the |an? )?order (?:of|by)\b"
    told = next((at for at in tails if at and (_sorts(at) or re.search(ranks, at["key"]))), None)
    if not told:
        return text
    before = text[: told.start()]
    down, letters = re.search(DOWN, told["key"]), re.search(LETTERS, told["key"])
    key = re.sub(rf"{ways}|\b(?:order|terms of)\b", " ", told["key"])
    key = re.sub(rf"^{KEYLESS}+|(?: +{KEYLESS})+$", "", " ".join(key.split()) + " ").strip()
    if not key and letters:
        return f"{before} {'z-a' if down else rng.choice(('alphabetically', 'a-z'))}"
    if not key or re.search(
        r"\b(?:by|in|from|then|each|most|that|who|first$|(?:sort|order|list|group)ed)\b", key
    ):
        return text
    if down and " and " in key:
        return text
    grouped = re.search(r"\b(?:per|by|number|count|average|each)\b", before)
    verb = "sorted by" if grouped else rng.choice(("by", "sorted by", "order by"))
    return f"{before} {verb} {key} {_way(key, bool(down), bool(letters), rng)}".strip()


def _sorts(tail: re.Match[str]) -> bool:
    """Whether it is the answer that is sorted, where "were ordered by" tells of a customer."""
    done = re.search(
        rf"\b(?:{BE}|been|being|have|has|had|that|who|which)$", tail.string[: tail.start()]
    )
    return bool(tail["said"]) and not done and not re.match(r"in\b|from\b", tail["key"])


def _way(key: str, down: bool, letters: bool, rng: random.Random) -> str:
    """Which end comes first, in words that suit the key; often nothing where it goes up."""
    if letters:
        return "z-a" if down else rng.choice(("a-z", "alphabetically", ""))
    if re.match(r"number of|count|how many", key):
        return rng.choice(("desc", "most first") if down else ("", "asc", "fewest first"))
    if re.search(MEASURED, key):
        return rng.choice(("desc", "highest first") if down else ("", "asc", "lowest first"))
    return rng.choice(("desc", "descending") if down else ("", "", "asc"))


def _fits(text: str, question: str) -> bool:
    """Whether it is short, shorter than the question, and not crooked."""
    words = text.split()
    return (
        2 <= len(words) <= LONGEST
        and len(text) <= 0.9 * len(question)
        and not CROOKED.search(text)
        and all(one != other for one, other in pairwise(words))
    )


def _cased(text: str, rng: random.Random) -> str:
    """In small letters, often; codes with digits stay, words in capitals at times."""
    chance = rng.random()
    if chance < 0.25:
        return text
    if chance < 0.35:
        return text[:1].upper() + text[1:]
    kept = rng.random() < 0.5
    return re.sub(
        r"(?<![\w-])[^\W\d]+(?![\w-])",
        lambda found: found[0] if kept and found[0].isupper() else found[0].lower(),
        text,
    )


def _numbered(text: str, rng: random.Random) -> str:
    """With a small number after "at least", "over"… at times in the other of its two forms."""
    to_words = rng.random() < 0.3

    def told(found: re.Match[str]) -> str:
        size, number = found[1], found[2]
        count = int(number) if number.isdigit() else NUMBERS.index(number)
        return size + (NUMBERS[count] if to_words and size[0] not in "<>" else str(count))

    size = r"(\b(?:at least|at most|over|more than|under|less than|fewer than|top) |[<>]=? )"
    return re.sub(rf"{size}([2-9]|10|{'|'.join(NUMBERS[2:])})\b(?![.,:-]?\d|%)", told, text)


def _filled(text: str, values: list[str], rng: random.Random) -> str:
    """With the quoted values again, plain ones at times without quotes."""
    bare = rng.random() < 0.7

    def value(found: re.Match[str]) -> str:
        quoted = values[int(found[1])]
        inside = quoted.strip("\"'` ")
        plain = PLAIN.fullmatch(inside) and not LINKING.search(inside)
        return inside if bare and plain else quoted

    return re.sub(r"§(\d+)", value, text)
