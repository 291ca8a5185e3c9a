"""What a sign may stand for when it stands for a letter: by its look, or by its sound.

Several readings a sign, the likeliest first: which is meant, the word tells. Source of the idea: Unicode
TR39 (confusables) and the usual descriptions of leet; the choice follows the alphabets of Russian, Kazakh and
English. All in lower case, since a text is folded before it is read.
"""

from collections.abc import Mapping
from typing import NamedTuple

from classifiers.scripts import Script


class Stand(NamedTuple):
    """Letters that something stands for, and how far that is from it: 0 is the letter itself."""

    letters: str
    cost: float


Stands = Mapping[str, tuple[Stand, ...]]

_NEAR, _FAR, _STEP = 0.5, 1.0, 0.25
"""Costs: a letter of another script that looks the same, a sign, and each reading after the likeliest."""

_DIGITS = {"0": "о", "1": "лиі", "2": "зг", "3": "зеэ", "4": "ачу", "5": "сбп", "6": "бьв", "7": "тг"}
_DIGITS |= {"8": "вб", "9": "яд"}
_SIGNS = {"@": "а", "$": "с", "€": "еє", "¢": "с", "¥": "у", "£": "ел", "!": "иілй", "|": "лиі", "+": "т"}
_SIGNS |= {"#": "н", "(": "с", "[": "с", "<": "с", "^": "л", "&": "в", "№": "н", "%": "х"}
_GREEK = dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", "авудезнөиклмвзопрсотифхфш", strict=True))
_GREEK |= {"γ": "уг", "δ": "дб", "ε": "еэ", "η": "пн", "μ": "мц", "ν": "ву", "υ": "иуц", "π": "пл", "τ": "т"}
_GREEK |= {"ι": "иі", "σ": "ос", "ω": "шщ", "ß": "в", "ρ": "рп"}
_LATIN = dict(zip("abcdefghijklmnopqrstuvwxyz", "авсдефгнийклмпорягстившхуз", strict=True))
_LATIN |= {
    "b": "вбь",
    "c": "сц",
    "g": "дг",
    "h": "нхһ",
    "i": "иі",
    "j": "йжј",
    "m": "мт",
    "n": "пни",
    "p": "рп",
}
_LATIN |= {
    "r": "гря",
    "u": "иуц",
    "v": "вул",
    "w": "шщв",
    "x": "хжқ",
    "y": "уый",
    "q": "қяк",
    "ə": "ә",
    "ɵ": "ө",
}

