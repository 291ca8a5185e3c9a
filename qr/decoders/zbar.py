"""ZBar through pyzbar's C bindings: reads some codes that others miss.

`pyzbar.decode` is not used: it hands over text that ZBar has guessed a character set for. Here ZBar is
asked for the symbol's bytes as they stand (`ZBAR_CFG_BINARY`, since ZBar 0.23.1).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_char_p, c_uint, c_void_p, cast, string_at
from importlib import import_module
from importlib.metadata import version
from typing import Any

import cv2

from qr.charset import text_of
from qr.decoder import Pixels
from qr.errors import DecoderFailed, DecoderUnavailable
from qr.geometry import quad
from qr.symbol import Symbol, SymbolFormat

_REMEDY = "the zbar library is missing; install it (Debian: apt-get install libzbar0)."
_ALL, _QR = 0, 64
_ENABLE, _BINARY = 0, 4
_GREY = int.from_bytes(b"Y800", "little")


class ZbarDecoder:
    """ZBar, QR codes only. Raises `DecoderUnavailable` where the zbar library is not installed."""

    name = "zbar"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def __init__(self) -> None:
        try:
            self._zbar: Any = import_module("pyzbar.wrapper")
        except (ImportError, OSError) as error:
            raise DecoderUnavailable(self.name, _REMEDY) from error
        self.version = f"{_library_version(self._zbar)} (pyzbar {version('pyzbar')})"

    def decode(self, image: Pixels) -> list[Symbol]:
        grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        height, width = grey.shape
        pixels = grey.tobytes()
        zbar = self._zbar
        with self._scanner() as scanner, self._image() as picture:
            zbar.zbar_image_set_format(picture, _GREY)
            zbar.zbar_image_set_size(picture, width, height)
            zbar.zbar_image_set_data(picture, cast(c_char_p(pixels), c_void_p), len(pixels), None)
            if zbar.zbar_scan_image(scanner, picture) < 0:
                raise DecoderFailed(f"{self.name}: the image was refused")
            return [symbol for handle in self._handles(picture) if (symbol := self._symbol(handle))]

    @contextmanager
    def _scanner(self) -> Iterator[Any]:
        scanner = self._zbar.zbar_image_scanner_create()
        if not scanner:
            raise DecoderFailed(f"{self.name}: out of memory")
        try:
            self._zbar.zbar_image_scanner_set_config(scanner, _ALL, _ENABLE, 0)
            self._zbar.zbar_image_scanner_set_config(scanner, _QR, _ENABLE, 1)
            self._zbar.zbar_image_scanner_set_config(scanner, _QR, _BINARY, 1)
            yield scanner
        finally:
            self._zbar.zbar_image_scanner_destroy(scanner)

    @contextmanager
    def _image(self) -> Iterator[Any]:
        picture = self._zbar.zbar_image_create()
        if not picture:
            raise DecoderFailed(f"{self.name}: out of memory")
        try:
            yield picture
        finally:
            self._zbar.zbar_image_destroy(picture)

    def _handles(self, picture: Any) -> Iterator[Any]:
        handle = self._zbar.zbar_image_first_symbol(picture)
        while handle:
            yield handle
            handle = self._zbar.zbar_symbol_next(handle)

    def _symbol(self, handle: Any) -> Symbol | None:
        zbar = self._zbar
        raw = string_at(zbar.zbar_symbol_get_data(handle), zbar.zbar_symbol_get_data_length(handle))
        if not raw or zbar.zbar_symbol_get_loc_size(handle) != 4:
            return None
        # ZBar goes round the corners the other way: top left, bottom left, bottom right, top right.
        corners = [
            (zbar.zbar_symbol_get_loc_x(handle, i), zbar.zbar_symbol_get_loc_y(handle, i))
            for i in (0, 3, 2, 1)
        ]
        return Symbol(
            text=text_of(raw), raw=raw, format=SymbolFormat.QR, position=quad(corners), decoder=self.name
        )


def _library_version(zbar: Any) -> str:
    # pyzbar's own `zbar_version` passes two pointers; since 0.20.1 ZBar writes through a third, and what
    # lies in that register is chance. An older ZBar leaves the third alone.
    major, minor, patch = c_uint(), c_uint(), c_uint()
    zbar.load_libzbar().zbar_version(byref(major), byref(minor), byref(patch))
    return f"{major.value}.{minor.value}.{patch.value}"
