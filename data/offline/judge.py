"""The judge under the name that scripts beside this file know it by."""

from sqlagent.evaluate.judge import holds, right

__all__ = ["holds", "right"]
