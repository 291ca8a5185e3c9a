"""The pictures of the demonstration web, drawn from numbers: the same picture gives the same bytes."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import segno
from PIL import Image, ImageFont

_FONTS = files("mergen.demo") / "web" / "fonts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture to draw. `lines` is its text, `codes` the payloads of the QR codes in it; `variety`
    chooses among the many pictures of a kind. The suffix of `path` says JPEG or PNG."""

    path: str
    kind: str = "scene"
    width: int = 320
    height: int = 240
    lines: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    ink: str = "#202020"
    paper: str = "#f4f1ea"
    size: int = 28
    variety: str = ""


def picture_of(table: Mapping[str, Any]) -> Picture:
    """The picture that a table of a TOML file describes."""
    lists = {key: tuple(table[key]) for key in ("lines", "codes") if key in table}
    return Picture(**{**table, **lists})


def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The bundled font, which has the Kazakh letters, at `size` pixels."""
    name = "DejaVuSans-Bold.subset.ttf" if bold else "DejaVuSans.subset.ttf"
    with (_FONTS / name).open("rb") as file:
        return ImageFont.truetype(io.BytesIO(file.read()), size)


def generator(seed: str) -> np.random.Generator:
    """Random numbers that depend on `seed` alone."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big"))


def qr(text: str, module: int = 6, *, dark: str = "black", light: str = "white") -> Image.Image:
    """A QR code with its quiet zone, `module` pixels a module."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        buffer, kind="png", scale=module, border=4, dark=dark, light=light
    )
    return Image.open(buffer).convert("RGB")


def encode(image: Image.Image, path: str) -> bytes:
    """The file's bytes, in the format that the suffix of `path` names."""
    buffer = io.BytesIO()
    if path.endswith((".jpg", ".jpeg")):
        image.convert("RGB").save(buffer, "JPEG", quality=86)
    else:
        image.save(buffer, "PNG")
    return buffer.getvalue()
