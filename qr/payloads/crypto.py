"""Wallets: addresses whose checksum is right, bare or in a payment URI (BIP 21, ERC-681, TON Connect)."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import crc_hqx
from collections.abc import Callable

from qr.payloads.base58 import blocks, checked
from qr.payloads.bech32 import is_segwit
from qr.payloads.keccak import keccak256
from qr.payloads.kinds import Payload, PayloadKind

_URI = re.compile(
    r"(?i)(?:bitcoin|litecoin|dogecoin|dash|zcash|ethereum|tron|trx|tether|usdt|monero|ton)"
    r":(?://)?(?:transfer/|pay-)?([A-Za-z0-9_-]{25,120})(?:[@/?&].*)?",
    re.DOTALL,
)
# Version bytes before the 20 bytes of a hash: Bitcoin, Litecoin, Dogecoin, Dash, TRON, Zcash.
_BASE58 = (
    b"\x00",
    b"\x05",
    b"\x30",
    b"\x32",
    b"\x1e",
    b"\x16",
    b"\x4c",
    b"\x10",
    b"\x41",
    b"\x1c\xb8",
    b"\x1c\xbd",
)
_HEX = re.compile(r"0[xX][0-9a-fA-F]{40}")
_TON = re.compile(r"[EU]Q[A-Za-z0-9_-]{46}")
_MONERO_NETWORKS = (18, 19, 42)
_TON_BOUNCEABLE, _TON_PLAIN = 0x11, 0x51


def parse_crypto(text: str) -> Payload | None:
    """A wallet; `value` is its address in the one form that its chain calls equal, `url` is None."""
    uri = _URI.fullmatch(text)
    address = uri[1] if uri else text
    if not 25 <= len(address) <= 120:
        return None
    for normal in CHAINS:
        value = normal(address)
        if value is not None:
            return Payload(kind=PayloadKind.CRYPTO, text=text, value=value)
    return None


def hash_address(address: str) -> str | None:
    """Bitcoin and its kin, and TRON (Base58Check)."""
    if len(address) > 36:
        return None
    body = checked(address)
    return address if body and any(body.startswith(v) and len(body) == len(v) + 20 for v in _BASE58) else None


def segwit_address(address: str) -> str | None:
    """Bitcoin and Litecoin (Bech32, Bech32m)."""
    return address.lower() if is_segwit(address, "bc") or is_segwit(address, "ltc") else None


def ethereum_address(address: str) -> str | None:
    """Ethereum and its kin. Mixed case must be the checksum of EIP-55; one case alone carries none."""
    if not _HEX.fullmatch(address):
        return None
    digits = address[2:]
    if digits in (digits.lower(), digits.upper()) or digits == _eip55(digits.lower()):
        return "0x" + digits.lower()
    return None


def monero_address(address: str) -> str | None:
    """Monero's standard, sub- and integrated addresses."""
    if len(address) not in (95, 106):
        return None
    body = blocks(address)
    if body is None or body[0] not in _MONERO_NETWORKS:
        return None
    return address if keccak256(body[:-4])[:4] == body[-4:] else None


def ton_address(address: str) -> str | None:
    """TON's user-friendly form; the bounceable and the other spelling are one account."""
    if not _TON.fullmatch(address):
        return None
    body = urlsafe_b64decode(address)
    if body[0] not in (_TON_BOUNCEABLE, _TON_PLAIN) or crc_hqx(body[:-2], 0) != int.from_bytes(
        body[-2:], "big"
    ):
        return None
    bounceable = bytes([_TON_BOUNCEABLE]) + body[1:-2]
    return urlsafe_b64encode(bounceable + crc_hqx(bounceable, 0).to_bytes(2, "big")).decode("ascii")


CHAINS: tuple[Callable[[str], str | None], ...] = (
    hash_address,
    segwit_address,
    ethereum_address,
    monero_address,
    ton_address,
)


def _eip55(digits: str) -> str:
    digest = keccak256(digits.encode("ascii")).hex()
    return "".join(
        char.upper() if int(nibble, 16) >= 8 else char for char, nibble in zip(digits, digest, strict=False)
    )
