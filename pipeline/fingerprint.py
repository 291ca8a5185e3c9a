"""A text's MinHash signature (Broder 1997): the share of equal words in two signatures estimates the
Jaccard similarity of the texts' word triples."""

import re
from collections import defaultdict
from hashlib import sha1

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 128
# So many bands of so many words: texts that share 0.8 of their triples meet in one 98 times of 100, those
# that share 0.7 79 times, those that share 0.3 never (1 - (1 - share^ROWS)^BANDS).
BANDS, ROWS = 18, 7
MIN_TRIPLES = 12
WORD = re.compile(r"\w+")


def fingerprint(text: str) -> bytes:
    """`PERMUTATIONS` little-endian 32-bit words; empty for a text too short to tell from another."""
    words = WORD.findall(text.casefold())
    triples = {" ".join(words[start : start + 3]) for start in range(len(words) - 2)}
    if len(triples) < MIN_TRIPLES:
        return b""
    starts = b"".join(sha1(triple.encode(), usedforsecurity=False).digest()[:4] for triple in triples)
    mixed = _mixed(np.frombuffer(starts, "<u4").astype(np.uint32))
    smallest = [(factor * mixed + term).min() for factor, term in _permutations()]
    return np.asarray(smallest).astype("<u4").tobytes()


def _mixed(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """MurmurHash3's finalizer, a bijection: the permutations alone would keep order within the hashes."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        hashes = (hashes ^ (hashes >> np.uint32(shift))) * np.uint32(factor)
    return hashes ^ (hashes >> np.uint32(16))


def _permutations() -> NDArray[np.uint32]:
    """Pairs of an odd factor and a term, modulo 2^32. Stored signatures depend on them: never change them."""
    random = np.random.RandomState(1)
    factors = random.randint(0, 2**31, PERMUTATIONS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    terms = random.randint(0, 2**32, PERMUTATIONS, dtype=np.uint32)
    return np.column_stack([factors, terms])


class BandIndex:
    """Finds signatures that may be alike by locality-sensitive hashing: those that have a band in common."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self._holders: dict[tuple[int, bytes], list[int]] = defaultdict(list)

    def insert(self, key: int, mark: bytes) -> None:
        """Hold what `fingerprint` gave, under a key of its own."""
        self.keys.append(key)
        for band in _bands(mark):
            self._holders[band].append(key)

    def query(self, mark: bytes) -> set[int]:
        """The keys that may be alike."""
        return {key for band in _bands(mark) for key in self._holders.get(band, ())}


def _bands(mark: bytes) -> list[tuple[int, bytes]]:
    size = ROWS * 4
    return [(band, mark[band * size : (band + 1) * size]) for band in range(BANDS)]
