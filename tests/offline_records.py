"""A small league as a database, and records of every form: what each gives and is written as."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlagent.models.offline.query import (
    AllOf,
    AnyOf,
    Arithmetic,
    Compare,
    Each,
    Field,
    Joined,
    Measure,
    Order,
    Part,
    Portion,
    Product,
    Query,
    Related,
    Running,
    Share,
    Span,
)

SCRIPT = """
CREATE TABLE town (town_id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT);
CREATE TABLE player (player_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT,
    born TEXT, height INTEGER, town_id INTEGER REFERENCES town,
    coach_id INTEGER REFERENCES player (player_id));
CREATE TABLE duel (duel_id INTEGER PRIMARY KEY, winner_id INTEGER NOT NULL REFERENCES player
    (player_id), loser_id INTEGER NOT NULL REFERENCES player (player_id), started_at INTEGER,
    ended_at INTEGER, played_on INTEGER, length_ms INTEGER);
CREATE TABLE racket (racket_id INTEGER PRIMARY KEY, player_id INTEGER NOT NULL REFERENCES player,
    brand TEXT, price_cents INTEGER, unit_price REAL, quantity INTEGER, list_price REAL);
CREATE VIEW owner AS SELECT player_id, COUNT(*) AS rackets FROM racket GROUP BY player_id;
INSERT INTO town VALUES (1, 'Bern', 'CH'), (2, 'Genf', 'CH'), (3, 'Graz', 'AT'), (4, 'Linz', 'AT');
INSERT INTO player VALUES
    (1, 'Ann', 'Abt', '1990-05-01', 180, 1, NULL), (2, 'Bea', 'Bon', '1992-06-15', 170, 1, 1),
    (3, 'Cem', 'Can', '1990-11-30', 190, 2, 1), (4, 'Dan', 'Dux', '2000-01-01', 175, NULL, 3);
INSERT INTO duel VALUES
    (1, 1, 2, 1700000000, 1700003600, 20230105, 3600000),
    (2, 1, 3, 1700100000, 1700101800, 20230210, 1800000),
    (3, 2, 3, 1700200000, 1700207200, 20240115, 7200000),
    (4, 4, 1, 1700300000, 1700300900, 20240120, 900000);
INSERT INTO racket VALUES (1, 1, 'Wil', 10000, 10.0, 2, 12.0), (2, 1, 'Hed', 25000, 20.0, 1, 20.0),
    (3, 2, 'Wil', 5000, 5.0, 4, 9.0), (4, 3, 'Yon', 12345, 1.5, 10, 1.0);
