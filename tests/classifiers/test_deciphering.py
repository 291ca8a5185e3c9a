"""Words written with signs, drawn or broken are read as the words they make, and plain texts stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.document import Document
from classifiers.lexicon import Lexicon
from classifiers.normaliser import Trick, normalise
from classifiers.reading import fold
from classifiers.slips import KAZAKH, Neighbours, nearby


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("п0с1е 0п1а7ы", "после оплаты"),
        ("кур4т0р ждё7", "куратор ждет"),
        ("9щик", "ящик"),
        ("пр06ник", "пробник"),
        ("buy ωεεd here", "buy weed here"),
        ("С0ca!n3 s0ld", "cocaine sold"),
        ("}|{изнь", "жизнь"),
        ("|<урьер", "курьер"),
        ("ла|-|дыш", "ландыш"),
        ("з4кл4дк4 н4 пл0щ4ди", "закладка на площади"),
        ("төл3м кур4т0р", "төлем куратор"),
        ("кур4т0р пл0щ4дь р46074 704к4 0т837 33м19 3@к43", "куратор площадь работа точка ответ земля заказ"),
        (
            "кур4т0р пл0щ4дь 74р@3 631ый 8е43р0м 4@т 3@610кир08ано",
            "куратор площадь тараз белый вечером чат заблокировано",
        ),
        ("0rd3r cry57al p!cs pa!d p@cka9e w@l1et 5m411", "order crystal pics paid package wallet small"),
        ("кур4т0р төл3м ж3ң1лд1к 63йн3сін", "куратор төлем жеңілдік бейнесін"),
    ],
)
def test_signs_are_read_as_the_word_they_make(lexicon: Lexicon, written: str, plain: str) -> None:
    result = normalise(written, lexicon.decipherer)
    words = zip(result.text.split(), plain.split(), strict=True)
    assert [got for got, meant in words if got != meant] == []
    assert result.disguises


def test_a_word_of_our_own_texts_is_read_before_a_rare_one(lexicon: Lexicon) -> None:
    assert normalise("@ст4на м0к0", lexicon.decipherer).text.startswith("астана")


@pytest.mark.parametrize(
    ("doubled", "single"),
    [
        ("ддоставкка мееф ммагниттт ттточка ггород лууучший", "доставка меф магнит точка город лучший"),
        ("длинная ванна и касса", "длинная ванна и касса"),
    ],
)
def test_double_letters_are_single_ones_where_others_are_repeated(
    lexicon: Lexicon, doubled: str, single: str
) -> None:
    assert normalise(doubled, lexicon.decipherer).text == single


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("рас~клад_ываешь", "раскладываешь"),
        ("@kla_d_bot_ и t.me/my_shop_name_", "@kla_d_bot_ и t.me/my_shop_name_"),
        ("вы\nплаты ден\nьги помо\nжет", "выплаты деньги поможет"),
        ("Көм-\nбе мен маг~нит, да\nйын", "көмбе мен магнит, дайын"),
        ("cou\nrier", "courier"),
        ("р❗абота", "работа"),
    ],
)
def test_a_word_broken_anywhere_is_whole_again(lexicon: Lexicon, broken: str, whole: str) -> None:
    assert normalise(broken, lexicon.decipherer).text == whole


@pytest.mark.parametrize("text", ["меф🔥гаш💎соль", "кто-то и/или кто-нибудь", "от двух\nне знаю\nты"])
def test_what_stands_between_words_stays(lexicon: Lexicon, text: str) -> None:
    assert normalise(text, lexicon.decipherer).text == text


def test_a_deciphered_word_is_quoted_as_it_was_written(lexicon: Lexicon) -> None:
    text = "тут 34к1@дк4 лежит"
    result = normalise(text, lexicon.decipherer)
    start = result.text.index("закладка")
    first, last = result.span(start, start + len("закладка"))
    assert text[first:last] == "34к1@дк4"
    assert {one.trick for one in result.disguises} == {Trick.LEET}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="закл4дк@301|{}/\\<>()-\n weed$!σΛb", max_size=80))
def test_signs_never_lose_their_place(lexicon: Lexicon, text: str) -> None:
    result = fold(Document(text=text), lexicon).normalised
    offsets = list(result.offsets)
    assert len(offsets) == len(result.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


def test_vowels_that_tell_kazakh_words_stay_apart() -> None:
    near = Neighbours(nearby(["қылмысы", "көмбе"], KAZAKH, 5), KAZAKH)
    assert near.slipped("келмесе")[1] == ""
    assert near.slipped("комби")[1] == "көмбе"
