"""Every detector keeps the contract. What each finds and leaves alone: the tests of signs, by family."""

import re
import time
from collections.abc import Collection
from itertools import islice

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from classifiers.detectors import DETECTORS, Detector
from classifiers.detectors.detector import collect
from classifiers.detectors.hints import LONG, glimpsed
from classifiers.document import Document
from classifiers.kinds import KINDS
from classifiers.lexicon import Lexicon, words_of
from classifiers.normaliser import normalise
from classifiers.reading import fold, read

AMOUNTS = ("1 г", "0,5г", "— 16 000 ₸", "$30", "0.00213 btc", "100к в неделю", "аптасына 100 мың", "٣", "²")
WORDS = (
    "(прикоп)",
    "магнит",
    "көмбе",
    "меф",
    "координаты",
    "после оплаты",
    "төлемнен кейін",
    "курьер",
    "м.е.ф",
)
SIGNS = ("t.me/abc_", "@qala_vitrina_bot_", "❄️", "💊", "\n", ". ", " ", "зеркало 1", "кракен онион", "\u200b")
SHAPES = (
    *(
        "половинка 9",
        "целый 17",
        "half 45 /",
        "0.5—1: 9/16",
        "🌿 8",
        "20 точек = 40к",
        "Самал 3, Орбита 2 қалды",
    ),
    *(
        "тг shelf_",
        "чек → точка",
        "💳➡️📍",
        "[Каталог]",
        "[Баланс] [Работа]",
        "взял, касание",
        "теперь к делу",
    ),
)
PIECES = st.sampled_from((*AMOUNTS, *WORDS, *SIGNS, *SHAPES, "мeф", "ст. 297", "БИН 000000000000"))
HOSTILE = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join))


every_detector = pytest.mark.parametrize("detector", DETECTORS, ids=lambda detector: type(detector).__name__)


@every_detector
def test_a_detector_names_known_kinds(detector: Detector) -> None:
    assert detector.kinds
    assert detector.kinds <= set(KINDS)


@settings(max_examples=150, deadline=None)
@given(text=HOSTILE)
def test_a_detector_gives_marks_inside_the_text_whatever_it_is(lexicon: Lexicon, text: str) -> None:
    reading = read(fold(Document(text=text), lexicon), lexicon)
    for detector in DETECTORS:
        for mark in detector.detect(reading):
            assert 0 <= mark.start < mark.end <= len(text)
            assert mark.kind in detector.kinds
            assert 0 < mark.strength <= 1


ROW, GLIMPSE = re.compile(r"(?<!\w)[аб]{1,3}-\d{1,2}(?!\d)(?:,[аб]{1,3}-\d{1,2}(?!\d))?"), re.compile(r"-\d")


@given(text=st.text("аб-1, \n", max_size=60), gap=st.integers(0, 40))
def test_what_a_glimpse_is_had_of_is_found_in_long_texts_too(text: str, gap: int) -> None:
    for whole in (text, f"{text}{'в' * gap}{text} {'в ' * LONG}{text}", f"{'в ' * LONG}{text}"):
        found = [match.span() for match in glimpsed(whole, ROW, GLIMPSE, 16)]
        assert found == [match.span() for match in ROW.finditer(whole)]


FAR = "на дворе тепло, дождя не было " * 120


@settings(max_examples=60, deadline=None)
@given(text=st.lists(PIECES, max_size=30).map("".join))
@example(text="магниттөлемнен кейінзеркало 1взял, касание")
@example(text="1 гвзял, касаниеt.me/abc_")
def test_a_sign_in_a_long_text_is_found_as_in_a_short_one(lexicon: Lexicon, text: str) -> None:
    def marks(before: str, after: str) -> list[tuple[str, int, int]]:
        whole = Document(text=f"{before}. {text} .{after}")
        found = collect(read(fold(whole, lexicon), lexicon), DETECTORS)
        return [(mark.kind, mark.start - len(before), mark.end - len(before)) for mark in found]

    short, long = (f"{far}. {text} .{far}" for far in (FAR[:200], FAR))
    assume(_is_garbled(lexicon, short) == _is_garbled(lexicon, long))  # told by the whole of a text
    assert marks(FAR, FAR) == marks(FAR[:200], FAR[:200])


def _is_garbled(lexicon: Lexicon, text: str) -> bool:
    """Whether word after word is misspelled, so that its words are read with leeway."""
    folded = fold(Document(text=text), lexicon)
    words = words_of(normalise(text).text)
    corrector = lexicon.correctors[folded.kazakh]
    return bool(corrector.corrected(normalise(text), words, _nowhere, folded.language).others)


def _nowhere(_text: str, _words: Collection[str]) -> tuple[tuple[str, int, int], ...]:
    return ()


@pytest.mark.parametrize(
    "piece",
    [
        *("1 г ", "a", "0", "@", "магнит ", "после ", "зеркало ", "0x", "💊1", "(((", "1Ab9", "\n", "чек "),
        *(
            "buy _",
            "hydra ",
            "заходи на ",
            "a.b",
            "half 1 ",
            "0.5/",
            "1-",
            "🌿1 ",
            "20 точек ",
            "раскидал товар ",
            "взял клад ",
            "\nчай 1 - 9",
            "бот умер ",
            "оплатил скину ",
            "рабочие a.bc ",
            "две целых у ",
            "чек → ",
            "💳➡",
        ),
        *("[меню]", "[", "взял и ", "самал 3, ", "тг a_", "«да» — ", '"а" '),
    ],
)
def test_a_detector_is_linear_in_the_text(lexicon: Lexicon, piece: str) -> None:
    reading = read(fold(Document(text=piece * (60_000 // len(piece))), lexicon), lexicon)
    for detector in DETECTORS:
        started = time.process_time()
        assert len(list(islice(detector.detect(reading), 300))) <= 300
        assert time.process_time() - started < 1, type(detector).__name__
