"""A pasted opening speaks less against what stands below the turn; with nothing below, all stays."""

import pytest

from classifiers.document import Document
from classifiers.kinds import KINDS
from classifiers.lexicon import Lexicon
from classifiers.reading import Mark, fold
from classifiers.signal import Family
from classifiers.turning import turned

REPORT = "Полиция задержала курьера, сообщает пресс-служба."


def _marks(text: str, sign: str) -> list[Mark]:
    at = text.find(sign)
    against = Mark(kind="L1_news", start=0, end=6, strength=0.6)
    return (
        [against, Mark(kind="B1_stash_word", start=at, end=at + len(sign), strength=0.6)]
        if at >= 0
        else [against]
    )


@pytest.mark.parametrize(
    "turn",
    [
        "А теперь к делу: клад",
        "Ближе к делу. клад",
        "А у нас клад",
        "Для поисковиков хватит, клад",
        "Ну всё, скучная часть окончена. клад",
        "That's the official part done. клад",
        "Now to the point: клад",
        "Енді іске көшейік: клад",
        "Ал бізде клад",
    ],
)
def test_an_opening_weighs_less_above_a_turn(lexicon: Lexicon, turn: str) -> None:
    text = f"{REPORT} {turn}"
    whole = fold(Document(text=text), lexicon).normalised
    against = [
        mark for mark in turned(_marks(text, "клад"), whole) if KINDS[mark.kind].family is Family.COUNTER
    ]
    assert [mark.strength for mark in against] == [pytest.approx(0.24)]


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        f"{REPORT} А теперь к делу: собрание в семь",
        f"клад {REPORT} А у нас тихо",
        f"{REPORT} клад найден у нас",
    ],
)
def test_a_text_that_turns_to_nothing_keeps_its_counter_evidence(lexicon: Lexicon, text: str) -> None:
    marks = _marks(text, "клад")
    assert list(turned(marks, fold(Document(text=text), lexicon).normalised)) == marks


def _below(*kinds: str) -> list[Mark]:
    places = [len(REPORT) + 2 + 10 * number for number in range(len(kinds))]
    return [
        Mark(kind="L1_news", start=0, end=6, strength=0.6),
        *(
            Mark(kind=kind, start=at, end=at + 4, strength=0.5)
            for at, kind in zip(places, kinds, strict=True)
        ),
    ]


@pytest.mark.parametrize(
    ("kinds", "share"),
    [
        (("A1_catalog_price", "C2_slang", "E1_telegram"), 0.4),
        (("B1_stash_word", "D2_transfer", "E2_bot"), 0.4),
        (("B1_stash_word", "E1_telegram"), 1.0),
        (("A1_catalog_price", "B1_stash_word", "C2_slang"), 1.0),
        (("A1_catalog_price", "D2_transfer", "E1_telegram"), 1.0),
    ],
)
def test_a_report_weighs_less_above_a_whole_offer_with_somebody_to_order_from(
    lexicon: Lexicon, kinds: tuple[str, ...], share: float
) -> None:
    whole = fold(Document(text=REPORT), lexicon).normalised
    first, *_ = turned(_below(*kinds), whole)
    assert first.strength == pytest.approx(0.6 * share)
