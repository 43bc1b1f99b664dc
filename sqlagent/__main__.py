"""``python -m sqlagent``, and where the command ``sqlagent`` starts."""

from __future__ import annotations

import atexit
import gc
import sys

OBJECTS = 200_000
"""New objects from one look for garbage to the next."""


def main() -> None:
    """Run the command line; Ctrl-C ends it even while it is still being imported."""
    # At the end the memory goes back as a whole: looking through it for garbage once more
    # would take a sixth of a question's time.
    atexit.register(gc.freeze)
    # And what is imported stays: the usual threshold would have it looked through at every turn.
    gc.set_threshold(OBJECTS)
    try:
        from sqlagent.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
