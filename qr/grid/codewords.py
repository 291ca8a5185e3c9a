"""From weighed modules to data bytes: the likeliest code words, with the least sure bytes erased.

A block is decoded several times, each time with more of its least reliable bytes erased (generalised
minimum distance decoding, G. D. Forney 1966). What it costs to believe in a result is reckoned in bits:
how many code words of that kind chance would put so near to what was read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb, log2

import numpy as np
from numpy.typing import NDArray

from qr.grid.blocks import division_of
from qr.grid.formats import Format
from qr.grid.galois import Bytes, corrected
from qr.grid.layout import Layout, Soft, mask_of

_ENOUGH = 12.0
_TRIALS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All of a symbol's code words in their order, its data bytes, and `surplus`: the bits by which the
    weakest block is beyond chance."""

    sequence: Bytes
    data: bytes
    surplus: float


def words_of(views: list[Soft], layout: Layout, form: Format) -> Words | None:
    """The code words that the weighed modules of each view, shape (side, side), lead to; None where a
    block has none that is beyond chance."""
    division = division_of(layout.version, form.level)
    reads = [_read(view, layout, form) for view in views]
    sequence = np.zeros(len(layout.data) // 8, dtype=np.uint8)
    data, least = [], np.inf
    for places in division.blocks:
        best = _best([(word[places], sure[places]) for word, sure in reads], division.parity)
        if best is None:
            return None
        surplus, word = best
        sequence[places] = word
        data.append(word[: len(word) - division.parity].tobytes())
        least = min(least, surplus)
    return Words(sequence=sequence, data=b"".join(data), surplus=float(least))


def _read(view: Soft, layout: Layout, form: Format) -> tuple[Bytes, Soft]:
    """The bytes as they look, and how sure each is: its least sure bit."""
    modules = view.T if form.mirrored else view
    soft = np.ascontiguousarray(modules).ravel()[layout.data]
    flips = mask_of(form.mask, layout.side).ravel()[layout.data]
    word = np.packbits((soft > 0) ^ flips)
    return word, np.abs(soft).reshape(-1, 8).min(axis=1)


def _best(reads: list[tuple[Bytes, Soft]], parity: int) -> tuple[float, Bytes] | None:
    best: tuple[float, Bytes] | None = None
    for trial, (word, erased) in enumerate(_trials(reads, parity)):
        found = corrected(word, parity, erased)
        if found is None:
            continue
        surplus = _surplus(len(word), parity, found.errors, len(erased)) - log2(1 + trial)
        if best is None or surplus > best[0]:
            best = surplus, found.word
        if surplus >= 2 * _ENOUGH:
            break
    return best if best is not None and best[0] >= _ENOUGH else None


def _trials(reads: list[tuple[Bytes, Soft]], parity: int) -> Iterator[tuple[Bytes, list[int]]]:
    """Words with the places to erase; first every view as it stands."""
    for word, _ in reads:
        yield word, []
    for share in range(1, _TRIALS):
        count = round(share * (parity - 1) / _TRIALS)
        for word, sure in reads:
            yield word, np.argsort(sure, kind="stable")[:count].tolist()


def _surplus(length: int, parity: int, errors: int, erasures: int) -> float:
    """Minus the logarithm of how many code words lie that near to a word of chance."""
    return 8.0 * (parity - erasures - errors) - log2(comb(length - erasures, errors))


def modules_of(sequence: Bytes, layout: Layout, form: Format) -> NDArray[np.bool_]:
    """Which data modules are dark in the symbol of these code words, in the order of `layout.data`."""
    bits = np.unpackbits(sequence).astype(bool)
    return np.asarray(bits ^ mask_of(form.mask, layout.side).ravel()[layout.data])
