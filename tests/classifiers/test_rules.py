"""The gates: which evidence may flag, whatever a model says."""

import pytest

from classifiers.evidence import REPORT, Evidence
from classifiers.rules import DOUBTLESS, NEVER, gates
from classifiers.signal import Family

PRICED = {"A1_catalog_price": 0.8, "B5_ready_addresses": 0.8}
HIDDEN = {"A3_auto_sale": 0.7, "B2_stash_type": 0.9}


def evidence(
    kinds: dict[str, float],
    *,
    reached: bool,
    report: float = 0.0,
    families: dict[Family, float] | None = None,
) -> Evidence:
    return Evidence(
        kinds=kinds,
        families={**{Family(kind[0]): strength for kind, strength in kinds.items()}, **(families or {})},
        counter={REPORT: report} if report else {},
        reached=reached,
        plain=0.0,
        window=(0, 100),
    )


@pytest.mark.parametrize("kinds", [PRICED, HIDDEN])
def test_a_hiding_place_with_a_price_is_enough_unless_it_is_spoken_of_and_nobody_can_be_asked(
    kinds: dict[str, float],
) -> None:
    offered = evidence(kinds, reached=True, report=0.6)
    bare = evidence(kinds, reached=False, report=0.0)
    told = evidence(kinds, reached=False, report=0.6)
    assert [gates(one, one).sale for one in (offered, bare, told)] == [True, True, False]


def test_a_third_family_opens_the_gate_of_a_report_with_prices() -> None:
    told = evidence({**PRICED, "C1_formal_name": 0.4}, reached=False, report=0.6)
    assert gates(told, told).sale


def test_disguise_opens_the_gate_of_an_offer_and_not_of_a_poster_that_imitates_one() -> None:
    disguised = {**PRICED, "K1_disguised_term": 0.7}
    offered = evidence(disguised, reached=True, report=0.6)
    told = evidence(disguised, reached=False, report=0.6)
    assert [gates(one, one).sale for one in (offered, told)] == [True, False]


@pytest.mark.parametrize("towns", [{}, {"A2_city_district": 0.5}])
def test_a_shop_by_its_words_alone_is_none_because_of_its_wording(towns: dict[str, float]) -> None:
    said = evidence({**towns, "A4_storefront": 0.4, "M1_trade_words": 0.8}, reached=True)
    priced = evidence({**towns, "A1_catalog_price": 0.8, "M1_trade_words": 0.8}, reached=True)
    assert [gates(one, one).enough for one in (said, priced)] == [NEVER, DOUBTLESS]


def test_many_weak_words_of_hiding_are_no_hiding_place() -> None:
    around = {"A3_auto_sale": 0.7, "E1_telegram": 0.6}
    faint = {"B1_stash_word": 0.3, "B3_coordinates_after_payment": 0.2, "B10_place_described": 0.2}
    told = evidence({**around, **faint}, reached=True, families={Family.DEAD_DROP: 0.6})
    plain = evidence({**around, "B1_stash_word": 0.5}, reached=True, families={Family.DEAD_DROP: 0.6})
    assert [gates(one, one).sale for one in (told, plain)] == [False, True]
