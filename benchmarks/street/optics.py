"""The camera: moved, out of focus, in the dark, far away, many codes at once, or before a screen."""

from functools import partial

import cv2
import numpy as np

from benchmarks.street.code import Dice
from benchmarks.street.shot import Shot, View
from benchmarks.street.texture import Pixels, as_pixels, blank, blurred, clouds, curve, dot, grain, line
from benchmarks.street.wall import display


def motion(severity: int, _: Dice) -> Shot:
    """The hand moved by 0.6 to 2 modules while the shutter was open."""
    length = (0.6, 1.0, 1.4, 1.75, 2.05)[severity - 1]
    return Shot(lens=partial(_moved, length=length), versions=(1, 4))


def defocus(severity: int, _: Dice) -> Shot:
    """Out of focus: a point becomes a disc of radius 0.35 to 1.05 modules."""
    radius = (0.35, 0.55, 0.75, 0.9, 1.05)[severity - 1]
    return Shot(lens=partial(_disc, radius=radius), versions=(1, 4))


def low_light(severity: int, _: Dice) -> Shot:
    """Too little light: the noise of few photons, and what the camera does against it."""
    photons = (400.0, 90.0, 32.0, 14.0, 7.0)[severity - 1]
    return Shot(lens=partial(_dark, photons=photons), versions=(1, 4), quality=80)


def tiny(severity: int, _: Dice) -> Shot:
    """A photo of 4000 × 3000 pixels in which the code is 150 to 60 pixels wide."""
    pixels = (150, 115, 90, 72, 60)[severity - 1]
    return Shot(
        width=4000,
        height=3000,
        share=pixels / 3000,
        wander=0.4,
        versions=(1, 3),
        tilt=(0, 8),
        error="L",
        quality=92 - 3 * severity,
        noise=2 + severity,
        lens=_sampled,
    )


def several(severity: int, _: Dice) -> Shot:
    """Two to twelve stickers in one photo."""
    count = (2, 3, 5, 8, 12)[severity - 1]
    return Shot(
        places=count,
        width=1200,
        height=900,
        share=(0.5, 0.46, 0.43, 0.4, 0.36)[severity - 1],
        wander=0.06,
        roll=8 * severity,
        tilt=(0, 9.0 * severity),
        versions=(1, 4),
    )


def screen(severity: int, _: Dice) -> Shot:
    """Off a monitor: stripes of its pixels against those of the sensor, bands of its refresh."""
    return Shot(
        walls=(display,), light=partial(_screen, amount=severity / 5), versions=(1, 5), noise=2 + severity / 2
    )


def _sampled(picture: Pixels, _: View, __: Dice) -> Pixels:
    """What a lens and the filter before the sensor leave of a pixel's sharpness."""
    return blurred(picture, 0.55)


def _moved(picture: Pixels, view: View, dice: Dice, *, length: float) -> Pixels:
    reach = length * view.module
    size = 2 * int(np.ceil(reach)) + 5
    kernel = blank((4 * size, 4 * size))
    angle = dice.uniform(0, np.pi)
    half = 2 * reach * np.array([np.cos(angle), np.sin(angle)])
    start, end = (tuple(2 * size + sign * half) for sign in (-1, 1))
    line(kernel, curve(dice, (start[0], start[1]), (end[0], end[1]), 0.3 * reach), 3)
    return _convolved(picture, as_pixels(cv2.resize(kernel, (size, size), interpolation=cv2.INTER_AREA)))


def _disc(picture: Pixels, view: View, _: Dice, *, radius: float) -> Pixels:
    reach = radius * view.module
    size = 2 * int(np.ceil(reach)) + 3
    kernel = blank((8 * size, 8 * size))
    dot(kernel, (4 * size - 0.5, 4 * size - 0.5), 8 * reach)
    return _convolved(picture, as_pixels(cv2.resize(kernel, (size, size), interpolation=cv2.INTER_AREA)))


def _convolved(picture: Pixels, kernel: Pixels) -> Pixels:
    return as_pixels(cv2.filter2D(picture, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT))


def _dark(picture: Pixels, _: View, dice: Dice, *, photons: float) -> Pixels:
    """`photons` reach a white pixel; reading it adds the noise of three."""
    light = picture.clip(1, 255) / 255 * np.float32(photons)
    noise = grain(dice, picture.shape, 1) * np.sqrt(light + 9)
    seen = (light + noise) / np.float32(photons) * 215
    smeared = 0.45 * as_pixels(seen) + 0.55 * blurred(as_pixels(seen), 0.9)
    return as_pixels(smeared * np.array([1.06, 1.0, 0.82]) * 0.75 + 8)


def _screen(picture: Pixels, view: View, dice: Dice, *, amount: float) -> Pixels:
    rows, columns = np.indices(picture.shape[:2], dtype=np.float32)
    angle = dice.normal(0, 0.06)
    x = columns * np.cos(angle) + rows * np.sin(angle)
    y = rows * np.cos(angle) - columns * np.sin(angle)
    pitch = dice.uniform(2.1, 3.4)
    phases = np.arange(3) / 3
    stripes = 1 + 1.1 * amount * np.cos(2 * np.pi * (x[..., None] / pitch + phases))
    lines = 1 + 0.6 * amount * np.cos(2 * np.pi * y / pitch)
    slow = dice.uniform(1.5, 4) * view.module
    beat = 1 + 0.4 * amount * np.cos(2 * np.pi * (x / slow + 0.3 * np.sin(y / view.side * 3)))
    band = 1 + 0.35 * amount * np.sin(2 * np.pi * rows / (0.7 * view.side) + dice.uniform(0, 6))
    glow = 0.85 + 0.3 * clouds(dice, picture.shape, 2 * view.side)
    lit = picture * stripes * (lines * beat * band * glow)[..., None] * np.array([0.92, 0.97, 1.05])
    return blurred(as_pixels(lit + 14), 0.6)
