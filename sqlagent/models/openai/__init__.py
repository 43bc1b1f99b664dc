"""Hosted models: any endpoint that speaks OpenAI's chat completions.

``client.py`` talks over the official SDK and is the only file that imports it. The others are
pure: ``wire.py`` writes the two wire formats and ``reply.py`` reads them, ``fallback.py`` finds
the call in a reply that only speaks of one, ``faults.py`` says what came instead of a reply.
"""

from __future__ import annotations

from sqlagent.models.openai.client import DEFAULT_MODEL, OpenAIModel

__all__ = ["DEFAULT_MODEL", "OpenAIModel"]
