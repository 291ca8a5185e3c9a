"""Wi-Fi networks (`WIFI:`, as ZXing defined it and as the WPA3 specification, §7, did)."""

import re
from urllib.parse import unquote

from qr.payloads.fields import fields_of
from qr.payloads.kinds import Payload, PayloadKind, fields

_PERCENT = re.compile(r"(?:[^%]|%[0-9a-fA-F]{2})+")


def parse_wifi(text: str) -> Payload | None:
    """A network; `value` is its name (SSID). Fields: `security` (`WPA`, `SAE`, `nopass` …), `hidden`,
    `identity` (of an account in a company's network). A password identifies nobody, and stays in `text`."""
    if text[:5].upper() != "WIFI:":
        return None
    said = dict(reversed(fields_of(text[5:])))
    name = _name(said.get("S", ""))
    if not name:
        return None
    hidden = "yes" if said.get("H", "").lower() == "true" else ""
    details = fields(security=said.get("T", ""), hidden=hidden, identity=said.get("I", ""))
    return Payload(kind=PayloadKind.WIFI, text=text, value=name, fields=details)


def _name(written: str) -> str:
    """ZXing quotes a name that might be taken for hexadecimal digits; WPA3 writes what is no printable ASCII
    with percent signs."""
    if len(written) > 2 and written[0] == written[-1] == '"':
        return written[1:-1]
    if "%" in written and _PERCENT.fullmatch(written):
        resolved = unquote(written)
        return written if "\ufffd" in resolved or not resolved.isprintable() else resolved
    return written
