"""Images for tests of the command: readable, broken, and monstrous."""

import struct
import zlib
from io import BytesIO

from PIL import Image

from tests.pipeline.visits import code_png


def street_photo(text: str) -> bytes:
    """A JPEG with a sticker in the middle of a wall."""
    wall = Image.new("RGB", (900, 700), (170, 160, 150))
    with Image.open(BytesIO(code_png(text))) as sticker:
        wall.paste(sticker.convert("RGB"), (260, 180))
    buffer = BytesIO()
    wall.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def huge_png(side: int = 30_000) -> bytes:
    """A valid white PNG of `side` by `side` pixels, one bit each, in a few hundred kilobytes."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
