"""Bitcoin Cash addresses (CashAddr, spec/cashaddr.md of the Bitcoin Cash specification)."""

from qr.payloads.bech32 import CHARSET, remainder

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
    expanded = [*(ord(char) & 31 for char in _PREFIX), 0, *values]
    return version in (0, 8) and remainder(expanded, _GENERATOR, 35) == 1
