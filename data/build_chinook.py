"""Builds the sample database from the plain texts in chinook/: python data/build_chinook.py [OUT].

Owns how a text becomes rows: the reading, the numbering (in the order of the texts), and all that
is worked out rather than written down: sizes of files, prices, playlists by rule, sales. The same
texts always give the same rows: chance comes from a checksum or from a seeded random().
"""

import random
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar
from zlib import crc32

TEXTS = Path(__file__).resolve().with_name("chinook")

SEED = 3516  # of many the one whose sums keep the order wanted and hardly tie
INVOICES = {2009: 83, 2010: 83, 2011: 83, 2012: 83, 2013: 80}  # how many in each year
FIRST_DAY, LAST_DAY = date(2009, 1, 1), date(2013, 12, 22)
INVOICES_PER_CUSTOMER = 7  # the last customer has what is left
LARGEST_INVOICE = 14  # lines

T = TypeVar("T")
Fields = list[str | None]
Row = tuple[object, ...]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Album:
    id: int
    title: str
    year: int
    artist: str
    genre: str
    media: str


@dataclass(frozen=True)
class Track:
    id: int
    name: str
    album: Album
    composer: str | None
    milliseconds: int
    bytes: int
    show: bool  # watched rather than heard

    @property
    def price(self) -> float:
        return 1.99 if self.show else 0.99


