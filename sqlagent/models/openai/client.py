"""A hosted model over the official SDK: the one file that imports ``openai`` and ``tenacity``.

It owns what has a life: the connection, the clock and the tries. What is written on the wire and
what is made of the replies lies in the pure files beside it.
"""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import openai
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from sqlagent.errors import MissingKeyError, ModelError
from sqlagent.messages import Message
from sqlagent.models.openai import fallback, faults, wire
from sqlagent.models.openai.faults import LONGEST_WAIT, Endpoint
from sqlagent.models.openai.reply import PassingError, Reply, read

if TYPE_CHECKING:
    from sqlagent.functions import Function

T = TypeVar("T")

DEFAULT_MODEL = "gpt-6-luna"
DEFAULT_DIALECT = wire.Dialect(effort="none")  # it calls no function here while it reasons
OPENAI = "https://api.openai.com"
ATTEMPTS = 3
CONNECT_TIMEOUT = 10.0
MAX_BYTES = 32 * 1024 * 1024

_backoff = wait_random_exponential(multiplier=1, max=LONGEST_WAIT)


class OpenAIModel:
    """A model behind OpenAI's chat completions, at OpenAI or at any compatible endpoint.

    ``base_url`` and ``api_key`` default to ``OPENAI_BASE_URL`` and ``OPENAI_API_KEY``; with a
    base URL no key is demanded. Without a ``name`` the endpoint's only model is looked up at
    once; OpenAI's own endpoint has a default.

    One ``complete`` takes ``timeout`` seconds at most, its tries and the waits between them
    included; a try ends after ``idle`` seconds without a byte. ``sleep`` is what waits.

    Raises ``MissingKeyError`` without key and base URL, ``ModelError`` for a base URL that is
    none and for a model that must be named.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = 180.0,
        idle: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        base_url = base_url or os.environ.get("OPENAI_BASE_URL") or None
        api_key = (api_key or os.environ.get("OPENAI_API_KEY") or "").strip() or None
        if not base_url and not api_key:
            raise MissingKeyError(
                "a hosted model needs a key: set OPENAI_API_KEY, or take --model offline,"
                " which needs none"
            )
        self._endpoint = faults.checked((base_url or f"{OPENAI}/v1").strip(), api_key)
        self._timeout = timeout
        self._sleep = sleep
        self._client = _connect(self._endpoint, timeout, min(idle, timeout))
        self._close = weakref.finalize(self, self._client.close)
        if not name and str(self._endpoint).startswith(OPENAI):
            self.name, self._dialect = DEFAULT_MODEL, DEFAULT_DIALECT
        else:
            self.name, self._dialect = name or self._only_model(), wire.Dialect()

    def close(self) -> None:
        """Closes the connections; it also happens when the model is no longer used."""
        self._close()

    def complete(
        self,
        messages: Sequence[Message],
        functions: Sequence[Function],
        function_call: str = "auto",
    ) -> Message:
        """The assistant's next message, each call with an id of its own.

        Raises ``ModelError`` where no usable reply could be had: one sentence, without the key.
        """
        return self._patiently(lambda: self._turn(messages, functions, function_call))

    def _turn(
        self, messages: Sequence[Message], functions: Sequence[Function], function_call: str
    ) -> Message:
        """One try. An endpoint that does not know how it is asked is asked otherwise at once."""
        create = self._client.chat.completions.with_raw_response.create
        dialect: wire.Dialect | None = self._dialect
        while dialect:
            spoken = dialect
            body = wire.request(self.name, messages, functions, function_call, spoken)
            reply = self._reply(partial(create, **body))
            dialect = wire.adapted(spoken, faults.complaint(reply))
        document = faults.judged(reply, self._endpoint, self.name)
        self._dialect = spoken
        message = fallback.repaired(read(document), messages, functions, function_call)
        return wire.identified(message, messages)

    def _only_model(self) -> str:
        models = self._client.models.with_raw_response
        return self._patiently(lambda: faults.only_model(self._reply(models.list), self._endpoint))

    def _patiently(self, attempt: Callable[[], T]) -> T:
        """What ``attempt`` returns, tried again where that is worth it, all within the timeout."""
        deadline = time.monotonic() + self._timeout
        retrying = Retrying(
            retry=retry_if_exception_type(PassingError),
            stop=stop_after_attempt(ATTEMPTS) | stop_before_delay(self._timeout),
            wait=_pause,
            sleep=self._sleep,
            retry_error_callback=_give_up,
        )
        try:
            outcome: T = retrying(_before, deadline, attempt)
        except TimeoutError:
            raise ModelError(
                f"{self._endpoint} gave no whole reply within {self._timeout:g} s:"
                " try again, or allow more (--model-timeout)"
            ) from None
        return outcome

    def _reply(self, send: Callable[[], Any]) -> Reply:
        """The one place where the SDK's answers and errors become ours."""
        try:
            response = send().http_response
        except openai.APIStatusError as error:
            response = error.response
        except openai.APIConnectionError as error:
            raise faults.unreachable(error, self._endpoint) from error
        except openai.OpenAIError as error:
            raise ModelError(f"the request to {self._endpoint} failed: {error}") from error
        return Reply(response.status_code, dict(response.headers), response.content)


class _BoundedClient(openai.DefaultHttpxClient):
    """The SDK's HTTP client, reading no more than MAX_BYTES of a reply and for no longer than
    ``patience`` seconds: a read timeout alone lets a reply that never ends go on."""

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._patience = patience

    def send(self, request: Any, **options: Any) -> Any:
        deadline = time.monotonic() + self._patience
        response = super().send(request, **(options | {"stream": True}))
        body = bytearray()
        try:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise ModelError(
                        f"the reply is longer than {MAX_BYTES:,} bytes: is that a model's endpoint?"
                    )
                if time.monotonic() > deadline:
                    raise TimeoutError
        finally:
            response.close()
        # The body is decoded by now; said again, the encoding would be undone twice.
        response.headers.pop("content-encoding", None)
        return type(response)(
            response.status_code,
            headers=response.headers,
            content=bytes(body),
            request=response.request,
            history=response.history,
        )


def _connect(endpoint: Endpoint, timeout: float, idle: float) -> openai.OpenAI:
    """The SDK's client, its own retries off. The settings of the environment are read here."""
    try:
        return openai.OpenAI(
            api_key=endpoint.key or "none",
            base_url=endpoint.url,
            timeout=openai.Timeout(idle, connect=min(CONNECT_TIMEOUT, idle)),
            max_retries=0,
            http_client=_BoundedClient(timeout),
        )
    except (ValueError, ImportError, OSError) as error:
        raise ModelError(
            f"the connection to {endpoint} cannot be set up ({error}):"
            " look at HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and SSL_CERT_FILE"
        ) from error


def _before(deadline: float, work: Callable[[], T]) -> T:
    """What ``work`` returns or raises; TimeoutError at ``deadline``, whatever it is stuck in.

    No socket timeout sees a slow resolver, or a reply that comes byte by byte. The thread that
    is left behind ends by its own clock, and keeps no process alive.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    return outcome.result(max(0.0, deadline - time.monotonic()))


def _pause(state: RetryCallState) -> float:
    """As long as the endpoint asks, else longer and longer by chance."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, PassingError) else None
    return _backoff(state) if asked is None else asked


def _give_up(state: RetryCallState) -> NoReturn:
    error = state.outcome.exception() if state.outcome else None
    tries = "once" if state.attempt_number == 1 else f"{state.attempt_number} times"
    raise ModelError(f"{error}; tried {tries}") from error
