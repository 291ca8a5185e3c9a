"""What Kazakh and Russian words come to when all ways to write them in Latin letters are made equal: their
keys, and the words of a vocabulary by these.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

_KEY = dict(
    zip("абвгдежзийклмнопрстуфхцчшщыэәғқңөұүһі", "abvgdejziiklmnoprstufhcqwwieagknouuhi", strict=True)
)
_KEY |= {"ё": "e", "ю": "iu", "я": "ia", "ь": "", "ъ": ""}
_CYRILLIC_KEY = str.maketrans(_KEY)

_DIGRAPHS = re.compile("shch|sch|shh|sh|zh|ch|kh|gh|ts|ck|yo|jo|ng|[yji](?=[aeu])|[yqxcwj]|'")
_ALWAYS = {
    "shch": "w",
    "shh": "w",
    "sh": "w",
    "zh": "j",
    "ch": "q",
    "kh": "h",
    "gh": "g",
    "ts": "c",
}
_ALWAYS |= {"ck": "k", "q": "k", "'": "", "i": "i"}
_EITHER: dict[str, tuple[str, ...]] = {
    "yo": ("io", "e"),
    "jo": ("jo", "e"),
    "ng": ("ng", "n"),
    "sch": ("sq", "w"),
    "x": ("h", "ks"),
    "c": ("c", "k"),
}
_EITHER |= {"w": ("w", "v", "u"), "y": ("i", "u"), "j": ("j", "i")}
_MAX_READINGS = 16
_DOUBLE = re.compile(r"(.)\1+")
MIN_LOUD = 6
"""Letters of a Latin word that is read by what its letters look like: onepatop."""


def key_of(word: str) -> str:
    """The key of a lower-case Kazakh or Russian word in Cyrillic letters."""
    return _evened(word.translate(_CYRILLIC_KEY))


def latin_keys(word: str) -> tuple[str, ...]:
    """The keys that a lower-case word in Latin letters may have, the likeliest first; at most 16."""
    options: list[tuple[str, ...]] = []
    at = 0
    for found in _DIGRAPHS.finditer(word):
        options.append((word[at : found.start()],))
        options.append(_EITHER.get(found.group()) or (_ALWAYS[found.group()],))
        at = found.end()
    options.append((word[at:],))
    readings = itertools.islice(itertools.product(*options), _MAX_READINGS)
    return tuple(dict.fromkeys(_evened("".join(parts)) for parts in readings))


def _evened(key: str) -> str:
    """Long and double letters once, and iotated e as e: they are written in too many ways to count."""
    return _DOUBLE.sub(itemgetter(1), key.replace("ts", "c").replace("ie", "e"))


class Spellings(NamedTuple):
    """Words and beginnings of words, as they are spelled: those in Latin letters, whole words, and by their
    keys words, beginnings, words that are loud, and by language words of our own texts; `own`: Russian
    ones."""

    latin: frozenset[str]
    spelled: frozenset[str]
    words: dict[str, str]
    beginnings: dict[str, str]
    loud: dict[str, str]
    usual: dict[str, dict[str, str]]
    own: frozenset[str]


def spellings_of(
    words: Iterable[str],
    beginnings: Iterable[str],
    loud: Iterable[str] = (),
    often: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
) -> Spellings:
    """The tables of whole words, of beginnings that may be followed by endings, and of loud words; `often`
    says by language how often our own texts have a word. Of words with one key the more frequent is meant."""
    total = Counter[str]()
    for counts in often.values():
        total.update(counts)
    words, beginnings = sorted(words), sorted(beginnings)
    return Spellings(
        latin=frozenset(word for word in (*words, *beginnings) if word.isascii()),
        spelled=frozenset(words),
        words=_by_key(words, total),
        beginnings=_by_key(beginnings, total),
        loud={key_of(word): word for word in sorted(loud) if len(word) >= MIN_LOUD},
        usual={language: _by_key(sorted(counts), counts) for language, counts in often.items()},
        own=frozenset(often.get("ru", ())),
    )


def _by_key(words: Iterable[str], often: Mapping[str, int]) -> dict[str, str]:
    """The words that have letters of Cyrillic, by their keys; of two as common the shorter."""
    best = sorted(
        (word for word in words if not word.isascii()), key=lambda one: (often.get(one, 0), -len(one))
    )
    return {key_of(word): word for word in best}
