"""Which language a text is in: the letter rule first, then small words and endings.

Public libraries know no Kazakh in Latin letters and hardly any typed without its own letters (қ as к), so
both are recognised here by function words and case endings.
"""

import re
import tomllib
from collections import Counter
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]{2,}")
_SAMPLE = 20_000

_KAZAKH_LETTER = re.compile("[әғқңөұүһ]")
_KAZAKH_I = re.compile(r"[а-яё]*і[а-яё]*")
_OTHER_SLAVIC = re.compile("[їєґў]")
_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(
        files("classifiers").joinpath("data", "function_words.toml").read_text(encoding="utf-8")
    ).items()
}
_KAZAKH_BARE = _WORDS["kazakh_bare"]
_KAZAKH_ENDING = re.compile(
    r"[а-я]{3,}(?:лардын|лердин|дардын|дердин|тардын|тердин|ларга|лерге|дарга|дерге|ларды|лерди|ынын|инин|"
    r"мызда|миздин|сыз|сиз|ныз|низ|айды|ейди|ады|еди|ылады|иледи|канда|генде|ганда|генде|атын|етин|уга|уге)"
)
_KAZAKH_LATIN = _WORDS["kazakh_latin"]
_ENGLISH = _WORDS["english"]
_OTHER_LATIN = _WORDS["other_latin"]


def language_of(text: str) -> str:
    """`kk`, `ru`, `en` or `und` for a text already folded to lower case; Kazakh also without its letters
    or in Latin ones. Reads the first 20,000 characters."""
    text = text[:_SAMPLE]
    words = Counter(_WORD.findall(text))
    cyrillic = {word: count for word, count in words.items() if "\u0400" <= word[0] <= "\u052f"}
    cyrillic_letters = sum(len(word) * count for word, count in cyrillic.items())
    all_letters = sum(len(word) * count for word, count in words.items())
    if not all_letters:
        return "und"
    if cyrillic_letters * 3 >= all_letters:
        return _cyrillic_language(cyrillic)
    return _latin_language(words)


def _cyrillic_language(words: dict[str, int]) -> str:
    total = sum(words.values())
    kazakh = sum(count for word, count in words.items() if _is_kazakh(word))
    foreign = sum(count for word, count in words.items() if _OTHER_SLAVIC.search(word))
    if foreign and not any(_KAZAKH_LETTER.search(word) for word in words):
        return "und"
    if kazakh * 8 >= total or (kazakh >= 1 and total <= 4):
        return "kk"
    bare = sum(
        count for word, count in words.items() if word in _KAZAKH_BARE or _KAZAKH_ENDING.fullmatch(word)
    )
    return "kk" if bare >= 2 and (bare + kazakh) * 5 >= total else "ru"


def _is_kazakh(word: str) -> bool:
    return bool(_KAZAKH_LETTER.search(word) or _KAZAKH_I.fullmatch(word))


def _latin_language(words: Counter[str]) -> str:
    total = sum(words.values())
    kazakh = sum(count for word, count in words.items() if word in _KAZAKH_LATIN)
    english = sum(count for word, count in words.items() if word in _ENGLISH)
    if kazakh >= 2 and kazakh > english and kazakh * 8 >= total:
        return "kk"
    foreign = sum(count for word, count in words.items() if word in _OTHER_LATIN)
    plain = sum(count for word, count in words.items() if word.isascii()) * 10 >= total * 9
    return (
        "en"
        if (english * 25 >= total and english > foreign) or (plain and not foreign and total < 25)
        else "und"
    )
