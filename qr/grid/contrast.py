"""A picture in which dark and light are relative to what lies around."""

import cv2
import numpy as np

from qr.decoder import Pixels
from qr.grid.layout import Soft

_AROUND = 9
_NOISE = 3.0


def contrast_of(grey: Pixels, module: float) -> Soft:
    """How dark each pixel is against the modules around it, -1 (light) to 1 (dark), shape as `grey`.

    What is washed out or too faint to tell comes near 0. `module` is a module's size in pixels.
    """
    exact = grey.astype(np.float32)
    soft = cv2.GaussianBlur(exact, (0, 0), max(0.3, 0.25 * module))
    size = (int(_AROUND * module) | 1,) * 2
    mean = cv2.boxFilter(soft, -1, size, borderType=cv2.BORDER_REPLICATE)
    square = cv2.boxFilter(soft * soft, -1, size, borderType=cv2.BORDER_REPLICATE)
    spread = np.sqrt(np.maximum(square - mean * mean, 0.0))
    return np.clip((mean - soft) / (spread + _NOISE), -1.0, 1.0).astype(np.float32)
