"""What can be ranked, summed or compared when the question names it loosely or not at all."""

from __future__ import annotations

from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.query import Field, Measure, Product

_SCORES = frozenset("rating score point rank ranking popularity star vote".split())
_SUMS = ("total", "amount", "revenue", "sale", "payment", "paid", "sum", "income", "donation")
_QUANTITY = frozenset("quantity unit".split())
_BORN = frozenset("birth born death".split())
_KEPT = frozenset("stock inventory reorder order available".split())  # not sold, or not yet
_PRICE = frozenset("price rate cost".split())
_UNCHARGED = frozenset("cost discount tax salary wage deposit limit".split())
_SETTLED = frozenset("sold sale final charged".split())


def ranking(table: str, catalog: Catalog) -> Measure | Field | None:
    """What the top rows of a table are at the top of, where nobody says it.

    Its own score where it has one; else the number of the named things it is made of, the
    smallest of them (the songs of a singer rather than the records); else the money it brings
    in; else the number of the events that belong to it.
    """
    for column in catalog.numbers(table):
        if set(catalog.words(table, column)) & _SCORES:
            return Field(table, column)
    things = _things(table, catalog)
    linked = _linked(table, catalog)
    sells = catalog.is_person(table) and _sells(table, catalog)
    if things and not sells:
        return Measure("count", things[-1])
    if linked and not sells:
        return Measure("count", linked)
    earned = revenue(table, catalog)
    if earned:
        return earned
    if things:
        return Measure("count", things[-1])
    children = catalog.graph.children(table)
    return Measure("count", children[0].child) if children else None


def _sells(table: str, catalog: Catalog) -> bool:
    """Whether money hangs on the table by one key: a customer's bills, say."""
    return any(own_revenue(edge.child, catalog) for edge in catalog.graph.children(table))


def _linked(table: str, catalog: Catalog) -> str | None:
    """A table of named things that a pure link table joins to this one: an actor's films."""
    for edge in catalog.graph.children(table):
        for other in catalog.graph.parents(edge.child) if catalog.is_link(edge.child) else ():
            if other.parent != table and _is_thing(other.parent, catalog):
                return other.parent
    return None


def _things(table: str, catalog: Catalog) -> list[str]:
    """Tables with a name of their own that hang below a table, each below the one before."""
    found: list[str] = []
    current = table
    while True:
        below = [
            edge.child
            for edge in catalog.graph.children(current)
            if edge.child not in (*found, table) and _is_thing(edge.child, catalog)
        ]
        if not below:
            return found
        current = max(below, key=lambda other: (len(catalog.graph.children(other)), other))
        found.append(current)


def _is_thing(table: str, catalog: Catalog) -> bool:
    label = catalog.label(table)
    if not label or catalog.is_person(table):
        return bool(label) and not catalog.is_person(table)
    own = set(catalog.words(table))
    words = set(catalog.words(table, label[0]))
    return bool(words <= {"name", "title", "label", "headline", *own})


def revenue(table: str, catalog: Catalog) -> Measure | None:
    """The money that the rows of a table bring in: from itself, or what hangs below it."""
    for fact in catalog.graph.owned(table):
        if of := own_revenue(fact, catalog):
            return Measure("sum", fact, of)
    return None


def sold(table: str, catalog: Catalog) -> Measure | None:
    """How many pieces of a table's rows were sold, by a quantity that stands beside them."""
    found: list[tuple[int, Measure]] = []
    for fact in catalog.graph.tables:
        way = catalog.graph.owners(fact).get(table)
        found.extend(
            (len(way), Measure("sum", fact, Field(fact, column)))
            for column in (catalog.numbers(fact) if way else ())
            if way and _is_quantity({*catalog.words(fact, column)})
        )
    nearest = [measure for hops, measure in found if hops == min(hops for hops, _ in found)]
    return nearest[0] if len(nearest) == 1 else None


def _is_quantity(words: set[str]) -> bool:
    return bool(words & _QUANTITY) and not words & (_PRICE | _KEPT)


def takings(catalog: Catalog) -> Measure | None:
    """The money of the whole database: of the table that dates it, a total before a product."""
    found = []
    for at, table in enumerate(catalog.graph.tables):
        of = own_revenue(table, catalog)
        if of is not None:
            undated = not catalog.dates(table)
            found.append((undated, isinstance(of, Product), at, Measure("sum", table, of)))
    return min(found, key=lambda one: one[:3])[3] if found else None


def own_revenue(table: str, catalog: Catalog) -> Field | Product | None:
    """What a row of a table brings in: its amount, else its price times its quantity."""
    if catalog.schema[table].kind != "table":
        return None
    numbers = catalog.numbers(table)
    words = {column: catalog.words(table, column) for column in numbers}
    for word in _SUMS:
        for column in numbers:
            if word in words[column] and not set(words[column]) & {"tax", "discount", "count"}:
                return Field(table, column)
    prices = [c for c in numbers if set(words[c]) & _PRICE]
    quantities = [c for c in numbers if _is_quantity({*words[c]})]
    if not (prices and quantities):
        return _charged(table, catalog)
    discounts = [c for c in numbers if "discount" in words[c] and _is_fraction(table, c, catalog)]
    discount = Field(table, discounts[0]) if discounts else None
    return Product(Field(table, prices[0]), Field(table, quantities[0]), discount)


def _charged(table: str, catalog: Catalog) -> Field | None:
    """What each row of an event is charged: the one price of rows that have a day and an owner."""
    if not (catalog.dates(table) and catalog.graph.parents(table)):
        return None
    charged = [
        column
        for column in catalog.numbers(table)
        if catalog.is_money(table, column) and not _UNCHARGED & {*catalog.words(table, column)}
    ]
    charged.sort(key=lambda column: not _SETTLED & {*catalog.words(table, column)})
    return Field(table, charged[0]) if charged else None


def _is_fraction(table: str, column: str, catalog: Catalog) -> bool:
    return all(0 <= value <= 1 for value in catalog.sample(table, column))


def money(table: str, catalog: Catalog) -> Field | None:
    """A table's own column of money, the plainest first."""
    for column in catalog.numbers(table):
        if catalog.is_money(table, column):
            return Field(table, column)
    return None


def concept(
    wanted: tuple[tuple[str, bool], ...], tables: list[str], catalog: Catalog
) -> tuple[Field, bool] | None:
    """The first column named by one of the wanted words, and whether more of it is first."""
    aged = ("age", True) in wanted or ("age", False) in wanted
    for table in filter(None, tables):
        for word, descending in wanted:
            for column in catalog.columns(table):
                words = catalog.words(table, column)
                if word not in words or (word not in _BORN and _BORN & set(words)):
                    continue
                if aged and word not in ("age", *_BORN) and catalog.is_person(table):
                    continue
                if catalog.is_number(table, column) or catalog.date_form(table, column):
                    return Field(table, column), descending
    return None
