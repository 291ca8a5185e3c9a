"""The Russian dictionary, followed in its file, knows the words that pymorphy3 finds in it."""

import string

import pymorphy3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.corpus.written import load_written
from classifiers.dictionary import (
    branch_after,
    is_near_russian_word,
    is_russian_word,
    is_spelled,
    likeliest_spelling,
)
from classifiers.lexicon import words_of
from classifiers.slips import slips_of


@pytest.fixture(scope="module")
def analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


def test_the_words_of_texts_are_known_as_pymorphy3_knows_them(analyser: pymorphy3.MorphAnalyzer) -> None:
    words = {word for written in load_written() for word in words_of(written.text)}
    assert [word for word in words if is_russian_word(word) != analyser.word_is_known(word)] == []


@given(
    word=st.text("аеёжклмноё", max_size=6) | st.text(string.ascii_letters + string.digits + "'-", max_size=6)
)
def test_so_are_words_of_any_letters(analyser: pymorphy3.MorphAnalyzer, word: str) -> None:
    assert is_russian_word(word) == analyser.word_is_known(word)


@pytest.mark.parametrize("word", ["елка", "ёлка", "Москва"])
def test_e_may_stand_for_yo_and_capitals_count_for_nothing(word: str) -> None:
    assert is_russian_word(word)


def test_a_beginning_that_no_word_has_leads_nowhere() -> None:
    start = branch_after((), "")
    assert branch_after(start, "закла") == branch_after(branch_after(start, "за"), "кла") != ()
    assert branch_after(start, "щщщ") == branch_after(branch_after(start, "щщщ"), "а") == ()


@given(
    word=st.text("аекмо", min_size=1, max_size=6)
    | st.sampled_from(["малако", "молооко", "молок", "всегда", "щщщ"])
)
def test_a_word_is_near_where_one_of_its_slips_is_a_word(word: str) -> None:
    slips = (slip for _, slip in slips_of(word, "аекмо"))
    assert is_near_russian_word(word, "аекмо") == any(map(is_russian_word, slips))


@pytest.mark.parametrize(
    ("letters", "is_one"),
    [(("г", "ао", "р", "ао", "х"), True), (("в", "ао", "н", "а"), True), (("г", "ао", "р", "х"), False)],
)
def test_a_word_is_found_by_what_its_letters_may_be(letters: tuple[str, ...], *, is_one: bool) -> None:
    assert is_spelled(letters, "ьъй") is is_one


@pytest.mark.parametrize(
    ("pieces", "word"),
    [
        ((("н",), ("о",), ("ч", "чь")), "ночь"),
        ((("м",), ("о",), ("и", "й")), "мои"),
        ((("к",), ("ы",), ("ц",)), ""),
    ],
)
def test_the_likeliest_spelling_departs_least_from_the_first_letters(
    pieces: tuple[tuple[str, ...], ...], word: str
) -> None:
    assert likeliest_spelling(pieces) == word
