"""Reading the text in pictures, where this machine can."""

from collections.abc import Callable
from pathlib import Path

import structlog

from classifiers.errors import ImageTextUnavailable
from classifiers.image_text import ImageTextReader


def text_reader(tessdata: Path | None) -> Callable[[bytes], str] | None:
    """A function from image bytes to the text in them; None, with a warning, where there is no OCR."""
    try:
        reader = ImageTextReader(tessdata=tessdata)
    except ImageTextUnavailable as error:
        structlog.get_logger().warning("text in pictures is not read", reason=str(error))
        return None
    return lambda data: reader.read_text(data).text
