"""Kazakh and Russian in Latin letters reach the same words as in their own."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.compiled import compiled_lexicon
from classifiers.corpus.romanising import KAZAKH_WAYS, RUSSIAN_WAYS
from classifiers.document import Document
from classifiers.language import segments_of
from classifiers.lexicon import Lexicon
from classifiers.normaliser import normalise
from classifiers.reading import fold, read
from classifiers.spellings import key_of, latin_keys, spellings_of
from classifiers.transliteration import Respeller, cyrillic_from_latin

RUSSIAN = "закладка координаты зарплата обучение ежедневно щедрый область подъезд юрист отзывы хорошая цена"
KAZAKH = "жұмыс төлемнен кейін жасырын орын мекенжай қала әуежай ғимарат үйден шұғыл хабарласыңыз"


@pytest.mark.parametrize("way", RUSSIAN_WAYS[:3])
@pytest.mark.parametrize("word", RUSSIAN.split())
def test_a_russian_word_has_the_key_of_its_latin_spellings(word: str, way: Callable[[str], str]) -> None:
    assert key_of(word) in latin_keys(normalise(way(word)).text)


@pytest.mark.parametrize("way", KAZAKH_WAYS)
@pytest.mark.parametrize("word", KAZAKH.split())
def test_a_kazakh_word_has_the_key_of_its_latin_spellings(word: str, way: Callable[[str], str]) -> None:
    assert key_of(word) in latin_keys(normalise(way(word)).text)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Kupit zakladku v Almaty, oplata na kartu", "купить закладку в алматы, оплата на карту"),
        ("trebuyutsya kur'ery, zarplata horoshaya", "требуются курьеры, зарплата хорошая"),
        ("tolemnen keiin zhasyryn oryn, qala boiynsha", "төлемнен кейін жасырын орын, қала бойынша"),
        ("пишите, zakladka готова, есть отзывы", "пишите, закладка готова, есть отзывы"),
        (
            "on zhdet u doma, a my u shkoly i po doroge k reke",
            "он ждет у дома, а мы у школы и по дороге к реке",
        ),
        ("tvoi noviy sait sovsem rabochii, zaidi segodnya", "твой новый сайт совсем рабочий, зайди сегодня"),
        ("vawa wkola nuzhna vsem, pishite nam", "ваша школа нужна всем, пишите нам"),
        ("men aitaiyn, waidy iwemin", "мен айтайын, шайды ішемін"),
        ("kupit bilet na den, est mesto, schet otkryt", "купить билет на день, есть место, счет открыт"),
        ("bolshe ves ne nuzhen, skupka shkur, je skazhi", "больше вес не нужен, скупка шкур, же скажи"),
        ("vse po4ti gotovo, takie dela", "все почти готово, такие дела"),
    ],
)
def test_transliterated_text_is_read_in_its_own_letters(latin: str, cyrillic: str, lexicon: Lexicon) -> None:
    assert read(fold(Document(text=latin), lexicon), lexicon).text == cyrillic


@pytest.mark.parametrize(
    "text",
    [
        "The operator of the market sold a magnet, and the garage is for rent",
        "Der Operator im Magazin kauft einen Magneten und geht dann nach Hause",
        "пишите на zakladka@mail.example или t.me/zakladka_ и @zakladka_",
        "новости на zakladka.example и dostavka-cvetov.kz",
        "новый iphone и macbook, доставка samsung",
    ],
)
def test_english_foreign_and_brand_words_and_addresses_stay(text: str, lexicon: Lexicon) -> None:
    assert read(fold(Document(text=text), lexicon), lexicon).text == text.lower()


def test_a_quote_of_a_transliterated_term_is_the_original(lexicon: Lexicon) -> None:
    text = "Segodnya mozhno kupit zakladku v gorode"
    reading = read(fold(Document(text=text), lexicon), lexicon)
    quotes = {text[slice(*reading.normalised.span(one.start, one.end))] for one in reading.standing}
    assert "zakladku v gorode" in quotes


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", max_size=60))
def test_any_latin_word_has_few_keys_and_a_spelling(word: str) -> None:
    assert 1 <= len(latin_keys(word)) <= 16
    assert not set(cyrillic_from_latin(word, kazakh=True)) & set("abcdefghijklmnopqrstuvwxyz'")


@given(st.text(alphabet="abzhkyji' .\nжақия@/:", max_size=120))
def test_respelling_never_loses_its_place(text: str) -> None:
    whole = normalise(text)
    result = Respeller(spellings_of(["закладка"], ["жасыр"])).respelled(whole, segments_of(whole.text))
    offsets = list(result.offsets)
    assert len(offsets) == len(result.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


def test_an_everyday_kazakh_word_is_no_russian_one_that_is_spelled_alike() -> None:
    lexicon = compiled_lexicon()
    assert [lexicon.respeller.spelling(word, "kk") for word in ("kesh", "sol", "kop")] == [
        "кеш",
        "сол",
        "көп",
    ]
    assert lexicon.respeller.spelling("sol", "ru") == "соль"
