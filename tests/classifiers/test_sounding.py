"""Words that sound like the trade are a family of their own, with the words that say it."""

import numpy as np
import pytest

from classifiers.document import Document
from classifiers.lexicon import Lexicon
from classifiers.rules import CAP_GATE, CAP_LONE, CERTAIN, DOUBTLESS, NEVER, PLAINLY, capped, gates
from classifiers.signal import Family
from classifiers.sounding import KIND, PLAIN, QUOTES, TELLING, quoted_for, sounded, sounding
from classifiers.weighed import Weighed, weigh_document
from classifiers.wording import BUCKETS, Wording, groups_of

TRADE = ("цапля", "сова", "🦉")
TEXT = "Серая цапля ждёт у воды, старая Сова спит в дупле. 🦉 Тихо вокруг, и никого нет."


@pytest.fixture(scope="module")
def wording() -> Wording:
    """Hears three things and nothing else."""
    weights = np.zeros(BUCKETS)
    for number, word in enumerate(("цапля", "сова", "owl")):
        for group in groups_of(word):
            weights[group] = 3.0 - number
    return Wording(weights, 0.0)


def told(lexicon: Lexicon, wording: Wording, text: str) -> Weighed:
    return sounded(weigh_document(Document(text=text), lexicon), wording)


def quotes(one: Weighed) -> list[str]:
    text = one.reading.document.text
    return [text[mark.start : mark.end] for mark in one.marks if mark.kind == KIND]


def test_the_words_that_say_it_are_quoted_as_they_stand(lexicon: Lexicon, wording: Wording) -> None:
    one = told(lexicon, wording, TEXT)
    assert one.sale.wording >= TELLING
    assert one.sale.family(Family.WORDING) == one.recruitment.family(Family.WORDING) > 0
    assert set(quotes(one)) == {"цапля", "Сова", "🦉"}


def test_the_word_that_says_most_is_the_strongest(lexicon: Lexicon, wording: Wording) -> None:
    strengths = {
        TEXT[mark.start : mark.end]: mark.strength
        for mark in told(lexicon, wording, TEXT).marks
        if mark.kind == KIND
    }
    assert strengths["цапля"] == 1.0 > strengths["Сова"] > strengths["🦉"] > 0


def test_no_more_words_are_quoted_than_a_person_reads(lexicon: Lexicon, wording: Wording) -> None:
    birds = " ".join(f"цапля{ending}" for ending in "абвгдежзик")
    assert len(quotes(told(lexicon, wording, birds))) == QUOTES


def test_ordinary_words_are_no_sign(lexicon: Lexicon, wording: Wording) -> None:
    one = told(lexicon, wording, "Сегодня в городе тепло, вечером обещают дождь.")
    assert one.sale.wording < TELLING
    assert quotes(one) == []
    assert KIND not in one.sale.kinds


def test_disguised_words_are_heard_and_quoted_in_their_disguise(lexicon: Lexicon, wording: Wording) -> None:
    assert set(quotes(told(lexicon, wording, "Серая ц а п л я ждёт у воды, c0ва спит. 🦉"))) == {
        "ц а п л я",
        "c0ва",
        "🦉",
    }


def test_a_word_that_is_quoted_for_its_disguise_is_heard_all_the_same(
    lexicon: Lexicon, wording: Wording
) -> None:
    one = told(lexicon, wording, "Серая ｃoва и цaпля спят у воды. 🦉")
    assert {"ｃoва", "цaпля"} <= {one.reading.document.text[mark.start : mark.end] for mark in one.marks}
    assert {"ｃoва", "цaпля", "🦉"} == set(quotes(one))


def test_what_a_report_quotes_is_not_heard(lexicon: Lexicon, wording: Wording) -> None:
    report = "Полиция задержала продавца. В объявлении стояло: «{}». Суд вынес приговор."
    assert quotes(told(lexicon, wording, report.format("Серая цапля ждёт, сова спит 🦉"))) == []
    assert told(lexicon, wording, report.format("цапля")).sale.wording < TELLING
    assert quotes(told(lexicon, wording, "Серая цапля ждёт, сова спит 🦉")) != []


