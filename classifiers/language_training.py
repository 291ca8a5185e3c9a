"""Makes the language model's table: `python -m classifiers.language_training` writes it anew.

The texts are those of `corpus/language_texts.toml`, each also as people would write it with other letters.
Nothing is drawn at random: the same texts give the same bytes.
"""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from classifiers.corpus.romanising import KAZAKH_WAYS, RUSSIAN_WAYS, without_kazakh_letters
from classifiers.deciphering import Decipherer
from classifiers.language_model import LANGUAGES, grams
from classifiers.normaliser import normalise
from classifiers.vocabulary import Vocabulary

_AS_WRITTEN = Decipherer(Vocabulary(), most=0)
"""A 4 that stands for a letter is how people write, and no word is to be made of it here."""
_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS = {"kazakh_bare": "kk", "kazakh_latin": "kk", "english": "en", "other_latin": "und"}


def train() -> bytes:
    """The table as JSON: for each script, each letter group's count in each language."""
    counts: dict[str, dict[str, list[int]]] = {
        script: defaultdict(lambda: [0] * len(LANGUAGES)) for script in ("cyrillic", "latin")
    }
    for language, text in _texts():
        number = LANGUAGES.index(language)
        for word in _WORD.findall(normalise(text, _AS_WRITTEN).text):
            table = counts["cyrillic" if "\u0400" <= word[0] <= "\u052f" else "latin"]
            for gram in grams(word):
                table[gram][number] += 1
    kept = {script: dict(sorted(table.items())) for script, table in counts.items()}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n").encode() + b"\n"


def _texts() -> Iterator[tuple[str, str]]:
    texts = _toml("corpus", "language_texts.toml")
    for name, language in (("kk", "kk"), ("ru", "ru"), ("en", "en"), ("other_latin", "und")):
        yield language, texts[name]
    yield "und", texts["other_cyrillic"]
    yield "kk", without_kazakh_letters(texts["kk"])
    for way in KAZAKH_WAYS:
        yield "kk", way(texts["kk"])
    for way in RUSSIAN_WAYS:
        yield "ru", way(texts["ru"])
    for name, words in _toml("data", "function_words.toml").items():
        yield _FUNCTION_WORDS[name], words


def _toml(*path: str) -> dict[str, str]:
    return dict(tomllib.loads(files("classifiers").joinpath(*path).read_text(encoding="utf-8")))


if __name__ == "__main__":
    Path(__file__).with_name("data").joinpath("language.json").write_bytes(train())
