"""Where a large photo is worth a closer look: small codes among much else."""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from qr.box import Box
from qr.decoder import Pixels
from qr.places import around
from qr.symbol import Quad

WINDOW = 400
"""Pixels a side of a closer look, in full size."""
_HALF, _COARSE = 2, 8
_CODE = 64
_STRONGEST = 200
_FAINTEST, _BESIDE = 5.0, 0.6
_ROOM = 0.2


def windows(grey: Pixels, known: Iterable[Quad], most: int) -> Iterator[Box]:
    """At most so many cut-outs of `WINDOW` pixels a side, likeliest first: those about the places where edges
    across and edges down are both dense, as in a code's modules and unlike in bricks, blinds or lettering.
    Beside `known` codes, only what is nearly as dense as they are is worth a look."""
    if min(grey.shape) < _CODE:
        return
    density = _density(grey)
    least = _FAINTEST
    for place in known:
        box = _coarse(around(place, grey.shape, _ROOM))
        here = density[box.top : box.bottom, box.left : box.right]
        least = max(least, _BESIDE * float(here.max(initial=0.0)))
        here[:] = 0
    reach = WINDOW // _COARSE // 2 - _CODE // _COARSE // 2
    for _ in range(most):
        _, value, _, (x, y) = cv2.minMaxLoc(density)
        if value < least:
            return
        density[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach] = 0
        yield _window(x * _COARSE, y * _COARSE, grey.shape)


def _density(grey: Pixels) -> NDArray[np.float32]:
    """The lesser of the mean steepness across and down about each point, shape that of `grey` over 8."""
    height, width = grey.shape
    half = cv2.resize(grey, (width // _HALF, height // _HALF), interpolation=cv2.INTER_AREA)
    size = (width // _COARSE, height // _COARSE)
    means = []
    for axes in ((1, 0), (0, 1)):
        steep = np.minimum(np.abs(cv2.Sobel(half, cv2.CV_16S, *axes, ksize=3)), _STRONGEST)
        coarse = cv2.resize(steep.astype(np.float32), size, interpolation=cv2.INTER_AREA)
        means.append(cv2.blur(coarse, (_CODE // _COARSE,) * 2))
    return np.asarray(cv2.min(*means), dtype=np.float32)


def _coarse(box: Box) -> Box:
    left, top, right, bottom = (side // _COARSE for side in (box.left, box.top, box.right, box.bottom))
    return Box(left=left, top=top, right=right + 1, bottom=bottom + 1)


def _window(x: int, y: int, shape: tuple[int, int]) -> Box:
    left, top = (
        max(0, min(place - WINDOW // 2, side - WINDOW)) for place, side in ((x, shape[1]), (y, shape[0]))
    )
    return Box(left=left, top=top, right=min(left + WINDOW, shape[1]), bottom=min(top + WINDOW, shape[0]))
