"""Places in the links of map services: Google (Maps URLs), Apple (Map Links), Yandex (maps by URL), 2GIS and
OpenStreetMap."""

import re
from urllib.parse import unquote

from qr.payloads.address import Address

_POINT = re.compile(r"(-?\d{1,3}\.\d{1,15})\s*[,/ ]\s*(-?\d{1,3}\.\d{1,15})(?![\d.])")
_GOOGLE = re.compile(r"(?:maps\.)?google\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2})")
_YANDEX = re.compile(r"(?:maps\.)?yandex\.(?:[a-z]{2,3}|com\.[a-z]{2})")
_2GIS = re.compile(r"(?:m\.)?2gis\.(?:[a-z]{2,3}|com\.[a-z]{2})")
# The parameters that name a point, the most particular first, and whether the latitude stands first.
_SERVICES: tuple[tuple[re.Pattern[str], tuple[tuple[str, bool], ...]], ...] = (
    (
        _GOOGLE,
        (
            ("q", True),
            ("query", True),
            ("destination", True),
            ("daddr", True),
            ("ll", True),
            ("center", True),
        ),
    ),
    (re.compile(r"maps\.apple\.com"), (("q", True), ("daddr", True), ("coordinate", True), ("ll", True))),
    (_YANDEX, (("whatshere[point]", False), ("pt", False), ("text", True), ("ll", False))),
    (_2GIS, (("m", False),)),
)
_OPEN_STREET_MAP = frozenset({"openstreetmap.org", "osm.org"})


def point_of(address: Address) -> tuple[str, str] | None:
    """Latitude and longitude in degrees as written, or None where an address is no map link with a point."""
    host, said = address.host.removeprefix("www."), address.parameters
    if host in _OPEN_STREET_MAP:
        return (said["mlat"], said["mlon"]) if "mlat" in said and "mlon" in said else None
    for service, names in _SERVICES:
        if service.fullmatch(host) and (
            host.startswith("maps.") or service is _2GIS or "/maps" in address.path
        ):
            candidates = [(said[name], first) for name, first in names if name in said]
            path = unquote(address.path)
            if service in (_GOOGLE, _2GIS):
                candidates.insert(0, (path, service is _GOOGLE))
            return next(filter(None, (_point(*candidate) for candidate in candidates)), None)
    return None


def _point(written: str, latitude_first: bool) -> tuple[str, str] | None:
    found = _POINT.search(written)
    if found is None:
        return None
    return (found[1], found[2]) if latitude_first else (found[2], found[1])
