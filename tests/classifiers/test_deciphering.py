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
    ],
)
def test_signs_are_read_as_the_word_they_make(lexicon: Lexicon, written: str, plain: str) -> None:
    result = normalise(written, lexicon.decipherer)
    words = zip(result.text.split(), plain.split(), strict=True)
    assert [got for got, meant in words if got != meant] == []
    assert result.disguises


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
    ("written", "plain"),
    [
        (
            "мaгнит лeжит тyт, cepый кaмeнь, kto нe haшeл, ecть фoто",
            "магнит лежит тут, серый камень, кто не нашел, есть фото",
        ),
        ("тayap кepeк, бip екi мaгнит, kepek emec", "тауар керек, бір екі магнит, керек емес"),
        ("photoѕ of thе plасe аre sеnt to раумеnt", "photos of the place are sent to payment"),
    ],
)
def test_words_of_two_scripts_are_read_in_the_one_that_knows_them(
    lexicon: Lexicon, written: str, plain: str
) -> None:
    result = normalise(written, lexicon.decipherer)
    assert result.text == plain
    assert {one.trick for one in result.disguises} == {Trick.HOMOGLYPH}


def test_a_word_that_looks_the_same_in_two_scripts_stays_where_one_letter_slipped(lexicon: Lexicon) -> None:
    assert normalise("зaшел в top и box, ушел", lexicon.decipherer).text == "зашел в top и box, ушел"


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
