"""Which digits are hidden, and which are not (R12)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.masks import DOT, masked

NUMBERS = {
    "+7 700 000 00 00": "+7 700 ••• •• 00",
    "8 (700) 000-00-00": "8 (700) •••-••-00",
    "тел.87000000000": "тел.8700•••••00",
    "Kaspi 7000000000": "Kaspi 7000••••00",
    "2) 8-700-000-00-00, до 22": "2) 8-700-•••-••-00, до 22",
    "(700) 000-00-00": "(700) 0••-••-00",
    "wa.me/77000000000": "wa.me/7700•••••00",
    "?phone=77000000000&text=": "?phone=7700•••••00&text=",
    "tel:+77000000000": "tel:+7700•••••00",
    "+44 20 0000 0000": "+44 20 •••• ••00",
    "карта 4111 1111 1111 1111.": "карта 4111 11•• •••• 1111.",
    "4111111111111111": "411111••••••1111",
    "4111-1111-1111-1111 Kaspi": "4111-11••-••••-1111 Kaspi",
}
OTHERS = (
    "0,5 г — 9000 ₸, 1 г — 16000 ₸, 2 г — 30 000 ₸",
    "1г-9000 2г-16000 5г-40000",
    "2500 3500 4500 6000",
    "4000 3000 2000 1000",
    "5 г 70000 10 г 130000",
    "опт 700000 10 20 кг",
    "8 000 000 тенге",
    "7 700 000 тг",
    "250 мг 7000, 500 мг 13000",
    "100 200 300 400 500",
    "49.80471, 73.10941",
    "2026-03-02 06:00:00",
    "12.03.2026 14:30, 10:00-22:00",
    "заказ 1234567890123456",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "TJRyWwFs9wTFGZg3JbrVriFbNfCrfRyWw1",
    "0x71C7656EC7ab88b098defB751B7401B5f6d8976F",
    "@shop77000000000",
    "t.me/shop_4111111111111111",
)


@pytest.mark.parametrize("text", NUMBERS)
def test_a_card_or_phone_number_is_behind_dots_and_its_ends_are_not(text: str) -> None:
    assert masked(text) == NUMBERS[text]


@pytest.mark.parametrize("text", OTHERS)
def test_prices_weights_places_wallets_and_handles_are_left_as_they_are(text: str) -> None:
    assert masked(text) == text


@given(st.text(alphabet="0123456789+-. ()7847г₸@aк\u00a0", max_size=200))
def test_a_text_keeps_its_length_and_loses_nothing_but_digits(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    assert all(new in (old, DOT) for new, old in zip(shown, text, strict=True))
    assert all(old.isdigit() for new, old in zip(shown, text, strict=True) if new != old)
