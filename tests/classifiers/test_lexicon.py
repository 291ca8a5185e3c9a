"""Terms are found in any form, at word boundaries, and files that are wrong are refused by name."""

from contextlib import suppress
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.declining import decline
from classifiers.errors import LexiconError
from classifiers.kinds import KINDS
from classifiers.lexicon import Lexicon, Term, load_terms, parse_terms, tokens_of
from classifiers.lexicon_files import MAX_BYTES, lexicon_digest, own_digest, read_file
from classifiers.normaliser import normalise
from classifiers.term import OUTDATED, Period

GROUP = '[[group]]\nkind = "C2_slang"\nlanguage = "ru"\n'


def kinds_in(lexicon: Lexicon, text: str, *, kazakh: bool = False) -> dict[str, str]:
    folded = normalise(text).text
    found = lexicon.matches(folded, tokens_of(folded), kazakh=kazakh)
    return {folded[match.start : match.end]: match.term.kind for match in found}


@pytest.mark.parametrize("form", ["тайник", "тайника", "Тайниками", "ТАЙНИКЕ"])
def test_a_russian_term_is_found_in_every_form(lexicon: Lexicon, form: str) -> None:
    assert kinds_in(lexicon, f"тут {form}, там")[form.lower()] == "B1_stash_word"


@pytest.mark.parametrize("form", ["ненаход", "ненахода", "ненаходом", "ненаходу"])
def test_slang_that_no_dictionary_knows_is_declined(lexicon: Lexicon, form: str) -> None:
    assert kinds_in(lexicon, form)[form] == "B8_not_found"


@pytest.mark.parametrize(
    "form", ["жасырын орын", "жасырын орынның", "жасырын орындардың", "жасырын орындарға"]
)
def test_a_kazakh_term_is_found_with_any_chain_of_endings(lexicon: Lexicon, form: str) -> None:
    assert kinds_in(lexicon, f"бұл {form} туралы", kazakh=True)[form] == "B1_stash_word"


@pytest.mark.parametrize(
    "form", ["жасырын орын", "zhasyryn oryn", "толемнен кейин координат", "dayin mekenzhaylar"]
)
def test_kazakh_without_its_letters_is_found(lexicon: Lexicon, form: str) -> None:
    assert kinds_in(lexicon, form, kazakh=True)[form].startswith("B")


@pytest.mark.parametrize(
    "text", ["магнитола", "кладовая", "социализация", "гашение", "мефистофель", "тайнопись"]
)
def test_a_term_inside_another_word_is_not_found(lexicon: Lexicon, text: str) -> None:
    assert kinds_in(lexicon, text) == {}


@pytest.mark.parametrize(
    ("words", "others", "found"),
    [
        (("ровный", "тавар"), {"тавар": ("товар",)}, "ровный товар"),  # one is right, the other may be
        (("равный", "тавар"), {"тавар": ("товар",), "равный": ("ровный",)}, ""),  # neither is
        (("тавар",), {"тавар": ("товар",)}, ""),  # one word alone is what it is
        (("ровный", "товар"), {"товар": ("тавар",)}, "ровный товар"),
        (("товар",), {"товар": ("тавар",)}, "товар"),
    ],
)
def test_a_word_completes_a_phrase_as_what_it_may_be(
    words: tuple[str, ...], others: dict[str, tuple[str, ...]], found: str
) -> None:
    terms = [
        Term(text=text, language="ru", kind="A7_stock", strength=0.5) for text in ("ровный товар", "товар")
    ]
    lexicon = Lexicon(terms)
    phrases = lexicon.phrases_in(words, kazakh=False, others=others)
    longest = max((" ".join(words[one.first : one.after]) for one in phrases), key=len, default="")
    assert longest == " ".join(words[: len(found.split())] if found else ())


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence(lexicon: Lexicon) -> None:
    assert "координаты после оплаты" in kinds_in(lexicon, "координаты после оплаты")
    assert not any(
        kind.startswith("B3") for kind in kinds_in(lexicon, "координаты. После оплаты чай").values()
    )


def test_every_term_of_the_packaged_lexicons_is_found_in_itself(lexicon: Lexicon) -> None:
    lost = []
    for term in load_terms():
        folded = normalise(term.plain).text
        found = lexicon.matches(folded, tokens_of(folded), kazakh=term.language == "kk")
        if term not in {match.term for match in found}:
            lost.append(term.text)
    assert lost == []


