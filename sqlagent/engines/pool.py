"""SQLAlchemy over an engine's own driver: the pool, and the one path that every text takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import ModuleType
from typing import Any

import sqlalchemy
from sqlalchemy.exc import DBAPIError

PATIENCE = 3600.0
"""Seconds that a statement waits for a connection; each ends within its own deadline."""


class Pool:
    """At most ``size`` connections that ``connect`` makes, driven by the DB-API ``module``."""

    def __init__(self, url: str, module: ModuleType, connect: Callable[[], Any], size: int) -> None:
        self._engine = sqlalchemy.create_engine(
            url,
            module=module,
            creator=connect,
            poolclass=sqlalchemy.QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=PATIENCE,
        )

    @contextmanager
    def running(self, sql: str, seconds: float) -> Iterator[Any]:
        """The driver's cursor after ``sql``, closed at the end; the driver's errors as they are."""
        try:
            with self._engine.connect() as connection:
                driver: Any = connection.connection.driver_connection
                driver.allow(seconds)
                # exec_driver_sql hands the text over as it is, where text() would take " :x" in
                # a literal for a parameter; the cursor's headings are the engine's own.
                with closing(connection.exec_driver_sql(sql).cursor) as cursor:
                    yield cursor
        except DBAPIError as error:
            raise error.orig or error from None

    @contextmanager
    def driver(self) -> Iterator[Any]:
        """The driver's connection, for what SQL cannot say."""
        with closing(self._engine.raw_connection()) as connection:
            yield connection.driver_connection

    def close(self) -> None:
        self._engine.dispose()
