"""Invented input for machines without real data: pages, pictures and codes, the same on every run."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

import segno
from PIL import Image, ImageFilter

WORDS = (
    "қала көше аялдама кітап нан мектеп дәріхана жаңалық город улица остановка книга хлеб школа аптека "
    "новость погода заказ доставка city street station book bread school pharmacy news weather order"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A picture (PNG) of a QR code and what it says."""

    name: str
    image: bytes
    text: str


def pages(count: int) -> Iterator[bytes]:
    """Ordinary pages: a menu, twenty paragraphs, ten pictures."""
    dice = random.Random(20)  # noqa: S311 - repeatable, not secret
    words = WORDS.split()
    for number in range(count):
        paragraphs = "".join(f"<p>{' '.join(dice.choices(words, k=60))}.</p>" for _ in range(20))
        images = "".join(f'<img src="/images/{dice.randrange(200)}.png" alt="">' for _ in range(10))
        title = f"<title>{' '.join(dice.choices(words, k=4))} {number}</title>"
        yield f"<!doctype html><meta charset=utf-8>{title}<body>{paragraphs}{images}".encode()


def pictures(count: int) -> Iterator[bytes]:
    """Pictures without a code: blurred noise from 64 to 640 pixels wide, PNG."""
    dice = random.Random(21)  # noqa: S311 - repeatable, not secret
    for _ in range(count):
        size = (dice.randrange(64, 640), dice.randrange(64, 640))
        coarse = Image.frombytes("RGB", (16, 16), dice.randbytes(16 * 16 * 3))
        yield _png(coarse.resize(size, Image.Resampling.BICUBIC))


def codes(count: int) -> Iterator[Code]:
    """QR codes as a camera may see them: turned, small, out of focus, faint."""
    dice = random.Random(22)  # noqa: S311 - repeatable, not secret
    for number in range(count):
        text = f"https://qala.example/{number}?n={dice.randrange(10**6)}"
        paper = Image.new("L", (720, 540), 235)
        code = _render(text, scale=dice.randrange(3, 9)).rotate(
            dice.uniform(-40, 40), expand=True, fillcolor=235
        )
        paper.paste(code, (dice.randrange(20, 120), dice.randrange(20, 80)))
        faint = dice.uniform(0.4, 1.0)
        paper = paper.point([int(235 - (235 - level) * faint) for level in range(256)])
        photo = paper.filter(ImageFilter.GaussianBlur(dice.uniform(0, 1.6)))
        yield Code(name=f"generated-{number:03d}.png", image=_png(photo), text=text)


def _render(text: str, *, scale: int) -> Image.Image:
    out = io.BytesIO()
    segno.make(text, micro=False).save(out, kind="png", scale=scale, border=4)
    return Image.open(out).convert("L")


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
