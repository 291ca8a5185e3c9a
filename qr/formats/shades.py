"""From a Pillow image to grey and colour arrays."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from qr.decoder import Pixels

_DEEP_MODES = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
_PART = 1 << 18
_LIGHT = 170  # darker ink is seen on white
_LEAST_PIXELS = 200  # of light ink: a code of two pixels a module has more
_LINES = 300  # that are looked at: few enough to cost nothing, and several in the smallest code
_LEAST_CHANGES, _LEAST_LINES = 6, 3  # a finder pattern alone changes six times across


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
    light = np.count_nonzero(on_black > _LIGHT)
    return on_white, on_black if light >= _LEAST_PIXELS and _is_fine(alpha < 128) else None


def _is_fine(clear: NDArray[np.bool_]) -> bool:
    """Whether ink and see-through ground take turns as in a code; a window and its shadow do not."""
    lines = clear[:: max(1, len(clear) // _LINES)]
    changes = np.count_nonzero(lines[:, 1:] != lines[:, :-1], axis=1)
    return bool(np.count_nonzero(changes >= _LEAST_CHANGES) >= _LEAST_LINES)


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
