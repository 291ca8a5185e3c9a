"""Undoing blur between modules.

The fixed patterns are known, so how much of its neighbours each module shows can be measured on them. The
modules are then those values between light and dark that, blurred in the same way, give what was seen:
least squares with bounds, by projected gradient steps.
"""

from functools import lru_cache
from math import sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from qr.grid.layout import Layout, Soft, layout_of

_REACH = 2
_SIZE = 2 * _REACH + 1
_ITERATIONS, _ROUNDS = 50, 2
_RIDGE = 0.02


def deblurred(level: Soft, layout: Layout) -> Soft:
    """How dark the modules of these brightnesses, shape (side, side), are without the blur: -1 to 1."""
    guess = layout.fixed.astype(np.float32)
    places = _known(layout.version)
    for _ in range(_ROUNDS):
        kernel, base = _blur_of(level, guess, places)
        guess = _sharp(level - base, kernel, layout)
        places = np.arange(level.size)
    return guess


def _sharp(target: Soft, kernel: Soft, layout: Layout) -> Soft:
    """The modules that blur to `target` (accelerated projected gradient, Beck and Teboulle 2009)."""
    fixed = layout.fixed != 0
    known = layout.fixed.astype(np.float32)
    dark, ahead, pace = known, known, 1.0
    step, total = np.float32(1.0 / (np.abs(kernel).sum() ** 2 + 1e-6)), float(kernel.sum())
    for _ in range(_ITERATIONS):
        rest = _blurred(ahead, kernel, total) - target
        back = cv2.filter2D(rest, -1, kernel, borderType=cv2.BORDER_CONSTANT)
        new = np.where(fixed, known, np.minimum(np.maximum(ahead - step * back, -1), 1))
        faster = (1 + sqrt(1 + 4 * pace * pace)) / 2
        ahead = new + np.float32((pace - 1) / faster) * (new - dark)
        dark, pace = new, faster
    return np.asarray(dark, dtype=np.float32)


def _blurred(dark: Soft, kernel: Soft, total: float) -> Soft:
    # The quiet zone around the symbol is light, -1, and blurs into it.
    return np.asarray(cv2.filter2D(dark + 1, -1, kernel, borderType=cv2.BORDER_CONSTANT) - total)


def _blur_of(level: Soft, dark: Soft, places: NDArray[np.intp]) -> tuple[Soft, Soft]:
    """The kernel, symmetric about its middle, that at `places` makes brightness of darkness; and the
    brightness, shape (side, side), of a module half dark: a plane over the symbol."""
    side = len(level)
    rows, columns = np.mgrid[0:side, 0:side] / side - 0.5
    surface = np.stack([np.ones(side * side), rows.ravel(), columns.ravel()], axis=1)
    system = np.concatenate([_sums(dark)[places], surface[places]], axis=1)
    seen = level.ravel()[places].astype(np.float64)
    ridge = _RIDGE * len(places) * np.eye(system.shape[1])
    ridge[-3:, -3:] *= 1e-3
    found = np.linalg.solve(system.T @ system + ridge, system.T @ seen)
    half = found[:-4]
    kernel = np.concatenate([half, found[-4:-3], half[::-1]]).reshape(_SIZE, _SIZE)
    return kernel.astype(np.float32), (surface @ found[-3:]).reshape(side, side).astype(np.float32)


def _sums(dark: Soft) -> NDArray[np.float64]:
    """For each module the sums of the two neighbours that share one of the kernel's numbers, then itself."""
    around = _around(dark)
    middle = around.shape[1] // 2
    pairs = around[:, :middle] + around[:, :middle:-1]
    return np.concatenate([pairs, around[:, middle : middle + 1]], axis=1).astype(np.float64)


def _around(dark: Soft) -> Soft:
    side = len(dark)
    padded = np.pad(dark, _REACH, constant_values=-1)
    shifts = [(i, j) for i in range(_SIZE) for j in range(_SIZE)]
    return np.stack([padded[i : i + side, j : j + side].ravel() for i, j in shifts], axis=1)


@lru_cache(maxsize=40)
def _known(version: int) -> NDArray[np.intp]:
    """The modules of which all neighbours are fixed or beyond the symbol's edge."""
    fixed = layout_of(version).fixed.astype(np.float32)
    return np.flatnonzero((_around(fixed) != 0).all(axis=1))
