"""A music store with whatever else a user's file may hold, friendly and hostile, and its twin.

The twin differs from the first in nothing but what POLICIES["hr"] hides: an answer that is not the
same on both tells of something hidden.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlagent import sample_path

POLICIES: dict[str, list[str]] = {
    "open": [],
    "hr": [
        *("Employee", "Payroll", "Customer.Email", "Customer.Phone", "Customer.Fax"),
        *("Member.secret", "Vault.v"),
    ],
}


def build(path: Path, *, twin: bool = False) -> Path:
    """The file at ``path``, made anew."""
    shutil.copy(sample_path(), path)
    doublings = "".join(
        f"CREATE VIEW Vb{n} AS SELECT n FROM Vb{n - 1} UNION ALL SELECT n FROM Vb{n - 1};"
        for n in range(2, 29)
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(_script("lab.sql"))
        connection.executescript("CREATE VIEW Vb1 AS SELECT 1 AS n;" + doublings)
        if twin:
            connection.executescript(_script("twin.sql"))
        connection.executescript("ANALYZE; VACUUM;")
    return path


def _script(name: str) -> str:
    return (Path(__file__).parent / "security" / name).read_text(encoding="utf-8")
