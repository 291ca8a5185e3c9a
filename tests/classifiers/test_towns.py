"""A town's name is known in its cases, and other words are none."""

import re

import pytest

from classifiers.towns import TOWN, TOWN_WORD


@pytest.mark.parametrize(
    "name",
    [
        *(
            "семей",
            "семее",
            "семеем",
            "семейде",
            "аксай",
            "аксае",
            "ақсайда",
            "костанайға",
            "алтая",
            "рудном",
        ),
        *("актау", "ақтаудағы", "каратау", "алматы", "алматыда", "алмате", "караганде", "қарағандыдан"),
        *(
            "павлодаре",
            "костанайская",
            "семеймен",
            "астаны",
            "шу",
            "омск",
            "усть-каменогорске",
            "almaty",
            "semey",
            "косшы",
        ),
    ],
)
def test_a_name_in_its_cases(name: str) -> None:
    assert re.fullmatch(TOWN, name)
    assert re.match(TOWN_WORD, name)


@pytest.mark.parametrize(
    "word",
    [
        *(
            "семья",
            "семена",
            "семейный",
            "семь",
            "актуальные",
            "активный",
            "актер",
            "алтын",
            "алтарь",
            "карате",
        ),
        *("аксессуары", "кент", "рудник", "оралман", "шум", "акция"),
    ],
)
def test_a_word_that_begins_alike(word: str) -> None:
    assert not re.match(TOWN, word)
    assert not re.match(TOWN_WORD, word)
