"""The forms in which a picture comes: drawings, pages, photos of phones, depth and colour of pixels."""

import gzip
import time
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter

from qr.formats.drawing import inward
from qr.limits import ReadLimits
from qr.picture import open_picture
from qr.reader import Reader
from tests.qr.images import SHOP, code, encoded
from tests.qr.test_reader import png_header

READER = Reader()
HEIC = (Path(__file__).parent / "data" / "code.heic").read_bytes()
RED = (200, 30, 30)
FINE = "M0 0h1v1h-1z" * 40


def texts(data: bytes) -> list[str]:
    reading = READER.read(data)
    assert reading.error is None
    return [symbol.text for symbol in reading.symbols]


def drawn(**options: object) -> bytes:
    """A code as an SVG document."""
    stream = BytesIO()
    segno.make(SHOP, micro=False).save(stream, kind="svg", **options)
    return stream.getvalue()


def svg(body: str, *, size: str = 'width="200" height="200"', before: str = "") -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {names} {size}>{body}</svg>".encode()


def inline(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{b64encode(data).decode()}"


def pdf(*pages: Image.Image) -> bytes:
    return encoded(pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=150)


MODULES = [
    (x, y) for y, row in enumerate(segno.make(SHOP, micro=False).matrix) for x, on in enumerate(row) if on
]
SVGS = {
    "plain": drawn(),
    "large": drawn(scale=60),
    "inverted": drawn(scale=4, dark="white", light=None),
    "prefixed": drawn(svgns=False).replace(b"<svg", b'<s:svg xmlns:s="http://www.w3.org/2000/svg"', 1)
    .replace(b"</svg", b"</s:svg").replace(b"<path", b"<s:path"),
    "without-names": drawn(svgns=False, xmldecl=False),
    "utf-16": drawn(xmldecl=False).decode().encode("utf-16"),
    "box-only": drawn(omitsize=True),
    "gzip": gzip.compress(drawn()),
    "rectangles": svg(
        "".join(f'<rect x="{x + 4}" y="{y + 4}" width="1" height="1"/>' for x, y in MODULES),
        size='viewBox="0 0 37 37"',
    ),
    "uses": svg(
        '<defs><rect id="m" width="1" height="1"/></defs>'
        + "".join(f'<use xlink:href="#m" x="{x + 4}" y="{y + 4}"/>' for x, y in MODULES),
        size='viewBox="0 0 37 37"',
    ),
    "styled": svg(
        "<style>.m{fill:#123}</style>"
        + "".join(f'<rect class="m" x="{x + 4}" y="{y + 4}" width="1" height="1"/>' for x, y in MODULES),
        size='viewBox="0 0 37 37" width="100%"',
    ),
    "picture-inside": svg(f'<image width="200" height="200" xlink:href="{inline(encoded(code()))}"/>'),
    "entities": drawn(xmldecl=False).replace(
        b"http://www.w3.org/2000/svg", b"&ns;"
    ).replace(b"<svg", b'<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg', 1),
}  # fmt: skip


@pytest.mark.parametrize("name", SVGS)
def test_a_code_drawn_in_svg_is_read(name: str) -> None:
    assert texts(SVGS[name]) == [SHOP]


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
WIDE_BOMB = f'<!DOCTYPE svg [<!ENTITY a "{"x" * 190}">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (svg("&e8;", before=f'<!DOCTYPE svg [<!ENTITY e0 "ha">{BOMB}]>'), "entities"),
        (svg("&a;" * 60_000, before=WIDE_BOMB), "too large"),
        (svg(f"<rect class='{'&a;' * 60_000}'/>", before=WIDE_BOMB), "too large"),
        (svg("<g>" * 5000 + "</g>" * 5000), "too many parts"),
        (svg("<g/>" * 60_000), "too many parts"),
        (svg(f"<style>{'a{}' * 9000}</style>{'<g/>' * 9000}"), "too many parts"),
        (svg(f'<image href="{inline(png_header(9000, 9000))}"/>'), "too large"),
        (gzip.compress(bytes(50_000_000)), "holds no SVG"),
        (gzip.compress(drawn() + bytes(50_000_000)), "too large"),
        (gzip.compress(drawn())[:-20] + bytes(20), "damaged"),
        (gzip.compress(b"a text"), "holds no SVG"),
        (drawn()[:900], "damaged or cut short"),
        (b"<html><svg></svg></html>", "Not an SVG drawing"),
    ],
    ids=[
        *("laughs", "wide-text", "wide-attribute", "deep", "many", "rules", "inner-bomb", "gzip-zeros"),
        *("gzip-bomb", "gzip-damaged", "gzip-text", "cut", "html"),
    ],
)
def test_a_hostile_drawing_is_refused_before_it_is_drawn(data: bytes, message: str) -> None:
    began = time.process_time()
    assert message in (READER.read(data).error or "")
    assert time.process_time() - began < 2


