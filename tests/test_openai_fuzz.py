"""Whatever a reply holds in place of what was asked for, it is a message or one clear sentence."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hosted import ASK, QUESTION

from sqlagent.errors import ModelError
from sqlagent.models.openai import faults, wire
from sqlagent.models.openai.fallback import repaired
from sqlagent.models.openai.reply import Reply, read

ENDPOINT = faults.Endpoint("http://localhost:1/v1", "sk-secret")
CALL = {"id": "a", "type": "function", "function": {"name": "ask_database", "arguments": "{}"}}
SOUND = {
    "id": "1", "object": "chat.completion", "created": 1, "model": "m",
    "choices": [
        {
            "index": 0,
            "finish_reason": "tool_calls",
            "message": {"role": "assistant", "content": "```sql\nSELECT 1\n```",
                        "tool_calls": [CALL, CALL], "function_call": CALL["function"]},
        }
    ],
    "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
}  # fmt: skip
JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 10**400, 1e308, "", "null", "\ud800", "x" * 5000, [], [[]], {}, {"": None},
    [None], "length", "content_filter", "<tool_call>{", "SELECT 1", {"error": "no"},
)  # fmt: skip


def spoilt(chance: random.Random) -> Any:
    """A sound reply in which one to three things are something else, or gone."""
    document = copy.deepcopy(SOUND)
    for _ in range(chance.randint(1, 3)):
        places: list[tuple[Any, Any]] = []
        waiting: list[Any] = [document]
        while waiting:
            node = waiting.pop()
            keys = node if isinstance(node, dict) else range(len(node))
            for key in keys:
                places.append((node, key))
                if isinstance(node[key], (dict, list)):
                    waiting.append(node[key])
        if not places:
            break
        node, key = chance.choice(places)
        if chance.random() < 0.2:
            del node[key]
        else:
            node[key] = copy.deepcopy(chance.choice(JUNK))
    return document


@pytest.mark.parametrize("times", [500, pytest.param(30_000, marks=pytest.mark.slow)])
def test_a_spoilt_reply_is_a_message_or_a_sentence(times: int) -> None:
    chance = random.Random(7)
    said = set()
    for _ in range(times):
        status = chance.choice((200, 200, 200, 400, 404, 429, 500))
        body = json.dumps(spoilt(chance)).encode()[: chance.choice((None, None, 60))]
        try:
            document = faults.judged(Reply(status, {}, body), ENDPOINT, "m")
            message = repaired(read(document), QUESTION, (ASK,), "auto")
        except ModelError as error:
            said.add(str(error))
        else:
            named = wire.identified(message, QUESTION)
            json.dumps(wire.request("m", [*QUESTION, named], (ASK,), "auto", wire.Dialect()))
    assert len(said) > 5
    assert not [words for words in said if "\n" in words or "sk-secret" in words]
