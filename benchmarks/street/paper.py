"""Paper: stickers that peel, tear and fold, and things that stick over them."""

from dataclasses import replace
from functools import partial

import cv2
import numpy as np

from benchmarks.street.code import Dice
from benchmarks.street.scene import Piece
from benchmarks.street.sheet import Sheet
from benchmarks.street.shot import Shot
from benchmarks.street.texture import (
    Mask,
    as_pixels,
    blank,
    blurred,
    clouds,
    curve,
    line,
    mixed,
    polygon,
    rough,
    smooth_step,
)

ERROR = "QQHHH"
BACK = (214, 208, 196)


def peeling(severity: int, _: Dice) -> Shot:
    """A corner has come off and rolls over the code; small flakes are gone."""
    return Shot(error=ERROR[severity - 1], versions=(2, 5), damage=_peel, amount=severity / 5)


def torn(severity: int, _: Dice) -> Shot:
    """Somebody tore at it: pieces are gone from the edge, with a fringe of white fibres."""
    return Shot(error=ERROR[severity - 1], versions=(2, 5), damage=_tear, amount=severity / 5)


def folds(severity: int, _: Dice) -> Shot:
    """Creased: lines without ink, panes that lean different ways, edges that do not meet."""
    return Shot(versions=(2, 5), bend=partial(_fold, amount=severity / 5))


def occlusion(severity: int, _: Dice) -> Shot:
    """Tape, a leaf or another sticker lies on the code."""
    return Shot(error=ERROR[severity - 1], versions=(2, 6), damage=_cover, amount=severity / 5)


def _peel(sheet: Sheet, dice: Dice, amount: float) -> Sheet:
    size = sheet.shape[0]
    rows, columns = np.indices(sheet.shape, dtype=np.float32)
    across, down = dice.integers(0, 2, 2)
    x, y = (size - columns if across else columns), (size - rows if down else rows)
    angle = dice.uniform(0.5, 1.1)
    depth = sheet.start + (0.44 * amount - 0.07) * sheet.side
    ripple = (clouds(dice, sheet.shape, size / 4) - 0.5) * sheet.unit
    beyond = depth - (x * np.cos(angle) + y * np.sin(angle)) + ripple
    gone = smooth_step(as_pixels(beyond), -1, 1)
    roll = depth * 0.3
    flap = smooth_step(as_pixels(beyond + roll), -1, 1) * (1 - gone)
    shade = 0.75 + 0.25 * np.cos(np.pi * beyond / roll)
    curl = np.array(BACK) * shade[..., None]
    under = blurred(as_pixels(flap), 0.6 * sheet.unit)[..., None] * 0.4
    colour = mixed(as_pixels(sheet.colour * (1 - under)), as_pixels(curl), as_pixels(flap))
    flakes = smooth_step(
        rough(dice, sheet.shape, 2.5 * sheet.unit), 0.86 - 0.13 * amount, 0.88 - 0.13 * amount
    )
    return replace(sheet, colour=colour, cover=as_pixels(sheet.cover * (1 - gone) * (1 - flakes)))


def _tear(sheet: Sheet, dice: Dice, amount: float) -> Sheet:
    size = sheet.shape[0]
    rows, columns = np.indices(sheet.shape, dtype=np.float32)
    gone = blank(sheet.shape) - size
    jagged = as_pixels(rough(dice, sheet.shape, 0.3 * size) - 0.5) * (0.1 + 0.22 * amount) * size
    for _ in range(1 + round(2 * amount)):
        angle = dice.uniform(0, 2 * np.pi)
        along = (columns - size / 2) * np.cos(angle) + (rows - size / 2) * np.sin(angle)
        edge = (
            0.5
            * sheet.side
            * (1.14 - 0.46 * amount * dice.uniform(0.6, 1))
            * (1 + 0.2 * abs(np.sin(2 * angle)))
        )
        gone = np.maximum(gone, as_pixels(along + jagged - edge))
    fringe = as_pixels(clouds(dice, sheet.shape, 0.4 * sheet.unit) * 0.6 * sheet.unit + 1)
    fibres = smooth_step(as_pixels(gone + fringe), 0, 2)
    colour = mixed(sheet.colour, (240, 238, 233), as_pixels(fibres * (gone > -fringe)))
    scratch = _scratches(sheet, dice, amount)
    colour = mixed(colour, (226, 222, 214), scratch)
    return replace(sheet, colour=colour, cover=sheet.cover * (1 - smooth_step(gone, 0, 1.5)))


