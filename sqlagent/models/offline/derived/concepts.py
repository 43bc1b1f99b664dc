"""Values that have a name of their own: margin, profit, density, body mass, net approval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlagent.models.offline.derived.ground import Derived, Ground, words
from sqlagent.models.offline.query import Arithmetic, Field, Value


@dataclass(frozen=True, slots=True)
class _Concept:
    """``cues`` ask for the first of a row's columns under ``sign`` with the second.

    The columns are known by ``left`` and ``right``, words of their names, and ``apart`` are words
    that neither has.
    """

    cues: str
    sign: str
    left: str
    right: str
    apart: str = ""


_CONCEPTS = (
    _Concept("margin,markup,mark-up,profit,profits", "-",
             "price selling sale revenue income sales fee rent fare",
             "cost buying purchase wholesale expense expenses costs", "tax"),
    _Concept("profit margin,margin,profitability,return on sales", "/", "profit profits earnings",
             "sales revenue turnover"),
    _Concept("return on assets,roa", "/", "profit profits", "assets"),
    _Concept("density,densities,crowded,densest,densely", "/",
             "population inhabitants residents people", "area km size", "density"),
    _Concept("density", "/", "mass weight", "volume"),
    _Concept("net,net approval,balance,lead,goal difference,difference,surplus", "-",
             "support won scored credit income received approve wins revenue",
             "oppose against lost conceded debit expense spent disapprove losses cost"),
    _Concept("win rate,win ratio,winning percentage,win percentage,win pct", "/", "won wins win",
             "played games matches total"),
    _Concept("free,available,left,remaining,unsold,vacant,spare", "-",
             "capacity seats stock quantity total places limit available budget amount",
             "reserved sold booked taken used occupied allocated registered spent paid"),
    _Concept("over,above,exceed,exceeds,speeding,overweight,over the limit,too fast", "-",
             "measured actual observed speed weight", "limit allowed permitted max maximum"),
    _Concept("occupancy,utilisation,utilization,load factor,full,filled,fill rate", "%",
             "passengers sold booked taken occupied attendance enrolled registered reserved used",
             "capacity seats seat seating places room limit"),
    _Concept("growth,increase,change,gain,improvement,rise", "-",
             "final end closing after new current later", "initial start opening before old"),
    _Concept("range,swing,spread,span", "-", "max maximum high highest", "min minimum low lowest"),
    _Concept("shortfall,missing,below target,gap,deficit", "-", "target goal planned budget asked",
             "actual raised reached achieved spent"),
    _Concept("debt,owed,owe,outstanding,unpaid,still owe", "-", "amount total due billed invoiced",
             "paid payment"),
)  # fmt: skip
_BODY = ("bmi", "body mass index", "body mass")
_PERCENT = ("percent", "percentage", "pct", "%")
_MOST = 3


def propose_concepts(ground: Ground) -> Iterator[Derived]:
    """The named values that the tables spoken of have the columns for."""
    for concept in _CONCEPTS:
        cue = ground.first(concept.cues.split(","))
        if cue is None or any(ground.is_named(at, 0.75) for at in range(*cue)):
            continue
        found = [one for table in ground.meant[:4] for one in _made(ground, table, concept, cue)]
        yield from sorted(found, key=lambda one: -one.score)[:_MOST]
    if cue := ground.first(_BODY):
        yield from _body(ground, frozenset(range(*cue)))


def _made(ground: Ground, table: str, concept: _Concept, cue: tuple[int, int]) -> Iterator[Derived]:
    own = list(ground.scope.numbers(table))
    theirs = [
        field for owner, way in ground.graph.owners(table).items() if len(way) in (1, 2)
        for field in ground.scope.numbers(owner)
    ]  # fmt: skip
    for near, left, right in (
        *((1.0, one, other) for one in own for other in own),
        *((0.85, one, other) for one in own for other in theirs),
    ):
        if left != right and _fits(ground, left, right, concept):
            pair: tuple[Value, Value] = ground.number(left), ground.number(right)
            name = "_".join(concept.cues.split(",")[0].split())
            value = Arithmetic(concept.sign if concept.sign != "%" else "/", *pair, name)
            if concept.sign == "%":
                value = Arithmetic("*", value, 100, "percent")
            score = near * (0.35 + 0.5 * ground.worth(table))
            tokens = frozenset(range(*cue))
            yield Derived(value, "row", table, tokens, "concept", score)
            if "margin" in ground.said and concept.sign in "-/":
                part = value if concept.sign == "/" else Arithmetic("/", value, pair[0], "ratio")
                percent = Arithmetic("*", part, 100, "percent")
                told = frozenset(at for at, word in enumerate(ground.said) if word in _PERCENT)
                less = score if told else score - 0.1
                yield Derived(percent, "row", table, tokens | told, "concept", less)


def _fits(ground: Ground, left: Field, right: Field, concept: _Concept) -> bool:
    one, other = ground.own_words(left), ground.own_words(right)
    wanted, against = words(concept.left), words(concept.right)
    apart = words(concept.apart)
    return bool(
        one & wanted and other & against and not one & against and not (one | other) & apart
    )


def _body(ground: Ground, said: frozenset[int]) -> Iterator[Derived]:
    """Weight over height squared, of a height in centimetres or in metres."""
    for table in ground.meant[:4]:
        weight = next((f for f in ground.scope.numbers(table)
                       if ground.own_words(f) & {"weight", "mass"}), None)  # fmt: skip
        height = next((f for f in ground.scope.numbers(table)
                       if "height" in ground.own_words(f)), None)  # fmt: skip
        if weight is None or height is None:
            continue
        sample = ground.catalog.sample(table, height.column)
        metres: Value = ground.number(height)
        if any(isinstance(value, int | float) and value > 3 for value in sample):
            metres = Arithmetic("/", metres, 100.0, "metres")
        square = Arithmetic("*", metres, metres, "square")
        value = Arithmetic("/", ground.number(weight), square, "bmi")
        yield Derived(value, "row", table, said, "concept", 0.5 + 0.4 * ground.worth(table))