_CYRILLIC_DRAWN = {
    "ж": "}|{ >|< )|( ]|[ }i{ >i< )i( >l< }l{",
    "к": "|{ |< |( i< l< i{ l{",
    "н": "|-| i-i l-l ]-[ }-{ i-l",
    "х": "}{ >< )( ][",
    "и": "|\\| |/| i/i l/l |\\i",
    "м": "|\\/| /\\/\\ i\\/i |v| /v\\",
    "л": "/\\ j| jl ji /| //",
    "ю": "|o io 1o lo |-o i-o |0 i0 10 l0 |о iо 1о lо іо |() l() |σ 1σ iσ lσ ισ",
    "ы": "bl b| bi b1 ьl ь| ьi ь1 ьі bі вl в| вi в1 6l 6| 6i ßl ßi",
    "я": "9i 9l 9| 91 9і /i /l q| ql",
    "у": "'/ `/",
    "о": "() [] {} <>",
    "р": "|> |* |° |o",
    "в": "|3 i3 l3 13 ]3",
    "ш": "||| lll iii |_|_| l_l_l lli lil ııı ιιι",
    "щ": "|||, lll, iii, |_|_|, w,",
    "ц": "|_| l_l i_i |_|, ||, u,",
    "п": "|^| |7| |¯| i^i /7",
    "т": "'|' -|- '|` 'i' ~|~ -i- ¯|¯",
    "д": "|) /_\\",
    "г": "|' |` |~",
    "э": "-) €|",
    "ф": "(|) <|> o|o о|о 0|0 |()|",
    "ч": "'-| `-| '-i",
    "б": "|5 |6",
    "ь": "|0",
}
_LATIN_DRAWN = {
    "h": "|-| ]-[ }-{ i-i l-l |~| )-( #",
    "n": "|\\| /\\/ |\\i /v",
    "m": "|\\/| /\\/\\ |v| /v\\ (v) []\\/[] rn",
    "w": "\\/\\/ vv |/\\| \\^/ uu \\|/",
    "v": "\\/ |/",
    "k": "|< |{ |( i< l<",
    "x": ">< }{ )( ][",
    "o": "() [] <> {}",
    "d": "|) |] cl [) i) |> o|",
    "p": "|> |* |° |o |^ |7",
    "l": "|_ 1_ [_",
    "u": "|_| (_) l_l [_] v",
    "b": "|3 13 i3 ]3 l3 |8 |:",
    "r": "|2 i2 12 |? l2 /2 |` |~",
    "t": "'|' -|- ~|~ '][' 7`",
    "a": "/\\ /-\\ ^ 4",
    "y": "`/ '/ ¥ \\/",
    "f": "|= ph |# /=",
    "j": "_| ._| _/",
    "g": "(_+ 9 (, c-",
    "e": "[- |- €",
    "q": "(,) 0, <|",
    "c": "< ( [",
    "s": "5 $",
    "z": "2 7_",
    "ch": "4",
}
_TO_LATIN = {
    "0": "o",
    "1": "il",
    "2": "zr",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "gb",
    "7": "tl",
    "8": "b",
    "9": "gq",
}
_TO_LATIN |= {
    "@": "a",
    "$": "s",
    "€": "e",
    "¢": "c",
    "¥": "y",
    "£": "l",
    "!": "il",
    "|": "li",
    "+": "t",
    "#": "h",
}
_TO_LATIN |= {"(": "c", "[": "c", "<": "c", "^": "a", "&": "e", "%": "x"}
_LIKE_LATIN = dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", "abydeznoiklmvxonpsotufxyw", strict=True))
_LIKE_LATIN |= {
    "γ": "yg",
    "δ": "d",
    "ν": "vnu",
    "π": "np",
    "υ": "uy",
    "ι": "il",
    "η": "nh",
    "μ": "um",
    "σ": "os",
}
_LIKE_LATIN |= dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюя", "abbrdejzniklmhonpcmyfxu4wwbibeur", strict=True))
_LIKE_LATIN |= {
    "а": "a",
    "в": "bv",
    "е": "e",
    "и": "uni",
    "м": "m",
    "н": "hn",
    "п": "np",
    "р": "pr",
    "с": "cs",
}
_LIKE_LATIN |= {
    "т": "tm",
    "у": "yu",
    "х": "xh",
    "з": "ez",
    "я": "r",
    "г": "rg",
    "ь": "b",
    "і": "i",
    "һ": "h",
    "ч": "h",
}
_LIKE_LATIN |= {
    "ß": "b",
    "ә": "e",
    "ө": "o",
    "қ": "k",
    "ң": "n",
    "ғ": "f",
    "ү": "y",
    "ұ": "y",
    "ԁ": "d",
    "ѕ": "s",
    "ј": "j",
}


def _table(
    own: str, signs: Mapping[str, str], letters: Mapping[str, str], drawn: Mapping[str, str]
) -> Stands:
    table: dict[str, dict[str, float]] = {letter: {letter: 0.0} for letter in own}
    for readings, cost in ((signs, _FAR), (letters, _NEAR)):
        for sign, stands in readings.items():
            for number, letter in enumerate(stands):
                table.setdefault(sign, {}).setdefault(letter, cost + number * _STEP)
    for letter, shapes in drawn.items():
        for shape in shapes.split():
            table.setdefault(shape, {}).setdefault(letter, _FAR)
    return {
        sign: tuple(Stand(letters, cost) for letters, cost in sorted(stands.items(), key=lambda one: one[1]))
        for sign, stands in table.items()
    }


_CYRILLIC = _table(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі", _DIGITS | _SIGNS, _LATIN | _GREEK, _CYRILLIC_DRAWN
)
_ASCII = _table("abcdefghijklmnopqrstuvwxyz", _TO_LATIN, _LIKE_LATIN, _LATIN_DRAWN)
STANDS: Mapping[Script, Stands] = {Script.CYRILLIC: _CYRILLIC, Script.LATIN: _ASCII}
"""For each script what one to five signs may stand for."""
LONGEST = max(len(shape) for stands in STANDS.values() for shape in stands)
