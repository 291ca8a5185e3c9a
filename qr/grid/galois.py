"""Reed–Solomon codes over GF(256) with errors and erasures (ISO/IEC 18004:2015, 7.5).

The field's polynomial is x^8 + x^4 + x^3 + x^2 + 1 and the generator's first root is 1. The decoder is
Berlekamp–Massey started from the erasure locator, then Chien's search and Forney's formula (R. E. Blahut,
"Algebraic Codes for Data Transmission", 2003, chapter 7).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
_POLYNOMIAL = 0x11D


def _tables() -> tuple[list[int], list[int]]:
    powers, logs, value = [0] * 512, [0] * 256, 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        logs[value] = exponent
        value <<= 1
        if value & 0x100:
            value ^= _POLYNOMIAL
    return powers, logs


_POWER, _LOG = _tables()
_POWERS = np.array(_POWER, dtype=np.uint8)
_LOGS = np.array(_LOG, dtype=np.int32)
_PRODUCT = tuple(
    bytes(_POWER[_LOG[one] + _LOG[other]] if one and other else 0 for other in range(256))
    for one in range(256)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A code word, and how many of its bytes were changed outside of the erased places."""

    word: Bytes
    errors: int


def corrected(word: Bytes, parity: int, erased: Sequence[int] = ()) -> Corrected | None:
    """The code word nearest to `word`, shape (length <= 255,), whose last `parity` bytes are check bytes.

    The bytes at `erased` are taken as unknown. None where there is no code word within reach, which is
    twice the errors plus the erasures no larger than `parity`.
    """
    if len(erased) > parity:
        return None
    syndromes = _syndromes(word, parity)
    if not any(syndromes):
        return Corrected(word=word.copy(), errors=0)
    length = len(word)
    locator = _locator(syndromes, _erasure_locator(length, erased), len(erased))
    degree = len(locator) - 1
    places = [] if 2 * degree - len(erased) > parity else _roots(locator, length)
    if len(places) != degree or not degree:
        return None
    fixed = _repaired(word, syndromes, locator, places)
    if any(_syndromes(fixed, parity)):
        return None
    known = set(erased)
    return Corrected(word=fixed, errors=sum(place not in known for place in places))


@cache
def _exponents(length: int, parity: int) -> NDArray[np.int32]:
    places = np.arange(length - 1, -1, -1, dtype=np.int32)
    return np.arange(parity, dtype=np.int32)[:, None] * places[None, :] % 255


def _syndromes(word: Bytes, parity: int) -> list[int]:
    terms = _POWERS[(_LOGS[word][None, :] + _exponents(len(word), parity)) % 255]
    terms[:, word == 0] = 0
    values: list[int] = np.bitwise_xor.reduce(terms, axis=1).tolist()
    return values


def _erasure_locator(length: int, erased: Iterable[int]) -> list[int]:
    """Product of 1 + X x over the erased places' X, lowest power first."""
    locator = [1]
    for place in erased:
        root = _POWER[length - 1 - place]
        locator = [low ^ _PRODUCT[high][root] for low, high in zip([*locator, 0], [0, *locator], strict=True)]
    return locator


def _locator(syndromes: list[int], start: list[int], erasures: int) -> list[int]:
    """The errata locator, lowest power first."""
    locator, previous, degree = list(start), list(start), erasures
    for step in range(erasures, len(syndromes)):
        gap = 0
        for term, syndrome in zip(locator, syndromes[step::-1], strict=False):
            gap ^= _PRODUCT[term][syndrome]
        previous = [0, *previous]
        if not gap:
            continue
        times = _PRODUCT[gap]
        longer = [one ^ times[other] for one, other in zip_longest(locator, previous, fillvalue=0)]
        if 2 * degree <= step + erasures:
            degree = step + 1 + erasures - degree
            divided = _PRODUCT[_POWER[255 - _LOG[gap]]]
            previous = [divided[term] for term in locator]
        locator = longer
    while len(locator) > 1 and not locator[-1]:
        locator.pop()
    return locator


def _roots(locator: list[int], length: int) -> list[int]:
    """The places whose X is a reciprocal root of the locator (Chien's search)."""
    places = np.arange(length - 1, -1, -1, dtype=np.int32)
    values = np.zeros(length, dtype=np.uint8)
    for power, term in enumerate(locator):
        if term:
            values ^= _POWERS[(_LOG[term] - power * places) % 255]
    found: list[int] = np.flatnonzero(values == 0).tolist()
    return found


def _repaired(word: Bytes, syndromes: list[int], locator: list[int], places: list[int]) -> Bytes:
    evaluator = [0] * len(syndromes)
    for power, term in enumerate(locator):
        for other in range(len(syndromes) - power):
            evaluator[power + other] ^= _PRODUCT[term][syndromes[other]]
    derivative = [term if power % 2 else 0 for power, term in enumerate(locator)][1:]
    fixed = word.copy()
    for place in places:
        exponent = len(word) - 1 - place
        below = _value(derivative, -exponent)
        if below:
            above = _PRODUCT[_value(evaluator, -exponent)][_POWER[exponent]]
            fixed[place] ^= _PRODUCT[above][_POWER[255 - _LOG[below]]]
    return fixed


def _value(terms: list[int], exponent: int) -> int:
    value = 0
    for power, term in enumerate(terms):
        if term:
            value ^= _POWER[(_LOG[term] + power * exponent) % 255]
    return value
