"""Other readers, as their users call them, behind the form of Mergen's reader."""

import io
from collections.abc import Iterable

import cv2
import numpy as np
import zxingcpp
from PIL import Image, UnidentifiedImageError
from pyzbar import pyzbar

from qr.decoder import Pixels
from qr.errors import DecoderFailed
from qr.geometry import quad
from qr.reader import Reader
from qr.symbol import Reading, Symbol, SymbolFormat

NOWHERE = quad([(0, 0)] * 4)
BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError)


def zxing_alone(image: bytes) -> Reading:
    """zxing-cpp on the grey picture, QR family only, with its defaults."""
    grey = _grey(image)
    if grey is None:
        return Reading(error="cannot be opened")
    found = zxingcpp.read_barcodes(
        np.asarray(grey),
        formats=zxingcpp.BarcodeFormats(
            (
                zxingcpp.BarcodeFormat.QRCode,
                zxingcpp.BarcodeFormat.MicroQRCode,
                zxingcpp.BarcodeFormat.RMQRCode,
            )
        ),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return _reading("zxing-cpp", (code.text for code in found))


def pyzbar_alone(image: bytes) -> Reading:
    """pyzbar on the grey picture, told to look for QR codes only, which is its fastest way. On some photos
    it fails on an orientation that it does not know: they count as not read."""
    grey = _grey(image)
    if grey is None:
        return Reading(error="cannot be opened")
    try:
        found = pyzbar.decode(grey, symbols=[pyzbar.ZBarSymbol.QRCODE])
    except ValueError as error:
        return Reading(error=str(error))
    return _reading("pyzbar", (symbol.data.decode("utf-8", "replace") for symbol in found))


class WholePicture:
    """OpenCV's `QRCodeDetector` on the picture as it is."""

    name = "opencv-detector"
    version = cv2.__version__
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def __init__(self) -> None:
        self._detector = cv2.QRCodeDetector()

    def decode(self, image: Pixels) -> list[Symbol]:
        try:
            _, texts, _, _ = self._detector.detectAndDecodeMulti(image)
        except (cv2.error, UnicodeDecodeError, SystemError) as error:
            raise DecoderFailed(f"{self.name}: {error}") from error
        return list(_reading(self.name, filter(None, texts)).symbols)


def opencv_reader() -> Reader:
    """A reader with nothing but OpenCV's detector: for a process of its own, it hangs on some photos."""
    return Reader(decoders=(WholePicture(),))


def _grey(image: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(image)) as picture:
            return picture.convert("L")
    except BROKEN:
        return None


def _reading(decoder: str, texts: Iterable[str]) -> Reading:
    return Reading(
        symbols=tuple(
            Symbol(text=text, raw=text.encode(), format=SymbolFormat.QR, position=NOWHERE, decoder=decoder)
            for text in texts
        )
    )
