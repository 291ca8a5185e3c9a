"""From the bytes of a file to pixels, within limits.

Pixels are as displayed: turned by the EXIF orientation, so a position is where a person sees it. Drawings
and pages have no pixels of their own: theirs are those at which they are drawn here.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

from PIL import Image

from qr.errors import PictureError
from qr.formats.heif import heif_exif, is_heif, open_heif
from qr.formats.pdf import is_pdf, open_pdf
from qr.formats.raster import open_raster, raster_exif, raster_type
from qr.formats.svg import is_svg, open_svg
from qr.frame import Frame
from qr.limits import ReadLimits


class Picture(Protocol):
    """An opened picture whose header is within the limits. Width and height are as displayed, in pixels."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    def frames(self) -> Iterator[Frame]:
        """The frames, pages or drawings within the limits, decoded one by one. Raises `PictureError` on
        broken data; what was given before stands."""
        ...


LIBRARIES = ("pillow", "pi-heif", "pypdfium2", "resvg-py")
"""The distributions that make pixels of a file."""

Known = Callable[[bytes], bool]
Opener = Callable[[bytes, ReadLimits], Picture]
_OTHERS: tuple[tuple[str, Known, Opener], ...] = (
    ("image/svg+xml", is_svg, open_svg),
    ("application/pdf", is_pdf, open_pdf),
    ("image/heic", is_heif, open_heif),
)


def open_picture(data: bytes, limits: ReadLimits) -> Picture:
    """Reads the header only. Raises `PictureError`, with a message for a person, for anything that is no
    picture or one above the limits."""
    if not data:
        raise PictureError("The file is empty.")
    if len(data) > limits.max_bytes:
        raise PictureError(f"The file has {len(data):,} bytes; at most {limits.max_bytes:,} are read.")
    for _, known, opened in _OTHERS:
        if known(data):
            return opened(data, limits)
    return open_raster(data, limits)


def media_type(data: bytes) -> str:
    """The media type that a picture's bytes show, whatever its name says. Raises `PictureError`."""
    named = next((name for name, known, _ in _OTHERS if known(data)), None)
    return named or raster_type(data)


def exif(data: bytes) -> Image.Exif:
    """What the camera wrote down; empty where it wrote nothing. Raises `PictureError`."""
    if is_heif(data):
        return heif_exif(data)
    return Image.Exif() if any(known(data) for _, known, _ in _OTHERS) else raster_exif(data)
