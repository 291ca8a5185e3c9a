"""Onion services, version 3 (Tor's rend-spec-v3, "Encoding onion addresses")."""

import re
from base64 import b32decode
from hashlib import sha3_256

from qr.payloads.address import address_of
from qr.payloads.kinds import Payload, PayloadKind

_NAME = re.compile(r"[a-z2-7]{56}")


def parse_onion(text: str) -> Payload | None:
    """An onion address whose checksum is right. `value` is the service's host, which stays the same from
    page to page; `url` needs Tor."""
    address = address_of(text)
    if address is None:
        return None
    labels = address.host.split(".")
    if labels[-1] != "onion" or not is_service(labels[-2]):
        return None
    return Payload(kind=PayloadKind.ONION, text=text, value=".".join(labels[-2:]), url=address.url)


def is_service(name: str) -> bool:
    """Whether a label is the name of a version 3 service."""
    if not _NAME.fullmatch(name):
        return False
    decoded = b32decode(name.upper())
    key, checksum, version = decoded[:32], decoded[32:34], decoded[34:]
    return version == b"\x03" and sha3_256(b".onion checksum" + key + version).digest()[:2] == checksum
