"""Bech32 (BIP 173) and Bech32m (BIP 350): segregated-witness addresses and those of Cardano (CIP 19)."""

CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32, _BECH32M = 1, 0x2BC830A3
_LONGEST = 90
_LONGEST_CARDANO = 108


def is_segwit(text: str, prefix: str) -> bool:
    """Whether a text is a valid address with this human-readable prefix. All upper or all lower case."""
    values = _values(text, prefix, _LONGEST)
    if not values:
        return False
    version, size = values[0], _size(values[1:-6])
    if _constant(prefix, values) != (_BECH32 if version == 0 else _BECH32M) or size is None:
        return False
    return size in (20, 32) if version == 0 else version <= 16 and 2 <= size <= 40


def is_cardano(text: str) -> bool:
    """Whether a text is a valid payment address of Cardano's main network: one or two hashes of 28 bytes
    after a byte of kind and network."""
    values = _values(text, "addr", _LONGEST_CARDANO)
    if not values or _constant("addr", values) != _BECH32:
        return False
    kind, network = values[0] >> 1, (values[0] & 1) << 3 | values[1] >> 2
    return kind < 8 and network == 1 and _size(values[:-6]) in (29, 57)


def _values(text: str, prefix: str, longest: int) -> list[int]:
    """The five-bit groups with their checksum, or none."""
    if text not in (text.lower(), text.upper()) or len(text) > longest:
        return []
    found, _, body = text.lower().rpartition("1")
    if found != prefix or len(body) < 7 or not set(body) <= set(CHARSET):
        return []
    return [CHARSET.index(char) for char in body]


def _constant(prefix: str, values: list[int]) -> int:
    expanded = [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix), *values]
    return remainder(expanded, _GENERATOR, 25)


def _size(groups: list[int]) -> int | None:
    """How many bytes five-bit groups hold, None where they are not padded with zeros."""
    size, spare = divmod(len(groups) * 5, 8)
    if spare > 4 or (groups and groups[-1] & ((1 << spare) - 1)):
        return None
    return size


def remainder(values: list[int], generators: tuple[int, ...], bits: int) -> int:
    """The remainder of five-bit values as a polynomial; `bits` is how many stay when a value comes in."""
    check = 1
    for value in values:
        top = check >> bits
        check = (check & ((1 << bits) - 1)) << 5 ^ value
        for bit, generator in enumerate(generators):
            if top >> bit & 1:
                check ^= generator
    return check
