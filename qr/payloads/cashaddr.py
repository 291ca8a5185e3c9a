"""Bitcoin Cash addresses (CashAddr, spec/cashaddr.md of the Bitcoin Cash specification)."""

from qr.payloads.bech32 import CHARSET

_PREFIX = "bitcoincash"
_GENERATOR = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
_LENGTH = 42  # a version byte and a hash of 20 bytes, and eight letters of checksum


def is_cash(text: str) -> bool:
    """Whether a text without its prefix is a valid address for a key or a script. All upper or all lower
    case."""
    lower = text.lower()
    if text not in (lower, text.upper()) or len(text) != _LENGTH or not set(lower) <= set(CHARSET):
        return False
    values = [CHARSET.index(char) for char in lower]
    version = values[0] << 3 | values[1] >> 2
    return version in (0, 8) and _polymod([*(ord(char) & 31 for char in _PREFIX), 0, *values]) == 0


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 35
        check = (check & 0x07FFFFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            if top >> bit & 1:
                check ^= generator
    return check ^ 1
