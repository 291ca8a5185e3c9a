"""Signs that speak against a shop: law, research, employers, forums, games."""

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Last post by member7, 12 posts 4 topics", "L17_forum"),
        ("Material: steel. Package includes: 1 pipe", "L15_household"),
        ("ст. 297 УК РК", "L2_law"),
        ("297-бап", "L2_law"),
        ("БСН 000000000000", "L12_employer"),
        ("doi 10.0000/abc.1", "L6_research"),
        ("жұмыс кестесі 5/2", "L12_employer"),
        ("сложность 2, местность 3", "L13_treasure"),
        ("Диплом с занесением, конверт в тайнике", "L18_contraband"),
        ("Құжат жасаймыз, базаға енгіземіз", "L18_contraband"),
        ("driving licence and banknotes, ships from", "L18_contraband"),
        ("Детский квест: ищем под лавкой", "L13_treasure"),
        ("«Клад» — тайник. «Меф» — наркотик. «Минёр» — курьер.", "L6_research"),
    ],
)
def test_a_sign_is_found(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind in kinds_in(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("сложность 2 из 5", "L13_treasure"),
        ("Права потребителя, документы на товар", "L18_contraband"),
        ("we accept credit cards", "L18_contraband"),
        ("Нужны водительские права и загранпаспорт", "L18_contraband"),
        ("лежит в пачке сигарет, блок сигарет не трогать", "L18_contraband"),
        ("the market is under ddos", "L18_contraband"),
        ("келетін билетін көрсетті", "L8_games"),
        ("кім білетін болса жазсын", "L8_games"),
        ("0.5/2 и 2/25", "L12_employer"),
        ("«Клад» — роман. Читайте!", "L6_research"),
    ],
)
def test_a_look_alike_is_left_alone(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind not in kinds_in(text)