def test_a_drawing_of_any_size_is_drawn_small() -> None:
    for size in ('width="4000000" height="4000000"', 'viewBox="0 0 1e9 1e9"', 'width="9999999" height="1"'):
        picture = open_picture(svg(f'<path d="{FINE}"/>', size=size), ReadLimits())
        assert picture.width * picture.height <= 1600 * 1600


@pytest.mark.parametrize("attribute", ["href", "xlink:href", "x:href"])
@pytest.mark.parametrize("where", ["{path}", "file://{path}", " {path}", "data:image/svg+xml;base64,{inner}"])
def test_a_drawing_reaches_no_file(tmp_path: Path, attribute: str, where: str) -> None:
    path = tmp_path / "secret.png"
    path.write_bytes(encoded(code("secret.example")))
    inner = b64encode(svg(f'<image width="200" height="200" href="{path}"/>')).decode()
    href = where.format(path=path, inner=inner)
    body = f'<image width="200" height="200" {attribute}="{href}"/><path d="{FINE}"/>'
    names = 'width="200" height="200" xmlns:x="http://www.w3.org/1999/xlink"'
    assert texts(svg(body, size=names)) == []
    by_default = f'<!DOCTYPE svg [<!ATTLIST image xlink:href CDATA "{path}">]>'
    assert texts(svg(f'<image width="200" height="200"/><path d="{FINE}"/>', before=by_default)) == []
    by_entity = f'<!DOCTYPE svg [<!ENTITY e SYSTEM "{path}">]>'
    assert texts(svg(f'&e;<path d="{FINE}"/>', before=by_entity)) == []


PAGES = pdf(code("one.example"), code("two.example"))


@settings(max_examples=60, deadline=None)
@given(
    seed=st.sampled_from([SVGS["picture-inside"], SVGS["plain"], PAGES, HEIC]),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=3)), max_size=6),
)
def test_mutated_drawings_and_pages_never_raise(seed: bytes, changes: list[tuple[float, bytes]]) -> None:
    data = bytearray(seed)
    for where, new in changes:
        at = int(where * len(data))
        data[at : at + len(new)] = new
    reading = Reader(READER.decoders, ReadLimits(max_pixels=1_000_000)).read(bytes(data))
    assert reading.error is None or reading.symbols == ()


def test_every_page_of_a_pdf_is_read() -> None:
    found = {symbol.text: symbol.frame for symbol in READER.read(PAGES).symbols}
    assert found == {"one.example": 0, "two.example": 1}
    limited = Reader(limits=ReadLimits(max_frames=1)).read(PAGES)
    assert [symbol.text for symbol in limited.symbols] == ["one.example"]


def test_a_code_of_lines_in_a_pdf_is_read() -> None:
    stream = BytesIO()
    segno.make(SHOP, micro=False).save(stream, kind="pdf", scale=1.5)
    assert texts(stream.getvalue()) == [SHOP]


def test_a_locked_pdf_gives_a_message() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(PAGES)))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    assert "locked with a password" in (READER.read(stream.getvalue()).error or "")


def test_a_page_as_large_as_a_house_is_drawn_small() -> None:
    writer = PdfWriter()
    writer.add_blank_page(width=10_000_000, height=9_000_000)
    writer.add_blank_page(width=0.01, height=9_000_000)
    stream = BytesIO()
    writer.write(stream)
    picture = open_picture(stream.getvalue(), ReadLimits())
    assert [frame.grey.size <= 3000 * 3000 for frame in picture.frames()] == [True, True]


def test_a_photo_of_a_phone_is_read_and_refused_by_its_header_where_it_is_too_large() -> None:
    assert texts(HEIC) == [SHOP]
    small = ReadLimits(max_pixels=10_000)
    assert "too large: 132 × 132" in (Reader(limits=small).read(HEIC).error or "")
    assert "HEIC photo is damaged" in (READER.read(HEIC[:600]).error or "")


