"""OpenCV's two QR detectors: slow and weak, yet each reads a few codes that the others miss."""

from collections.abc import Iterable

import cv2
import numpy as np

from qr.charset import text_of
from qr.decoder import Pixels
from qr.errors import DecoderFailed, reason
from qr.geometry import quad
from qr.symbol import Symbol, SymbolFormat


class OpenCvDecoder:
    """`QRCodeDetectorAruco`, which finds the finder patterns as markers; QR codes only."""

    name = "opencv"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def __init__(self) -> None:
        self.version = cv2.__version__
        self._detector = cv2.QRCodeDetectorAruco()

    def decode(self, image: Pixels) -> list[Symbol]:
        try:
            _, texts, places, _ = self._detector.detectAndDecodeBytesMulti(image)
        except (cv2.error, UnicodeDecodeError, SystemError) as error:
            raise DecoderFailed(f"{self.name}: {reason(error)}") from error
        if places is None:
            return []
        return [self._symbol(raw, place) for raw, place in zip(texts, places, strict=True) if raw]

    def _symbol(self, raw: bytes, place: Iterable[tuple[float, float]]) -> Symbol:
        raw = _undone(raw)
        return Symbol(
            text=text_of(raw),
            raw=raw,
            format=SymbolFormat.QR,
            position=quad(np.asarray(place, dtype=float).tolist()),
            decoder=self.name,
        )


def _undone(raw: bytes) -> bytes:
    """The symbol's own bytes: OpenCV takes what is not UTF-8 for Latin-1 and re-encodes it."""
    try:
        latin = raw.decode("utf-8").encode("latin-1")
    except UnicodeError:
        return raw
    try:
        latin.decode("utf-8")
    except UnicodeDecodeError:
        return latin
    return raw
