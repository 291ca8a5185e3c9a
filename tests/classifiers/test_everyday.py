"""Everyday Kazakh words are right, whatever word of the trade is a letter away."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.compiled import compiled_lexicon
from classifiers.document import Document
from classifiers.everyday import LONGEST, everyday_stems, is_everyday
from classifiers.lexicon import Lexicon
from classifiers.morphology import MIN_KAZAKH_STEM, bare_kazakh
from classifiers.reading import fold


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return compiled_lexicon()


def test_every_word_of_the_list_is_one_with_its_own_letters_and_without() -> None:
    stems = [stem for stem in everyday_stems() if len(stem) >= MIN_KAZAKH_STEM]
    assert [stem for stem in stems if not (is_everyday(stem) and is_everyday(bare_kazakh(stem)))] == []


@pytest.mark.parametrize(
    "word",
    [
        "бірақ", "бирак", "тілеймін", "сіздерге", "тұрғындардың", "жеткіздіңіздер", "басталады",
        "ұйықтамаған", "мектептегілер", "қуанғанынан", "айтқымыз", "оқығалы", "келмесеңіз",
    ],
)  # fmt: skip
def test_a_stem_with_endings_in_their_order_is_one(word: str) -> None:
    assert is_everyday(word)


@pytest.mark.parametrize("word", ["закладка", "координт", "адресіміз", "ж", "", "а" * 40])
def test_nothing_else_is(word: str) -> None:
    assert not is_everyday(word)


@pytest.mark.parametrize(
    "text",
    [
        "Сіздерге бақыт тілеймін, бірақ бүгін келе алмаймын.",
        "Тұрғындар жиналды, дәріс сағат үште басталады, кейін тарайды.",
        "Биыл аға-әпкелеріміз сізге тілек айтып, гүл сыйлады, бәріміз қуандық.",
    ],
)
def test_everyday_words_are_read_as_they_are_written(text: str, lexicon: Lexicon) -> None:
    assert fold(Document(text=text), lexicon).normalised.text == text.lower()


def test_a_misspelled_word_of_the_trade_is_still_read(lexicon: Lexicon) -> None:
    text = "Бірақ бүгін магнтипен тұр, сіздерге бәрі дайын."
    assert "магнитпен" in fold(Document(text=text), lexicon).normalised.text


@given(word=st.text("алдтринкгмсуепзш", min_size=LONGEST, max_size=LONGEST))
def test_no_word_takes_long(word: str) -> None:
    is_everyday("бірақ")
    begun = perf_counter()
    is_everyday(word)
    assert perf_counter() - begun < 0.05
