"""Pixels in a file: PNG, JPEG, GIF, WebP, AVIF, BMP, TIFF, ICO, PPM, with all frames and pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, UnidentifiedImageError

from qr.decoder import Pixels
from qr.errors import PictureError, reason
from qr.formats.shades import colours, shades
from qr.formats.size import check_size
from qr.frame import Frame
from qr.limits import ReadLimits

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF", "PPM")
_JPEG = ("JPEG", "MPO")
_UNTURNED = ("GIF", "BMP", "ICO", "PPM")
_EXIF_IN_PNG = (b"eXIf", b"Raw profile type", b"rientation")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # EXIF 2.32, tag 0x0112: how to turn what is stored upright


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterPicture:
    """An opened image whose header is within the limits."""

    width: int
    height: int
    image: Image.Image
    data: bytes
    limits: ReadLimits

    def frames(self) -> Iterator[Frame]:
        """See `qr.picture.Picture`."""
        spent = 0
        # The further pictures of a JPEG are its thumbnail, its depth, its other exposure.
        for index in range(1 if self.image.format in _JPEG else self.limits.max_frames):
            frame = self._frame(index)
            spent += frame.grey.size if frame else 0
            if frame is None or (index and spent > self.limits.max_pixels):
                return
            yield frame

    def _frame(self, index: int) -> Frame | None:
        try:
            # Not `n_frames`: that walks through the whole file, however long somebody made it.
            self.image.seek(index)
            check_size(*self.image.size, self.limits)
            if self.image.format in _JPEG:
                self.image.draft("L", None)  # brightness as it is stored, without a look at the colours
            grey, on_black = shades(_upright(self.image, self.data))
        except PictureError:
            raise
        except Exception as error:  # Pillow raises whatever a hostile file makes it raise
            if index and isinstance(error, EOFError):
                return None
            raise _damaged(error, self.width, self.height, index) from error
        return Frame(index=index, grey=grey, on_black=on_black, colour=lambda: self._rgb(index))

    def _rgb(self, index: int) -> Pixels:
        try:
            image = self.image
            if image.format in _JPEG or image.tell() != index:
                image = Image.open(BytesIO(self.data), formats=FORMATS)
                image.seek(index)
            return colours(_upright(image, self.data))
        except Exception as error:  # the same
            raise _damaged(error, self.width, self.height, index) from error


def open_raster(data: bytes, limits: ReadLimits) -> RasterPicture:
    """Reads the header only. Raises `PictureError`."""
    image = _opened(data, limits)
    width, height = image.size
    check_size(width, height, limits)
    try:
        turned = _orientation(image, data) >= 5
    except Exception as error:  # the same: for a PNG this reads the whole file
        raise _damaged(error, width, height) from error
    if turned:
        width, height = height, width
    return RasterPicture(width=width, height=height, image=image, data=data, limits=limits)


def raster_type(data: bytes) -> str:
    """The media type. Raises `PictureError`."""
    return Image.MIME[_opened(data, ReadLimits()).format or "PPM"]


def raster_exif(data: bytes) -> Image.Exif:
    """The EXIF block. Raises `PictureError`."""
    try:
        return _opened(data, ReadLimits()).getexif()
    except Exception as error:  # the same
        raise _damaged(error, 0, 0) from error


def _opened(data: bytes, limits: ReadLimits) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        message = f"The image is too large: at most {limits.max_pixels:,} pixels are read."
        raise PictureError(message) from error
    except UnidentifiedImageError as error:
        raise PictureError(_NOT_AN_IMAGE) from error
    except Exception as error:  # the same
        raise _damaged(error, 0, 0) from error


_NOT_AN_IMAGE = (
    "Not an image that can be read (PNG, JPEG, GIF, WebP, AVIF, HEIC, BMP, TIFF, ICO, SVG or PDF), or a "
    "damaged one."
)


def _upright(image: Image.Image, data: bytes) -> Image.Image:
    turn = _TURNS.get(_orientation(image, data))
    return image if turn is None else image.transpose(turn)


def _orientation(image: Image.Image, data: bytes) -> int:
    """The EXIF orientation, 1 to 8; 1 where there is none."""
    if image.format in _UNTURNED:
        return 1
    # Pillow decodes a whole PNG to look for it.
    if image.format == "PNG" and not any(mark in data for mark in _EXIF_IN_PNG):
        return 1
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    return orientation if orientation in _TURNS else 1


def _damaged(error: Exception, width: int, height: int, index: int = 0) -> PictureError:
    where = f" (frame {index + 1})" if index else ""
    return PictureError(f"The image{where} is damaged or cut short: {reason(error)}", width, height)
