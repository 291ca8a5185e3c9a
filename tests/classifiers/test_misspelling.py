"""Words spelled by ear are found; what only resembles a word of the lexicon is left alone."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.beginnings import Beginnings
from classifiers.document import Document
from classifiers.lexicon import Lexicon
from classifiers.normaliser import normalise
from classifiers.reading import fold, read
from classifiers.slips import Mistyped, mistyped


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("мефидрон в городе", "мефедрон"),
        ("заклатка возле дома", "закладка"),
        ("весь мееф тут", "меф"),
        ("гашшиш и трава", "гашиш"),
        ("тайрик в парке, закоадка", "закладка"),
        ("order mephefrone now", "mephedrone"),
    ],
)
def test_a_word_spelled_by_ear_is_read_as_the_one_it_sounds_like(
    lexicon: Lexicon, text: str, word: str
) -> None:
    reading = read(fold(Document(text=text), lexicon), lexicon)
    assert word in [token.text for token in reading.tokens]
    match = next(token for token in reading.tokens if token.text == word)
    first, last = reading.normalised.span(match.start, match.end)
    assert text[first:last] in text.split()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("сваи райони, дастафка фсех цвитоф, аплата картай", ("доставка", "цветов", "оплата")),
        ("ordre the fresh packege, mesage an operater", ("order", "message", "operator")),
        ("тауарр дайын тұр, опеатор жауып береді, дкүен ашыц", ("дүкен", "оператор")),
        ("тапсрыс жасагнан сон, адрси келд, толме картга", ("тапсырыс", "адрес", "толе")),
        ("Tapsrys jasağan soñ ardes keldı, tölme kartağa, kureir", ("тапсырыс", "адрес", "курьер")),
    ],
)
def test_a_text_of_misspelled_words_is_read_with_leeway(
    lexicon: Lexicon, text: str, words: tuple[str, ...]
) -> None:
    assert set(words) <= set(fold(Document(text=text), lexicon).words)


@pytest.mark.parametrize(
    "text", ["Das ist ein Haus und der Garten ist sehr schön heute", "заказ ждёт, посиолк далеко"]
)
def test_one_odd_word_or_a_foreign_text_gives_no_leeway(lexicon: Lexicon, text: str) -> None:
    assert (
        not lexicon.correctors[True]
        .corrected(normalise(text), set(text.lower().split()), lambda _text, _words: (), "und")
        .others
    )


def test_a_kazakh_ending_makes_no_russian_word_right(lexicon: Lexicon) -> None:
    words = fold(Document(text="нужны курьераам деньги, пишите оператору в личку"), lexicon).words
    assert "курьерам" in words


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("прилажыте", "приложите"),  # переложите is further
        ("магнт", "магнит"),  # магнет is as near and rarer
        ("цина", "цена"),  # the dictionary has both, our own texts have one
        ("налчии", "наличии"),
        ("требуеца", "требуется"),
    ],
)
def test_of_words_as_near_in_a_garbled_text_the_likelier_is_read(
    lexicon: Lexicon, word: str, right: str
) -> None:
    text = f"{word} сиводня вичером, апишите праблему и ждите отвит оператара"
    assert right in fold(Document(text=text), lexicon).words


def test_a_garbled_word_is_read_as_a_common_one_and_not_as_a_term(lexicon: Lexicon) -> None:
    text = "сиводня вичером, апишите праблему и ждите отвит оператара"
    assert {"сегодня", "проблему", "ответ"} <= set(fold(Document(text=text), lexicon).words)


@pytest.mark.parametrize(
    "garbled",
    [
        "Надйена собака, похожа на лайеу в атвобусе. Документы на имя Коваёлв, пзовоните. Тртеий день.",
        "Хранилище клюечй: как пернеести. Машнит-ссылеа начинаестя с magnet. Dead drop — это каталго, куда "
        "складыавют артефакты. Скорсоть звписи, вес пвкета. Меню, Закладки, Диспетчер. Правик приыслайте.",
    ],
)
def test_a_garbled_text_holds_the_same_in_every_process(garbled: str) -> None:
    script = (
        "from classifiers.compiled import compiled_lexicon\n"
        "from classifiers.document import Document\n"
        "from classifiers.reading import fold\n"
        f"print(fold(Document(text={garbled!r}), compiled_lexicon()).phrases)"
    )
    held = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "3")
    }
    assert len(held) == 1
    assert held != {"[]\n"}


@pytest.mark.parametrize(
    "text",
    [
        "100к за 144к, дроппер, маффинов хватит на весь мегаполис, посоветуйте рецепт",
        "We are forming a group, deliver the spring comments",
        "Қалада тұрамыз, қайрат қалай болмады, қылмыс туралы келмесе",
        "Полиция сообщает: служба. Енді іске көшейік",
        "пишите на @mefidron_ и https://mefidron.example/zaklatka",
    ],
)
def test_words_that_only_resemble_one_stay(lexicon: Lexicon, text: str) -> None:
    assert read(fold(Document(text=text), lexicon), lexicon).text == normalise(text).text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("за}|{игалка", "зажигалка"),
        ("заклад-\nка", "закладка"),
        ("корот\nкая", "короткая"),
        ("па⚡кет", "пакет"),
    ],
)
def test_a_word_drawn_or_broken_up_is_whole_again(text: str, plain: str) -> None:
    assert normalise(text).text == plain


def test_an_english_apostrophe_is_no_disguise(lexicon: Lexicon) -> None:
    folded = fold(Document(text="The shop's rules: don't dig, we'll send it"), lexicon)
    assert not folded.normalised.disguises


@pytest.mark.parametrize("text", ["да\nнет", "один\nдва\nтри", "a|b", "чай-\n- кофе"])
def test_lines_and_lists_stay_apart(text: str) -> None:
    assert normalise(text).text == text


def test_a_misspelled_month_dates_a_report_still(lexicon: Lexicon) -> None:
    text = "марафон 3 янвпря, забег 5 сентебря, выставка 12 окятбря"
    assert fold(Document(text=text), lexicon).normalised.text.endswith("выставка 12 октября")


def test_an_english_word_is_no_short_name_that_it_only_sounds_like(lexicon: Lexicon) -> None:
    text = "the shelter thnaks everyone, wrok perks and pals, adn recieve the whoel posetr tomorow mroning"
    words = fold(Document(text=text), lexicon).words
    assert "pals" in words
    assert {"shatter", "percs"}.isdisjoint(words)


KEYS = st.text("qwertaszx", max_size=5)


@given(word=KEYS, words=st.frozensets(KEYS, max_size=30), sizes=st.sets(st.integers(0, 5)))
def test_a_missed_key_is_found_as_if_all_keys_beside_were_tried(
    word: str, words: frozenset[str], sizes: set[int]
) -> None:
    missed = Mistyped(words)
    assert missed.found(word) == next((other for other in mistyped(word) if other in words), "")
    begun = (other for other in mistyped(word) if any(other[:size] in words for size in sizes))
    assert missed.begun(word, sizes) == next(begun, "")


@given(word=KEYS, known=st.frozensets(KEYS, max_size=30))
def test_no_known_beginning_of_a_word_is_overlooked(word: str, known: frozenset[str]) -> None:
    sizes = Beginnings(known, 2).sizes(word)
    assert [word[:size] for size in range(len(word), 1, -1) if word[:size] in known] == [
        word[:size] for size in sizes if size <= len(word) and word[:size] in known
    ]
