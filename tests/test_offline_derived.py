"""What values that no column holds the words of a question may mean, over two small databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlglot import exp

from sqlagent import Database
from sqlagent.models.offline.analysis import analyse
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.dateparts import part
from sqlagent.models.offline.derived import Derived, derive
from sqlagent.models.offline.query import (
    Arithmetic,
    Compare,
    Each,
    Field,
    Measure,
    Order,
    Part,
    Portion,
    Product,
    Query,
    Running,
    Share,
    Shown,
    Span,
)
from sqlagent.models.offline.recover import recover
from sqlagent.models.offline.write import to_sql

Derive = Callable[[str], tuple[Derived, ...]]

DEPOT = """
CREATE TABLE client (client_id INTEGER PRIMARY KEY, name TEXT, city TEXT, born_on TEXT);
CREATE TABLE article (
    article_id INTEGER PRIMARY KEY, title TEXT, price REAL, cost REAL, weight_g INTEGER,
    assembly_minutes INTEGER, rating TEXT
);
CREATE TABLE parcel (
    parcel_id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client(client_id),
    ordered_on TEXT, delivered_on TEXT, status TEXT
);
CREATE TABLE parcel_line (
    line_id INTEGER PRIMARY KEY, parcel_id INTEGER NOT NULL REFERENCES parcel(parcel_id),
    article_id INTEGER NOT NULL REFERENCES article(article_id), quantity INTEGER,
    discount_percent INTEGER
);
CREATE TABLE county (
    county_id INTEGER PRIMARY KEY, name TEXT, population INTEGER, officers INTEGER, area REAL
);
INSERT INTO client VALUES (1,'Ann','Leeds','1980-02-03'), (2,'Bob','York','1991-05-06'),
    (3,'Cid','York','1970-09-09');
INSERT INTO article VALUES (1,'Desk',200.0,120.0,21000,90,'4'), (2,'Lamp',30.0,12.5,900,5,'10'),
    (3,'Shelf',80.0,50.0,9000,45,'9');
INSERT INTO parcel VALUES (1,1,'2023-01-05','2023-01-09','delivered'),
    (2,1,'2023-02-07','2023-02-08','delivered'), (3,2,'2023-02-10',NULL,'cancelled'),
    (4,2,'2024-03-11','2024-03-20','delivered');
