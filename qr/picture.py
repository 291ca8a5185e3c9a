"""From image bytes to pixels, within limits.

Pixels are as displayed: turned by the EXIF orientation, so a position is where a person sees it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from qr.decoder import Pixels
from qr.errors import PictureError, reason
from qr.limits import ReadLimits

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF", "PPM")
WHITE, BLACK = 255, 0
_TURNED = (5, 6, 7, 8)
_PART = 1 << 18
_DEEP_MODES = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame: grey pixels of shape (height, width), uint8. Where the image is see-through, `grey` lies
    on white and `on_black` on black; otherwise `on_black` is None."""

    index: int
    grey: Pixels
    on_black: Pixels | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An opened image whose header is within the limits. Width and height are as displayed."""

    width: int
    height: int
    image: Image.Image
    limits: ReadLimits

    def frames(self) -> Iterator[Frame]:
        """The frames within the limits, decoded one by one. Raises `PictureError` on broken data; what was
        given before stands."""
        spent = 0
        for index in range(self.limits.max_frames):
            frame = self._frame(index)
            spent += frame.grey.size if frame else 0
            if frame is None or (index and spent > self.limits.max_pixels):
                return
            yield frame

    def _frame(self, index: int) -> Frame | None:
        try:
            # Not `n_frames`: that walks through the whole file, however long somebody made it.
            self.image.seek(index)
            _check_size(self.image, self.limits)
            return _frame(index, ImageOps.exif_transpose(self.image))
        except PictureError:
            raise
        except Exception as error:  # Pillow raises whatever a hostile file makes it raise
            if index and isinstance(error, EOFError):
                return None
            raise _damaged(error, self.width, self.height, index) from error


def open_picture(data: bytes, limits: ReadLimits) -> Picture:
    """Reads the header only. Raises `PictureError`, with a message for a person, for anything that is no
    picture or one above the limits."""
    if not data:
        raise PictureError("The file is empty.")
    if len(data) > limits.max_bytes:
        raise PictureError(f"The file has {len(data):,} bytes; at most {limits.max_bytes:,} are read.")
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        message = f"The image is too large: at most {limits.max_pixels:,} pixels are read."
        raise PictureError(message) from error
    except UnidentifiedImageError as error:
        raise PictureError(_not_an_image(data)) from error
    except Exception as error:  # Pillow raises whatever a hostile file makes it raise
        raise _damaged(error, 0, 0) from error
    _check_size(image, limits)
    width, height = image.size
    try:
        turned = image.getexif().get(ExifTags.Base.Orientation, 1) in _TURNED
    except Exception as error:  # the same: for a PNG this reads the whole file
        raise _damaged(error, width, height) from error
    if turned:
        width, height = height, width
    return Picture(width=width, height=height, image=image, limits=limits)


def _damaged(error: Exception, width: int, height: int, index: int = 0) -> PictureError:
    where = f" (frame {index + 1})" if index else ""
    return PictureError(f"The image{where} is damaged or cut short: {reason(error)}", width, height)


def _check_size(image: Image.Image, limits: ReadLimits) -> None:
    width, height = image.size
    if width * height > limits.max_pixels:
        raise PictureError(
            f"The image is too large: {width} × {height} pixels, at most {limits.max_pixels:,} are read.",
            width,
            height,
        )
    if not width or not height:
        raise PictureError("The image has no pixels.")


def _not_an_image(data: bytes) -> str:
    head = data[:1024].lstrip().lower()
    if b"<svg" in head:
        return "SVG drawings are not read. Save it as PNG and try again."
    if head.startswith(b"%pdf"):
        return "PDF files are not read. Save the page as PNG and try again."
    if b"ftypheic" in head or b"ftypheix" in head or b"ftypmif1" in head:
        return "HEIC photos are not read. Save it as JPEG and try again."
    return "Not an image that can be read (PNG, JPEG, GIF, WebP, AVIF, BMP, TIFF or ICO), or a damaged one."


def _frame(index: int, image: Image.Image) -> Frame:
    if not image.has_transparency_data:
        return Frame(index=index, grey=_grey(image))
    layered = image.convert("RGBA")
    ink, alpha = layered.convert("L"), layered.getchannel("A")
    if alpha.getextrema()[0] == 255:
        return Frame(index=index, grey=_grey(ink))
    return Frame(index=index, grey=_flattened(ink, alpha, WHITE), on_black=_flattened(ink, alpha, BLACK))


def _flattened(ink: Image.Image, alpha: Image.Image, shade: int) -> Pixels:
    """Grey on a ground. The colours are not laid on one first: that would take twelve more bytes a pixel."""
    return _grey(Image.composite(ink, Image.new("L", ink.size, shade), alpha))


def _grey(image: Image.Image) -> Pixels:
    if image.mode in _DEEP_MODES:
        return _from_deep(np.asarray(image))
    return np.asarray(image.convert("L"), dtype=np.uint8)


def _from_deep(values: np.ndarray) -> Pixels:
    """Sixteen bits and floats: stretched over the range that the image uses."""
    low = min(float(part.min()) for _, part in _parts(values))
    high = max(float(part.max()) for _, part in _parts(values))
    grey = np.zeros(values.size, dtype=np.uint8)
    if high > low:
        for where, part in _parts(values):
            grey[where] = (part - low) * (255.0 / (high - low))
    return grey.reshape(values.shape)


def _parts(values: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """The values as finite float64, a part at a time: a copy of all would take eight bytes a pixel."""
    flat = values.reshape(-1)
    for begin in range(0, flat.size, _PART):
        where = slice(begin, begin + _PART)
        yield where, np.nan_to_num(flat[where].astype(np.float64), posinf=0.0, neginf=0.0)
