"""Undoing blur between modules.

The fixed patterns are known, so how much of its neighbours each module shows can be measured on them. The
modules are then those values between light and dark that, blurred in the same way, give what was seen:
least squares with bounds, by projected gradient steps.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from qr.grid.layout import Layout, Soft, layout_of

_REACH = 2
_SIZE = 2 * _REACH + 1
_ITERATIONS = 60
_RIDGE = 0.02


def deblurred(level: Soft, layout: Layout) -> Soft:
    """How dark the modules of these brightnesses, shape (side, side), are without the blur: -1 to 1."""
    kernel, base = _blur_of(level, layout)
    target = level - base
    fixed = layout.fixed != 0
    known = layout.fixed.astype(np.float32)
    dark = np.where(fixed, known, 0).astype(np.float32)
    step = 1.0 / (np.abs(kernel).sum() ** 2 + 1e-6)
    for _ in range(_ITERATIONS):
        rest = cv2.filter2D(dark, -1, kernel, borderType=cv2.BORDER_REPLICATE) - target
        back = cv2.filter2D(rest, -1, kernel, borderType=cv2.BORDER_CONSTANT)
        dark = np.where(fixed, known, np.clip(dark - step * back, -1, 1)).astype(np.float32)
    return dark


def _blur_of(level: Soft, layout: Layout) -> tuple[Soft, Soft]:
    """The kernel, symmetric about its middle, that makes brightness of darkness, and the brightness,
    shape (side, side), of a module half dark: a plane over the symbol."""
    places, neighbours = _equations(layout.version)
    side = layout.side
    row, column = np.divmod(places, side)
    surface = np.stack([np.ones(len(places)), row / side - 0.5, column / side - 0.5], axis=1)
    system = np.concatenate([neighbours, surface], axis=1)
    seen = level.ravel()[places].astype(np.float64)
    spread = float(seen.std()) + 1e-3
    ridge = _RIDGE * len(places) * np.eye(system.shape[1])
    ridge[-3:, -3:] *= 1e-3
    found = np.linalg.solve(system.T @ system + ridge, system.T @ (seen / spread)) * spread
    half = len(found) - 3
    kernel = np.concatenate([found[: half - 1], [found[half - 1]], found[: half - 1][::-1]])
    rows, columns = np.mgrid[0:side, 0:side] / side - 0.5
    base = found[-3] + found[-2] * rows + found[-1] * columns
    return kernel.reshape(_SIZE, _SIZE).astype(np.float32), base.astype(np.float32)


@lru_cache(maxsize=40)
def _equations(version: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The modules of which all neighbours are fixed or beyond the symbol's edge, which is light, and
    for each the sums of the neighbours that share one of the kernel's numbers."""
    layout = layout_of(version)
    side = layout.side
    padded = np.pad(layout.fixed, _REACH, constant_values=-1).astype(np.float64)
    shifts = [(i, j) for i in range(_SIZE) for j in range(_SIZE)]
    around = np.stack([padded[i : i + side, j : j + side].ravel() for i, j in shifts], axis=1)
    places = np.flatnonzero((around != 0).all(axis=1))
    around = around[places]
    middle = len(shifts) // 2
    pairs = around[:, :middle] + around[:, :middle:-1]
    return places, np.concatenate([pairs, around[:, middle : middle + 1]], axis=1)
