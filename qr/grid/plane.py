"""Where a code's modules lie in the picture: a homography, found by what the fixed patterns demand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from qr.grid.layout import Layout, Soft, layout_of
from qr.grid.pattern import Pattern, pattern_of

Matrix = NDArray[np.float64]
_STEPS = 12
_DAMPING = 1e-3
_LARGEST_STEP = 1.5
_COLUMNS = 1024
_AROUND = (-1, -0.5, 0, 0.5, 1)
_REACHES = (3.0, 1.5, 0.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """A version and the homography from module coordinates (x, y; a module's middle is at .5) to pixels.
    `agreement`, at most 1, is the fixed patterns' mean contrast in the sense that they demand."""

    version: int
    matrix: Matrix
    agreement: float = 0.0

    @property
    def layout(self) -> Layout:
        return layout_of(self.version)


def best_plane(contrast: Soft, corners: Sequence[Matrix], version: int, inset: float) -> Plane:
    """The best plane of one version among those whose four anchors, `inset` modules inside the symbol's
    corners, lie at one of `corners`, each of shape (4, 2), clockwise from the top left."""
    reach = layout_of(version).side - 2 * inset
    unit = np.array([[1 / reach, 0, -inset / reach], [0, 1 / reach, -inset / reach], [0, 0, 1]])
    matrices = _from_square(np.asarray(corners, dtype=np.float64)) @ unit
    scores = _agreements(contrast, matrices, version)
    best = int(np.argmax(scores))
    return Plane(version=version, matrix=matrices[best], agreement=float(scores[best]))


def _from_square(quads: Matrix) -> Matrix:
    """The homographies from the unit square to quads, shape (count, 4, 2), as (count, 3, 3) (P. Heckbert,
    "Fundamentals of Texture Mapping and Image Warping", 1989)."""
    one, two, three, four = (quads[:, index] for index in range(4))
    right, below, rest = two - three, four - three, one - two + three - four
    size = right[:, 0] * below[:, 1] - below[:, 0] * right[:, 1]
    size = np.where(np.abs(size) < 1e-9, 1e-9, size)
    g = (rest[:, 0] * below[:, 1] - below[:, 0] * rest[:, 1]) / size
    h = (right[:, 0] * rest[:, 1] - rest[:, 0] * right[:, 1]) / size
    columns = [two - one + g[:, None] * two, four - one + h[:, None] * four, one]
    bottom = np.stack([g, h, np.ones_like(g)], axis=1)
    return np.concatenate([np.stack(columns, axis=2), bottom[:, None]], axis=1)


def searched(contrast: Soft, plane: Plane, inset: float) -> Plane:
    """The plane moved to where the fixed patterns agree better, one anchor after the other and ever finer:
    for planes too far off for `refined`."""
    far = plane.layout.side - inset
    source = np.array([(inset, inset), (far, inset), (far, far), (inset, far)], dtype=np.float32)
    x, y = projected(plane.matrix[None], source)
    quad = np.stack([x[0], y[0]], axis=1).astype(np.float64) + 0.5
    module = float(np.hypot(*(quad[0] - quad[2]))) / (plane.layout.side * 1.4)
    best = plane
    for reach in _REACHES:
        for index in (2, 3, 1, 0):
            shifts = reach * module * np.array([(i, j) for i in _AROUND for j in _AROUND])
            quads = np.repeat(quad[None], len(shifts), axis=0)
            quads[:, index] += shifts
            found = best_plane(contrast, list(quads), plane.version, inset)
            if found.agreement > best.agreement:
                best = found
                x, y = projected(best.matrix[None], source)
                quad = np.stack([x[0], y[0]], axis=1).astype(np.float64) + 0.5
    return best


def refined(contrast: Soft, plane: Plane) -> Plane:
    """The plane moved to where the fixed patterns agree best (Gauss–Newton over the homography)."""
    pattern = pattern_of(plane.version)
    half = plane.layout.side / 2
    normal = np.array([[1 / half, 0, -1], [0, 1 / half, -1], [0, 0, 1]])
    best = plane
    matrix = plane.matrix @ np.linalg.inv(normal)
    for _ in range(_STEPS):
        change = _step(contrast, matrix, pattern, half)
        matrix = matrix @ change
        matrix = matrix / matrix[2, 2]
        full = matrix @ normal
        score = float(_agreements(contrast, full[None], plane.version)[0])
        if score > best.agreement:
            best = replace(best, matrix=full, agreement=score)
        if np.abs(change - np.eye(3)).max() * half < 0.02:
            break
    return best


def projected(matrices: Matrix, points: NDArray[np.float32]) -> tuple[Soft, Soft]:
    """The pixels x and y, each of shape (count, points), of points under homographies (count, 3, 3)."""
    matrices = matrices.astype(np.float32)
    found = matrices[:, :, :2] @ points.T
    found += matrices[:, :, 2:]
    depth = found[:, 2:]
    depth[np.abs(depth) < 1e-6] = 1e-6
    places = found[:, :2]
    places /= depth
    places -= 0.5
    np.minimum(np.maximum(places, -9999, out=places), 9999, out=places)
    return np.ascontiguousarray(places[:, 0]), np.ascontiguousarray(places[:, 1])


def looked_up(picture: NDArray[Any], x: Soft, y: Soft) -> Soft:
    """The picture between its pixels at x and y, each of shape (count,); beyond its edge as at the edge."""
    # OpenCV refuses maps of 32,767 columns and more.
    rows = -(-len(x) // _COLUMNS)
    size = (rows, _COLUMNS)
    map_x, map_y = (np.resize(each, size) for each in (x, y))
    read = cv2.remap(picture, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(read, dtype=np.float32).ravel()[: len(x)]


def slopes(
    contrast: Soft, matrix: Matrix, points: NDArray[np.float32], reach: float
) -> tuple[Soft, Soft, Soft]:
    """The picture at points under a homography, and how steeply it changes there along the points' own x
    and y, each of shape (points,)."""
    shift = np.array([[0, 0], [reach, 0], [-reach, 0], [0, reach], [0, -reach]], dtype=np.float32)
    many = (points[None] + shift[:, None]).reshape(-1, 2).astype(np.float32)
    x, y = projected(matrix[None], many)
    here, right, left, below, above = looked_up(contrast, x[0], y[0]).reshape(5, -1)
    return here, (right - left) / (2 * reach), (below - above) / (2 * reach)


def _agreements(contrast: Soft, matrices: Matrix, version: int) -> Soft:
    pattern = pattern_of(version)
    x, y = projected(matrices, pattern.points)
    read = cv2.remap(contrast, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(read @ (pattern.signs * pattern.weights), dtype=np.float32)


def _step(contrast: Soft, matrix: Matrix, pattern: Pattern, half: float) -> Matrix:
    """The next change to a homography from coordinates in -1 to 1."""
    unit = pattern.spread / half - 1
    here, across, down = slopes(contrast, matrix, unit, 0.3 / half)
    x, y = unit.T
    radial = across * x + down * y
    columns = [across * x, across * y, across, down * x, down * y, down, -radial * x, -radial * y]
    jacobian = np.stack(columns, axis=1)
    weighted = jacobian * pattern.spread_weights[:, None]
    normal = weighted.T @ jacobian
    normal += (_DAMPING * np.trace(normal) / 8 + 1e-9) * np.eye(8)
    change = np.linalg.solve(normal, weighted.T @ (pattern.spread_signs - here))
    limit = _LARGEST_STEP / half
    return np.asarray(np.eye(3) + np.append(np.clip(change, -limit, limit), 0.0).reshape(3, 3))
