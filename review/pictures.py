"""Pictures that are safe to show: captured bytes are decoded under limits and encoded anew, so that nothing
of a hostile file but its pixels reaches the reader's browser."""

from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from pipeline.blobs import BlobStore
from pipeline.privacy import working_copy
from review.errors import BadPicture

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
MOST_BYTES = 64 * 2**20
MOST_PIXELS = 40_000_000
PREVIEW_SIZE = (1280, 8000)
BLURRED_SIZE = (24, 48)
BLURRED_SCALE = 16
CROP_SIDE = 220
AT_ONCE = 2


class PictureDesk:
    """Makes derivatives of stored pictures, a few at a time so that memory stays bounded."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs
        self._turns = BoundedSemaphore(AT_ONCE)

    def preview(self, sha256: str) -> bytes:
        """The picture, no larger than PREVIEW_SIZE, as JPEG. Raises BadPicture, EvidenceUnavailable,
        EvidenceDamaged."""
        with self._turns:
            image = _decoded(self._blobs.get(sha256))
            image.thumbnail(PREVIEW_SIZE)
            return _encoded(image, "JPEG")

    def working(self, sha256: str) -> bytes:
        """A photo's working copy, made now, as JPEG. Raises as `preview` does."""
        with self._turns:
            copy = working_copy(self._blobs.get(sha256))
            if copy is None:
                raise BadPicture("The photo cannot be decoded")
            return copy.data

    def blurred(self, sha256: str) -> bytes:
        """The picture's colours and nothing that can be recognised, as JPEG. Raises as `preview` does."""
        with self._turns:
            image = _decoded(self._blobs.get(sha256))
            image.thumbnail(BLURRED_SIZE)
            width, height = image.size
            large = image.resize((width * BLURRED_SCALE, height * BLURRED_SCALE), Image.Resampling.BICUBIC)
            return _encoded(large.filter(ImageFilter.GaussianBlur(BLURRED_SCALE)), "JPEG")

    def kept_crop(self, sha256: str) -> bytes:
        """The crop that was kept when a code was read, as PNG. Raises as `preview` does."""
        with self._turns:
            return _encoded(_decoded(self._blobs.get(sha256)), "PNG")

    def crop(self, sha256: str, position: list[list[int]]) -> bytes:
        """The part around a symbol's corners, as PNG, for one that was read before crops were kept. Raises as
        `preview` does."""
        with self._turns:
            image = _decoded(self._blobs.get(sha256))
            part = image.crop(_around(position, image.size))
            scale = CROP_SIDE / max(part.size)
            size = (max(1, round(part.width * scale)), max(1, round(part.height * scale)))
            sharp = Image.Resampling.NEAREST if scale > 1 else Image.Resampling.LANCZOS
            return _encoded(part.resize(size, sharp), "PNG")


def _decoded(data: bytes) -> Image.Image:
    if len(data) > MOST_BYTES:
        raise BadPicture(f"The file has {len(data)} bytes, more than {MOST_BYTES}")
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise BadPicture(
                f"The picture has {image.width} × {image.height} pixels, more than {MOST_PIXELS}"
            )
        return _flattened(ImageOps.exif_transpose(image))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadPicture(f"The picture cannot be decoded: {error}") from error


def _flattened(image: Image.Image) -> Image.Image:
    """Its first frame on white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    white.alpha_composite(layered)
    return white.convert("RGB")


def _around(position: list[list[int]], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box around the corners, with the quiet zone, inside the picture."""
    xs, ys = [x for x, _ in position], [y for _, y in position]
    if not xs:
        return (0, 0, *size)
    margin = max(4, (max(xs) - min(xs)) // 8, (max(ys) - min(ys)) // 8)
    left, top = max(0, min(xs) - margin), max(0, min(ys) - margin)
    right, bottom = min(size[0], max(xs) + margin), min(size[1], max(ys) + margin)
    return (left, top, right, bottom) if left < right and top < bottom else (0, 0, *size)


def _encoded(image: Image.Image, form: str) -> bytes:
    out = BytesIO()
    image.info.clear()  # Pillow writes a JPEG's comment and a PNG's profile on from there
    image.save(out, form, quality=82)
    return out.getvalue()
