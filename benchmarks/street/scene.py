"""From a sheet to a picture of it on a wall: bending it, and looking at it from somewhere."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.street.code import Dice
from benchmarks.street.sheet import Sheet
from benchmarks.street.texture import Mask, Pixels, Point, as_pixels, blurred

Homography = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something flat to the camera that holds one code: its colour, what it covers, the code's centre and
    the length of the code's side, in pixels."""

    colour: Pixels
    cover: Mask
    centre: Point
    side: float


Bend = Callable[[Piece, Dice], Piece]


def flat(piece: Piece, _: Dice) -> Piece:
    """Not bent."""
    return piece


def piece_of(sheet: Sheet) -> Piece:
    """The sheet as a flat piece."""
    middle = sheet.shape[1] / 2
    return Piece(colour=sheet.colour, cover=sheet.cover, centre=(middle, middle), side=sheet.side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Where a piece is seen: its centre and the length of its code's side in the photo's pixels, turned by
    `roll`, `yaw` and `pitch` degrees, from `distance` sides away."""

    centre: Point
    side: float
    roll: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    distance: float = 3.0


def homography(piece: Piece, pose: Pose) -> Homography:
    """From the piece's pixels to the photo's: a pinhole camera looks at a plane."""
    roll, yaw, pitch = np.radians((pose.roll, pose.yaw, pose.pitch))
    turn_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    turn_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    turn_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    turned = turn_x @ turn_y @ turn_z
    plane = np.column_stack((turned[:, 0], turned[:, 1], (0, 0, pose.distance)))
    focal = pose.side * pose.distance
    camera = np.array([[focal, 0, pose.centre[0]], [0, focal, pose.centre[1]], [0, 0, 1]])
    x, y = piece.centre
    unit = np.array([[1 / piece.side, 0, -x / piece.side], [0, 1 / piece.side, -y / piece.side], [0, 0, 1]])
    return np.asarray(camera @ plane @ unit, dtype=np.float64)


def put(wall: Pixels, piece: Piece, pose: Pose, *, shadow: bool) -> Pixels:
    """The wall with the piece on it, and a thin shadow around where it is paper."""
    matrix = homography(piece, pose)
    left, top, right, bottom = _window(matrix, piece, wall.shape)
    if right <= left or bottom <= top:
        return wall
    moved = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]) @ matrix
    size = (right - left, bottom - top)
    cover = as_pixels(cv2.warpPerspective(piece.cover, moved, size, flags=cv2.INTER_LINEAR))
    colour = as_pixels(
        cv2.warpPerspective(
            piece.colour, moved, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    )
    part = wall[top:bottom, left:right]
    if shadow:
        part = part * (1 - 0.35 * blurred(cover, 4))[..., None]
    wall = wall.copy()
    wall[top:bottom, left:right] = part + (colour - part) * cover[..., None]
    return wall


def _window(matrix: Homography, piece: Piece, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    height, width = piece.cover.shape
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], dtype=np.float64)
    places = cv2.perspectiveTransform(corners, matrix)[0]
    low = np.floor(places.min(axis=0)).astype(int) - 12
    high = np.ceil(places.max(axis=0)).astype(int) + 12
    return (
        int(max(0, low[0])),
        int(max(0, low[1])),
        int(min(shape[1], high[0])),
        int(min(shape[0], high[1])),
    )
