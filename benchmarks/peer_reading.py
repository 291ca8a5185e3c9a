"""What all other readers share: opening a picture, and the form of what they give."""

import io
from collections.abc import Callable, Iterable

from PIL import Image, UnidentifiedImageError

from qr.geometry import quad
from qr.symbol import Reading, Symbol, SymbolFormat

Read = Callable[[bytes], Reading]

NOWHERE = quad([(0, 0)] * 4)
BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError)


def grey_picture(image: bytes) -> Image.Image | None:
    """The picture in grey, as Pillow opens it; None where it does not."""
    try:
        with Image.open(io.BytesIO(image)) as picture:
            return picture.convert("L")
    except BROKEN:
        return None


def unopened() -> Reading:
    """The reading of a picture that cannot be opened."""
    return Reading(error="cannot be opened")


def reading(decoder: str, texts: Iterable[str]) -> Reading:
    """The texts that a reader gave; their places are not compared."""
    return Reading(
        symbols=tuple(
            Symbol(text=text, raw=text.encode(), format=SymbolFormat.QR, position=NOWHERE, decoder=decoder)
            for text in texts
        )
    )
