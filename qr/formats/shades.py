"""From a Pillow image to grey and colour arrays."""

from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image

from qr.decoder import Pixels

_DEEP_MODES = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
_PART = 1 << 18
_LEAST_PIXELS = 200  # of light ink and of see-through ground: a code of two pixels a module has more


def shades(image: Image.Image) -> tuple[Pixels, Pixels | None]:
    """Grey pixels of shape (height, width), uint8: on white; and on black, where the image is see-through
    and has light ink."""
    if image.mode == "P":
        return _indexed(image)
    if not image.has_transparency_data:
        return _grey(image), None
    if image.mode not in ("RGBA", "LA"):
        image = image.convert("RGBA")
    alpha = np.asarray(image.getchannel("A"))
    return _layered(_grey(image), alpha)


def colours(image: Image.Image) -> Pixels:
    """RGB pixels of shape (height, width, 3), uint8; what is see-through lies on white."""
    if image.mode in _DEEP_MODES:
        return np.stack((_grey(image),) * 3, axis=-1)
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    return np.asarray(image.convert("RGB"), dtype=np.uint8)


def _indexed(image: Image.Image) -> tuple[Pixels, Pixels | None]:
    """By the palette's 256 colours, which is far less work than every pixel's."""
    ramp = image.crop((0, 0, 1, 1)).resize((256, 1))
    ramp.putdata(range(256))
    palette = ramp.convert("RGBA")
    index = np.asarray(image)
    ink, alpha = _grey(palette), np.asarray(palette.getchannel("A"))
    grey = np.asarray(cv2.LUT(index, ink), dtype=np.uint8)
    return (grey, None) if alpha.min() == 255 else _layered(grey, np.asarray(cv2.LUT(index, alpha)))


def _layered(ink: Pixels, alpha: Pixels) -> tuple[Pixels, Pixels | None]:
    if alpha.min() == 255:
        return ink, None
    on_black = np.asarray(cv2.multiply(ink, alpha, scale=1 / 255), dtype=np.uint8)
    on_white = np.asarray(cv2.add(on_black, cv2.bitwise_not(alpha)), dtype=np.uint8)
    light, clear = np.count_nonzero(on_black > 127), np.count_nonzero(alpha < 128)
    return on_white, on_black if min(light, clear) >= _LEAST_PIXELS else None


def _grey(image: Image.Image) -> Pixels:
    if image.mode in _DEEP_MODES:
        return _from_deep(np.asarray(image))
    return np.asarray(image if image.mode == "L" else image.convert("L"), dtype=np.uint8)


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
