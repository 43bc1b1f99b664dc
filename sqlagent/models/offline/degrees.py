"""Adjectives of degree, and what they compare: tall is of a height, cheap of a price.

Each line has the forms of an adjective, then words that columns are named by, the likeliest
first; a minus says that less of it is meant.
"""

from __future__ import annotations

from functools import cache

_COMPARED = """
long longer longest|length duration runtime time millisecond minute second hour distance day word
short shorter shortest|
 -length -duration -runtime -time -millisecond -minute -second -hour -distance -height -word
tall taller tallest|height
high higher highest|height elevation altitude
heavy heavier heaviest|weight mass
light lighter lightest|-weight -mass
old older oldest eldest|age -birth -born -built -founded -release -date -year -since
young younger youngest|-age birth born
new newer newest latest recent|
 hire hired joined start since built created founded published release date year
early earlier earliest|-date -time -year -since
expensive pricey priciest dear dearest costly costliest pricier dearer|
 price cost rate fare fee amount value total
cheap cheaper cheapest|-price -cost -rate -fare -fee -amount -value -total
big bigger biggest large larger largest|
 size area capacity seat population people inhabitant enrollment amount total seating sqm
small smaller smallest|
 -size -area -capacity -seat -population -people -inhabitant -enrollment -amount -total
fast faster fastest quick quicker quickest|speed velocity -time -duration
slow slower slowest|-speed -velocity time duration
wide wider widest|width
narrow narrower narrowest|-width
deep deeper deepest|depth
rich richer richest|salary income wealth worth balance revenue
strong stronger strongest|strength power
warm warmer warmest hot hotter hottest|temperature high
cold colder coldest|-temperature -low
far farther farthest furthest|distance
popular|popularity rating vote view hit
good better best|rating score point grade
bad worse worst|-rating -score -point -grade
populous|population inhabitant
"""


@cache
def compared(word: str) -> tuple[tuple[str, bool], ...]:
    """What an adjective of degree compares: words of column names, and whether more is first."""
    return adjectives().get(word.lower(), ())


@cache
def adjectives() -> dict[str, tuple[tuple[str, bool], ...]]:
    """Every form of every adjective, with what it compares."""
    found = {}
    for line in _COMPARED.strip().replace("\n ", " ").splitlines():
        forms, _, concepts = line.partition("|")
        pairs = tuple((c.lstrip("-"), c[0] != "-") for c in concepts.split())
        for form in forms.split():
            found[form] = pairs
    return found
