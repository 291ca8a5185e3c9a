"""Segregated-witness addresses: Bech32 (BIP 173) and Bech32m (BIP 350)."""

_CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32, _BECH32M = 1, 0x2BC830A3
_LONGEST = 90


def is_segwit(text: str, prefix: str) -> bool:
    """Whether a text is a valid address with this human-readable prefix. All upper or all lower case."""
    if text not in (text.lower(), text.upper()) or len(text) > _LONGEST:
        return False
    found, _, body = text.lower().rpartition("1")
    if found != prefix or len(body) < 7 or not set(body) <= set(_CHARSET):
        return False
    values = [_CHARSET.index(char) for char in body]
    version = values[0]
    constant = _polymod([*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix), *values])
    return constant == (_BECH32 if version == 0 else _BECH32M) and _fits(version, values[1:-6])


def _fits(version: int, groups: list[int]) -> bool:
    """Whether five-bit groups hold a witness program of a lawful length, padded with zeros."""
    size, spare = divmod(len(groups) * 5, 8)
    if spare > 4 or (groups and groups[-1] & ((1 << spare) - 1)):
        return False
    return size in (20, 32) if version == 0 else version <= 16 and 2 <= size <= 40


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            if top >> bit & 1:
                check ^= generator
    return check