def test_an_animated_png_is_read_frame_by_frame() -> None:
    frames = [code("one.example"), code("two.example")]
    for kind in ("PNG", "WEBP"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        assert texts(data) == ["one.example", "two.example"]


def test_the_largest_picture_of_an_icon_is_read() -> None:
    data = encoded(code(scale=6), "ICO", sizes=[(16, 16), (32, 32), (198, 198)])
    assert texts(data) == [SHOP]


def test_sixteen_bits_and_cmyk_keep_their_shades() -> None:
    faint = (np.asarray(code().convert("L"), dtype=np.uint16) // 16) + 700  # 4 of 256 shades apart
    assert texts(encoded(Image.fromarray(faint), "PNG")) == [SHOP]
    assert texts(encoded(Image.fromarray(faint), "TIFF")) == [SHOP]
    for kind in ("JPEG", "TIFF"):
        data = encoded(Image.new("CMYK", (40, 40), (0, 200, 200, 40)), kind)
        (frame,) = open_picture(data, ReadLimits()).frames()
        red, green, blue = frame.rgb()[20, 20]
        assert red > 180
        assert max(green, blue) < 60


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "ICO"])
def test_a_frame_gives_its_colours_when_asked(kind: str) -> None:
    data = encoded(Image.new("RGB", (64, 32), RED), kind)
    (frame,) = open_picture(data, ReadLimits()).frames()
    assert frame.rgb().shape == (*frame.grey.shape, 3)
    assert np.abs(frame.rgb()[10, 10].astype(int) - RED).max() < 12


def test_the_frames_of_an_animation_give_their_own_colours_later() -> None:
    shades = [Image.new("RGB", (32, 32), (value, 0, 0)) for value in (0, 120, 240)]
    for kind in ("GIF", "PNG"):
        data = encoded(shades[0], kind, save_all=True, append_images=shades[1:], duration=100)
        frames = list(open_picture(data, ReadLimits()).frames())
        assert [int(frame.rgb()[5, 5, 0]) for frame in frames] == [0, 120, 240]


def test_colours_are_turned_and_laid_on_white() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded(Image.new("RGB", (64, 32), RED), "JPEG", exif=exif)
    (frame,) = open_picture(data, ReadLimits()).frames()
    assert frame.grey.shape == (64, 32)
    assert frame.rgb().shape == (64, 32, 3)
    (clear,) = open_picture(encoded(Image.new("RGBA", (8, 8), (9, 9, 9, 0))), ReadLimits()).frames()
    assert clear.rgb().min() == 255
    for page in open_picture(PAGES, ReadLimits()).frames():
        assert page.rgb().shape == (*page.grey.shape, 3)


def test_what_is_see_through_is_looked_at_on_black_only_where_light_ink_may_be_a_code() -> None:
    dark, light, window = (Image.new("RGBA", (80, 80), (0, 0, 0, 0)) for _ in range(3))
    window.paste((255, 255, 255, 255), (20, 20, 60, 60))
    for left in range(20, 60, 8):
        dark.paste((0, 0, 0, 255), (left, 20, left + 4, 60))
        light.paste((255, 255, 255, 255), (left, 20, left + 4, 60))
    for image in (dark, light, window, dark.quantize(), light.quantize()):
        (frame,) = open_picture(encoded(image), ReadLimits()).frames()
        assert frame.grey[0, 0] == 255
        is_light = image.convert("RGBA").getpixel((21, 40))[0] > 127  # type: ignore[index]
        assert (frame.on_black is not None) is (is_light and image is not window)


@pytest.mark.parametrize(
    "style", ["url(" + " " * 100_000, "url(" * 50_000, "filter " * 50_000, "@import" * 50_000]
)
def test_a_drawing_cannot_make_the_search_for_ways_out_slow(style: str) -> None:
    began = time.process_time()
    assert "url(" not in inward(style)
    assert time.process_time() - began < 5


def test_what_is_left_out_of_a_style_does_not_make_another_way_out() -> None:
    assert inward("f@import;ilter:blur(9px)") == ""
    assert inward("fill:url(#a);stroke:red") == "fill:url(#a);stroke:red"
    assert inward("fill:url(http://a.example/x)") == "fill:"
