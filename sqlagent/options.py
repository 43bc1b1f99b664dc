"""The options and arguments that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click


class Seconds(click.FloatRange):
    """More than none and at most a day."""

    def __init__(self) -> None:
        super().__init__(0, 86_400, min_open=True)

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> Any:
        seconds = super().convert(value, parameter, context)
        if seconds != seconds:  # NaN is in every range
            self.fail(f"{value} is no number of seconds.", parameter, context)
        return seconds


def from_stdin(context: click.Context, parameter: click.Parameter, value: Any) -> str:
    """An argument's words as one text, or stdin in place of ``-``; never empty, always UTF-8."""
    text = value if isinstance(value, str) else " ".join(value)
    if text == "-":
        if sys.stdin is None:
            raise click.UsageError("There is no stdin to read from.", context)
        text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
    if not text:
        raise click.UsageError(f"{parameter.human_readable_name} is empty.", context)
    return text


def _together(*options: Callable[..., Any]) -> Callable[..., Any]:
    """Several options as one decorator, in the order in which help lists them."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _names(context: click.Context, parameter: click.Parameter, value: Any) -> tuple[str, ...]:
    """The names of an option that may be given again, or hold several with commas between."""
    return tuple(name.strip() for given in value for name in given.split(",") if name.strip())


database = _together(
    click.option("-d", "--db", metavar="PATH_OR_URL",
                 help="The database; without it, the bundled sample."),
    click.option("--tables", multiple=True, metavar="TABLE,…", callback=_names,
                 help="The only tables that can be seen."),
    click.option("--hide", multiple=True, metavar="TABLE[.COLUMN],…", callback=_names,
                 help="What cannot be seen, nor reached by any SQL."),
)  # fmt: skip
of_query = _together(
    database,
    click.option("--max-rows", type=click.IntRange(1), default=1000, metavar="N",
                 show_default=True, help="Rows to fetch at most."),
    click.option("--timeout", type=Seconds(), default=10.0, metavar="SECONDS",
                 show_default=True, help="When a query is stopped."),
)  # fmt: skip
of_model = _together(
    click.option("-m", "--model", metavar="NAME",
                 help="offline, or the name of a hosted model (key: OPENAI_API_KEY)."),
    click.option("--base-url", metavar="URL", help="An OpenAI-compatible endpoint."),
    click.option("--model-timeout", type=Seconds(), metavar="SECONDS",
                 help="When a hosted model is given up."),
)  # fmt: skip
pick = click.option(
    "--pick", type=click.IntRange(1), metavar="N",
    help="Take the Nth of the readings that the offline model offered."
)  # fmt: skip
form = click.option(
    "-f", "--format", "form", type=click.Choice(["table", "csv", "json", "markdown"]),
    default="table", show_default=True, help="What stdout gets."
)  # fmt: skip
verbose = click.option(
    "-v", "--verbose", is_flag=True, help="Show the whole conversation on stderr."
)
of_eval = _together(
    click.option("-d", "--db", metavar="PATH_OR_URL",
                 help="The database, or the folder of those that FILE names; without it, FILE's."),
    of_model,
    click.option("--confidence", type=click.FloatRange(0, 1), metavar="SHARE",
                 help="How sure the offline model must be to answer; 0 always answers."),
    click.option("--timeout", type=Seconds(), default=10.0, metavar="SECONDS",
                 show_default=True, help="When a query is stopped."),
    click.option("--after", type=click.Choice(["answer", "gold"]), default="answer",
                 show_default=True, help="What a follow-up follows: the model's own, or the gold."),
    click.option("--output", metavar="PATH",
                 help="Keep each outcome as a line of JSON; what is there is not asked again."),
    click.option("--min-right", type=click.FloatRange(0, 1), metavar="SHARE",
                 help="Exit with 1 where fewer are right."),
    click.option("--compare", nargs=2, metavar="OLD NEW",
                 help="Compare two outputs, without asking anything."),
)  # fmt: skip
