"""Addresses of coins and card numbers (D1, D2), found in the original characters since case matters there."""

import hashlib
import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.kinds import KINDS
from classifiers.normaliser import MAX_CHARS
from classifiers.reading import Mark, Reading

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_ADDRESS = re.compile(rf"[13LMT][{_BASE58}]{{25,34}}")
_BECH32 = re.compile(r"(?:bc1|ltc1)[02-9ac-hj-np-z]{25,62}", re.IGNORECASE)
_MONERO = re.compile(rf"[48][{_BASE58}]{{94}}")
_ETHER = re.compile(r"0x[0-9a-fA-F]{40}")
_LONG = re.compile(r"[0-9A-Za-z]{26,}")
_DIGITS = frozenset("0123456789")
_CARD = re.compile(r"\d(?<![\d+].)\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?![\d])")


class Wallets:
    """D1: addresses of coins, strong when the checksum is right; D2: card numbers that pass the Luhn test."""

    kinds = frozenset({"D1_wallet", "D2_transfer"})
    clues: ClassVar[Clues] = {
        "D1_wallet": (Clue(word=re.compile(".*[0-9a-z]{26}")),),
        "D2_transfer": (Clue(word=re.compile(r".*\d{4}")), Clue(text=_CARD)),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each address or card."""
        if not reading.characters & _DIGITS:
            return
        text = reading.document.text[:MAX_CHARS]
        yield from _cards(text)
        for found in _LONG.finditer(text):
            run = found.group()
            if _BASE58_ADDRESS.fullmatch(run):
                yield _mark("D1_wallet", found, 0.7 if base58_checksum_holds(run) else 0.4)
            elif any(pattern.fullmatch(run) for pattern in (_BECH32, _MONERO, _ETHER)):
                yield _mark("D1_wallet", found, KINDS["D1_wallet"].strength)


def _cards(text: str) -> Iterator[Mark]:
    for found in _CARD.finditer(text):
        if luhn_holds(found.group()):
            yield _mark("D2_transfer", found, 0.55)


def _mark(kind: str, found: re.Match[str], strength: float) -> Mark:
    return Mark(kind=kind, start=found.start(), end=found.end(), strength=strength)


def base58_checksum_holds(address: str) -> bool:
    """Whether the last four of the 25 bytes are the double SHA-256 of the rest (Bitcoin, Litecoin, Tron)."""
    number = 0
    for char in address:
        number = number * 58 + _BASE58.index(char)
    if number.bit_length() > 200:
        return False
    raw = number.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def luhn_holds(card: str) -> bool:
    """The Luhn test of ISO/IEC 7812, refusing one digit repeated."""
    digits = [int(char) for char in card if char.isascii() and char.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
