"""A page's text cut into pieces, so that a template can mark the quoted signs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from review.defang import apply_edits, defang_edits

WHOLE = 12_000
CONTEXT = 300
OPENING = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A sign's place in a text, in code points."""

    start: int
    end: int
    family: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text under the same signs, defanged. `ends` are the families whose sign ends with it, so
    that a letter can stand there. `left_out` counts skipped code points; such a piece has no text."""

    text: str = ""
    spans: tuple[Span, ...] = ()
    ends: tuple[str, ...] = ()
    left_out: int = 0


def highlight(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """Cut `text` at the borders of `spans`. A long text is shown around its signs only; spans that lie
    outside the text are ignored."""
    inside = [span for span in (_clipped(span, len(text)) for span in spans) if span.start < span.end]
    edits = defang_edits(text)
    pieces: list[Piece] = []
    at = 0
    for start, end in _windows(len(text), inside):
        if start > at:
            pieces.append(Piece(left_out=start - at))
        for left, right, covering in _runs(start, end, inside):
            pieces.append(
                Piece(
                    text=apply_edits(text, edits, left, right),
                    spans=covering,
                    ends=tuple(sorted({span.family for span in covering if span.end == right})),
                )
            )
        at = end
    if at < len(text):
        pieces.append(Piece(left_out=len(text) - at))
    return tuple(pieces)


def _clipped(span: Span, length: int) -> Span:
    return Span(start=max(0, span.start), end=min(length, span.end), family=span.family, kind=span.kind)


def _windows(length: int, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The parts of a text that are shown, in order, none touching the next."""
    if length <= WHOLE:
        return [(0, length)] if length else []
    windows = [(0, OPENING)]
    for span in sorted(spans, key=lambda span: span.start):
        start, end = max(0, span.start - CONTEXT), min(length, span.end + CONTEXT)
        if start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(windows[-1][1], end))
        else:
            windows.append((start, end))
    return windows


def _runs(start: int, end: int, spans: Sequence[Span]) -> Iterable[tuple[int, int, tuple[Span, ...]]]:
    touching = [span for span in spans if span.start < end and span.end > start]
    borders = {start, end}
    for span in touching:
        borders |= {max(start, span.start), min(end, span.end)}
    ordered = sorted(borders)
    for left, right in pairwise(ordered):
        yield left, right, tuple(span for span in touching if span.start <= left and span.end >= right)
