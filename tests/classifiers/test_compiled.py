"""The packaged lexicons' tables are kept between processes, and never wrong."""

import datetime
from pathlib import Path

import pytest

from classifiers.compiled import compiled_lexicon
from classifiers.document import Document
from classifiers.lexicon import Lexicon, load_terms, tokens_of
from classifiers.lexicon_tables import Built, Stored
from classifiers.reading import fold
from classifiers.term import Period, Term

GROUP = '[[group]]\nkind = "C2_slang"\nlanguage = "ru"\nterms = "{}"'
TEXT = "закладки по городу, көмбені табасың, buy weed here. клад 1г"


def _terms_in(lexicon: Lexicon) -> list[Term]:
    return [match.term for match in lexicon.matches(TEXT, tokens_of(TEXT), kazakh=True)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the file of the packaged lexicons; to make it takes more than a second."""
    place = tmp_path_factory.mktemp("kept")
    compiled_lexicon(place=place)
    return place


@pytest.fixture(scope="module")
def made() -> Built:
    """The tables as the packaged terms come to them, read from no file."""
    return Built(load_terms())


def test_tables_that_were_kept_are_those_that_were_made(made: Built, kept: Path) -> None:
    [path] = kept.iterdir()
    before = path.stat().st_mtime_ns
    assert _terms_in(compiled_lexicon(place=kept)) == _terms_in(Lexicon(made)) != []
    assert path.stat().st_mtime_ns == before
    stored = Stored(made.dumped())
    assert made.words == stored.words
    assert made.spellings == stored.spellings
    assert made.corrections == stored.corrections
    assert made.leeway == stored.leeway
    numbers = range(len(load_terms()))
    assert list(map(stored.term, numbers)) == list(load_terms())


def test_an_offices_own_terms_are_kept_apart_and_made_anew_when_they_change(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for word in ("словцо", "словечко"):
        own.joinpath("ours.toml").write_text(GROUP.format(word), encoding="utf-8")
        for _ in ("made", "kept"):
            found = compiled_lexicon(own, tmp_path).matches(word, tokens_of(word), kazakh=False)
            assert [match.term.text for match in found] == [word]
    [kept] = tmp_path.glob("*.tables")
    assert kept.stat().st_mode & 0o077 == 0


def test_a_term_keeps_its_dates() -> None:
    valid = Period(since=datetime.date(2014, 3, 1))
    term = Term(text="словцо", language="ru", kind="C2_slang", strength=0.2, year=2020, valid=valid)
    assert Stored(Built([term]).dumped()).term(0) == term


def test_what_garbled_texts_may_mean_is_read_for_the_first_such_text_only() -> None:
    stored = Stored(Built([Term(text="словцо", language="ru", kind="C2_slang", strength=0.2)]).dumped())
    lexicon = Lexicon(stored)
    for text in ("Сегодня в городе хорошая погода", "Бүгін қалада ауа райы жақсы", "Nice weather today"):
        fold(Document(text=text), lexicon)
    assert "leeway" not in vars(stored)
    fold(Document(text="сваи райони, дастафка фсех цвитоф, аплата картай"), lexicon)
    assert "leeway" in vars(stored)
