"""The guard refuses what may write and lets pass what reads, each with its reason."""

from __future__ import annotations

import contextlib
import time

import pytest

from sqlagent import UnsafeQueryError
from sqlagent.guard import check, tokens

READS = [
    "SELECT 1",
    "select * from Artist;",
    "  -- who\n /* or what */ SELECT Name FROM Artist ; -- done",
    "WITH a AS (SELECT 1 AS n) SELECT n FROM a",
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r",
    "VALUES (1, 'one'), (2, 'two')",
    "WITH v AS (VALUES (1)) SELECT * FROM v",
    "SELECT 1 UNION SELECT 2 INTERSECT SELECT 2 EXCEPT SELECT 3 ORDER BY 1",
    "SELECT 'DROP TABLE Artist; --' AS text",
    'SELECT "delete" FROM (SELECT 1 AS "delete")',
    "SELECT replace(Name, 'a', 'b') FROM Artist",
    "SELECT ' :x' AS a, '?1' AS b, '@c' AS c",
    "SELECT Name, rank() OVER (PARTITION BY AlbumId ORDER BY Milliseconds) FROM Track",
    "SELECT count(*) FILTER (WHERE Total > 5) FROM Invoice",
    "SELECT CAST(Total AS INTEGER), Total COLLATE NOCASE FROM Invoice",
    "SELECT value ->> '$.a' FROM json_each('[{\"a\": 1}]')",
    "SELECT * FROM Artist a LEFT JOIN Album b USING (ArtistId) WHERE b.AlbumId IS NOT NULL",
    "SELECT CASE WHEN 1 THEN 'x' ELSE NULL END, x'00ff', 0x1F, 1e3, .5",
    "SELECT * FROM Artist WHERE Name LIKE 'A%' ESCAPE '\\' OR Name GLOB 'B*' LIMIT 3 OFFSET 1",
    "SELECT * FROM Artist NOT INDEXED WHERE (ArtistId, Name) IN (VALUES (1, 'x'))",
    "SELECT ~~1, - -+2",  # the parser cannot read it, the engine can
]

REFUSED = [
    ("", "there is no statement"),
    (" -- nothing\n ;", "there is no statement"),
    ("DELETE FROM Artist", "DELETE does not only read"),
    ("INSERT INTO Artist VALUES (1, 'x') RETURNING *", "INSERT does not only read"),
    ("REPLACE INTO Artist VALUES (1, 'x')", "REPLACE does not only read"),
    ("WITH a AS (SELECT 1) DELETE FROM Artist", "DELETE does not only read"),
    ("WITH a AS (SELECT 1) INSERT INTO Artist SELECT 1, 'x'", "INSERT does not only read"),
    ("WITH a AS (DELETE FROM Artist RETURNING *) SELECT * FROM a", "DELETE is not part"),
    ("REINDEX Artist", "REINDEX does not only read"),
    ("SAVEPOINT a", "SAVEPOINT does not only read"),
    ("VACUUM INTO '/tmp/copy.db'", "VACUUM does not only read"),
    ("ATTACH 'other.db' AS other", "ATTACH does not only read"),
    ("PRAGMA writable_schema = 1", "PRAGMA does not only read"),
    ("EXPLAIN SELECT 1", "EXPLAIN is not a query"),
    ("CREATE TABLE t(a)", "CREATE does not only read"),
    ("BEGIN", "BEGIN does not only read"),
    ("SELECT 1; DELETE FROM Artist", "more than one statement"),
    ("SELECT 1; SELECT 2", "more than one statement"),
    ("/* ; */ SELECT 1 /* */ ; /* */ DROP TABLE Artist", "more than one statement"),
    ("SELECT * FROM Artist WHERE ArtistId = ?", "placeholder"),
    ("SELECT * FROM Artist WHERE ArtistId = :id", "placeholder"),
    ("SELECT 'never closed", "opened and never closed"),
    ("SELECT (1", "parenthesis is opened"),
    ("SELECT 1)", "parenthesis is closed"),
    ("SELECT 1 \\ 2", "does not belong in SQL"),
    ("SELECT 1\x00; DROP TABLE Artist", "control characters"),
    ("SELECT '\ud800'", "control characters"),
    ("SELECT " + "(" * 100 + "1" + ")" * 100, "parentheses are more than"),
    ("SELECT 1" + " + 1" * 6000, "longer than"),
    ("SELECT 1" + ",1" * 4500, "more than 8,000 words"),
    ("SELECT * INTO copy FROM Artist", "INTO is not part"),
    ("WITH a", "WITH without a SELECT is not a query"),
    ("drop table Artist", "DROP does not only read"),
    ("please show artists", "PLEASE is not a query"),
    ("selec 1", "SELEC is not a query"),
]


@pytest.mark.parametrize("sql", READS)
def test_what_reads_passes(sql: str) -> None:
    check(sql)


@pytest.mark.parametrize(("sql", "reason"), REFUSED)
def test_what_may_do_more_is_refused_with_its_reason(sql: str, reason: str) -> None:
    with pytest.raises(UnsafeQueryError) as refused:
        check(sql)
    assert str(refused.value).startswith("refused: ")
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_word_may_hold_whatever_is_not_ascii() -> None:
    read = [*tokens("größe Ünit_2$ :jähr \U0010ffff ~^`a b`")]
    assert [(token.kind, token.text) for token in read] == [
        ("word", "größe"), ("word", "Ünit_2$"), ("variable", ":jähr"), ("word", "\U0010ffff"),
        ("mark", "~"), ("bad", "^"), ("name", "`a b`"),
    ]  # fmt: skip


def test_another_dialect_is_refused_where_it_cannot_be_parsed() -> None:
    check("SELECT 1", "postgres")
    with pytest.raises(UnsafeQueryError, match="not postgres SQL"):
        check("SELECT ~~1, - -+2 FROM FROM", "postgres")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM a" + " JOIN b" * 2000,
        "SELECT decimal( by limit " * 300,
        "SELECT union (" * 500,
        "SELECT " + "decimal( by limit " * 60 + "1" + ")" * 60,
        "SELECT 'x' " + "limit decimal( map 'x' " * 60 + ")" * 60,
        "SELECT " + "'a' || " * 3900,
        "SELECT /*" + "*" * 19_000,
        "SELECT " + "-- \n" * 4_000 + "1",
        "SELECT " + "[" * 15_000,
    ],
    ids=lambda sql: sql[:20],
)
def test_long_nonsense_costs_little(sql: str) -> None:
    start = time.perf_counter()
    with contextlib.suppress(UnsafeQueryError):
        check(sql)
    assert time.perf_counter() - start < 2  # it used to take minutes
