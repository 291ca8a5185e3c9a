"""Payment codes that a merchant shows (EMV QR Code Specification, Merchant-Presented Mode), on which national
systems build theirs: numbered fields, two digits of number, two of length, and a checksum at the end."""

import re
from binascii import crc_hqx

from qr.payloads.kinds import Payload, PayloadKind, fields

_BEGIN = "000201"
_CHECKSUM = re.compile(r"6304[0-9A-Fa-f]{4}")
_HEADER = re.compile(r"[0-9]{4}")
_CARD_NETWORKS = [f"{number:02}" for number in range(2, 26)]
_SYSTEMS = [f"{number:02}" for number in range(26, 52)]


def parse_emv(text: str) -> Payload | None:
    """A merchant's code whose checksum is right; `value` is the payment system and the merchant's account in
    it. Fields: `scheme`, `name`, `place`, `country`, `amount`, `currency` (ISO 4217 number), `bill`."""
    if not text.startswith(_BEGIN) or not _CHECKSUM.fullmatch(text[-8:]):
        return None
    if crc_hqx(text[:-4].encode("utf-8", "replace"), 0xFFFF) != int(text[-4:], 16):
        return None
    said = _numbered(text)
    account = _account(said or {})
    if not said or not account:
        return None
    bill = _numbered(said.get("62", "")) or {}
    details = fields(
        scheme="emv",
        name=said.get("59", ""),
        place=said.get("60", ""),
        country=said.get("58", ""),
        amount=said.get("54", ""),
        currency=said.get("53", ""),
        bill=bill.get("01", bill.get("05", "")),
    )
    return Payload(kind=PayloadKind.PAYMENT, text=text, value=account, fields=details)


def _account(said: dict[str, str]) -> str:
    """Where the money goes: the first account of a payment system, else that of a card network, else the
    merchant's name and place."""
    for number in _SYSTEMS:
        parts = _numbered(said.get(number, "")) or {}
        held = [part for key, part in sorted(parts.items()) if key != "00"]
        if held:
            return f"{parts.get('00', number).lower()}:{held[0]}"
    card = next((f"{number}:{said[number]}" for number in _CARD_NETWORKS if number in said), "")
    return card or ":".join(filter(None, (said.get("59"), said.get("60"))))


def _numbered(text: str) -> dict[str, str] | None:
    """Fields by number, or None where the text does not consist of them."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        header = text[at : at + 4]
        if not _HEADER.fullmatch(header):
            return None
        length = int(header[2:])
        found.setdefault(header[:2], text[at + 4 : at + 4 + length])
        at += 4 + length
    return found if at == len(text) else None
