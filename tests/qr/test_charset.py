"""From a symbol's bytes to its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr.charset import declared_text, text_of

RUSSIAN = [
    "Привет, мир",
    "ПРИВЕТ",
    "«ПРИВЕТ»",
    "«Привет»",
    "Тел. № 5",
    "да",
    "Цена 100 – 5",
    "ёж",
    "Shop: витрина",
]
KAZAKH = ["Қазақстан", "ӘНІ", "Өмір ұзақ, үміт һәм ғажап"]
JAPANESE = ["テスト日本", "ﾃﾞｻﾞｲﾝQR", "[外側QRコード]\n*ﾀﾞﾌﾞﾙQR*"]
WESTERN = ["café über", "Señor Muñoz", "naïve"]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        *((text, "cp1251") for text in RUSSIAN),
        *((text, "kz1048") for text in KAZAKH),
        *((text, "cp932") for text in JAPANESE),
        *((text, "cp1252") for text in WESTERN),
    ],
)
def test_the_character_set_is_guessed_for_this_part_of_the_world(text: str, codec: str) -> None:
    assert text_of(text.encode(codec)) == text_of(text.encode("utf-8")) == text


def test_a_declared_character_set_is_believed_and_a_guess_is_not() -> None:
    raw = "Привет мир".encode("iso8859-5")
    assert declared_text(raw, "Привет мир") == "Привет мир"
    windows = "Привет мир".encode("cp1251")
    assert declared_text(windows, windows.decode("latin-1")) == "Привет мир"


def test_binary_is_shown_byte_by_byte() -> None:
    assert text_of(b"\x01\x01R\xc5\xe9\xd0") == "\x01\x01R\xc5\xe9\xd0"


@given(st.binary(max_size=60))
def test_any_bytes_have_a_text(raw: bytes) -> None:
    assert bool(text_of(raw)) == bool(raw)


@given(st.text(max_size=60))
def test_utf8_is_always_believed(text: str) -> None:
    assert text_of(text.encode()) == text
