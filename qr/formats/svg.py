"""SVG drawings (W3C SVG 1.1 and 2, static), drawn without fonts and without anything outside of them."""

import codecs
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import resvg_py

from qr.errors import PictureError, reason
from qr.formats.drawing import Drawing, harmless
from qr.formats.raster import open_raster
from qr.formats.size import check_size
from qr.frame import Frame
from qr.limits import ReadLimits

_GZIP = b"\x1f\x8b"
_UNPACKED_LIMIT = 8_000_000
_FEWEST_PIECES = 15  # the outlines of the smallest QR code: 17 at the least among 400, its holes counted
_PIXELS_A_NUMBER = 12  # side of the drawing, for each number's square root
_SIDES = (256, 1600)
_SHOWN_SIDE = 800
_ROOT = re.compile(rb"<(?:\w+:)?svg\b")
_WHERE_ROOTS_STAND = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class SvgPicture:
    """A drawing. Width and height are the pixels at which it is drawn, so that its finest parts show."""

    width: int
    height: int
    drawing: Drawing
    limits: ReadLimits

    def frames(self) -> Iterator[Frame]:
        """See `qr.picture.Picture`. None for a drawing of so few shapes that no code is in it."""
        if not self.drawing.images and self.drawing.pieces < _FEWEST_PIECES:
            return
        yield from open_raster(self._drawn(), self.limits).frames()

    def _drawn(self) -> bytes:
        try:
            return resvg_py.svg_to_bytes(
                svg_string=self.drawing.markup(self.width, self.height),
                skip_system_fonts=True,
                shape_rendering="crisp_edges",
            )
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic in Rust is no Exception
            message = f"The SVG drawing is damaged: {reason(error)}"
            raise PictureError(message, self.width, self.height) from error


def is_svg(data: bytes) -> bool:
    """By its root element near the start, or by gzip's mark."""
    return data.startswith(_GZIP) or _ROOT.search(_start(data)) is not None


def open_svg(data: bytes, limits: ReadLimits) -> SvgPicture:
    """Parses the drawing and draws nothing. Raises `PictureError`."""
    if data.startswith(_GZIP):
        data = _unpacked(data)
    if len(data) > _UNPACKED_LIMIT:
        raise PictureError(f"The SVG drawing is too large: at most {_UNPACKED_LIMIT:,} bytes are read.")
    drawing = harmless(data, limits)
    width, height = _drawn_size(drawing)
    check_size(width, height, limits)
    return SvgPicture(width=width, height=height, drawing=drawing, limits=limits)


def _start(data: bytes) -> bytes:
    start = data[:_WHERE_ROOTS_STAND].removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", "ignore").encode()
    return start if start.startswith(b"<") else b""


def _unpacked(data: bytes) -> bytes:
    engine = zlib.decompressobj(wbits=31)
    try:
        unpacked = engine.decompress(data, _UNPACKED_LIMIT + 1)
    except zlib.error as error:
        raise PictureError(f"The gzip file is damaged: {error}") from error
    if not _ROOT.search(_start(unpacked)):
        raise PictureError("The gzip file holds no SVG drawing. Unpack it and try again.")
    return unpacked


def _drawn_size(drawing: Drawing) -> tuple[int, int]:
    """As fine as the drawing can be by what it is made of, and not much coarser than it is shown."""
    shown = max(drawing.width, drawing.height)
    least, most = _SIDES
    fine = _PIXELS_A_NUMBER * sqrt(drawing.numbers)
    side = min(max(least, fine, min(shown, most if drawing.images else _SHOWN_SIDE)), most)
    if not shown or not min(drawing.width, drawing.height):
        return _SHOWN_SIDE, _SHOWN_SIDE
    scale = side / shown
    return max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale))
