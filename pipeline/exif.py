"""What the camera wrote into a photo: when and where it says it was (EXIF 2.32, CIPA DC-008)."""

import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from PIL import ExifTags, Image

from pipeline.camera_clock import camera_clock
from qr.picture import exif as exif_of

T = TypeVar("T")
_TIME = re.compile(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d", re.ASCII)
_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """`taken_at` is local time as the camera wrote it (`2026:03:02 11:00:00`) and `offset` its UTC offset
    (`+05:00`), which most cameras leave out. Latitude and longitude in degrees (WGS 84), both or neither."""

    taken_at: str | None = None
    offset: str | None = None
    latitude: float | None = None
    longitude: float | None = None


def camera_of(data: bytes) -> Camera:
    """The camera's word in a JPEG, PNG, WebP, TIFF or HEIC. What is missing, damaged or impossible is None:
    each part is read apart, so that a broken one costs no other."""
    exif = _safely(lambda: exif_of(data)) or Image.Exif()
    details = _safely(lambda: exif.get_ifd(ExifTags.IFD.Exif)) or {}
    gps = _safely(lambda: exif.get_ifd(ExifTags.IFD.GPSInfo)) or {}
    original = _time(_safely(lambda: details.get(ExifTags.Base.DateTimeOriginal)))
    changed = _time(_safely(lambda: exif.get(ExifTags.Base.DateTime)))
    zone = ExifTags.Base.OffsetTimeOriginal if original else ExifTags.Base.OffsetTime
    latitude, longitude = _safely(lambda: _position(gps)) or (None, None)
    return Camera(
        taken_at=original or changed,
        offset=_matching(_OFFSET, _safely(lambda: details.get(zone))),
        latitude=latitude,
        longitude=longitude,
    )


def _safely(read: Callable[[], T]) -> T | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is wrong with somebody's file is nothing a user can mend
            return read()
    except Exception:  # noqa: BLE001 - Pillow raises whatever a hostile file makes it raise; the rest is read
        return None


def _matching(form: re.Pattern[str], value: object) -> str | None:
    text = str(value).strip(" \0") if value else ""
    return text if form.fullmatch(text) else None


def _time(value: object) -> str | None:
    text = _matching(_TIME, value)
    return text if text is not None and camera_clock(text) is not None else None


def _position(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "S")
    longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "W")
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _degrees(parts: Any, reference: object, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(reference).upper().startswith(negative) else value