def test_the_packaged_lexicons_say_where_their_terms_come_from() -> None:
    terms = load_terms()
    assert all(term.kind in KINDS and term.sense and term.year and term.source != "office" for term in terms)
    assert not [term.text for term in terms if term.language == "kk" and term.checked]
    undated = {term.text for term in terms if not term.kind.startswith("L") and term.valid == Period()}
    assert undated == set()


@pytest.mark.parametrize(
    ("language", "substances", "shop", "recruitment", "counter"),
    [("ru", 150, 200, 100, 300), ("kk", 150, 200, 100, 300), ("en", 150, 200, 100, 300)],
)
def test_each_language_has_its_share_of_terms(
    language: str, substances: int, shop: int, recruitment: int, counter: int
) -> None:
    families = [term.kind[0] for term in load_terms() if term.language == language]
    count = families.count
    assert count("C") >= substances
    assert count("A") + count("B") + count("D") >= shop
    assert (count("F") >= recruitment, count("L") >= counter) == (True, True)


def test_a_term_out_of_date_is_found_and_weighs_half() -> None:
    [term] = parse_terms("mine.toml", f'{GROUP}strength = 0.4\nterms = "словцо [2014/2022-04]"'.encode())
    lexicon = Lexicon([term])
    strengths = {}
    for day in (None, date(2013, 12, 31), date(2014, 1, 1), date(2022, 4, 30), date(2022, 5, 1)):
        [match] = lexicon.matches("словцо", tokens_of("словцо"), kazakh=False, at=day)
        strengths[day and day.isoformat()] = match.term.strength
    assert strengths == {
        None: 0.4,
        "2013-12-31": 0.4 * OUTDATED,
        "2014-01-01": 0.4,
        "2022-04-30": 0.4,
        "2022-05-01": 0.4 * OUTDATED,
    }


def test_a_group_s_dates_hold_for_terms_without_dates_of_their_own() -> None:
    data = f'{GROUP}valid_from = 2016\nvalid_to = 2020-02\nterms = """\nодно\nдругое [../2018-03-05]\n"""'
    one, other = parse_terms("mine.toml", data.replace("2020-02", '"2020-02"').encode())
    assert (one.valid.since, one.valid.until) == (date(2016, 1, 1), date(2020, 2, 29))
    assert (other.valid.since, other.valid.until) == (None, date(2018, 3, 5))


def test_marks_say_how_a_word_varies_where_guessing_would_fail() -> None:
    lines = "=бук\nгрум*\nлап{,а,ой}"
    lexicon = Lexicon(parse_terms("mine.toml", f'{GROUP}terms = """\n{lines}\n"""'.encode()))
    assert set(kinds_in(lexicon, "бук бука грум грумами огрум лап лапа лапой лапу")) == {
        *("бук", "грум", "грумами", "лап", "лапа", "лапой")
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("not toml [", "not a lexicon"),
        ("group = 1", "not a lexicon"),
        ("", "not a lexicon"),
        (f'colour = 1\n{GROUP}terms = "а"', "'colour' stands outside"),
        ('[[group]]\nkind = "Z9"\nlanguage = "ru"\nterms = "а"', "group 1: unknown kind 'Z9'"),
        ('[[group]]\nkind = ["Z9"]\nlanguage = "ru"\nterms = "а"', "group 1: unknown kind"),
        ('[[group]]\nkind = "L1_news"\nlanguage = "de"\nterms = "а"', "group 1: unknown language 'de'"),
        (f"{GROUP}colour = 1", "group 1: unknown field 'colour'; the fields are checked"),
        (GROUP, "group 1: the field 'terms' is missing"),
        (f'{GROUP}terms = " "', "group 1: no terms"),
        (f'{GROUP}terms = ["а"]', "group 1: terms = .* must be a text in quotes"),
        (f'{GROUP}checked = 1\nterms = "а"', "group 1: checked = 1, but it must be true or false"),
        (f'{GROUP}year = true\nterms = "а"', "group 1: year = True, but it must be a whole number"),
        (f'{GROUP}source = "hearsay"\nterms = "а"', "group 1: unknown source 'hearsay'; one of law_list"),
        (f'{GROUP}strength = 2\nterms = "а"', "group 1: strength = 2, but it must be above 0"),
        (f'{GROUP}strength = nan\nterms = "а"', "group 1: strength = nan"),
        (f'{GROUP}valid_from = "soon"\nterms = "а"', "group 1: 'soon' is no date; write 2022, 2022-04"),
        (f'{GROUP}valid_from = 2022\nvalid_to = 2020\nterms = "а"', "valid from 2022, which is after 2020"),
        (f'{GROUP}terms = "слово [2022-13/..]"', "group 1, term 'слово': '2022-13' is no date"),
        (f'{GROUP}terms = "слово [2022]"', r"group 1: term 'слово \[2022\]' is not understood"),
        (f'{GROUP}terms = "—"', "group 1: term '—' has no word"),
        (f'{GROUP}terms = "сло*во"', "group 1: term 'сло.во' has a mark in a wrong place"),
        (f'{GROUP}terms = "слово 麻"', "'麻' is no letter of Cyrillic or Latin"),
        (f'{GROUP}terms = "* слово"', "group 1: term '\\* слово' has a mark in a wrong place"),
        (f'{GROUP}terms = "со*"', "group 1: term 'со.' would match|would match too much"),
        (f'{GROUP}terms = "{"раз " * 13}"', "has more than 12 words"),
        (f'{GROUP}terms = "{"раз" * 80}"', "is not understood"),
        (
            f'{GROUP}terms = """\nслово\nСлово\n"""',
            "group 1: term 'Слово' stands already in mine.toml, group 1",
        ),
    ],
)
def test_a_wrong_lexicon_file_is_named_with_group_and_term(data: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message) as caught:
        parse_terms("mine.toml", data.encode())
    assert str(caught.value).startswith("mine.toml")


