"""Databases and questions changed in what should not matter: the order of rows, values, names.

A change is consistent: what a question, its gold and the database have in common they still have,
so whoever reads the question well answers it as before.
"""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import sqlglot
from offline_words import SEED, WORD, empty_words, made_up, renamed_by, reworded, synonyms
from sqlglot import exp
from sqlglot.tokenizer_core import TokenType

from sqlagent.evaluate.questions import Question
from sqlagent.linking.english import lemma, split

_TEXT = re.compile(r"'(?:[^']|'')*'")
_TABLES = """
    SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    ORDER BY name
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """A changed database and its questions under their old ids; ``back`` unchanges their SQL."""

    path: Path
    questions: tuple[Question, ...]
    back: Callable[[str], str]


def shuffled(path: Path, questions: Sequence[Question], folder: Path) -> Variant:
    """Every table's rows stored in another order; rows with a number for a key keep it."""
    with _copy(path, folder) as (copy, connection):
        connection.create_function("chance", 0, random.Random(SEED).random)
        for table in _tables(connection):
            columns = ", ".join(map(_quoted, _columns(connection, table)))
            connection.execute(
                f"CREATE TEMP TABLE held AS SELECT {columns} FROM main.{_quoted(table)}"
                " ORDER BY chance()"
            )
            connection.execute(f"DELETE FROM main.{_quoted(table)}")
            connection.execute(
                f"INSERT INTO main.{_quoted(table)} ({columns}) SELECT * FROM held ORDER BY rowid"
            )
            connection.execute("DROP TABLE held")
    return Variant(copy, tuple(questions), str)


def revalued(path: Path, questions: Sequence[Question], folder: Path) -> Iterator[Variant]:
    """For each question that says a word of a text its gold compares with: that word made up.

    It is the same made-up word in the question, in the gold and in all the database stores.
    """
    with closing(sqlite3.connect(path)) as connection:
        names = {lemma(word) for name in _names(connection) for word in split(name)}
        stored = _stored_words(connection)
    for question in questions:
        taken = names | stored | {word.lower() for word in WORD.findall(question.question)}
        made = {word: made_up(word, taken) for word in _said(question) if lemma(word) not in names}
        if made:
            with _copy(path, folder) as (copy, connection):
                _reword(connection, made)
            texts = (question.gold_sql or "", *question.alt_sql)
            gold, *alts = (
                _TEXT.sub(lambda text: reworded(text[0], made), sql)  # noqa: B023 (used at once)
                for sql in texts
            )
            changed = replace(
                question, question=reworded(question.question, made), gold_sql=gold,
                alt_sql=tuple(alts),
            )  # fmt: skip
            again = {new: word for word, new in made.items()}
            yield Variant(copy, (changed,), lambda sql, again=again: reworded(sql, again))  # type: ignore[misc]


def renamed(path: Path, questions: Sequence[Question], folder: Path) -> Variant:
    """Tables and columns under near words of their names' words; a light word stays: id, kg."""
    with _copy(path, folder) as (copy, connection):
        names = _names(connection)
        words = synonyms({word for name in names for word in split(name)})
        new = {name.lower(): other for name in names if (other := renamed_by(name, words)) != name}
        for table in _tables(connection):
            for column in _columns(connection, table):
                if column.lower() in new:
                    connection.execute(
                        f"ALTER TABLE {_quoted(table)} RENAME COLUMN {_quoted(column)}"
                        f" TO {_quoted(new[column.lower()])}"
                    )
            if table.lower() in new:
                other = _quoted(new[table.lower()])
                connection.execute(f"ALTER TABLE {_quoted(table)} RENAME TO {other}")
    again = {other.lower(): name for name in names if (other := new.get(name.lower(), ""))}
    changed = tuple(_asked_of(question, new) for question in questions)
    return Variant(copy, changed, lambda sql: _respelled(sql, again))


def _asked_of(question: Question, new: Mapping[str, str]) -> Question:
    """The question with the names in its gold changed."""
    return replace(
        question,
        gold_sql=_respelled(question.gold_sql or "", new),
        alt_sql=tuple(_respelled(sql, new) for sql in question.alt_sql),
        columns_needed=tuple(new.get(name.lower(), name) for name in question.columns_needed),
        order_key=tuple(new.get(name.lower(), name) for name in question.order_key),
    )


def bare(sql: str) -> list[str]:
    """The words of SQL without their quotes: the same for two ways to write one query."""
    return [token.text.casefold() for token in sqlglot.tokenize(sql, read="sqlite")]


@contextmanager
def _copy(path: Path, folder: Path) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """A copy to be changed, in which no trigger fires and nothing is checked."""
    copy = folder / path.name
    shutil.copyfile(path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        held = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        for name, _ in connection.execute(held).fetchall():
            connection.execute(f"DROP TRIGGER {_quoted(name)}")
        yield copy, connection
        connection.commit()


def _tables(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute(_TABLES)]


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """Those that are stored as given."""
    found = connection.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", (table,))
    return [name for (name,) in found]


def _names(connection: sqlite3.Connection) -> list[str]:
    tables = _tables(connection)
    return [*tables, *(name for table in tables for name in _columns(connection, table))]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _said(question: Question) -> list[str]:
    """The words of the texts that the gold compares with which the question says too."""
    tree = sqlglot.parse_one(question.gold_sql or "", read="sqlite")
    compared = {
        word.lower()
        for text in tree.find_all(exp.Literal)
        if text.is_string and isinstance(text.parent, exp.Predicate)
        for word in WORD.findall(text.this)
    }
    words = {word.lower() for word in WORD.findall(question.question)}
    return sorted(compared & words - empty_words())


def _stored_words(connection: sqlite3.Connection) -> set[str]:
    found: set[str] = set()
    for table in _tables(connection):
        for column in _columns(connection, table):
            name = _quoted(column)
            texts = connection.execute(
                f"SELECT DISTINCT {name} FROM {_quoted(table)} WHERE typeof({name}) = 'text'"
            )
            found.update(word for (text,) in texts for word in WORD.findall(text.lower()))
    return found


def _reword(connection: sqlite3.Connection, made: Mapping[str, str]) -> None:
    connection.create_function("reworded", 1, lambda text: reworded(text, made))
    for table in _tables(connection):
        for column in map(_quoted, _columns(connection, table)):
            test = " OR ".join(f"{column} LIKE '%{word}%'" for word in made)
            connection.execute(
                f"UPDATE {_quoted(table)} SET {column} = reworded({column})"
                f" WHERE typeof({column}) = 'text' AND ({test})"
            )


def _respelled(sql: str, new: Mapping[str, str]) -> str:
    """SQL with every name that is in ``new`` changed, whatever it names; calls stay."""
    found = sqlglot.tokenize(sql, read="sqlite")
    parts, at = [], 0
    for token, after in zip(found, [*found[1:], None], strict=True):
        call = after is not None and after.token_type is TokenType.L_PAREN
        is_name = token.token_type not in (TokenType.STRING, TokenType.NUMBER) and not call
        if is_name and token.text.lower() in new:
            parts += [sql[at : token.start], _quoted(new[token.text.lower()])]
            at = token.end + 1
    return "".join(parts) + sql[at:]