INSERT INTO parcel_line VALUES (1,1,1,1,0), (2,1,2,2,10), (3,2,3,1,0), (4,3,2,4,25), (5,4,1,2,5);
INSERT INTO county VALUES (1,'North',50000,120,900.0), (2,'South',80000,150,400.0);
"""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    path: Path = tmp_path_factory.mktemp("derived") / "depot.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DEPOT)
    with Database(path) as database:
        yield Catalog(database.schema, lambda sql, rows: database.query(sql, max_rows=rows).rows)


@pytest.fixture
def derived(catalog: Catalog) -> Derive:
    def of(question: str) -> tuple[Derived, ...]:
        seen = analyse(question, catalog)
        return derive(seen.tokens, seen.links, catalog, seen.proposals)

    return of


PRICE, COST = Field("article", "price"), Field("article", "cost")
ORDERED, DELIVERED = Field("parcel", "ordered_on"), Field("parcel", "delivered_on")
PEOPLE, OFFICERS = Field("county", "population"), Field("county", "officers")
LINES = Product(PRICE, Field("parcel_line", "quantity"))
OFF = Arithmetic("/", Field("parcel_line", "discount_percent"), 100.0)
EARNED = Measure("sum", "parcel_line", Arithmetic("*", LINES, Arithmetic("-", 1, OFF)))
PARCELS = Measure("count", "parcel")
CANCELLED = Compare(Field("parcel", "status"), "=", "cancelled")


@pytest.mark.parametrize(
    ("question", "value", "level"),
    [
        ("heaviest article in kilos", Arithmetic("/", Field("article", "weight_g"), 1000.0), "row"),
        (
            "longest assembly, in hours",
            Arithmetic("/", Field("article", "assembly_minutes"), 60.0),
            "row",
        ),
        ("3 best rated articles by rating", Arithmetic("+", Field("article", "rating"), 0), "row"),
        ("articles with the fattest margin", Arithmetic("-", PRICE, COST), "row"),
        ("price minus cost of each article", Arithmetic("-", PRICE, COST), "row"),
        ("price to cost ratio per article", Arithmetic("/", PRICE, COST), "row"),
        (
            "officers per 1000 people by county",
            Arithmetic("/", Arithmetic("*", OFFICERS, 1000.0), PEOPLE),
            "row",
        ),
        ("counties by density", Arithmetic("/", PEOPLE, Field("county", "area")), "row"),
        ("avg days from order to delivery", Span(ORDERED, DELIVERED, "day", "iso"), "row"),
        ("how long does a parcel take", Span(ORDERED, DELIVERED, "day", "iso"), "row"),
        (
            "how old are our clients",
            Span(Field("client", "born_on"), "2024-03-20", "year", "iso"),
            "row",
        ),
        ("articles at twice their cost", Arithmetic("*", COST, 2), "row"),
        ("every price with 10% off", Arithmetic("*", PRICE, 0.9), "row"),
        ("revenue by client", EARNED, "measure"),
        ("percentage of parcels cancelled", Portion((CANCELLED,)), "measure"),
        ("cancellation rate per client", Portion((CANCELLED,)), "measure"),
        (
            "share of officers per county",
            Share(Measure("sum", "county", OFFICERS)),
            "measure",
        ),
        (
            "average number of parcels per client",
            Measure("avg", "parcel", PARCELS),
            "measure",
        ),
        (
            "number of parcels per client, even those without any",
            Each(PARCELS),
            "row",
        ),
        (
            "running total of parcels by month",
            Running(PARCELS, Part(ORDERED, "month", "iso")),
            "measure",
        ),
        (
            "running total of article weight, heaviest first",
            Running(
                Measure("sum", "article", Field("article", "weight_g")),
                Field("article", "weight_g"),
                descending=True,
            ),
            "row",
        ),
        (
            "cancelled and delivered parcels per client",
            Measure("count", "parcel", conditions=(CANCELLED,)),
            "measure",
        ),
        ("parcels per client, zeros too", Each(Measure("count", "parcel")), "row"),
        (
            "cancelled vs delivered parcels",
            Measure("count", "parcel", conditions=(CANCELLED,)),
            "measure",
        ),
    ],
)
def test_proposes_what_no_column_holds(
    derived: Derive, question: str, value: Shown, level: str
) -> None:
    found = derived(question)
    assert (value, level) in [(one.value, one.level) for one in found[:6]], found


@pytest.mark.parametrize(
    "question",
    [
        "clients in york", "articles over 50 euros", "parcels in the last 30 days",
        "how many parcels per city", "cheapest article", "clients who share a city",
        "parcels by status", "parcels per day in 2023", "newest parcel of each client",
    ],
)  # fmt: skip
def test_ordinary_questions_ask_for_nothing_derived(derived: Derive, question: str) -> None:
    assert derived(question) == ()


def test_a_mistyped_cue_is_understood(derived: Derive) -> None:
    assert Portion((CANCELLED,)) in [one.value for one in derived("percentge of parcels cancelled")]


def test_what_is_said_of_groups_comes_with_the_group(derived: Derive) -> None:
    nested = next(one for one in derived("average number of parcels per client")
                  if one.source == "nested")  # fmt: skip
    assert nested.group == (Field("parcel", "client_id"),)
    running = derived("running total of parcels by month")[0]
    assert running.group == (Part(ORDERED, "month", "iso"),)


def test_explains_the_words_that_ask(derived: Derive) -> None:
    found = derived("heaviest article in kilos")[0]
    assert found.tokens == {0, 3}
    assert found.table == "article"
    assert 0 < found.score <= 1


def test_can_be_written_as_sql(derived: Derive, catalog: Catalog) -> None:
    margin = derived("articles with the fattest margin")[0]
    query = Query(
        "article", (Field("article", "title"), margin.value), order=(Order(margin.value),)
    )
    rows = list(catalog.rows(to_sql(query, catalog, "sqlite")))
    assert [tuple(row) for row in rows] == [("Desk", 80.0), ("Shelf", 30.0), ("Lamp", 17.5)]
    earned = derived("revenue by client")[0]
    total = list(catalog.rows(to_sql(Query(earned.table, (earned.value,)), catalog, "sqlite")))
    assert total[0][0] == pytest.approx(804.0)


def test_of_a_date_with_the_year_at_its_end_the_year_is_known(tmp_path: Path) -> None:
    path = tmp_path / "rides.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            CREATE TABLE ride (id INTEGER PRIMARY KEY, name TEXT, opened TEXT);
            INSERT INTO ride VALUES
                (1, 'Comet', 'May 14, 2005'), (2, 'Viper', 'August 31, 2007'),
                (3, 'Falcon', 'May 6, 2005'), (4, 'Titan', 'April 2, 1999');
        """)
    with Database(path) as database:
        found = Catalog(database.schema, lambda sql, rows: database.query(sql, max_rows=rows).rows)
        opened = Field("ride", "opened")
        assert found.date_form("ride", "opened") == "tail"
        years = "SELECT substr(opened, -4) AS year, COUNT(*) FROM ride GROUP BY year"
        read = recover(years, found)
        assert read is not None
        assert read.group == (Part(opened, "year", "tail"),)
        order = (Order(opened),)
        query = Query(
            "ride", (Field("ride", "name"),), (Compare(opened, ">=", "2005"),), (), (), order
        )
        rows = found.rows(to_sql(query, found, "sqlite"))
        assert [row[0] for row in rows] == ["Viper", "Comet", "Falcon"]


