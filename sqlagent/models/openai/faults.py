"""What came back, judged: a document to read, or one sentence on what is wrong and what to do.

``PassingError`` is what is worth another try; every other ``ModelError`` is for the person. No
sentence holds the key, and an endpoint's own words are quoted as one short line.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from sqlagent.errors import ModelError
from sqlagent.models.openai.reply import PassingError, Reply, document_in

LONGEST_WAIT = 40.0
READ = 4000
QUOTED = 300
LISTED = 20

_HOST = re.compile(r"(?:[\w.%-]+|\[[\w.:%]+\])(?::\d+)?", re.ASCII)
_PASSING = {408, 409, 425, 429}
_FOR_GOOD = {501, 505}
_OVERLONG = re.compile(
    r"context.?(?:length|window|size)|maximum context|too many tokens|(?:prompt|input) is too long",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is served, and the key that was given for it, if any."""

    url: str
    key: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """The address as it may be shown: no user, password or query."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def checked(base_url: str, key: str | None) -> Endpoint:
    """The endpoint at ``base_url``. Raises ``ModelError`` where that can be no address or key."""
    try:
        parts = urlsplit(base_url)
        host = _HOST.fullmatch(parts.netloc.rpartition("@")[2])
        (parts.hostname or "").encode("idna")  # a label may be too long
        sound = parts.scheme in ("http", "https") and host and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not re.fullmatch(r"[!-~]{1,2000}", base_url):
        shown = base_url.rpartition("@")[2]
        raise ModelError(
            f"{shown!r} is no base URL: write it like http://localhost:11434/v1"
            " (--base-url, OPENAI_BASE_URL)"
        )
    if key and not re.fullmatch(r"[!-~]+", key):
        raise ModelError("OPENAI_API_KEY holds characters that no key has: copy it once more")
    return Endpoint(base_url.rstrip("/"), key)


def judged(reply: Reply, endpoint: Endpoint, model: str = "") -> dict[str, Any]:
    """The JSON object in ``reply``; raises the ``ModelError`` that says why there is none."""
    document = document_in(reply)
    error = document.get("error") if document else None
    if reply.status >= 300:
        raise _refusal(reply, reply.status, endpoint, model)
    if error:
        code = error.get("code") if isinstance(error, dict) else None
        status = code if isinstance(code, int) and 400 <= code < 600 else 400
        raise _refusal(reply, status, endpoint, model)
    if document is None and reply.is_page:
        raise ModelError(
            f"{endpoint} answered with a web page: is that the base URL? It often ends in /v1"
        )
    if document is None:
        raise PassingError(f"{endpoint} gave a reply that cannot be read")
    return document


def complaint(reply: Reply) -> str:
    """The body of a refusal that may be about how the request was written, else nothing."""
    refused = reply.status >= 400 or (document_in(reply) or {}).get("error")
    return reply.text[:READ] if refused and reply.status not in (401, 403, 429) else ""


def only_model(reply: Reply, endpoint: Endpoint) -> str:
    """The name of the one model in an endpoint's list; raises ``ModelError`` to ask for one."""
    listed = {} if reply.status in (404, 405, 501) else judged(reply, endpoint)
    models = listed.get("data")
    entries = models if isinstance(models, list) else []
    names = [str(each["id"]) for each in entries if isinstance(each, dict) and each.get("id")]
    if len(names) == 1:
        return names[0]
    if not names:
        raise ModelError(f"{endpoint} lists no model: name one with --model")
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    raise ModelError(
        f"{endpoint} serves several models, name one with --model:"
        f" {_line(', '.join(names[:LISTED]))}{more}"
    )


