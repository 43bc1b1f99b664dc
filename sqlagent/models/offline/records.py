"""What records are made of, so that any of them can be walked through alike, and quickly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any


def parts(value: object) -> Iterable[Any]:
    """What a record, or a tuple, is made of; nothing for another value."""
    if isinstance(value, tuple):
        return value
    return [getattr(value, name) for name in names(value)]


def names(value: object) -> tuple[str, ...]:
    """The names of a record's parts, none for another value."""
    kind: Any = type(value)
    return _names(kind)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
