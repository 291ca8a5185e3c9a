"""Light and weather: flash, hard shadow, rain, a lens that nobody wiped."""

from functools import partial

import cv2
import numpy as np

from benchmarks.street.code import Dice
from benchmarks.street.shot import Shot, View
from benchmarks.street.texture import (
    Pixels,
    as_pixels,
    blank,
    blurred,
    clouds,
    dot,
    line,
    mixed,
    rough,
    smooth_step,
)


def flash(severity: int, _: Dice) -> Shot:
    """At night with a flash: glare on the sheet, darkness towards the edges."""
    return Shot(
        error="MQHHH"[severity - 1],
        light=partial(_flash, amount=severity / 5),
        versions=(1, 5),
        noise=2 + severity,
        tilt=(0, 10),
    )


def uneven_light(severity: int, _: Dice) -> Shot:
    """The edge of a shadow lies across the code, and leaves dapple it."""
    return Shot(light=partial(_shadow, amount=severity / 5), noise=2 + 0.6 * severity)


def rain(severity: int, _: Dice) -> Shot:
    """Drops on the lens, streaks before it."""
    return Shot(error="MMQHH"[severity - 1], lens=partial(_rain, amount=severity / 5), versions=(1, 5))


def dirty_lens(severity: int, _: Dice) -> Shot:
    """Finger marks blur and veil parts of the picture; specks lie on it."""
    return Shot(lens=partial(_dirt, amount=severity / 5), versions=(1, 5))


def _flash(picture: Pixels, view: View, dice: Dice, *, amount: float) -> Pixels:
    rows, columns = np.indices(picture.shape[:2], dtype=np.float32)
    x, y = np.array(view.centre) + dice.uniform(-0.42, 0.42, 2) * view.side
    squared = ((columns - x) ** 2 + (rows - y) ** 2) / view.side**2
    fall = 1 / (1 + (0.8 + 2.2 * amount) * squared) ** 1.5
    lit = picture * (0.06 + (0.9 + 0.9 * amount) * fall)[..., None]
    size = 0.05 + 0.13 * amount
    gloss = np.exp(-((squared / size**2) ** 0.7)) * (1 + 0.5 * clouds(dice, picture.shape, view.module * 2))
    return as_pixels(lit + (150 + 260 * amount) * gloss[..., None])


def _shadow(picture: Pixels, view: View, dice: Dice, *, amount: float) -> Pixels:
    rows, columns = np.indices(picture.shape[:2], dtype=np.float32)
    angle = dice.uniform(0, 2 * np.pi)
    x, y = np.array(view.centre) + dice.uniform(-0.25, 0.25, 2) * view.side
    along = ((columns - x) * np.cos(angle) + (rows - y) * np.sin(angle)) / view.side
    wave = as_pixels(clouds(dice, picture.shape, 0.6 * view.side) - 0.5) * 0.4
    lit = smooth_step(as_pixels(along + wave), -0.02, 0.02 + 0.1 * dice.random())
    leaves = smooth_step(rough(dice, picture.shape, 0.16 * view.side), 0.54, 0.62)
    lit = np.maximum(lit, leaves * np.float32(amount * dice.uniform(0.4, 0.9)))
    bright, dark = 1 + 0.25 * amount, 0.7 - 0.62 * amount
    return as_pixels(picture * (dark + (bright - dark) * lit)[..., None])


def _rain(picture: Pixels, view: View, dice: Dice, *, amount: float) -> Pixels:
    height, width = picture.shape[:2]
    bulge, rim = blank(picture.shape), blank(picture.shape)
    for _ in range(round(15 + 110 * amount)):
        place = (dice.uniform(0, width), dice.uniform(0, height))
        radius = float(np.exp(dice.normal(0, 0.5))) * (0.5 + 0.9 * amount) * view.module
        dot(bulge, place, radius)
        dot(rim, (place[0], place[1] + 0.25 * radius), radius)
    bulge = blurred(bulge, 0.35 * view.module)
    slope_x, slope_y = cv2.Sobel(bulge, cv2.CV_32F, 1, 0), cv2.Sobel(bulge, cv2.CV_32F, 0, 1)
    rows, columns = np.indices((height, width), dtype=np.float32)
    bent = cv2.remap(
        picture,
        columns + slope_x * np.float32(3.5 * view.module),
        rows + slope_y * np.float32(3.5 * view.module),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    bent = mixed(as_pixels(bent), blurred(as_pixels(bent), 0.4 * view.module), as_pixels(bulge))
    wet = as_pixels(bent) * (1 - 0.22 * (blurred(rim, 1.5) - bulge))[..., None]
    haze = 0.05 + 0.2 * amount
    return mixed(
        as_pixels(wet * (1 - haze) + 150 * haze), (206, 212, 220), _streaks(picture, view, dice, amount)
    )


def _streaks(picture: Pixels, view: View, dice: Dice, amount: float) -> Pixels:
    height, width = picture.shape[:2]
    mask = blank(picture.shape)
    slant = dice.normal(0, 0.15)
    for _ in range(round(40 + 260 * amount)):
        x, y = dice.uniform(0, width), dice.uniform(-0.1, 1) * height
        length = dice.uniform(3, 9) * view.module
        line(mask, [(x, y), (x + slant * length, y + length)], dice.uniform(0.1, 0.25) * view.module)
    return as_pixels(blurred(mask, 0.1 * view.module) * (0.25 + 0.35 * amount))


def _dirt(picture: Pixels, view: View, dice: Dice, *, amount: float) -> Pixels:
    smear = smooth_step(
        rough(dice, picture.shape, 1.2 * view.side), 0.48 - 0.25 * amount, 0.62 - 0.1 * amount
    )
    soft = blurred(picture, (0.35 + 0.5 * amount) * view.module)
    veil = 0.1 + 0.52 * amount
    milky = soft * (1 - veil) + (picture.mean(axis=(0, 1)) * 0.5 + 95) * veil
    dirty = mixed(picture, as_pixels(milky), smear)
    specks = blank(picture.shape)
    for _ in range(round(6 + 40 * amount)):
        x, y = dice.uniform(0, picture.shape[1]), dice.uniform(0, picture.shape[0])
        dot(specks, (x, y), abs(dice.normal(0, 0.4 + 0.6 * amount)) * view.module)
    return mixed(dirty, (70, 66, 60), as_pixels(blurred(specks, 0.6 * view.module) * 0.75))
