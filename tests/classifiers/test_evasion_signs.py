"""Signs instead of words, words in disguise, and addresses in a frame."""

from collections.abc import Callable

import pytest

from classifiers.detectors import DETECTORS
from classifiers.detectors.detector import collect
from classifiers.document import Document
from classifiers.lexicon import Lexicon
from classifiers.reading import fold, read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("❄️ Амфетамин ❄️ 💎 Мефедрон 💎", "H2_emoji_goods"),
        ("❄️ 1г 16000\n🌿 1г 12000", "H1_emoji_price"),
        ("🎁 vitrina.example 🎁", "K3_framed_address"),
        ("мeфeдpoн", "K1_disguised_term"),
    ],
)
def test_a_sign_is_found(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind in kinds_in(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("бес килограмммен", "K1_disguised_term"),
    ],
)
def test_a_look_alike_is_left_alone(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind not in kinds_in(text)


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("сегодня снова привезли мeфeдpoн", 0.7),
        ("ceгoдня cнoвa пpивeзли мeфeдpoн", 0.21),
        ("сегодня снова только бuткoин", 0.21),
    ],
)
def test_a_disguise_says_little_of_a_word_of_any_shop_and_where_other_words_have_it(
    lexicon: Lexicon, text: str, strength: float
) -> None:
    marks = collect(read(fold(Document(text=text), lexicon), lexicon), DETECTORS)
    assert [mark.strength for mark in marks if mark.kind == "K1_disguised_term"] == [pytest.approx(strength)]