@given(st.text(max_size=60), st.sampled_from(["terms", "valid_from", "source", "kind", "sense"]))
def test_no_text_in_a_field_does_worse_than_a_lexicon_error(value: str, field: str) -> None:
    group = {
        "kind": "C2_slang",
        "language": "ru",
        "terms": "слово",
        field: value.replace("\\", "").replace('"', ""),
    }
    data = "[[group]]\n" + "\n".join(f'{name} = """\n{text}"""' for name, text in group.items())
    with suppress(LexiconError):
        Lexicon(parse_terms("mine.toml", data.encode("utf-8", "replace")))


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(LexiconError, match="not a lexicon"):
        parse_terms("mine.toml", b"\xff\xfe")


def test_a_term_of_many_common_words_is_found_as_fast_as_any() -> None:
    text = " ".join(["соль"] * 12)
    crowd = [Term(text="соль", language=one, kind="C2_slang", strength=0.2) for one in ("ru", "kk", "en")]
    crowd += [
        Term(text=f"соль{{,{ending}}}", language="ru", kind="C2_slang", strength=0.2) for ending in "аеиоу"
    ]
    long = Term(text=text, language="ru", kind="C2_slang", strength=0.2)
    lexicon = Lexicon([*crowd, long])
    assert long in {match.term for match in lexicon.matches(text, tokens_of(text), kazakh=True)}


def test_an_office_s_own_terms_stand_beside_the_packaged_ones(tmp_path: Path) -> None:
    assert own_digest(None) == own_digest(tmp_path) == ""
    tmp_path.joinpath("ours.toml").write_text(f'{GROUP}terms = "словцо"', encoding="utf-8")
    tmp_path.joinpath("notes.txt").write_text("no lexicon", encoding="utf-8")
    digest = lexicon_digest()
    assert [term.text for term in load_terms(tmp_path)[len(load_terms()) :]] == ["словцо"]
    assert (lexicon_digest(), len(own_digest(tmp_path))) == (digest, 64)
    tmp_path.joinpath("ours.toml").write_text("broken [", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"ours\.toml: not a lexicon"):
        load_terms(tmp_path)


def test_a_place_without_lexicons_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no such folder"):
        load_terms(tmp_path / "missing")
    with pytest.raises(LexiconError, match=r"missing\.toml cannot be read"):
        read_file(tmp_path / "missing.toml")
    tmp_path.joinpath("large.toml").write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(LexiconError, match="larger than"):
        read_file(tmp_path / "large.toml")


def test_matching_is_linear_however_the_words_repeat(lexicon: Lexicon) -> None:
    words = normalise("клад " * 40_000).text
    tokens = tokens_of(words)
    assert len(lexicon.matches(words, tokens, kazakh=True)) <= 4 * len(tokens)


def test_the_packaged_forms_are_those_that_the_dictionary_gives() -> None:
    packaged = files("classifiers").joinpath("data", "russian_forms.json").read_bytes()
    assert packaged == decline(load_terms())
