"""What a page's picture shows: a landscape, a sheet of text, a printed code, an icon, a wall."""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from mergen.demo.pictures import Picture, encode, font, generator, qr
from mergen.demo.street import Sticker, Street, photograph


def scene(picture: Picture) -> Image.Image:
    """A landscape of soft bands and blots: what stands for a photo in an article or a product's picture."""
    random = generator(picture.variety or picture.path)
    top, bottom = random.integers(90, 240, 3), random.integers(30, 190, 3)
    slope = np.linspace(0, 1, picture.height)[:, None, None]
    sky = (top * (1 - slope) + bottom * slope).repeat(picture.width, axis=1)
    image = Image.fromarray(sky.astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for _ in range(int(random.integers(5, 12))):
        x, y = random.integers(0, picture.width), random.integers(picture.height // 3, picture.height)
        w, h = random.integers(12, picture.width // 2), random.integers(12, picture.height // 2)
        shape = pen.ellipse if random.random() < 0.5 else pen.rectangle
        shape(
            (int(x - w), int(y - h), int(x + w), int(y + h)),
            fill=tuple(map(int, random.integers(20, 235, 3))),
        )
    return image.filter(ImageFilter.GaussianBlur(float(random.uniform(0.6, 2.4))))


def card(picture: Picture) -> Image.Image:
    """A sheet with text lines, as a shop that hides its words from search engines would post."""
    image = Image.new("RGB", (picture.width, picture.height), picture.paper)
    pen = ImageDraw.Draw(image)
    top = picture.size
    for line in picture.lines:
        heading = line.startswith("# ")
        letters = font(picture.size + 8 if heading else picture.size, bold=heading)
        pen.text((picture.size, top), line.removeprefix("# "), font=letters, fill=picture.ink)
        top += int(letters.size * 1.45)
    return image


def code_card(picture: Picture) -> Image.Image:
    """A plain printed card: a code and the words under it."""
    image = Image.new("RGB", (picture.width, picture.height), picture.paper)
    pen = ImageDraw.Draw(image)
    text_height = int(picture.size * 1.5) * len(picture.lines)
    left = 12
    for text in picture.codes:
        code = qr(text, 8, dark=picture.ink)
        side = min(picture.height - text_height - 24, picture.width // len(picture.codes) - 24)
        image.paste(code.resize((side, side), Image.Resampling.LANCZOS), (left, 12))
        left += side + 24
    for number, line in enumerate(picture.lines):
        top = picture.height - text_height + int(picture.size * 1.5) * number - 6
        pen.text((16, top), line, font=font(picture.size, bold=number == 0), fill=picture.ink)
    return image


def icon(picture: Picture) -> Image.Image:
    """A site's favicon: a letter or two on its colour."""
    image = Image.new("RGB", (picture.width, picture.height), picture.paper)
    pen = ImageDraw.Draw(image)
    middle = (picture.width // 2, picture.height // 2)
    pen.text(
        middle, "".join(picture.lines), font=font(picture.size, bold=True), fill=picture.ink, anchor="mm"
    )
    return image


def wall(picture: Picture) -> Image.Image:
    """A snapshot of a wall with one sticker for each code."""
    stickers = tuple(Sticker(payload=code, lines=picture.lines) for code in picture.codes)
    size = (picture.width, picture.height)
    return photograph(Street(seed=picture.variety or picture.path, size=size, stickers=stickers))


PAINTERS: Mapping[str, Callable[[Picture], Image.Image]] = {
    "scene": scene,
    "card": card,
    "code_card": code_card,
    "icon": icon,
    "wall": wall,
}


def draw(picture: Picture) -> bytes:
    """The picture as a PNG or JPEG file."""
    return encode(PAINTERS[picture.kind](picture), picture.path)
