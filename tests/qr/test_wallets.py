"""Addresses, services and payments that carry a checksum."""

from base64 import b32encode, b64encode
from binascii import crc32
from hashlib import sha256

import pytest

from qr.payload import PayloadKind, parse
from qr.payloads.chains import CHAINS
from qr.payloads.keccak import keccak256
from tests.qr.vectors import (
    BURNT,
    CARDANO,
    CASH,
    EIP55,
    IBAN,
    ONION,
    SEGWIT,
    STELLAR,
    TAPROOT,
    TRON,
    XRP,
    emv,
    epc,
    ton,
)


def monero() -> str:
    """The address whose keys are zeros."""
    letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    body = bytes([18]) + bytes(64)
    body += keccak256(body)[:4]
    parts = []
    for start in range(0, len(body), 8):
        block = body[start : start + 8]
        number, text = int.from_bytes(block, "big"), ""
        for _ in range(11 if len(block) == 8 else 7):
            number, digit = divmod(number, 58)
            text = letters[digit] + text
        parts.append(text)
    return "".join(parts)


def encrypted_i2p() -> str:
    """The address of an encrypted destination whose key is zeros."""
    key = bytes(32)
    mask = crc32(key).to_bytes(4, "little")
    head = bytes(byte ^ masked for byte, masked in zip((0, 7, 11), mask[:3], strict=True))
    return b32encode(head + key).decode("ascii").lower() + ".b32.i2p"


WALLETS = [
    *(BURNT, SEGWIT.lower(), TAPROOT, EIP55, TRON, ton(0x11)),
    *(CASH, CARDANO, XRP, STELLAR, monero()),
]
CHECKED = [*WALLETS, ONION, encrypted_i2p(), IBAN]


@pytest.mark.parametrize("address", CHECKED)
def test_any_one_wrong_letter_makes_it_another_thing(address: str) -> None:
    kind = parse(address).kind
    assert kind is not PayloadKind.TEXT
    # Of an encrypted I2P address the key is checked, not what stands before it.
    for place in range(5 if address.endswith(".i2p") else 0, len(address.partition(".")[0])):
        other = "2" if address[place] not in "2Zz" else "a"
        assert parse(address[:place] + other + address[place + 1 :]).kind is not kind, place


@pytest.mark.parametrize("text", [emv("000000000001"), epc(IBAN)])
def test_a_payment_form_with_a_wrong_digit_is_no_payment(text: str) -> None:
    assert parse(text).kind is PayloadKind.PAYMENT
    account = text.index("000000000001") if "000000000001" in text else text.index(IBAN) + 4
    for place in range(account, account + 12):
        other = "5" if text[place] != "5" else "6"
        assert parse(text[:place] + other + text[place + 1 :]).kind is PayloadKind.TEXT


def test_a_valid_address_belongs_to_one_chain() -> None:
    for address in WALLETS:
        assert sum(chain(address) is not None for chain in CHAINS) == 1


def test_an_address_of_solana_needs_its_scheme_for_it_has_no_checksum() -> None:
    assert parse("1" * 32).kind is PayloadKind.TEXT
    assert parse("solana:" + "1" * 31).kind is PayloadKind.TEXT


def test_a_token_goes_to_its_receiver_not_to_the_contract() -> None:
    receiver = "0x" + "1" * 40
    payload = parse(f"ethereum:{EIP55}@1/transfer?address={receiver}&uint256=5")
    assert payload.value == receiver
    assert payload.fields == (("chain", "ethereum"), ("token", EIP55.lower()), ("amount", "5"))


def test_an_address_helper_tells_the_destination_behind_a_name() -> None:
    destination = bytes(391)
    helped = b64encode(destination, altchars=b"-~").decode("ascii")
    hashed = b32encode(sha256(destination).digest()).decode("ascii").lower().rstrip("=") + ".b32.i2p"
    assert parse(f"http://qala.i2p/?i2paddresshelper={helped}").field("destination") == hashed
    assert parse(f"http://qala.i2p/?i2paddresshelper={hashed}").field("destination") == hashed
    assert parse("http://qala.i2p/?i2paddresshelper=x").fields == ()


def test_keccak_gives_the_published_digests() -> None:
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
    assert keccak256(b"a" * 135) != keccak256(b"a" * 136) != keccak256(b"a" * 137)
