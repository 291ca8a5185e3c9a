"""How dark each module is, and how sure that is."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from qr.decoder import Pixels
from qr.grid.deblur import deblurred
from qr.grid.layout import Layout, Soft
from qr.grid.plane import looked_up
from qr.grid.warp import Warp

_GRID, _REACH = 5, 0.3
_FAINT = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """Mean brightness of each module's middle, 0 to 255, and which modules lie in the picture; each of
    shape (side, side)."""

    level: Soft
    inside: NDArray[np.bool_]


def light_of(grey: Pixels, warp: Warp) -> Light:
    """The brightness of every module."""
    side = warp.plane.layout.side
    offset = np.linspace(-_REACH, _REACH, _GRID, dtype=np.float32)
    across, down = np.meshgrid(offset, offset)
    spread = np.stack([across.ravel(), down.ravel()], axis=1)
    x, y = warp.modules(spread)
    found = looked_up(grey, x, y).reshape(side * side, -1)
    height, width = grey.shape
    inside = ((x > -1) & (x < width) & (y > -1) & (y < height)).reshape(side * side, -1).mean(axis=1) > 0.5
    level = found.mean(axis=1, dtype=np.float32)
    return Light(level=level.reshape(side, side), inside=inside.reshape(side, side))


def views(light: Light, layout: Layout) -> list[Soft]:
    """Several weighings of the same modules, -1 (surely light) to 1 (surely dark), most useful first."""
    level = light.level
    weighed = [
        _by_extremes(level, 5),
        deblurred(level, layout),
        _by_mean(level, 7),
        _by_mean(_sharpened(level, 0.4), 9),
        _by_extremes(level, 11),
    ]
    return [np.where(light.inside, np.clip(view, -1, 1), 0).astype(np.float32) for view in weighed]


def _sharpened(level: Soft, amount: float) -> Soft:
    """What blur has brought in from the four neighbours, taken away."""
    cross = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=np.float32) / 4
    around = cv2.filter2D(level, -1, cross, borderType=cv2.BORDER_REPLICATE)
    return np.asarray((level - amount * around) / (1 - amount), dtype=np.float32)


def _by_extremes(level: Soft, size: int) -> Soft:
    """Against the middle between the darkest and the lightest module around."""
    kernel = np.ones((size, size), dtype=np.uint8)
    high = cv2.blur(cv2.dilate(level, kernel), (size, size), borderType=cv2.BORDER_REPLICATE)
    low = cv2.blur(cv2.erode(level, kernel), (size, size), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(((high + low) / 2 - level) / ((high - low) / 2 + _FAINT), dtype=np.float32)


def _by_mean(level: Soft, size: int) -> Soft:
    """Against the mean of the modules around."""
    mean = cv2.blur(level, (size, size), borderType=cv2.BORDER_REPLICATE)
    square = cv2.blur(level * level, (size, size), borderType=cv2.BORDER_REPLICATE)
    spread = np.sqrt(np.maximum(square - mean * mean, 0))
    return np.asarray((mean - level) / (spread + _FAINT), dtype=np.float32)
