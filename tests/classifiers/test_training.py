"""The corpus and the model can be made again from a seed."""

import random

import numpy as np
import pytest

from classifiers.corpus.grammar import Grammar, draw, load_grammars
from classifiers.corpus.texts import SEED, digest, generate
from classifiers.errors import CorpusError
from classifiers.model import load_model
from classifiers.score import Label
from classifiers.training import Trained
from tests.classifiers.conftest import OWN


def test_the_same_seed_gives_the_same_texts_and_another_gives_others() -> None:
    assert digest(generate(1, 3)) == digest(generate(1, 3))
    assert digest(generate(1, 3)) != digest(generate(2, 3))


def test_the_corpus_covers_three_labels_in_three_languages() -> None:
    covered = {(grammar.language, grammar.label) for grammar in load_grammars()}
    assert covered == {
        (language, label)
        for language in ("ru", "kk", "en")
        for label in (Label.SALE, Label.RECRUITMENT, Label.BENIGN)
    }
    assert len({grammar.name for grammar in load_grammars()}) == len(load_grammars()) >= 60


def test_no_hole_is_left_in_a_generated_text() -> None:
    drawn = [one.text for one in generate(5, 4) if not one.group.startswith("written_")]
    assert not [text for text in drawn if "{" in text or "}" in text or " || " in text]


def test_an_unknown_slot_is_named() -> None:
    broken = Grammar(name="x", language="ru", label=Label.SALE, parts=("{$nowhere}",))
    with pytest.raises(CorpusError, match="nowhere"):
        draw(broken, {}, random.Random(1))


def test_the_shipped_model_was_trained_on_the_corpus_of_its_seed() -> None:
    card = load_model().card
    texts = generate(card.seed)
    assert card.seed == SEED
    assert (card.texts, card.corpus_sha256) == (len(texts), digest(texts))


def test_a_weight_has_no_decimals_in_which_processors_differ(trained: Trained) -> None:
    for linear in (trained.wording, *trained.tracks.values()):
        weights = np.append(linear.weights, linear.intercept)
        assert np.array_equal(weights, np.round(weights, 9))
        assert not np.signbit(weights[weights == 0]).any()


def test_texts_of_an_office_join_the_training(trained: Trained) -> None:
    assert [text.text for text in trained.texts if text.group == OWN] == ["наш случай"]
