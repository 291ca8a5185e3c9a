"""From image bytes to a reading."""

import struct
import tracemalloc
import zlib
from importlib.metadata import version
from io import BytesIO

import numpy as np
import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from qr.limits import ReadLimits
from qr.picture import LIBRARIES, open_picture
from qr.reader import LATE, Reader
from qr.symbol import Quad, SymbolFormat
from tests.qr.fakes import FailingDecoder, SayingDecoder
from tests.qr.images import SHOP, code, encoded, other_code, wall

READER = Reader()


def texts(data: bytes, *, deep: bool = False) -> list[str]:
    reading = READER.read(data, deep=deep)
    assert reading.error is None
    return [symbol.text for symbol in reading.symbols]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF", "PPM"])
def test_every_format_is_read(kind: str) -> None:
    assert texts(encoded(code(), kind)) == [SHOP]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_pixel_mode_is_read(mode: str) -> None:
    kind = {"CMYK": "JPEG", "F": "TIFF", "I": "TIFF"}.get(mode, "PNG")
    image = code()
    if mode in ("I;16", "I"):
        image = Image.fromarray(np.asarray(image.convert("L"), dtype=np.uint16) * 257)
    assert texts(encoded(image.convert(mode), kind)) == [SHOP]


@pytest.mark.parametrize("mode", ["I;16", "F"])
def test_a_deep_image_takes_few_bytes_a_pixel(mode: str) -> None:
    values = np.arange(2_000_000, dtype=np.uint16).reshape(1000, 2000)
    data = encoded(Image.fromarray(values.astype({"I;16": np.uint16, "F": np.float32}[mode])), "TIFF")
    picture = open_picture(data, ReadLimits())
    tracemalloc.start()
    next(picture.frames())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * values.size


def test_several_codes_are_given_from_the_top_down() -> None:
    image = wall(("first.example", (30, 20)), ("second.example", (500, 60)), ("third.example", (200, 380)))
    assert texts(encoded(image)) == ["first.example", "second.example", "third.example"]


def test_the_same_text_twice_on_a_wall_is_two_symbols() -> None:
    assert texts(encoded(wall((SHOP, (30, 20)), (SHOP, (500, 300))))) == [SHOP, SHOP]


