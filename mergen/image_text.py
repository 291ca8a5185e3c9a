"""Reading the text in pictures, where this machine can."""

from pathlib import Path

import structlog

from classifiers.errors import ImageTextUnavailable
from classifiers.image_text import ImageTextReader


def text_reader(tessdata: Path | None, seconds: float) -> ImageTextReader | None:
    """A reader that spends at most `seconds` on an image; None, with a warning, where there is no OCR."""
    try:
        return ImageTextReader(tessdata=tessdata, seconds=seconds)
    except ImageTextUnavailable as error:
        structlog.get_logger().warning("text in pictures is not read", reason=str(error))
        return None
