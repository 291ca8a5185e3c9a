"""What every decoder promises."""

import re
import subprocess
import sys

import numpy as np
import pytest
from PIL import ImageOps

from qr.decoder import Decoder, Locator
from qr.decoders import DECODERS, available
from qr.decoders.zxing import ZxingDecoder
from qr.geometry import same_place
from qr.symbol import SymbolFormat
from tests.qr.fakes import AbsentDecoder
from tests.qr.images import SHOP, code, grey, other_code

READY = available().ready


QR_READERS = tuple(decoder for decoder in READY if SymbolFormat.QR in decoder.formats)


@pytest.fixture(params=READY, ids=lambda decoder: decoder.name)
def decoder(request: pytest.FixtureRequest) -> Decoder:
    made: Decoder = request.param
    return made


@pytest.fixture(params=QR_READERS, ids=lambda decoder: decoder.name)
def qr_reader(request: pytest.FixtureRequest) -> Decoder:
    made: Decoder = request.param
    return made


def test_every_decoder_is_available_on_a_machine_that_was_set_up() -> None:
    assert len(READY) == len(DECODERS)
    assert len({decoder.name for decoder in READY}) == len(DECODERS)


def test_a_plain_code_of_its_formats_is_read_with_its_place(decoder: Decoder) -> None:
    for form in {SymbolFormat.QR, SymbolFormat.DATA_MATRIX, SymbolFormat.AZTEC} & set(decoder.formats):
        image = other_code(form)
        (symbol,) = decoder.decode(grey(image))
        assert (symbol.text, symbol.raw) == (SHOP, SHOP.encode())
        assert (symbol.format, symbol.decoder) == (form, decoder.name)
        assert same_place(symbol.position, ((0, 0), (image.width, 0), image.size, (0, image.height)))


def test_corners_go_clockwise_from_the_symbols_own_top_left(qr_reader: Decoder) -> None:
    turned = np.ascontiguousarray(np.rot90(grey(code()), -1))
    (symbol,) = qr_reader.decode(turned)
    left, right = turned.shape[1] * 0.3, turned.shape[1] * 0.7
    assert [(x > right, y > right) for x, y in symbol.position] == [
        (True, False),
        (True, True),
        (False, True),
        (False, False),
    ]
    assert all(x < left or x > right for x, _ in symbol.position)


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (7, 7), (200, 300)])
def test_an_image_without_a_code_gives_nothing(decoder: Decoder, shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(7).integers(0, 256, shape, dtype=np.uint8)
    assert decoder.decode(noise) == []
    assert decoder.decode(np.zeros(shape, dtype=np.uint8)) == []


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Қала витринасы".encode(), "Қала витринасы"),
        ("Привет, мир".encode("cp1251"), "Привет, мир"),
        ("Қазақстан әні".encode("kz1048"), "Қазақстан әні"),
        ("テスト日本".encode("shift_jis"), "テスト日本"),
        ("café über".encode("latin-1"), "café über"),
    ],
    ids=["utf-8", "cp1251", "kz1048", "shift-jis", "latin-1"],
)
def test_every_decoder_gives_the_same_text_whatever_the_character_set(
    qr_reader: Decoder, raw: bytes, text: str
) -> None:
    (symbol,) = qr_reader.decode(grey(code(raw)))
    assert (symbol.text, symbol.raw) == (text, raw)


def test_colour_is_taken_too(decoder: Decoder) -> None:
    (symbol,) = decoder.decode(np.array(other_code(decoder.formats[0])))
    assert symbol.text == SHOP


def test_a_named_character_set_is_believed() -> None:
    image = grey(code("Привет мир", encoding="iso8859-5", eci=True, mode="byte"))
    assert [symbol.text for symbol in ZxingDecoder().decode(image)] == ["Привет мир"]


def test_a_light_code_on_dark_is_read_by_the_first_decoder() -> None:
    assert [s.text for s in ZxingDecoder().decode(grey(ImageOps.invert(code())))] == [SHOP]


def test_a_code_that_cannot_be_read_is_located() -> None:
    pixels = np.array(grey(code("x" * 150, scale=8)))
    side = pixels.shape[0]
    pixels[side * 2 // 5 : side * 3 // 5, side * 2 // 5 : side * 3 // 5] = 0
    pixels[side * 3 // 5 : side * 3 // 4, side // 5 : side * 4 // 5] = 255
    zxing = ZxingDecoder()
    assert isinstance(zxing, Locator)
    found = zxing.locate(pixels)
    assert found.symbols == ()
    assert same_place(found.unread[0], ((0, 0), (side, 0), (side, side), (0, side)))


def test_a_missing_library_takes_out_its_decoder_only() -> None:
    found = available((AbsentDecoder, ZxingDecoder))
    assert [decoder.name for decoder in found.ready] == ["zxing"]
    assert [str(error) for error in found.missing] == [
        "The absent decoder is not available: install libabsent."
    ]


def test_without_the_zbar_library_the_message_says_what_to_install() -> None:
    script = (
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "from qr.decoders import available\n"
        "found = available()\n"
        "print([d.name for d in found.ready], *found.missing)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "'zxing'" in done.stdout
    assert "'zbar'" not in done.stdout
    assert "apt-get install libzbar0" in done.stdout


def test_zbars_version_is_read_whole() -> None:
    zbar = next(decoder for decoder in READY if decoder.name == "zbar")
    assert re.fullmatch(r"\d+\.\d+\.\d+ \(pyzbar [\d.]+\)", zbar.version)
