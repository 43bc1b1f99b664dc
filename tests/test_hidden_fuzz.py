"""Made-up statements over two files that differ only in what is hidden: none may tell them apart.

Half of them are the statements of ``security/*.jsonl`` cut and spliced at random, half come from
a grammar that aims at hidden columns: joins by name, indexes, generated columns, copies.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lab import POLICIES, build

from sqlagent import Database, FunctionError, guard
from sqlagent.engines import faults, process
from sqlagent.schema.hiding import named

FOLDER = Path(__file__).parent / "security"


SECONDS = 0.2
UNSTEADY = re.compile(r"(?i)random|now|current_|unixepoch\(\)|changes|pragma_table_list")

ODD = """
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, town TEXT, pin TEXT UNIQUE, pay INT,
    half AS (pay / 2), quarter INT AS (half / 2) STORED, twice AS (id * 2));
INSERT INTO person (id, name, town, pin, pay)
    SELECT value, 'n' || value % 7, 't' || value % 5, {pin}, {pay} FROM json_each({ids});
CREATE INDEX person_town_pay ON person (town, pay);
CREATE INDEX person_rich ON person (name) WHERE pay > 50;
CREATE INDEX person_double ON person (id, pay * 2);
CREATE INDEX person_town ON person (town DESC);
CREATE TABLE badge (pin TEXT PRIMARY KEY, colour TEXT, level INT) WITHOUT ROWID;
INSERT INTO badge SELECT {pin}, 'c' || value % 3, value % 4 FROM json_each({ids});
CREATE TABLE door (colour TEXT, number INT, code INT, PRIMARY KEY (colour, number)) WITHOUT ROWID;
INSERT INTO door SELECT 'c' || value % 3, value, {pay} FROM json_each({ids});
CREATE INDEX door_code ON door (code, number);
CREATE TABLE secret (id INTEGER PRIMARY KEY, word TEXT, person_id INT);
INSERT INTO secret SELECT value, 'w' || {pin}, {pay} % 20 FROM json_each({ids});
CREATE TABLE plain (id INTEGER PRIMARY KEY, name TEXT, pin TEXT, pay INT);
INSERT INTO plain SELECT value, 'n' || value % 7, 'p' || value, value FROM json_each({ids});
CREATE INDEX plain_pay ON plain (pay);
CREATE VIEW open_person AS SELECT id, name, town FROM person;
CREATE VIEW rich AS SELECT id, name FROM person WHERE pay > 50;
CREATE VIEW words AS SELECT id, word FROM secret;
CREATE VIRTUAL TABLE found USING fts5 (name, pin, content='person', content_rowid='id');
INSERT INTO found (found) VALUES ('rebuild');
CREATE VIRTUAL TABLE found_words USING fts5 (word, content='words', content_rowid='id');
INSERT INTO found_words (found_words) VALUES ('rebuild');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab ('found_words', 'instance');
CREATE VIRTUAL TABLE box USING rtree (id, x0, x1);
INSERT INTO box SELECT value, {pay}, {pay} + 1 FROM json_each({ids});
CREATE VIRTUAL TABLE note USING fts4 (title, body);
INSERT INTO note SELECT 'n' || value, {pin} FROM json_each({ids});
ANALYZE;
"""
IDS = "'[" + ",".join(map(str, range(1, 41))) + "]'"
ODD_HIDDEN = ["person.pin", "person.pay", "badge.pin", "door.code", "secret", "box.x0", "note.body"]
COLUMNS = {
    "person": "id name town pin pay half quarter twice rowid",
    "badge": "pin colour level",
    "door": "colour number code",
    "secret": "id word person_id",
    "plain": "id name pin pay",
    "open_person": "id name town",
    "rich": "id name",
    "words": "id word",
    "found": "name pin rowid rank",
    "found_words": "word rowid",
    "found_data": "id block",
    "found_words_docsize": "id sz",
    "vocabulary": "term doc col offset",
    "box": "id x0 x1",
    "box_node": "nodeno data",
    "note": "title body docid",
    "note_content": "docid c0title c1body",
    "sqlite_master": "name sql tbl_name rootpage",
    "sqlite_stat1": "tbl idx stat",
    "dbstat": "name pageno payload unused",
    "pragma_table_info('plain')": "name type",
    "json_each('[1,2,30]')": "key value",
}
FORBIDDEN = {
    *("pin", "pay", "half", "quarter", "code", "word", "person_id", "x0", "x1", "body", "c0title"),
    *("c1body", "sql", "stat", "data", "block", "term", "doc", "offset", "nodeno", "sz", "rank"),
}
INDEXES = "person_town_pay person_rich person_double person_town door_code plain_pay".split()

Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Ask, Ask]]]:
    """By name of the file, a way to ask it and its twin."""
    folder = tmp_path_factory.mktemp("twins")
    files = {
        "lab": (build(folder / "lab.sqlite"), build(folder / "lab2.sqlite", twin=True)),
        "odd": (
            odd(folder / "odd.sqlite", "'p' || value", "value * 3 % 101"),
            odd(folder / "odd2.sqlite", "'q' || (value * 17 % 41)", "value * 7 % 97"),
        ),
    }
    hide = {"lab": POLICIES["hr"], "odd": ODD_HIDDEN}
    opened = {name: [connect(file, hide[name]) for file in pair] for name, pair in files.items()}
    yield {name: (asker(one), asker(two)) for name, (one, two) in opened.items()}
    for connection in (one for pair in opened.values() for one in pair):
        connection.close()


def odd(path: Path, pin: str, pay: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(ODD.format(pin=pin, pay=pay, ids=IDS))
    return path


def connect(path: Path, hide: list[str]) -> process.Connection:
    with Database(path) as whole:
        return process.connect(path, 512, named(whole.schema, None, hide))


def asker(connection: process.Connection) -> Ask:
    """What a statement gives: its rows, in order, or the error it meets."""

    def ask(sql: str) -> Any:
        try:
            guard.check_text(sql)
            connection.allow(SECONDS)
            with closing(connection.cursor()) as cursor:
                return cursor.execute(sql).fetchmany(1000)
        except (FunctionError, *faults.RAISED) as error:
            return str(error)

    return ask


def test_no_statement_tells_what_is_hidden(pairs: Any) -> None:
    assert told(pairs, 1, 1_500) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 6))
def test_no_statement_of_many_tells_what_is_hidden(pairs: Any, seed: int) -> None:
    assert told(pairs, seed, 6_000) == []


def told(pairs: Any, seed: int, number: int) -> list[str]:
    """The statements that the twins answer differently."""
    rng = random.Random(seed)
    counted, found = Counter[str](), []
    corpus = [sql for sql in recorded() if 9 < len(sql) < 300]
    for turn in range(number):
        name, sql = ("lab", mutated(rng, corpus)) if turn % 2 else ("odd", query(rng, 2))
        if UNSTEADY.search(sql):
            continue
        one, two = (ask(sql) for ask in pairs[name])
        if "interrupted" in (one, two):
            continue
        counted["answered" if isinstance(one, list) else "refused"] += 1
        if one != two:
            found.append(f"{name}: {sql}\n{str(one)[:200]}\n{str(two)[:200]}")
    assert counted["answered"] > number / 10, counted  # else it tries nothing
    return found


def recorded() -> list[str]:
    """The statements in ``security`` that neither eat time nor memory on purpose."""
    lines = [
        json.loads(line)
        for file in ("attacks.jsonl", "legit.jsonl")
        for line in (FOLDER / file).read_text(encoding="utf-8").splitlines()
    ]
    heavy = ("cpu", "memory", "parser", "hostile-schema")
    return [line["sql"] for line in lines if line["kind"] not in heavy]


WORDS = """
    SELECT FROM WHERE JOIN USING NATURAL FULL LEFT CROSS ON GROUP BY ORDER DISTINCT LIMIT UNION ALL
    EXCEPT IN NOT NULL IS AS count max min ( ) ( ) , , . * = > < 1 0 'x' Customer Employee Member
    Vault Payroll Genre Track Invoice Email Phone Fax secret pub st v k hint nick mood id CustomerId
    FirstName SupportRepId EmployeeId LastName Salary StaffNames CustomerCard StaffSearch
    StaffWords Sales term rowid INDEXED ix_cust_mail ix_member_s ix_member_l exists WITH x
    json_each length OVER
