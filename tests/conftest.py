"""What many tests stand on: the sample, small databases of their own, the published ones."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from offline_databases import opened

from sqlagent import Database, sample_path

MakeFile = Callable[..., Path]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, model or proxy of whoever runs the tests changes what they see."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "SQLAGENT_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def sample() -> Iterator[Database]:
    with Database(sample_path()) as database:
        yield database


@pytest.fixture
def make_file(tmp_path: Path) -> MakeFile:
    """A function that makes an SQLite file from a script."""

    def make(script: str = "", name: str = "made.sqlite") -> Path:
        path = tmp_path / name
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(script)
        return path

    return make


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Database]]:
    """The small databases that the offline model is asked about."""
    with opened(tmp_path_factory.mktemp("offline")) as databases:
        yield databases


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of the published databases, for tests that want them."""
    folder = os.environ.get("SQLAGENT_TEST_DATA")
    if not folder:
        pytest.skip("SQLAGENT_TEST_DATA does not name the folder of the published databases")
    return Path(folder).resolve()
