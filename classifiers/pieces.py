"""What stands between the blanks and commas of a text, and which of it may be a word in disguise."""

import re
from collections.abc import Callable

from classifiers.scripts import CYRILLIC, ELSEWHERE, LATIN, Script, script_of
from classifiers.unmasking import is_compound, is_roman

MAX_PIECE = 48
LEAST_AMID_SIGNS = 2
"""Letters of a word that is read in a text that hides others."""
PIECE = re.compile(r"(?:[^\s,;?\"«»“”„…—–-]+|-(?=[|\[\]{}<>'])|(?<=[|\[\]{}<>'])-)+")
_LETTER = f"[{LATIN}{CYRILLIC}{ELSEWHERE}]"
_SIGN = r"0-9@$€¢¥£!|+#<>{}()\[\]\\/&^%№"
_EDGE_SIGN = r"0-9@$€¢¥£|"
_ODD = re.compile(
    rf"{_LETTER}[{_SIGN}]{{1,6}}{_LETTER}|[{_EDGE_SIGN}]{_LETTER}{{2}}|{_LETTER}{{2}}[{_EDGE_SIGN}]|[{ELSEWHERE}]"
    rf"|[{LATIN}][{CYRILLIC}]|[{CYRILLIC}][{LATIN}]"
    r"|[|\\][|\\/{}<>-]|[|\\/{}<>-][|\\]"
)
_ODD_AMID_SIGNS = re.compile(
    rf"{_LETTER}[{_SIGN}]|[{_SIGN}]{_LETTER}|[{ELSEWHERE}]|[{LATIN}][{CYRILLIC}]|[{CYRILLIC}][{LATIN}]"
)
_SIGN_INSIDE = re.compile(rf"{_LETTER}[{_SIGN}{ELSEWHERE}]+{_LETTER}")
_DIGIT_INSIDE = re.compile(rf"{_LETTER}\d+{_LETTER}")
_LINK = r"://|www\.|t\.me/|[a-z0-9]@[a-z0-9-]+\.[a-z]{2}|[a-z0-9]\.[a-z]{2}"
_ADDRESS = re.compile(rf"{_LINK}|(?<![^\W\d_])@[a-z0-9_]{{3,64}}")
_SURE_ADDRESS = re.compile(rf"{_LINK}|(?<![\w@])@[a-z][a-z0-9_]{{3,63}}")
"""Amid signs what looks like a handle may be a word as well: 3@610."""


def _any_of(words: str) -> str:
    """The longest first: in an atomic group no other is tried afterwards."""
    return "(?:" + "|".join(map(re.escape, sorted(words.split(), key=len, reverse=True))) + ")"


_MEASURES = (
    "г гр кг мг мл л к шт т тг тыс руб р м см мм км кв мин ч час сут дн мың мкр "
    "g gr kg mg ml l k pcs m cm mm km h mb gb tb px ₸ ₽ € $ %"
)
_MEASURE = _any_of(_MEASURES)
_ENDINGS = "й я е х ый ой ая го му ом ти ши st nd rd th"
_UNIT = _any_of(f"{_MEASURES} {_ENDINGS} x ю s")
_AMOUNT = re.compile(
    rf"[^\w]*+(?:(?>[$€₸₽№#]?\d[\d.,:/+×-]*+{_UNIT}{{0,2}}\.?[^\w]*+){{1,6}}|[\d.,:/+-]*+[^\w]*+)"
    r"|[$€₸]\d[\d.,]*+|(?>[\d.,]+)(?<=\d)[$€₸]"
)
_NUMBER = r"(?:\d+[.,:]\d+|\d+0|[1-9]\d{0,2})(?!\d)"
_ORDINAL = rf"[1-9]\d?{_any_of(f'{_ENDINGS} яя')}(?!\w)"
_MEASURED = rf"{_NUMBER}(?:[xх×*]\d+)*{_MEASURE}?(?![^\W\d_])"
_PLAIN_AMOUNT = re.compile(
    rf"[^\w@]*+(?>{_ORDINAL}|[$€₸₽№#]?{_MEASURED}|\d+)"
    rf"(?>(?:[^\w@.,:]+|(?<=\D)[.,:])(?:{_MEASURED}|{_MEASURE}(?!\w)|\d+))*+[^\w@]*+"
)
"""What is an amount beyond doubt. Amid signs whatever else looks like one may be a word."""
_WORDS = re.compile(rf"{_LETTER}+")
_AT_WORD = re.compile(r"@[a-z]+(?:[0-9@$!][a-z]*)*\W*")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_MIXED = re.compile(rf"[^\W\d_]*?(?:[{LATIN}][{CYRILLIC}]|[{CYRILLIC}][{LATIN}])[^\W\d_]*")
_TYPED = frozenset("iəɵ")
"""Latin letters in a Kazakh word that many people type, and mean no disguise."""


def odd_pieces(chunk: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """Of what stands between two blanks, the pieces that may hide a word and are none as they stand; `knows`
    tells words."""
    if not _ODD.search(chunk):
        return ()
    return tuple(piece for piece in PIECE.findall(chunk) if _is_odd(piece, knows))


def is_odd_amid_signs(piece: str, around: Script) -> bool:
    """Whether a piece of a text whose other words are in disguise may be one too: what is a word by chance is
    asked here as well. `around` is the script of the text."""
    plain = piece.isascii() and piece.isalpha() and len(piece) >= LEAST_AMID_SIGNS
    foreign = plain and around is Script.CYRILLIC
    if not (foreign or _ODD_AMID_SIGNS.search(piece)) or len(piece) > MAX_PIECE:
        return False
    return not _PLAIN_AMOUNT.fullmatch(piece) and (
        not _SURE_ADDRESS.search(piece) or bool(_AT_WORD.fullmatch(piece))
    )


def is_mixed(piece: str) -> bool:
    """Whether a word has letters of both scripts and no signs among them."""
    return bool(_MIXED.search(piece)) and not has_sign_inside(piece)


def has_sign_inside(piece: str) -> bool:
    """Whether a digit, a sign or a letter of a further script stands between letters."""
    return bool(_SIGN_INSIDE.search(piece))


def bare(piece: str) -> str:
    """A piece without the signs at its edges."""
    return _EDGES.sub("", piece)


def _is_odd(piece: str, knows: Callable[[str], bool]) -> bool:
    if not _ODD.search(piece) or not _may_hide(piece) or _is_typed(piece):
        return False
    least = 4 if _DIGIT_INSIDE.search(piece) else 2
    words = _WORDS.findall(piece)
    return bool(words) and not all(len(word) >= least and _stands(word, knows) for word in words)


def _stands(word: str, knows: Callable[[str], bool]) -> bool:
    """Whether a run of letters is a word as it is."""
    return len({script_of(char) for char in word}) == 1 and knows(word)


def _may_hide(piece: str) -> bool:
    return len(piece) <= MAX_PIECE and not _ADDRESS.search(piece) and not _AMOUNT.fullmatch(piece)


def _is_typed(piece: str) -> bool:
    """Whether the letters of the other script are an ending, a number, or how Kazakh is typed."""
    if not is_mixed(piece):
        return False
    latin = {char for char in piece if script_of(char) is Script.LATIN}
    return latin <= _TYPED or any(is_compound(word) or is_roman(word) for word in _WORDS.findall(piece))
