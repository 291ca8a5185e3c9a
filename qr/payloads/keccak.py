"""Keccak-256 with the padding of the original submission (Bertoni et al. 2011), as Ethereum and Monero use
it. The standard library has only SHA-3, whose padding differs (FIPS 202)."""

_RATE = 136
_MASK = (1 << 64) - 1
_ROUNDS = 24


def _round_constants() -> tuple[int, ...]:
    constants, register = [], 1
    for _ in range(_ROUNDS):
        constant = 0
        for power in range(7):
            if register & 1:
                constant ^= 1 << ((1 << power) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return tuple(constants)


_CONSTANTS = _round_constants()


def keccak256(data: bytes) -> bytes:
    """The 32-byte digest. Meant for the few bytes of an address, not for speed."""
    padded = bytearray(data + b"\x01" + bytes(-(len(data) + 1) % _RATE))
    padded[-1] |= 0x80
    lanes = [0] * 25
    for start in range(0, len(padded), _RATE):
        for index in range(_RATE // 8):
            offset = start + 8 * index
            lanes[index] ^= int.from_bytes(padded[offset : offset + 8], "little")
        lanes = _permuted(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _permuted(lanes: list[int]) -> list[int]:
    for constant in _CONSTANTS:
        lanes = _chi(_rho_pi(_theta(lanes)))
        lanes[0] ^= constant
    return lanes


def _theta(lanes: list[int]) -> list[int]:
    columns = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
    mixed = [columns[(x - 1) % 5] ^ _turned(columns[(x + 1) % 5], 1) for x in range(5)]
    return [lane ^ mixed[index % 5] for index, lane in enumerate(lanes)]


def _rho_pi(lanes: list[int]) -> list[int]:
    moved, x, y, current = list(lanes), 1, 0, lanes[1]
    for step in range(24):
        x, y = y, (2 * x + 3 * y) % 5
        index = x + 5 * y
        current, moved[index] = lanes[index], _turned(current, (step + 1) * (step + 2) // 2)
    return moved


def _chi(lanes: list[int]) -> list[int]:
    return [
        lane ^ (~lanes[index - index % 5 + (index + 1) % 5] & lanes[index - index % 5 + (index + 2) % 5])
        for index, lane in enumerate(lanes)
    ]


def _turned(lane: int, by: int) -> int:
    by %= 64
    return (lane << by | lane >> (64 - by)) & _MASK
