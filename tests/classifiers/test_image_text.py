"""Text in images, in three languages, on light and dark grounds, from any thread."""

import io
import math
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageDraw, ImageFont

from benchmarks.image_text import accuracy
from benchmarks.written_lines import written_line
from classifiers.errors import ImageTextUnavailable
from classifiers.image_text import ImageTextReader, find_tessdata
from classifiers.strays import beside, says_something
from classifiers.text_lines import MOST_LINES

LINES = "Дайын мекенжайлар 1 г\nКоординаты после оплаты\nOperator price list"


def picture(ground: str, ink: str, size: int = 30) -> bytes:
    image = Image.new("RGB", (640, 5 * size), ground)
    font = ImageFont.load_default(size)
    ImageDraw.Draw(image).multiline_text((15, 10), LINES, fill=ink, font=font, spacing=10)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def reader() -> ImageTextReader:
    pytest.importorskip("tesserocr")
    return ImageTextReader()


@pytest.mark.parametrize(("ground", "ink"), [("white", "black"), ("#101020", "#f0f0f0")])
def test_three_languages_are_read_on_light_and_dark(reader: ImageTextReader, ground: str, ink: str) -> None:
    result = reader.read(picture(ground, ink))
    assert "price list" in result.text.lower()
    assert min(line.confidence for line in result.lines) > 50


def test_text_is_read_from_another_thread(reader: ImageTextReader) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(reader.read(picture("white", "black")).text))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert found[0] == found[1] != ""


def header_of_a_huge_png() -> bytes:
    small = io.BytesIO()
    Image.new("L", (16, 16)).save(small, "PNG")
    raw = bytearray(small.getvalue())
    raw[16:24] = (30_000).to_bytes(4, "big") * 2
    import zlib

    raw[29:33] = zlib.crc32(bytes(raw[12:29])).to_bytes(4, "big")
    return bytes(raw)


@pytest.mark.parametrize(
    "data",
    [b"", b"no image at all", picture("white", "black")[:300], header_of_a_huge_png()],
    ids=["empty", "junk", "cut", "huge"],
)
def test_what_is_no_readable_image_gives_nothing(reader: ImageTextReader, data: bytes) -> None:
    assert reader.read(data).text == ""


def noise() -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(3).integers(0, 256, (700, 900, 3), np.uint8)).save(out, "PNG")
    return out.getvalue()


def thousands_of_words() -> bytes:
    image = Image.new("L", (3000, 3000), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(28)
    for y in range(0, 3000, 60):
        for x in range(0, 3000, 90):
            draw.text((x, y), "абв", fill=0, font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def flat(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 90).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [noise(), thousands_of_words(), flat((8, 8)), flat((30_000, 8)), flat((8, 30_000))],
    ids=["noise", "thousands", "tiny", "wide", "tall"],
)
def test_a_hostile_image_costs_no_more_than_the_limit(data: bytes) -> None:
    pytest.importorskip("tesserocr")
    reader = ImageTextReader(seconds=1)
    began = time.thread_time()
    result = reader.read(data)
    assert len(result.lines) <= MOST_LINES
    assert time.thread_time() - began < 5


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Оплата каждый день", "yellow on grey"),
        ("Work every day", "turned 25"),
        ("Работа курьером", "turned 180"),
        ("@vitrina_qala_", "stencil"),
    ],
)
def test_a_line_on_a_wall_is_read_where_it_stands(reader: ImageTextReader, text: str, condition: str) -> None:
    result = reader.read(written_line(text, condition, seed=0))
    assert accuracy(text, result.text) > 0.9
    corners = [corner for line in result.lines for corner in line.corners]
    for axis, middle in enumerate((480, 270)):
        values = [corner[axis] for corner in corners]
        assert abs((min(values) + max(values)) / 2 - middle) < 40
    assert all(0 < line.confidence <= 100 for line in result.lines)


@pytest.mark.parametrize("text", ["ы", "ТС", "А.", "— е", "| і |", "ы ТС", "__", "@", "q /"])
def test_a_stray_letter_or_two_are_no_text(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "5к",
        "1г",
        "0,5",
        "24",
        "@zhol_",
        "t.me/ab_",
        "бар",
        "ты и я",
        "К У П И",
        "т_е_к_с_т",
        "до 5",
        "по 2 г",
    ],
)
def test_prices_handles_and_short_words_among_others_are_text(text: str) -> None:
    assert says_something(text)


def test_a_short_word_of_a_line_that_is_found_in_pieces_stays(reader: ImageTextReader) -> None:
    result = reader.read(written_line("Пиши в личные сообщения", "turned 90", seed=3))
    assert "В" in result.text.upper().split()


def test_only_what_stands_in_one_line_is_beside() -> None:
    word, behind, below = (
        ((x, y), (x + width, y), (x + width, y + 20), (x, y + 20))
        for x, y, width in ((0, 0, 100), (115, 0, 15), (0, 25, 15))
    )
    assert beside(word, behind)
    assert beside(behind, word)
    assert not beside(word, below)
    assert not beside(below, ((0, 0), (20, 0), (20, 20), (0, 20)))
    assert not beside(word, ((115, 0), (200, 0), (200, 80), (115, 80)))
    assert not beside(word, ((115, 0), (115, 0), (115, 0), (115, 0)))


def test_only_the_stray_lines_of_a_picture_are_left_out(reader: ImageTextReader) -> None:
    image, font = Image.new("RGB", (900, 600), "white"), ImageFont.load_default(48)
    for number, text in enumerate(("Work every day", "E", "TC", "5k", "0,5", "@zhol_")):
        ImageDraw.Draw(image).text((60, 30 + 90 * number), text, fill="black", font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    lines = [line.text for line in reader.read(out.getvalue()).lines]
    assert [line[0] for line in lines if len(line) < 3] == ["5"]
    assert {"Work every day", "0,5", "@zhol_"} <= set(lines)
    assert reader.version.startswith("lines-2/")


def test_corners_are_pixels_of_the_upright_original(reader: ImageTextReader) -> None:
    image = Image.new("RGB", (5000, 1000), "white")
    font = ImageFont.load_default(120)
    ImageDraw.Draw(image).text((3000, 400), "Price list", fill="black", font=font)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    out = io.BytesIO()
    image.transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", exif=exif)
    (line,) = reader.read(out.getvalue()).lines
    assert line.text == "Price list"
    assert math.dist(line.corners[0], (3000, 410)) < 60


def test_missing_language_data_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ImageTextUnavailable, match="apt-get install tesseract-ocr-rus"):
        find_tessdata((tmp_path,))
