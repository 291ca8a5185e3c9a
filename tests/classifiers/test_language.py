"""The language of a text, Kazakh in every dress."""

import pytest

from classifiers.language import language_of
from classifiers.normaliser import normalise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Бүгін ауа райы жылы болады", "kk"),
        ("Дайын мекенжайлар бар, төлемнен кейін", "kk"),
        ("толемнен кейин координат жибереди, дайын мекенжайлар бар", "kk"),
        ("tolemnen keiin koordinat, zhasyryn oryn, qala boiynsha", "kk"),
        ("Сегодня в городе тепло и сухо", "ru"),
        ("меф 0,5 моменталка", "ru"),
        ("The weather is warm today and dry", "en"),
        ("Buy 1g now", "en"),
        ("Сьогодні її чекають у Києві, є місця", "und"),
        ("12345 !!! 67", "und"),
        ("", "und"),
        (
            "Das Wetter ist heute sehr schön und trocken geblieben, sagte der Mann aus dem kleinen "
            "Dorf neben dem Wald",
            "und",
        ),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(normalise(text).text) == language
