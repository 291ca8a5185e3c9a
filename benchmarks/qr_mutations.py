"""Hostile input for `qr_fuzz`: the same for the same number, whatever ran before."""

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from random import Random

import numpy as np
from PIL import Image

from benchmarks.qr_seeds import IMAGES, TEXTS, symbols

Change = Callable[[Random, bytes], bytes]
_ENDS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
_HEADER = 96
_PNG = b"\x89PNG\r\n\x1a\n"
_LONGEST_TEXT = 40_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of input and how often it comes, out of the sum of all."""

    name: str
    share: int
    make: Callable[[Random], bytes]


def kind_of(number: int) -> Kind:
    """The kind of the input with this number."""
    wheel = [kind for kind in KINDS for _ in range(kind.share)]
    return wheel[number % len(wheel)]


def mutated(number: int, seed: int) -> bytes:
    """The input with this number."""
    return kind_of(number).make(Random(f"{seed}/{number}"))  # noqa: S311 - repeatable, not secret


def flipped(dice: Random, data: bytes) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(dice: Random, data: bytes) -> bytes:
    """The end is missing."""
    return data[: dice.randrange(1, len(data) + 1)]


def spliced(dice: Random, data: bytes) -> bytes:
    """The head of one file and the tail of another."""
    other = dice.choice(_images())
    return data[: dice.randrange(len(data)) + 1] + other[dice.randrange(len(other)) :]


def repeated(dice: Random, data: bytes) -> bytes:
    """A part comes several times more."""
    begin = dice.randrange(len(data))
    end = min(len(data), begin + dice.choice((1, 4, 16, 64, 256)))
    return data[:end] + data[begin:end] * dice.choice((1, 2, 50)) + data[end:]


def lost(dice: Random, data: bytes) -> bytes:
    """A part is missing."""
    begin = dice.randrange(len(data))
    return data[:begin] + data[begin + dice.choice((1, 4, 16, 64)) :]


def header_field(dice: Random, data: bytes) -> bytes:
    """A number near the beginning, of one, two or four bytes, is small, huge or negative."""
    width = dice.choice((1, 2, 4))
    place = dice.randrange(max(1, min(len(data), _HEADER) - width))
    number = dice.choice((*_ENDS, dice.randrange(1 << 32))) & ((1 << 8 * width) - 1)
    field = number.to_bytes(width, dice.choice(("big", "little")))
    return data[:place] + field + data[place + width :]


CHANGES: tuple[Change, ...] = (flipped, cut, spliced, repeated, lost, header_field, header_field)


def _file(dice: Random) -> bytes:
    data = dice.choice(_images())
    for _ in range(dice.choice((1, 1, 2, 3))):
        data = dice.choice(CHANGES)(dice, data) or b"\0"
    # A changed PNG fails at its first checksum, so most are given right ones.
    return _with_checksums(data) if data.startswith(_PNG) and dice.random() < 0.8 else data


def _with_checksums(data: bytes) -> bytes:
    parts, place = [_PNG], len(_PNG)
    while place + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, place)
        body = data[place + 4 : place + 8 + size]
        parts += [data[place : place + 4], body, struct.pack(">I", zlib.crc32(body))]
        place += 12 + size
    return b"".join(parts)


def _symbol(dice: Random) -> bytes:
    """A code with some modules turned, so that it is found and then fails, or says something else."""
    modules = dice.choice(symbols()).copy()
    height, width = modules.shape
    for _ in range(dice.choice((0, 1, 3, 8, 20, 60))):
        modules[dice.randrange(height), dice.randrange(width)] ^= 255
    if dice.random() < 0.1:
        modules = modules[: dice.randrange(1, height + 1), : dice.randrange(1, width + 1)]
    scale = dice.choice((1, 2, 2, 3, 3, 4))
    image = Image.fromarray(
        np.pad(np.kron(modules, np.ones((scale, scale), np.uint8)), scale * 3, constant_values=255)
    )
    if dice.random() < 0.3:
        image = image.rotate(dice.uniform(-60, 60), expand=True, fillcolor=255)
    return _png(image)


def _odd_size(dice: Random) -> bytes:
    """A valid image of few bytes: narrow, tiny, empty or noisy."""
    long, short = dice.choice((1, 2, 17, 255, 4_000, 60_000)), dice.choice((1, 1, 2, 3, 9))
    size = (long, short) if dice.random() < 0.5 else (short, long)
    image = Image.frombytes("L", size, dice.randbytes(size[0] * size[1]))
    if dice.random() < 0.3:
        image = Image.new("L", size, dice.randrange(256))
    return _png(image.convert(dice.choice(("1", "L", "P", "RGB", "RGBA", "LA", "I;16"))))


def _text(dice: Random) -> bytes:
    """A text for the payloads, as bytes in no certain character set; marked for `FuzzedReader`."""
    text = dice.choice(TEXTS).encode(dice.choice(("utf-8", "utf-8", "kz1048", "cp932")), "replace")
    if dice.random() < 0.5:
        text += dice.choice((b"", b" ", b"\n", b";")) + dice.choice(TEXTS).encode("utf-8", "replace")
    for _ in range(dice.choice((1, 2, 4))):
        text = dice.choice((flipped, cut, repeated, lost, _swollen))(dice, text or b" ")
    return TEXT + text[:_LONGEST_TEXT]


def _swollen(dice: Random, data: bytes) -> bytes:
    begin = dice.randrange(len(data))
    part = data[begin : begin + dice.choice((1, 2, 3, 7, 20))]
    return data[:begin] + part * dice.choice((10, 100, 2_000)) + data[begin:]


def _png(image: Image.Image) -> bytes:
    stream = BytesIO()
    image.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


@cache
def _images() -> Sequence[bytes]:
    return tuple(seed.make() for seed in IMAGES)


TEXT = b"\0text\0"
"""What an input begins with that is no image but a text for the payloads."""

KINDS: tuple[Kind, ...] = (
    Kind(name="files", share=10, make=_file),
    Kind(name="symbols", share=4, make=_symbol),
    Kind(name="sizes", share=1, make=_odd_size),
    Kind(name="texts", share=5, make=_text),
)
