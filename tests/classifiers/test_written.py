"""The texts that were written one by one: invented, each once, both ways."""

import re
from collections import Counter

from classifiers.corpus.texts import SEED, generate
from classifiers.corpus.written import LANGUAGES, load_written
from classifiers.score import Label

HANDLE = re.compile(r"(?<![\w.])@([A-Za-z]\w{4,})(?!\w|\.\w)")
HOST = re.compile(
    r"\b[\w-]+\.(?:com|net|org|ru|kz|io|me|su|cc|biz|top|onion|shop|store|site|online)\b(?!\.example)"
)
PHONE = re.compile(r"\+?\d[\d ()-]{9,}\d")


def test_every_text_stands_there_once() -> None:
    texts = Counter(written.text for written in load_written())
    assert max(texts.values()) == 1
    assert len(texts) > 1_400


def test_each_language_has_offers_and_harmless_texts() -> None:
    found = Counter((written.name.split("_")[1], written.label) for written in load_written())
    assert all(found[language, label] >= 40 for language in LANGUAGES for label in (Label.SALE, Label.BENIGN))


def test_no_name_can_be_a_live_one() -> None:
    for written in load_written():
        assert all(handle.endswith("_") for handle in HANDLE.findall(written.text)), written.name
        hosts = {host for host in HOST.findall(written.text) if host != "t.me"}
        assert not hosts, (written.name, hosts)
        for phone in PHONE.findall(written.text):
            digits = re.sub(r"\D", "", phone)
            assert len(digits) < 11 or set(digits[4:]) <= {"0"}, (written.name, phone)


def test_they_are_in_the_corpus_each_in_a_group_of_its_own() -> None:
    corpus = generate(SEED, per_grammar=1)
    groups = Counter(text.group for text in corpus if text.group.startswith("written"))
    assert set(groups) == {written.name for written in load_written()}
    assert set(groups.values()) == {1}
