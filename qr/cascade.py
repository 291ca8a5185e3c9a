"""Which attempts a pass makes, and in which order.

The tables are ordered by what each step adds for its cost on real photos (`benchmarks qr_recall`). A step
is a decoder, a size and a change to the pixels.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qr import transforms
from qr.attempt import Attempt, Look, Make, Variant
from qr.decoder import Decoder, Pixels
from qr.geometry import scaling

_ENLARGED_PIXELS = 6_000_000
_LARGE = (1, 1500)

Change = Callable[[Pixels], Pixels]


def plain(grey: Pixels) -> Pixels:
    """The pixels as they are."""
    return grey


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of a table. The size is a `factor`, the longest `side` in pixels, or the size as it is within
    the bounds of `between`, also of the longest side. `colour` takes the darkest of a pixel's three colours
    in place of its grey. `straight` makes a code straight that is seen from aside, in a square of `side`
    pixels, and leaves out one that is not."""

    decoder: str
    change: Change = plain
    factor: float | None = None
    side: int | None = None
    between: tuple[int, int] | None = None
    colour: bool = False
    straight: bool = False

    @property
    def name(self) -> str:
        """As a symbol's `variant` shows it."""
        size = f"x{self.factor:g}" if self.factor else str(self.side or "")
        size = "-".join(map(str, self.between)) if self.between else size
        how = ("darkest" if self.colour else "", "straight" if self.straight else "")
        words = (*how, self.change.__name__.replace("_", " "), size)
        return " ".join(filter(None, words))

    def attempt(self, decoder: Decoder, where: str) -> Attempt:
        """The step as an attempt; `where` goes in front of its name."""
        make = self._straightened if self.straight else self._make()
        return Attempt(name=f"{where}{self.name}", decoder=decoder, make=make)

    def _straightened(self, look: Look) -> Variant | None:
        straight = look.straight(self.side or max(look.grey.shape))
        return straight and replace(straight, pixels=self.change(straight.pixels))

    def _make(self) -> Make:
        def make(look: Look) -> Variant | None:
            pixels = transforms.darkest(look.rgb()) if self.colour else look.grey
            factor = self._factor_for(pixels)
            if factor * factor * pixels.size > _ENLARGED_PIXELS and factor > 1:
                return None
            if factor * min(pixels.shape) < 1:
                return None
            if factor != 1:
                pixels = transforms.resized(pixels, factor)
            return Variant(pixels=self.change(pixels), back=scaling(1 / factor))

        return make

    def _factor_for(self, pixels: Pixels) -> float:
        if self.factor is not None:
            return self.factor
        longest: int = max(pixels.shape)
        least, most = self.between or (longest, longest)
        return float(self.side or max(least, min(longest, most))) / longest


# Always, on the whole frame.
FIRST: tuple[Step, ...] = (Step(decoder="zxing"),)
# The fast pass, where a code was located and not read: on the places, then on the frame.
FAST_PLACE: tuple[Step, ...] = (
    Step(decoder="zxing-global", side=700),
    Step(decoder="zxing", side=700),
    Step(decoder="zbar", change=transforms.darkened, side=350),
)
FAST: tuple[Step, ...] = (
    Step(decoder="zbar", change=transforms.darkened, side=640),
    Step(decoder="zxing", change=transforms.brightened, between=_LARGE),
    Step(decoder="zxing-global"),
)
# The deep pass: Data Matrix and Aztec on every frame, then the places that the detector or a decoder names.
MATRIX: tuple[Step, ...] = (Step(decoder="zxing-matrix", between=(1, 1000)),)
PLACE: tuple[Step, ...] = (
    Step(decoder="zxing-global", side=700),
    Step(decoder="zxing", side=700),
    Step(decoder="zxing", side=500, straight=True),
    Step(decoder="zbar", change=transforms.equalised, side=350),
    Step(decoder="zxing-global", change=transforms.equalised, side=350),
    Step(decoder="zbar", change=transforms.thickened, side=250),
    Step(decoder="zxing-global", change=transforms.brightened, side=350),
    Step(decoder="zxing", side=350),
    Step(decoder="zbar", change=transforms.blurred, side=350),
    Step(decoder="zxing", change=transforms.blurred, side=700),
    Step(decoder="zxing-global", change=transforms.sharpened, side=700),
    Step(decoder="zxing", change=transforms.equalised, side=350),
    Step(decoder="zxing", change=transforms.thresholded_locally, between=_LARGE),
    Step(decoder="zxing", change=transforms.flattened, side=350),
    Step(decoder="grid", side=500, straight=True),
    Step(decoder="grid", between=(300, 600)),
)
# Where one attempt has read a code: a second is to say the same, on other pixels than it.
PROOF: tuple[Step, ...] = (
    Step(decoder="zxing-global", side=500),
    Step(decoder="zxing", side=500),
    Step(decoder="zxing-global", change=transforms.brightened, side=350),
    Step(decoder="zxing-global", change=transforms.equalised, side=250),
    Step(decoder="zbar", side=500),
    Step(decoder="grid", between=(250, 400)),
    Step(decoder="grid", change=transforms.blurred, between=(300, 600)),
    Step(decoder="wechat", change=transforms.darkened, side=350),
)
WHOLE: tuple[Step, ...] = (
    Step(decoder="zxing", change=transforms.equalised, side=640),
    Step(decoder="zxing", factor=2.0),
    Step(decoder="zbar", side=640),
    Step(decoder="grid", between=(300, 600)),
    Step(decoder="opencv", side=640),
    Step(decoder="wechat", side=640),
    Step(decoder="zxing-matrix", between=_LARGE),
    Step(decoder="zxing", colour=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The attempts of one pass. `always` is made on every frame. Where nothing or not everything was read,
    `place` is made on each place until it is read, and then `whole` on the frame. `proof` is made where a
    symbol stands until a second attempt agrees."""

    always: tuple[Attempt, ...]
    place: tuple[Attempt, ...]
    whole: tuple[Attempt, ...]
    proof: tuple[Attempt, ...] = ()
    thorough: bool = False


def plan_for(decoders: Sequence[Decoder], *, deep: bool) -> Plan:
    """The attempts that these decoders can make. One that no step names always reads the plain frame."""
    by_name = {decoder.name: decoder for decoder in decoders}

    def of(steps: Iterable[Step], where: str = "") -> tuple[Attempt, ...]:
        return tuple(step.attempt(by_name[step.decoder], where) for step in steps if step.decoder in by_name)

    named = {step.decoder for step in (*FIRST, *FAST_PLACE, *FAST, *MATRIX, *PLACE, *WHOLE, *PROOF)}
    first = of((*FIRST, *(Step(decoder=name) for name in by_name if name not in named)))
    if deep:
        return Plan(
            always=first + of(MATRIX),
            place=of(PLACE, "place "),
            whole=of(FAST + WHOLE),
            proof=of(PROOF, "place "),
            thorough=True,
        )
    return Plan(always=first, place=of(FAST_PLACE, "place "), whole=of(FAST))
