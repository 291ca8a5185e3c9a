"""Kazakh and Russian as people write them with Latin letters, and Kazakh with Russian letters only.

Kazakh: the official alphabet of 2021 and two everyday ways; Russian: two everyday ways, one near GOST 7.79
(system B), and one with j and w as in short messages.
"""

from collections.abc import Callable

_COMMON = dict(zip("абвгдезклмнопрстуф", "abvgdezklmnoprstuf", strict=True))
_RUSSIAN = _COMMON | {"ж": "zh", "й": "y", "и": "i", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch"}
_RUSSIAN |= {"ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ё": "e"}
_GOST = _RUSSIAN | {"х": "kh", "й": "i", "щ": "shch", "ю": "iu", "я": "ia"}
_SCIENTIFIC = _RUSSIAN | {"й": "j", "ц": "c", "щ": "shh", "ь": "'", "ы": "y'", "э": "e'", "ё": "yo"}
_MESSAGES = _RUSSIAN | {"й": "j", "ш": "w", "щ": "w", "ч": "4", "ю": "ju", "я": "ja", "х": "x", "ж": "j"}

_KAZAKH = _RUSSIAN | {
    "ә": "a",
    "ғ": "g",
    "қ": "k",
    "ң": "n",
    "ө": "o",
    "ұ": "u",
    "ү": "u",
    "і": "i",
    "һ": "h",
}
_OFFICIAL = _KAZAKH | {
    "ә": "ä",
    "ғ": "ğ",
    "қ": "q",
    "ң": "ñ",
    "ө": "ö",
    "ұ": "ū",
    "ү": "ü",
    "и": "i",
    "й": "i",
}
_OFFICIAL |= {"і": "ı", "ы": "y", "ж": "j", "ш": "ş", "ю": "iu", "я": "ia"}
_EVERYDAY = _KAZAKH | {"қ": "q", "ж": "j", "й": "i", "я": "ia"}
_DIGRAPHS = _KAZAKH | {"ғ": "gh", "ң": "ng", "х": "kh", "у": "w"}
_BARE = dict(zip("әғқңөұүһі", "агкноуухи", strict=True))


def _way(table: dict[str, str]) -> Callable[[str], str]:
    both = str.maketrans({**table, **{letter.upper(): latin.capitalize() for letter, latin in table.items()}})
    return lambda text: text.translate(both)


RUSSIAN_WAYS = tuple(map(_way, (_RUSSIAN, _GOST, _SCIENTIFIC, _MESSAGES)))
KAZAKH_WAYS = tuple(map(_way, (_KAZAKH, _OFFICIAL, _EVERYDAY, _DIGRAPHS)))
without_kazakh_letters = _way(_BARE)
