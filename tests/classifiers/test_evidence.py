"""What marks amount to."""

import pytest

from classifiers.evidence import CRIME, GOODS, OTHER_GOODS, weigh
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


@pytest.mark.parametrize(
    ("beside", "left"), [("B9_place_told", 1.0), ("C1_formal_name", 0.0), ("C2_slang", 0.0)]
)
def test_forged_papers_beside_a_substance_excuse_nothing(beside: str, left: float) -> None:
    found = weigh(marks("L18_contraband", beside, "E1_telegram"), TEXT).counter
    assert found[CRIME] == pytest.approx(left * KINDS["L18_contraband"].strength)


def test_a_substance_named_far_from_the_papers_is_named() -> None:
    long = TEXT * 60
    papers = marks("B3_coordinates_after_payment", "E1_telegram", *["L18_contraband"] * 3)
    named = Mark(start=5_000, end=5_010, kind="C1_formal_name", strength=KINDS["C1_formal_name"].strength)
    assert weigh(papers, long).plain == 0.0
    found = weigh([*papers, named], long)
    assert found.plain > 0.0
    assert found.counter[CRIME] == 0.0


@pytest.mark.parametrize(
    ("others", "plain"),
    [
        ((), True),
        (("L18_contraband",), False),
        (("L13_treasure",), False),
        (("L1_news",), True),
        (("L18_contraband", "C1_formal_name"), True),
    ],
)
def test_a_place_for_money_is_no_plain_offer_where_other_goods_are_named(
    others: tuple[str, ...], plain: bool
) -> None:
    found = weigh(marks("B3_coordinates_after_payment", "E1_telegram", *others), TEXT)
    assert (found.plain > 0.0) is plain
