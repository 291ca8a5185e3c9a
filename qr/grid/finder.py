"""Finder patterns: five runs of 1:1:3:1:1 along rows and columns, in several binarisations at once."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from qr.decoder import Pixels

Points = NDArray[np.float32]
_BLOCKS = (1 / 16, 1 / 7, 1 / 3)
_MOST_RUNS = 700
_TOLERANCE = 0.9
_MOST_FINDERS = 9
_MOST_POINTS, _MOST_SAMPLES = 3000, 250
_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """A finder pattern's centre and module size in pixels; `weight` counts the crossings that show it."""

    x: float
    y: float
    module: float
    weight: float


def finders_of(grey: Pixels) -> Iterator[tuple[bool, list[Finder]]]:
    """The likely finder patterns, strongest first: of a dark code (False), then of a light one (True)."""
    crossings = []
    for binary in _binarised(grey):
        across, down = _crossings(binary), _crossings(np.ascontiguousarray(binary.T))
        down[:, [0, 1]] = down[:, [1, 0]]
        crossings.append((across, down))
    for light in (False, True):
        joined = [
            _joined(across[across[:, 3] != light], down[down[:, 3] != light]) for across, down in crossings
        ]
        yield light, _clustered(np.concatenate(joined))


def _binarised(grey: Pixels) -> Iterator[NDArray[np.bool_]]:
    side = min(grey.shape)
    soft = np.asarray(cv2.GaussianBlur(grey, (3, 3), 0))
    for share in _BLOCKS:
        block = max(3, int(side * share)) | 1
        mean = cv2.boxFilter(soft, -1, (block, block), borderType=cv2.BORDER_REPLICATE)
        yield np.asarray(soft < mean)
    level, _ = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield np.asarray(soft <= level)


def _crossings(binary: NDArray[np.bool_]) -> Points:
    """Crossings of every few rows: x, y, module size, whether the middle is dark, and how well the runs
    fit (0 to 1); shape (count, 5)."""
    step = max(1, len(binary) // _ROWS)
    width = binary.shape[1]
    flat = binary[step // 2 :: step].ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    if len(edges) < 6:
        return np.zeros((0, 5), dtype=np.float32)
    runs = np.diff(edges).astype(np.float32)
    one, two, three, four, five = (runs[index : len(runs) - 4 + index] for index in range(5))
    start, end = edges[:-5], edges[5:]
    module = (end - start) / 7
    # Sums of neighbours do not change when ink spreads or blur moves every edge the same way.
    errors = [one + two - 2 * module, two + three - 4 * module]
    errors += [three + four - 4 * module, four + five - 2 * module]
    worst = np.abs(np.stack(errors)).max(axis=0) / module
    fits = worst < _TOLERANCE
    fits &= np.minimum(np.minimum(one, two), np.minimum(four, five)) > 0.3 * module
    fits &= (start // width == (end - 1) // width) & (start % width != 0)
    kept = np.flatnonzero(fits)
    if len(kept) > _MOST_RUNS:
        kept = np.sort(kept[np.argsort(worst[kept], kind="stable")[:_MOST_RUNS]])
    middle = (edges[kept + 2] + edges[kept + 3]) / 2 - 0.5
    row = start[kept] // width
    lines = [middle - row * width, row * step + step // 2, module[kept], flat[start[kept]]]
    return np.stack([*lines, 1 - worst[kept] / _TOLERANCE], axis=1).astype(np.float32)


def _joined(across: Points, down: Points) -> Points:
    """Centres where a crossing of a row meets one of a column: x, y, module, fit; shape (count, 4)."""
    if not len(across) or not len(down):
        return np.zeros((0, 4), dtype=np.float32)
    module = np.minimum(across[:, None, 2], down[None, :, 2])
    meets = np.abs(across[:, None, 0] - down[None, :, 0]) < 0.8 * module
    meets &= np.abs(across[:, None, 1] - down[None, :, 1]) < 0.8 * module
    meets &= np.maximum(across[:, None, 2], down[None, :, 2]) < 2.5 * module
    row, column = np.nonzero(meets)
    # A crossing takes its x from rows and its y from columns: each is exact across its own runs.
    size = np.sqrt(across[row, 2] * down[column, 2])
    return np.stack([across[row, 0], down[column, 1], size, across[row, 4] * down[column, 4]], axis=1)


def _clustered(joined: Points) -> list[Finder]:
    points = joined[:: 1 + len(joined) // _MOST_POINTS]
    sample = points[:: 1 + len(points) // _MOST_SAMPLES]
    size = sample[:, None, 2]
    near = np.abs(points[None, :, 0] - sample[:, None, 0]) < size
    near &= np.abs(points[None, :, 1] - sample[:, None, 1]) < size
    near &= np.abs(points[None, :, 2] - size) < 0.4 * size
    left = points[:, 3].copy()
    shares = near / size.astype(np.float32) ** 1.5
    found: list[Finder] = []
    while left.any() and len(found) < _MOST_FINDERS:
        strength = shares @ left
        best = int(np.argmax(strength))
        group = points[near[best] & (left > 0)]
        if not len(group):
            break
        x, y, module, _ = np.median(group, axis=0).tolist()
        found.append(Finder(x=x, y=y, module=module, weight=float(strength[best])))
        left[np.hypot(points[:, 0] - x, points[:, 1] - y) < 2.5 * module] = 0
    return found
