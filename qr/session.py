"""The attempts on one image."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from math import sqrt

import cv2
import numpy as np

from qr.attempt import MARGIN, Attempt, Look
from qr.attention import WINDOW, windows
from qr.cascade import Plan
from qr.decoder import Located, Pixels
from qr.errors import DecoderFailed, reason
from qr.frame import Frame
from qr.geometry import moved, same_place
from qr.hint import hints
from qr.places import CodeDetector, around, extent, joined
from qr.slant import straightened
from qr.symbol import Hint, Point, Quad, Symbol
from qr.tally import Tally
from qr.watch import Watch

SIDES = (400, 900)
"""What the detector sees, twice: codes that fill the picture, then small ones."""
LARGE = 0.2
"""From which size on, against a square with as many pixels as the picture, a code is large."""
LARGE_PICTURE = 2_000_000
"""Pixels from which on the second look shows a code of 60 pixels too small to be seen."""
MOST_WINDOWS = 4
CLOSER = "closer"
MOST_PLACES = 16
HINTS = "hints"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a session works with. `detector` is None where a pass has none."""

    plan: Plan
    watch: Watch
    detector: CodeDetector | None
    is_late: Callable[[], bool]


class Session:
    """Reads the frames of one image, one after the other."""

    def __init__(self, tools: Tools) -> None:
        self.failures: list[str] = []
        self._first: Pixels | None = None
        self._seen: tuple[Quad, ...] = ()
        self._tools = tools

    @property
    def is_late(self) -> bool:
        """Whether the time is spent."""
        return self._tools.is_late()

    def read(self, frame: Frame) -> Located:
        """A see-through frame is read on white, and on black if that gave nothing."""
        tally = Tally()
        self._first = frame.grey if self._first is None else self._first
        self._read(_look(frame.grey, cache(frame.rgb)), tally)
        if frame.on_black is not None and not tally.symbols:
            self._read(_grey_look(frame.on_black), tally)
        return Located(symbols=tally.symbols, unread=tally.unread)

    def hints(self, unread: Sequence[Quad]) -> tuple[Hint, ...]:
        """What to do better, where nothing was read and the places of `unread` were located."""
        if self._first is None or not self._tools.watch.allows(HINTS):
            return ()
        return hints(self._first, (*unread, *self._seen))

    def _read(self, look: Look, tally: Tally) -> None:
        plan = self._tools.plan
        self._attempt_all(plan.always, look, tally)
        if not plan.thorough and not tally.unread:
            return
        places = self._places(look.grey, tally) if plan.thorough else ()
        known = joined(places, tally.unread)
        self._read_places(known, look, tally)
        if plan.thorough:
            self._read_places(joined(known, self._closer(look.grey, tally))[len(known) :], look, tally)
        self._attempt_until_read(plan.whole, look, tally)
        for symbol in tally.symbols:
            self._prove(symbol, look, tally)
        self._seen = self._seen or places

    def _places(self, grey: Pixels, tally: Tally) -> tuple[Quad, ...]:
        """What the detector sees at first, and then what is too small for its first look: not where large
        codes stand and all that was seen is read."""
        places = self._find(grey, SIDES[0])
        if _is_filled(grey, tally) and all(_is_read(place, tally) for place in places):
            return places
        return joined(places, self._find(grey, SIDES[1]))

    def _closer(self, grey: Pixels, tally: Tally) -> tuple[Quad, ...]:
        """What was too small for both looks at a large picture."""
        if grey.size < LARGE_PICTURE or not self._may_look(CLOSER):
            return ()
        known = [symbol.position for symbol in tally.symbols]
        try:
            boxes = tuple(windows(grey, known, MOST_WINDOWS))
        except (cv2.error, MemoryError) as error:
            self.failures.append(f"a closer look: {reason(error)}")
            return ()
        found = ((box, self._see(box.of(grey), WINDOW)) for box in boxes if not self.is_late)
        return tuple(moved(place, 1, (box.left, box.top)) for box, places in found for place in places)

    def _find(self, grey: Pixels, side: int) -> tuple[Quad, ...]:
        return self._see(grey, side) if self._may_look(str(side)) else ()

    def _may_look(self, label: str) -> bool:
        detector = self._tools.detector
        return (
            detector is not None and not self.is_late and self._tools.watch.allows(f"{detector.name}/{label}")
        )

    def _see(self, grey: Pixels, side: int) -> tuple[Quad, ...]:
        detector = self._tools.detector
        if detector is None:
            return ()
        try:
            return detector.find(grey, side)
        except DecoderFailed as error:
            self.failures.append(str(error))
            return ()

    def _read_places(self, places: Iterable[Quad], look: Look, tally: Tally) -> None:
        unread = [place for place in places if not _is_read(place, tally)]
        for place in unread[:MOST_PLACES]:
            self._read_place(place, look, tally)

    def _read_place(self, place: Quad, look: Look, tally: Tally) -> None:
        cut = _cut(look, place)
        for attempt in self._tools.plan.place:
            if self.is_late or _is_read(place, tally):
                return
            self._attempt(attempt, cut, tally)

    def _prove(self, symbol: Symbol, look: Look, tally: Tally) -> None:
        proof = self._tools.plan.proof
        if not proof or _is_agreed(symbol.position, tally):
            return
        cut = _cut(look, symbol.position)
        for attempt in proof:
            if self.is_late or _is_agreed(symbol.position, tally):
                return
            if symbol.format in attempt.decoder.formats:
                self._attempt(attempt, cut, tally)

    def _attempt_until_read(self, attempts: Iterable[Attempt], look: Look, tally: Tally) -> None:
        for attempt in attempts:
            if (tally.symbols and not tally.unread) or self.is_late:
                return
            self._attempt(attempt, look, tally)

    def _attempt_all(self, attempts: Iterable[Attempt], look: Look, tally: Tally) -> None:
        for attempt in attempts:
            self._attempt(attempt, look, tally)

    def _attempt(self, attempt: Attempt, look: Look, tally: Tally) -> None:
        if not self._tools.watch.allows(attempt.label):
            return
        try:
            tally.add(attempt.run(look))
        except DecoderFailed as error:
            self.failures.append(str(error))


def _cut(look: Look, place: Quad) -> Look:
    box = around(place, look.grey.shape, MARGIN)
    return _look(box.of(look.grey), lambda: box.of(look.rgb()), (box.left, box.top))


def _grey_look(grey: Pixels) -> Look:
    return _look(grey, lambda: np.stack((grey,) * 3, axis=-1))


def _look(grey: Pixels, rgb: Callable[[], Pixels], origin: Point = (0, 0)) -> Look:
    return Look(grey=grey, rgb=rgb, straight=cache(partial(straightened, grey)), origin=origin)


def _is_filled(grey: Pixels, tally: Tally) -> bool:
    """Whether codes were read, each of them large, and no other was located."""
    least = LARGE * sqrt(grey.size)
    sizes = [max(extent(symbol.position)) for symbol in tally.symbols]
    return not tally.unread and min(sizes, default=0) >= least


def _is_read(place: Quad, tally: Tally) -> bool:
    return any(same_place(place, symbol.position) for symbol in tally.symbols)


def _is_agreed(place: Quad, tally: Tally) -> bool:
    return any(symbol.agreed for symbol in tally.symbols if same_place(place, symbol.position))
