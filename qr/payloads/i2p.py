"""Services of I2P: names, and addresses in base 32 (geti2p.net, "Naming and address book", "B32 for
encrypted leasesets")."""

import re
from base64 import b32decode, b32encode, b64decode
from binascii import Error, crc32
from hashlib import sha256

from qr.payloads.address import address_of
from qr.payloads.kinds import Payload, PayloadKind, fields

_BASE32 = ".b32.i2p"
_HASH = re.compile(r"[a-z2-7]{51}[aq]")  # 256 bits; the last letter carries one of them
_ENCRYPTED = re.compile(r"[a-z2-7]{56}")
_KEY_TYPES = (7, 11)  # Ed25519, RedDSA; a blinded key is always of the latter
_FLAGS = 0b110  # a secret is needed, each client is known by a key


def parse_i2p(text: str) -> Payload | None:
    """A service; `value` is its host, `url` needs an I2P router. A name's `destination` field is the base 32
    address that an address helper gives with it."""
    address = address_of(text)
    if address is None:
        return None
    host = address.host.removeprefix("www.")
    if not host.endswith(".i2p") or host == _BASE32[1:]:
        return None
    if host.endswith(_BASE32):
        host = ".".join(host.split(".")[-3:])
        if not is_destination(host.removesuffix(_BASE32)):
            return None
    destination = _helped(address.parameters.get("i2paddresshelper", ""))
    details = fields(destination=destination)
    return Payload(kind=PayloadKind.I2P, text=text, value=host, url=address.url, fields=details)


def is_destination(name: str) -> bool:
    """Whether a label is the hash of a destination (52 letters, no checksum), or the checked key of an
    encrypted one (56 letters)."""
    if _HASH.fullmatch(name):
        return True
    if not _ENCRYPTED.fullmatch(name):
        return False
    decoded = b32decode(name.upper())
    mask = crc32(decoded[3:]).to_bytes(4, "little")
    flags, first, second = (byte ^ masked for byte, masked in zip(decoded[:3], mask[:3], strict=True))
    return not flags & ~_FLAGS and first in _KEY_TYPES and second == _KEY_TYPES[1]


def _helped(given: str) -> str:
    """The base 32 address of what an address helper gives: one already, or a whole destination."""
    if given.endswith(_BASE32):
        return given if is_destination(given.removesuffix(_BASE32)) else ""
    try:
        destination = b64decode(given, altchars=b"-~", validate=True)
    except (Error, ValueError):
        return ""
    if len(destination) < 387:  # two keys and a certificate
        return ""
    return b32encode(sha256(destination).digest()).decode("ascii").lower().rstrip("=") + _BASE32
