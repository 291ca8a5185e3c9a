"""Kazakh and Russian in Latin letters, given back the letters that lexicons and detectors know.

People mix the official Kazakh alphabet of 2021, passport rules (ICAO 9303), GOST 7.79 and their own ways
(zh, j; sh, w; y, i, j; kh, h, x). So a word is compared by its key: what is left of it when all these ways
are made equal. Where the lexicon knows no word of that key, the letters are turned back one by one.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache

from classifiers.dictionary import is_russian_word, likeliest_spelling
from classifiers.edits import Edit, Normalised, edited
from classifiers.known import Known
from classifiers.language import Segment
from classifiers.scripts import TO_CYRILLIC, TWINS
from classifiers.spellings import MIN_LOUD, Spellings, latin_keys

_BACK = dict(zip("abvgdejziklmnoprstufhcqwy", "абвгдежзиклмнопрстуфхцчшы", strict=True))
_SPELLING = re.compile("shch|sch|shh|sh|zh|ch|kh|gh|ts|ck|y[aoue]|j[aue]|i[au]|(?<=[aeiouy])[yij]")
"""What is more than a letter by itself, which is spelled by a table."""
_SPELLED = {
    "shch": "щ",
    "shh": "щ",
    "sch": "щ",
    "sh": "ш",
    "zh": "ж",
    "ch": "ч",
    "kh": "х",
    "gh": "г",
    "ts": "ц",
}
_SPELLED |= {
    "ie": "ие",
    "ck": "к",
    "ya": "я",
    "yo": "е",
    "yu": "ю",
    "ye": "е",
    "ja": "я",
    "ju": "ю",
    "je": "е",
    "ia": "я",
}
_SPELLED |= {"iu": "ю", "q": "к", "x": "х", "w": "в", "j": "ж", "'": "ь"}
_KAZAKH_SPELLED = {"q": "қ", "gh": "ғ", "ja": "жа", "ju": "жу", "je": "же", "w": "ш", "'": ""}

_LATIN = re.compile("[a-z]")
_RUSSIAN_LETTERS = _BACK | _SPELLED
_KAZAKH_LETTERS = _RUSSIAN_LETTERS | _KAZAKH_SPELLED
_RUSSIAN_ALONE, _KAZAKH_ALONE = (
    str.maketrans({piece: spelled for piece, spelled in table.items() if len(piece) == 1})
    for table in (_RUSSIAN_LETTERS, _KAZAKH_LETTERS)
)
_NOT_ALONE = re.compile("[sczkg]h|ts|ck|[yjw]|i[au]|[aeiou]i")
"""Where _SPELLING finds something, or a letter may be meant otherwise."""
_PIECES = re.compile("shch|sch|shh|sh|zh|ch|kh|gh|ts|ck|y[aoue]|j[aue]|i[aue]|[a-z]|'")
_OTHERWISE = {
    "e": ("э",),
    "i": ("й", "ы"),
    "y": ("й", "и"),
    "j": ("й",),
    "ie": ("ье",),
    "ia": ("ия", "ья"),
    "iu": ("ию", "ью"),
    "sch": ("сч", "шч"),
    "shch": ("шч",),
    "kh": ("кх",),
    "sh": ("щ", "сх"),
    "ch": ("щ",),
    "ts": ("тс",),
    "c": ("к", "с"),
    "h": ("г",),
    "w": ("ш", "щ"),
    "x": ("кс",),
    "z": ("ж",),
    "ja": ("жа",),
    "je": ("же",),
    "ju": ("жу",),
    "ye": ("ые", "ье", "э"),
    "ya": ("ья",),
    "yu": ("ью",),
    "yo": ("ьо",),
}
"""How else a piece may be meant, by the alphabets of passports, GOST and chats."""
_SOFTENED = frozenset("бвдзлмнпрстфшжчщ")

_WORD = re.compile("(?<![^\\W_])[a-z]+(?:'[a-z]+)*'?(?![^\\W_])")
_ADDRESS = re.compile(
    r"(?:https?://|www\.|t\.me/|@)\S{1,500}|\S{1,64}@\S{1,64}|\S{1,64}\.[a-z]{2,6}/\S{0,500}"
    r"|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}"
    r"\.(?:com|net|org|info|biz|ru|su|kz|io|me|cc|to|app|top|xyz|shop|store|site|club|live|online|click|link|onion"
    r"|example|test)(?!\w)"
)
_MIN_ALONE = 5
"""Letters of a word in Latin letters that is read as Russian or Kazakh amid Cyrillic ones."""
_MIN_BEGINNING = 4
_MIN_TWINS = 4
_SMALL = {"i": "и", "y": "и", "u": "у", "k": "к", "s": "с", "o": "о", "a": "а"}
_SMALL |= {"je": "же", "po": "по", "do": "до", "on": "он", "my": "мы", "no": "но", "to": "то"}
"""Russian words that are English ones too, or stand beside numbers."""
_NAMES_OF_HOSTS = frozenset(
    {"com", "net", "org", "ru", "kz", "biz", "info", "onion", "www", "http", "https", "html"}
)


def cyrillic_from_latin(word: str, *, kazakh: bool) -> str:
    """A lower-case word in Latin letters, spelled letter by letter in Cyrillic ones."""
    alone = _KAZAKH_ALONE if kazakh else _RUSSIAN_ALONE
    if not _NOT_ALONE.search(word):
        return word.translate(alone)
    table = _KAZAKH_LETTERS if kazakh else _RUSSIAN_LETTERS

    def spell(found: re.Match[str]) -> str:
        piece = found.group()
        if piece not in ("y", "i", "j"):
            return table[piece]
        if kazakh and found.string[found.start() - 1] in "iy":
            return "ы" if piece == "y" else "и"
        return "й" if kazakh or piece != "i" else "и"

    spelled = _SPELLING.sub(spell, word).translate(alone)
    return spelled if kazakh or is_russian_word(spelled) else _likeliest(word) or spelled


def _likeliest(word: str) -> str:
    """The Russian word that is spelled so in one way or another: with the soft signs that are left out, й and
    э that are written like и and е, ш like в."""
    return likeliest_spelling([_readings(piece) for piece in _PIECES.findall(word)])


@cache
def _readings(piece: str) -> tuple[str, ...]:
    first = _RUSSIAN_LETTERS[piece]
    return tuple(dict.fromkeys((first, *_OTHERWISE.get(piece, ()), *((first + "ь",) * (first in _SOFTENED)))))


class Respeller:
    """Gives Latin words the spelling of a vocabulary. Those in Latin letters are left as they are found, and
    the loud ones are read in English sentences too."""

    def __init__(self, spellings: Spellings) -> None:
        self._latin, self._spelled, self._words, self._beginnings, self._loud, self._usual, self._own = (
            spellings
        )
        self._longest = max(map(len, self._beginnings), default=0)
        self._seen = {mode: self._spellings_in(mode) for mode in ("ru", "kk", "", "-")}

    def respelled(self, whole: Normalised, segments: Sequence[Segment]) -> Normalised:
        """`whole` with its Kazakh and Russian words in Latin letters respelled: every word of the segments in
        these languages, elsewhere only words of the vocabulary, and in English only the loud ones."""
        return edited(whole, self._edits(whole.text, segments))

    def _edits(self, text: str, segments: Sequence[Segment]) -> Iterator[Edit]:
        addresses = _Addresses(text)
        for segment in segments if _LATIN.search(text) else ():
            seen = self._seen[self._mode(text, segment)]
            words = _WORD.findall(text, segment.start, segment.end)
            if not any(map(seen.__getitem__, set(words))):
                continue
            for found in _WORD.finditer(text, segment.start, segment.end):
                if (new := seen[found.group()]) and not addresses.hold(found):
                    yield Edit(found.start(), found.end(), new)

    def _mode(self, text: str, segment: Segment) -> str:
        """How to read a segment's Latin words: as Russian or Kazakh, only those of the vocabulary (""), or
        only the loud ones ("-"). Loose nouns look like no language; there the vocabulary itself tells."""
        if segment.language in ("ru", "kk"):
            return segment.language if segment.latin else ""
        if segment.language == "en":
            return "-"
        words = set(_WORD.findall(text, segment.start, min(segment.end, segment.start + 2000)))
        known = sum(map(bool, map(self._seen[""].__getitem__, words)))
        return "" if known >= 2 and known * 4 >= len(words) else "-"

    def spelling(self, word: str, mode: str) -> str:
        """A Latin word as it is spelled in Cyrillic, or itself. `mode`: `ru` or `kk` for a text in that
        language, empty for a word of the vocabulary only, `-` for a loud one only."""
        return self._seen[mode][word] or word

    def _spellings_in(self, mode: str) -> Known[str, str]:
        """For each word its spelling, empty where it is the word itself."""
        return Known(lambda word: "" if (new := self._find(word, mode)) == word else new, 200_000)

    def _find(self, word: str, mode: str) -> str:
        if mode == "ru" and word in _SMALL:
            return _SMALL[word]
        if mode == "-":
            return self._find_loud(word)
        keys = latin_keys(word) if len(word) + bool(mode) * 3 >= _MIN_ALONE and len(word) <= 40 else ()
        tables = [self._words, self._beginnings, self._usual.get(mode, {})]
        for table in tables[::-1] if mode == "kk" else tables:
            if key := next((key for key in keys if len(key) > 2 and key in table), ""):
                return self._meant(word, key, table[key]) if mode == "ru" else table[key]
        if not mode and len(word) >= _MIN_TWINS and word not in self._latin and TWINS.issuperset(word):
            twin = word.translate(TO_CYRILLIC)
            return twin if twin in self._spelled or is_russian_word(twin) else word
        if not mode or word in self._latin or word in _NAMES_OF_HOSTS:
            return word
        return self._inflected(keys, mode) or cyrillic_from_latin(word, kazakh=mode == "kk")

    def _meant(self, word: str, key: str, known: str) -> str:
        """The vocabulary's word, or where it is a rare one the Russian word that has just these letters."""
        if (usually := self._usual.get("ru", {}).get(key, "")) in self._spelled:
            known = usually
        if key in self._loud:
            return known
        plain = cyrillic_from_latin(word, kazakh=False)
        usual = usually == known
        unsoftened = usual and plain == known.replace("ь", "")
        if plain in self._own and len(plain) != len(known) and not unsoftened:
            return plain  # doroge is no дорогие, but kupit is купить
        return known if usual or not is_russian_word(plain) else plain

    def _find_loud(self, word: str) -> str:
        keys = latin_keys(word) if MIN_LOUD <= len(word) <= 24 and word not in self._latin else ()
        return next((self._loud[key] for key in keys if key in self._loud), word)

    def _inflected(self, keys: Sequence[str], mode: str) -> str:
        """A known beginning and the rest letter by letter, in Kazakh with the vowels that it asks for."""
        for key in keys:
            for size in range(min(len(key) - 1, self._longest), _MIN_BEGINNING - 1, -1):
                if start := self._beginnings.get(key[:size]):
                    return start + _ending(key[size:], start if mode == "kk" else "")
        return ""


