"""What goes wrong with a hosted model: what is repeated, what is said, and what is never said."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from endpoint import Endpoint, Raw, Scripted, error, words
from hosted import KEY

from sqlagent.errors import ModelError
from sqlagent.messages import user
from sqlagent.models.openai import OpenAIModel

HTML = b"<!DOCTYPE html><html><body>Bad gateway</body></html>"


@dataclass
class Outcome:
    """What came of one question: the answer or the sentence, the waits and the requests."""

    said: str = ""
    waits: list[float] = field(default_factory=list)
    requests: int = 0
    seconds: float = 0.0


def ask(script: Sequence[Scripted], timeout: float = 120, idle: float = 60) -> Outcome:
    outcome = Outcome()
    with Endpoint(script) as endpoint:
        model = OpenAIModel(
            "m",
            base_url=endpoint.url,
            api_key=KEY,
            timeout=timeout,
            idle=idle,
            sleep=outcome.waits.append,
        )
        started = time.monotonic()
        try:
            outcome.said = model.complete([user("Which artists?")], []).content or ""
        except ModelError as error:
            outcome.said = str(error)
        outcome.seconds = time.monotonic() - started
        model.close()
    outcome.requests = len(endpoint.bodies)
    assert KEY not in outcome.said
    assert "\n" not in outcome.said
    assert "Traceback" not in outcome.said
    return outcome


CUT = b'data: {"choices": [{"delta": {"content": "Fi"}}]}\n\n'


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(error(408, "timeout"), id="408"),
        pytest.param(error(429, "slow down"), id="429"),
        pytest.param(error(500, "oops"), id="500"),
        pytest.param(Raw(502, HTML), id="an HTML page from a gateway"),
        pytest.param(Raw(503), id="503 without a word"),
        pytest.param(b'{"error": {"code": 429, "message": "slow down"}}', id="429 in a 200"),
        pytest.param(Raw(then="drop"), id="dropped without a byte"),
        pytest.param(Raw(body=b'{"choices"', then="drop"), id="dropped halfway"),
        pytest.param(b'{"choices"', id="half a document"),
        pytest.param(b"[]", id="another document"),
        pytest.param(b"[" * 100_000, id="a document too deep to read"),
        pytest.param(b"", id="nothing"),
        pytest.param(CUT, id="half a stream"),
        pytest.param({"choices": []}, id="no choices"),
        pytest.param({"choices": [None]}, id="a choice that is none"),
        pytest.param({"choices": [{"message": "hi"}]}, id="a message that is none"),
        pytest.param(words(None), id="neither words nor calls"),
        pytest.param(words(" \n"), id="blank words"),
        pytest.param(words("Fi", "error"), id="broken off by the endpoint"),
    ],
)
def test_what_may_pass_is_tried_three_times(fault: Scripted) -> None:
    mended = ask([fault, fault, words("Five.")])
    assert (mended.said, mended.requests) == ("Five.", 3)
    first, second = mended.waits
    assert 0 <= first <= 1
    assert 0 <= second <= 2
    failed = ask([fault] * 4)
    assert failed.said.endswith("; tried 3 times")
    assert failed.requests == 3


def sentences() -> Iterator[tuple[Scripted, str]]:
    """What is not worth repeating, and what the sentence about it says."""
    yield error(400, "Unsupported value: 'n'"), "refused the request (400): Unsupported value: 'n'"
    yield error(401, f"Incorrect API key provided: {KEY}"), "does not accept the key in OPENAI_API"
    yield error(403, f"{KEY} is not allowed here"), "(403): (the key) is not allowed here"
    yield error(404, "The model `m` does not exist"), "has no model 'm': name another with --model"
    yield Raw(404, b"not found"), "the base URL often ends in /v1: not found"
    yield Raw(404, HTML), "the base URL often ends in /v1: an HTML page"
    yield error(413, "Payload too large"), "longer than the model can read"
    yield error(400, "This model's maximum context length is 8192"), "longer than the model can"
    quota = b'{"error": {"message": "You exceeded it", "code": "insufficient_quota"}}'
    yield Raw(429, quota), "quota at"
    yield Raw(400, b'{"error": {"message": "No.", "code": "content_filter"}}'), "content filter"
    yield Raw(422, b'{"detail": [{"loc": ["body"], "msg": "Field required"}]}'), ": Field required"
    yield Raw(400, b'{"error": "one\\n line\\u001b[0m"}'), "(400): one line [0m"
    yield Raw(400, b"x" * 5000), "x …"
    yield Raw(501, b""), "refused the request (501)"
    yield Raw(304, b""), "refused the request (304)"
    yield b'{"error": {"message": "overloaded"}}', "refused the request (400): overloaded"
    yield b'data: {"error": {"message": "overloaded"}}\n\n', "the request (400): overloaded"
    yield HTML, "answered with a web page: is that the base URL?"
    yield words("Fi", "length"), "cut off at the model's length limit"
    cut = {"function_call": {"name": "f", "arguments": '{"query": "SEL'}}
    yield words(None, "length", **cut), "cut off at the model's length limit"
    yield words("", "content_filter"), "content filter withheld"
    yield Raw(body=b" " * 65536, then="forever"), "longer than 33,554,432 bytes"
    yield Raw(500, b" " * 65536, then="forever"), "longer than 33,554,432 bytes"


@pytest.mark.parametrize(("reply", "sentence"), [*sentences()])
def test_what_will_not_pass_is_said_at_once(reply: Scripted, sentence: str) -> None:
    outcome = ask([reply, words("Never reached.")])
    assert sentence in outcome.said
    assert (outcome.requests, outcome.waits) == (1, [])


@pytest.mark.parametrize(
    ("headers", "low", "high"),
    [
        ({"Retry_After": "7"}, 7, 7),
        ({"Retry_After": "0"}, 0, 0),
        ({"Retry_After": "40"}, 40, 40),
        ({"retry_after_ms": "250", "Retry_After": "9"}, 0.25, 0.25),
        ({"Retry_After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0, 0),
        ({"Retry_After": "soon"}, 0, 1),
        ({"Retry_After": "-5"}, 0, 1),
        ({"Retry_After": "nan"}, 0, 1),
    ],
)
def test_the_endpoint_says_how_long_to_wait(
    headers: dict[str, str], low: float, high: float
) -> None:
    outcome = ask([error(429, "slow down", **headers), words("Five.")])
    assert outcome.said == "Five."
    assert len(outcome.waits) == 1
    assert low <= outcome.waits[0] <= high


def test_a_date_says_how_long_to_wait_too() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    outcome = ask([error(429, "slow down", Retry_After=soon), words("Five.")])
    assert 1 <= outcome.waits[0] <= 30


@pytest.mark.parametrize("asked", ["41", "3600", "inf", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_too_long_a_wait_is_said(asked: str) -> None:
    outcome = ask([error(503, "later", Retry_After=asked), words("Never reached.")])
    assert "(503): later; it asks to wait " in outcome.said
    assert (outcome.requests, outcome.waits) == (1, [])


def test_no_wait_goes_beyond_the_timeout() -> None:
    outcome = ask([error(429, "slow down", Retry_After="30"), words("Five.")], timeout=20)
    assert outcome.said.endswith("; it asks to wait 30 s; tried once")
    assert outcome.waits == []


def test_the_wait_is_a_real_one() -> None:
    fault = error(429, "slow down", retry_after_ms="60")
    with Endpoint([fault, fault, words("Five.")]) as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url)
        assert model.complete([user("Which?")], []).content == "Five."
        model.close()
    assert all(later.at - sooner.at >= 0.06 for sooner, later in pairwise(endpoint.requests))


def test_silence_is_a_fault_that_may_pass() -> None:
    outcome = ask([Raw(then="silence"), words("Five.")], idle=0.1)
    assert (outcome.said, outcome.requests) == ("Five.", 2)


def test_a_minute_of_silence_is_the_default() -> None:
    with Endpoint([words("Five.")]) as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url)
        model.complete([user("Which?")], [])
        model.close()
    assert float(endpoint.requests[0].headers["x-stainless-read-timeout"]) == 60


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("body", [b" ", CUT])
def test_a_reply_that_never_ends_is_ended(status: int, body: bytes) -> None:
    endless = Raw(status, body, then="forever", pace=0.02)
    outcome = ask([endless, words("Never reached.")], timeout=0.3)
    assert "gave no whole reply within 0.3 s" in outcome.said
    assert "--model-timeout" in outcome.said
    assert outcome.seconds < 1
    assert outcome.requests == 1


def test_a_reply_that_was_given_up_is_hung_up_on() -> None:
    with Endpoint([Raw(body=b" ", then="forever", pace=0.01)]) as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url, timeout=0.2)
        running = threading.active_count()
        with pytest.raises(ModelError):
            model.complete([user("Which?")], [])
        until = time.monotonic() + 5
        while threading.active_count() > running and time.monotonic() < until:
            time.sleep(0.01)
        assert threading.active_count() == running
        model.close()


def test_the_timeout_holds_for_all_tries_together() -> None:
    outcome = ask([Raw(then="silence")] * 3, timeout=0.5, idle=0.2)
    assert outcome.said
    assert outcome.seconds < 1


def test_a_late_reply_is_a_reply() -> None:
    assert ask([Raw(body=json.dumps(words("Five.")).encode(), delay=0.1)]).said == "Five."


def test_a_format_found_out_is_no_try() -> None:
    unknown = error(400, "Unrecognized request argument supplied: tools")
    faulty = error(500, "oops")
    outcome = ask([unknown, faulty, faulty, words("Five.")])
    assert (outcome.said, outcome.requests) == ("Five.", 4)


def test_an_endpoint_that_takes_neither_format_is_quoted() -> None:
    outcome = ask([error(400, "unknown field tools"), error(400, "unknown field functions")])
    assert "refused the request (400): unknown field functions" in outcome.said


def test_the_model_survives_a_fault() -> None:
    with Endpoint([error(400, "no"), Raw(body=b" ", then="forever"), words("Five.")]) as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url, timeout=0.3)
        for _ in range(2):
            with pytest.raises(ModelError):
                model.complete([user("Which?")], [])
        assert model.complete([user("Which?")], []).content == "Five."
        model.close()
