"""What `qr_fuzz` begins with: small images in every format, codes as modules, codes drawn with characters,
and texts of every kind."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import segno
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

Modules = NDArray[np.uint8]
HEIC = Path(__file__).parents[1] / "tests/qr/data/code.heic"  # nothing here writes this format
SHOP = "https://qala.example/vitrina?n=7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A file that is read without fault; `text` is empty where it holds no code."""

    name: str
    make: Callable[[], bytes]
    text: str = SHOP


def drawn(kind: str) -> Callable[[], bytes]:
    """A code as segno writes it."""

    def make() -> bytes:
        stream = BytesIO()
        segno.make(SHOP, micro=False).save(stream, kind=kind, scale=2, border=4)
        return stream.getvalue()

    return make


def saved(kind: str, mode: str = "L", *, frames: int = 1, **options: object) -> Callable[[], bytes]:
    """A code as Pillow writes it, in a pixel mode; further frames are the code turned."""

    def make() -> bytes:
        first = _code(mode)
        more = [first.rotate(90 * turn) for turn in range(1, frames)]
        stream = BytesIO()
        first.save(stream, kind, **options, **({"save_all": True, "append_images": more} if more else {}))
        return stream.getvalue()

    return make


def strip(width: int, height: int) -> Callable[[], bytes]:
    """A picture as thin as a line."""

    def make() -> bytes:
        noise = np.random.default_rng(width).integers(0, 256, (height, width), dtype=np.uint8)
        stream = BytesIO()
        Image.fromarray(noise).save(stream, "PNG")
        return stream.getvalue()

    return make


def long_svg() -> bytes:
    """A code as a drawing whose attributes take a hundred thousand characters."""
    return drawn("svg")().replace(
        b"<path ", b'<path style="%s" id="%s" ' % (b"opacity:1;" * 5_000, b"q" * 50_000)
    )


def _code(mode: str) -> Image.Image:
    image = Image.open(BytesIO(drawn("png")())).convert("L")
    if mode == "I;16":
        return Image.fromarray(np.asarray(image, dtype=np.uint16) * 257)
    if mode == "RGBA":
        see_through = Image.new("RGBA", image.size, "black")
        see_through.putalpha(image.point([255 - level for level in range(256)]))
        return see_through
    return image.convert(mode)


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


# A format is one line.
IMAGES: tuple[Seed, ...] = (
    Seed(name="png", make=saved("PNG")),
    Seed(name="png, palette", make=saved("PNG", "P")),
    Seed(name="png, see-through", make=saved("PNG", "RGBA")),
    Seed(name="png, 16 bits", make=saved("PNG", "I;16")),
    Seed(name="png, animated", make=saved("PNG", "RGB", frames=3)),
    Seed(name="jpeg", make=saved("JPEG", exif=_turned())),
    Seed(name="jpeg, progressive", make=saved("JPEG", "RGB", progressive=True)),
    Seed(name="jpeg, cmyk", make=saved("JPEG", "CMYK")),
    Seed(name="gif", make=saved("GIF", "P")),
    Seed(name="gif, animated", make=saved("GIF", "P", frames=3)),
    Seed(name="webp", make=saved("WEBP", "RGB")),
    Seed(name="webp, animated", make=saved("WEBP", "RGBA", frames=3, lossless=True)),
    Seed(name="avif", make=saved("AVIF", "RGB")),
    Seed(name="heic", make=HEIC.read_bytes, text="https://vitrina.example/qala"),
    Seed(name="bmp", make=saved("BMP", "RGB")),
    Seed(name="bmp, palette", make=saved("BMP", "P")),
    Seed(name="tiff", make=saved("TIFF", "RGB")),
    Seed(name="tiff, lzw", make=saved("TIFF", "L", compression="tiff_lzw")),
    Seed(name="tiff, 16 bits", make=saved("TIFF", "I;16")),
    Seed(name="tiff, pages", make=saved("TIFF", "1", frames=3)),
    Seed(name="ico", make=saved("ICO", "RGBA")),
    Seed(name="ppm", make=saved("PPM", "RGB")),
    Seed(name="strip across", make=strip(20_000, 2), text=""),
    Seed(name="strip down", make=strip(1, 20_000), text=""),
    Seed(name="svg", make=drawn("svg")),
    Seed(name="svg, long attributes", make=long_svg),
    Seed(name="pdf", make=drawn("pdf")),
)


