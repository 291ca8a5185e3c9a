"""Shapes: what a code stands on is round, has a corner, or is seen from the side; a lens bends all of it."""

from functools import partial

import cv2
import numpy as np

from benchmarks.street.code import Dice
from benchmarks.street.scene import Piece
from benchmarks.street.shot import Shot, View
from benchmarks.street.texture import Pixels, as_pixels
from benchmarks.street.wall import make_wall, metal, plaster


def pole(severity: int, _: Dice) -> Shot:
    """Round a lamp post or drain pipe: the sticker goes round 50 to 135 degrees of it."""
    angle = np.radians((50, 80, 105, 122, 135)[severity - 1])
    return Shot(bend=partial(_round, angle=float(angle)), versions=(1, 4), tilt=(0, 8), share=0.5, roll=6)


def corner(severity: int, _: Dice) -> Shot:
    """Over the corner of a wall: two planes that lean back 15 to 55 degrees."""
    angle = np.radians((15, 28, 38, 47, 55)[severity - 1])
    return Shot(bend=partial(_edge, angle=float(angle)), versions=(1, 4), tilt=(0, 10), share=0.5, roll=6)


def perspective(severity: int, _: Dice) -> Shot:
    """Seen from the side, 30 to 69 degrees."""
    angle = (30, 45, 56, 64, 69)[severity - 1]
    return Shot(tilt=(angle - 3, angle + 1), share=0.55, wander=0.08, roll=25, versions=(1, 5))


def fisheye(severity: int, _: Dice) -> Shot:
    """A wide lens held close, the code away from the middle."""
    amount = (0.4, 0.7, 0.9, 1.1, 1.25)[severity - 1]
    return Shot(
        lens=partial(_barrel, amount=amount),
        share=(0.34, 0.3, 0.26, 0.21, 0.17)[severity - 1],
        wander=0.2,
        versions=(2, 6),
        tilt=(5, 15),
    )


def _round(piece: Piece, dice: Dice, *, angle: float) -> Piece:
    """A cylinder seen from 8 radii away, with the piece's sheet stuck on it."""
    wide = piece.cover.shape[1]
    radius = wide / angle
    rows, columns = np.indices((round(2.4 * wide), round(2 * radius)), dtype=np.float32)
    across = ((columns + 0.5) / radius - 1).clip(-0.9999, 0.9999)
    turn, depth = np.arcsin(across), 1 - np.sqrt(1 - across**2)
    lean = dice.normal(0, 0.03)
    middle = rows.shape[0] / 2
    down = (rows - middle) * (1 + depth / 8)
    x = as_pixels(turn * radius + lean * down + piece.centre[0])
    y = as_pixels(down - lean * turn * radius + piece.centre[1])
    tube = make_wall(dice, rows.shape, (metal, plaster))
    shade = (1 - depth) ** 0.5 * (1 - 0.35 * (across - dice.uniform(-0.5, 0.5)) ** 2)
    colour = _laid(tube, piece, x, y) * shade[..., None]
    cover = np.ones(rows.shape, dtype=np.float32)
    return Piece(colour=as_pixels(colour), cover=cover, centre=(radius, middle), side=piece.side)


def _edge(piece: Piece, dice: Dice, *, angle: float) -> Piece:
    """Two planes that meet in an upright edge towards the camera, six sheets away."""
    wide = piece.cover.shape[1]
    rows, columns = np.indices((round(1.8 * wide), round(2.6 * wide)), dtype=np.float32)
    far, middle, height = 6.0 * wide, 1.3 * wide, 0.9 * wide
    right, left = angle * dice.uniform(0.6, 1.1), angle * dice.uniform(0.6, 1.1)
    fold = as_pixels(np.where(columns > middle, right, left))
    along = np.abs(columns - middle)
    reach = along * far / (far * np.cos(fold) - along * np.sin(fold))
    down = (rows - height) * (1 + reach * np.sin(fold) / far)
    edge = piece.centre[0] + dice.uniform(-0.2, 0.2) * piece.side
    x = as_pixels(edge + reach * np.sign(columns - middle))
    y = as_pixels(down + piece.centre[1])
    lit = as_pixels(np.where(columns > middle, dice.uniform(0.5, 0.75), 1.0))
    lit = lit if dice.random() < 0.5 else lit[:, ::-1]
    worn = 1 + 0.25 * np.exp(-((columns - middle) ** 2) / 12)
    colour = _laid(make_wall(dice, rows.shape), piece, x, y) * (lit * worn)[..., None]
    centre = (middle + (piece.centre[0] - edge) * float(np.cos(angle)), height)
    return Piece(
        colour=as_pixels(colour), cover=np.ones(rows.shape, np.float32), centre=centre, side=piece.side
    )


def _laid(ground: Pixels, piece: Piece, x: Pixels, y: Pixels) -> Pixels:
    cover = as_pixels(cv2.remap(piece.cover, x, y, cv2.INTER_LINEAR, borderValue=0))
    colour = cv2.remap(piece.colour, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return as_pixels(ground + (as_pixels(colour) - ground) * cover[..., None])


def _barrel(picture: Pixels, _: View, __: Dice, *, amount: float) -> Pixels:
    height, width = picture.shape[:2]
    rows, columns = np.indices((height, width), dtype=np.float32)
    x, y = (columns - width / 2) / (width / 2), (rows - height / 2) / (width / 2)
    radius = np.sqrt(x * x + y * y).clip(1e-6, None)
    # Equidistant: what lies at an angle from the axis is shown at a distance in proportion to it.
    bend = np.tan((amount * radius).clip(0, 1.5)) / (np.tan(amount) * radius)
    scale = width / 2
    bent = cv2.remap(
        picture,
        as_pixels(x * bend * scale + width / 2),
        as_pixels(y * bend * scale + height / 2),
        cv2.INTER_LINEAR,
    )
    rim = 1 - 0.25 * amount * (radius**2)
    return as_pixels(as_pixels(bent) * rim[..., None].clip(0.2, 1))
