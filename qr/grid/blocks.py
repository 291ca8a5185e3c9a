"""How code words are divided into Reed–Solomon blocks (ISO/IEC 18004:2015, 7.5.1, table 9)."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qr.grid.layout import layout_of


class Level(IntEnum):
    """Error correction levels by their two bits in the format information."""

    M = 0
    L = 1
    H = 2
    Q = 3


# Check bytes a block, and blocks, for the versions 1 to 40.
_PARITY = {
    Level.L: "7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28" + " 30" * 14,
    Level.M: "10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 26" + " 28" * 19,
    Level.Q: "13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 28 30 30 30 30 28" + " 30" * 14,
    Level.H: "17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 30 24" + " 30" * 18,
}
_COUNT = {
    Level.L: "1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 "
    "24 25",
    Level.M: "1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 "
    "43 45 47 49",
    Level.Q: "1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 "
    "56 59 62 65 68",
    Level.H: "1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 25 34 30 32 35 37 40 42 45 48 51 54 57 60 63 "
    "66 70 74 77 81",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """The blocks of one version and level: for each its bytes' places in the sequence of code words, data
    first, the last `parity` of them check bytes."""

    parity: int
    blocks: tuple[NDArray[np.intp], ...]


@lru_cache(maxsize=160)
def division_of(version: int, level: Level) -> Division:
    """The blocks of a symbol."""
    parity = int(_PARITY[level].split()[version - 1])
    count = int(_COUNT[level].split()[version - 1])
    total = len(layout_of(version).data) // 8
    short, longer = divmod(total, count)
    sizes = [short - parity + (index >= count - longer) for index in range(count)]
    order = [index for turn in range(max(sizes)) for index in range(count) if turn < sizes[index]]
    order += list(range(count)) * parity
    blocks = tuple(np.flatnonzero(np.array(order) == index) for index in range(count))
    return Division(parity=parity, blocks=blocks)
