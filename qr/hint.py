"""Why nothing was read in a photo, as advice that a volunteer can act on.

The reader's unread places tell where a code stands; where there are none, a patch with edges in all
directions is looked for. What is measured in that patch decides, in the order of what helps most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from qr.decoder import Pixels
from qr.geometry import moved, quad
from qr.symbol import Hint, Quad

MOST_HINTS = 2
# Measured at this size at most: what a hint is about is visible there.
_SIDE = 1600
_LEAST_CODE = 24  # pixels: a smaller place is chance
_DARK_PAPER = 100  # the lightest tenth of the patch, of 255
_FAINT = 45  # between its light and its dark parts
_CLIPPED = 250
_GLARE_RADIUS = 0.11  # of the code's side: white within a code is never that wide
_FINE_MODULE = 3.0  # pixels
_SOFT_EDGE = 0.5  # of a module
_CRISP = 3.0  # pixels: no edge of a small module is steeper
_BLURRED = 5.5  # pixels: no camera in focus gives that at this size
_SLANT = 1.7  # between a code's sides
_EDGE = 0.012  # of the image's side


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a patch with a code looks like. Lengths in pixels of the image as it was given."""

    side: float
    module: float
    edge: float
    light: float
    contrast: float
    glare: float
    slant: float
    cut: bool


def hints(grey: Pixels, unread: Sequence[Quad]) -> tuple[Hint, ...]:
    """At most `MOST_HINTS`, most helpful first, for a grey image of shape (height, width), uint8, in which
    nothing was read; `unread` are the places where the reader located a code."""
    factor = min(1.0, _SIDE / max(grey.shape))
    small = grey
    if factor < 1:
        height, width = (max(1, round(side * factor)) for side in grey.shape)
        small = np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA))
    places = [moved(place, factor, (0, 0)) for place in unread]
    located = _largest(small, places)
    place = located or _largest(small, _textured(small))
    if place is None:
        dark = float(np.percentile(small, 90)) < _DARK_PAPER
        return (Hint.NO_CODE_SEEN, Hint.MORE_LIGHT) if dark else (Hint.NO_CODE_SEEN,)
    advice = tuple(_advice(measure(small, place), factor)) or (Hint.CODE_DAMAGED,)
    if located is None and Hint.WHOLE_CODE in advice:
        return (Hint.NO_CODE_SEEN, Hint.WHOLE_CODE)  # it may be a page of text as well
    return advice[:MOST_HINTS]


def _advice(seen: Measured, factor: float) -> Iterator[Hint]:
    if seen.cut:
        yield Hint.WHOLE_CODE
    if seen.light < _DARK_PAPER or seen.contrast < _FAINT:
        yield Hint.MORE_LIGHT
    if seen.glare > _GLARE_RADIUS:
        yield Hint.LESS_GLARE
    if seen.module < _FINE_MODULE * factor or seen.side < 4 * _LEAST_CODE * factor:
        yield Hint.CLOSER
    if seen.edge > _BLURRED or seen.edge > max(_CRISP, _SOFT_EDGE * seen.module):
        yield Hint.SHARPER
    if seen.slant > _SLANT:
        yield Hint.STRAIGHT_ON


def measure(grey: Pixels, place: Quad) -> Measured:
    """What the patch at `place` looks like."""
    corners = np.array(place, dtype=np.float32)
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    patch, mask = _patch(grey, corners)
    inside = patch[mask > 0]
    dark, light = (float(value) for value in np.percentile(inside, (10, 90)))
    side = float(np.sqrt(cv2.contourArea(cv2.convexHull(corners))))
    clipped = cv2.distanceTransform(np.where((patch >= _CLIPPED) & (mask > 0), 255, 0).astype(np.uint8), 2, 3)
    return Measured(
        side=side,
        module=_module(patch, mask),
        edge=_edge_width(patch, mask, light - dark),
        light=light,
        contrast=light - dark,
        glare=float(clipped.max()) / side,
        slant=float(sides.max() / max(1.0, sides.min())),
        cut=_cut(grey, corners),
    )


def _patch(grey: Pixels, corners: np.ndarray) -> tuple[Pixels, Pixels]:
    """The box around the corners and a mask of what lies between them."""
    height, width = grey.shape
    x0, y0 = (max(0, int(value)) for value in corners.min(axis=0))
    x1, y1 = min(width, int(corners[:, 0].max()) + 1), min(height, int(corners[:, 1].max()) + 1)
    patch = grey[y0:y1, x0:x1]
    mask = np.zeros(patch.shape, dtype=np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull((corners - (x0, y0)).astype(np.int32)), 255)
    return patch, mask


def _module(patch: Pixels, mask: Pixels) -> float:
    """A module's side: runs of one colour are two modules long in the mean."""
    calm = cv2.medianBlur(np.ascontiguousarray(patch), 3)
    level, _ = cv2.threshold(calm[mask > 0].reshape(1, -1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    black = calm > level
    across, down = mask[:, 1:] > 0, mask[1:] > 0
    changes = int((black[:, 1:] != black[:, :-1])[across].sum()) + int((black[1:] != black[:-1])[down].sum())
    return 0.5 * (int(across.sum()) + int(down.sum())) / max(1, changes)


def _edge_width(patch: Pixels, mask: Pixels, contrast: float) -> float:
    """How many pixels its sharpest edges take from dark to light."""
    slopes = [cv2.Sobel(patch, cv2.CV_32F, dx, dy, ksize=3, scale=0.125) for dx, dy in ((1, 0), (0, 1))]
    steep = float(np.percentile(np.hypot(*slopes)[mask > 0], 98))
    return contrast / max(steep, 0.5)


def _cut(grey: Pixels, corners: np.ndarray) -> bool:
    height, width = grey.shape
    near = _EDGE * max(height, width)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return bool(min(left, top) < near or right > width - near or bottom > height - near)


def _largest(grey: Pixels, places: Sequence[Quad]) -> Quad | None:
    """The place with the largest part inside the image, cut to that part; None if all are specks."""
    height, width = grey.shape
    inside = (quad((min(max(x, 0), width), min(max(y, 0), height)) for x, y in place) for place in places)
    sized = ((cv2.contourArea(cv2.convexHull(np.array(place, dtype=np.int32))), place) for place in inside)
    area, place = max(sized, default=(0.0, None))
    return place if area >= _LEAST_CODE**2 else None


def _textured(grey: Pixels) -> tuple[Quad, ...]:
    """Patches about as high as wide that are full of edges both across and down, as codes are."""
    flat = cv2.GaussianBlur(grey, (0, 0), 1.0)
    across, down = (np.abs(cv2.Sobel(flat, cv2.CV_32F, dx, dy)) for dx, dy in ((1, 0), (0, 1)))
    window = max(9, max(grey.shape) // 40) | 1
    both = np.minimum(*(cv2.blur(slope, (window, window)) for slope in (across, down)))
    busy = (both > max(12.0, 0.45 * float(both.max()))).astype(np.uint8)
    closed = cv2.morphologyEx(busy, cv2.MORPH_CLOSE, np.ones((window, window), dtype=np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return tuple(filter(None, map(_upright, contours)))


def _upright(contour: np.ndarray) -> Quad | None:
    (x, y), (width, height), turn = cv2.minAreaRect(contour)
    if min(width, height) < _LEAST_CODE or max(width, height) > 3 * min(width, height):
        return None
    if cv2.contourArea(contour) < 0.6 * width * height:
        return None
    return quad((float(px), float(py)) for px, py in cv2.boxPoints(((x, y), (width, height), turn)))
