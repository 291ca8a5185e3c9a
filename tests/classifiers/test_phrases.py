"""Phrases are found wherever they stand, whatever else their words may be."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from classifiers.phrases import Keys, entry_of, find, tree_of

WORDS = st.lists(
    st.sets(st.sampled_from("abc"), max_size=2).map(lambda keys: tuple(sorted(keys))), max_size=12
)
PHRASES = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple), max_size=8, unique=True
)


def _one_by_one(phrases: Sequence[Keys], words: Sequence[Keys]) -> set[tuple[int, int, int]]:
    return {
        (number, start, start + len(keys))
        for number, keys in enumerate(phrases)
        for start in range(len(words) - len(keys) + 1)
        if all(key in words[start + place] for place, key in enumerate(keys))
    }


@given(phrases=PHRASES, words=WORDS)
def test_what_is_found_is_what_a_search_word_by_word_finds(phrases: list[Keys], words: list[Keys]) -> None:
    tree = tree_of(phrases)
    found = find(tree, [entry_of(tree, keys) for keys in words])
    assert set(found) == _one_by_one(phrases, words)
    assert len(found) == len(set(found))
