"""The fixed patterns as points to look at."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qr.grid.layout import Soft, layout_of

_OFFSETS = np.array([(0, 0), (0.3, 0.3), (-0.3, 0.3), (0.3, -0.3), (-0.3, -0.3)], dtype=np.float32)
_FINDER, _TIMING, _ALIGNMENT = 0.5, 0.3, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Module coordinates `points`, shape (count, 2), of the fixed modules' middles with their signs and
    with weights that sum to 1; `spread` are the same with four more points in each module."""

    points: NDArray[np.float32]
    signs: Soft
    weights: Soft
    spread: NDArray[np.float32]
    spread_signs: Soft
    spread_weights: Soft


@lru_cache(maxsize=40)
def pattern_of(version: int) -> Pattern:
    """The fixed patterns of a version: finders, timing and alignment patterns weigh the same whatever
    their number of modules."""
    layout = layout_of(version)
    side = layout.side
    row, column = np.nonzero(layout.fixed)
    top, left = row < 8, column < 8
    finder = (top & left) | (top & (column >= side - 8)) | ((row >= side - 8) & left)
    timing = ~finder & ((row == 6) | (column == 6))
    weights = np.zeros(len(row), dtype=np.float32)
    for group, share in ((finder, _FINDER), (timing, _TIMING), (~finder & ~timing, _ALIGNMENT)):
        weights[group] = share / max(1, group.sum())
    weights /= weights.sum()
    points = np.stack([column + 0.5, row + 0.5], axis=1).astype(np.float32)
    signs = layout.fixed[row, column].astype(np.float32)
    return Pattern(
        points=points,
        signs=signs,
        weights=weights,
        spread=(points[None] + _OFFSETS[:, None]).reshape(-1, 2),
        spread_signs=np.tile(signs, len(_OFFSETS)),
        spread_weights=np.tile(weights, len(_OFFSETS)),
    )
