"""Format information, weighed softly (ISO/IEC 18004:2015, 7.9)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qr.grid.blocks import Level
from qr.grid.layout import Layout, Soft

_FORMAT_POLYNOMIAL, _FORMAT_MASK = 0x537, 0x5412


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Level and data mask, whether the code is mirrored, and how well its places agree (-1 to 1)."""

    level: Level
    mask: int
    mirrored: bool
    agreement: float


def _checked(value: int, polynomial: int) -> int:
    length = polynomial.bit_length() - 1
    rest = value << length
    while rest.bit_length() > length:
        rest ^= polynomial << (rest.bit_length() - length - 1)
    return value << length | rest


def _signs(words: list[int], length: int) -> NDArray[np.float32]:
    bits = [[1.0 if word >> bit & 1 else -1.0 for bit in range(length - 1, -1, -1)] for word in words]
    return np.array(bits, dtype=np.float32)


FORMAT_WORDS = tuple(_checked(value, _FORMAT_POLYNOMIAL) ^ _FORMAT_MASK for value in range(32))
_FORMAT_SIGNS = _signs(list(FORMAT_WORDS), 15)


def formats_of(soft: Soft, layout: Layout, count: int = 3) -> list[Format]:
    """The likeliest formats of soft modules, shape (side, side), best first; mirrored ones among them."""
    found = []
    for mirrored in (False, True):
        modules = soft.T if mirrored else soft
        read = np.ascontiguousarray(modules).ravel()[layout.formats]
        weight = float(np.abs(read).sum()) + 1e-6
        scores = (_FORMAT_SIGNS @ read.sum(axis=0)) / weight
        found += [
            Format(level=Level(word >> 3), mask=word & 7, mirrored=mirrored, agreement=float(scores[word]))
            for word in np.argsort(-scores)[:count].tolist()
        ]
    return sorted(found, key=lambda each: (-each.agreement, each.mirrored))[:count]
