"""Text in images, in three languages, on light and dark grounds, from any thread."""

import io
import threading
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from classifiers.errors import ImageTextUnavailable
from classifiers.image_text import ImageTextReader, find_tessdata

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


def test_missing_language_data_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ImageTextUnavailable, match="apt-get install tesseract-ocr-rus"):
        find_tessdata((tmp_path,))
