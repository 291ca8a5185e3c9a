"""Signs of money that goes a way which is hard to trace."""

from collections.abc import Callable

import pytest

from classifiers.detectors.wallets import base58_checksum_holds, luhn_holds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0x0000000000000000000000000000000000000000", "D1_wallet"),
        ("к оплате 0.00213 btc", "D5_exact_amount"),
        ("чек скинуть в бот", "D6_receipt"),
        ("2 g 0.0213 ฿", "D7_coin_price"),
        ("฿ = $2610.20 USD", "D7_coin_price"),
        ("exactly 0.00031, do not round", "D5_exact_amount"),
    ],
)
def test_a_sign_is_found(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind in kinds_in(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0000 0000 0000 0000", "D2_transfer"),
        ("без рецепта врача не отпускается", "D7_coin_price"),
    ],
)
def test_a_look_alike_is_left_alone(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind not in kinds_in(text)


def test_checksums_are_told_from_look_alikes() -> None:
    assert base58_checksum_holds("1111111111111111111114oLvT2")
    assert not base58_checksum_holds("1111111111111111111114oLvT3")
    assert luhn_holds("4000 0000 0000 0002")
    assert not luhn_holds("4000 0000 0000 0003")
    assert not luhn_holds("0000 0000 0000 0000")