""".split()


_WORD = r"(?s)'[^']*'|\w+|\s+|."


def mutated(rng: random.Random, corpus: list[str]) -> str:
    """One of ``corpus``, changed at one to four places."""
    words = re.findall(_WORD, rng.choice(corpus))
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(words)) if words else 0
        change = rng.random()
        if change < 0.45:
            words[at : at + 1] = [" ", rng.choice(WORDS), " "]
        elif change < 0.6:
            words[at:at] = [" ", rng.choice(WORDS), " "]
        elif change < 0.75:
            del words[at : at + rng.randint(1, 3)]
        else:
            other = re.findall(_WORD, rng.choice(corpus))
            begin = rng.randrange(len(other))
            words[at : at + rng.randint(0, 4)] = other[begin : begin + rng.randint(1, 12)]
    return "".join(words)


def query(rng: random.Random, depth: int) -> str:
    """A SELECT whose columns, conditions and order are taken from the tables it reads."""
    sources, columns = joined(rng, depth)
    # Where each column asked for is an honest one, what else is read must tell nothing either.
    honest = [column for column in columns if column not in FORBIDDEN]
    columns = [column for column in dict.fromkeys(honest) if columns.count(column) == 1] or columns
    pick = [rng.choice(columns) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.15:
        pick = ["*"]
    elif rng.random() < 0.3:
        aggregates = "count({}) max({}) min({}) sum({}) group_concat({}) count(*) total({})"
        pick = [rng.choice(aggregates.split()).format(column) for column in pick]
    elif rng.random() < 0.15:
        pick[0] = f"row_number() OVER (ORDER BY {rng.choice(columns)})"
    parts = [rng.choice(["SELECT ", "SELECT ", "SELECT DISTINCT "]), ", ".join(pick), sources]
    if rng.random() < 0.5:
        parts.append(f" WHERE {condition(rng, columns, depth)}")
    if rng.random() < 0.15:
        parts.append(f" GROUP BY {rng.choice(columns)}")
    if depth == 2 and rng.random() < 0.15:
        mark = rng.choice(["UNION", "UNION ALL", "EXCEPT", "INTERSECT"])
        parts.append(f" {mark} {query(rng, 1)}")
    elif rng.random() < 0.2:
        parts.append(f" ORDER BY {rng.choice(columns)}{rng.choice(['', ' DESC'])}")
    if rng.random() < 0.3:
        parts.append(f" LIMIT {rng.randint(1, 9)}")
    text = "".join(parts)
    return f"WITH w AS ({text}) SELECT * FROM w" if depth == 2 and rng.random() < 0.1 else text


def joined(rng: random.Random, depth: int) -> tuple[str, list[str]]:
    """A FROM clause, and the columns that it gives."""
    text, columns = source(rng, depth)
    text = f" FROM {text}"
    for _ in range(rng.choice([0, 0, 1, 1, 1, 2])):
        other, more = source(rng, depth)
        kind = rng.choice(["", "LEFT ", "FULL ", "RIGHT ", "CROSS ", "INNER "])
        shared = sorted(set(columns) & set(more))
        if shared and rng.random() < 0.7:
            names = ", ".join(rng.sample(shared, rng.randint(1, len(shared))))
            text += f" {kind}JOIN {other} USING ({names})"
        elif rng.random() < 0.4:
            text += f" NATURAL {kind}JOIN {other}"
        else:
            text += f" {kind}JOIN {other} ON {condition(rng, columns + more, 0)}"
        columns = columns + more
    return text, columns


def source(rng: random.Random, depth: int) -> tuple[str, list[str]]:
    """Something to read: a table, perhaps by an index, made-up rows or a subquery."""
    kind = rng.random()
    if kind < 0.3:
        table = rng.choice(list(COLUMNS))
        names = rng.sample(COLUMNS[table].split(), min(2, len(COLUMNS[table].split())))
        made = ", ".join(f"{literal(rng)} AS {name}" for name in names)
        return f"(SELECT {made})", names
    if kind < 0.4 and depth:
        sources, columns = joined(rng, depth - 1)
        names = rng.sample(columns, min(2, len(columns)))
        return f"(SELECT {', '.join(names)}{sources})", names
    open_tables = ["person", "plain", "badge", "door", "open_person"]
    table = rng.choice(open_tables if rng.random() < 0.7 else list(COLUMNS))
    by = ""
    if table in ("person", "door", "plain") and rng.random() < 0.3:
        own = [index for index in INDEXES if index.startswith(table)]
        by = rng.choice([" NOT INDEXED", *(f" INDEXED BY {index}" for index in own)])
    return table + by, COLUMNS[table].split()


def condition(rng: random.Random, columns: list[str], depth: int) -> str:
    one, two = rng.choice(columns), rng.choice(columns)
    forms = [
        f"{one} {rng.choice(['=', '<', '>=', 'IS', 'LIKE'])} {literal(rng)}",
        f"{one} = {two}",
        f"{one} IS NOT NULL",
        f"{one} BETWEEN {literal(rng)} AND {literal(rng)}",
        f"{one} IN ({literal(rng)}, {literal(rng)})",
        f"{one} = {literal(rng)} OR {two} = {literal(rng)}",
        f"({one}, {two}) > ({literal(rng)}, {literal(rng)})",
    ]
    if depth:
        forms += [f"{one} IN ({query(rng, 0)})", f"EXISTS ({query(rng, 0)})"]
        forms += [f"{one} IN {rng.choice(list(COLUMNS))}", f"{one} = ({query(rng, 0)})"]
    return rng.choice(forms)


def literal(rng: random.Random) -> str:
    return rng.choice(["1", "7", "30", "NULL", "'n3'", "'t2'", "'p9'", "'c1'", "'person'", "2.0"])
