"""The sieve: what it keeps back would have been benign, and it sees whatever a detector can find."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.corpus.texts import generate
from classifiers.corpus.written import load_written
from classifiers.detectors import DETECTORS
from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.detector import collect
from classifiers.detectors.hints import LONG
from classifiers.detectors.page_types import SHAPES
from classifiers.detectors.pay import SOUGHT
from classifiers.document import Document
from classifiers.evidence import Evidence
from classifiers.kinds import KINDS
from classifiers.lexicon import Lexicon, parse_terms
from classifiers.model import load_model
from classifiers.normaliser import normalise
from classifiers.reading import Mark, Reading, fold, read
from classifiers.rules import CAP_LONE, CAP_SILENT, UNSURE, capped, gates
from classifiers.score import Label, Score, Scorer
from classifiers.scorer import EvidenceScorer
from classifiers.sieve import ALONE, Sieve
from classifiers.signal import Family
from classifiers.weighed import weigh_document

FILLER = "сегодня в городе тепло бүгін қалада жылы it is warm in the city today . , \n ! 😀 2024 12:30"
SIGNS = (
    "1г 16000 ₸ (прикоп) координаты после оплаты @qala_vitrina_ t.me/qala_ меф гашиш 💊 0,5 9к день за "
    "анонимно залог кладмен 120 000 в неделю зеркало: https://vitrina.example kraken onion вход "
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 0000 0000 1111 2222 koordinaty posle oplaty мeф м.е.ф төлем "
    "көмбе аптасына тәжірибесіз buy no prescription 20mg $0.40 add to cart алматы астана шымкент чек в бот"
)
WORDS = st.sampled_from([*FILLER.split(" "), *SIGNS.split(" ")])
EVERY = 3
"""Of the written texts: all of them would take a minute."""
TEXTS = st.lists(WORDS, max_size=25).map(" ".join)


@pytest.fixture(scope="module")
def sieve(lexicon: Lexicon) -> Sieve:
    return Sieve(lexicon, DETECTORS)


class Everywhere:
    """What it looks for may be in any text, and is in none."""

    kinds = frozenset({"A1_catalog_price", "B1_stash_word"})
    clues: ClassVar[Clues] = {}

    def detect(self, reading: Reading) -> Iterator[Mark]:  # noqa: ARG002 - a detector's
        return iter(())


def missed(sieve: Sieve, lexicon: Lexicon, document: Document) -> frozenset[Family]:
    """Families that a full reading finds and the sieve held to be impossible."""
    weighed = weigh_document(document, lexicon)
    found = frozenset({*weighed.sale.families, *weighed.recruitment.families})
    return found - sieve.possible(fold(document, lexicon)).families


def unseen(sieve: Sieve, lexicon: Lexicon, document: Document) -> frozenset[str]:
    """Kinds of marks that all detectors find and those that the sieve lets through do not."""
    folded = fold(document, lexicon)
    reading = read(folded, lexicon)
    found = {mark.kind for mark in collect(reading, DETECTORS)}
    return frozenset(found - {mark.kind for mark in collect(reading, sieve.possible(folded).detectors)})


def test_no_family_is_found_in_a_text_where_the_sieve_allows_none(sieve: Sieve, lexicon: Lexicon) -> None:
    texts = generate(23, 1, EVERY)
    assert [one.text for one in texts if missed(sieve, lexicon, Document(text=one.text))] == []


def test_no_detector_is_kept_from_a_text_where_it_finds_a_thing(sieve: Sieve, lexicon: Lexicon) -> None:
    texts = [one.text for one in generate(29, 1, 4 * EVERY)]
    assert [text for text in texts if unseen(sieve, lexicon, Document(text=text))] == []
    kept = {len(sieve.possible(fold(Document(text=text), lexicon)).detectors) for text in texts}
    assert min(kept) < len(DETECTORS) / 2


def test_nor_from_a_long_text(sieve: Sieve, lexicon: Lexicon) -> None:
    texts = [one.text for one in generate(31, 1, EVERY)]
    long = ["\n".join(texts[first : first + 80]) for first in range(0, len(texts) - 80, 160)]
    assert min(map(len, long)) > LONG
    assert [text for text in long if unseen(sieve, lexicon, Document(text=text))] == []


def test_a_glimpse_is_had_of_whatever_is_found() -> None:
    clues: set[Clue] = set()
    for detector in DETECTORS:
        clues.update(*detector.clues.values())
    sought = [(clue.text, clue.glimpse) for clue in clues if clue.text and clue.glimpse]
    sought += [(shape.pattern, shape.glimpse) for shape in SHAPES if shape.glimpse]
    sought += SOUGHT
    texts = [one.text for one in generate(37, 3, EVERY)] + [one.text for one in load_written()[1::EVERY]]
    texts = [normalise(text).text for text in texts]
    seen = {pattern for pattern, _ in sought if any(map(pattern.search, texts))}
    assert len(seen) > len(sought) // 2
    assert [
        (pattern, text)
        for pattern, glimpse in sought
        for text in texts
        if pattern.search(text) and not glimpse.search(text)
    ] == []


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(TEXTS, st.text(max_size=80)), link=st.sampled_from(["", "https://T.ME/qala_vitrina_"]))
def test_the_sieve_allows_for_whatever_is_found(sieve: Sieve, lexicon: Lexicon, text: str, link: str) -> None:
    document = Document(text=text, links=(link,) if link else ())
    assert not missed(sieve, lexicon, document)
    assert not unseen(sieve, lexicon, document)


@pytest.mark.parametrize("family", sorted(ALONE))
def test_a_family_that_may_speak_alone_opens_no_gate_and_is_benign_for_any_model(family: Family) -> None:
    kinds = {name: 1.0 for name, kind in KINDS.items() if kind.family is family}
    lone = Evidence(
        kinds=kinds, families={family: 1.3}, counter={}, reached=True, plain=1.0, window=(0, 10_000)
    )
    gate = gates(lone, lone)
    assert not gate.sale
    assert not gate.recruitment
    assert capped(1.0, gate=False, families=gate.families) <= CAP_LONE < UNSURE


def test_ordinary_texts_are_not_read_and_rank_below_those_that_are(scorer: Scorer) -> None:
    def of(text: str) -> Score:
        return scorer.score([Document(text=text)])[0]

    plain, lone = of("Сегодня тепло, вечером дождь."), of("Пишите нам: @qala_muzei_")
    assert (plain.label, plain.language, plain.signals) == (Label.BENIGN, "ru", ())
    assert plain.value <= CAP_SILENT < UNSURE
    assert of("Говорили о гашише.").value > lone.value > plain.value


def test_a_text_that_is_not_read_gets_what_reading_it_would_give(scorer: Scorer, lexicon: Lexicon) -> None:
    for text in ("Сегодня тепло, вечером дождь.", "Кеше базарда алма арзан болды.", "🌿 all quiet here"):
        assert Sieve(lexicon, DETECTORS).possible(fold(Document(text=text), lexicon)).most == 0
        [read] = EvidenceScorer(load_model(), lexicon, [Everywhere()]).score([Document(text=text)])
        [unread] = scorer.score([Document(text=text)])
        assert (read.sale, read.recruitment) == pytest.approx((unread.sale, unread.recruitment))


def test_an_offices_own_words_pass_the_sieve(sieve: Sieve) -> None:
    own = Lexicon(
        parse_terms(
            "own.toml", '[[group]]\nkind = "C2_slang"\nlanguage = "ru"\nterms = "бармаглотин"'.encode()
        )
    )
    text = fold(Document(text="Есть бармаглотин, вечером"), own)
    assert Family.SUBSTANCE not in sieve.possible(text).families
    assert Family.SUBSTANCE in Sieve(own, DETECTORS).possible(text).families
