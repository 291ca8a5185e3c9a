"""Invented photos of one written line: a plain print, or paint on a wall under one condition."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
Mask = NDArray[np.float32]

FONTS = Path("/usr/share/fonts/truetype/dejavu")
FACES = ("DejaVuSans-Bold.ttf", "DejaVuSansCondensed-Bold.ttf", "DejaVuSansMono-Bold.ttf")
SIZE = (960, 540)
TEXTS = {
    "ru": ("Работа курьером", "Координаты после оплаты", "Оплата каждый день", "Пиши в личные сообщения"),
    "kk": ("Жұмыс күн сайын", "Төлемнен кейін мекенжай", "Қала бойынша жеткізу", "Бізге жазыңыз"),
    "en": ("Work every day", "Address after payment", "Write to the operator", "Prices on the channel"),
    "handle": ("@vitrina_qala_", "t.me/eski_zhol_", "@zhumys_bar_bot_", "qala.example/menu"),
}
"""Invented; nothing in them names goods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """How a line is painted: colours in BGR, angle in degrees, and what is done to the letters and to the
    finished photo."""

    ink: tuple[int, int, int] = (30, 30, 30)
    ground: tuple[int, int, int] = (235, 235, 235)
    angle: float = 0.0
    letters: Callable[[Mask, np.random.Generator], Mask] | None = None
    wall: Callable[[Pixels, np.random.Generator], Pixels] | None = None
    lens: Callable[[Pixels, np.random.Generator], Pixels] | None = None
    noise: float = 3.0


def stencil(letters: Mask, _rng: np.random.Generator) -> Mask:
    """Bridges: thin upright gaps at even distances."""
    letters[:, 5::26] = 0
    letters[:, 6::26] = 0
    letters[:, 7::26] = 0
    return letters


def spray(letters: Mask, rng: np.random.Generator) -> Mask:
    """Soft edges, specks around, and paint that covers unevenly."""
    soft = cv2.GaussianBlur(letters, (0, 0), 3)
    specks = (rng.random(letters.shape) < 0.35 * cv2.GaussianBlur(letters, (0, 0), 14)).astype(np.float32)
    cover = cv2.resize(rng.uniform(0.65, 1, (27, 48)).astype(np.float32), letters.shape[::-1])
    return np.asarray(np.clip(soft * 1.3, 0, 1) * cover + 0.4 * specks * (1 - soft), np.float32)


def bricks(wall: Pixels, rng: np.random.Generator) -> Pixels:
    """Rows of bricks with light joints."""
    wall[:] = 150
    for row, top in enumerate(range(0, wall.shape[0], 45)):
        for left in range(-60 * (row % 2), wall.shape[1], 120):
            colour = np.array((70, 85, 150)) + rng.integers(-22, 22)
            cv2.rectangle(wall, (left + 2, top + 2), (left + 117, top + 42), colour.tolist(), cv2.FILLED)
    return wall


def perspective(photo: Pixels, _rng: np.random.Generator) -> Pixels:
    """Seen from the side: the far end is two thirds as high."""
    width, height = SIZE
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(60, 20), (860, 130), (860, 410), (60, 520)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(cv2.warpPerspective(photo, matrix, SIZE, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def shaken(photo: Pixels, _rng: np.random.Generator) -> Pixels:
    """A little out of focus, and stored small."""
    return np.asarray(cv2.GaussianBlur(photo, (0, 0), 2.2), np.uint8)


CONDITIONS: dict[str, Paint] = {
    "clean": Paint(),
    "white on dark": Paint(ink=(240, 240, 240), ground=(35, 30, 30)),
    "low contrast": Paint(ink=(105, 105, 105), ground=(140, 140, 140), noise=6),
    "yellow on grey": Paint(ink=(50, 200, 216), ground=(128, 128, 128), angle=-6, noise=10),
    "turned 25": Paint(angle=25),
    "turned 90": Paint(angle=90),
    "turned 180": Paint(angle=180),
    "perspective": Paint(lens=perspective, noise=6),
    "blurred": Paint(lens=shaken, noise=6),
    "stencil": Paint(letters=stencil, angle=-3),
    "spray": Paint(ink=(20, 20, 160), ground=(170, 175, 175), letters=spray, angle=5, noise=8),
    "brick": Paint(ink=(235, 235, 235), wall=bricks, angle=-4, noise=8),
    "stencil on brick": Paint(
        ink=(20, 20, 20), wall=bricks, letters=stencil, lens=perspective, angle=-4, noise=8
    ),
}


def written_line(text: str, condition: str, seed: int) -> bytes:
    """A JPEG of 960 x 540 pixels. The same seed gives the same photo. KeyError for an unknown condition."""
    paint, rng = CONDITIONS[condition], np.random.default_rng(seed)
    letters = _letters(text, paint.angle, FACES[int(rng.integers(len(FACES)))])
    if paint.letters:
        letters = paint.letters(letters, rng)
    photo = np.full((SIZE[1], SIZE[0], 3), paint.ground, np.uint8)
    if paint.wall:
        photo = paint.wall(photo, rng)
    cover = letters[..., None]
    mixed = photo * (1 - cover) + np.array(paint.ink) * cover
    photo = np.asarray(np.clip(mixed + rng.normal(0, paint.noise, photo.shape), 0, 255), np.uint8)
    if paint.lens:
        photo = paint.lens(photo, rng)
    return bytes(cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 80])[1])


def _letters(text: str, angle: float, face: str) -> Mask:
    side = max(SIZE)
    room = 0.86 * (SIZE[1] if angle % 180 == 90 else SIZE[0] * 0.95)
    font = ImageFont.truetype(FONTS / face, 64)
    font = ImageFont.truetype(FONTS / face, min(64, int(64 * room / font.getlength(text))))
    canvas = Image.new("L", (side, side), 0)
    ImageDraw.Draw(canvas).text((side / 2, side / 2), text, font=font, fill=255, anchor="mm")
    turned = np.asarray(canvas.rotate(angle, Image.Resampling.BICUBIC), np.float32) / 255
    top = (side - SIZE[1]) // 2
    return np.ascontiguousarray(turned[top : top + SIZE[1]])
