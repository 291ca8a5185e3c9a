"""Places in an image: corners in pixels, clockwise."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from qr.symbol import Point, Quad

Affine = NDArray[np.float64]
"""A map of the plane, shape (2, 3)."""


def quad(points: Iterable[tuple[float, float]]) -> Quad:
    """Four corners, rounded to pixels. Raises ValueError unless there are four."""
    one, two, three, four = ((round(x), round(y)) for x, y in points)
    return (one, two, three, four)


def moved(position: Quad, factor: float, origin: Point) -> Quad:
    """The place `factor` times as large, then shifted by `origin`."""
    left, top = origin
    return quad((x * factor + left, y * factor + top) for x, y in position)


def mapped(position: Quad, matrix: Affine, origin: Point) -> Quad:
    """The place under an affine map, then shifted by `origin`."""
    points = np.array(position, dtype=np.float64) @ matrix[:, :2].T + matrix[:, 2] + origin
    return quad((float(x), float(y)) for x, y in points)


def scaling(factor: float) -> Affine:
    """The map that makes `factor` times as large."""
    return np.array([[factor, 0.0, 0.0], [0.0, factor, 0.0]])


def centre(position: Quad) -> Point:
    """The mean of the corners."""
    return (sum(x for x, _ in position) // 4, sum(y for _, y in position) // 4)


def same_place(one: Quad, two: Quad) -> bool:
    """Whether two places are one code: the centre of either lies within the other.

    Decoders disagree by a few modules about corners, while two codes never hold each other's centre.
    """
    return _holds(one, centre(two)) or _holds(two, centre(one))


def _holds(position: Quad, point: Point) -> bool:
    hull = cv2.convexHull(np.array(position, dtype=np.int32))
    return cv2.pointPolygonTest(hull, (float(point[0]), float(point[1])), False) >= 0
