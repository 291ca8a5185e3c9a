"""Changes to grey pixels that make a code readable: light, sharpness, gaps, thresholds.

Each takes and gives an array of shape (height, width), uint8.
"""

import cv2
import numpy as np

from qr.decoder import Pixels


def resized(grey: Pixels, factor: float) -> Pixels:
    """`factor` times as large: cubic upwards, averaged downwards."""
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


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


def soft(grey: Pixels) -> Pixels:
    """Well out of focus: closes the gaps of stencils and of round modules."""
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 3.0))


def flattened(grey: Pixels) -> Pixels:
    """Divided by its own surroundings: takes out shadows, gradients and flash."""
    height, width = grey.shape
    sigma = max(grey.shape) * 0.1
    step = max(1, int(sigma / 8))
    small = cv2.resize(grey, (max(2, width // step), max(2, height // step)), interpolation=cv2.INTER_AREA)
    ground = cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / step), (width, height))
    return np.asarray(cv2.divide(grey, ground, scale=128.0), dtype=np.uint8)


def closed(grey: Pixels) -> Pixels:
    """Light closes over dark specks of up to five pixels."""
    return np.asarray(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)))


def opened(grey: Pixels) -> Pixels:
    """Dark closes over light gaps of up to three pixels: stencils, cracks."""
    return np.asarray(cv2.morphologyEx(grey, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))


def darkened(grey: Pixels) -> Pixels:
    """Gamma 2: spreads what is bright, for washed-out prints."""
    return np.asarray(cv2.LUT(grey, _GAMMA))


def clipped(grey: Pixels) -> Pixels:
    """Stretched between the 2nd and the 60th percentile: the dark half decides, highlights are cut off."""
    low, high = np.percentile(grey, (2, 60))
    stretched = (grey.astype(np.float32) - low) * (255.0 / max(1.0, high - low))
    return np.asarray(np.clip(stretched, 0, 255), dtype=np.uint8)


def median(grey: Pixels) -> Pixels:
    """The median of five by five pixels: rain, grain, moire."""
    return np.asarray(cv2.medianBlur(grey, 5))


def thresholded(grey: Pixels) -> Pixels:
    """One threshold for all (Otsu 1979)."""
    return np.asarray(cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)[1])


def thresholded_locally(grey: Pixels) -> Pixels:
    """Against the mean of the surroundings, an eighth of the image wide."""
    side = max(3, int(max(grey.shape) * 0.12) | 1)
    smooth = cv2.GaussianBlur(grey, (0, 0), 1.0)
    kind = cv2.ADAPTIVE_THRESH_MEAN_C
    return np.asarray(cv2.adaptiveThreshold(smooth, 255, kind, cv2.THRESH_BINARY, side, 5))


_GAMMA = (255.0 * (np.arange(256) / 255.0) ** 2).astype(np.uint8)
