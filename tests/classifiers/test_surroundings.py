"""Words of two meanings weigh less amid those of a game or a hunt; away from them they keep their weight."""

import pytest

from classifiers.reading import Mark
from classifiers.surroundings import surrounded

TOLD = "Фильм о квест-сервере"
FAR = " " * 300


def _marks(text: str) -> list[Mark]:
    signs = (("Фильм", "L8_games"), ("сервере", "L8_games"), ("клад", "B1_stash_word"), ("чек", "D6_receipt"))
    found = [
        Mark(kind=kind, start=text.index(sign), end=text.index(sign) + len(sign), strength=0.6)
        for sign, kind in signs
        if sign in text
    ]
    return sorted(found, key=lambda mark: mark.start)


def _strengths(text: str) -> dict[str, float]:
    return {mark.kind: mark.strength for mark in surrounded(_marks(text), text)}


def test_a_hiding_place_amid_words_of_a_game_weighs_half() -> None:
    assert _strengths(f"{TOLD}: клад, чек")["B1_stash_word"] == pytest.approx(0.3)


def test_payment_amid_them_keeps_its_weight() -> None:
    assert _strengths(f"{TOLD}: клад, чек")["D6_receipt"] == pytest.approx(0.6)


@pytest.mark.parametrize("text", [f"{TOLD}{FAR}клад", f"клад{FAR}{TOLD}", "Фильм: клад", "клад и чек"])
def test_far_from_them_or_beside_one_only_it_keeps_its_weight(text: str) -> None:
    assert _strengths(text)["B1_stash_word"] == pytest.approx(0.6)
