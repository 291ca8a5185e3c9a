"""The search for cycles rests while a batch is scored, and goes on after it."""

import gc

import pytest

from classifiers.collector import uncollected
from classifiers.document import Document
from classifiers.score import Scorer


def test_the_search_for_cycles_rests_and_goes_on() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_a_fault() -> None:
    with pytest.raises(ValueError, match="a fault"), uncollected():
        raise ValueError("a fault")
    assert gc.isenabled()


def test_scoring_makes_no_cycles(scorer: Scorer) -> None:
    texts = ("Закладки по городу, пишите @shop_example", "Завтра дождь", "З@кл@дк@ 1г 15000 тг")
    documents = [Document(text=text) for text in texts]
    scorer.score(documents)
    gc.collect()
    gc.disable()
    try:
        scorer.score(documents)
        assert gc.collect() == 0
    finally:
        gc.enable()
