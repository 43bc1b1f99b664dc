"""General English that needs no schema: base forms, near words, plurals, number words.

It is small on purpose and holds no word that only one database would use. Near words are kept
as groups: two words of one group can stand for each other, more loosely than a base form.
"""

from __future__ import annotations

import re
from functools import cache

_IRREGULAR = """
people person|men man|women woman|children child|kids kid|feet foot|teeth tooth|mice mouse
bought buy|sold sell|paid pay|spent spend|won win|lost lose|left leave|made make|taught teach
wrote write|written write|gave give|given give|took take|taken take|held hold|built build
cities city|series series|species species|movies movie|cookies cookie|taxes tax|media media
indices index|criteria criterion|analyses analysis|buses bus|statuses status|wives wife
lives live|leaves leave|data data|news news|born birth|flew fly|flown fly|sent send|ran run
went go|drove drive|driven drive|sang sing|sung sing|ate eat|lent lend|owe owe|grew grow
"""

_NEAR = """
song track tune|movie film|album record lp|artist musician singer performer band
client customer buyer shopper patron|staff employee worker personnel crew colleague
boss manager supervisor head chief superior lead|salary wage pay earn earning income
price cost fee charge rate tariff fare|doctor physician|nation country|city town
state province region|phone telephone mobile|mail email|address street|zip postcode postal
product item article good merchandise|supplier vendor provider|seller vendor merchant dealer
order purchase|bill invoice|booking reservation|hotel house|guest visitor|student pupil
teacher instructor tutor professor lecturer|class course lesson subject|department division dept
school college|user member account|genre category kind type class|category type kind class sort
amount total sum value|quantity qty unit amount count
revenue sale turnover income money earning takings proceeds|duration length runtime millisecond
weight heavy mass|height tall|width wide|age old|size area big surface|capacity seat
people population inhabitant person|plane aircraft airplane|carrier airline haulier
car vehicle auto automobile|author writer|book title|review rating feedback comment
score rating point mark grade|match game fixture|team club side|player athlete
nationality country origin|gender sex|job position role occupation profession|job title
company firm business employer|organization organisation institution|warehouse depot store
shop store outlet branch|stock inventory|delivery shipment|complaint grievance
fault defect problem issue|start begin open|end finish close|creation made built|hire join start
birth born|description text detail|picture image photo|colour color|language tongue
colleague staff|donation gift contribution|donor supporter|campaign appeal|ticket fine penalty
trip journey ride|loan credit|payment transaction|apartment flat|building property|room chamber
date day time when|month period|year season|street road|location place site venue
airport airfield|flight leg|engine motor|mountain peak|enrolment registration enrollment signup
degree diploma|exam test|award prize|goal target|budget fund|expense spending expenditure cost
distance mileage range|speed velocity|power consumption|temperature temp|election vote
patient sick|medication drug medicine|allergy allergic|article story post|journalist reporter
reader subscriber|rank ranking position place|discount rebate reduction|view hit visit
status state condition stage|maker brand manufacturer make|dish meal|starter appetizer
trainer coach instructor|training course|session class|plan tariff subscription
"""

_ABBREVIATIONS = """
nm name|no number|num number|nr number|nbr number|dt date|amt amount|qty quantity|cd code|tp type
typ type|desc description|descr description|addr address|tel phone|ctry country|dob birth|yr year
mth month|mgr manager|dept department|emp employee|cust customer|prod product|cat category
loc location|org organization|acct account|tot total|avg average|pct percent|stat status
st status|hrs hour|hr hour|mins minute|min minute|secs second|sec second|ms millisecond|wt weight
ht height|cnt count|sal salary|yob birth|lang language|fname firstname|lname lastname|msg message
ref reference|hh household|pop population|temp temperature|flg flag|hist history|appt appointment
"""

NUMBERS = {
    word: float(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "dozen": 12.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "hundred": 100.0,
    "thousand": 1000.0,
}

MONTHS = (
    "january february march april may june july august september october november december".split()
)

_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


def split(name: str) -> tuple[str, ...]:
    """The words of an identifier, lower case: ``orderDate2`` is order, date, 2."""
    return tuple(part.lower() for part in _CAMEL.findall(name))


@cache
def lemma(word: str) -> str:
    """``word`` in lower case and singular."""
    word = word.lower()
    if word in _irregular():
        return _irregular()[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ous")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


_SUFFIXES = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "ers",
    "er",
    "ed",
    "als",
    "al",
)


@cache
def root(word: str) -> str:
    """A rougher base form: what bookings, booked and books have in common."""
    word = lemma(word)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word.removesuffix(suffix)
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lse":
        word = word[:-1]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


@cache
def near(word: str) -> frozenset[str]:
    """The base forms that can stand for the base form ``word``, itself left out."""
    return frozenset(w for group in _near().get(word, ()) for w in group) - {word}


@cache
def spelled_out(word: str) -> str:
    """What a common abbreviation stands for, else ``word``."""
    return _pairs(_ABBREVIATIONS).get(word, word)


def shortens(short: str, word: str) -> bool:
    """Whether ``short`` looks like ``word`` cut down: same start, letters in order."""
    if not 3 <= len(short) <= len(word) - 2 or short[0] != word[0]:
        return False
    if word.startswith(short):
        return len(short) * 3 >= len(word)
    plain = short[:2] == word[:2] or not any(letter in "aeiou" for letter in short[1:])
    if not plain or len(short) * 3 < len(word):
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)


def mistyped(word: str, other: str) -> bool:
    """Whether two words of five letters or more differ by a slip of the hand or two."""
    if min(len(word), len(other)) < 5 or abs(len(word) - len(other)) > 2:
        return False
    allowed = 1 if min(len(word), len(other)) < 7 else 2
    return word[0] == other[0] and _distance(word, other) <= allowed


def plural(noun: str) -> str:
    """The plural of a noun, or of the last word of a noun phrase."""
    if noun in _plurals():
        return _plurals()[noun]
    if lemma(noun.split(" ")[-1]) != noun.split(" ")[-1]:
        return noun
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def listed(parts: list[str], last: str = "and") -> str:
    """``a, b and c``."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _distance(a: str, b: str) -> int:
    """Edits between two words; two letters swapped are one edit."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


@cache
def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split() for pair in text.replace("\n", "|").split("|") if pair.strip())


def _irregular() -> dict[str, str]:
    return _pairs(_IRREGULAR)


@cache
def _plurals() -> dict[str, str]:
    common = ("people", "men", "women", "children", "feet", "media", "series", "species")
    return {_irregular()[word]: word for word in common} | {"staff": "staff"}


@cache
def _near() -> dict[str, tuple[tuple[str, ...], ...]]:
    groups: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in _NEAR.replace("\n", "|").split("|"):
        group = tuple(line.split())
        for word in group:
            groups[word] = (*groups.get(word, ()), group)
    return groups
