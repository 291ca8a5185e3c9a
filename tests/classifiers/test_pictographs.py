"""Pictographs are words to the wording model."""

from hypothesis import given
from hypothesis import strategies as st

from classifiers.document import Document
from classifiers.lexicon import Lexicon
from classifiers.pictographs import pictograph_names
from classifiers.weighed import weigh_document


def test_a_pictograph_has_the_words_of_its_name() -> None:
    assert list(pictograph_names("🍁 и ❄️")) == ["maple", "leaf", "snowflake"]


def test_how_it_is_drawn_says_nothing() -> None:
    assert list(pictograph_names("❤ ✅")) == ["heart", "check", "mark"]


@given(st.text(max_size=40))
def test_any_text_has_names_or_none(text: str) -> None:
    assert all(name.strip() == name.lower() for name in pictograph_names(text))


def test_the_words_of_a_text_hold_its_pictographs(lexicon: Lexicon) -> None:
    weighed = weigh_document(Document(text="Привет 🍄 @qala_vitrina_"), lexicon)
    assert "mushroom" in weighed.words("sale")
