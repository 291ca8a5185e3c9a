"""Reading one line of text with Tesseract: as it stands, with its gaps closed, and upside down."""

import re
from dataclasses import dataclass
from typing import Any

from PIL import Image

from classifiers.deadline import Deadline
from classifiers.line_picture import closed, line_picture, upside_down
from classifiers.text_lines import Pixels, Place

SURE = 80.0
"""Nothing else is tried once a reading is as confident as this."""
MIN_CONFIDENCE = 40.0
LINE_MS = 2_000
HOLDS_ADDRESS = re.compile(r"@|/|_|\w\.\w|:")
WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A line's `text` with its confidence, 0 to 100; the reading in Latin letters alone, where it may hold
    an address or handle; and whether the line stood upside down."""

    text: str
    confidence: float
    latin: str = ""
    turned: bool = False


class LineReader:
    """Reads lines with two Tesseracts: one for every language, one for Latin letters only.

    Handles and addresses are Latin: beside Russian, their letters would turn into Cyrillic ones that
    look the same.
    """

    def __init__(self, *, every: Any, latin: Any) -> None:
        self._every = every
        self._latin = latin

    def read(self, image: Pixels, place: Place, deadline: Deadline) -> Reading | None:
        """What stands at `place` of a BGR image, or None."""
        picture = line_picture(image, place)
        best = self._best(picture, deadline)
        text, latin = best.text, ""
        if HOLDS_ADDRESS.search(text) or best.confidence < SURE:
            latin, confidence = self._latin_of(upside_down(picture) if best.turned else picture, deadline)
            if confidence > best.confidence:
                best = Reading(text=latin, confidence=confidence, turned=best.turned)
        if best.confidence < MIN_CONFIDENCE or not WORD.search(best.text):
            return None
        latin = latin if HOLDS_ADDRESS.search(latin) else ""
        return Reading(text=best.text, confidence=best.confidence, latin=latin, turned=best.turned)

    def _best(self, picture: Pixels, deadline: Deadline) -> Reading:
        best = _recognise(self._every, picture, deadline)
        for turned in (False, True):
            if best.confidence < SURE:
                other = upside_down(picture) if turned else closed(picture)
                reading = _recognise(self._every, other, deadline)
                if reading.confidence > best.confidence:
                    best = Reading(text=reading.text, confidence=reading.confidence, turned=turned)
        return best

    def _latin_of(self, picture: Pixels, deadline: Deadline) -> tuple[str, float]:
        best = _recognise(self._latin, picture, deadline)
        if best.confidence < SURE:
            again = _recognise(self._latin, closed(picture), deadline)
            best = max(best, again, key=lambda reading: reading.confidence)
        return best.text, best.confidence


def _recognise(engine: Any, picture: Pixels, deadline: Deadline) -> Reading:
    left = round(deadline.left * 1000)
    if left <= 0:
        return Reading(text="", confidence=0.0)
    engine.SetImage(Image.fromarray(picture))
    try:
        if not engine.Recognize(min(left, LINE_MS)):
            return Reading(text="", confidence=0.0)
        text = " ".join(engine.GetUTF8Text().split())
        return Reading(text=text, confidence=float(engine.MeanTextConf()) if text else 0.0)
    finally:
        engine.Clear()
