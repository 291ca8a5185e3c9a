"""The code as it was printed or painted, seen from straight ahead, before anybody takes a photo."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp

from benchmarks.street.code import Code, Dice
from benchmarks.street.texture import Colour, Mask, Pixels, as_pixels, dot, mixed

BLACK: Colour = (28, 27, 30)
PAPER: Colour = (236, 234, 228)
QR = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
WEAKER = (1.0, 0.85, 0.7, 0.55, 0.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a code is made. `border` is the quiet zone in modules; without `paper` only the dark modules are
    there, painted on the wall; `dots` is the radius of round modules in modules, 0 for square ones, and
    with `finders` the patterns that carry no data stay square."""

    dark: Colour = BLACK
    light: Colour = PAPER
    border: int = 4
    paper: bool = True
    dots: float = 0.0
    finders: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What was put on the wall: its colour, how much of the wall it covers at each pixel, the code on it,
    and where: `unit` pixels a module, `border` modules around it."""

    colour: Pixels
    cover: Mask
    code: Code
    unit: int
    border: int

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        height, width = self.cover.shape
        return height, width

    @property
    def start(self) -> float:
        """Where the code begins, from the left as from the top."""
        return float(self.border * self.unit)

    @property
    def side(self) -> float:
        """Pixels on a side of the code, without its border."""
        return float(self.code.side * self.unit)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The pixel at a place of the code, each coordinate from 0 to 1."""
        return self.start + x * self.side, self.start + y * self.side


Damage = Callable[[Sheet, Dice, float], Sheet]
"""What happened to a sheet; the last argument tells how much, 0 to 1."""


def untouched(sheet: Sheet, _: Dice, __: float) -> Sheet:
    """Nothing happened."""
    return sheet


def make_sheet(code: Code, style: Style, unit: int) -> Sheet:
    """The code as new."""
    ink = ink_of(code, style, unit)
    size = ink.shape
    paper = as_pixels(np.broadcast_to(np.array(style.light), (*size, 3)))
    cover = np.ones(size, dtype=np.float32) if style.paper else ink
    colour = mixed(paper, style.dark, ink if style.paper else np.ones(size, dtype=np.float32))
    return Sheet(colour=colour, cover=cover, code=code, unit=unit, border=style.border)


def ink_of(code: Code, style: Style, unit: int) -> Mask:
    """Where the dark modules are, with the border around."""
    dark = np.pad(code.dark, style.border)
    round_ = np.pad(code.data | (not style.finders), style.border) & bool(style.dots)
    ink = as_pixels(np.kron(dark & ~round_, np.ones((unit, unit))))
    for row, column in np.argwhere(dark & round_):
        dot(ink, ((column + 0.5) * unit - 0.5, (row + 0.5) * unit - 0.5), style.dots * unit)
    return ink


def damaged(sheet: Sheet, damage: Damage, seed: int, amount: float) -> Sheet:
    """The sheet after `damage`, less of it where error correction could not make up for what is lost."""
    for weaker in WEAKER:
        changed = damage(sheet, np.random.default_rng(seed), amount * weaker)
        if is_readable(changed):
            return changed
    return sheet


def is_readable(sheet: Sheet, wall: float = 190.0) -> bool:
    """Whether a perfect reader could read the sheet: one that knows the grid, the finder patterns and the
    best threshold, and samples the middle of each module."""
    grey = sheet.colour.mean(axis=2) * sheet.cover + wall * (1 - sheet.cover)
    core = cv2.blur(grey, (max(1, sheet.unit // 2),) * 2)
    places = (np.arange(sheet.code.side) + sheet.border) * sheet.unit + sheet.unit // 2
    values = core[np.ix_(places, places)]
    code = sheet.code
    ink, ground = np.median(values[code.dark]), np.median(values[~code.dark])
    dark = (values < (ink + ground) / 2) == (ink < ground)
    return _decodes(replace(code, dark=np.where(code.data, dark, code.dark)))


def _decodes(code: Code) -> bool:
    picture = np.kron(~np.pad(code.dark, 4), np.ones((4, 4), dtype=bool)).astype(np.uint8) * 255
    found = zxingcpp.read_barcodes(picture, formats=QR, is_pure=True)
    return any(each.text == code.text for each in found)
