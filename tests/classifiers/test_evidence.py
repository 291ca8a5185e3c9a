"""What marks amount to."""

import pytest

from classifiers.evidence import GOODS, OTHER_GOODS, weigh
from classifiers.kinds import KINDS
from classifiers.reading import Mark


def marks(*kinds: str) -> list[Mark]:
    return [
        Mark(start=10 * place, end=10 * place + 5, kind=kind, strength=KINDS[kind].strength)
        for place, kind in enumerate(kinds)
    ]


TEXT = "меч город бот лук сад игра поле " * 3


@pytest.mark.parametrize(
    ("beside", "left"),
    [
        (("B1_stash_word", "C1_formal_name"), 1.0),
        (("A3_auto_sale", "E1_telegram"), OTHER_GOODS),
        (("A3_auto_sale", "E7_market_entry"), 0.0),
        (("A4_storefront", "E4_onion_address"), 0.0),
    ],
)
def test_words_of_a_game_tell_what_else_is_sold_but_nothing_of_a_market(
    beside: tuple[str, ...], left: float
) -> None:
    counter = weigh(marks("L8_games", *beside), TEXT).counter
    assert counter[GOODS] == pytest.approx(left * KINDS["L8_games"].strength)