def read(path: Path) -> Iterator[Fields]:
    """The fields of each line that is neither empty nor a comment; None for an empty field."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [part.strip() or None for part in line.split("|")]


def read_music() -> list[Track]:
    """The tracks of music/*.txt, with their albums and artists, in the order of the texts."""
    rates = {media: range(int(low or 0), int(high or 0) + 1)
             for media, low, high in read(TEXTS / "media_types.txt")}  # fmt: skip
    shows = {genre for genre, *rest in read(TEXTS / "genres.txt") if "show" in rest}
    tracks: list[Track] = []
    artist, album = "", Album(0, "", 0, "", "", "")
    for fields in (fields for path in sorted(TEXTS.glob("music/*.txt")) for fields in read(path)):
        line = str(fields[0])
        if line.startswith("= "):
            artist = line[2:]
        elif match := re.fullmatch(r"== (.+) \((\d{4})\) \[([^;\]]+)(?:; ([^\]]+))?\]", line):
            title, year, genre, media = match.groups("MPEG audio file")
            album = Album(album.id + 1, title, int(year), artist, genre, media)
        else:
            show = album.genre in shows
            tracks.append(make_track(len(tracks) + 1, fields, album, show, rates[album.media]))
    return tracks


def make_track(number: int, fields: Fields, album: Album, show: bool, rates: range) -> Track:
    """From title, minutes:seconds, composers; a checksum gives what the text leaves open."""
    name, length, composer = [*fields, None][:3]
    minutes, seconds = str(length).split(":")
    chance = crc32(f"{album.artist}/{album.title}/{name}".encode())
    milliseconds = (int(minutes) * 60 + int(seconds)) * 1000 + chance % 1000
    size = milliseconds * rates[chance // 1000 % len(rates)] // 8
    return Track(number, str(name), album, composer, milliseconds, size, show)


def read_playlists(tracks: list[Track]) -> list[tuple[str, set[int]]]:
    """Each playlist's name and the ids of its tracks."""
    playlists: list[tuple[str, set[int]]] = []
    for fields in read(TEXTS / "playlists.txt"):
        line = str(fields[0])
        if line.startswith("= "):
            playlists.append((line[2:], set()))
        else:
            found = by_rule(line[2:], tracks) if line.startswith("* ") else by_name(fields, tracks)
            if not found:
                raise SystemExit(f"playlists.txt: nothing is meant by: {fields}")
            playlists[-1][1].update(track.id for track in found)
    return playlists


def by_name(wanted: Fields, tracks: list[Track]) -> list[Track]:
    """artist, album, track: what is left out at the end is taken whole."""
    full = [(track, [track.album.artist, track.album.title, track.name]) for track in tracks]
    return [track for track, name in full if name[: len(wanted)] == wanted]


def by_rule(rule: str, tracks: list[Track]) -> list[Track]:
    music = [track for track in tracks if not track.show]
    match rule.split(": "):
        case ["music"]:
            return music
        case ["shows"]:
            return [track for track in tracks if track.show]
        case ["music videos"]:
            return [track for track in music if "video" in track.album.media]
        case ["genre", genre]:
            return [track for track in music if track.album.genre == genre]
        case ["around the middle of the nineties", count]:
            return sorted(music, key=lambda track: abs(track.album.year - 1994.5))[: int(count)]
    return []


def shuffled(items: Iterable[T], chance: random.Random) -> list[T]:
    # random.shuffle may differ from one Python to the next
    return sorted(items, key=lambda _: chance.random())


def sold_tracks(tracks: list[Track], chance: random.Random) -> list[Track]:
    """What was sold, day after day: twice through the shop, an album or a show at a time.

    Nothing that came out after the first year: it would be sold too early.
    """
    counts = {str(shelf): int(count or 0) for shelf, count in read(TEXTS / "sales.txt")}
    shelves: defaultdict[str, list[Track]] = defaultdict(list)
    for track in (track for track in tracks if track.album.year <= FIRST_DAY.year):
        rest = "* shows" if track.show else "* music"
        shelves[track.album.artist if track.album.artist in counts else rest].append(track)
    sold: list[Track] = []
    for half in (0, 1):
        baskets: defaultdict[str | int, list[Track]] = defaultdict(list)
        for shelf, count in counts.items():
            chosen = shuffled(shelves[shelf], chance)[: (count + half) // 2]
            for track in sorted(chosen, key=lambda track: track.id):
                baskets[track.album.artist if track.show else track.album.id].append(track)
        sold += [track for basket in shuffled(baskets.values(), chance) for track in basket]
    return sold


def invoice_days(chance: random.Random) -> list[date]:
    days = []
    for year, count in INVOICES.items():
        start, end = date(year, 1, 1), min(date(year + 1, 1, 1), LAST_DAY)
        days += [start + (i + chance.random()) / count * (end - start) for i in range(count)]
    return [FIRST_DAY, *days[1:-1], LAST_DAY]


def invoice_sizes(invoices: int, lines: int, chance: random.Random) -> list[int]:
    """How many lines each invoice has: mostly few, all together exactly so many."""
    sizes = [1 + int(LARGEST_INVOICE * chance.random() ** 1.85) for _ in range(invoices)]
    while wrong := sum(sizes) - lines:
        i = int(chance.random() * invoices)
        sizes[i] = min(max(sizes[i] - (1 if wrong > 0 else -1), 1), LARGEST_INVOICE)
    return sizes


def sell(tracks: list[Track], customers: list[Row]) -> Tables:
    chance = random.Random(SEED)
    sold = sold_tracks(tracks, chance)
    days = invoice_days(chance)
    buyers = shuffled((customers * INVOICES_PER_CUSTOMER)[: len(days)], chance)
    sizes = invoice_sizes(len(days), len(sold), chance)
    invoices, lines = list[Row](), list[Row]()
    for number, (day, buyer, size) in enumerate(zip(days, buyers, sizes, strict=True), 1):
        bought = sold[len(lines) : len(lines) + size]
        for track in bought:
            lines.append((len(lines) + 1, number, track.id, track.price, 1))
        total = round(sum(track.price for track in bought), 2)
        invoices.append((number, buyer[0], f"{day} 00:00:00", *buyer[4:9], total))
    return {"Invoice": invoices, "InvoiceLine": lines}


def people() -> Tables:
    """Employees and customers; the texts name a superior or an agent by the last name."""
    staff = list(read(TEXTS / "employees.txt"))
    ids = {row[1]: number for number, row in enumerate(staff, 1)}
    employees, customers = list[Row](), list[Row]()
    for first, last, title, boss, born, hired, *rest in staff:
        days = f"{born} 00:00:00", f"{hired} 00:00:00"
        employees.append((ids[last], last, first, title, boss and ids[boss], *days, *rest))
    for number, (*row, agent) in enumerate(read(TEXTS / "customers.txt"), 1):
        customers.append((number, *row, ids[agent]))
    return {"Employee": employees, "Customer": customers}


def numbered(file: str, *before: str) -> dict[str | None, int]:
    """The names of a text, after those before them, with their ids."""
    names = [*before, *(fields[0] for fields in read(TEXTS / file))]
    return {name: number for number, name in enumerate(dict.fromkeys(names), 1)}


def goods(tracks: list[Track]) -> Tables:
    """What the shop has: artists, albums, genres, media types, tracks and playlists."""
    albums = list(dict.fromkeys(track.album for track in tracks))
    artists = numbered("artists.txt", *(album.artist for album in albums))
    genres = numbered("genres.txt")
    media = numbered("media_types.txt")
    track_rows: list[Row] = []
    for t in tracks:
        ids = t.album.id, media[t.album.media], genres[t.album.genre]
        track_rows.append((t.id, t.name, *ids, t.composer, t.milliseconds, t.bytes, t.price))
    playlists = list(enumerate(read_playlists(tracks), 1))
    return {
        "Artist": [(number, name) for name, number in artists.items()],
        "Album": [(album.id, album.title, artists[album.artist]) for album in albums],
        "Genre": [(number, name) for name, number in genres.items()],
        "MediaType": [(number, name) for name, number in media.items()],
        "Track": track_rows,
        "Playlist": [(number, name) for number, (name, _) in playlists],
        "PlaylistTrack": [(number, id) for number, (_, ids) in playlists for id in sorted(ids)],
    }


def build(out: Path) -> None:
    tracks, tables = read_music(), people()
    tables = goods(tracks) | tables | sell(tracks, tables["Customer"])
    out.unlink(missing_ok=True)
    with closing(sqlite3.connect(out)) as connection:
        connection.executescript((TEXTS / "schema.sql").read_text(encoding="utf-8"))
        for name, rows in tables.items():
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO [{name}] VALUES ({marks})", rows)
        connection.commit()
        connection.execute("VACUUM")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else TEXTS.with_suffix(".db"))
