"""Python's collector of garbage, and what it need not look at. It would take a fifth of a short command's
time, and a tenth of a crawl's, mostly to look through modules and lexicons again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 10_000
"""After how many the collector looks at them: Python's own number is 700."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """A process from its beginning to its end: what it leaves then is not looked through once more."""
    usual = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.freeze()


@contextmanager
def settled_memory() -> Iterator[None]:
    """The collector leaves alone what is loaded by now: hardly any of it is garbage."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
