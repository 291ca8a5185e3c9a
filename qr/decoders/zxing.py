"""zxing-cpp: the best and the fastest single reader; it also tells where it failed."""

from importlib.metadata import version

import zxingcpp

from qr.charset import declared_text
from qr.decoder import Located, Pixels
from qr.errors import DecoderFailed
from qr.geometry import quad
from qr.symbol import LINEAR, Quad, Symbol, SymbolFormat

_FORMATS = {
    zxingcpp.BarcodeFormat.QRCode: SymbolFormat.QR,
    zxingcpp.BarcodeFormat.MicroQRCode: SymbolFormat.MICRO_QR,
    zxingcpp.BarcodeFormat.RMQRCode: SymbolFormat.RMQR,
    zxingcpp.BarcodeFormat.DataMatrix: SymbolFormat.DATA_MATRIX,
    zxingcpp.BarcodeFormat.Aztec: SymbolFormat.AZTEC,
    zxingcpp.BarcodeFormat.EAN13: SymbolFormat.EAN_13,
    zxingcpp.BarcodeFormat.EAN8: SymbolFormat.EAN_8,
    zxingcpp.BarcodeFormat.UPCA: SymbolFormat.UPC_A,
    zxingcpp.BarcodeFormat.UPCE: SymbolFormat.UPC_E,
    zxingcpp.BarcodeFormat.Code128: SymbolFormat.CODE_128,
    zxingcpp.BarcodeFormat.Code39: SymbolFormat.CODE_39,
    zxingcpp.BarcodeFormat.Code93: SymbolFormat.CODE_93,
    zxingcpp.BarcodeFormat.Codabar: SymbolFormat.CODABAR,
    zxingcpp.BarcodeFormat.ITF: SymbolFormat.ITF,
}
_MANY = 48


class ZxingDecoder:
    """zxing-cpp for the QR family, with its local binariser (a threshold for each block of pixels)."""

    name = "zxing"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR, SymbolFormat.MICRO_QR, SymbolFormat.RMQR)
    binarizer = zxingcpp.Binarizer.LocalAverage

    def __init__(self) -> None:
        self.version = version("zxing-cpp")
        self._wanted = tuple(code for code, form in _FORMATS.items() if form in self.formats)

    def decode(self, image: Pixels) -> list[Symbol]:
        return list(self.locate(image).symbols)

    def locate(self, image: Pixels) -> Located:
        """As `decode`, with the places of codes whose error correction failed."""
        found = self._read(image, errors=True)
        # Among many codes the failures crowd out what can be read.
        valid = self._read(image, errors=False) if len(found) > _MANY else found
        return Located(
            symbols=tuple(self._symbol(code) for code in valid if code.valid),
            unread=tuple(_quad(code) for code in found if not code.valid),
        )

    def _read(self, image: Pixels, *, errors: bool) -> list[zxingcpp.Barcode]:
        try:
            return zxingcpp.read_barcodes(
                image,
                formats=zxingcpp.BarcodeFormats(self._wanted),
                binarizer=self.binarizer,
                text_mode=zxingcpp.TextMode.Plain,
                return_errors=errors,
            )
        except (RuntimeError, TypeError, ValueError) as error:
            raise DecoderFailed(f"{self.name}: {error}") from error

    def _symbol(self, code: zxingcpp.Barcode) -> Symbol:
        return Symbol(
            text=declared_text(code.bytes, code.text),
            raw=code.bytes,
            format=_FORMATS.get(code.format) or _FORMATS[code.symbology],
            position=_quad(code),
            decoder=self.name,
        )


class ZxingGlobalDecoder(ZxingDecoder):
    """zxing-cpp with one threshold for the whole image: reads some codes that the local one breaks."""

    name = "zxing-global"
    binarizer = zxingcpp.Binarizer.GlobalHistogram


class ZxingMatrixDecoder(ZxingDecoder):
    """zxing-cpp for Data Matrix and Aztec. Apart from the QR family, since it costs four times as much and
    takes much that is no code for one: it tells no unread places."""

    name = "zxing-matrix"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.DATA_MATRIX, SymbolFormat.AZTEC)

    def locate(self, image: Pixels) -> Located:
        return Located(symbols=super().locate(image).symbols)


class ZxingLinearDecoder(ZxingMatrixDecoder):
    """zxing-cpp for one-dimensional codes, which are on every parcel: only on request."""

    name = "zxing-linear"
    formats: tuple[SymbolFormat, ...] = LINEAR


def _quad(code: zxingcpp.Barcode) -> Quad:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return quad((corner.x, corner.y) for corner in corners)
