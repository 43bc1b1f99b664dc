"""What may be summed: columns, money, and a price times a quantity of one table or of two."""

from __future__ import annotations

from collections.abc import Iterator

from sqlagent.models.offline.derived.ground import Derived, Ground, Sum, total, words
from sqlagent.models.offline.measures import own_revenue, takings
from sqlagent.models.offline.query import Arithmetic, Field, Measure, Product, Value

_CUES = words(
    """revenue sale sales worth spend spent spending spender sold income earned earning
    turnover takings bill rebate discount seller gross"""
)
_LIKELY = words("value total paid amount charge charges unpaid invoice money volume income take")
_PRICE = words("price cost rate fare fee")
_QUANTITY = words("quantity qty units pack packs piece pieces")
_COUNT = words("count unit stock instock hour hours number copies")
_NOT = words("tax discount total")
_SOLD = words("price agreed selling sale sales unit")
_BOUGHT = words("cost buying purchase wholesale list standard")
_DISCOUNT = words("discount rebate")
_STOCK = words("stock inventory warehouse shelf")
_LEVELS = words("year rank ranking")  # numbers that are not added up
_MOST = 3
_NEAR = 0.5  # how much a table must be spoken of where the words may mean something else


def propose_products(ground: Ground) -> Iterator[Derived]:
    """The sums of price times quantity that words of money may mean, and each row's."""
    for one in earned(ground):
        of = one.measure.of
        yield Derived(one.measure, "measure", one.table, one.tokens, "product", one.score)
        if of is not None and not isinstance(of, Measure):
            yield Derived(of, "row", one.table, one.tokens, "product", one.score - 0.15)


def sums(ground: Ground) -> list[Sum]:
    """The sums of columns, of money and of products that words speak of, best first."""
    found: dict[Measure, Sum] = {}
    for ref in ground.numbers:
        if not ground.own_words(ref.field) & _LEVELS:
            measure = total(ref.field.table, ground.number(ref.field))
            found.setdefault(measure, Sum(measure, ref.score, ref.tokens))
    for one in (*_money(ground), *earned(ground)):
        found.setdefault(one.measure, one)
    return sorted(found.values(), key=lambda one: (-one.score, not _is_total(ground, one)))


def _is_total(ground: Ground, one: Sum) -> bool:
    """Whether what is summed is a total already, which others of its kind are parts of."""
    of = one.measure.of
    return isinstance(of, Field) and "total" in ground.own_words(of)


def _money(ground: Ground) -> Iterator[Sum]:
    """The money of the tables spoken of, and of the whole, where money is spoken of."""
    at = [place for place in range(len(ground)) if ground.scope.begins(place, "money")]
    if not at:
        return
    if whole := takings(ground.catalog):
        yield Sum(whole, 0.6 + 0.15 * ground.worth(whole.table), frozenset(at))
    for table in ground.meant[:3]:
        if own := own_revenue(table, ground.catalog):
            yield Sum(Measure("sum", table, own), 0.4 + 0.3 * ground.worth(table), frozenset(at))


def earned(ground: Ground) -> list[Sum]:
    """The sums of price times quantity over the tables that the question is near, best first."""
    at = [i for i, w in enumerate(ground.lemmas) if w in _CUES or ground.said[i] in _CUES]
    weak = [i for i, w in enumerate(ground.lemmas) if w in _LIKELY and not ground.is_named(i)]
    found = []
    for place, table in enumerate(_line_tables(ground) if at or weak else ()):
        if not at and ground.worth(table) < _NEAR:
            continue
        for value, fit, tokens in _products(ground, table):
            score = (0.75 - 0.08 * place) * fit
            taken = tokens | frozenset(at or weak)
            found.append(Sum(total(table, value), score, taken))
    return sorted(found, key=lambda one: -one.score)[:_MOST]


def _line_tables(ground: Ground) -> list[str]:
    """Tables with a quantity, those that words are near first, and that hang on others."""
    found = []
    stocked = bool(_STOCK & frozenset(ground.lemmas))
    for table in ground.graph.tables:
        real = ground.catalog.schema[table].kind == "table"
        numbers = ground.scope.numbers(table) if real else ()
        fit = max((_counted(ground, field, stocked) for field in numbers), default=0.0)
        if fit:
            below = 0.2 * bool(ground.graph.parents(table))
            found.append((fit + below + 0.4 * ground.worth(table), table))
    return [table for _, table in sorted(found, reverse=True)[:3]]


def _counted(ground: Ground, field: Field, stocked: bool) -> float:
    """How likely a column is how many there are of what has a price."""
    own = ground.own_words(field)
    if own & (_PRICE | _NOT | {"area"}) or not own & (_QUANTITY | _COUNT):
        return 0.0
    if own & {"stock", "instock", "stocked"} and not stocked:
        return 0.1
    return 0.3 * _named(ground, field)[0] + (0.8 if own & _QUANTITY else 0.4)


def _products(ground: Ground, table: str) -> Iterator[tuple[Value, float, frozenset[int]]]:
    stocked = bool(_STOCK & frozenset(ground.lemmas))
    quantity = max(ground.scope.numbers(table), key=lambda f: _counted(ground, f, stocked))
    own = [f for f in ground.scope.numbers(table) if _is_price(ground, f)]
    theirs = [
        f for owner, way in ground.graph.owners(table).items() if len(way) == 1
        for f in ground.scope.numbers(owner) if _is_price(ground, f)
    ]  # fmt: skip
    prices = [price for price in own or theirs if price != quantity]
    for price in sorted(prices, key=lambda f: -_priced(ground, f))[:2]:
        fit, tokens = _named(ground, price)
        score = 1.0 if price.table == table else 0.9
        score = score * (0.8 + 0.4 * fit) - (0.1 if prices.index(price) else 0.0)
        plain = Product(price, quantity)
        tokens |= _named(ground, quantity)[1]
        yield from _discounted(ground, table, plain, score, tokens)


def _discounted(
    ground: Ground, table: str, plain: Product, score: float, tokens: frozenset[int]
) -> Iterator[tuple[Value, float, frozenset[int]]]:
    """A product less its discount where there is one, the discount itself, and without it."""
    for field in ground.scope.numbers(table):
        if not ground.own_words(field) & _DISCOUNT:
            continue
        fraction = ground.is_fraction(field)
        if fraction:
            yield Product(plain.price, plain.quantity, field), score, tokens
        rate: Value = field if fraction else Arithmetic("/", field, 100.0)
        if not fraction:
            less = Arithmetic("*", plain, Arithmetic("-", 1, rate), "revenue")
            yield less, score, tokens
        fit, said = _named(ground, field)
        if fit:
            yield Arithmetic("*", plain, rate, "discount"), score + 0.1, tokens | said
        yield plain, score - 0.15, tokens
        return
    yield plain, score, tokens


def _is_price(ground: Ground, field: Field) -> bool:
    own = ground.own_words(field)
    return bool(own & _PRICE) and not own & {"tax", "total", "amount", "shipping"}


def _priced(ground: Ground, field: Field) -> float:
    """How likely a price is the one that is meant: one that words name, else what is asked of."""
    own = ground.own_words(field)
    return _named(ground, field)[0] + 0.3 * bool(own & _SOLD) - 0.3 * bool(own & _BOUGHT)


def _named(ground: Ground, field: Field) -> tuple[float, frozenset[int]]:
    ref = next((ref for ref in ground.numbers if ref.field == field), None)
    return (ref.score, ref.tokens) if ref else (0.0, frozenset())
