"""The normaliser undoes disguises and never loses its place."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.normaliser import Trick, normalise

HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("мефедронklad0349@. \u200b\u00ad\u0301\u20e3ﬁ🅼ⓜ𝐦Ｍқғңөұүһі*·-_"),
    ),
    max_size=200,
)


@pytest.mark.parametrize(
    ("disguised", "plain", "trick"),
    [
        ("мeфeдpoн", "мефедрон", Trick.HOMOGLYPH),
        ("м.е.ф", "меф", Trick.SPACED),
        ("м е ф е д р о н", "мефедрон", Trick.SPACED),
        ("м-е-ф", "меф", Trick.SPACED),
        ("за*клад*ка", "закладка", Trick.SPACED),
        ("к\u200bл\u200bад", "клад", Trick.ZERO_WIDTH),
        ("c0caine", "cocaine", Trick.LEET),
        ("з4кладка", "закладка", Trick.LEET),
        ("🅼🅴🅵", "mef", Trick.STYLED),
        ("𝐦𝐞𝐟", "mef", Trick.STYLED),
        ("ⓜⓔⓕ", "mef", Trick.STYLED),
        ("Ｍｅｆ", "mef", Trick.STYLED),
        ("рvр", "pvp", Trick.HOMOGLYPH),
        ("cοcaine", "cocaine", Trick.HOMOGLYPH),
        ("ᎷᎬФ", "меф", Trick.HOMOGLYPH),
        ("мᴇфᴇдᴘᴏн", "мефедрон", Trick.STYLED),
        ("🇲🇪🇫", "mef", Trick.STYLED),
        ("м̶е̶ф̶", "меф", Trick.STYLED),
        ("3акл4дк@", "закладка", Trick.LEET),
        ("м3ф3дрон", "мефедрон", Trick.LEET),
        ("4истый", "чистый", Trick.LEET),
        ("@птека", "аптека", Trick.LEET),
        ("w33d", "weed", Trick.LEET),
        ("ккклад", "клад", Trick.REPEATED),
        ("закладкааа", "закладка", Trick.REPEATED),
        ("кооордината", "координата", Trick.REPEATED),
        ("м_е_ф", "меф", Trick.SPACED),
        ("м💊е💊ф", "меф", Trick.SPACED),
        ("к\nл\nа\nд", "клад", Trick.SPACED),
        ("зак-лад-ка", "закладка", Trick.SPACED),
        ("мeф @qala_two_towers_", "меф @qala_two_towers_", Trick.HOMOGLYPH),
    ],
)
def test_a_disguised_word_is_unmasked_and_the_trick_named(disguised: str, plain: str, trick: Trick) -> None:
    result = normalise(disguised)
    assert result.text == plain
    assert trick in {one.trick for one in result.disguises}


@pytest.mark.parametrize(
    "plain",
    [
        "қағаз, ғылым, таңғы, өзен, ұшақ, үй, һәм, іргетас, әке",
        "@shop24_ 4-mmc t.me/abc_x",
        "pdfка и wi-fi, covid-19, mp3, h2o, b2b",
        "1г2г 0,5г 20к, 3этаж, дом4, 2комнатная, 3дня",
        "iphone-ы, iphoneы, prом, smmщик, itшник, mp3плеер",
        "c2h5oh, α-pvp, 5μg, d-метамфетамин, ipv6, i18n, 4mmc",
        "ссср, ооо, www, xviii, хviii",
        "слово..слово, а, б, в, г: x",
        "user@mail.example $btc 🇰🇿🇷🇺 и́стина",
    ],
)
def test_plain_words_stay_as_they_are(plain: str) -> None:
    result = normalise(plain)
    assert result.text == plain.replace("и\u0301", "и").replace("хviii", "xviii")
    assert result.disguises == ()


def test_latin_i_in_a_kazakh_word_is_no_trick() -> None:
    result = normalise("бiр күнi қала")
    assert result.text == "бір күні қала"
    assert result.disguises == ()


@pytest.mark.parametrize(
    ("meant", "written", "read"),
    [
        ("Купить хлеб, әуежай", "utf-8", "cp1251"),
        ("Купить хлеб, әуежай", "utf-8", "latin-1"),
        ("Купить хлеб", "cp1251", "cp1252"),
        ("Қазақша әуежай, өте жақсы", "kz1048", "latin-1"),
        ("Қазақша әуежай, ұзын жыл", "kz1048", "cp1251"),
    ],
)
def test_a_wrongly_decoded_text_is_read_as_it_was_meant(meant: str, written: str, read: str) -> None:
    table = {bytes([code]): chr(code) for code in range(0x80, 0xA0)}
    seen = "".join(
        one.decode(read, "ignore") or table[one] for one in (bytes([code]) for code in meant.encode(written))
    )
    result = normalise(seen)
    assert result.text == meant.lower()
    assert result.disguises == ()


@pytest.mark.parametrize("text", ["Сёмга и Тёма", "señor, façade, çà et là", "ТІРІ ЖАН", "Њујорк је град"])
def test_well_decoded_text_is_not_repaired(text: str) -> None:
    assert [char.isalpha() for char in normalise(text).text] == [char.isalpha() for char in text]
    assert len(normalise(text).text) == len(text)


def test_a_letter_hidden_between_two_is_told_with_them() -> None:
    text = "за\u200bклад"
    result = normalise(text)
    assert [text[slice(*result.span(one.start, one.end))] for one in result.disguises] == ["а\u200bк"]


def test_a_quote_is_the_original_disguise() -> None:
    text = "тут 3акл4дк@, м.е.ф и ккклад"
    result = normalise(text)
    for plain, original in (("закладка", "3акл4дк@"), ("меф", "м.е.ф"), ("клад", "ккклад")):
        start = result.text.rindex(plain)
        first, last = result.span(start, start + len(plain))
        assert text[first:last] == original


@given(HOSTILE)
def test_every_character_knows_where_it_came_from(text: str) -> None:
    result = normalise(text)
    offsets = list(result.offsets)
    assert len(offsets) == len(result.text) + 1
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)
    assert offsets[-1] == len(text)
    assert all(0 <= one.start <= one.end <= len(result.text) for one in result.disguises)


@given(HOSTILE, st.integers(0, 200), st.integers(0, 200))
def test_a_span_of_the_folded_text_maps_into_the_original(text: str, first: int, second: int) -> None:
    result = normalise(text)
    start, end = sorted((min(first, len(result.text)), min(second, len(result.text))))
    low, high = result.span(start, end) if start < end else (0, 0)
    assert 0 <= low <= high <= len(text)
    assert start == end or low < high


@given(HOSTILE)
def test_invisible_characters_never_survive(text: str) -> None:
    assert not set(normalise(text).text) & set("\u200b\u200c\u200d\u00ad\ufeff\u2060")


@pytest.mark.parametrize(
    "unit",
    [
        "м.е.ф ",
        "а0",
        " x y",
        "\u200b",
        "Рђ",
        "Ð°",
        "ааа",
        "a@",
        "3акл4дк@ ",
        "м_",
        "к\n",
        "м-е-",
        "a\u0336",
        "🇲",
        "http://",
    ],
)
def test_a_megabyte_is_folded_in_time_linear_in_its_length(unit: str) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        normalise(unit * (length // len(unit)))
        return time.process_time() - started

    seconds(1000)
    short, long = (min(seconds(length) for _ in range(3)) for length in (10_000, 100_000))
    assert long < max(0.05, 30 * short)


def test_the_kazakh_alphabet_of_2018_is_read_and_other_acutes_fall_off() -> None:
    assert normalise("aýdanǵa sýretin jiberemiz").text == "audanga suretin jiberemiz"
    assert normalise("ýlice být").text == "ylice byt"


@pytest.mark.parametrize(
    ("spaced", "plain"),
    [
        ("лежит в т о ч к е , з а б е р и  сам", "лежит в точке, забери сам"),
        ("г д е  о н а  с е й ч а с ?", "где она сейчас?"),
        ("т о ч к а  в п а р к е", "точка в парке"),
    ],
)
def test_spaced_words_leave_no_gaps_and_keep_the_words_of_one_letter(spaced: str, plain: str) -> None:
    result = normalise(spaced)
    assert re.sub(" +", " ", result.text) == plain
    assert list(result.offsets) == sorted(result.offsets)
