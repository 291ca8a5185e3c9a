"""Words of our own texts, and how often they stand there: of two that a misspelled word may be, which is
likelier, and which words are right though the lexicon has none of them."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from classifiers.corpus.written import LANGUAGES, load_written

_WORD = re.compile(r"[^\W\d_]{3,}")


@cache
def common_words() -> Mapping[str, Mapping[str, int]]:
    """By language, how often each word of three letters or more stands in the texts written for training."""
    everyday = tomllib.loads(
        files("classifiers").joinpath("corpus", "language_texts.toml").read_text("utf-8")
    )
    texts = [(language, everyday[language]) for language in LANGUAGES]
    texts += [(written.language, written.text) for written in load_written()]
    found: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for language, text in texts:
        found[language].update(_WORD.findall(text.lower().replace("ё", "е")))
    return found
