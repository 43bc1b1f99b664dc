"""The sample database: built again it is the same, and its figures are the published sample's."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"

TABLES = {  # "!" stands for NOT NULL
    "Artist": "ArtistId INTEGER!, Name NVARCHAR(120)",
    "Album": "AlbumId INTEGER!, Title NVARCHAR(160)!, ArtistId INTEGER!",
    "Track": "TrackId INTEGER!, Name NVARCHAR(200)!, AlbumId INTEGER, MediaTypeId INTEGER!, "
    "GenreId INTEGER, Composer NVARCHAR(220), Milliseconds INTEGER!, Bytes INTEGER, "
    "UnitPrice NUMERIC(10,2)!",
    "Genre": "GenreId INTEGER!, Name NVARCHAR(120)",
    "MediaType": "MediaTypeId INTEGER!, Name NVARCHAR(120)",
    "Playlist": "PlaylistId INTEGER!, Name NVARCHAR(120)",
    "PlaylistTrack": "PlaylistId INTEGER!, TrackId INTEGER!",
    "Customer": "CustomerId INTEGER!, FirstName NVARCHAR(40)!, LastName NVARCHAR(20)!, "
    "Company NVARCHAR(80), Address NVARCHAR(70), City NVARCHAR(40), State NVARCHAR(40), "
    "Country NVARCHAR(40), PostalCode NVARCHAR(10), Phone NVARCHAR(24), Fax NVARCHAR(24), "
    "Email NVARCHAR(60)!, SupportRepId INTEGER",
    "Employee": "EmployeeId INTEGER!, LastName NVARCHAR(20)!, FirstName NVARCHAR(20)!, "
    "Title NVARCHAR(30), ReportsTo INTEGER, BirthDate DATETIME, HireDate DATETIME, "
    "Address NVARCHAR(70), City NVARCHAR(40), State NVARCHAR(40), Country NVARCHAR(40), "
    "PostalCode NVARCHAR(10), Phone NVARCHAR(24), Fax NVARCHAR(24), Email NVARCHAR(60)",
    "Invoice": "InvoiceId INTEGER!, CustomerId INTEGER!, InvoiceDate DATETIME!, "
    "BillingAddress NVARCHAR(70), BillingCity NVARCHAR(40), BillingState NVARCHAR(40), "
    "BillingCountry NVARCHAR(40), BillingPostalCode NVARCHAR(10), Total NUMERIC(10,2)!",
    "InvoiceLine": "InvoiceLineId INTEGER!, InvoiceId INTEGER!, TrackId INTEGER!, "
    "UnitPrice NUMERIC(10,2)!, Quantity INTEGER!",
}
ROWS = {
    "Artist": 275, "Album": 347, "Track": 3503, "Genre": 25, "MediaType": 5, "Playlist": 18,
    "PlaylistTrack": 8715, "Customer": 59, "Employee": 8, "Invoice": 412, "InvoiceLine": 2240,
}  # fmt: skip
FOREIGN_KEYS = {
    "Album": {"ArtistId": "Artist"},
    "Track": {"AlbumId": "Album", "MediaTypeId": "MediaType", "GenreId": "Genre"},
    "PlaylistTrack": {"PlaylistId": "Playlist", "TrackId": "Track"},
    "Customer": {"SupportRepId": "Employee"},
    "Employee": {"ReportsTo": "Employee"},
    "Invoice": {"CustomerId": "Customer"},
    "InvoiceLine": {"InvoiceId": "Invoice", "TrackId": "Track"},
}

COUNTRIES = """USA 13, Canada 8, Brazil 5, France 5, Germany 4, United Kingdom 3,
    Czech Republic 2, India 2, Portugal 2, Argentina 1, Australia 1, Austria 1, Belgium 1, Chile 1,
    Denmark 1, Finland 1, Hungary 1, Ireland 1, Italy 1, Netherlands 1, Norway 1, Poland 1,
    Spain 1, Sweden 1"""
GENRES = """Rock 1297, Latin 579, Metal 374, Alternative & Punk 332, Jazz 130, TV Shows 93,
    Blues 81, Classical 74, Drama 64, R&B/Soul 61, Reggae 58, Pop 48, Soundtrack 43,
    Alternative 40, Hip Hop/Rap 35, Electronica/Dance 30, Heavy Metal 28, World 28,
    Sci Fi & Fantasy 26, Easy Listening 24, Comedy 17, Bossa Nova 15, Science Fiction 13,
    Rock And Roll 12, Opera 1"""
ARTISTS = """Iron Maiden 213, U2 135, Led Zeppelin 114, Metallica 112, Deep Purple 92, Lost 92,
    Pearl Jam 67, Lenny Kravitz 57, Various Artists 56, The Office 53, Faith No More 52,
    Van Halen 52"""
PLAYLISTS = """Music 3290, Movies 0, TV Shows 213, Audiobooks 0, 90\u2019s Music 1477, Audiobooks 0,
    Movies 0, Music 3290, Music Videos 1, TV Shows 213, Brazilian Music 39, Classical 75,
    Classical 101 - Deep Cuts 25, Classical 101 - Next Steps 25, Classical 101 - The Basics 25,
    Grunge 15, Heavy Metal Classic 26, On-The-Go 1 1"""

# Each question's rows; those about artists may go on after the text ends.
LISTS = {
    """SELECT Artist.Name, count(*) FROM Track JOIN Album USING (AlbumId)
       JOIN Artist USING (ArtistId) GROUP BY ArtistId ORDER BY 2 DESC, 1""": ARTISTS,
    """SELECT Artist.Name, count(*) FROM Album JOIN Artist USING (ArtistId)
       GROUP BY ArtistId ORDER BY 2 DESC, 1""": "Iron Maiden 21, Led Zeppelin 14, Deep Purple 11, "
    "Metallica 10, U2 10, Ozzy Osbourne 6, Pearl Jam 5",
    """SELECT Title || ' by ' || Artist.Name, count(*) FROM Track JOIN Album USING (AlbumId)
       JOIN Artist USING (ArtistId) GROUP BY AlbumId
       ORDER BY 2 DESC, 1""": "Greatest Hits by Lenny Kravitz 57, "
    "Minha Historia by Chico Buarque 34, Unplugged by Eric Clapton 30",
    """SELECT Genre.Name, count(*) FROM Track JOIN Genre USING (GenreId)
       GROUP BY GenreId ORDER BY 2 DESC, 1""": GENRES,
    """SELECT MediaType.Name, count(*) FROM Track JOIN MediaType USING (MediaTypeId)
       GROUP BY MediaTypeId ORDER BY 2 DESC""": "MPEG audio file 3034, "
    "Protected AAC audio file 237, Protected MPEG-4 video file 214, AAC audio file 11, "
    "Purchased AAC audio file 7",
    "SELECT UnitPrice, count(*) FROM Track GROUP BY 1": "0.99 3290, 1.99 213",
    """SELECT Name, count(TrackId) FROM Playlist LEFT JOIN PlaylistTrack USING (PlaylistId)
       GROUP BY PlaylistId ORDER BY PlaylistId""": PLAYLISTS,
    "SELECT Country, count(*) FROM Customer GROUP BY 1 ORDER BY 2 DESC, 1": COUNTRIES,
    "SELECT substr(InvoiceDate, 1, 4), count(*) FROM Invoice GROUP BY 1": "2009 83, 2010 83, "
    "2011 83, 2012 83, 2013 80",
    "SELECT round(sum(Total), 1), count(*) FROM Invoice": "2328.6 412",
    "SELECT date(min(InvoiceDate)), date(max(InvoiceDate)) FROM Invoice": "2009-01-01 2013-12-22",
    """SELECT Title, count(*) FROM Employee JOIN Customer ON SupportRepId = EmployeeId
       GROUP BY EmployeeId ORDER BY 2 DESC""": "Sales Support Agent 21, "
    "Sales Support Agent 20, Sales Support Agent 18",
    """SELECT e.Title || ' to ' || ifnull(m.Title, 'nobody'), count(*) FROM Employee e
       LEFT JOIN Employee m ON m.EmployeeId = e.ReportsTo
       GROUP BY 1 ORDER BY min(e.EmployeeId)""": "General Manager to nobody 1, "
    "Sales Manager to General Manager 1, Sales Support Agent to Sales Manager 3, "
    "IT Manager to General Manager 1, IT Staff to IT Manager 2",
    "SELECT n, count(*) FROM (SELECT count(*) AS n FROM Invoice GROUP BY CustomerId) "
    "GROUP BY 1": "6 1, 7 58",
}
LEADERS = {  # strictly in this order, and strictly before the next
    """SELECT Artist.Name, sum(InvoiceLine.UnitPrice * Quantity) FROM InvoiceLine
       JOIN Track USING (TrackId) JOIN Album USING (AlbumId) JOIN Artist USING (ArtistId)
       GROUP BY ArtistId ORDER BY 2 DESC""": "Iron Maiden, U2, Metallica, Led Zeppelin, Lost",
    """SELECT BillingCountry, sum(Total) FROM Invoice
       GROUP BY 1 ORDER BY 2 DESC""": "USA, Canada, France, Brazil, Germany, United Kingdom, "
    "Czech Republic",
}
NEVER = {
    "a key that leads nowhere": "PRAGMA foreign_key_check",
    "an artist without a name": "SELECT * FROM Artist WHERE Name IS NULL OR Name = ''",
    "one artist twice": "SELECT lower(Name) FROM Artist GROUP BY 1 HAVING count(*) > 1",
    "one title twice": "SELECT ArtistId, Title FROM Album GROUP BY 1, 2 HAVING count(*) > 1",
    "an album without tracks": """SELECT * FROM Album
        WHERE AlbumId NOT IN (SELECT AlbumId FROM Track)""",
    "a total that is not the lines' sum": """SELECT InvoiceId FROM Invoice
        LEFT JOIN InvoiceLine USING (InvoiceId) GROUP BY InvoiceId
        HAVING Total IS NOT round(sum(UnitPrice * Quantity), 2)""",
    "a track twice on one invoice": """SELECT InvoiceId, TrackId FROM InvoiceLine
        GROUP BY 1, 2 HAVING count(*) > 1""",
    "more than one of a thing": "SELECT * FROM InvoiceLine WHERE Quantity <> 1",
    "another price than the track's": """SELECT * FROM InvoiceLine JOIN Track USING (TrackId)
        WHERE InvoiceLine.UnitPrice <> Track.UnitPrice""",
    "invoices out of order": """SELECT * FROM Invoice a JOIN Invoice b
        ON b.InvoiceId = a.InvoiceId + 1 AND b.InvoiceDate < a.InvoiceDate""",
    "a day that is none": """SELECT * FROM Invoice
        WHERE InvoiceDate <> strftime('%Y-%m-%d 00:00:00', InvoiceDate)""",
    "a bill to another address": """SELECT * FROM Invoice JOIN Customer USING (CustomerId)
        WHERE (BillingAddress, BillingCity, BillingState, BillingCountry, BillingPostalCode)
        IS NOT (Address, City, State, Country, PostalCode)""",
    "an agent who is none": """SELECT * FROM Customer WHERE SupportRepId IS NULL
        OR SupportRepId NOT IN
        (SELECT EmployeeId FROM Employee WHERE Title = 'Sales Support Agent')""",
    "a classical piece in no part, or in two": """SELECT TrackId FROM PlaylistTrack
        WHERE PlaylistId BETWEEN 12 AND 15 GROUP BY 1 HAVING count(*) <> 2""",
    "an e-mail of two": "SELECT Email FROM Customer GROUP BY 1 HAVING count(*) > 1",
    "a video at the price of a song": """SELECT * FROM Track
        JOIN MediaType USING (MediaTypeId) JOIN Genre USING (GenreId)
        WHERE (UnitPrice > 1) <> (MediaType.Name LIKE '%video%' AND Genre.Name <> 'Alternative')""",
    "a size that no such file has": """SELECT * FROM
        (SELECT 8.0 * Bytes / Milliseconds AS kbits, MediaType.Name LIKE '%video%' AS video
        FROM Track JOIN MediaType USING (MediaTypeId))
        WHERE NOT CASE WHEN video THEN kbits BETWEEN 1300 AND 1700
        ELSE kbits BETWEEN 120 AND 260 END""",
}


def rows(connection: sqlite3.Connection, sql: str) -> list[tuple[object, ...]]:
    return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def sample() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{(DATA / 'chinook.db').as_uri()}?mode=ro", uri=True)) as sample:
        yield sample


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("sample") / "again.db"
    subprocess.run([sys.executable, DATA / "build_chinook.py", path], check=True)
    with closing(sqlite3.connect(path)) as rebuilt:
        yield rebuilt


def test_the_same_schema_again(sample: sqlite3.Connection, rebuilt: sqlite3.Connection) -> None:
    sql = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"
    assert rows(rebuilt, sql) == rows(sample, sql)


@pytest.mark.parametrize("table", TABLES)
def test_the_same_rows_again(
    sample: sqlite3.Connection, rebuilt: sqlite3.Connection, table: str
) -> None:
    sql = f"SELECT * FROM [{table}] ORDER BY rowid"
    assert rows(rebuilt, sql) == rows(sample, sql)
    assert len(rows(sample, sql)) == ROWS[table]


def test_no_other_tables(sample: sqlite3.Connection) -> None:
    names = rows(sample, "SELECT name FROM sqlite_master WHERE type = 'table'")
    assert {name for (name,) in names} == set(TABLES) == set(ROWS)


@pytest.mark.parametrize(("table", "columns"), TABLES.items())
def test_columns_and_their_keys(sample: sqlite3.Connection, table: str, columns: str) -> None:
    info = rows(sample, f"PRAGMA table_info([{table}])")
    assert ", ".join(f"{c[1]} {c[2]}{'!' * bool(c[3])}" for c in info) == columns
    keys = 2 if table == "PlaylistTrack" else 1
    assert [c[5] for c in info] == [*range(1, keys + 1), *[0] * (len(info) - keys)]


@pytest.mark.parametrize("table", TABLES)
def test_foreign_keys_and_their_indexes(sample: sqlite3.Connection, table: str) -> None:
    keys = rows(sample, f"PRAGMA foreign_key_list([{table}])")
    expected = FOREIGN_KEYS.get(table, {})
    assert {key[3]: key[2] for key in keys} == expected
    names = {name for _, name, *_ in rows(sample, f"PRAGMA index_list([{table}])")}
    assert {f"IFK_{table}{column}" for column in expected} <= names


@pytest.mark.parametrize("table", TABLES)
def test_text_is_text_and_within_its_length(sample: sqlite3.Connection, table: str) -> None:
    for name, length in re.findall(r"(\w+) NVARCHAR\((\d+)\)", TABLES[table]):
        wrong = f"typeof([{name}]) NOT IN ('text', 'null') OR length([{name}]) > {length}"
        assert rows(sample, f"SELECT [{name}] FROM [{table}] WHERE {wrong}") == []


@pytest.mark.parametrize(("sql", "expected"), LISTS.items())
def test_figures(sample: sqlite3.Connection, sql: str, expected: str) -> None:
    wanted = re.split(r",\s+", expected)
    found = [f"{name} {number}" for name, number in rows(sample, sql)]
    assert found[: len(wanted)] == wanted
    assert len(found) == len(wanted) or "Artist" in sql


@pytest.mark.parametrize(("sql", "expected"), LEADERS.items())
def test_leaders_by_revenue(sample: sqlite3.Connection, sql: str, expected: str) -> None:
    leaders = expected.split(", ")
    found = rows(sample, sql)
    assert [name for name, _ in found[: len(leaders)]] == leaders
    sums = [round(float(str(revenue)), 2) for _, revenue in found[: len(leaders) + 1]]
    assert sums == sorted(set(sums), reverse=True)


@pytest.mark.parametrize("sql", NEVER.values(), ids=NEVER)
def test_there_is_never(sample: sqlite3.Connection, sql: str) -> None:
    assert rows(sample, sql) == []


def test_the_file_is_whole(sample: sqlite3.Connection) -> None:
    assert rows(sample, "PRAGMA integrity_check") == [("ok",)]
    assert rows(sample, "PRAGMA journal_mode") == [("delete",)]
    assert rows(sample, "PRAGMA freelist_count") == [(0,)]


def test_invoices_are_of_all_sizes(sample: sqlite3.Connection) -> None:
    sizes = rows(sample, "SELECT DISTINCT count(*) FROM InvoiceLine GROUP BY InvoiceId ORDER BY 1")
    assert sizes == [(size,) for size in range(1, 15)]
    totals = rows(sample, "SELECT min(Total), max(Total) BETWEEN 20 AND 26 FROM Invoice")
    assert totals == [(0.99, 1)]


def test_artists_with_and_without_albums(sample: sqlite3.Connection) -> None:
    assert rows(sample, "SELECT count(DISTINCT ArtistId) FROM Album") == [(204,)]
