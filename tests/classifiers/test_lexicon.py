"""Terms are found in any form, at word boundaries, and files that are wrong are refused by name."""

import pytest

from classifiers.errors import LexiconError
from classifiers.kinds import KINDS
from classifiers.lexicon import Lexicon, Term, load_terms, parse_terms, tokens_of
from classifiers.normaliser import normalise


def kinds_in(lexicon: Lexicon, text: str, *, kazakh: bool = False) -> dict[str, str]:
    folded = normalise(text).text
    found = lexicon.matches(folded, tokens_of(folded), kazakh=kazakh)
    return {folded[match.start : match.end]: match.term.kind for match in found}


@pytest.mark.parametrize("form", ["тайник", "тайника", "Тайниками", "ТАЙНИКЕ"])
def test_a_russian_term_is_found_in_every_form(lexicon: Lexicon, form: str) -> None:
    assert kinds_in(lexicon, f"тут {form}, там")[form.lower()] == "B1_stash_word"


@pytest.mark.parametrize("form", ["ненаход", "ненахода", "ненаходом", "ненаходу"])
def test_slang_that_no_dictionary_knows_is_declined(lexicon: Lexicon, form: str) -> None:
    assert kinds_in(lexicon, form)[form] == "B8_not_found"


@pytest.mark.parametrize(
    "form", ["жасырын орын", "жасырын орынның", "жасырын орындардың", "жасырын орындарға"]
)
def test_a_kazakh_term_is_found_with_any_chain_of_endings(lexicon: Lexicon, form: str) -> None:
    assert kinds_in(lexicon, f"бұл {form} туралы", kazakh=True)[form] == "B1_stash_word"


@pytest.mark.parametrize(
    "form", ["жасырын орын", "zhasyryn oryn", "толемнен кейин координат", "dayin mekenzhaylar"]
)
def test_kazakh_without_its_letters_is_found(lexicon: Lexicon, form: str) -> None:
    assert kinds_in(lexicon, form, kazakh=True)[form].startswith("B")


@pytest.mark.parametrize(
    "text", ["магнитола", "кладовая", "социализация", "гашение", "мефистофель", "тайнопись"]
)
def test_a_term_inside_another_word_is_not_found(lexicon: Lexicon, text: str) -> None:
    assert kinds_in(lexicon, text) == {}


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence(lexicon: Lexicon) -> None:
    assert "координаты после оплаты" in kinds_in(lexicon, "координаты после оплаты")
    assert not any(
        kind.startswith("B3") for kind in kinds_in(lexicon, "координаты. После оплаты чай").values()
    )


def test_every_term_of_the_packaged_lexicons_is_found_in_itself(lexicon: Lexicon) -> None:
    lost = []
    for term in lexicon.terms:
        folded = normalise(term.text.replace("*", "").replace("=", "")).text
        found = lexicon.matches(folded, tokens_of(folded), kazakh=term.language == "kk")
        if term not in {match.term for match in found}:
            lost.append(term.text)
    assert lost == []


def test_no_kazakh_term_claims_a_native_check_that_nobody_made() -> None:
    terms = load_terms()
    assert all(term.kind in KINDS and 0 < term.strength <= 1 for term in terms)
    assert not [term for term in terms if term.language == "kk" and term.checked]
    assert min(sum(term.language == language for term in terms) for language in ("ru", "kk", "en")) >= 500


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"not toml [", "not a lexicon"),
        (b"\xff\xfe", "not a lexicon"),
        (b'[[group]]\nkind = "Z9"\nlanguage = "ru"', "unknown kind 'Z9'"),
        (b'[[group]]\nkind = "L1_news"\nlanguage = "de"', "unknown language 'de'"),
        (b'[[group]]\nkind = "L1_news"\nlanguage = "ru"\ncolour = 1', "unknown field 'colour'"),
    ],
)
def test_a_wrong_lexicon_file_is_named(data: bytes, message: str) -> None:
    with pytest.raises(LexiconError, match=message) as caught:
        parse_terms("mine.toml", data)
    assert str(caught.value).startswith("mine.toml")


def test_a_term_without_a_word_is_refused() -> None:
    empty = Term(text="—", language="ru", kind="L1_news", sense="", strength=0.5, checked=True, years="")
    with pytest.raises(LexiconError, match="no word"):
        Lexicon([empty])