"""

name, country = Field("town", "name"), Field("town", "country")
first, last, height = (Field("player", c) for c in ("first_name", "last_name", "height"))
born, own_id = Field("player", "born"), Field("player", "player_id")
players, duels, rackets = (Measure("count", t) for t in ("player", "duel", "racket"))
winner, loser = (Field("player", "first_name", role) for role in ("winner_id", "loser_id"))
brand, played, length = (
    Field("racket", "brand"),
    Field("duel", "played_on"),
    Field("duel", "length_ms"),
)
tall = Measure("avg", "player", height)
swiss = Compare(country, "=", "CH")
wilson, heads = (Related("racket", (Compare(brand, "=", b),)) for b in ("Wil", "Hed"))
month = Part(played, "month", "yyyymmdd")
revenue = Measure(
    "sum", "racket", Product(Field("racket", "unit_price"), Field("racket", "quantity"))
)

RECORDS: dict[str, tuple[Query, list[tuple[Any, ...]]]] = {
    "columns of a row and its owner": (
        Query("player", (first, name), (swiss, Compare(height, "between", (175, 190)))),
        [("Ann", "Bern"), ("Cem", "Genf")],
    ),
    "text, lists, patterns, blanks": (
        Query(
            "player",
            (first,),
            (
                Compare(first, "like", "%n"),
                Compare(last, "not in", ("Dux",)),
                Compare(Field("player", "coach_id"), "null", True),
            ),
        ),
        [("Ann",)],
    ),
    "the nth": (
        Query("player", (first,), order=(Order(height),), limit=1, offset=1),
        [("Ann",)],
    ),
    "each value once": (Query("town", (country,), distinct=True), [("CH",), ("AT",)]),
    "a self join by its role": (
        Query(
            "player",
            (first, Field("player", "first_name", "coach_id")),
            (Compare(height, ">", Field("player", "height", "coach_id")),),
        ),
        [("Cem", "Ann")],
    ),
    "two roles, and what lies behind them": (
        Query(
            "duel",
            (winner, loser),
            (
                Compare(
                    Field("town", "name", "town_id", ("winner_id",)),
                    "=",
                    Field("town", "name", "town_id", ("loser_id",)),
                ),
            ),
        ),
        [("Ann", "Bea")],
    ),
    "related rows, and none": (
        Query("player", (first,), (wilson, Related("duel", (), True, "loser_id"))),
        [],
    ),
    "two wishes for rows of one kind": (Query("player", (first,), (wilson, heads)), [("Ann",)]),
    "one of several, of different tables": (
        Query(
            "player",
            (first,),
            (
                AnyOf(
                    (
                        heads,
                        AllOf(
                            (
                                Compare(height, "<", 180),
                                Compare(Field("town", "country"), "=", "CH"),
                            )
                        ),
                    )
                ),
            ),
        ),
        [("Ann",), ("Bea",)],
    ),
    "several aggregates": (
        Query(
            "player", (players, tall, Measure("count", "player", Field("player", "town_id"), True))
        ),
        [(4, 178.75, 2)],
    ),
    "groups, having and their order": (
        Query(
            "racket",
            (first, rackets),
            group=(own_id,),
            having=(Compare(rackets, ">=", 1),),
            order=(Order(rackets), Order(first, False)),
            limit=2,
        ),
        [("Ann", 2), ("Bea", 1)],
    ),
    "above the average of all, and of those alike": (
        Query(
            "player",
            (first,),
            (
                Compare(height, ">", tall),
                Compare(
                    height,
                    ">=",
                    Measure("max", "player", height, within=(Field("player", "town_id"),)),
                ),
            ),
        ),
        [("Ann",), ("Cem",)],
    ),
    "the extreme of some": (
        Query(
            "player",
            (first,),
            (
                Compare(
                    height,
                    "=",
                    replace(
                        Measure("max", "player", height), conditions=(Compare(height, "<", 180),)
                    ),
                ),
            ),
        ),
        [("Dan",)],
    ),
    "a measure for each row, none is 0": (
        Query(
            "player",
            (first, Each(rackets), Each(duels, "winner_id")),
            order=(Order(Each(rackets)), Order(first, False)),
        ),
        [("Ann", 2, 2), ("Bea", 1, 1), ("Cem", 1, 0), ("Dan", 0, 1)],
    ),
    "a measure for each row as a condition": (
        Query("town", (name,), (Compare(Each(players), "<", 1),)),
        [("Graz",), ("Linz",)],
    ),
    "the average of a measure for each row": (
        Query("player", (Measure("avg", "player", Each(rackets)),)),
        [(1.0,)],
    ),
    "the average over groups": (
        Query("racket", (Measure("avg", "racket", rackets),), group=(brand,)),
        [(1.33,)],
    ),
    "a group above the average of the groups": (
        Query(
            "racket",
            (brand,),
            group=(brand,),
            having=(Compare(rackets, ">", Measure("avg", "racket", rackets)),),
        ),
        [("Wil",)],
    ),
    "measures of rows that meet conditions, and their ratio": (
        Query(
            "racket",
            (
                Measure(
                    "sum",
                    "racket",
                    Field("racket", "quantity"),
                    conditions=(Compare(brand, "=", "Wil"),),
                ),
                Arithmetic(
                    "/",
                    Measure("count", "racket", conditions=(Compare(brand, "=", "Wil"),)),
                    rackets,
                ),
            ),
        ),
        [(6, 0.5)],
    ),
    "portion and share": (
        Query(
            "racket",
            (brand, Portion((Compare(Field("racket", "quantity"), ">", 3),)), Share(rackets)),
            group=(brand,),
        ),
        [("Wil", 50.0, 50.0), ("Hed", 0.0, 25.0), ("Yon", 100.0, 25.0)],
    ),
    "price times quantity, running": (
        Query(
            "racket",
            (brand, revenue, Running(revenue, brand)),
            group=(brand,),
            order=(Order(brand, False),),
        ),
        [("Hed", 20.0, 20.0), ("Wil", 40.0, 60.0), ("Yon", 15.0, 75.0)],
    ),
    "cents in whole units": (
        Query(
            "racket",
            (Field("racket", "price_cents"),),
            (Compare(Field("racket", "price_cents"), ">", 100),),
        ),
        [(250.0,), (123.45,)],
    ),
    "another unit": (
        Query(
            "duel", (Arithmetic("/", length, 60000, "minutes"),), (Compare(length, ">", 3600000),)
        ),
        [(120.0,)],
    ),
    "two columns under arithmetic": (
        Query(
            "racket",
            (brand, Arithmetic("-", Field("racket", "list_price"), Field("racket", "unit_price"))),
            (
                Compare(
                    Arithmetic("-", Field("racket", "list_price"), Field("racket", "unit_price")),
                    ">",
                    3,
                ),
            ),
        ),
        [("Wil", 4.0)],
    ),
    "first and last name in one": (
        Query("player", (Joined((first, last)),), (Compare(own_id, "=", 1),)),
        [("Ann Abt",)],
    ),
    "days between, hours between": (
        Query(
            "duel",
            (Span(Field("duel", "started_at"), Field("duel", "ended_at"), "hour", "unix"),),
            (Compare(Field("duel", "duel_id"), "=", 3),),
        ),
        [(2.0,)],
    ),
    "years until a day": (
        Query("player", (Span(born, "2020-01-01", "year", "iso"),), (Compare(own_id, "=", 4),)),
        [(20.0,)],
    ),
    "parts of dates in every form": (
        Query(
            "duel",
            (
                month,
                Part(played, "weekday", "yyyymmdd"),
                Part(Field("duel", "started_at"), "year", "unix"),
                Part(played, "quarter_number", "yyyymmdd"),
                Part(played, "decade", "yyyymmdd"),
            ),
            (
                Compare(Part(Field("duel", "started_at"), "month_number", "unix"), "=", 11),
                Compare(Part(played, "year", "yyyymmdd"), "=", 2023),
            ),
            order=(Order(month, False),),
            limit=1,
        ),
        [(202301, "4", "2023", 1, 2020)],
    ),
    "a part of a date of text": (
        Query(
            "player",
            (Part(born, "year", "iso"), players),
            group=(Part(born, "year", "iso"),),
            having=(Compare(players, ">", 1),),
        ),
        [("1990", 2)],
    ),
    "the first of each part": (
        Query(
            "player",
            (Field("player", "town_id"), first),
            (Compare(Field("player", "town_id"), "null", False),),
            order=(Order(height),),
            limit=1,
            partition=(Field("player", "town_id"),),
        ),
        [(1, "Ann"), (2, "Cem")],
    ),
    "several queries": (
        Query(
            "racket",
            (brand,),
            (Compare(Field("racket", "quantity"), ">", 3),),
            combined=(
                (
                    "intersect",
                    Query("racket", (brand,), (Compare(Field("racket", "quantity"), "<", 3),)),
                ),
            ),
        ),
        [("Wil",)],
    ),
    "the values of a query": (
        Query(
            "player",
            (first,),
            (
                Compare(
                    height, "not in", Query("player", (height,), (Compare(first, "like", "A%"),))
                ),
            ),
        ),
        [("Bea",), ("Cem",), ("Dan",)],
    ),
    "a view is joined by what its columns are called": (
        Query(
            "owner",
            (first, Field("owner", "rackets")),
            (Compare(Field("owner", "rackets"), ">", 1),),
        ),
        [("Ann", 2)],
    ),
}

STATEMENTS: dict[str, Query] = {
    'SELECT first_name FROM player WHERE last_name = "Abt"': Query(
        "player", (first,), (Compare(last, "=", "Abt"),)
    ),
    "SELECT T1.first_name FROM player AS T1 JOIN racket AS T2 ON T1.player_id = T2.player_id"
    " WHERE T2.brand = 'Wil'": Query("racket", (first,), (Compare(brand, "=", "Wil"),)),
    "SELECT DISTINCT T1.first_name FROM player AS T1 JOIN racket AS T2"
    " ON T1.player_id = T2.player_id WHERE T2.brand = 'Wil'": Query("player", (first,), (wilson,)),
    "SELECT first_name FROM player WHERE player_id NOT IN (SELECT player_id FROM racket)": Query(
        "player", (first,), (Related("racket", negated=True),)
    ),
    "SELECT first_name FROM player AS p WHERE NOT EXISTS"
    " (SELECT 1 FROM racket AS r WHERE r.player_id = p.player_id)": Query(
        "player", (first,), (Related("racket", negated=True),)
    ),
    "SELECT first_name FROM player EXCEPT SELECT T1.first_name FROM player AS T1"
    " JOIN racket AS T2 ON T1.player_id = T2.player_id": Query(
        "player", (first,), (Related("racket", negated=True),)
    ),
    "SELECT T1.first_name FROM player T1 JOIN racket T2 ON T1.player_id = T2.player_id"
    " WHERE T2.brand = 'Wil' INTERSECT SELECT T1.first_name FROM player T1 JOIN racket T2"
    " ON T1.player_id = T2.player_id WHERE T2.brand = 'Hed'": Query(
        "player", (first,), (wilson, heads)
    ),
    "SELECT first_name FROM player WHERE height > 180 UNION SELECT first_name FROM player"
    " WHERE height < 175": Query(
        "player", (first,), (AnyOf((Compare(height, ">", 180), Compare(height, "<", 175))),)
    ),
    "SELECT count(DISTINCT T1.player_id) FROM player T1 JOIN racket T2"
    " ON T1.player_id = T2.player_id": Query("player", (players,), (Related("racket"),)),
    "SELECT T1.name, count(*) FROM town T1 JOIN player T2 ON T1.town_id = T2.town_id"
    " GROUP BY T1.town_id ORDER BY count(*) DESC LIMIT 1": Query(
        "player",
        (name, players),
        group=(Field("town", "town_id"),),
        order=(Order(players),),
        limit=1,
    ),
    "SELECT t.name, COUNT(p.player_id) FROM town t LEFT JOIN player p ON p.town_id = t.town_id"
    " GROUP BY t.town_id": Query("town", (name, Each(players))),
    "SELECT name FROM town WHERE (SELECT COUNT(*) FROM player p WHERE p.town_id = town.town_id)"
    " > 1": Query("town", (name,), (Compare(Each(players), ">", 1),)),
    "SELECT brand, 100.0 * COUNT(*) / (SELECT COUNT(*) FROM racket) FROM racket"
    " GROUP BY brand": Query("racket", (brand, Share(rackets)), group=(brand,)),
    "SELECT 100.0 * SUM(brand = 'Wil') / COUNT(*) FROM racket": Query(
        "racket", (Portion((Compare(brand, "=", "Wil"),)),)
    ),
    "SELECT AVG(n) FROM (SELECT COUNT(*) AS n FROM racket GROUP BY brand)": Query(
        "racket", (Measure("avg", "racket", rackets),), group=(brand,)
    ),
    "SELECT first_name FROM player p WHERE height = (SELECT MAX(height) FROM player q"
    " WHERE q.town_id = p.town_id)": Query(
        "player",
        (first,),
        order=(Order(height),),
        limit=1,
        partition=(Field("player", "town_id"),),
    ),
    "WITH t AS (SELECT town_id, first_name, RANK() OVER (PARTITION BY town_id ORDER BY height"
    " DESC) AS r FROM player) SELECT town_id, first_name FROM t WHERE r = 1": Query(
        "player",
        (Field("player", "town_id"), first),
        order=(Order(height),),
        limit=1,
        partition=(Field("player", "town_id"),),
    ),
    "SELECT w.first_name FROM duel d JOIN player w ON w.player_id = d.winner_id"
    " JOIN player l ON l.player_id = d.loser_id WHERE l.first_name = 'Bea'": Query(
        "duel", (winner,), (Compare(loser, "=", "Bea"),)
    ),
}
