"""Signs of a way to the seller: handles, bots, hidden services, addresses."""

from collections.abc import Callable

import pytest

from classifiers.detectors import DETECTORS
from classifiers.document import Document
from classifiers.lexicon import Lexicon
from classifiers.reading import fold, read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("пишите @qala_vitrina_", "E1_telegram"),
        ("Пишите @qala_vitrina_. Ответим сразу", "E1_telegram"),
        ("t.me/qala_vitrina_?start=1", "E2_bot"),
        ("session: 05" + "0" * 64, "E3_private_messenger"),
        ("a" * 56 + ".onion", "E4_onion_address"),
        ("резервный канал: @qala_vitrina_", "E5_reserve"),
        ("кракен онион зеркало", "E7_market_entry"),
        ("гидра — https://vitrina.example", "E7_market_entry"),
        ("hydra2abc ссылка", "E7_market_entry"),
        ("Жми на ссылку: https://vitrina.example", "E8_call_with_address"),
        ("visit our site vitrina.example", "E8_call_with_address"),
        ("@weed_shop_ala_", "E9_telling_address"),
        ("https://kupi-zakladku.example", "E9_telling_address"),
        ("tg: night_shelf_", "E1_telegram"),
        ("tme/night_shelf_", "E1_telegram"),
        ("телега night_shelf_", "E1_telegram"),
        ("тг night_bot_", "E2_bot"),
        ("бот умер, пишите новому", "E5_reserve"),
    ],
)
def test_a_sign_is_found(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind in kinds_in(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("adres@mail.example", "E1_telegram"),
        ("@mail.example", "E1_telegram"),
        ("Гидра — пресноводный полип", "E7_market_entry"),
        ("ТРЦ Мега: вход со стороны парковки, магазин обуви", "E7_market_entry"),
        ("Kraken exchange login and fees", "E7_market_entry"),
        ("Перейдите в раздел «Отпуск»", "E8_call_with_address"),
        ("https://weedcontrol.example/lawn", "E9_telling_address"),
        ("цена 5000 тг kaspi_gold_", "E1_telegram"),
        ("telegram: новости", "E1_telegram"),
    ],
)
def test_a_look_alike_is_left_alone(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind not in kinds_in(text)


def test_a_contact_behind_a_link_is_quoted_by_the_words_that_call_to_it(lexicon: Lexicon) -> None:
    document = Document(text="Готово? Написать нам", links=("https://t.me/qala_vitrina_",))
    reading = read(fold(document, lexicon), lexicon)
    marks = [mark for detector in DETECTORS for mark in detector.detect(reading)]
    assert "Написать" in {
        document.text[mark.start : mark.end] for mark in marks if mark.kind == "E1_telegram"
    }