_ENDING = str.maketrans("abvgdejziklmnoprstufhcqw", "абвгдежзиклмнопрстуфхцчш")
_BACK_VOWEL = re.compile("[аоұыу][^аоұыуәөүіе]*$")


def _ending(key: str, stem: str) -> str:
    ending = key.replace("ia", "я").replace("iu", "ю").translate(_ENDING)
    return ending.replace("и", "ы" if _BACK_VOWEL.search(stem) else "і") if stem else ending


class _Addresses:
    """Tells the words of a text that are part of an address. Asked in order; no address has a space."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = 0
        self._spans: deque[tuple[int, int]] = deque()

    def hold(self, word: re.Match[str]) -> bool:
        """Whether the word is part of an address."""
        start, end = word.span()
        if start >= self._end:
            if self._is_space(start - 1) and self._is_space(end):
                return False
            self._look_around(start, end)
        while self._spans and self._spans[0][1] <= start:
            self._spans.popleft()
        return bool(self._spans) and self._spans[0][0] <= start

    def _is_space(self, at: int) -> bool:
        return not 0 <= at < len(self._text) or self._text[at].isspace()

    def _look_around(self, start: int, end: int) -> None:
        while not self._is_space(start - 1):
            start -= 1
        while not self._is_space(end):
            end += 1
        self._spans = deque(found.span() for found in _ADDRESS.finditer(self._text, start, end))
        self._end = end
