"""A handful of street photos as volunteers would send them. Rendered, the same bytes every time."""

import io
import tomllib
from dataclasses import dataclass
from functools import cache

from PIL import Image

from mergen.demo.pages import Table
from mergen.demo.street import Sticker, Street, photograph
from mergen.demo.templating import WEB

_GPS_IFD, _EXIF_IFD = 0x8825, 0x8769
_DATE_TIME_ORIGINAL = 0x9003


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPhoto:
    """A JPEG file, and the payload texts of the codes in it. `lat` and `lon` are in degrees and stand in
    the file's EXIF too; None where the telephone did not tell."""

    name: str
    data: bytes
    lat: float | None
    lon: float | None
    payloads: tuple[str, ...]


@cache
def photos() -> tuple[DemoPhoto, ...]:
    """All photos. Rendering takes a few seconds the first time."""
    return tuple(develop(table) for table in photo_tables())


def photo_tables() -> tuple[Table, ...]:
    """What to render: the tables of the bundled file."""
    return tuple(tomllib.loads((WEB / "photos.toml").read_text("utf-8"))["photos"])


def develop(table: Table) -> DemoPhoto:
    """Render one photo: a table with `name`, the fields of `Street`, `place` and `taken` where known."""
    view = {key: value for key, value in table.items() if key not in ("name", "place", "taken", "stickers")}
    view |= {key: tuple(view[key]) for key in ("size", "base") if key in view}
    street = Street(**view, stickers=tuple(_sticker(entry) for entry in table["stickers"]))
    buffer = io.BytesIO()
    photograph(street).save(buffer, "JPEG", quality=88, exif=_exif(table))
    lat, lon = table.get("place", (None, None))
    payloads = tuple(sticker.payload for sticker in street.stickers if sticker.payload)
    return DemoPhoto(name=table["name"], data=buffer.getvalue(), lat=lat, lon=lon, payloads=payloads)


def _sticker(table: Table) -> Sticker:
    return Sticker(**{**table, "lines": tuple(table["lines"])})


def _exif(table: Table) -> Image.Exif:
    exif = Image.Exif()
    if "taken" in table:
        exif.get_ifd(_EXIF_IFD)[_DATE_TIME_ORIGINAL] = table["taken"]
    if "place" in table:
        north, east = (_degrees(value) for value in table["place"])
        exif.get_ifd(_GPS_IFD).update({1: "N", 2: north, 3: "E", 4: east})
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(value * 3600, 60)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, round(seconds, 3)