def test_a_seller_s_quotation_marks_hide_nothing(lexicon: Lexicon, wording: Wording) -> None:
    assert quotes(told(lexicon, wording, "Магазин «Серая цапля ждёт, сова спит» 🦉")) != []


def test_in_a_long_text_words_are_heard_where_the_signs_stand(lexicon: Lexicon, wording: Wording) -> None:
    far = " ".join(["Тёплый день у реки, дети играют."] * 200)
    offer = "1г 16000 ₸ (прикоп), координаты после оплаты @qala_vitrina_"
    assert quotes(told(lexicon, wording, f"{far} {offer} {TEXT}")) != []
    assert quotes(told(lexicon, wording, f"{TEXT} {far} {offer}")) == []


def test_in_a_long_text_each_track_has_the_words_near_its_own_signs(
    lexicon: Lexicon, wording: Wording
) -> None:
    far = " ".join(["Тёплый день у реки, дети играют."] * 200)
    offer = "1г 16000 ₸ (прикоп), координаты после оплаты @qala_vitrina_"
    job = "Работа: курьер, без опыта, 400 000 в неделю, залог, пиши @qala_rabota_"
    one = told(lexicon, wording, f"{offer} цапля цапля сова {far} {job} цапля сова 🦉")
    assert one.sale.window != one.recruitment.window
    places = {
        track: [mark.start for mark in quoted_for(one, track) if mark.kind == KIND]
        for track in ("sale", "recruitment")
    }
    assert 0 < len(places["sale"]) < len(quotes(one))
    assert max(places["sale"]) < len(far) < min(places["recruitment"])


def test_words_that_another_family_quotes_are_no_second_one(lexicon: Lexicon) -> None:
    wording = Wording(np.full(BUCKETS, 1.0), 0.0)
    one = told(lexicon, wording, "мефедрон гашиш кокаин амфетамин")
    assert one.sale.wording >= TELLING
    assert Family.WORDING not in one.sale.families
    assert quotes(one) == []


def test_alone_it_never_flags_and_only_plainly_shows_a_text_to_a_person(
    lexicon: Lexicon, wording: Wording
) -> None:
    silent = weigh_document(Document(text="Тихо вокруг, и никого нет."), lexicon).sale
    for logit, cap in ((TELLING, CAP_LONE), (PLAIN, CAP_GATE)):
        evidence = sounding(silent, logit, alone=logit)
        gate = gates(evidence, evidence)
        assert (gate.sale, gate.recruitment, gate.families) == (False, False, 1)
        assert gate.heard == (evidence.family(Family.WORDING) >= PLAINLY)
        assert capped(1.0, gate=gate.sale, families=gate.families, heard=gate.heard) == pytest.approx(cap)


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("пишите @qala_vitrina_", NEVER),
        ("тайник под камнем", DOUBTLESS),
        ("тайник под камнем, сообщает газета, полиция проверяет", NEVER),
        ("тайник под камнем, сообщает газета, полиция проверяет, пишите @qala_vitrina_", CERTAIN),
    ],
)
def test_with_one_other_family_it_asks_for_more_certainty(lexicon: Lexicon, text: str, least: float) -> None:
    evidence = sounding(weigh_document(Document(text=text), lexicon).sale, PLAIN, alone=PLAIN)
    assert gates(evidence, evidence).enough == least


def test_every_other_family_counts_beside_it(lexicon: Lexicon) -> None:
    evidence = sounding(weigh_document(Document(text="@qala_vitrina_"), lexicon).sale, PLAIN, alone=PLAIN)
    gate = gates(evidence, evidence)
    assert gate.families == 2
    assert capped(0.99, gate=gate.sale, families=2, enough=gate.enough) < CAP_GATE
