"""Questions as people type them, for measuring and training the offline model.

``questions.jsonl`` holds 950, written for this project: ten each over fifty databases of Spider's
training set, thirty each over the fifteen of ``databases/``, whose habits of design differ on
purpose and whose rows are the same each time. One line is one question, in the words of
``Question``; the first of its tags is terse, plain, command, chatty, typo or abbrev.
``further.jsonl`` holds 830 more of the same kind, which were never measured by, only trained on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sqlagent.evaluate import questions
from sqlagent.evaluate.questions import Question

__all__ = ["Question", "build", "read"]

HERE = Path(__file__).resolve().parent


def read(file: str = "questions.jsonl") -> list[Question]:
    """All questions; one that is followed up stands before those that follow it up."""
    return questions.read(HERE / file)


def build(folder: Path) -> list[Path]:
    """The fifteen databases, made in ``folder`` within a second or two."""
    command = [sys.executable, str(HERE / "databases" / "build.py"), str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return sorted(folder.glob("*.sqlite"))
