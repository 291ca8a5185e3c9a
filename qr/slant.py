"""Codes seen from aside, made straight without knowing where their corners are.

The edges of a code's modules run in two directions at right angles, as much in the one as in the other. Seen
from aside they do not, and the affine map under which they do again is known but for a turn, which no decoder
minds. It is the fixed point of an M-estimator of scatter (Tyler 1987) over the edges' directions, here with a
weight of one over the length rather than over its square: an edge counts by its length in the straight code.
Slant by the spread of directions is Witkin's idea (1981); Lindeberg and Gårding (1997) made patches of
pictures straight by it.
"""

from math import hypot

import cv2
import numpy as np
from numpy.typing import NDArray

from qr import transforms
from qr.attempt import MARGIN, Variant
from qr.decoder import Pixels

Matrix = NDArray[np.float64]
_SEEN = 400
_ROUNDS = 20
_WEAK, _STRONG = 0.3, 0.7
_FEWEST, _MOST = 50, 1500
_ASLANT = 1.2
"""From this slant on a code is worth being made straight."""


def straightened(grey: Pixels, side: int) -> Variant | None:
    """The code that fills a look, straight and in a square `side` pixels wide; None where it is not seen
    from aside."""
    # Twice as large as it will be: what is narrow now has its detail yet to be spread.
    factor = min(1.0, 2 * side / max(grey.shape))
    grey = transforms.resized(grey, factor) if factor < 1 else grey
    matrix = straightening(without_margin(grey))
    if slant(matrix) < _ASLANT:
        return None
    onto = onto_square(matrix, grey.shape, side)
    back = cv2.invertAffineTransform(onto) / factor
    return Variant(pixels=transforms.warped(grey, onto, side), back=back)


def without_margin(grey: Pixels) -> Pixels:
    """A look without the room around its place."""
    height, width = (int(side * MARGIN / (1 + 2 * MARGIN)) for side in grey.shape)
    return grey[height : grey.shape[0] - height, width : grey.shape[1] - width]


def straightening(grey: Pixels) -> Matrix:
    """The map, shape (2, 2), of determinant 1, that makes the code straight that fills the picture."""
    tangents, lengths = _edges(grey)
    found = np.eye(2)
    if len(tangents) < _FEWEST:
        return found
    for _ in range(_ROUNDS):
        seen = tangents @ found.T
        size = np.hypot(seen[:, 0], seen[:, 1]) + 1e-9
        values, vectors = np.linalg.eigh((seen * (lengths / size)[:, None]).T @ seen)
        if values[0] <= 0 or values[1] < 1.02 * values[0]:
            break
        found = (vectors / np.sqrt(values)) @ vectors.T @ found
        found /= np.sqrt(abs(np.linalg.det(found)))
    return np.asarray(found)


def slant(matrix: Matrix) -> float:
    """How many times as much the map stretches in one direction as in the other."""
    values = np.linalg.svd(matrix, compute_uv=False)
    return float(values[0] / values[1])


def onto_square(matrix: Matrix, shape: tuple[int, int], side: int) -> Matrix:
    """The affine map, shape (2, 3), that follows `matrix` and brings a picture of this shape into a square
    `side` pixels wide, as large as it can be."""
    height, width = shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64) @ matrix.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    scale = side / float((high - low).max())
    shift = side / 2 - scale * (low + high) / 2
    return np.column_stack((matrix * scale, shift))


def _edges(grey: Pixels) -> tuple[Matrix, Matrix]:
    """The directions of edges' pixels, shape (count, 2), and what length of the edge each stands for."""
    factor = min(1.0, _SEEN / hypot(*grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    soft = cv2.GaussianBlur(small, (3, 3), 0)
    across, down = (cv2.Sobel(soft, cv2.CV_16S, *axes, ksize=3) for axes in ((1, 0), (0, 1)))
    steep = float(np.percentile((np.abs(across) + np.abs(down))[::2, ::2], 90))
    row, column = np.nonzero(cv2.Canny(across, down, _WEAK * steep, _STRONG * steep))
    every = 1 + len(row) // _MOST
    row, column = row[::every], column[::every]
    tangents = np.stack((-down[row, column], across[row, column]), axis=1).astype(np.float64)
    tangents /= np.hypot(tangents[:, 0], tangents[:, 1])[:, None] + 1e-9
    return tangents, 1 / np.maximum(np.abs(tangents).max(axis=1), 0.7)
