"""What reads codes from pixels."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from qr.symbol import Quad, Symbol, SymbolFormat

Pixels = NDArray[np.uint8]


class Decoder(Protocol):
    """Reads the codes of one image.

    `decode` takes a grey image of shape (height, width) or an RGB one of shape (height, width, 3), dtype
    uint8, and gives the symbols with positions in that array's pixels. It raises `DecoderFailed` and
    nothing else. A class of this kind raises `DecoderUnavailable` when it is made on a machine without
    its library. `name` is the library, with a setting after a hyphen where one library is used in several
    ways; `formats` are the symbologies that it reads.
    """

    name: str
    version: str
    formats: tuple[SymbolFormat, ...]

    def decode(self, image: Pixels) -> list[Symbol]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What a decoder found: the symbols it read, and the places it took for a code and could not read."""

    symbols: tuple[Symbol, ...] = ()
    unread: tuple[Quad, ...] = ()


@runtime_checkable
class Locator(Protocol):
    """A decoder that also tells where it failed. Raises `DecoderFailed` and nothing else."""

    def locate(self, image: Pixels) -> Located: ...
