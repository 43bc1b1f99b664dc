"""Large databases, made to be read, and questions over them."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import cycle, product
from pathlib import Path

from sqlagent.linking.english import plural

NOUNS = (
    "customer product order payment invoice shipment supplier warehouse employee branch ticket"
    " contract project meeting vehicle driver route claim policy agent patient doctor treatment"
    " visit hotel booking guest room review campaign"
).split()
FIELDS = (
    "event account report budget asset audit batch plan survey item region device service session"
    " message profile sample sensor grant permit member license module channel stage unit"
    " record topic course exam journal article archive"
).split()
CITIES = "Leeds York Oslo Vigo Bergen Turin Lyon Ghent Porto Malmo Basel Graz Cork Derby".split()
STATES = ("open", "closed", "pending", "cancelled")
COLUMNS = (
    "{0}_id INTEGER PRIMARY KEY, name TEXT, code TEXT, city TEXT, status TEXT, created_on TEXT,"
    ' amount REAL, {1}_id INTEGER REFERENCES "{2}"({3}_id)'
)
KINDS = (
    "how many {many} are there",
    "{many} in {city}",
    "number of {many} per city",
    "average amount of {status} {many}",
    "top 5 {many} by amount",
    "{many} with amount over 500",
    "{parent} of {one} {name}",
    "status of {name}",
    "{many} created in 2023 by status",
    "{parents} without {many}",
)


def texts(seed: int) -> Iterator[tuple[str, str]]:
    """Names and codes without end, hardly two alike."""
    chance = random.Random(seed)
    parts = ["".join(pair) for pair in product("bdfgklmnprstv", "aeiou")]
    while True:
        first, last = ("".join(chance.choices(parts, k=3)).capitalize() for _ in range(2))
        yield f"{first} {last}", f"{first[:2].upper()}-{chance.randrange(10**6):06}"


def table(writer: sqlite3.Connection, name: str, parent: str, rows: int, seed: int) -> None:
    """A table that points to another, or to itself."""
    own, other = (one.rsplit("_", 1)[-1] for one in (name, parent))
    key = other if other != own else f"parent_{other}"
    columns = COLUMNS.format(own, key, parent, other)
    writer.execute(f'CREATE TABLE "{name}" ({columns})')
    chance, said = random.Random(seed), texts(seed)
    writer.executemany(
        f'INSERT INTO "{name}" VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        (
            (at, *next(said), chance.choice(CITIES), chance.choice(STATES),
             f"20{chance.randrange(18, 25)}-{chance.randrange(1, 13):02}-11",
             round(chance.uniform(1, 1000), 2), at // 3 + 1)
            for at in range(1, rows + 1)
        ),
    )  # fmt: skip


def made(path: Path, names: Sequence[str], sizes: Iterable[int]) -> Path:
    """A database of tables of so many rows; each points to another, to which five do."""
    if not path.exists():
        with closing(sqlite3.connect(path)) as writer:
            for seed, (name, rows) in enumerate(zip(names, sizes, strict=False)):
                table(writer, name, names[seed // 5], rows, seed)
            writer.commit()
    return path


def million(folder: Path) -> Path:
    """Four tables of 150,000 rows and more of some 15,000."""
    return made(folder / "million.sqlite", NOUNS, cycle((15_400,) * 6 + (150_000,)))


def many_tables(folder: Path) -> Path:
    """A thousand tables of few rows."""
    names = [f"{one}_{other}" for one, other in product(NOUNS, FIELDS)]
    return made(folder / "tables.sqlite", names[:1000], cycle((5, 20, 60)))


def questions_over(path: Path, count: int = 40) -> list[str]:
    """Questions of all kinds over tables spread evenly, about values that are stored."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
        chance, found = random.Random(1), []
        for at in range(count):
            place = 1 + (at * 7 + 6) % (len(tables) - 1) if at else 1
            one, parent = (tables[at].replace("_", " ") for at in (place, place // 5))
            some = chance.randrange(1, 6)
            row = connection.execute(
                f'SELECT name, city, status FROM "{tables[place]}" LIMIT 1 OFFSET {some - 1}'
            ).fetchone()
            name, city, status = row
            found.append(KINDS[at % len(KINDS)].format(
                one=one, many=plural(one), parent=parent, parents=plural(parent),
                name=name, city=city, status=status,
            ))  # fmt: skip
    return found
