"""The normaliser undoes disguises and never loses its place."""

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
        "1г2г 0,5г 20к",
    ],
)
def test_plain_words_stay_as_they_are(plain: str) -> None:
    result = normalise(plain)
    assert result.text == plain
    assert result.disguises == ()


def test_latin_i_in_a_kazakh_word_is_no_trick() -> None:
    result = normalise("бiр күнi қала")
    assert result.text == "бір күні қала"
    assert result.disguises == ()


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


def test_a_megabyte_is_folded_in_time_linear_in_its_length() -> None:
    nasty = "м.е.ф" + "а0" * 200_000 + " x y" * 100_000 + "\u200b" * 50_000
    started = time.process_time()
    normalise(nasty)
    assert time.process_time() - started < 5
