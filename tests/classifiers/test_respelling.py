"""Words of two scripts are read in one, and a slip of the keyboard is no disguise."""

import pytest

from classifiers.lexicon import Lexicon
from classifiers.normaliser import Trick, normalise


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
