"""Designs: codes that were made unusual on purpose, or printed badly."""

from dataclasses import replace

import numpy as np

from benchmarks.street.code import Dice
from benchmarks.street.sheet import PAPER, Sheet, Style
from benchmarks.street.shot import Shot
from benchmarks.street.texture import Colour, Mask, as_pixels, blank, clouds, dot, mixed, rough, smooth_step
from benchmarks.street.wall import brick, metal

SCHEMES: tuple[tuple[tuple[Colour, Colour], ...], ...] = (
    (((20, 40, 120), (250, 240, 180)), ((120, 10, 30), (250, 225, 225)), ((10, 80, 50), (225, 245, 220))),
    (((40, 70, 170), (240, 205, 90)), ((160, 30, 40), (240, 215, 190)), ((20, 110, 90), (240, 220, 140))),
    (((190, 40, 50), (150, 205, 235)), ((60, 90, 190), (240, 180, 90)), ((130, 60, 150), (170, 220, 130))),
    (((200, 60, 50), (110, 190, 150)), ((70, 100, 215), (200, 165, 60)), ((165, 60, 170), (130, 190, 90))),
    (((214, 70, 60), (70, 170, 110)), ((80, 110, 235), (175, 150, 40)), ((190, 70, 190), (100, 170, 70))),
)
"""Dark and light colours by severity: less and less differs but the hue."""


def inverted(severity: int, _: Dice) -> Shot:
    """Light on dark, ever fainter."""
    light = 225 - 38 * (severity - 1)
    style = Style(dark=(light, light, light - 6), light=(34, 34, 40))
    return Shot(style=style, noise=2 + severity, versions=(1, 6))


def coloured(severity: int, dice: Dice) -> Shot:
    """Two colours that differ less in brightness than in hue."""
    scheme = SCHEMES[severity - 1]
    dark, light = scheme[int(dice.integers(len(scheme)))]
    return Shot(style=Style(dark=dark, light=light))


def logo(severity: int, _: Dice) -> Shot:
    """A picture in the middle, as large as the highest error correction bears."""
    return Shot(error="QHHHH"[severity - 1], versions=(3, 8), damage=_logo, amount=severity / 5)


def low_contrast(severity: int, dice: Dice) -> Shot:
    """Bleached by the sun or printed pale."""
    step = (110, 60, 34, 20, 12)[severity - 1]
    base = float(dice.uniform(60, 215 - step))
    style = Style(dark=(base, base, base), light=(base + step, base + step, base + 0.94 * step))
    return Shot(style=style, versions=(1, 4))


def dots(severity: int, _: Dice) -> Shot:
    """Round modules that shrink from touching to a quarter of the pitch, at last in the finders too."""
    style = Style(dots=(0.48, 0.42, 0.36, 0.32, 0.26)[severity - 1], finders=severity < 4)
    return Shot(style=style, versions=(1, 5), share=0.48)


def no_quiet_zone(severity: int, _: Dice) -> Shot:
    """No light border: the code is cut at its edge, then lies on dark and on busy ground."""
    border = (2, 1, 0, 0, 0)[severity - 1]
    walls = None if severity < 4 else (metal, brick)
    shot = Shot(style=Style(border=border), versions=(1, 5), tilt=(0, 5.0 * severity))
    return shot if walls is None else replace(shot, walls=walls, damage=_frame, amount=severity / 5)


def halftone(severity: int, _: Dice) -> Shot:
    """A picture of dots, in which only the middle of each module belongs to the code."""
    return Shot(error="H", versions=(3, 6), damage=_halftone, amount=severity / 5, share=0.6)


def _logo(sheet: Sheet, dice: Dice, amount: float) -> Sheet:
    mask = blank(sheet.shape)
    middle = sheet.at(0.5, 0.5)
    radius = (0.09 + 0.14 * amount) * sheet.side
    dot(mask, middle, radius)
    edge, sign = blank(sheet.shape), blank(sheet.shape)
    dot(edge, middle, 0.88 * radius)
    for _ in range(4):
        x, y = np.array(middle) + dice.uniform(-0.45, 0.45, 2) * radius
        dot(sign, (x, y), dice.uniform(0.15, 0.4) * radius)
    colours = ((200, 40, 40), (30, 90, 190), (40, 150, 80), (30, 30, 34))
    colour = mixed(sheet.colour, PAPER, mask)
    colour = mixed(colour, colours[int(dice.integers(4))], edge)
    return replace(sheet, colour=mixed(colour, (244, 240, 230), as_pixels(sign * edge)))


def _frame(sheet: Sheet, dice: Dice, amount: float) -> Sheet:
    """Dark, busy print all around a code without a border."""
    width = 4 * sheet.unit
    colour = np.pad(sheet.colour, ((width, width), (width, width), (0, 0)))
    cover = np.ones(colour.shape[:2], dtype=np.float32)
    busy = smooth_step(rough(dice, cover.shape, 2 * sheet.unit), 0.5, 0.6)
    ground = mixed(
        as_pixels(np.full(colour.shape, 36)), PAPER, as_pixels(busy * max(0.0, amount - 0.6) * 1.6)
    )
    inside = np.pad(sheet.cover, width)
    return replace(
        sheet, colour=mixed(ground, as_pixels(colour), inside), cover=cover, border=sheet.border + 4
    )


def _halftone(sheet: Sheet, dice: Dice, amount: float) -> Sheet:
    """Finder patterns and the like stay whole; elsewhere the middle of a module keeps its colour."""
    unit, side = sheet.unit, sheet.code.side
    share = 0.78 - 0.42 * amount
    near = np.abs((np.arange(side * unit) + 0.5) % unit / unit - 0.5) < share / 2
    middle = np.outer(near, near)
    whole = np.kron(~sheet.code.data, np.ones((unit, unit), dtype=bool))
    art = _art(dice, side * unit, unit / 3)
    start = int(sheet.start)
    keep = np.ones(sheet.shape, dtype=np.float32)
    keep[start : start + side * unit, start : start + side * unit] = middle | whole
    picture = np.zeros(sheet.shape, dtype=np.float32)
    picture[start : start + side * unit, start : start + side * unit] = art
    painted = mixed(as_pixels(np.broadcast_to(np.array(PAPER), sheet.colour.shape)), (40, 36, 60), picture)
    return replace(sheet, colour=mixed(painted, sheet.colour, keep))


def _art(dice: Dice, size: int, cell: float) -> Mask:
    """Clouds of grey as dots of ink, `cell` pixels apart."""
    grey = smooth_step(clouds(dice, (size, size), size / 5), 0.25, 0.75)
    steps = max(1, round(cell))
    screen = dice.random((size // steps + 1, size // steps + 1), dtype=np.float32)
    return as_pixels(np.kron(screen, np.ones((steps, steps)))[:size, :size] < grey)
