"""A handful of street photos as volunteers would send them. Rendered, the same bytes every time."""

import io
from dataclasses import dataclass
from functools import cache

from PIL import Image

from mergen.demo.street import Sticker, Street, photograph

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shot:
    name: str
    street: Street
    place: tuple[float, float] | None = None
    taken: str = ""


# The places lie in the open steppe: nobody lives there.
_SHOTS = (
    _Shot(
        name="wall-podezd.jpg",
        place=(48.5011, 70.5012),
        taken="2025:10:12 18:20:31",
        street=Street(
            seed="podezd",
            stickers=(Sticker(payload="http://podezd-menu.test/", lines=("МЕНЮ", "№1"), tilt=0.12),),
        ),
    ),
    _Shot(
        name="bus-stop-handle.jpg",
        place=(48.5034, 70.5077),
        taken="2025:10:12 18:42:05",
        street=Street(
            seed="stop",
            base=(120, 136, 150),
            light=0.45,
            stickers=(Sticker(payload="https://t.me/qala_vitrina_", lines=("QV",), share=0.22),),
        ),
    ),
    _Shot(
        name="fence-tg.jpg",
        place=(48.5102, 70.4981),
        taken="2025:10:13 08:03:44",
        street=Street(
            seed="fence",
            brick=True,
            base=(150, 98, 82),
            stickers=(Sticker(payload="tg://resolve?domain=tungi_sore_", lines=("ТС",), tilt=0.18),),
        ),
    ),
    _Shot(
        name="pole-job.jpg",
        taken="2025:10:13 12:15:00",
        street=Street(
            seed="pole",
            base=(140, 140, 138),
            blur=1.1,
            stickers=(Sticker(payload="http://qysqa.example/st4", lines=("ЖҰМЫС", "120 000"), paper="#ffe94d"),),
        ),
    ),
    _Shot(
        name="billboard-police.jpg",
        place=(48.5077, 70.5055),
        taken="2025:10:13 17:30:12",
        street=Street(
            seed="billboard",
            base=(190, 205, 222),
            stickers=(
                Sticker(
                    payload="http://onai-aqsha.test/", lines=("КУРЬЕР", "от 100 000 в неделю"), share=0.42, tilt=0.03
                ),
            ),
        ),
    ),
    _Shot(
        name="parking-post.jpg",
        place=(48.5021, 70.5140),
        taken="2025:10:14 09:11:09",
        street=Street(
            seed="parking",
            base=(96, 104, 112),
            stickers=(
                Sticker(payload="http://qala-turaq.example/tolem", lines=("ТҰРАҚ 14",), ink="#00337a", share=0.25),
            ),
        ),
    ),
    _Shot(
        name="painted-over.jpg",
        place=(48.5050, 70.5001),
        taken="2025:10:14 10:00:00",
        street=Street(
            seed="painted",
            brick=True,
            stickers=(Sticker(lines=("ЗАКРАШЕНО", "волонтёры"), paper="#d8c9a6"),),
        ),
    ),
    _Shot(
        name="two-stickers.jpg",
        place=(48.5066, 70.5090),
        taken="2025:10:14 19:48:27",
        street=Street(
            seed="two",
            size=(1600, 1000),
            stickers=(
                Sticker(payload="http://polyus2.example/", lines=("ПОЛЮС",), share=0.24, tilt=0.1),
                Sticker(payload="https://t.me/qala_vitrina_", lines=("QV",), share=0.2, paper="#f3f3f3"),
            ),
        ),
    ),
    _Shot(
        name="notice-board.jpg",
        street=Street(
            seed="board",
            base=(158, 120, 84),
            noise=8,
            stickers=(Sticker(payload="@qala_vitrina_", lines=("QV · 24",), share=0.24),),
        ),
    ),
    _Shot(
        name="night-wall.jpg",
        place=(48.4990, 70.5033),
        taken="2025:10:15 22:37:50",
        street=Street(
            seed="night",
            base=(88, 84, 92),
            light=0.6,
            noise=9,
            stickers=(Sticker(payload="http://qysqa.example/w7k", lines=("Т · 24",), paper="#c9c7bd"),),
        ),
    ),
)


@cache
def photos() -> tuple[DemoPhoto, ...]:
    """All photos. Rendering takes a few seconds the first time."""
    return tuple(_develop(shot) for shot in _SHOTS)


def _develop(shot: _Shot) -> DemoPhoto:
    buffer = io.BytesIO()
    photograph(shot.street).save(buffer, "JPEG", quality=88, exif=_exif(shot))
    lat, lon = shot.place or (None, None)
    payloads = tuple(sticker.payload for sticker in shot.street.stickers if sticker.payload)
    return DemoPhoto(name=shot.name, data=buffer.getvalue(), lat=lat, lon=lon, payloads=payloads)


def _exif(shot: _Shot) -> Image.Exif:
    exif = Image.Exif()
    if shot.taken:
        exif.get_ifd(_EXIF_IFD)[_DATE_TIME_ORIGINAL] = shot.taken
    if shot.place:
        north, east = (_degrees(value) for value in shot.place)
        exif.get_ifd(_GPS_IFD).update({1: "N", 2: north, 3: "E", 4: east})
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(value * 3600, 60)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, round(seconds, 3)
