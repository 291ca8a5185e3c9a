"""What holds for every score: exact quotes, reasons that add up, linear time, the order of a batch."""

import math
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.document import Document
from classifiers.evaluation import read_rows
from classifiers.model import load_model
from classifiers.score import Label, Score, Scorer
from classifiers.signal import Family
from classifiers.wording import HIGHEST
from tests.classifiers.test_scorer import PAIRS

Scoring = Callable[[str], Score]

PIECES = st.sampled_from(
    [
        "меф ",
        "1г — 16000 ₸\n",
        "(прикоп) ",
        "координаты после оплаты ",
        "@qala_vitrina_ ",
        "полиция ",
        "\u200b",
        "мeф ",
        "💊",
        "ÿ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=30).map("".join)))
def test_every_quote_is_the_original_text_between_its_offsets(scorer: Scorer, text: str) -> None:
    result = scorer.score([Document(text=text)])[0]
    for signal in result.signals:
        assert signal.quote == text[signal.start : signal.end]
        assert signal.quote
        assert (signal.weight < 0) == (signal.family is Family.COUNTER)
    assert result.value == max(result.sale, result.recruitment)
    assert 0 <= result.value <= 1


def test_every_flag_has_quotes_from_at_least_two_families(score: Scoring) -> None:
    for offer, _, _ in PAIRS:
        families = {signal.family for signal in score(offer).signals if signal.weight > 0}
        assert len(families) >= 2 or families == {Family.RECRUITMENT}


def test_the_sum_of_the_reasons_explains_the_score(score: Scoring) -> None:
    result = score(PAIRS[0][0])
    sale = load_model().tracks["sale"]
    unexplained = math.log(result.sale / (1 - result.sale)) - sum(signal.weight for signal in result.signals)
    wording = unexplained - sale.intercept
    assert abs(wording) <= HIGHEST * float(sale.weights[-1]) + 0.05


@pytest.mark.parametrize(
    "text", ["", "\ud800 меф \udfff", "\x00\x01", "\u202e" * 50, "🏴\U000e0067\U000e007f"]
)
def test_odd_characters_are_scored_like_any_text(score: Scoring, text: str) -> None:
    assert score(text).label is Label.BENIGN


def test_a_long_text_is_scored_in_time_linear_in_its_length(score: Scoring) -> None:
    page = (
        "1 г (прикоп) — 16 000 ₸, координаты после оплаты, @qala_vitrina_ мeф "
        "н о в о с т и полиция 100к в неделю\n"
    )
    started = time.process_time()
    score(page * (250_000 // len(page)))
    assert time.process_time() - started < 4


def test_a_long_channel_of_ordinary_posts_is_benign(score: Scoring) -> None:
    rows = read_rows(Path(__file__).parent / "sets" / "ordinary.jsonl")
    posts = [row.text for row in rows]
    channel = "\n\n".join(posts * (1 + 200_000 // sum(map(len, posts))))[:200_000]
    assert score(channel).label is Label.BENIGN


def test_scores_come_in_order_and_do_not_depend_on_the_batch(scorer: Scorer) -> None:
    documents = [Document(text=text) for offer, lookalike, _ in PAIRS for text in (offer, lookalike)] * 20
    together = scorer.score(documents)
    assert [one.label for one in together[:18]] == [scorer.score([one])[0].label for one in documents[:18]]
    assert together[:18] == together[18:36]
    assert scorer.score([]) == []


def test_the_name_tells_version_and_hashes(scorer: Scorer) -> None:
    card = load_model().card
    assert scorer.name == f"evidence-{card.version}+m{card.model_sha256[:8]}.l{card.lexicons_sha256[:8]}"
