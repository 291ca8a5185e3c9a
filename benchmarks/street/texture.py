"""Procedural noise and marks, from which walls, damage and weather are made."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.street.code import Dice

Pixels = NDArray[np.float32]
"""RGB of shape (height, width, 3), 0 to 255."""
Mask = NDArray[np.float32]
"""Shape (height, width), 0 to 1."""
Colour = tuple[float, float, float]
Point = tuple[float, float]


def clouds(dice: Dice, shape: Sequence[int], cell: float) -> Mask:
    """Smooth noise, 0 to 1, whose blobs are about `cell` pixels large."""
    height, width = shape[:2]
    size = (max(2, round(height / cell) + 1), max(2, round(width / cell) + 1))
    coarse = dice.random(size, dtype=np.float32)
    return as_pixels(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)).clip(0, 1)


def rough(dice: Dice, shape: Sequence[int], cell: float) -> Mask:
    """Noise of four scales, the finest an eighth of `cell`; mean about a half."""
    layers = [clouds(dice, shape, max(1.0, cell / 2**step)) / 2**step for step in range(4)]
    return as_pixels(sum(layers) / 1.875)


def grain(dice: Dice, shape: Sequence[int], sigma: float) -> Pixels:
    """Noise of one pixel, standard deviation `sigma`."""
    return dice.standard_normal(tuple(shape), dtype=np.float32) * np.float32(sigma)


def blurred(picture: Pixels, sigma: float) -> Pixels:
    """A Gaussian blur; none below a twentieth of a pixel."""
    return picture if sigma < 0.05 else as_pixels(cv2.GaussianBlur(picture, (0, 0), sigma))


def smooth_step(values: Mask, low: float, high: float) -> Mask:
    """0 below `low`, 1 above `high`, soft between."""
    ramp = ((values - low) / (high - low)).clip(0, 1)
    return as_pixels(ramp * ramp * (3 - 2 * ramp))


def blank(shape: Sequence[int]) -> Mask:
    """A mask of zeros."""
    return np.zeros(tuple(shape[:2]), dtype=np.float32)


def line(mask: Mask, points: Sequence[Point], width: float) -> None:
    """Draw a line of round ends on `mask`, in place."""
    path = np.round(np.array(points, dtype=np.float64) * 16).astype(np.int32)
    cv2.polylines(mask, [path], False, 1.0, max(1, round(width)), cv2.LINE_AA, 4)


def dot(mask: Mask, centre: Point, radius: float, value: float = 1.0) -> None:
    """Draw a disc on `mask`, in place."""
    place = (round(centre[0] * 16), round(centre[1] * 16))
    cv2.circle(mask, place, max(1, round(radius * 16)), value, -1, cv2.LINE_AA, 4)


def polygon(mask: Mask, points: Sequence[Point]) -> None:
    """Fill a polygon on `mask`, in place."""
    corners = np.round(np.array(points, dtype=np.float64) * 16).astype(np.int32)
    cv2.fillPoly(mask, [corners], 1.0, cv2.LINE_AA, 4)


def curve(dice: Dice, start: Point, end: Point, sway: float) -> list[Point]:
    """A swinging path of 40 points between two places, `sway` pixels to either side."""
    along = np.linspace(0, 1, 40)
    (x0, y0), (x1, y1) = start, end
    length = max(1.0, float(np.hypot(x1 - x0, y1 - y0)))
    swing = sum(
        dice.normal(0, sway / turns) * np.sin(np.pi * turns * along + dice.uniform(0, 6))
        for turns in (1, 2, 3)
    )
    xs = x0 + (x1 - x0) * along - (y1 - y0) / length * swing
    ys = y0 + (y1 - y0) * along + (x1 - x0) / length * swing
    return list(zip(xs.tolist(), ys.tolist(), strict=True))


def mixed(picture: Pixels, colour: Pixels | Colour, mask: Mask) -> Pixels:
    """`picture` with `colour` laid over it where `mask` is 1."""
    top = np.asarray(colour, dtype=np.float32)
    return as_pixels(picture + (top - picture) * mask[..., None])


def as_pixels(values: object) -> Pixels:
    """An array of single precision."""
    return np.asarray(values, dtype=np.float32)