def _scratches(sheet: Sheet, dice: Dice, amount: float) -> Mask:
    mask = blank(sheet.shape)
    for _ in range(round(2 + 8 * amount)):
        start = sheet.at(*dice.uniform(0, 1, 2))
        end = tuple(np.array(start) + dice.normal(0, 0.3 * sheet.side, 2))
        line(mask, curve(dice, start, (end[0], end[1]), sheet.unit), 0.16 * sheet.unit)
    return as_pixels(mask * clouds(dice, sheet.shape, 2 * sheet.unit))


def _fold(piece: Piece, dice: Dice, *, amount: float) -> Piece:
    """Each crease pulls the paper to itself, and parts a pane in light from one in shade."""
    shape, size = piece.cover.shape, piece.side
    rows, columns = np.indices(shape, dtype=np.float32)
    x, y = as_pixels(columns), as_pixels(rows)
    light, worn = np.ones(shape, dtype=np.float32), blank(shape)
    for number in range(1 + round(4 * amount)):
        angle = dice.normal(0, 0.25) + (np.pi / 2) * (number % 2)
        at = np.array(piece.centre) + dice.uniform(-0.35, 0.35, 2) * size
        along = as_pixels((np.cos(angle) * (columns - at[0]) + np.sin(angle) * (rows - at[1])) / size)
        lean = float(dice.uniform(0.5, 1) * dice.choice((-1, 1)))
        near = np.exp(-np.abs(along) / 0.12)
        pull = 0.05 * amount * size * lean * near
        x = as_pixels(x + pull * np.cos(angle))
        y = as_pixels(y + pull * np.sin(angle))
        light = light * as_pixels(
            1 + 0.5 * amount * lean * np.tanh(along / 0.01) * np.exp(-np.abs(along) / 0.35)
        )
        worn = np.maximum(worn, as_pixels(np.exp(-((along / (0.003 + 0.012 * amount)) ** 2))))
    crumple = 0.05 * amount * size
    x = as_pixels(x + (clouds(dice, shape, size / 4) - 0.5) * crumple)
    y = as_pixels(y + (clouds(dice, shape, size / 4) - 0.5) * crumple)
    moved = cv2.remap(piece.colour, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    lost = as_pixels(worn * smooth_step(rough(dice, shape, size / 25), 0.3, 0.6))
    cover = as_pixels(cv2.remap(piece.cover, x, y, cv2.INTER_LINEAR, borderValue=0))
    lit = mixed(as_pixels(moved), (228, 225, 218), lost) * light[..., None]
    return replace(piece, colour=as_pixels(lit), cover=cover)


def _cover(sheet: Sheet, dice: Dice, amount: float) -> Sheet:
    mask = blank(sheet.shape)
    middle = np.array(sheet.at(*dice.uniform(0.1, 0.9, 2)))
    area = (0.03 + 0.19 * amount) * sheet.side**2
    stretch, angle = dice.uniform(1, 4), dice.uniform(0, np.pi)
    half = np.sqrt(area * stretch) / 2, np.sqrt(area / stretch) / 2
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if dice.random() < 0.5:
        corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    else:
        around = np.linspace(0, 2 * np.pi, 40)
        wave = 1.1 + 0.15 * np.sin(dice.integers(2, 6) * around)
        corners = np.column_stack((np.cos(around), np.sin(around))) * half * wave[:, None]
    polygon(mask, [(x, y) for x, y in (corners @ turn.T + middle).tolist()])
    colours = ((188, 168, 120), (64, 110, 52), (40, 40, 44), (226, 60, 50), (232, 230, 224))
    top = (
        np.array(colours[int(dice.integers(5))])
        * (0.75 + 0.4 * clouds(dice, sheet.shape, sheet.side / 4))[..., None]
    )
    shadow = blurred(mask, 0.3 * sheet.unit)[..., None] * 0.3
    return replace(sheet, colour=mixed(as_pixels(sheet.colour * (1 - shadow)), as_pixels(top), mask))
