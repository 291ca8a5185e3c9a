"""Who is told of each step on an image before it begins, and may have it left out.

A step has a label: `open` for the header and the first frame, `open@N` for each further frame (from 1), and
`DECODER/VARIANT` for an attempt, the same on every frame.
"""

from collections.abc import Iterator
from itertools import count
from typing import Protocol, TypeVar

OPEN = "open"
Frame = TypeVar("Frame")


class Watch(Protocol):
    """Asked before each step. False leaves the step out."""

    def allows(self, label: str) -> bool: ...


class _Nobody:
    def allows(self, label: str) -> bool:  # noqa: ARG002 -- the Protocol's parameter
        return True


NO_WATCH: Watch = _Nobody()


def watched(frames: Iterator[Frame], watch: Watch) -> Iterator[Frame]:
    """The frames of an image, each announced before it is made; ends at one that is not allowed."""
    for number in count():
        if number and not watch.allows(f"{OPEN}@{number}"):
            return
        try:
            frame = next(frames)
        except StopIteration:
            return
        yield frame
