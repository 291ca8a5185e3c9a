"""One try at reading an image: a decoder on a variant of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from qr.decoder import Decoder, Located, Locator, Pixels
from qr.errors import DecoderFailed, reason
from qr.geometry import scaled

_ENLARGED_PIXELS = 6_000_000
_SMALL_SIDE = 640


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A changed copy of an image and how many times as large it is."""

    pixels: Pixels
    scale: float = 1.0


Make = Callable[[Pixels], Variant | None]
Step = tuple[str, str, Make]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A decoder on a variant. `make` gives None where the variant has no use (too large to enlarge)."""

    name: str
    decoder: Decoder
    make: Make

    def run(self, grey: Pixels) -> Located:
        """What the decoder finds, in the pixels of `grey`. Raises `DecoderFailed`."""
        try:
            variant = self.make(grey)
            return Located() if variant is None else self._back(variant)
        except (cv2.error, MemoryError) as error:
            raise DecoderFailed(f"{self.decoder.name} ({self.name}): {reason(error)}") from error

    def _back(self, variant: Variant) -> Located:
        if isinstance(self.decoder, Locator):
            found = self.decoder.locate(variant.pixels)
        else:
            found = Located(symbols=tuple(self.decoder.decode(variant.pixels)))
        factor = 1.0 / variant.scale
        return Located(
            symbols=tuple(
                replace(symbol, variant=self.name, position=scaled(symbol.position, factor))
                for symbol in found.symbols
            ),
            unread=tuple(scaled(place, factor) for place in found.unread),
        )


def plain(grey: Pixels) -> Variant | None:
    """The image as it is."""
    return Variant(pixels=grey)


def enlarged(grey: Pixels) -> Variant | None:
    """Twice as large, for codes of few pixels a module."""
    if grey.size > _ENLARGED_PIXELS:
        return None
    return Variant(pixels=_resized(grey, 2.0, cv2.INTER_CUBIC), scale=2.0)


def halved(grey: Pixels) -> Variant | None:
    """Half as large: averages away noise, moire and small gaps."""
    return Variant(pixels=_resized(grey, 0.5, cv2.INTER_AREA), scale=0.5)


def sharpened(grey: Pixels) -> Variant | None:
    """Unsharp masking: for soft focus."""
    soft = cv2.GaussianBlur(grey, (0, 0), 3.0)
    return Variant(pixels=np.asarray(cv2.addWeighted(grey, 2.0, soft, -1.0, 0.0)))


def equalised(grey: Pixels) -> Variant | None:
    """Contrast-limited adaptive histogram equalisation (Zuiderveld 1994), for glare and shadow."""
    return Variant(pixels=np.asarray(cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(grey)))


def small(grey: Pixels) -> Variant | None:
    """At most 640 pixels a side: noise and fine texture go, what is large stays."""
    factor = _SMALL_SIDE / max(grey.shape)
    if factor >= 1:
        return plain(grey)
    return Variant(pixels=_resized(grey, factor, cv2.INTER_AREA), scale=factor)


def blurred(grey: Pixels) -> Variant | None:
    """Enlarged and blurred: closes the gaps of stencils, dots and print rasters."""
    larger = enlarged(grey)
    if larger is None:
        return Variant(pixels=np.asarray(cv2.GaussianBlur(grey, (0, 0), 2.0)))
    return Variant(pixels=np.asarray(cv2.GaussianBlur(larger.pixels, (0, 0), 3.0)), scale=larger.scale)


# What each step adds for its cost on real photos sets the order. `ALWAYS` runs on every image, `WIDE` on
# every image of a deep pass; `FAST` and then `DEEP` go on until every located code is read.
ALWAYS: tuple[Step, ...] = (("zxing", "plain", plain),)
WIDE: tuple[Step, ...] = (("zxing-matrix", "plain", plain),)
FAST: tuple[Step, ...] = (
    ("zxing-global", "plain", plain),
    ("zxing", "halved", halved),
    ("zxing-global", "halved", halved),
)
DEEP: tuple[Step, ...] = (
    ("zxing", "enlarged", enlarged),
    ("zbar", "small", small),
    ("zxing", "equalised", equalised),
    ("zxing", "sharpened", sharpened),
    ("zxing", "blurred", blurred),
    ("zbar", "halved", halved),
    ("opencv", "small", small),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The attempts of one pass: `always`, then `until_read` in order until every located code is read."""

    always: tuple[Attempt, ...]
    until_read: tuple[Attempt, ...]


def plan_for(decoders: Sequence[Decoder], *, deep: bool) -> Plan:
    """The attempts that these decoders can make. One that no step names always reads the plain image."""
    by_name = {decoder.name: decoder for decoder in decoders}

    def of(*steps: Step) -> tuple[Attempt, ...]:
        return tuple(
            Attempt(name=name, decoder=by_name[decoder], make=make)
            for decoder, name, make in steps
            if decoder in by_name
        )

    named = {decoder for decoder, _, _ in (*ALWAYS, *WIDE, *FAST, *DEEP)}
    others = tuple((name, "plain", plain) for name in by_name if name not in named)
    if deep:
        return Plan(always=of(*ALWAYS, *others, *WIDE), until_read=of(*FAST, *DEEP))
    return Plan(always=of(*ALWAYS, *others), until_read=of(*FAST))


def _resized(grey: Pixels, factor: float, how: int) -> Pixels:
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)
