"""Every way in which a command can end: an exit code, and at most a sentence on stderr."""

from __future__ import annotations

import sys
from typing import Any

import click

from sqlagent import terminal
from sqlagent.errors import DatabaseError, ModelError, QuestionsError, SQLAgentError

ANSWERED, NOT_ANSWERED, USAGE, INTERRUPTED = 0, 1, 2, 130
EXIT_CODES = (
    (DatabaseError, 3),
    (ModelError, 4),
    (QuestionsError, USAGE),
    (SQLAgentError, NOT_ANSWERED),
)


class CommandLine(click.Group):
    """The commands, and how they end."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command that the arguments name, and exit."""
        if sys.stdout is None:
            terminal.complain("there is no stdout to write to")
            sys.exit(NOT_ANSWERED)
        for stream in filter(None, (sys.stdout, sys.stderr)):
            # A character that the encoding has not is spelled out, and is no reason to fail.
            stream.reconfigure(errors="backslashreplace")
        try:
            extra |= {"prog_name": "sqlagent", "standalone_mode": False}
            code = super().main(*args, **extra)
        except SQLAgentError as error:
            terminal.complain(error)
            code = next(code for kind, code in EXIT_CODES if isinstance(error, kind))
        except click.ClickException as error:
            context = getattr(error, "ctx", None)
            hint = f" ({context.command_path} --help)" if context else ""
            terminal.complain(error.format_message() + hint)
            code = error.exit_code
        except click.Abort:
            code = INTERRUPTED
        sys.exit(code)
