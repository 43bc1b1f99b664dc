"""The house holds: imports point down, and each outside library stays in its rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sqlagent

PACKAGE = Path(__file__).parent.parent / "sqlagent"
FILES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    {"__main__", "cli", "options", "exits", "chat", "evaluating", "progress", "terminal"},
    {""},  # the package's own face
    {"evaluate"},
    {"agent", "answer"},
    {"models"},
    {"prompts", "functions", "render", "linking", "sentence"},
    {"database", "result", "engines"},
    {"guard", "sqltree", "schema"},
    {"messages", "errors", "names", "visible"},
)
"""From the edges down to the ground; a room imports from its own layer and those below."""

HOMES = {
    "openai": ("models/openai/client.py",),
    "tenacity": ("models/openai/client.py",),
    "sqlalchemy": ("engines/",),
    "sqlglot": ("guard.py", "sqltree.py", "models/offline/"),
    "click": ("cli.py", "options.py", "exits.py"),
    "rich": ("render.py", "terminal.py", "progress.py"),
}


def _layer(module: str) -> int:
    room = module.partition(".")[2].partition(".")[0]
    return next(at for at, rooms in enumerate(LAYERS) if room in rooms)


def _module(file: Path) -> str:
    parts = ("sqlagent", *file.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(file: Path, *, types: bool) -> Iterator[str]:
    """The modules that ``file`` imports, anywhere in it; with or without those only for types."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    only_types = {
        node
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if node in only_types and not types:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name their module in full"
            inside = (PACKAGE.parent / (node.module or "").replace(".", "/")).is_dir()
            for name in node.names:
                below = f"{node.module}.{name.name}"
                file_below = PACKAGE.parent / f"{below.replace('.', '/')}.py"
                yield below if inside and file_below.exists() else node.module or ""


@pytest.mark.parametrize("file", FILES, ids=_module)
def test_imports_point_down(file: Path) -> None:
    here = _layer(_module(file))
    for module in _imports(file, types=True):
        if module.split(".")[0] == "sqlagent":
            assert _layer(module) >= here, f"{file.name} imports {module}, which is above it"


@pytest.mark.parametrize("file", FILES, ids=_module)
def test_outside_libraries_stay_in_their_rooms(file: Path) -> None:
    path = file.relative_to(PACKAGE).as_posix()
    for module in _imports(file, types=False):
        library = module.split(".")[0]
        if library in ("sqlagent", "pandas", *sys.stdlib_module_names):
            continue
        assert path.startswith(HOMES[library]), f"{path} imports {library}"


def test_the_public_names_are_few_and_there() -> None:
    assert len(sqlagent.__all__) <= 30
    assert sqlagent.__all__ == sorted(sqlagent.__all__, key=lambda name: (name[0].islower(), name))
    for name in sqlagent.__all__:
        assert getattr(sqlagent, name).__doc__, f"{name} has no docstring"
    assert set(sqlagent.__all__) <= set(dir(sqlagent))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        sqlagent.nothing  # noqa: B018


def test_the_face_costs_nothing_until_it_is_used() -> None:
    code = "import sys, sqlagent; print({'sqlalchemy', 'sqlglot', 'openai'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"


def test_an_offline_question_never_loads_the_openai_sdk() -> None:
    code = (
        "import sys, sqlagent\n"
        "sqlagent.ask('how many artists are there', model='offline')\n"
        "print({'openai', 'tenacity', 'httpx2', 'pydantic', 'rich'} & set(sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"
