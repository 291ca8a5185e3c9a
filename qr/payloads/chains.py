"""Addresses of block chains whose checksum is right, each in the one form that its chain calls equal."""

import re
from base64 import b32decode, urlsafe_b64decode, urlsafe_b64encode
from binascii import crc_hqx
from collections.abc import Callable
from typing import NamedTuple

from qr.payloads.base58 import blocks, checked, ripple_checked
from qr.payloads.bech32 import is_cardano, is_segwit
from qr.payloads.cashaddr import is_cash
from qr.payloads.keccak import keccak256

# Version bytes before the 20 bytes of a hash. Litecoin's scripts once began with Bitcoin's 5.
_BASE58 = {
    b"\x00": "bitcoin",
    b"\x05": "bitcoin",
    b"\x30": "litecoin",
    b"\x32": "litecoin",
    b"\x1e": "dogecoin",
    b"\x16": "dogecoin",
    b"\x4c": "dash",
    b"\x10": "dash",
    b"\x41": "tron",
    b"\x1c\xb8": "zcash",
    b"\x1c\xbd": "zcash",
}
_HEX = re.compile(r"0[xX][0-9a-fA-F]{40}")
_STELLAR = re.compile(r"G[A-Z2-7]{55}")
_STELLAR_VERSION = 6 << 3
_TON = re.compile(r"[EU]Q[A-Za-z0-9_-]{46}")
_MONERO_NETWORKS = (18, 19, 42)
_TON_BOUNCEABLE, _TON_PLAIN = 0x11, 0x51


class Wallet(NamedTuple):
    """An address and the chain it belongs to."""

    chain: str
    address: str


def hash_address(address: str) -> Wallet | None:
    """Bitcoin and its kin, and TRON (Base58Check)."""
    if len(address) > 36:
        return None
    body = checked(address)
    chain = _BASE58.get(body[:-20]) if body else None
    return Wallet(chain, address) if chain else None


def segwit_address(address: str) -> Wallet | None:
    """Bitcoin and Litecoin (Bech32, Bech32m)."""
    chains = {"bc": "bitcoin", "ltc": "litecoin"}
    chain = next((chain for prefix, chain in chains.items() if is_segwit(address, prefix)), None)
    return Wallet(chain, address.lower()) if chain else None


def cash_address(address: str) -> Wallet | None:
    """Bitcoin Cash."""
    return Wallet("bitcoin-cash", address.lower()) if is_cash(address) else None


def cardano_address(address: str) -> Wallet | None:
    """Cardano, since its Shelley era."""
    return Wallet("cardano", address.lower()) if is_cardano(address) else None


def ethereum_address(address: str) -> Wallet | None:
    """Ethereum and its kin. Mixed case must be the checksum of EIP-55; one case alone carries none."""
    if not _HEX.fullmatch(address):
        return None
    digits = address[2:]
    if digits in (digits.lower(), digits.upper()) or digits == _eip55(digits.lower()):
        return Wallet("ethereum", "0x" + digits.lower())
    return None


def monero_address(address: str) -> Wallet | None:
    """Monero's standard, sub- and integrated addresses."""
    if len(address) not in (95, 106):
        return None
    body = blocks(address)
    if body is None or body[0] not in _MONERO_NETWORKS or keccak256(body[:-4])[:4] != body[-4:]:
        return None
    return Wallet("monero", address)


def ripple_address(address: str) -> Wallet | None:
    """Accounts of the XRP Ledger."""
    if not address.startswith("r") or len(address) > 35:
        return None
    body = ripple_checked(address)
    return Wallet("xrp", address) if body and len(body) == 21 and body[0] == 0 else None


def stellar_address(address: str) -> Wallet | None:
    """Accounts of Stellar (SEP 23)."""
    if not _STELLAR.fullmatch(address):
        return None
    body = b32decode(address)
    if body[0] != _STELLAR_VERSION or crc_hqx(body[:-2], 0).to_bytes(2, "little") != body[-2:]:
        return None
    return Wallet("stellar", address)


def ton_address(address: str) -> Wallet | None:
    """TON's user-friendly form; the bounceable and the other spelling are one account."""
    if not _TON.fullmatch(address):
        return None
    body = urlsafe_b64decode(address)
    if body[0] not in (_TON_BOUNCEABLE, _TON_PLAIN) or crc_hqx(body[:-2], 0).to_bytes(2, "big") != body[-2:]:
        return None
    bounceable = bytes([_TON_BOUNCEABLE]) + body[1:-2]
    friendly = urlsafe_b64encode(bounceable + crc_hqx(bounceable, 0).to_bytes(2, "big"))
    return Wallet("ton", friendly.decode("ascii"))


CHAINS: tuple[Callable[[str], Wallet | None], ...] = (
    hash_address,
    segwit_address,
    cash_address,
    cardano_address,
    ethereum_address,
    monero_address,
    ripple_address,
    stellar_address,
    ton_address,
)


def wallet_of(address: str) -> Wallet | None:
    """The wallet that a bare address is, or None."""
    found = (chain(address) for chain in CHAINS)
    return next((wallet for wallet in found if wallet is not None), None)


def _eip55(digits: str) -> str:
    digest = keccak256(digits.encode("ascii")).hex()
    return "".join(
        char.upper() if int(nibble, 16) >= 8 else char for char, nibble in zip(digits, digest, strict=False)
    )
