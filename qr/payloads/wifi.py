"""Wi-Fi networks (`WIFI:`, WPA3 specification §7)."""

from qr.payloads.fields import fields_of
from qr.payloads.kinds import Payload, PayloadKind


def parse_wifi(text: str) -> Payload | None:
    """A network; `value` is its name (SSID)."""
    if text[:5].upper() != "WIFI:":
        return None
    name = next((value for key, value in fields_of(text[5:]) if key == "S"), "").strip('"')
    return Payload(kind=PayloadKind.WIFI, text=text, value=name) if name else None
