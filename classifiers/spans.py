"""Spans of a text: pairs of where each begins and ends."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

Span = tuple[int, int]


def apart(found: Iterable[Span]) -> Sequence[Span]:
    """Spans in order, none inside another."""
    spans: list[Span] = []
    for start, end in sorted(found):
        if not spans or end > spans[-1][1]:
            spans.append((start, end))
    return spans


def is_within(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether one of `spans`, which are `apart`, holds all from `start` to `end`."""
    at = bisect_right(spans, start, key=itemgetter(0)) - 1
    return at >= 0 and end <= spans[at][1]
