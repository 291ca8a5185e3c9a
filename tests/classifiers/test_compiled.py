"""The packaged lexicons' tables are kept between processes, and never wrong."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from classifiers.compiled import packaged_lexicon
from classifiers.lexicon import Lexicon, load_terms, tokens_of
from classifiers.lexicon_tables import Built, Stored
from classifiers.term import Period, Term

TEXT = "закладки по городу, көмбені табасың, buy weed here. клад 1г"


def _terms_in(lexicon: Lexicon) -> list[Term]:
    return [match.term for match in lexicon.matches(TEXT, tokens_of(TEXT), kazakh=True)]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    packaged_lexicon(tmp_path)
    [path] = tmp_path.iterdir()
    return path


def test_tables_that_were_kept_are_those_that_were_made(lexicon: Lexicon, written: Path) -> None:
    kept = packaged_lexicon(written.parent)
    assert _terms_in(kept) == _terms_in(lexicon) != []
    made, stored = Built(load_terms()), Stored(Built(load_terms()).dumped())
    assert made.words == stored.words
    assert made.spellings == stored.spellings
    assert made.corrections == stored.corrections
    numbers = range(len(load_terms()))
    assert list(map(made.term, numbers)) == list(map(stored.term, numbers)) == list(load_terms())


def test_a_term_keeps_its_dates() -> None:
    valid = Period(since=datetime.date(2014, 3, 1))
    term = Term(text="словцо", language="ru", kind="C2_slang", strength=0.2, year=2020, valid=valid)
    assert Stored(Built([term]).dumped()).term(0) == term


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-9], lambda data: b"x" + data[1:], lambda data: data[:20]]
)
def test_a_file_that_is_not_whole_or_of_other_lexicons_is_made_anew(
    lexicon: Lexicon, written: Path, spoil: Callable[[bytes], bytes]
) -> None:
    whole = written.read_bytes()
    written.write_bytes(spoil(whole))
    assert _terms_in(packaged_lexicon(written.parent)) == _terms_in(lexicon)
    assert written.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_fault(lexicon: Lexicon, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("no folder", encoding="utf-8")
    assert _terms_in(packaged_lexicon(place)) == _terms_in(lexicon)
