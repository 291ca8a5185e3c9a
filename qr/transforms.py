"""Changes to grey pixels that make a code readable: light, sharpness, gaps, thresholds.

Each takes and gives an array of shape (height, width), uint8, where it does not say otherwise.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from qr.decoder import Pixels


def resized(grey: Pixels, factor: float) -> Pixels:
    """`factor` times as large: cubic upwards, averaged downwards."""
    size = [max(1, round(factor * side)) for side in reversed(grey.shape)]
    # Halving is eight times as fast as averaging by a broken factor, and shows the same.
    while factor <= 0.5 and min(grey.shape) > 1:
        half = [max(1, side // 2) for side in reversed(grey.shape)]
        grey = np.asarray(cv2.resize(grey, half, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        factor *= 2
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, size, interpolation=how), dtype=np.uint8)


def warped(grey: Pixels, matrix: NDArray[np.float64], side: int) -> Pixels:
    """Under an affine map of shape (2, 3), in a square of `side` pixels; beyond the edge as at the edge."""
    border = cv2.BORDER_REPLICATE
    return np.asarray(
        cv2.warpAffine(grey, matrix, (side, side), flags=cv2.INTER_CUBIC, borderMode=border), dtype=np.uint8
    )


def darkest(rgb: Pixels) -> Pixels:
    """The least of a pixel's three colours, of shape (height, width, 3)."""
    red, green, blue = cv2.split(rgb)
    return np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.uint8)


def equalised(grey: Pixels) -> Pixels:
    """Contrast-limited adaptive histogram equalisation (Zuiderveld 1994), for glare and shadow."""
    return np.asarray(cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(grey))


def sharpened(grey: Pixels) -> Pixels:
    """Unsharp masking, for soft focus."""
    soft = cv2.GaussianBlur(grey, (0, 0), 3.0)
    return np.asarray(cv2.addWeighted(grey, 2.0, soft, -1.0, 0.0))


def blurred(grey: Pixels) -> Pixels:
    """A little out of focus: joins the dots of prints and the specks of spray."""
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.5))


def thickened(grey: Pixels) -> Pixels:
    """What is dark grows by two pixels on each side: closes stencils' bridges and the gaps between dots."""
    return np.asarray(cv2.erode(grey, np.ones((5, 5), dtype=np.uint8)))


def flattened(grey: Pixels) -> Pixels:
    """Divided by its own surroundings: takes out shadows, gradients and flash."""
    height, width = grey.shape
    sigma = max(grey.shape) * 0.1
    step = max(1, int(sigma / 8))
    small = cv2.resize(grey, (max(2, width // step), max(2, height // step)), interpolation=cv2.INTER_AREA)
    ground = cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / step), (width, height))
    return np.asarray(cv2.divide(grey, ground, scale=128.0), dtype=np.uint8)


def darkened(grey: Pixels) -> Pixels:
    """Gamma 2: spreads what is bright, for washed-out prints."""
    return np.asarray(cv2.LUT(grey, _GAMMA))


def brightened(grey: Pixels) -> Pixels:
    """Gamma 0.5: spreads what is dark, for dusk and dark prints."""
    return np.asarray(cv2.LUT(grey, _BRIGHTER))


def thresholded_locally(grey: Pixels) -> Pixels:
    """Against the mean of the surroundings, a quarter of the image wide."""
    side = max(3, int(max(grey.shape) * 0.25) | 1)
    smooth = cv2.GaussianBlur(grey, (0, 0), 1.0)
    kind = cv2.ADAPTIVE_THRESH_MEAN_C
    return np.asarray(cv2.adaptiveThreshold(smooth, 255, kind, cv2.THRESH_BINARY, side, 5))


_BRIGHTER = (255.0 * (np.arange(256) / 255.0) ** 0.5).astype(np.uint8)
_GAMMA = (255.0 * (np.arange(256) / 255.0) ** 2).astype(np.uint8)
