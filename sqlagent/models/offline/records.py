"""What records are made of: any of them can be walked through and changed alike, and quickly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

R = TypeVar("R")


def parts(value: object) -> Iterable[Any]:
    """What a record, or a tuple, is made of; nothing for another value."""
    if isinstance(value, tuple):
        return value
    return [getattr(value, name) for name in names(value)]


def names(value: object) -> tuple[str, ...]:
    """The names of a record's parts, none for another value."""
    kind: Any = type(value)
    return _names(kind)


def replace(record: R, **changes: Any) -> R:
    """What ``dataclasses.replace`` gives, in half the time: a question changes a thousand."""
    kind: Any = type(record)
    values, places = _layout(kind)
    new = list(values(record))
    for name, value in changes.items():
        new[places[name]] = value
    changed: R = kind(*new)
    return changed


@cache
def _layout(kind: type) -> tuple[attrgetter[tuple[Any, ...]], dict[str, int]]:
    """How all parts of a record of two or more are told, and the place of each."""
    found = _names(kind)
    return attrgetter(*found), {name: at for at, name in enumerate(found)}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
