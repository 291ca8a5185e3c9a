"""Walls with stickers, as a volunteer's telephone sees them: plaster, a crooked sheet, light, blur, noise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from mergen.demo.pictures import font, generator, qr

Corners = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticker:
    """A sheet on the wall. `payload` is its QR code (none if empty), `lines` are the words beneath;
    `share` is its width against the picture's, `tilt` how far it is seen from the side (0 to 0.3)."""

    payload: str = ""
    lines: tuple[str, ...] = ()
    share: float = 0.3
    tilt: float = 0.06
    paper: str = "#fbfaf3"
    ink: str = "#101010"


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """One photo to take. `blur` is the radius in pixels, `noise` the deviation in grey levels, `light`
    the share of light lost from the brightest side to the darkest."""

    seed: str
    size: tuple[int, int] = (1280, 960)
    stickers: tuple[Sticker, ...] = ()
    base: tuple[int, int, int] = (176, 168, 154)
    brick: bool = False
    blur: float = 0.7
    noise: float = 5.0
    light: float = 0.25


def photograph(street: Street) -> Image.Image:
    """The picture, the same for the same `street`."""
    random = generator(street.seed)
    image = _plaster(street, random)
    for number, sticker in enumerate(street.stickers):
        _stick(image, sticker, _corners(street, sticker, number, random))
    image = image.filter(ImageFilter.GaussianBlur(street.blur))
    pixels = np.asarray(image, dtype=np.float64) * _light(street)
    pixels += random.normal(0, street.noise, pixels.shape)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _plaster(street: Street, random: np.random.Generator) -> Image.Image:
    width, height = street.size
    coarse = random.normal(0, 1, (height // 32 + 2, width // 32 + 2)) * 9 + 128
    spots = Image.fromarray(coarse.clip(0, 255).astype(np.uint8)).resize(
        street.size, Image.Resampling.BICUBIC
    )
    grain = np.asarray(spots, dtype=np.float64) - 128 + random.normal(0, 4, (height, width))
    image = Image.fromarray((np.array(street.base) + grain[..., None]).clip(0, 255).astype(np.uint8))
    if street.brick:
        _lay_bricks(image)
    return image


def _lay_bricks(image: Image.Image) -> None:
    pen = ImageDraw.Draw(image)
    row = max(image.height // 14, 8)
    for number, top in enumerate(range(0, image.height, row)):
        pen.line((0, top, image.width, top), fill=(120, 112, 104), width=3)
        for left in range(-row if number % 2 else 0, image.width, row * 2):
            pen.line((left, top, left, top + row), fill=(120, 112, 104), width=3)


def _sheet(sticker: Sticker, width: int) -> Image.Image:
    size = max(width // 14, 11)
    code_side = width - 2 * (width // 16) if sticker.payload else 0
    height = code_side + width // 8 + int(size * 1.5) * len(sticker.lines)
    sheet = Image.new("RGB", (width, height), sticker.paper)
    if sticker.payload:
        code = qr(sticker.payload, 10, dark=sticker.ink, light=sticker.paper)
        sheet.paste(code.resize((code_side, code_side), Image.Resampling.LANCZOS), (width // 16, width // 16))
    pen = ImageDraw.Draw(sheet)
    for number, line in enumerate(sticker.lines):
        place = (width // 2, code_side + width // 12 + int(size * 1.5) * number)
        pen.text(place, line, font=font(size, bold=True), fill=sticker.ink, anchor="ma")
    return sheet


def _corners(street: Street, sticker: Sticker, number: int, random: np.random.Generator) -> Corners:
    width, height = street.size
    slot = width / max(len(street.stickers), 1)
    side = width * sticker.share
    sheet = _sheet(sticker, 400)
    tall = side * sheet.height / sheet.width
    left = slot * number + max(slot - side, 0) * float(random.uniform(0.25, 0.75))
    top = max(height - tall, 0) * float(random.uniform(0.2, 0.6))
    lean = float(random.uniform(-0.05, 0.05)) * side
    shrink = sticker.tilt * tall / 2
    return (
        (left, top + lean),
        (left + side, top + shrink),
        (left + side - lean, top + tall - shrink),
        (left - lean, top + tall),
    )


def _stick(image: Image.Image, sticker: Sticker, corners: Corners) -> None:
    width = int(corners[1][0] - corners[0][0]) * 2
    sheet = _sheet(sticker, width)
    coefficients = _perspective(corners, sheet.size)
    method, smooth = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    mask = Image.new("L", sheet.size, 255).transform(image.size, method, coefficients, smooth)
    image.paste(sheet.transform(image.size, method, coefficients, smooth), (0, 0), mask)


def _perspective(corners: Corners, size: tuple[int, int]) -> list[float]:
    """The eight numbers that Pillow wants: they carry a place in the picture to a place on the sheet."""
    width, height = size
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    wanted = [0, 0, width, 0, width, height, 0, height]
    return [float(value) for value in np.linalg.solve(np.array(rows, dtype=np.float64), np.array(wanted))]


def _light(street: Street) -> NDArray[np.float64]:
    width, height = street.size
    across = np.linspace(1, 1 - street.light, width)[None, :, None]
    down = np.linspace(1, 1 - street.light / 3, height)[:, None, None]
    return across * down
