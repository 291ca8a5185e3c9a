"""Word forms: Russian by its dictionary, Kazakh by its chain of endings, English by its few endings."""

import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

MIN_KAZAKH_STEM = 3
MIN_GUESSED = 4

_BARE = str.maketrans("әғқңөұүһіый", "агкноуухиии")
_KAZAKH_CHAIN = re.compile(
    r"(?:лар|лер|дар|дер|тар|тер|ым|ім|ың|ің|ы|і|сы|сі|м|ң|мыз|міз|ымыз|іміз|ңыз|ңіз|ыңыз|іңіз|"
    r"ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|а|е|ны|ні|ды|ді|ты|ті|н|нда|нде|да|де|та|те|"
    r"дан|ден|тан|тен|нан|нен|мен|бен|пен|дағы|дегі|тағы|тегі|ндағы|ндегі|нікі|дікі|тікі|"
    r"лық|лік|дық|дік|тық|тік|лы|лі|ды|ді|ты|ті|сыз|сіз|шы|ші|дай|дей|тай|тей|ша|ше|"
    r"у|ып|іп|п|ған|ген|қан|кен|ады|еді|йды|йді|са|се|иді|иды|ар|ер|р|ылады|іледі|ылған|ілген|"
    r"ыл|іл|ын|ін|т|тыр|тір|дыр|дір|атын|етін|йтын|йтін|уға|уге|ңдар|ңдер|сын|сін|мын|мін|пыз|піз|"
    r"мыз|ба|бе|ма|ме|па|пе|м)"
)
_KAZAKH_TAIL = re.compile(rf"(?:{_KAZAKH_CHAIN.pattern}){{0,6}}")
_ENGLISH_TAIL = ("s", "es", "'s", "ed", "ing")


has_no_kazakh_letter = frozenset("әғқңөұүһі").isdisjoint
"""Asked for a word."""


@cache
def _analyser() -> Any:
    import pymorphy3  # noqa: PLC0415 - for words of no table only

    return pymorphy3.MorphAnalyzer(lang="ru")


def russian_forms(word: str) -> frozenset[str]:
    """The forms a Russian term's word may take, as `declined` gives them; for the shipped lexicons from the
    table that `classifiers.declining` makes."""
    known = _table().get(word)
    if known is None:
        return declined(word)
    beginning, endings = known
    return frozenset(beginning + ending for ending in endings.split(" "))


@cache
def _table() -> dict[str, tuple[str, str]]:
    data = files("classifiers").joinpath("data", "russian_forms.json").read_bytes()
    table: dict[str, tuple[str, str]] = json.loads(data)
    return table


@lru_cache(maxsize=20_000)
def declined(word: str) -> frozenset[str]:
    """The forms of a Russian word, with ё as е: all of a word given in its dictionary form, the plural of a
    noun given in the plural, otherwise itself. Slang unknown to the dictionary is declined like its likes."""
    forms = {word}
    parses = _analyser().parse(word)
    for parse in [one for one in parses[:3] if one.is_known] or _guesses(word, parses):
        if "INFN" not in parse.tag:
            forms.update(form.word.replace("ё", "е") for form in _like(word, parse))
    return frozenset(forms)


def _like(word: str, parse: Any) -> list[Any]:
    if parse.normal_form.replace("ё", "е") == word:
        return list(parse.lexeme)
    if {"NOUN", "plur", "nomn"} in parse.tag:
        return [form for form in parse.lexeme if "plur" in form.tag]
    return []


def _guesses(word: str, parses: list[Any]) -> list[Any]:
    nouns = [one for one in parses if "NOUN" in one.tag and one.normal_form == word]
    return nouns[:1] if len(word) >= MIN_GUESSED else []


def english_forms(word: str) -> frozenset[str]:
    """A word with its regular endings; one in Cyrillic letters, borrowed by a phrase, takes none."""
    if len(word) < 3 or not word.isascii():
        return frozenset({word})
    forms = {word, *(word + tail for tail in _ENGLISH_TAIL)}
    if word.endswith("y"):
        forms.add(word[:-1] + "ies")
    if word.endswith("e"):
        forms |= {word[:-1] + "ing", word + "d"}
    return frozenset(forms)


def kazakh_stems(word: str) -> frozenset[str]:
    """The shapes a Kazakh stem takes before an ending: voiced last consonant (кітап, кітабы), lost vowel
    (орын, орны)."""
    stems = {word}
    voiced = {"қ": "ғ", "к": "г", "п": "б"}
    if len(word) > MIN_KAZAKH_STEM and word[-1] in voiced:
        stems.add(word[:-1] + voiced[word[-1]])
    if len(word) > 3 and word[-2] in "ыі" and word[-1] in "нрл":
        stems.add(word[:-2] + word[-1])
    return frozenset(stems)


def is_kazakh_ending(tail: str) -> bool:
    """Whether a rest of a word can be a chain of Kazakh endings (at most 16 letters)."""
    return len(tail) <= 16 and bool(_KAZAKH_TAIL.fullmatch(tail))


@cache
def _bare_tail() -> re.Pattern[str]:
    return re.compile(_KAZAKH_TAIL.pattern.translate(_BARE))


def is_bare_kazakh_ending(tail: str) -> bool:
    """The same for Kazakh typed with Russian letters only."""
    return len(tail) <= 16 and bool(_bare_tail().fullmatch(tail))


def bare_kazakh(word: str) -> str:
    """What is left of a Kazakh word typed without its own letters: қ as к, and і, ы, й as и, since Latin
    y and i stand for any of them."""
    return word.translate(_BARE)
