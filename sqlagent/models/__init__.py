"""Whatever takes the assistant's turn: a hosted model, the offline one, a scripted one.

A model is one method. ``get_model`` imports the model it is asked for and no other, so an
offline question never pays for the OpenAI SDK.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from sqlagent.functions import Function
from sqlagent.messages import Message


@runtime_checkable
class Model(Protocol):
    """The seam: anything with a name that can take the assistant's turn."""

    @property
    def name(self) -> str: ...

    def complete(
        self,
        messages: Sequence[Message],
        functions: Sequence[Function],
        function_call: str = "auto",
    ) -> Message:
        """The assistant's next message.

        ``function_call`` is ``"auto"``, ``"none"``, or the name of the one function that must
        be called. Raises ``ModelError`` where no usable reply can be had.
        """
        ...


def get_model(
    name: str | None = None,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    timeout: float | None = None,
    **options: Any,
) -> Model:
    """The model called ``name``; with none, ``SQLAGENT_MODEL``, else what the settings allow.

    With neither, a base URL (argument or ``OPENAI_BASE_URL``) or ``OPENAI_API_KEY`` chooses a
    hosted model, and the offline one answers otherwise. ``timeout`` is how many seconds a turn
    of a hosted model may take in all, the offline one takes no such time. ``options`` are the
    model's own, as ``confidence`` of the offline one.

    Raises ``MissingKeyError`` for a hosted model without key or base URL, ``ModelError`` where
    an endpoint that serves several models was not told which.
    """
    name = name or os.environ.get("SQLAGENT_MODEL") or None
    base_url = base_url or os.environ.get("OPENAI_BASE_URL") or None
    api_key = (api_key or os.environ.get("OPENAI_API_KEY") or "").strip() or None
    if (name or "").lower() == "offline" or not (name or base_url or api_key):
        from sqlagent.models.offline import OfflineModel

        return OfflineModel(**options)
    from sqlagent.models.openai import OpenAIModel

    if timeout is not None:
        options["timeout"] = timeout
    return OpenAIModel(name, base_url=base_url, api_key=api_key, **options)
