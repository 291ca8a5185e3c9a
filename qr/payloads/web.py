"""Web addresses, also as a bookmark (`MEBKM:`, NTT DoCoMo's 2-D barcode format) and after `URL:`."""

import re

from qr.payloads.address import address_of
from qr.payloads.kinds import Payload, PayloadKind, fields
from qr.payloads.shorteners import SHORTENERS

_BOOKMARK = re.compile(r"(?i)MEBKM:(?:.*?;)??URL:((?:[^;\\]|\\.)+);", re.DOTALL)
_PREFIX = re.compile(r"(?i)URL(?:TO)?:\s*")


def parse_web(text: str) -> Payload | None:
    """`http:` and `https:` addresses, and bare ones under a public suffix. IP addresses count: what may be
    fetched is the egress guard's business. The field `shortener` names the service that hides where the
    address leads; only a visit, hop by hop, tells that."""
    address = address_of(_unwrapped(text))
    if address is None or address.host.endswith((".onion", ".i2p")):
        return None
    host = address.host.removeprefix("www.")
    shortener = host if host in SHORTENERS and address.path != "/" else ""
    details = fields(shortener=shortener)
    return Payload(kind=PayloadKind.URL, text=text, value=address.url, url=address.url, fields=details)


def _unwrapped(text: str) -> str:
    bookmark = _BOOKMARK.match(text)
    if bookmark:
        return re.sub(r"\\(.)", r"\1", bookmark[1]).strip()
    return _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text