def unreachable(error: BaseException, endpoint: Endpoint) -> ModelError:
    """Why there was no reply at all: the first cause in the error's chain that tells."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, socket.gaierror):
            return ModelError(f"the host of {endpoint} is not known: is the base URL right?")
        if isinstance(cause, ConnectionRefusedError):
            by = " (nor at the proxy that the environment names)" if _proxied(endpoint) else ""
            return ModelError(f"nothing answers at {endpoint}{by}: is a server running there?")
        if isinstance(cause, ssl.SSLCertVerificationError):
            return ModelError(
                f"the certificate of {endpoint} is not trusted here ({cause.verify_message}):"
                " SSL_CERT_FILE may name its authority"
            )
        if isinstance(cause, ssl.SSLError):
            return ModelError(f"{endpoint} does not speak TLS: is it http:// there?")
        if isinstance(cause, TimeoutError):
            return PassingError(f"{endpoint} did not answer in time")
        cause = cause.__cause__ or cause.__context__
    return PassingError(f"the connection to {endpoint} broke off")


def _proxied(endpoint: Endpoint) -> bool:
    parts, proxies = urlsplit(endpoint.url), getproxies()
    named = parts.scheme in proxies or "all" in proxies
    return named and not proxy_bypass(parts.hostname or "")


def _refusal(reply: Reply, status: int, endpoint: Endpoint, model: str) -> ModelError:
    """What a refused request comes to: the first of the reasons that fits."""
    words = _words(reply, endpoint)
    lower = reply.text[:READ].lower()
    if status == 401:
        known = "does not accept the key in" if endpoint.key else "wants a key: set"
        return ModelError(f"{endpoint} {known} OPENAI_API_KEY (401)")
    if status == 413 or _OVERLONG.search(lower):
        return ModelError(
            "the conversation is longer than the model can read: ask anew rather than on,"
            f" show it fewer tables, or name a model with more room (--model){words}"
        )
    if status == 404 and model and "model" in lower:
        return ModelError(f"{endpoint} has no model {model!r}: name another with --model{words}")
    if status == 404:
        return ModelError(f"nothing is at {endpoint} (404): the base URL often ends in /v1{words}")
    if "content_filter" in lower or "content_policy" in lower:
        return ModelError(
            f"the endpoint's content filter refused the question: put it in other words{words}"
        )
    if "insufficient_quota" in lower:
        return ModelError(f"the key's quota at {endpoint} is used up: see its billing page{words}")
    if status in _PASSING or (status >= 500 and status not in _FOR_GOOD):
        return _passing(f"{endpoint} cannot answer now ({status}){words}", reply)
    return ModelError(f"{endpoint} refused the request ({status}){words}")


def _passing(text: str, reply: Reply) -> ModelError:
    wait = _retry_after(reply.headers)
    if wait is None:
        return PassingError(text)
    text += f"; it asks to wait {wait:.0f} s"
    return PassingError(text, wait) if wait <= LONGEST_WAIT else ModelError(text)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from a number or a date; None where the endpoint names no time."""
    if "retry-after-ms" in headers:
        return _seconds(headers["retry-after-ms"], 1000)
    value = headers.get("retry-after", "")
    seconds = _seconds(value)
    if seconds is not None:
        return seconds
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _seconds(value: str, per_second: int = 1) -> float | None:
    try:
        seconds = float(value) / per_second
    except ValueError:
        return None
    return seconds if seconds >= 0 else None


def _words(reply: Reply, endpoint: Endpoint) -> str:
    """The endpoint's own words after a colon, as one short line without the key."""
    if reply.is_page:
        return ": an HTML page"
    document = document_in(reply)
    words = _line(next(_messages(document), "") if document else reply.text)
    if endpoint.key:
        words = words.replace(endpoint.key, "(the key)")
    return f": {words}" if words else ""


def _line(text: str) -> str:
    """``text`` as one line that is not too long to quote."""
    start = text[: 4 * QUOTED]
    line = " ".join("".join(c if c.isprintable() else " " for c in start).split())
    return line if len(line) <= QUOTED else line[:QUOTED].rstrip() + " …"


def _messages(document: Mapping[str, Any]) -> Iterator[str]:
    """The texts in an error body, whichever of the usual shapes it has."""
    error = document.get("error") or document.get("detail") or document.get("errors") or document
    for each in error if isinstance(error, list) else [error]:
        texts = (
            [each.get(key) for key in ("message", "msg", "detail")]
            if isinstance(each, dict)
            else [each]
        )
        yield from (text for text in texts if isinstance(text, str))
