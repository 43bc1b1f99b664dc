"""The command line: strings in, text out.

A command turns its strings into objects, calls the one thing that does the work and writes what
came of it. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

from sqlagent import options, progress, terminal
from sqlagent.errors import FunctionError
from sqlagent.exits import ANSWERED, NOT_ANSWERED, CommandLine
from sqlagent.visible import visible

if TYPE_CHECKING:
    from sqlagent.agent import Agent
    from sqlagent.answer import Answer
    from sqlagent.database import Database
    from sqlagent.messages import Message
    from sqlagent.result import Result

SAMPLE = "database: the bundled sample, chinook.db (--db opens another)"


@click.group(cls=CommandLine, invoke_without_command=True)
@click.option("--version", is_flag=True, help="Show the version and exit.")
@click.pass_context
def main(context: click.Context, version: bool) -> None:
    """Ask a database a question in plain words.

    Without --db the bundled sample is asked, without --model and keys the offline model answers.
    The key of a hosted model is taken from OPENAI_API_KEY and never from the command line, which
    everybody on the machine can see.

    SQL runs in a process that may use 512 MB and is killed when it does not stop; on macOS and
    Windows there is no limit on its memory.

    Exit codes: 0 answered, 1 not answered, 2 usage, 3 database, 4 model.
    """
    if version:
        terminal.write(f"sqlagent {_version()}\n")
    elif context.invoked_subcommand is None:
        terminal.write(context.get_help() + "\n")


@main.command()
@click.argument("question", nargs=-1, required=True, metavar="QUESTION",
                callback=options.from_stdin)  # fmt: skip
@options.of_query
@options.of_model
@options.pick
@options.form
@click.option("--sql-only", is_flag=True, help="Only write the SQL: checked, not run.")
@click.option("--no-text", is_flag=True, help="Only fetch the rows: no model gets to see them.")
@click.option("--function-call", type=click.Choice(["auto", "none", "ask_database"]),
              default="auto", show_default=True, help="What the first turn must call.")  # fmt: skip
@options.verbose
def ask(
    question: str,
    form: str,
    sql_only: bool,
    no_text: bool,
    function_call: str,
    verbose: bool,
    **settings: Any,
) -> int:
    """Answer QUESTION (- for stdin)."""
    if sql_only and form != "table":
        raise click.UsageError("--sql-only writes SQL, in no other format.", _context())
    if settings["pick"] and settings["model"] not in (None, "offline"):
        raise click.UsageError("--pick goes with --model offline.", _context())
    with _agent(**settings) as agent:
        steps = agent.steps(question, function_call=function_call, text=not no_text)
        if sql_only:
            return _write_sql(agent, steps, verbose)
        answer = progress.answer_of(steps, agent.model.name, verbose)
        if form == "table":
            terminal.show(answer, agent.database.max_rows)
        elif form == "json" or answer.result is not None:
            if answer.understood:
                terminal.talk(answer.understood)
            terminal.write_as(form, answer.to_dict(), answer.result)
        else:
            terminal.talk(answer.text)
    return NOT_ANSWERED if answer.result is None and function_call != "none" else ANSWERED


@main.command()
@options.of_query
@options.of_model
@options.verbose
def chat(verbose: bool, **settings: Any) -> None:
    """Answer questions that follow each other; q ends it."""
    from sqlagent.chat import converse

    with _agent(**settings) as agent:
        converse(agent, verbose=verbose)


@main.command()
@click.argument("sql", callback=options.from_stdin)
@options.of_query
@options.form
def query(sql: str, db: str | None, form: str, **limits: Any) -> None:
    """Run SQL without a model, through the same guard (- for stdin)."""
    with _database(db, **limits) as database:
        if db is None:
            terminal.talk(SAMPLE)
        with progress.Waiting("running the query"):
            result = database.query(sql)
        if form == "table":
            terminal.show_rows(result, database.max_rows)
        else:
            terminal.write_as(form, _without_model(sql, result), result)


@main.command("eval")
@click.argument("file", required=False)
@options.of_eval
def evaluate(file: str | None, compare: tuple[str, str] | None, **settings: Any) -> int:
    """Judge a model by the questions of FILE.

    FILE holds JSON, an object a line or an array of them: question, gold_sql (null for what must
    be declined) and, where wanted, id, db, alt_sql, columns_needed, ordered, order_key,
    difficulty, tags, after (the id of the question followed up), evidence. Spider's and BIRD's
    files are read as they are.

    Exit codes: 0 judged, 1 fewer are right than --min-right, 2 usage, 3 database, 4 model.
    """
    from sqlagent import evaluating

    if (file is None) == (compare is None):
        raise click.UsageError("Give a FILE of questions, or --compare two outputs.", _context())
    if compare:
        return evaluating.compare(*compare)
    if settings["confidence"] is not None and settings["model"] != "offline":
        raise click.UsageError("--confidence goes with --model offline.", _context())
    return evaluating.evaluate(file or "", **settings)


@main.command()
@click.argument("sql", callback=options.from_stdin)
def check(sql: str) -> int:
    """Say ok, or why the guard refuses SQL (- for stdin)."""
    from sqlagent import guard

    try:
        guard.check(sql)
    except FunctionError as error:
        terminal.write(f"{visible(str(error))}\n")
        return NOT_ANSWERED
    terminal.write("ok\n")
    return ANSWERED


@main.command()
@click.argument("question", nargs=-1, metavar="[QUESTION]")
@options.database
@click.option("--prompt", is_flag=True, help="Show what a hosted model is told, of QUESTION too.")
def schema(question: tuple[str, ...], db: str | None, prompt: bool, **shown: Any) -> None:
    """Show the tables as SQL."""
    from sqlagent import prompts

    if question and not prompt:
        raise click.UsageError("A QUESTION goes with --prompt.", _context())
    with _database(db, **shown) as database:
        if db is None:
            terminal.talk(SAMPLE)
        if question:
            text = prompts.opening(database.schema, " ".join(question))
        else:
            text = prompts.describe(database.schema) if prompt else database.schema.to_ddl()
        terminal.write(text.rstrip("\n") + "\n")


@contextmanager
def _database(db: str | None, tables: tuple[str, ...] = (), **settings: Any) -> Iterator[Database]:
    """The database opened, the bundled sample where none is named."""
    from sqlagent.database import Database, sample_path

    source = sample_path() if db is None else db
    with Database(source, tables=tables or None, **settings) as database:
        yield database


@contextmanager
def _agent(
    db: str | None,
    model: str | None,
    base_url: str | None,
    model_timeout: float | None,
    pick: int | None = None,
    **limits: Any,
) -> Iterator[Agent]:
    """The database opened and a model before it, the offline one to ``pick``; stderr says which."""
    from sqlagent.agent import Agent
    from sqlagent.models import get_model

    with _database(db, **limits) as database:
        own: dict[str, Any] = {"pick": pick} if pick else {}
        name = "offline" if pick else model
        chosen = get_model(name, base_url=base_url, timeout=model_timeout, **own)
        terminal.talk(" · ".join([f"model: {chosen.name}", *([SAMPLE] if db is None else [])]))
        yield Agent(database, chosen)


def _write_sql(agent: Agent, steps: Generator[Message, None, Answer], verbose: bool) -> int:
    """Write the first SQL that the guard lets pass; what it refuses, the model is told."""
    from sqlagent import guard
    from sqlagent.functions import AskDatabase

    said = None
    with closing(progress.watched(steps, agent.model.name, verbose)) as messages:
        for message in messages:
            said = message.content
            for call in message.calls:
                with suppress(FunctionError):
                    sql = AskDatabase(agent.database).parse(call)
                    guard.check(sql, agent.database.dialect)
                    terminal.write(f"{sql}\n")
                    return ANSWERED
    terminal.talk(said or "the model wrote no SQL")
    return NOT_ANSWERED


def _without_model(sql: str, result: Result) -> dict[str, Any]:
    """What ``Answer.to_dict`` gives, as far as there is something without a model."""
    return {
        "question": None, "text": None, "sql": sql,
        "columns": result.columns, "rows": result.rows, "truncated": result.truncated,
        "notes": None, "model": None, "turns": None, "usage": None,
    }  # fmt: skip


def _context() -> click.Context:
    return click.get_current_context()


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("sqlagent")
    except PackageNotFoundError:
        return "(not installed)"
