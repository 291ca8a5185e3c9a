"""Base58 as Bitcoin and the XRP Ledger (with four bytes of double SHA-256 at the end), Solana (plain) and
Monero (in blocks) use it."""

from hashlib import sha256

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE = str.maketrans("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz", _ALPHABET)
_VALUE = {char: value for value, char in enumerate(_ALPHABET)}
_BLOCK = 11
# How many bytes a block of so many characters stands for (Monero's base58, src/common/base58.cpp).
_BLOCK_BYTES = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}
_LONGEST = 120


def checked(text: str) -> bytes | None:
    """The bytes before the checksum, or None where the text is not Base58Check."""
    decoded = plain(text) or b""
    body, checksum = decoded[:-4], decoded[-4:]
    return body if body and sha256(sha256(body).digest()).digest()[:4] == checksum else None


def ripple_checked(text: str) -> bytes | None:
    """The same in the XRP Ledger's alphabet, which has the same letters in another order."""
    return checked(text.translate(_RIPPLE))


def plain(text: str) -> bytes | None:
    """The bytes, or None where the text is not Base58."""
    number = _number(text)
    if number is None or len(text) > _LONGEST:
        return None
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def blocks(text: str) -> bytes | None:
    """The bytes of Monero's form, or None."""
    if len(text) > _LONGEST:
        return None
    parts: list[bytes] = []
    for start in range(0, len(text), _BLOCK):
        block = text[start : start + _BLOCK]
        size, number = _BLOCK_BYTES.get(len(block)), _number(block)
        if size is None or number is None or number >= 1 << (8 * size):
            return None
        parts.append(number.to_bytes(size, "big"))
    return b"".join(parts)


def _number(text: str) -> int | None:
    number = 0
    for char in text[: _LONGEST + 1]:
        value = _VALUE.get(char)
        if value is None:
            return None
        number = number * 58 + value
    return number
