"""Decoders of our own Protocol that misbehave, and what makes readers of them in a child process."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from qr.decoder import Pixels
from qr.errors import DecoderFailed, DecoderUnavailable
from qr.reader import Reader
from qr.symbol import Quad, Symbol, SymbolFormat

WHITE_MEAN = 250.0
PLACE: Quad = ((10, 10), (60, 10), (60, 60), (10, 60))


def symbol(text: str, decoder: str = "fake", position: Quad = PLACE) -> Symbol:
    return Symbol(text=text, raw=text.encode(), format=SymbolFormat.QR, position=position, decoder=decoder)


class SayingDecoder:
    """Reads the same text at the same place in any image."""

    version = "1"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def __init__(self, name: str, text: str, position: Quad = PLACE) -> None:
        self.name = name
        self._symbol = symbol(text, name, position)

    def decode(self, image: Pixels) -> list[Symbol]:
        return [self._symbol] if image.size else []


class FailingDecoder:
    name = "failing"
    version = "1"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def decode(self, image: Pixels) -> list[Symbol]:
        raise DecoderFailed(f"{self.name}: cannot bear this image of {image.shape}")


class AbsentDecoder:
    name = "absent"
    version = "1"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def __init__(self) -> None:
        raise DecoderUnavailable(self.name, "install libabsent.")

    def decode(self, image: Pixels) -> list[Symbol]:
        raise AssertionError(f"never made, yet shown {image.shape}")


class MoodyDecoder:
    """Does `deed` on dark images and reads nothing on white ones."""

    name = "moody"
    version = "1"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def __init__(self, deed: Callable[[], object]) -> None:
        self._deed = deed

    def decode(self, image: Pixels) -> list[Symbol]:
        if image.mean() < WHITE_MEAN:
            self._deed()
        return []


def hanging() -> Reader:
    return Reader((MoodyDecoder(_sleep),))


def crashing() -> Reader:
    return Reader((MoodyDecoder(_exit),))


def greedy() -> Reader:
    return Reader((MoodyDecoder(_hoard),))


def not_makeable() -> Reader:
    raise ValueError("no such setting")


def _sleep() -> None:
    time.sleep(600)


def _exit() -> None:
    os._exit(3)


def _hoard() -> bytes:
    return bytes(8 << 30)


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
