"""A line of text made ready for Tesseract: straight, dark on light, and of the height it reads best."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from classifiers.text_lines import Pixels, Place

HEIGHT = 48
"""Pixels from the top of the tallest letter to the bottom of the lowest, margins included."""
LONGEST = 2400
MARGIN = 12


def line_picture(image: Pixels, place: Place) -> Pixels:
    """The grey picture of a line in a BGR image: HEIGHT pixels high with a white margin around."""
    return dark_on_light(_contrast(_straight(image, place)))


def closed(picture: Pixels) -> Pixels:
    """The same line with the bridges of a stencil and the holes of a spray filled."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    return np.asarray(
        cv2.morphologyEx(cv2.GaussianBlur(picture, (3, 3), 0), cv2.MORPH_OPEN, kernel), np.uint8
    )


def upside_down(picture: Pixels) -> Pixels:
    """The same line for a sign that hangs the other way."""
    return np.ascontiguousarray(picture[::-1, ::-1])


def _straight(image: Pixels, place: Place) -> Pixels:
    scale = HEIGHT / max(place.height, 1.0)
    width = max(8, min(round(place.width * scale), LONGEST))
    part, corners = _surroundings(image, place)
    if scale < 0.5:  # a warp samples points: what is much too large is made smaller by areas first
        part = np.asarray(cv2.resize(part, None, fx=scale * 2, fy=scale * 2, interpolation=cv2.INTER_AREA))
        corners = corners * (scale * 2)
    ends = np.array([(0, 0), (width, 0), (width, HEIGHT), (0, HEIGHT)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), ends)
    return np.asarray(
        cv2.warpPerspective(
            part, matrix, (width, HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def _surroundings(image: Pixels, place: Place) -> tuple[Pixels, NDArray[np.float32]]:
    points = np.array(place.corners, np.float32)
    height, width = image.shape[:2]
    left, top = np.clip(points.min(axis=0), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(points.max(axis=0) + 1, (left + 1, top + 1), (width, height)).astype(int)
    return image[top:bottom, left:right], points - np.array((left, top), np.float32)


def _contrast(line: Pixels) -> Pixels:
    """The channel in which ink and ground differ most: yellow on grey is invisible in lightness."""
    lab = cv2.cvtColor(line, cv2.COLOR_BGR2LAB)
    channels = [cv2.cvtColor(line, cv2.COLOR_BGR2GRAY), *cv2.split(line), lab[..., 1], lab[..., 2]]
    best = max(channels, key=_spread)
    low, high = np.percentile(best, (2, 98))
    return np.asarray(np.clip((best - low) * (255.0 / max(high - low, 1.0)), 0, 255), np.uint8)


def _spread(channel: NDArray[Any]) -> float:
    """The difference of the means on both sides of Otsu's threshold, over the deviation within them."""
    threshold, _ = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    light = channel > threshold
    if light.all() or not light.any():
        return 0.0
    one, other = channel[light], channel[~light]
    within = (one.var() * one.size + other.var() * other.size) / channel.size
    return float((one.mean() - other.mean()) / np.sqrt(within + 25.0))


def dark_on_light(line: Pixels) -> Pixels:
    """The median of the border tells the ground; the margin goes on in its shade."""
    border = np.concatenate((line[:3].ravel(), line[-3:].ravel(), line[:, :3].ravel(), line[:, -3:].ravel()))
    threshold, _ = cv2.threshold(line, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    if np.median(border) <= threshold:
        line = np.asarray(255 - line, np.uint8)
    return np.asarray(
        cv2.copyMakeBorder(line, *(MARGIN,) * 4, borderType=cv2.BORDER_CONSTANT, value=255), np.uint8
    )
