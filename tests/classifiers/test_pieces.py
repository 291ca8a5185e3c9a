"""What is no word in disguise is not asked for one."""

import pytest

from classifiers.lexicon import Lexicon
from classifiers.normaliser import normalise


@pytest.mark.parametrize(
    "plain",
    [
        "стр.5 50$ 500₸ 10-15к windows10 usb3.0 gta5 ps5 r&b a/b",
        "и(или) (не)известно слово(а) c++ c# да!нет [прайс] {меню}",
        "3этаж 2комнатная 3дня 5-й 10го 4g/5g 2х2 1+1=3",
        "αθήνα είναι η πρωτεύουσα της ελλάδας και",
        "пишите @shop24_ или shop24_@mail.example, t.me/kl4d_",
    ],
)
def test_figures_brackets_names_and_other_scripts_stay(lexicon: Lexicon, plain: str) -> None:
    assert normalise(plain, lexicon.decipherer).text == normalise(plain).text


def test_what_is_a_word_by_chance_is_asked_only_in_a_text_full_of_signs(lexicon: Lexicon) -> None:
    assert normalise("дом4 у реки", lexicon.decipherer).text == "дом4 у реки"
    assert "дома" in normalise("дом4 д0ст4вк4 3акл4дк0й", lexicon.decipherer).text


@pytest.mark.parametrize(
    "plain",
    [
        "10г 500к 1.5г/2г 4500тг 2-3шт 100мг. 0.5г:9к 21-й 15ти 2го 5х5м 12:30ч $50 50$ 607 1999",
        "@kl4d_b0t_ t.me/kl4d_ shop24_@mail.example 73kanat.example",
    ],
)
def test_amounts_and_names_stay_in_a_text_full_of_signs(lexicon: Lexicon, plain: str) -> None:
    text = normalise(f"д0ст4вк4 3акл4дк0й кур4т0р у площади в городе {plain}", lexicon.decipherer).text
    assert text == f"доставка закладкой куратор у площади в городе {plain}"
