"""The numbers of the tracks."""

import pytest

from classifiers.evidence import FIRM, GOODS, Evidence
from classifiers.features import RECRUITMENT_FEATURES, SALE_FEATURES
from classifiers.signal import Family

VALUES = {feature.name: feature.value for feature in SALE_FEATURES}


def evidence(counter: dict[str, float], **families: float) -> Evidence:
    return Evidence(
        kinds={},
        families={Family[name]: strength for name, strength in families.items()},
        counter=counter,
        reached=False,
        plain=0.0,
        window=(0, 100),
    )


def test_counter_evidence_says_more_where_what_an_offer_needs_is_missing() -> None:
    found = [
        VALUES[f"{GOODS}-B"](evidence({GOODS: 1.0}, DEAD_DROP=strength)) for strength in (0.0, 0.3, 0.6, 1.2)
    ]
    assert found == pytest.approx([1.0, 0.5, 0.0, 0.0])


def test_its_first_word_says_most() -> None:
    found = [VALUES[f"{FIRM}!"](evidence({FIRM: much})) for much in (0.0, 0.25, 0.5, 3.0)]
    assert found == pytest.approx([0.0, 0.5, 1.0, 1.0])


def test_names_are_those_of_one_feature_each() -> None:
    for features in (SALE_FEATURES, RECRUITMENT_FEATURES):
        names = [feature.name for feature in features]
        assert len(names) == len(set(names))
