"""The loop: a question in, an answer out.

The model is asked for its turn, its calls are run and what they gave is appended, until it
answers in words. Only the list of messages grows, and only at its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlagent import prompts
from sqlagent.answer import Answer, Note
from sqlagent.database import Database
from sqlagent.errors import FunctionCallError, FunctionError, MaxTurnsError
from sqlagent.functions import AskDatabase, Function, PythonFunction
from sqlagent.messages import FunctionCall, Message, Usage, function_message, system, user
from sqlagent.models import Model
from sqlagent.result import Result

MAX_REPEATS = 3
"""How often a model may make the very same failing call before the loop ends."""


class Agent:
    """A database, and a model that answers questions about it.

    ``functions`` are further Python callables that the model may call beside ``ask_database``;
    what they raise reaches the caller unchanged. ``max_turns`` limits the model's turns for one
    question.
    """

    def __init__(
        self,
        database: Database,
        model: Model,
        *,
        functions: Sequence[Callable[..., Any]] = (),
        max_turns: int = 8,
    ) -> None:
        if max_turns < 1:
            raise ValueError("max_turns must be at least 1")
        self.database = database
        self.model = model
        self.max_turns = max_turns
        self._ask_database = AskDatabase(database)
        self._functions = {function.name: function for function in map(PythonFunction, functions)}
        names = [self._ask_database.name, *(function.__name__ for function in functions)]
        if len(set(names)) < len(names):
            raise ValueError(f"each function needs a name of its own: {', '.join(names)}")

    def ask(
        self,
        question: str,
        *,
        after: Answer | None = None,
        function_call: str = "auto",
        text: bool = True,
    ) -> Answer:
        """The answer to ``question``, a follow-up where ``after`` is the answer before it.

        ``function_call`` is ``"auto"``, ``"none"``, or the name of a function, which the model
        must then call in its first turn. With ``text=False`` the rows are the answer, without
        words, and they go to no model.

        Raises ``ModelError`` where the model gives no usable reply, ``MaxTurnsError`` where it
        reaches no answer, and ``DatabaseError`` where the database can no longer be read.
        """
        steps = self.steps(question, after=after, function_call=function_call, text=text)
        while True:
            try:
                next(steps)
            except StopIteration as stop:
                answer: Answer = stop.value
                return answer

    def steps(
        self,
        question: str,
        *,
        after: Answer | None = None,
        function_call: str = "auto",
        text: bool = True,
    ) -> Generator[Message, None, Answer]:
        """The same as ``ask``, message by message as they are added; returns the answer."""
        self._check(question, function_call)
        functions: tuple[Function, ...] = (self._ask_database, *self._functions.values())
        messages = [*after.messages] if after else [self._instructions()]
        start = len(messages) if after else 0
        messages.append(user(question))
        yield from messages[start:]
        query = _Ran("")
        failed: Counter[FunctionCall] = Counter()
        for turn in range(1, self.max_turns + 1):
            reply = self.model.complete(messages, functions, function_call)
            messages.append(reply)
            yield reply
            for call in reply.calls:
                ran = self._run(call, text, function_call)
                messages.append(function_message(call, ran.content))
                yield messages[-1]
                query = ran._replace(understood=reply.content) if ran.result else query
                failed[replace(call, id=None)] += ran.failed
            if not reply.calls or (query.result and not text):
                return self._answer(question, query, messages, start, turn)
            if max(failed.values()) == MAX_REPEATS:
                break
            function_call = "none" if function_call == "none" else "auto"
        raise MaxTurnsError(_gave_up(failed, turn), tuple(messages))

    def _run(self, call: FunctionCall, tell: bool, function_call: str) -> _Ran:
        """What comes of a call: rows, a function's return, or why it failed, for the model.

        Where it is not to ``tell`` the rows, their columns and number are all that it does.
        """
        try:
            if function_call == "none":
                raise FunctionCallError("no function may be called now; answer in words")
            if call.name == self._ask_database.name:
                sql = self._ask_database.parse(call)
                result = self.database.query(sql)
                content = prompts.rows(result) if tell else prompts.shape(result)
                return _Ran(content, sql=sql, result=result)
            function = self._functions.get(call.name)
            if function is None:
                names = ", ".join([self._ask_database.name, *self._functions])
                raise FunctionCallError(f"there is no function {call.name}; there is {names}")
            arguments = function.parse(call)
        except FunctionError as error:
            return _Ran(prompts.failure(error), failed=True)
        return _Ran(function(arguments))

    def _instructions(self) -> Message:
        return system(prompts.instructions(self.database.dialect, date.today()))

    def _answer(
        self, question: str, query: _Ran, messages: list[Message], start: int, turns: int
    ) -> Answer:
        last = messages[-1]
        cut = query.result.cut if query.result else None
        counted = [message.usage for message in messages[start:] if message.usage]
        return Answer(
            question=question,
            text=(last.content or "") if last.role == "assistant" else "",
            sql=query.sql,
            result=query.result,
            notes=(Note("truncated", cut, query.sql),) if cut else (),
            understood=query.understood,
            messages=tuple(messages),
            model=self.model.name,
            turns=turns,
            usage=sum(counted, Usage()) if counted else None,
        )

    def _check(self, question: str, function_call: str) -> None:
        if not question.strip():
            raise ValueError("the question is empty")
        names = ("auto", "none", self._ask_database.name, *self._functions)
        if function_call not in names:
            raise ValueError(f"function_call is {function_call!r} and must be {', '.join(names)}")


class _Ran(NamedTuple):
    content: str
    failed: bool = False
    sql: str | None = None
    result: Result | None = None
    understood: str | None = None


def _gave_up(failed: Counter[FunctionCall], turns: int) -> str:
    if not failed or max(failed.values()) < MAX_REPEATS:
        return f"no answer after {turns} turns of the model; ask in other words"
    call, times = failed.most_common(1)[0]
    return f"the model made the same failing call {times} times: {call.name} {call.arguments}"
