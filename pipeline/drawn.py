"""Codes that a page draws with characters, as images like any other."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from crawler.page import ImageRef, ImageSource
from crawler.visit import SeenImage, Visit
from qr.textcode import drawn_codes

MOST_IMAGES = 8


def drawn_images(visit: Visit) -> tuple[SeenImage, ...]:
    """Pictures of the codes in the texts of the visit's page, PNG, at most eight."""
    if visit.page is None or visit.capture is None:
        return ()
    pictures = dict.fromkeys(png for text in visit.page.drawings for png in _pictures(text))
    return tuple(
        SeenImage(
            ref=ImageRef(url=f"{visit.page.url}#text-{number}", source=ImageSource.TEXT),
            capture=visit.capture.part(png, "image/png"),
        )
        for number, png in enumerate(list(pictures)[:MOST_IMAGES], 1)
    )


def _pictures(text: str) -> Iterator[bytes]:
    for grey in drawn_codes(text):
        stream = BytesIO()
        Image.fromarray(grey).save(stream, "PNG")
        yield stream.getvalue()
