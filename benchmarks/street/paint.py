"""Paint: codes cut into stencils, codes sprayed freely, and what others sprayed over a code."""

from dataclasses import replace

import numpy as np

from benchmarks.street.code import Dice
from benchmarks.street.sheet import Sheet, Style
from benchmarks.street.shot import Shot
from benchmarks.street.texture import as_pixels, blank, blurred, clouds, curve, dot, line, mixed, smooth_step
from benchmarks.street.wall import LIGHT_WALLS

PAINTED = Shot(versions=(1, 4), style=Style(paper=False, dark=(34, 32, 36)), walls=LIGHT_WALLS, share=0.5)
TAGS = (
    (24, 24, 30),
    (196, 30, 44),
    (28, 70, 180),
    (238, 238, 240),
    (40, 150, 70),
    (230, 190, 30),
    (150, 40, 150),
)


def stencil(severity: int, _: Dice) -> Shot:
    """Every dark module is a hole of its own, and bridges cross the rings of the finder patterns."""
    return replace(PAINTED, error="Q", damage=_cut, amount=severity / 5)


def spray(severity: int, _: Dice) -> Shot:
    """Soft edges, uneven cover, speckle and drips."""
    return replace(PAINTED, error="QQHHH"[severity - 1], damage=_spray, amount=severity / 5)


def graffiti(severity: int, _: Dice) -> Shot:
    """Tags over a code, in paint or marker."""
    return Shot(error="QQHHH"[severity - 1], versions=(2, 6), damage=_tag, amount=severity / 5)


def _cut(sheet: Sheet, dice: Dice, amount: float) -> Sheet:
    unit = sheet.unit
    gap = 0.4 * max(0.0, amount - 0.18) * unit / 2
    near = np.minimum(np.arange(sheet.shape[0]) % unit + 0.5, unit - np.arange(sheet.shape[0]) % unit - 0.5)
    open_ = smooth_step(as_pixels(near), gap - 0.5, gap + 0.5)
    cover = (
        sheet.cover
        * np.minimum.outer(open_, open_)
        * (1 - _bridges(sheet, 0.85 * max(0.0, amount - 0.2) * unit))
    )
    soft = blurred(as_pixels(cover), (0.03 + 0.09 * amount) * unit)
    uneven = 1 - 0.35 * amount * clouds(dice, sheet.shape, 3 * unit)
    return replace(sheet, cover=as_pixels(soft * uneven))


def _bridges(sheet: Sheet, width: float) -> np.ndarray:
    bridges = blank(sheet.shape)
    if width < 0.5:
        return bridges
    far = sheet.code.side - 3.5
    for column, row in ((3.5, 3.5), (far, 3.5), (3.5, far)):
        x, y = (sheet.start + place * sheet.unit for place in (column, row))
        reach = 3.6 * sheet.unit
        for one, other in (
            ((-1, 0), (-0.42, 0)),
            ((0.42, 0), (1, 0)),
            ((0, -1), (0, -0.42)),
            ((0, 0.42), (0, 1)),
        ):
            ends = [(x + each[0] * reach, y + each[1] * reach) for each in (one, other)]
            line(bridges, ends, width)
    return bridges


def _spray(sheet: Sheet, dice: Dice, amount: float) -> Sheet:
    unit = sheet.unit
    ragged = as_pixels(clouds(dice, sheet.shape, 0.5 * unit) - 0.5)
    soft = blurred(sheet.cover, (0.1 + 0.32 * amount) * unit)
    cover = smooth_step(
        as_pixels(soft + ragged * (0.1 + 0.35 * amount)), 0.3 - 0.2 * amount, 0.7 + 0.2 * amount
    )
    fleck = blank(sheet.shape)
    for _ in range(round(sheet.code.side**2 * (0.15 + 0.5 * amount))):
        dot(fleck, tuple(dice.uniform(0, sheet.shape[0], 2)), abs(dice.normal(0, 0.05 + 0.1 * amount)) * unit)
    _drip(sheet, dice, amount, fleck)
    thin = 1 - 0.5 * amount * clouds(dice, sheet.shape, 4 * unit)
    return replace(sheet, cover=np.maximum(as_pixels(cover * thin), blurred(fleck, 0.6) * 0.9))


def _drip(sheet: Sheet, dice: Dice, amount: float, mask: np.ndarray) -> None:
    dark = np.argwhere(sheet.code.dark)
    for row, column in dark[dice.choice(len(dark), round(2 + 12 * amount))]:
        x = sheet.start + (column + dice.uniform(0.2, 0.8)) * sheet.unit
        y = sheet.start + (row + 0.8) * sheet.unit
        length, width = dice.uniform(1, 2 + 7 * amount) * sheet.unit, dice.uniform(0.12, 0.2 + 0.25 * amount)
        line(mask, [(x, y), (x, y + length)], width * sheet.unit)
        dot(mask, (x, y + length), 0.65 * width * sheet.unit)


def _tag(sheet: Sheet, dice: Dice, amount: float) -> Sheet:
    colour = sheet.colour
    for _ in range(round(1 + 4 * amount)):
        mask = blank(sheet.shape)
        start, end = (sheet.at(*dice.uniform(-0.1, 1.1, 2)) for _ in range(2))
        width = dice.uniform(0.1 + 0.5 * amount, 0.3 + 1.7 * amount) * sheet.unit
        line(mask, curve(dice, start, end, 0.25 * sheet.side), width)
        for _ in range(int(dice.integers(0, 30))):
            dot(mask, tuple(np.array(end) + dice.normal(0, 2 * sheet.unit, 2)), 0.1 * sheet.unit)
        soft = blurred(mask, dice.uniform(0.02, 0.2) * sheet.unit)
        colour = mixed(colour, TAGS[int(dice.integers(len(TAGS)))], as_pixels(soft * 0.93))
    return replace(sheet, colour=colour)