def test_a_light_code_on_dark_is_read() -> None:
    assert texts(encoded(ImageOps.invert(code()))) == [SHOP]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_positions_are_in_pixels_as_displayed(orientation: int) -> None:
    upright = wall((SHOP, (620, 40)), size=(900, 500))
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(back[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    reading = READER.read(encoded(stored, "JPEG", exif=exif, quality=95))
    assert (reading.width, reading.height) == (900, 500)
    (symbol,) = reading.symbols
    assert np.abs(np.array(symbol.position[0]) - (640, 60)).max() < 5


@pytest.mark.parametrize("ink", ["black", "white"])
def test_a_code_on_a_see_through_ground_is_read_in_either_ink(ink: str) -> None:
    mask = ImageOps.invert(code().convert("L"))
    image = Image.new("RGBA", mask.size, ink)
    image.putalpha(mask)
    assert texts(encoded(image)) == [SHOP]


def test_every_frame_is_read_and_the_same_code_counts_once() -> None:
    frames = [code("one.example"), code("one.example"), code("two.example")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    assert {(symbol.text, symbol.frame > 0) for symbol in READER.read(data).symbols} == {
        ("one.example", False),
        ("two.example", True),
    }


def test_frames_beyond_the_limit_are_not_read() -> None:
    frames = [Image.new("RGB", (200, 200), (shade, 0, 0)) for shade in range(6)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=[*frames[1:], code()], duration=100)
    assert texts(data) == [SHOP]
    assert Reader(limits=ReadLimits(max_frames=6)).read(data).symbols == ()


def test_no_further_frame_is_begun_when_the_seconds_are_spent() -> None:
    frames = [code("one.example"), code("two.example")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    for deep in (False, True):
        reading = Reader(limits=ReadLimits(deep_seconds=-1)).read(data, deep=deep)
        assert [symbol.text for symbol in reading.symbols] == ["one.example"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"<html><body>404</body></html>", "Not an image"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>", "SVG drawing is damaged"),
        (b"%PDF-1.7", "PDF is damaged"),
        (encoded(code())[:200], "damaged or cut short"),
        (encoded(wall((SHOP, (30, 20))), "JPEG")[:3000], "damaged or cut short"),
    ],
    ids=["empty", "html", "svg", "pdf", "cut-png", "cut-jpeg"],
)
def test_what_cannot_be_looked_at_gives_a_message_and_no_exception(data: bytes, message: str) -> None:
    reading = READER.read(data, deep=True)
    assert message in (reading.error or "")
    assert reading.symbols == ()


@pytest.mark.parametrize("side", [30_000, 12_000, 7_000])
def test_a_huge_image_is_refused_from_its_header(side: int) -> None:
    reading = READER.read(png_header(side, side))
    assert "too large" in (reading.error or "")
    assert "40,000,000" in (reading.error or "")


def test_a_huge_second_page_is_refused_and_the_first_one_stands() -> None:
    stream = BytesIO()
    code().save(stream, "TIFF", save_all=True, append_images=[Image.new("L", (3000, 3000))])
    reading = Reader(limits=ReadLimits(max_pixels=1_000_000)).read(stream.getvalue())
    assert [symbol.text for symbol in reading.symbols] == [SHOP]
    assert "too large" in reading.failures[0]


def test_a_file_above_the_size_limit_is_not_opened() -> None:
    reading = Reader(limits=ReadLimits(max_bytes=100)).read(encoded(code()))
    assert "at most 100" in (reading.error or "")


def test_the_deep_pass_reads_what_the_fast_one_does_not() -> None:
    image = code(SHOP, scale=4).filter(ImageFilter.GaussianBlur(2.2))
    data = encoded(image)
    assert texts(data) == []
    (symbol,) = READER.read(data, deep=True).symbols
    assert symbol.text == SHOP
    assert symbol.variant != "plain" or symbol.decoder != "zxing"
    assert inside(symbol.position, image.size)


def test_the_deep_pass_stops_when_its_seconds_are_spent() -> None:
    ticks = iter(range(1000))
    blank = encoded(Image.new("L", (64, 64), 255))
    reader = Reader(limits=ReadLimits(deep_seconds=2.5), clock=lambda: float(next(ticks)))
    reading = reader.read(blank, deep=True)
    assert (reading.error, reading.failures) == (None, (LATE,))
    assert next(ticks) == 5


def test_two_decoders_that_agree_are_one_symbol() -> None:
    reader = Reader((SayingDecoder("one", SHOP), SayingDecoder("two", SHOP)))
    (symbol,) = reader.read(encoded(code())).symbols
    assert (symbol.decoder, symbol.agreed, symbol.disputed) == ("one", ("two/plain",), ())


def test_two_texts_at_one_place_are_both_kept_and_marked() -> None:
    reader = Reader((SayingDecoder("one", SHOP), SayingDecoder("two", "other.example")))
    one, two = reader.read(encoded(code())).symbols
    assert {(one.text, one.disputed), (two.text, two.disputed)} == {
        (SHOP, ("two",)),
        ("other.example", ("one",)),
    }


def test_a_decoder_that_fails_costs_its_own_attempt_only() -> None:
    reading = Reader((FailingDecoder(), SayingDecoder("one", SHOP))).read(encoded(code()))
    assert [symbol.text for symbol in reading.symbols] == [SHOP]
    assert reading.failures == ("failing: cannot bear this image of (198, 198)",)


def test_a_code_nobody_can_read_is_reported_as_a_place() -> None:
    image = code("x" * 150, scale=8)
    pen = ImageDraw.Draw(image)
    side = image.width
    pen.rectangle((side * 0.4, side * 0.4, side * 0.6, side * 0.6), fill="black")
    pen.rectangle((side * 0.2, side * 0.6, side * 0.8, side * 0.75), fill="white")
    reading = READER.read(encoded(image), deep=True)
    assert reading.symbols == ()
    assert reading.unread
    assert inside(reading.unread[0], image.size)


@pytest.mark.parametrize("form", [SymbolFormat.DATA_MATRIX, SymbolFormat.AZTEC])
def test_the_deep_pass_reads_other_matrix_codes_beside_a_qr_code(form: SymbolFormat) -> None:
    image = wall((SHOP, (30, 20)))
    image.paste(other_code(form, "matrix.example"), (500, 300))
    assert texts(encoded(image), deep=True) == [SHOP, "matrix.example"]


def test_the_version_names_every_decoder_and_what_opens_files() -> None:
    assert all(f"{name} {version(name)}" in READER.version for name in LIBRARIES)
    assert all(f"{decoder.name} {decoder.version}" in READER.version for decoder in READER.decoders)
    assert Reader(READER.decoders[:1]).version != READER.version


SEEDS = tuple(
    encoded(code(scale=2), kind) for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF")
)


@settings(max_examples=400, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12),
    kept=st.floats(0.02, 1),
)
def test_mutated_images_never_raise(seed: bytes, changes: list[tuple[float, int]], kept: float) -> None:
    data = bytearray(seed[: max(1, int(len(seed) * kept))])
    for where, value in changes:
        data[int(where * len(data))] = value
    reading = Reader(READER.decoders, ReadLimits(max_pixels=1_000_000)).read(bytes(data))
    assert reading.error is None or reading.symbols == ()


@settings(max_examples=60, deadline=None)
@given(
    turned=st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=60),
    deep=st.booleans(),
)
def test_codes_with_turned_modules_never_raise(turned: list[tuple[int, int]], deep: bool) -> None:
    modules = np.array(segno.make(b"\xd1\xee\xf4\xe8\xff", version=2).matrix, dtype=np.uint8)
    for row, column in turned:
        modules[row, column] ^= 1
    pixels = np.pad(np.kron(1 - modules, np.ones((3, 3), dtype=np.uint8)) * 255, 12, constant_values=255)
    reading = READER.read(encoded(Image.fromarray(pixels)), deep=deep)
    assert reading.error is None


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_never_raise(data: bytes) -> None:
    assert READER.read(data).symbols == ()


def inside(position: Quad, size: tuple[int, int]) -> bool:
    return all(-8 <= x <= size[0] + 8 and -8 <= y <= size[1] + 8 for x, y in position)


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises so many pixels and holds almost none."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(10_000)))


@pytest.mark.parametrize("size", [(1, 20_000), (8_000, 2)])
def test_a_very_thin_image_is_looked_at_deeply_without_a_fault(size: tuple[int, int]) -> None:
    reading = READER.read(encoded(Image.new("L", size, 200)), deep=True)
    assert (reading.error, reading.failures, reading.symbols) == (None, (), ())


def test_a_micro_code_is_named_by_its_own_format() -> None:
    stream = BytesIO()
    segno.make_micro("12345").save(stream, kind="png", scale=8)
    (symbol,) = READER.read(stream.getvalue()).symbols
    assert (symbol.text, symbol.format) == ("12345", SymbolFormat.MICRO_QR)


def test_one_dimensional_codes_are_read_on_request_only() -> None:
    barcode = zxingcpp.create_barcode("4006381333931", zxingcpp.BarcodeFormat.EAN13)
    image = encoded(Image.fromarray(np.array(barcode.to_image(scale=3))))
    assert READER.read(image).symbols == ()
    (symbol,) = Reader(linear=True).read(image).symbols
    assert (symbol.text, symbol.format) == ("4006381333931", SymbolFormat.EAN_13)


def test_a_hundred_codes_of_one_sheet_are_read() -> None:
    sheet = Image.new("L", (1500, 1500), 255)
    for number in range(100):
        sticker = code(f"https://qala.example/{number}").resize((110, 110))
        sheet.paste(sticker, (20 + number % 10 * 145, 20 + number // 10 * 145))
    assert len(texts(encoded(sheet))) >= 98
