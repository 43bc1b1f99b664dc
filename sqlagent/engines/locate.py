"""Which file is meant by a path, an SQLAlchemy URL or an SQLAlchemy engine."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from sqlagent.errors import DatabaseError

if TYPE_CHECKING:
    import sqlalchemy

SQLITE_ONLY = "only SQLite databases can be opened; give a file's path or a sqlite:/// URL"


class Location(NamedTuple):
    """``private`` files are copies made for one ``Database``, which removes them."""

    path: Path
    private: bool = False


def locate(source: str | os.PathLike[str] | sqlalchemy.Engine) -> Location:
    """The file of ``source``; an in-memory database is copied into a private one.

    Raises ``DatabaseError`` where there is no such file, or the engine is not SQLite.
    """
    if not isinstance(source, (str, os.PathLike)):
        return _of_engine(source)
    text = os.fspath(source)
    if "://" in text:
        return _of_url(text)
    if not text.strip():
        raise DatabaseError("no database was named; give a file's path")
    return Location(_existing(Path(text).expanduser()))


def _of_url(url: str) -> Location:
    import sqlalchemy  # a file's path does not need it
    from sqlalchemy.exc import ArgumentError

    try:
        parsed = sqlalchemy.make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseError(f"{url} is not a database URL; {SQLITE_ONLY}") from None
    if parsed.get_backend_name() != "sqlite":
        raise DatabaseError(f"{parsed.get_backend_name()} is not supported; {SQLITE_ONLY}")
    file = _file_of(parsed)
    if not file:
        raise DatabaseError("a database in memory has no URL; hand over its SQLAlchemy engine")
    return Location(_existing(Path(file)))


def _file_of(url: sqlalchemy.URL) -> str:
    """The path in an SQLite URL, "" of one in memory: to connect to it could make the file."""
    file = url.database or ""
    if file.startswith("file:"):
        file = unquote(file.removeprefix("file:").removeprefix("//"))
    return "" if file == ":memory:" or url.query.get("mode") == "memory" else file


def _of_engine(engine: sqlalchemy.Engine) -> Location:
    from sqlalchemy.exc import SQLAlchemyError

    if engine.dialect.name != "sqlite":
        raise DatabaseError(f"{engine.dialect.name} is not supported; {SQLITE_ONLY}")
    if file := _file_of(engine.url):
        return Location(_existing(Path(file)))
    try:
        with contextlib.closing(engine.raw_connection()) as connection:
            driver = connection.driver_connection
            if not isinstance(driver, sqlite3.Connection):
                raise DatabaseError("the engine's driver is not sqlite3; give the file's path")
            files = {name: file for _, name, file in driver.execute("PRAGMA database_list")}
            if files["main"]:
                return Location(Path(files["main"]))
            return Location(_copied(driver), private=True)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise DatabaseError(f"the engine's database cannot be read: {error}") from error


def _copied(source: sqlite3.Connection) -> Path:
    handle, name = tempfile.mkstemp(prefix="sqlagent-", suffix=".sqlite")
    os.close(handle)
    with contextlib.closing(sqlite3.connect(name)) as copy:
        source.backup(copy)
    return Path(name)


def _existing(path: Path) -> Path:
    try:
        if path.is_dir():
            raise DatabaseError(f"{path} is a directory; give the path of a database file in it")
        if path.is_file():
            return path.absolute()
        if path.exists():  # to open a pipe may never end
            raise DatabaseError(f"{path} is no file; give the path of a database file")
        siblings = [entry.name for entry in path.absolute().parent.iterdir() if entry.is_file()]
    except OSError as error:
        reason = error.strerror or "it cannot be looked for"
        raise DatabaseError(f"cannot open {path}: {reason.lower()}") from None
    near = get_close_matches(path.name, siblings, n=1)
    hint = f"did you mean {path.with_name(near[0])}?" if near else "check the path"
    raise DatabaseError(f"there is no file {path}; {hint}")