def _in_blocks() -> str:
    """Two characters a module."""
    return "\n".join("".join("██" if dark else "  " for dark in row) for row in _matrix())


def _in_halves() -> str:
    """Two modules a character, light on dark as terminals show it."""
    rows = [[not dark for dark in row] for row in _matrix()]
    rows += [[True] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(" ▄▀█"[2 * up + down] for up, down in zip(*pair, strict=True)) for pair in pairs)


def _in_dots() -> str:
    """Eight modules a character (Braille)."""
    square = np.pad(np.array([[bool(dark) for dark in row] for row in _matrix()]), ((0, 7), (0, 1)))
    bits = ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1))
    return "\n".join(
        "".join(
            chr(0x2800 + sum(int(square[top + y, left + x]) << bit for bit, (y, x) in enumerate(bits)))
            for left in range(0, square.shape[1] - 1, 2)
        )
        for top in range(0, square.shape[0] - 3, 4)
    )


def _matrix() -> list[list[int]]:
    return [list(row) for row in segno.make(SHOP, micro=False).matrix_iter(border=2)]


DRAWINGS: tuple[str, ...] = (_in_blocks(), _in_halves(), _in_dots())
"""A code drawn with characters, each read as `SHOP`."""

TEXTS: tuple[str, ...] = (
    *DRAWINGS,
    SHOP,
    "https://user:pass@xn--80aswg.example:8080/%D1%81/../a?b=c#d",
    "http://[2001:db8::1]/%zz",
    "қала.example/витрина, www.qala.example; hxxps://qala[.]example",
    "tg://resolve?domain=qala_&start=7",
    "https://t.me/qala_bot_?start=a-b_c",
    "Пишите @qala_ или +7 (000) 000-00-00, 8 700 000 00 00",
    "https://wa.me/70000000000?text=%D1%81%D3%99",
    "https://www.instagram.com/qala_/",
    "tel:+70000000000",
    "SMSTO:+70000000000:сәлем",
    "mailto:qala@shop.example?subject=a&body=b",
    "MATMSG:TO:qala@shop.example;SUB:a;BODY:b\\;c;;",
    'WIFI:T:WPA;S:"qala";P:a\\;b\\:c;H:true;;',
    "geo:43.2389,76.8897,100?z=12",
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Қала;;;;\r\nTEL;TYPE=CELL:+70000000000\r\nEND:VCARD",
    "MECARD:N:Qala;TEL:+70000000000;EMAIL:q@shop.example;;",
    "BEGIN:VEVENT\r\nDTSTART:20260101T000000Z\r\nSUMMARY:a\r\nEND:VEVENT",
    "otpauth://totp/qala:a@shop.example?secret=JBSWY3DPEHPK3PXP",
    "bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT?amount=0.1",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "BCD\n002\n1\nSCT\n\nQala\nDE89370400440532013000\nEUR1",
    "http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion/",
    "javascript:alert(1) data:text/html,<b>",
    "\0\x1b\ufeff\u202e\ud83d",
)


@cache
def symbols() -> tuple[Modules, ...]:
    """Codes of every symbology, one pixel a module, 0 or 255, without a quiet zone."""
    made = [segno.make(SHOP, version=version, micro=False) for version in (3, 4, 7)]
    made += [
        segno.make(content, micro=False) for content in (b"\xd1\xee\xf4\xe8\xff", "漢字", "0123456789" * 9)
    ]
    made += [segno.make("қала", micro=False, eci=True), segno.make("0123", micro=True)]
    made += list(segno.make_sequence(SHOP * 3, symbol_count=3))
    squares = [np.asarray([list(row) for row in code.matrix], dtype=np.uint8) for code in made]
    others = [
        zxingcpp.create_barcode(SHOP, form).to_image(scale=1, add_quiet_zones=False)
        for form in (
            zxingcpp.BarcodeFormat.DataMatrix,
            zxingcpp.BarcodeFormat.Aztec,
            zxingcpp.BarcodeFormat.RMQRCode,
        )
    ]
    dark = [np.where(square > 0, 0, 255).astype(np.uint8) for square in squares]
    return (*dark, *(np.asarray(other, dtype=np.uint8) for other in others))
