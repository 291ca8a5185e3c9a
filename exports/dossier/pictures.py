"""Screenshots made fit for the dossier. Only pixels pass: every picture is decoded and drawn anew."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from exports.context import ExportContext
from exports.errors import EvidenceMismatch

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 120_000_000
WIDTH = 1000  # pixels: 150 to the inch on the page
TALLEST = 1.25  # height to width of what fits on a page under its heading
QUALITY = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A JPEG, and whether it shows only the top of the original."""

    jpeg: bytes
    cut: bool


def picture(sha256: str, context: ExportContext) -> Picture | None:
    """The stored screenshot scaled down, its top part where it is long; None if it cannot be shown.

    Raises EvidenceMismatch if the stored bytes are not those of the digest, and what `read_blob` raises.
    """
    data = context.read_blob(sha256)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise EvidenceMismatch(f"Blob {sha256} is not what was stored. Run: mergen verify")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return _drawn(image) if image.width * image.height <= MOST_PIXELS else None
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None


def _drawn(image: Image.Image) -> Picture:
    height = min(image.height, round(image.width * TALLEST))
    top = image.convert("RGB").crop((0, 0, image.width, height))
    top.thumbnail((WIDTH, round(WIDTH * TALLEST)))
    buffer = io.BytesIO()
    top.save(buffer, "JPEG", quality=QUALITY)
    return Picture(jpeg=buffer.getvalue(), cut=height < image.height)
