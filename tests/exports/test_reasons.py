import tomllib
from importlib.resources import files

import pytest

from exports.dossier.content import _reason
from models.decision import Ground, Verdict
from review.reasons import REASONS


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_reason_for_a_confirmation_has_words_in_the_dossier(language: str) -> None:
    text = tomllib.loads(files("exports.dossier").joinpath(f"{language}.toml").read_text("utf-8"))
    assert set(text["reasons"]) == {reason.code for reason in REASONS if reason.verdict is Verdict.CONFIRMED}
    assert set(text["grounds"]) == set(Ground)


def test_a_preset_reason_is_put_into_words_and_a_free_one_is_left() -> None:
    text = {"reasons": {"offer": "Offers drugs"}}
    assert _reason("offer: price list seen twice", text) == "Offers drugs: price list seen twice"
    assert _reason("offer", text) == "Offers drugs"
    assert _reason("prices: by weight", text) == "prices: by weight"
