"""Lines of text in an image as its row keeps them."""

from collections.abc import Iterable
from typing import Any

from classifiers.image_text import TextLine


def stored_lines(lines: Iterable[TextLine]) -> list[dict[str, Any]]:
    """The lines as JSON objects with the names of `TextLine`."""
    return [
        {
            "text": line.text,
            "latin": line.latin,
            "confidence": round(line.confidence, 1),
            "corners": [list(point) for point in line.corners],
        }
        for line in lines
    ]


def recalled_lines(objects: Iterable[dict[str, Any]]) -> tuple[TextLine, ...]:
    """The lines again."""
    return tuple(_recalled(each) for each in objects)


def _recalled(stored: dict[str, Any]) -> TextLine:
    first, second, third, fourth = ((int(x), int(y)) for x, y in stored["corners"])
    return TextLine(
        text=stored["text"],
        latin=stored["latin"],
        confidence=stored["confidence"],
        corners=(first, second, third, fourth),
    )
