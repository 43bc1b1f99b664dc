"""The default model: no key, no network, no language model."""

from sqlagent.models.offline.model import OfflineModel

__all__ = ["OfflineModel"]
