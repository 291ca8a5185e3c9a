"""How many pixels a picture may have."""

from qr.errors import PictureError
from qr.limits import ReadLimits


def check_size(width: int, height: int, limits: ReadLimits) -> None:
    """Raises `PictureError` for a size that is not read, before anything is decoded."""
    if width * height > limits.max_pixels:
        raise PictureError(
            f"The image is too large: {width} × {height} pixels, at most {limits.max_pixels:,} are read.",
            width,
            height,
        )
    if width <= 0 or height <= 0:
        raise PictureError("The image has no pixels.")
