"""HEIC and HEIF photos, as phones take them (ISO/IEC 23008-12)."""

from collections.abc import Iterator
from dataclasses import dataclass

import pi_heif
from PIL import Image

from qr.errors import PictureError, reason
from qr.formats.shades import colours, shades
from qr.formats.size import check_size
from qr.frame import Frame
from qr.limits import ReadLimits

_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_ANY_CODING = frozenset({b"mif1", b"msf1", b"mif2"})  # AVIF may say so too, and names itself beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class HeifPicture:
    """The file's main photo; its size is after the turns that the file asks for."""

    width: int
    height: int
    image: pi_heif.HeifImage

    def frames(self) -> Iterator[Frame]:
        """See `qr.picture.Picture`."""
        grey, on_black = shades(self._decoded())
        yield Frame(index=0, grey=grey, on_black=on_black, colour=lambda: colours(self._decoded()))

    def _decoded(self) -> Image.Image:
        try:
            decoded: Image.Image = self.image.to_pillow()
        except Exception as error:  # libheif's faults come as exceptions of many kinds
            raise _damaged(error, self.width, self.height) from error
        return decoded


def is_heif(data: bytes) -> bool:
    """By the brands of the file's first box; a photo coded as AVIF is left to others."""
    if data[4:8] != b"ftyp":
        return False
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[at : at + 4] for at in (8, *range(16, length, 4))}
    return bool(brands & _BRANDS) or (data[8:12] in _ANY_CODING and b"avif" not in brands)


def open_heif(data: bytes, limits: ReadLimits) -> HeifPicture:
    """Reads the header only. Raises `PictureError`."""
    try:
        file = pi_heif.open_heif(data)
        image = file[file.primary_index]
        width, height = image.size
    except Exception as error:  # the same
        raise _damaged(error, 0, 0) from error
    check_size(width, height, limits)
    return HeifPicture(width=width, height=height, image=image)


def heif_exif(data: bytes) -> Image.Exif:
    """What the camera wrote down; empty where it wrote nothing. Raises `PictureError`."""
    exif = Image.Exif()
    try:
        file = pi_heif.open_heif(data)
        exif.load(file[file.primary_index].info.get("exif") or b"")
    except Exception as error:  # the same
        raise _damaged(error, 0, 0) from error
    return exif


def _damaged(error: Exception, width: int, height: int) -> PictureError:
    return PictureError(f"The HEIC photo is damaged or cut short: {reason(error)}", width, height)
