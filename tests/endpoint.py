"""A scripted endpoint: a real HTTP server that plays an OpenAI-compatible model in both formats.

    with Endpoint([calls("ask_database", query="SELECT 1"), words("One.")]) as endpoint:
        ...                    # endpoint.url is the base URL
    endpoint.requests[0].body  # what was asked, in order

Each request to ``/chat/completions`` takes the script's next reply, which is

- a dict: a chat completion, as ``words`` and ``calls`` write them;
- bytes: a body sent as it is;
- a ``Raw``: status, headers and body, and how badly the connection behaves;
- a callable: given the ``Request``, it gives one of these.

It is as strict as OpenAI's own: a history in which a call is left unanswered is refused, and so
is a format it does not know (``knows``), before the script is looked at.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Literal, Self


@dataclass(frozen=True)
class Request:
    """One request: ``headers`` by lower-case name, ``at`` in seconds of the monotonic clock."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    at: float

    @property
    def older(self) -> bool:
        """Whether it is in the older of the two formats."""
        return "functions" in self.body or any(
            "function_call" in each for each in self.body.get("messages", ())
        )


@dataclass(frozen=True)
class Raw:
    """A reply to the byte: sent ``delay`` seconds late, ``then`` what becomes of the connection.

    ``drop`` closes it after the body, though more was announced; ``forever`` repeats the body,
    one copy each ``pace`` seconds, until the client is gone; ``silence`` sends nothing at all.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    then: Literal["close", "drop", "forever", "silence"] = "close"
    pace: float = 0.0


Scripted = dict[str, Any] | bytes | Raw | Callable[[Request], Any]


def words(text: str | None, finish: str = "stop", **message: Any) -> dict[str, Any]:
    """A completion that only speaks."""
    return completion({"role": "assistant", "content": text} | message, finish)


def calls(*names: str, **arguments: Any) -> Callable[[Request], dict[str, Any]]:
    """A completion that calls each function with ``arguments``, in the format it was asked in."""

    def reply(request: Request) -> dict[str, Any]:
        made = [{"name": name, "arguments": json.dumps(arguments)} for name in names]
        message: dict[str, Any] = {"role": "assistant", "content": None}
        if request.older:
            return completion(message | {"function_call": made[0]}, "function_call")
        start = len(request.body["messages"])
        listed = [
            {"id": f"call_{start}_{number}", "type": "function", "function": call}
            for number, call in enumerate(made)
        ]
        return completion(message | {"tool_calls": listed}, "tool_calls")

    return reply


def completion(message: Mapping[str, Any], finish: str) -> dict[str, Any]:
    """A chat completion with ``message`` as its only choice."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }


def error(status: int, message: str, **headers: str) -> Raw:
    """A refusal in OpenAI's shape; underscores in header names stand for hyphens."""
    body = json.dumps({"error": {"message": message, "type": "error", "code": None}}).encode()
    return Raw(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


class Endpoint:
    """The server, from ``with`` to the end of it; ``url`` is its base URL."""

    def __init__(
        self,
        script: Sequence[Scripted] = (),
        *,
        knows: Literal["tools", "functions", "both"] = "both",
        models: Sequence[str] = ("scripted",),
    ) -> None:
        self.requests: list[Request] = []
        self.knows = knows
        self.models = models
        self.closed = Event()
        self._script = iter(script)
        self._lock = Lock()
        self._server = _Server(self)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The bodies of the chat requests, in order."""
        return [each.body for each in self.requests if each.path == "/v1/chat/completions"]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def reply_to(self, request: Request) -> Raw:
        """What is sent for ``request``; it is recorded."""
        with self._lock:
            self.requests.append(request)
            if request.path == "/v1/models":
                return _as_raw({"object": "list", "data": [{"id": name} for name in self.models]})
            if request.path != "/v1/chat/completions":
                return error(404, f"Invalid URL (POST {request.path})")
            if problem := next(_problems(request.body, self.knows), None):
                return error(400, problem)
            reply = next(self._script, None)
        if callable(reply):
            reply = reply(request)
        return error(400, "the script is over") if reply is None else _as_raw(reply)


def _as_raw(reply: dict[str, Any] | bytes | Raw) -> Raw:
    if isinstance(reply, Raw):
        return reply
    body = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
    return Raw(body=body, headers={"Content-Type": "application/json"})


def _problems(body: Mapping[str, Any], knows: str) -> Iterator[str]:
    """Why a request is refused."""
    unknown = {"tools": ("functions", "function_call"), "functions": ("tools", "tool_choice")}
    for name in unknown.get(knows, ()):
        if name in body:
            yield f"Unrecognized request argument supplied: {name}"
    waiting: list[str] = []
    for index, message in enumerate(body.get("messages", ())):
        role = message.get("role")
        if role not in ("system", "user", "assistant", "tool", "function"):
            yield f"Invalid value: {role!r} for messages[{index}].role"
        if role == "tool":
            if message.get("tool_call_id") not in waiting:
                yield f"messages[{index}] answers no call"
            else:
                waiting.remove(message["tool_call_id"])
        elif waiting:
            yield f"messages[{index}]: the calls {waiting} have no answer"
        made = [*message.get("tool_calls", ()), *filter(None, [message.get("function_call")])]
        if not isinstance(message.get("content"), str) and not made:
            yield f"messages[{index}].content is no text"
        waiting += [call["id"] for call in message.get("tool_calls", ())]
    if waiting:
        yield f"the calls {waiting} have no answer"


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close then waits for them, and no socket is left open

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.endpoint = endpoint

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of many scripts."""


class _Conversation(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        endpoint = self.server.endpoint
        reply = endpoint.reply_to(Request(self.path, headers, body, time.monotonic()))
        if endpoint.closed.wait(reply.delay) or reply.then == "silence":
            endpoint.closed.wait()
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.then != "forever":
            self.send_header("Content-Length", str(len(reply.body) + (reply.then == "drop")))
        self.end_headers()
        self.wfile.write(reply.body)
        while reply.then == "forever" and not endpoint.closed.wait(reply.pace):
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr."""
