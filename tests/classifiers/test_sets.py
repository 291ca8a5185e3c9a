"""The promises of the independent sets and attacks; tests/classifiers/sets/README.md says what is in them."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from classifiers.evaluation import LabelledText, read_rows
from tests.classifiers.sets import attacks_published
from tests.classifiers.sets.attacks import ATTACKS, DISGUISES, INVENTED, TRANSLITERATIONS
from tests.classifiers.sets.make_look_alikes import FILES, KINDS, look_alikes, ordinary
from tests.classifiers.sets.shapes import read_sections

FOLDER = Path(__file__).parent / "sets"
EVERY_ATTACK = {**ATTACKS, **attacks_published.ATTACKS}
SETS = ("advertisements", "bazaar", "kazakh", "kiosk", "look_alikes", "ordinary", "pages", "street", "town")
HOST = re.compile(r"(?<![\w.@-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w.-]*@)", re.IGNORECASE)
NO_HOSTS = frozenset(
    {"html", "py", "js", "md", "pdf", "toml", "json", "php", "apk", "csv", "hide", "pick"}
)  # files, code
MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
HANDLE = re.compile(r"(?:(?<![\w.])@|\bt\.me/|\bresolve\?domain=)([a-z]\w{3,})", re.IGNORECASE)
CONTACT = re.compile(r"(?:@|t\.me/)[a-z0-9_]+_\b|[a-z0-9.-]+\.(?:example|test)\b")
PHONE = re.compile(r"(?:\+7|\b8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}\b")
WALLET = re.compile(
    r"\b(?:bc1\w{20,}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})\b"
)
TEST_VECTORS = frozenset({"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"})  # BIP 173
NEAR = 0.6  # two texts of a set share less than this of their runs of four words
WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def sets() -> dict[str, list[LabelledText]]:
    return {name: list(read_rows(FOLDER / f"{name}.jsonl")) for name in SETS}


def runs(text: str) -> frozenset[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return frozenset(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def test_every_row_says_its_language_source_and_kind(sets: dict[str, list[LabelledText]]) -> None:
    for name, rows in sets.items():
        assert {row.source for row in rows} == {name}
        assert all(row.text.strip() and row.kind for row in rows)
        assert {row.language for row in rows} <= {"ru", "kk", "en", "mixed"}


def test_the_kazakh_set_has_offers_and_benign_texts(
    sets: dict[str, list[LabelledText]],
) -> None:
    rows = sets["kazakh"]
    spellings = Counter(row.kind.split(":")[1] for row in rows)
    assert len(rows) >= 400
    assert sum(row.positive for row in rows) >= 120
    assert set(spellings) == {"cyrillic", "latin_2021", "latin_everyday", "bare_letters", "mixed"}
    assert min(spellings.values()) >= 30


def test_every_kind_of_look_alike_has_a_hundred_texts_in_three_languages(
    sets: dict[str, list[LabelledText]],
) -> None:
    rows = sets["look_alikes"]
    kinds = Counter(row.kind for row in rows)
    assert len(kinds) == 14
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 100
    assert len({(row.kind, row.language) for row in rows}) == 14 * 3
    assert not any(row.positive for row in rows)


def test_twelve_shapes_stand_behind_every_kind_of_look_alike() -> None:
    shapes: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for section in (section for name in FILES for section in read_sections(name)):
        shapes[section.kind] |= set(section.shapes)
    assert min(map(len, shapes.values())) >= 12


def test_the_advertisements_stand_against_as_many_hard_negatives(sets: dict[str, list[LabelledText]]) -> None:
    positives = sum(row.positive for row in sets["advertisements"])
    assert positives >= 150
    assert len(sets["advertisements"]) - positives >= 150


def test_the_street_is_as_many_offers_as_harmless_texts_in_each_language_and_half() -> None:
    lines = (FOLDER / "street.jsonl").read_text("utf-8").splitlines()
    cells = Counter((row["half"], row["lang"], row["label"]) for row in map(json.loads, lines))
    assert cells == {
        (half, language, label): texts
        for half in ("dev", "held")
        for language, texts in (("ru", 40), ("kk", 30), ("en", 10), ("mixed", 10))
        for label in (0, 1)
    }


def test_the_ordinary_posts_are_a_thousand_in_two_languages(sets: dict[str, list[LabelledText]]) -> None:
    languages = Counter(row.language for row in sets["ordinary"])
    assert languages.total() >= 1000
    assert min(languages["ru"], languages["kk"]) >= 400
    assert not any(row.positive for row in sets["ordinary"])


@pytest.mark.parametrize("name", SETS)
def test_no_two_texts_of_a_set_are_nearly_the_same(sets: dict[str, list[LabelledText]], name: str) -> None:
    texts = [runs(row.text) for row in sets[name]]
    holders: dict[tuple[str, ...], list[int]] = {}
    for at, of_text in enumerate(texts):
        shared = Counter(other for run in of_text for other in holders.get(run, ()))
        for other, count in shared.items():
            union = len(of_text) + len(texts[other]) - count
            assert count / union < NEAR, (sets[name][other].text, sets[name][at].text)
        for run in of_text:
            holders.setdefault(run, []).append(at)


@pytest.mark.parametrize("name", SETS)
def test_every_name_in_a_set_is_reserved(sets: dict[str, list[LabelledText]], name: str) -> None:
    for row in sets[name]:
        hosts = [host.lower() for host in [*HOST.findall(row.text), *MAIL.findall(row.text)]]
        live = [host for host in hosts if not _reserved(host)]
        live += [handle for handle in HANDLE.findall(MAIL.sub("", row.text)) if not handle.endswith("_")]
        live += [phone for phone in PHONE.findall(row.text) if set(phone[2:]) & set("123456789")]
        live += [wallet for wallet in WALLET.findall(row.text) if wallet not in TEST_VECTORS]
        assert not live, row.text


def _reserved(host: str) -> bool:
    return host == "t.me" or host.rpartition(".")[2] in {"example", "test", *NO_HOSTS}


def test_the_generated_sets_come_from_their_seeds(sets: dict[str, list[LabelledText]]) -> None:
    assert [row.text for row in sets["look_alikes"]] == [row["text"] for row in look_alikes()]
    assert [row.text for row in sets["ordinary"]] == [row["text"] for row in ordinary()]


def test_there_are_ten_disguises_two_transliterations_and_three_inventions() -> None:
    assert (len(DISGUISES), len(TRANSLITERATIONS), len(INVENTED)) == (10, 2, 3)


@pytest.mark.parametrize("name", EVERY_ATTACK)
def test_an_attack_is_seeded_changes_the_text_and_keeps_its_contacts_and_size(
    sets: dict[str, list[LabelledText]], name: str
) -> None:
    rows = [row for row in sets["advertisements"] if row.language in {"ru", "kk"}][::4]
    for row in rows:
        attacked = EVERY_ATTACK[name](row.text, 5)
        assert attacked == EVERY_ATTACK[name](row.text, 5)
        assert CONTACT.findall(attacked) == CONTACT.findall(row.text)
        assert 0.7 * len(row.text) <= len(attacked) <= 3 * len(row.text) + 10
    changed = sum(EVERY_ATTACK[name](row.text, 5) != row.text for row in rows)
    assert changed >= 0.95 * len(rows)
    if name not in TRANSLITERATIONS:
        assert EVERY_ATTACK[name](rows[0].text, 5) != EVERY_ATTACK[name](rows[0].text, 6)
