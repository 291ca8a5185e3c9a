"""Python's collector of garbage, and when it is only in the way."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles meanwhile. Scoring makes none, but many small objects, and to look through all
    that a process holds again and again took a fifth of the time. Threads may overlap: who found it running
    lets it run again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