def test_dates_of_which_the_year_is_read_tell_no_days_or_months(tmp_path: Path) -> None:
    path = tmp_path / "shops.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            CREATE TABLE shop (
                id INTEGER PRIMARY KEY, name TEXT, closed TEXT, opened TEXT, seats INTEGER);
            INSERT INTO shop VALUES
                (1, 'Ash', 'August 3, 2011', 'May 14, 2005', 20),
                (2, 'Elm', 'April 1, 2010', 'May 31, 2007', 30),
                (3, 'Oak', 'August 9, 2012', 'May 6, 2005', 40),
                (4, 'Yew', 'April 4, 2001', 'June 2, 1999', 50);
        """)
    with Database(path) as database:
        found = Catalog(database.schema, lambda sql, rows: database.query(sql, max_rows=rows).rows)

        def values(question: str) -> list[object]:
            seen = analyse(question, found)
            derived = derive(seen.tokens, seen.links, found, seen.proposals)
            return [one.value for one in derived]

        opened, closed = Field("shop", "opened"), Field("shop", "closed")
        lasted = Span(opened, closed, "year", "tail")
        assert lasted in values("how long was each shop open from opened to closed")
        assert lasted in values("how many years from opened to closed for each shop")
        days = values("how many days from opened to closed for each shop")
        assert not [one for one in days if isinstance(one, Span)]
        yearly = values("running total of seats per year opened")
        by = [one.by for one in yearly if isinstance(one, Running)]
        assert Part(opened, "year", "tail") in by
        monthly = values("running total of seats per month opened")
        assert not [one for one in monthly if isinstance(one, Running) and one.by == opened]
        assert not [one for one in monthly
                    if isinstance(one, Running) and isinstance(one.by, Part)]  # fmt: skip


def test_no_month_is_cut_out_of_a_date_with_the_year_at_its_end() -> None:
    with pytest.raises(AssertionError, match="month"):
        part(exp.column("opened"), "month", "tail")
    assert part(exp.column("opened"), "decade", "tail").sql("sqlite").startswith("CAST(SUBSTR")
