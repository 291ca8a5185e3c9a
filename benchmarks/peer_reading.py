"""What all other readers share: opening a picture, and the form of what they give."""

import io
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from qr.geometry import quad
from qr.symbol import Reading, Symbol, SymbolFormat
from qr.watch import NO_WATCH, Watch

Read = Callable[[bytes], Reading]

NOWHERE = quad([(0, 0)] * 4)
BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A reader, how it opens a picture, and the clock that sees its CPU time."""

    read: Read
    opens: Callable[[bytes], object]
    clock: Callable[[], float] = time.process_time


class PeerReader(ABC):
    """Another reader in the form of `Reader`, for a process of its own: one pass, and no steps told."""

    @abstractmethod
    def look(self, image: bytes) -> Reading:
        """What stands in the picture of a file."""

    def read(
        self,
        image: bytes,
        *,
        deep: bool = False,  # noqa: ARG002 - as `Reader.read`
        watch: Watch = NO_WATCH,  # noqa: ARG002 - as `Reader.read`
    ) -> Reading:
        """As `Reader.read`."""
        return self.look(image)


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
