"""Decoders of our own Protocol that misbehave, and what makes readers of them in a child process."""

import os
import time
from collections.abc import Callable
from ctypes import string_at
from pathlib import Path

from qr.decoder import Pixels
from qr.errors import DecoderFailed, DecoderUnavailable
from qr.reader import Reader
from qr.symbol import Quad, Reading, Symbol, SymbolFormat
from qr.watch import NO_WATCH, Watch

HONEST = "https://honest.example/"
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
    """Does what the image's first pixel says (`DEEDS`), and reads nothing."""

    version = "1"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def __init__(self, name: str = "moody") -> None:
        self.name = name

    def decode(self, image: Pixels) -> list[Symbol]:
        DEEDS.get(int(image[0, 0]), bool)()
        return []


def moody() -> Reader:
    """A decoder that does as the image says, and beside it one that reads."""
    return Reader((MoodyDecoder(), SayingDecoder("honest", HONEST)))


def moody_zxing() -> Reader:
    """The moody decoder under a name that is tried on several variants, beside one that bears nothing."""
    return Reader((MoodyDecoder("zxing"), FailingDecoder()))


def many_moody() -> Reader:
    return Reader([MoodyDecoder(f"moody-{number}") for number in range(12)])


def hopeless() -> Reader:
    return Reader((MoodyDecoder(),))


class SlowToOpen(Reader):
    """Hangs while it opens a dark image, and while it decodes an animation's second frame."""

    def __init__(self) -> None:
        super().__init__((SayingDecoder("honest", HONEST),))

    def read(self, data: bytes, *, deep: bool = False, watch: Watch = NO_WATCH) -> Reading:
        return super().read(data, deep=deep, watch=_SlowWatch(watch, still=b"GIF8" not in data[:4]))


class _SlowWatch:
    def __init__(self, watch: Watch, *, still: bool) -> None:
        self._watch = watch
        self._still = still

    def allows(self, label: str) -> bool:
        allowed = self._watch.allows(label)
        if allowed and label == ("open" if self._still else "open@1"):
            _hang()
        return allowed


def not_makeable() -> Reader:
    raise ValueError("no such setting")


def _hang() -> None:
    time.sleep(600)


def _doze() -> None:
    time.sleep(1.6)


def _exit() -> None:
    os._exit(3)


def _segfault() -> None:
    string_at(0)


def _hoard() -> bytes:
    return bytes(8 << 30)


def _raise() -> None:
    raise ValueError("a fault of the decoder")


HANG, EXIT, SEGFAULT, HOARD, RAISE, DOZE, NOTHING = 10, 20, 30, 40, 50, 60, 255
DEEDS: dict[int, Callable[[], object]] = {
    HANG: _hang,
    EXIT: _exit,
    SEGFAULT: _segfault,
    HOARD: _hoard,
    RAISE: _raise,
    DOZE: _doze,
}


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
