"""Images with codes, made here."""

from io import BytesIO

import numpy as np
import segno
import zxingcpp
from PIL import Image

from qr.decoder import Pixels
from qr.symbol import SymbolFormat

SHOP = "https://vitrina.example/qala"


def code(content: str | bytes = SHOP, *, scale: int = 6, **options: object) -> Image.Image:
    """A clean QR code with its quiet zone, in RGB."""
    stream = BytesIO()
    segno.make(content, micro=False, **options).save(stream, kind="png", scale=scale, border=4)  # type: ignore[arg-type]
    return Image.open(stream).convert("RGB")


def other_code(form: SymbolFormat, content: str = SHOP) -> Image.Image:
    """A clean code of another matrix symbology, or a QR code."""
    name = {SymbolFormat.DATA_MATRIX: "DataMatrix", SymbolFormat.AZTEC: "Aztec"}.get(form, "QRCode")
    barcode = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, name))
    return Image.fromarray(np.asarray(barcode.to_image(scale=6))).convert("RGB")


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """The image as a file's bytes."""
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def grey(image: Image.Image) -> Pixels:
    """The image as a decoder takes it."""
    return np.asarray(image.convert("L"), dtype=np.uint8)


def wall(*placed: tuple[str, tuple[int, int]], size: tuple[int, int] = (900, 600)) -> Image.Image:
    """A grey wall with stickers, each with its text at its top left."""
    image = Image.new("RGB", size, (170, 165, 160))
    for text, corner in placed:
        image.paste(code(text, scale=5), corner)
    return image
