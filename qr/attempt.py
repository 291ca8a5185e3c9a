"""One try at reading an image, or a place in it: a decoder on a variant of the pixels."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2

from qr.decoder import Decoder, Located, Locator, Pixels
from qr.errors import DecoderFailed, reason
from qr.geometry import Affine, mapped
from qr.symbol import Point, Quad

MARGIN = 0.25
"""Room around a place when it is cut out, as a share of its size: detectors are off by some modules, and a
code wants its quiet zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Changed pixels, and the map from their places to the look's."""

    pixels: Pixels
    back: Affine


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The pixels that attempts start from: a whole frame, or a place cut out of it whose top left corner
    stands at `origin` in the frame. `rgb` makes the colours, shape (height, width, 3), when asked;
    `straight` makes a code straight that is seen from aside and fills the look, in a square whose side in
    pixels is given, and gives None for one that is not."""

    grey: Pixels
    rgb: Callable[[], Pixels]
    straight: Callable[[int], Variant | None]
    origin: Point = (0, 0)


Make = Callable[[Look], Variant | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A decoder on a variant. `make` gives None where the variant has no use (too large to enlarge,
    or nothing left when made smaller)."""

    name: str
    decoder: Decoder
    make: Make

    @property
    def label(self) -> str:
        """The same for every image."""
        return f"{self.decoder.name}/{self.name}"

    def run(self, look: Look) -> Located:
        """What the decoder finds, in the frame's pixels. Raises `DecoderFailed`."""
        try:
            variant = self.make(look)
            return Located() if variant is None else self._back(variant, look.origin)
        except (cv2.error, MemoryError) as error:
            raise DecoderFailed(f"{self.decoder.name} ({self.name}): {reason(error)}") from error

    def _back(self, variant: Variant, origin: Point) -> Located:
        if isinstance(self.decoder, Locator):
            found = self.decoder.locate(variant.pixels)
        else:
            found = Located(symbols=tuple(self.decoder.decode(variant.pixels)))

        def back(place: Quad) -> Quad:
            return mapped(place, variant.back, origin)

        return Located(
            symbols=tuple(
                replace(symbol, variant=self.name, position=back(symbol.position)) for symbol in found.symbols
            ),
            unread=tuple(map(back, found.unread)),
        )
