"""Text in images, read by Tesseract in Russian, Kazakh and English at once."""

import importlib
import io
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError

from classifiers.errors import ImageTextUnavailable

LANGUAGES = ("rus", "kaz", "eng")
MAX_PIXELS = 40_000_000
"""Read from the header before anything is decoded; a larger image is not read."""
LONGEST_SIDE = 4000
SHORTEST_SIDE = 900
"""Smaller images are enlarged, at most threefold: Tesseract wants letters of 20 pixels and more."""
MIN_CONFIDENCE = 40
TIME_LIMIT_MS = 20_000
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageText:
    """What was read: `text` and the mean confidence of its words, 0 to 100; empty and 0 if nothing was
    read."""

    text: str
    confidence: float


NOTHING = ImageText(text="", confidence=0.0)


def find_tessdata(places: Sequence[Path] = TESSDATA_PLACES) -> Path:
    """The first place with data for all of LANGUAGES. ImageTextUnavailable says what to install."""
    for place in places:
        if all(place.joinpath(f"{name}.traineddata").is_file() for name in LANGUAGES):
            return place
    raise ImageTextUnavailable(
        f"no Tesseract data for {', '.join(LANGUAGES)} in {', '.join(map(str, places))}. {INSTALL}"
    )


class ImageTextReader:
    """Reads text in images. Build once and share: one Tesseract serves all threads in turn."""

    def __init__(self, tessdata: Path | None = None) -> None:
        """ImageTextUnavailable when the library or its data are missing."""
        self._lock = threading.Lock()
        place = find_tessdata([tessdata] if tessdata else TESSDATA_PLACES)
        tesserocr = _import_tesserocr()
        # What Leptonica says of odd pictures is for its developers, not for whoever runs a crawl.
        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
        self._engine = tesserocr.PyTessBaseAPI(path=f"{place}{os.sep}", lang="+".join(LANGUAGES))

    def read_text(self, image_bytes: bytes) -> ImageText:
        """Text of an encoded image; NOTHING for bytes that are no image, too many pixels, or no words."""
        image = _open(image_bytes)
        if image is None:
            return NOTHING
        with self._lock:
            return _read(self._engine, image)


def _import_tesserocr() -> ModuleType:
    try:
        return importlib.import_module("tesserocr")
    except ImportError as error:
        raise ImageTextUnavailable(f"tesserocr is not there ({error}). {INSTALL}") from error


def _open(image_bytes: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(image_bytes)) as opened:
            if opened.width * opened.height > MAX_PIXELS or min(opened.size) < 8:
                return None
            opened.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
            return _prepared(ImageOps.exif_transpose(opened))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError):
        return None


def _prepared(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "P", "PA"):
        rgba = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
    grey = _scaled(ImageOps.autocontrast(image.convert("L"), cutoff=1))
    return ImageOps.invert(grey) if _border_is_dark(grey) else grey


def _scaled(image: Image.Image) -> Image.Image:
    longest = max(image.size)
    scale = LONGEST_SIDE / longest if longest > LONGEST_SIDE else min(3.0, SHORTEST_SIDE / min(image.size))
    if longest <= LONGEST_SIDE:
        scale = max(1.0, min(scale, LONGEST_SIDE / longest))
    if scale == 1.0:
        return image
    size = (max(8, round(image.width * scale)), max(8, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _border_is_dark(image: Image.Image) -> bool:
    """White letters on black are turned: the median of the border tells the ground."""
    width, height = image.size
    edge = max(2, min(image.size) // 40)
    strips = (
        (0, 0, width, edge),
        (0, height - edge, width, height),
        (0, 0, edge, height),
        (width - edge, 0, width, height),
    )
    medians = sorted(ImageStat.Stat(image.crop(strip)).median[0] for strip in strips)
    return float(medians[1] + medians[2]) / 2 < 110


def _read(engine: Any, image: Image.Image) -> ImageText:
    engine.SetImage(image)
    if not engine.Recognize(TIME_LIMIT_MS):
        return NOTHING
    text = engine.GetUTF8Text().strip()
    sure = [value for value in engine.AllWordConfidences() if value >= MIN_CONFIDENCE]
    engine.Clear()
    if not text or not sure:
        return NOTHING
    return ImageText(text=text, confidence=sum(sure) / len(sure))
