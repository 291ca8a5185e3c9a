"""The part of an image that holds a symbol, upright and small: what a person compares with its text."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from qr.decoder import Pixels
from qr.errors import PictureError
from qr.frame import Frame
from qr.limits import ReadLimits
from qr.picture import open_picture
from qr.symbol import Quad, Symbol

# Raised when the same symbol would give other bytes.
CROP_REVISION = 1
MARGIN = 0.15
MOST_SIDE = 400
LEAST_SIDE = 120
_SMALLEST_AREA = 16.0


def crops(data: bytes, symbols: Sequence[Symbol], limits: ReadLimits | None = None) -> tuple[bytes, ...]:
    """A PNG for each symbol, in their order, from the image bytes they were read in; empty bytes where the
    image gives none. The PNG holds grey pixels and nothing else of the original.

    Decodes the image again: for bytes that a reader in a process of its own has come through with.
    """
    made = [b""] * len(symbols)
    for frame in _frames(data, limits or ReadLimits()):
        for index, symbol in enumerate(symbols):
            if symbol.frame == frame.index:
                made[index] = _encoded(frame, symbol.position)
        if frame.index >= max((symbol.frame for symbol in symbols), default=0):
            break
    return tuple(made)


def crop(grey: Pixels, position: Quad) -> Pixels:
    """The symbol with a margin of `MARGIN` of its side, at most `MOST_SIDE` pixels a side: rectified where
    its corners are those of a plane figure, else the box around them. Small ones are enlarged without
    smoothing to `LEAST_SIDE`."""
    corners = np.array(position, dtype=np.float32)
    if cv2.isContourConvex(corners) and abs(cv2.contourArea(corners)) >= _SMALLEST_AREA:
        return _rectified(grey, corners)
    return _fitted(_box(grey, corners))


def _rectified(grey: Pixels, corners: np.ndarray) -> Pixels:
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    longest = min(MOST_SIDE / (1 + 2 * MARGIN), max(LEAST_SIDE, width, height))
    scale = longest / max(width, height)
    width, height = max(1.0, width * scale), max(1.0, height * scale)
    edge = MARGIN * longest
    target = np.array(
        [(edge, edge), (edge + width, edge), (edge + width, edge + height), (edge, edge + height)],
        dtype=np.float32,
    )
    size = (round(width + 2 * edge), round(height + 2 * edge))
    how = cv2.INTER_NEAREST if scale > 1 else cv2.INTER_AREA
    whole = cv2.getPerspectiveTransform(corners, target)
    straight = cv2.warpPerspective(grey, whole, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(straight, dtype=np.uint8)


def _box(grey: Pixels, corners: np.ndarray) -> Pixels:
    height, width = grey.shape
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    margin = max(4.0, MARGIN * max(right - left, bottom - top))
    x0, y0 = max(0, int(left - margin)), max(0, int(top - margin))
    x1, y1 = min(width, int(right + margin) + 1), min(height, int(bottom + margin) + 1)
    return grey[y0:y1, x0:x1] if x0 < x1 and y0 < y1 else grey


def _fitted(part: Pixels) -> Pixels:
    factor = min(MOST_SIDE / max(part.shape), max(1.0, LEAST_SIDE / max(part.shape)))
    if factor == 1:
        return part
    size = (max(1, round(part.shape[1] * factor)), max(1, round(part.shape[0] * factor)))
    how = cv2.INTER_NEAREST if factor > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(part, size, interpolation=how), dtype=np.uint8)


def _clearer(frame: Frame, position: Quad) -> Pixels:
    """On white or on black: where a see-through frame shows more of the symbol."""
    grounds = [ground for ground in (frame.grey, frame.on_black) if ground is not None]
    return max((crop(ground, position) for ground in grounds), key=lambda part: float(part.std()))


def _encoded(frame: Frame, position: Quad) -> bytes:
    try:
        done, png = cv2.imencode(".png", _clearer(frame, position))
    except cv2.error:
        return b""  # corners that no plane figure has, however they came about
    return png.tobytes() if done else b""


def _frames(data: bytes, limits: ReadLimits) -> Iterator[Frame]:
    try:
        yield from open_picture(data, limits).frames()
    except PictureError:
        return  # a frame that breaks has no symbols
