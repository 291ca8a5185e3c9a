"""Backgrounds: what stickers and paint stand on."""

from collections.abc import Callable

import cv2
import numpy as np

from benchmarks.street.code import Dice
from benchmarks.street.texture import (
    Pixels,
    as_pixels,
    blank,
    blurred,
    clouds,
    curve,
    grain,
    line,
    mixed,
    rough,
)

Size = tuple[int, int]
Wall = Callable[[Dice, Size], Pixels]


def plaster(dice: Dice, shape: Size) -> Pixels:
    """Rendered wall: light, blotchy, with fine grit and now and then a crack."""
    tone = np.array([(214, 205, 188), (196, 200, 198), (222, 196, 160), (180, 188, 176)])[dice.integers(4)]
    height = 0.3 * rough(dice, shape, 240) + 0.25 * rough(dice, shape, 24) + 0.3 * rough(dice, shape, 6)
    wall = as_pixels(tone * (0.7 + 0.6 * height[..., None])) + grain(dice, (*shape, 1), 4)
    crack = blank(shape)
    for _ in range(int(dice.integers(0, 3))):
        start, end = (dice.uniform(0, shape[1]), 0.0), (dice.uniform(0, shape[1]), float(shape[0]))
        line(crack, curve(dice, start, end, 40), 2)
    return mixed(wall, (90, 84, 76), blurred(crack, 0.8) * 0.6)


def concrete(dice: Dice, shape: Size) -> Pixels:
    """Grey concrete with pores and the joint of a slab."""
    wall = 112 + 45 * rough(dice, shape, 260) + 30 * rough(dice, shape, 8) + grain(dice, shape, 5)
    wall = wall - 60 * (clouds(dice, shape, 5) > 0.93)
    joint = int(dice.uniform(0.05, 0.2) * shape[0])
    wall[joint : joint + 4] *= 0.55
    return as_pixels(wall[..., None] * np.array([1.0, 0.99, 0.95]))


def brick(dice: Dice, shape: Size) -> Pixels:
    """Bricks in running bond, each of its own tone, with rough mortar."""
    height, width = round(shape[0] / dice.uniform(11, 15)), round(shape[1] / dice.uniform(6, 8))
    rows, columns = np.indices(shape)
    row = rows // height
    shifted = columns + (row % 2) * (width // 2)
    tones = dice.uniform(0.75, 1.15, (shape[0] // height + 2, shape[1] // width + 3)).astype(np.float32)
    surface = tones[row, shifted // width] * (0.8 + 0.4 * rough(dice, shape, 14))
    bricks = as_pixels(surface[..., None] * np.array([162.0, 88.0, 66.0]))
    near = np.minimum(rows % height, shifted % width)
    mortar = blurred(as_pixels(near < 6), 1.2)
    return mixed(bricks, (178, 172, 162), mortar * (0.75 + 0.25 * clouds(dice, shape, 6)))


def metal(dice: Dice, shape: Size) -> Pixels:
    """Painted or brushed sheet metal: streaks, a seam with rivets, a little rust."""
    tone = np.array([(120, 136, 130), (164, 168, 172), (86, 104, 128), (196, 198, 196)])[dice.integers(4)]
    streaks = cv2.blur(dice.standard_normal(shape, dtype=np.float32), (61, 1)) * 40
    sheen = 0.8 + 0.35 * clouds(dice, shape, 420)
    wall = as_pixels(tone * sheen[..., None] + as_pixels(streaks)[..., None])
    seam = round(dice.uniform(0.05, 0.15) * shape[1])
    wall[:, seam : seam + 3] *= 0.5
    rust = (rough(dice, shape, 60) > 0.68) * clouds(dice, shape, 4)
    return mixed(wall, (122, 70, 40), as_pixels(rust))


def display(dice: Dice, shape: Size) -> Pixels:
    """A page on a monitor: a bar at its head, lines of text beside what is in the middle."""
    page = np.full((*shape, 3), 243, dtype=np.float32)
    page[: shape[0] // 12] = ((40, 60, 90), (30, 120, 110), (60, 60, 66))[int(dice.integers(3))]
    for top in range(shape[0] // 8, shape[0] - 20, 22):
        left = int(dice.uniform(0.02, 0.04) * shape[1])
        page[top : top + 7, left : left + int(dice.uniform(0.4, 0.9) * shape[1])] = 150
    return page


WALLS: tuple[Wall, ...] = (plaster, concrete, brick, metal)
LIGHT_WALLS: tuple[Wall, ...] = (plaster, concrete)
"""Those that dark paint stands out from."""
SMOOTHEST = 1200


def make_wall(dice: Dice, shape: Size, walls: tuple[Wall, ...] = WALLS) -> Pixels:
    """One of `walls`; above 1200 pixels a side it is made smaller, enlarged and given new grain."""
    make = walls[int(dice.integers(len(walls)))]
    factor = max(shape) / SMOOTHEST
    if factor <= 1:
        return make(dice, shape)
    small = make(dice, (round(shape[0] / factor), round(shape[1] / factor)))
    return as_pixels(cv2.resize(small, shape[::-1], interpolation=cv2.INTER_LINEAR))
