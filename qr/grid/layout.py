"""Where everything stands in a QR code of each version (ISO/IEC 18004:2015, 5.3 and 7.7).

Rows and columns count from the symbol's own top left. Dark is +1, light is -1, 0 is not fixed.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Modules = NDArray[np.int8]
Soft = NDArray[np.float32]
VERSIONS = range(1, 41)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The places of one version. `fixed` has shape (side, side): what finder, separator, timing and
    alignment patterns and the dark module demand. `data` are the flat places of the code words' bits, in
    order; `formats` and `versions` those of both copies of the format and version information, shape
    (2, 15) and (2, 18), highest bit first."""

    version: int
    side: int
    fixed: Modules
    data: NDArray[np.intp]
    formats: NDArray[np.intp]
    versions: NDArray[np.intp]


def side_of(version: int) -> int:
    """Modules a side."""
    return 17 + 4 * version


@lru_cache(maxsize=40)
def layout_of(version: int) -> Layout:
    """The layout of a version from 1 to 40."""
    side = side_of(version)
    fixed = np.zeros((side, side), dtype=np.int8)
    _draw_timing(fixed)
    for row, column in ((0, 0), (0, side - 7), (side - 7, 0)):
        _draw_finder(fixed, row, column)
    for row, column in _alignments(version):
        fixed[row - 2 : row + 3, column - 2 : column + 3] = _rings(5)
    fixed[side - 8, 8] = 1
    formats, versions = _formats(side), _versions(side)
    taken = fixed != 0
    taken.flat[formats.ravel()] = True
    if version >= 7:
        taken.flat[versions.ravel()] = True
    return Layout(
        version=version,
        side=side,
        fixed=fixed,
        data=_zigzag(taken),
        formats=formats,
        versions=versions,
    )


@lru_cache(maxsize=64)
def mask_of(number: int, side: int) -> NDArray[np.bool_]:
    """Where data mask `number` (0 to 7) turns modules over, shape (side, side)."""
    row, column = np.mgrid[0:side, 0:side]
    product = row * column
    rules = (
        (row + column) % 2,
        row % 2,
        column % 3,
        (row + column) % 3,
        (row // 2 + column // 3) % 2,
        product % 2 + product % 3,
        (product % 2 + product % 3) % 2,
        ((row + column) % 2 + product % 3) % 2,
    )
    return np.asarray(rules[number] == 0)


def _rings(size: int) -> Modules:
    """Nested squares, dark outside."""
    distance = np.minimum(np.arange(size), np.arange(size)[::-1])
    depth = np.minimum(distance[:, None], distance[None, :])
    rings = np.where(depth % 2 == 0, 1, -1).astype(np.int8)
    if size == 7:
        rings[2:5, 2:5] = 1
    return rings


def _draw_finder(fixed: Modules, row: int, column: int) -> None:
    side = len(fixed)
    around = np.s_[max(0, row - 1) : min(side, row + 8), max(0, column - 1) : min(side, column + 8)]
    fixed[around] = -1
    fixed[row : row + 7, column : column + 7] = _rings(7)


def _draw_timing(fixed: Modules) -> None:
    fixed[6, :] = fixed[:, 6] = np.where(np.arange(len(fixed)) % 2 == 0, 1, -1)


def _alignments(version: int) -> tuple[tuple[int, int], ...]:
    if version == 1:
        return ()
    count = version // 7 + 2
    step = 26 if version == 32 else (version * 4 + count * 2 + 1) // (count * 2 - 2) * 2
    last = side_of(version) - 7
    lines = [6, *sorted(last - step * index for index in range(count - 1))]
    corners = {(6, 6), (6, last), (last, 6)}
    return tuple((row, column) for row in lines for column in lines if (row, column) not in corners)


def _formats(side: int) -> NDArray[np.intp]:
    low = [0, 1, 2, 3, 4, 5, 7, 8]
    first = [(8, column) for column in low] + [(row, 8) for row in (7, 5, 4, 3, 2, 1, 0)]
    second = [(side - 1 - index, 8) for index in range(7)]
    second += [(8, side - 8 + index) for index in range(8)]
    return np.array([[row * side + column for row, column in copy] for copy in (first, second)])


def _versions(side: int) -> NDArray[np.intp]:
    places = [(index // 3, side - 11 + index % 3) for index in range(17, -1, -1)]
    copies = (places, [(column, row) for row, column in places])
    return np.array([[row * side + column for row, column in copy] for copy in copies])


def _zigzag(taken: NDArray[np.bool_]) -> NDArray[np.intp]:
    side = len(taken)
    places = []
    upward = True
    for right in range(side - 1, 0, -2):
        first = right if right > 6 else right - 1
        rows = range(side - 1, -1, -1) if upward else range(side)
        places += [(row, column) for row in rows for column in (first, first - 1) if not taken[row, column]]
        upward = not upward
    usable = places[: len(places) // 8 * 8]
    return np.array([row * side + column for row, column in usable], dtype=np.intp)
