"""Places (`geo:`, RFC 5870)."""

import re

from qr.payloads.kinds import Payload, PayloadKind

_GEO = re.compile(r"(?i)geo:(-?\d{1,3}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)(?:[,;?].*)?", re.DOTALL)


def parse_geo(text: str) -> Payload | None:
    """A place; `value` is `latitude,longitude` in degrees to five decimals (about a metre)."""
    place = _GEO.fullmatch(text)
    if place is None:
        return None
    latitude, longitude = float(place[1]), float(place[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Payload(kind=PayloadKind.GEO, text=text, value=f"{latitude + 0.0:.5f},{longitude + 0.0:.5f}")
