"""The wording model reads words one by one, and training and scoring read alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.training import counted
from classifiers.wording import (
    BUCKETS,
    HIGHER,
    HIGHEST,
    LOWEST,
    MAX_WORD,
    WEIGHT_DECIMALS,
    Wording,
    groups_of,
    held,
)

WEIGHTS = np.round(np.random.default_rng(5).normal(size=BUCKETS), WEIGHT_DECIMALS)
WORDING = Wording(WEIGHTS, 0.25)
WORDS = st.lists(st.text(st.characters(exclude_categories=()), min_size=1, max_size=30), max_size=12)


def test_words_that_share_letters_share_groups() -> None:
    assert groups_of("закладка") & groups_of("закладки") - groups_of("прикоп")
    assert not groups_of("закладка") & groups_of("прикоп")
    assert groups_of("120") == groups_of("7") == groups_of("0")


def test_the_end_of_a_very_long_word_is_not_read() -> None:
    assert groups_of("а" + "б" * 500) == groups_of("а" + "б" * MAX_WORD)


@pytest.mark.parametrize(
    "name", ["лисаковск", "лисаковске", "каменогорске", "қарағандыда", "almaty", "example"]
)
def test_names_of_towns_and_of_examples_say_nothing(name: str) -> None:
    assert WORDING.said_by(name) == 0.0
    assert WORDING.logit(["бос", name, "орын"]) == WORDING.logit(["бос", "орын"])


@pytest.mark.parametrize("word", ["гашиш", "test", "шум", "аксессуар", "есік"])
def test_words_that_begin_like_a_town_are_heard(word: str) -> None:
    assert groups_of(word)


def test_neither_order_nor_repetition_changes_what_is_said() -> None:
    assert WORDING.logit(["бос", "орын", "бар"]) == WORDING.logit(["бар", "бос", "орын", "бос"])


@given(WORDS)
def test_what_is_scored_is_what_was_trained(words: list[str]) -> None:
    [logit] = counted([words]) @ WEIGHTS + 0.25
    assert WORDING.logit(words) == pytest.approx(logit)


def test_it_counts_within_bounds() -> None:
    assert [held(logit) for logit in (-9.0, 0.5, 9.0)] == [LOWEST, 0.5, HIGHER]
    assert [held(logit, telling=True) for logit in (-9.0, 0.5, 9.0)] == [LOWEST, 0.5, HIGHEST]
