"""The language of a text, Kazakh in every dress."""

import itertools
from importlib.resources import files

import pytest

from classifiers import language_training
from classifiers.language import main_language, segments_of
from classifiers.normaliser import normalise


def language_of(text: str) -> str:
    return main_language(segments_of(text))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Бүгін ауа райы жылы болады", "kk"),
        ("Дайын мекенжайлар бар, төлемнен кейін", "kk"),
        ("толемнен кейин координат жибереди, дайын мекенжайлар бар", "kk"),
        ("tolemnen keiin koordinat, zhasyryn oryn, qala boiynsha", "kk"),
        ("Jumys bar, jalaqysy jaqsy, tájiribe qajet emes, habarlasyńyz", "kk"),
        ("Zhumys bar, zhalakysy zhaksy, tazhiribe kazhet emes, khabarlasynyz", "kk"),
        ("Сегодня в городе тепло и сухо", "ru"),
        ("Segodnya v gorode teplo i suho, zavtra obeshchayut dozhd", "ru"),
        ("Segodnja v gorode teplo i suxo, zavtra obewajut dozhd", "ru"),
        ("меф 0,5 моменталка", "ru"),
        ("Прайс Караганда", "ru"),
        ("Балхаш, Жезказган, Сатпаев", "ru"),
        ("Автопродажи 24/7. Караганда, 1 г (прикоп) 16000. Координаты и фото после оплаты", "ru"),
        ("Шымкентте бари бар, орны толегеннен сон", "kk"),
        ("Қарағанды, Балқаш", "kk"),
        ("The weather is warm today and dry", "en"),
        ("Buy 1g now", "en"),
        ("Сьогодні її чекають у Києві, є місця", "und"),
        ("12345 !!! 67", "und"),
        ("", "und"),
        ("Бүгүн шаарда жылуу болот, эртең жаан жаашы мүмкүн, балдар короодо ойноп жатышат", "und"),
        ("Bugün hava çok güzel, yarın sabah erken işe gitmem lazım, çocuklar bahçede oynuyor", "und"),
        (
            "Das Wetter ist heute sehr schön und trocken geblieben, sagte der Mann aus dem kleinen "
            "Dorf neben dem Wald",
            "und",
        ),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(normalise(text).text) == language


def test_each_sentence_has_its_own_language() -> None:
    text = normalise(
        "Жұмыс бар, жалақысы жақсы болады.\nЕсть работа, зарплата хорошая.\n"
        "We are hiring people with good pay.\nRabota est, zarplata horoshaya, zvonite"
    ).text
    segments = segments_of(text)
    assert [(one.language, one.latin) for one in segments] == [
        ("kk", False),
        ("ru", False),
        ("en", True),
        ("ru", True),
    ]
    assert segments[0].start == 0
    assert segments[-1].end == len(text)
    assert all(one.end == after.start for one, after in itertools.pairwise(segments))


def test_a_handle_or_an_address_has_no_language() -> None:
    assert (
        language_of("цены на сайте https://very-long-english-name.example/with/words/and/more @some_name_")
        == "ru"
    )


def test_the_packaged_table_is_what_the_texts_give() -> None:
    packaged = files("classifiers").joinpath("data", "language.json").read_bytes()
    assert packaged == language_training.train()
