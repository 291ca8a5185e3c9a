"""Places: `geo:` (RFC 5870, and as Android writes it) and links of map services."""

import re

from qr.payloads.address import address_of, parameters
from qr.payloads.kinds import Payload, PayloadKind, fields
from qr.payloads.maps import point_of

_DEGREES = r"(-?\d{1,3}(?:\.\d{1,15})?)"
_GEO = re.compile(rf"(?i)geo:{_DEGREES},{_DEGREES}(?:,-?[\d.]{{1,20}})?(?:;[^?]*)?(?:\?(.*))?", re.DOTALL)
_PIN = re.compile(rf"(?:{_DEGREES},\s?{_DEGREES})?\s*(?:\((.*)\))?", re.DOTALL)
_NUMBER = re.compile(_DEGREES)


def parse_geo(text: str) -> Payload | None:
    """A place; `value` is `latitude,longitude` in degrees to five decimals (about a metre). Field: `label`.
    A link of a map service is its place: there is no `url`, for no shop stands behind it."""
    if place := _GEO.fullmatch(text):
        query = parameters(place[3] or "").get("q", "")
        pin = _PIN.fullmatch(query)
        label = (pin[3] or "") if pin else query
        if pin and pin[1] and float(place[1]) == float(place[2]) == 0:
            return _place(text, pin[1], pin[2], label)
        return _place(text, place[1], place[2], label)
    address = address_of(text)
    point = point_of(address) if address else None
    return _place(text, *point) if point else None


def _place(text: str, north: str, east: str, label: str = "") -> Payload | None:
    if not _NUMBER.fullmatch(north) or not _NUMBER.fullmatch(east):
        return None
    latitude, longitude = float(north), float(east)
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    value = f"{round(latitude, 5) + 0.0:.5f},{round(longitude, 5) + 0.0:.5f}"
    return Payload(kind=PayloadKind.GEO, text=text, value=value, fields=fields(label=label))
