"""One photo to be taken: what is on the wall, from where, in which light, through which lens."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from benchmarks.street.code import Code, Dice, make_code
from benchmarks.street.scene import Bend, Pose, flat, piece_of, put
from benchmarks.street.sheet import Damage, Style, damaged, make_sheet, untouched
from benchmarks.street.texture import Pixels, Point, as_pixels, clouds, grain
from benchmarks.street.wall import WALLS, Wall, make_wall


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a filter may need to know: the first code's centre and side, and a module's size, in pixels."""

    centre: Point
    side: float
    module: float


Filter = Callable[[Pixels, View, Dice], Pixels]
"""Changes the picture as light or a lens does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """Everything about one photo. `width` and `height` are in pixels, `share` is the code's side as a part of
    the height; `tilt` degrees at most of yaw and pitch; `light` falls on the scene, `lens` is before it."""

    error: str = "M"
    versions: tuple[int, int] = (1, 6)
    style: Style = field(default_factory=Style)
    damage: Damage = untouched
    amount: float = 0.0
    bend: Bend = flat
    walls: tuple[Wall, ...] = WALLS
    width: int = 960
    height: int = 720
    share: float = 0.42
    wander: float = 0.12
    roll: float = 12.0
    tilt: tuple[float, float] = (0.0, 12.0)
    places: int = 1
    light: Filter | None = None
    lens: Filter | None = None
    noise: float = 2.5
    quality: int = 88


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The picture before it becomes a file, and the codes in it."""

    picture: Pixels
    codes: tuple[Code, ...]


def take(shot: Shot, dice: Dice) -> Taken:
    """Take the photo."""
    picture = make_wall(dice, (shot.height, shot.width), shot.walls)
    poses = _poses(shot, dice)
    codes = []
    for pose in poses:
        code = make_code(dice, error=shot.error, versions=shot.versions)
        picture = _with(picture, code, shot, pose, dice)
        codes.append(code)
    first = poses[0]
    view = View(centre=first.centre, side=first.side, module=first.side / codes[0].side)
    picture = picture * (0.78 + 0.34 * clouds(dice, picture.shape, max(picture.shape)))[..., None]
    for change in (shot.light, shot.lens):
        picture = picture if change is None else change(picture, view, dice)
    return Taken(picture=_sensor(picture, shot, dice), codes=tuple(codes))


def _with(picture: Pixels, code: Code, shot: Shot, pose: Pose, dice: Dice) -> Pixels:
    unit = max(4, int(np.ceil(pose.side / code.side)))
    sheet = make_sheet(code, shot.style, unit)
    sheet = damaged(sheet, shot.damage, int(dice.integers(2**32)), shot.amount)
    piece = shot.bend(piece_of(sheet), dice)
    # Pixels of a piece are points of it: what becomes smaller has to be averaged first.
    factor = pose.side / piece.side
    if factor < 0.75:
        piece = replace(piece, colour=_averaged(piece.colour, factor), cover=_averaged(piece.cover, factor))
    return put(picture, piece, pose, shadow=shot.style.paper)


def _averaged(pixels: Pixels, factor: float) -> Pixels:
    return as_pixels(cv2.GaussianBlur(pixels, (0, 0), 0.4 / factor))


def _poses(shot: Shot, dice: Dice) -> list[Pose]:
    """Where the codes are: near the middle, or one in each cell of a grid."""
    columns = round(np.sqrt(shot.places * shot.width / shot.height))
    rows = int(np.ceil(shot.places / columns))
    cell = (shot.width / columns, shot.height / rows)
    poses = []
    for number in range(shot.places):
        row, column = divmod(number, columns)
        side = shot.share * cell[1] * (dice.uniform(0.75, 1.0) if shot.places > 1 else 1.0)
        shift = dice.uniform(-shot.wander, shot.wander, 2)
        yaw, pitch = _tilt(shot.tilt, dice)
        poses.append(
            Pose(
                centre=((column + 0.5 + shift[0]) * cell[0], (row + 0.5 + shift[1]) * cell[1]),
                side=side,
                roll=dice.uniform(-shot.roll, shot.roll),
                yaw=yaw,
                pitch=pitch,
            )
        )
    return poses


def _tilt(between: tuple[float, float], dice: Dice) -> tuple[float, float]:
    size, direction = dice.uniform(*between), dice.uniform(0, 2 * np.pi)
    return float(size * np.cos(direction)), float(size * np.sin(direction))


def _sensor(picture: Pixels, shot: Shot, dice: Dice) -> Pixels:
    """Noise of the sensor, of one number a pixel for most of it, and of colour for the rest."""
    small = (picture.shape[0] // 2, picture.shape[1] // 2, 3)
    colour = cv2.resize(grain(dice, small, shot.noise * 0.7), picture.shape[1::-1])
    bright = grain(dice, (*picture.shape[:2], 1), shot.noise)
    return as_pixels(picture + bright + as_pixels(colour))
