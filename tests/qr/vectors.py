"""Invented payloads, published test vectors, and what builds texts that carry a checksum."""

from base64 import b32encode, urlsafe_b64encode
from binascii import crc_hqx
from hashlib import sha3_256

HANDLE = "qala_vitrina_"
PHONE = "+77000000001"
ONION = (
    b32encode(bytes(32) + sha3_256(b".onion checksum" + bytes(32) + b"\x03").digest()[:2] + b"\x03")
    .decode()
    .lower()
    + ".onion"
)
# Nobody holds the keys of these: a hash or a key of zeros, or a published test vector (BIP 173, BIP 350,
# EIP-55, the CashAddr specification, CIP 19).
BURNT = "1111111111111111111114oLvT2"
SEGWIT = "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"
TAPROOT = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
EIP55 = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
TRON = "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb"
CASH = "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"
CARDANO = "addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8"
XRP = "rrrrrrrrrrrrrrrrrrrrrhoLvTp"
STELLAR = "GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF"
SOLANA = "1" * 32
IBAN = "KZ86125KZT5004100100"  # the registry's own example
I2P = "a" * 52 + ".b32.i2p"


def ton(tag: int) -> str:
    body = bytes([tag, 0]) + bytes(32)
    return urlsafe_b64encode(body + crc_hqx(body, 0).to_bytes(2, "big")).decode()


def epc(iban: str, amount: str = "EUR5.00") -> str:
    return "\n".join(("BCD", "002", "1", "SCT", "BICXKZKX", "Qala", iban, amount, "", "", "order 7"))


def emv(account: str, amount: str = "") -> str:
    """A merchant's code with its checksum."""
    merchant = _numbered(("00", "KZ.EXAMPLE.PAY"), ("01", account))
    body = _numbered(
        ("00", "01"),
        ("26", merchant),
        ("52", "0000"),
        ("53", "398"),
        ("54", amount),
        ("58", "KZ"),
        ("59", "Қала"),
    )
    body += "6304"
    return f"{body}{crc_hqx(body.encode(), 0xFFFF):04X}"


def _numbered(*parts: tuple[str, str]) -> str:
    return "".join(f"{number}{len(value):02}{value}" for number, value in parts if value)
