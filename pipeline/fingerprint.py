"""A text's MinHash signature (Broder 1997): the share of equal words in two signatures estimates the
Jaccard similarity of the texts' word triples."""

import re

import numpy as np
from datasketch import MinHash

PERMUTATIONS = 128
SCHEME = "affine32"  # named, since signatures outlive the library's default
MIN_TRIPLES = 12
WORD = re.compile(r"\w+")


def fingerprint(text: str) -> bytes:
    """`PERMUTATIONS` little-endian 32-bit words; empty for a text too short to tell from another."""
    words = WORD.findall(text.casefold())
    triples = {" ".join(words[start : start + 3]) for start in range(len(words) - 2)}
    if len(triples) < MIN_TRIPLES:
        return b""
    minhash = MinHash(num_perm=PERMUTATIONS, scheme=SCHEME)
    minhash.update_batch([triple.encode() for triple in triples])
    return np.asarray(minhash.hashvalues).astype("<u4").tobytes()


def signature(mark: bytes) -> MinHash:
    """The MinHash that `fingerprint` stored, for an LSH index."""
    values = np.frombuffer(mark, "<u4").astype(np.uint64)
    return MinHash(num_perm=PERMUTATIONS, hashvalues=values, scheme=SCHEME)
