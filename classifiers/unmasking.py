"""Words with letters of another script, digits for letters, or letters repeated."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from classifiers.dictionary import is_russian_word
from classifiers.edits import Edit, Trick
from classifiers.known import Known
from classifiers.scripts import (
    ALIKE_LATIN,
    CYRILLIC,
    ELSEWHERE,
    LATIN,
    LEET_CYRILLIC,
    LEET_LATIN,
    LEET_SIGNS,
    PLAIN_WORD,
    STRICT_CYRILLIC,
    STRICT_LATIN,
    TO_CYRILLIC,
    TO_KAZAKH,
    TO_LATIN,
    VOWELS,
    Script,
    majority_script,
    script_around,
    script_of,
)

_FOREIGN = f"{LATIN}{ELSEWHERE}"
_SUSPECT = re.compile(
    rf"[{_FOREIGN}][{CYRILLIC}]|[{CYRILLIC}][{_FOREIGN}]|[a-z][{ELSEWHERE}]|[{ELSEWHERE}][a-z]"
    rf"|[^\W\d_][{LEET_SIGNS}]{{1,2}}(?=[^\W\d_])|(?<![\w])[0346789@][{CYRILLIC}][{CYRILLIC}{LEET_SIGNS}]"
    rf"|[{CYRILLIC}]{{3}}[@$0346789](?!\w)|([^\W\d_])\1\1"
)
_ADDRESS = (
    r"https?://\S{1,2000}|www\.\S{1,2000}|t\.me/\S{1,200}|(?<![^\W\d_])@[a-z0-9_]{3,64}"
    r"|[a-z0-9._-]{1,64}@[a-z0-9-]{1,64}\.[a-z]{2,24}"
)
_THRICE = re.compile(r"([^\W\d_])\1\1")
_KEPT = re.compile(_ADDRESS)
_ADDRESS_OR_WORD = re.compile(
    rf"(?P<keep>{_ADDRESS})"
    r"|(?P<word>@?[^\W_]+(?:[@$€¢¥]+[^\W_]+)*[@$]?)"
)
_UNIT = r"(?:г|гр|кг|мг|мл|к|шт|т|тг|g|gr|kg|mg|ml|k|pcs)(?![^\W_])"
_LEET_INSIDE = re.compile(rf"(?<=[^\W\d_])(?:[{LEET_SIGNS}]|([{LEET_SIGNS}])\1)(?=[^\W\d_])(?!{_UNIT})")
_QUANTITIES = re.compile(r"(?:\d+[^\W\d_]{1,3})+\d*")
_NO_LEET_LATIN = re.compile(r"[2689]|^\d")
"""Formulas, models and versions: h2o, c2h5oh, 4mmc."""
_LETTERS = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(rf"[{LATIN}]+|[{CYRILLIC}]+|.")
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_ROMAN = re.compile(r"[ivxlcdmхісм]+")
_GLUED = frozenset(
    {"it", "hr", "pr", "ip", "ok", "pc", "tv", "cd", "vip", "ui", "ux", "pm", "ios", "sim", "btc"}
)
"""Abbreviations that take Russian endings without a hyphen, though most of their letters have doubles."""
_TRIPLE = frozenset({"ссср", "ооо", "www", "ммм", "длинношеее", "ааа", "ззз"})
_GROWN = re.compile(r"\w{1,12}(?:м{3}ен|с{3}[ыі]з)\w{0,6}")
"""A Kazakh ending on a double letter: грамм, грамммен."""
_MAX_LEET = 4
_MAX_WORD = 64
_PIECE = re.compile(r"\S+")
_SIGNS = "0123456789@$"


def marked_of(chunks: Iterable[str]) -> set[str]:
    """Those of `chunks` that are more than letters of one script, none thrice in a row: few hide anything."""
    return set(filter(_MARKED.__getitem__, chunks))


def _is_marked(chunk: str) -> bool:
    return not PLAIN_WORD.fullmatch(chunk) or bool(_THRICE.search(chunk))


_MARKED = Known(_is_marked)


def unmaskings(text: str, marked: Iterable[str]) -> Iterator[Edit]:
    """Edits that give each suspicious word its plain letters, in order of position; addresses stay. `marked`:
    as `marked_of` what stands between the blanks of the text."""
    suspects = set(filter(_SUSPECTS.__getitem__, marked))
    if not suspects:
        return
    around, kazakh = script_around(_KEPT.sub("", text[:2000])), any(char in text for char in "әғқңөұү")
    for piece in _PIECE.finditer(text):
        for found in _suspects(text, *piece.span()) if piece.group() in suspects else ():
            folded, trick = unmask(found.group(), around, kazakh)
            if folded != found.group():
                yield Edit(found.start(), found.end(), folded, trick)


def _suspects(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for found in _ADDRESS_OR_WORD.finditer(text, start, end):
        word = found["word"]
        if word and len(word) <= _MAX_WORD and _SUSPECT.search(word):
            yield found


def _is_suspect(piece: str) -> bool:
    return bool(_SUSPECT.search(piece)) and any(_suspects(piece, 0, len(piece)))


_SUSPECTS = Known(_is_suspect)


@lru_cache(maxsize=50_000)
def unmask(word: str, around: Script, kazakh: bool) -> tuple[str, Trick | None]:
    """The plain letters of one lower-case word and the trick that hid them; `around` is the script of the
    text, `kazakh` whether it has Kazakh letters."""
    script = majority_script("".join(_LETTERS.findall(word)), around)
    plain, trick = (_leet_cyrillic if script is Script.CYRILLIC else _leet_latin)(word, kazakh), None
    if plain != word:
        trick = Trick.LEET
    folded, hidden = _fold_letters(plain, script, kazakh)
    single = folded if _keeps_triple(folded) else _RUN.sub(_shorten, folded)
    repeated = Trick.REPEATED if single != folded and len(single) > 1 else None
    return single if repeated else folded, hidden or trick or repeated


def _keeps_triple(word: str) -> bool:
    return word in _TRIPLE or is_roman(word) or bool(_GROWN.fullmatch(word))


def is_roman(word: str) -> bool:
    """Whether it may be a number in Roman figures, in letters of either script."""
    return bool(_ROMAN.fullmatch(word))


def _shorten(run: re.Match[str]) -> str:
    """The letter once, or twice where only so it is a word."""
    letter, text, (start, end) = run[1], run.string, run.span()
    if start == 0 and end == len(text):
        return run.group()
    return letter * 2 if is_russian_word(text[:start] + letter * 2 + text[end:]) else letter


def _leet_latin(word: str, kazakh: bool) -> str:
    del kazakh
    if not 0 < len(_LEET_INSIDE.findall(word)) <= _MAX_LEET or _NO_LEET_LATIN.search(word):
        return word
    plain = _LEET_INSIDE.sub(
        lambda found: "".join(LEET_LATIN.get(sign, sign) for sign in found.group()), word
    )
    return plain[:-1] + LEET_LATIN[plain[-1]] if plain[-1] in "@$" else plain


def _leet_cyrillic(word: str, kazakh: bool) -> str:
    if _QUANTITIES.fullmatch(word):
        return word
    inside = len(_LEET_INSIDE.findall(word))
    if inside > _MAX_LEET:
        return word
    plain = _LEET_INSIDE.sub(_leet_sign, word) if inside else word
    if plain[-1] in "@$0346789":
        plain = _leet_edge(plain, len(plain) - 1, sure=plain[-1] in "@$", kazakh=kazakh)
    if not plain[0].isalpha():
        plain = _leet_edge(plain, 0, sure=plain[1:] != word[1:], kazakh=kazakh)
    return plain


def _leet_sign(found: re.Match[str]) -> str:
    if script_of(found.string[found.start() - 1]) is not script_of(found.string[found.end()]):
        return found.group()
    return "".join(_letter_for(sign, found.string, found.start(), found.end()) for sign in found.group())


def _letter_for(sign: str, word: str, start: int, end: int) -> str:
    """4 is ч beside a vowel and а between consonants, 3 is з or е, 1 is л or и."""
    vowel = any(char in VOWELS for char in (*word[max(0, start - 1) : start], *word[end : end + 1]))
    vowel = vowel and word[end : end + 1] != "й"
    if sign == "4":
        return "ч" if vowel else "а"
    if sign == "3":
        return "з" if vowel or start == 0 else "е"
    if sign == "1":
        return "л" if vowel else "и"
    return LEET_CYRILLIC.get(sign, sign)


def _leet_edge(word: str, at: int, *, sure: bool, kazakh: bool) -> str:
    """A sign at an edge is a letter when the rest says so: digits before words are mostly numbers."""
    rest = word[1:] if at == 0 else word[:-1]
    letter = _letter_for(word[at], word, at, at + 1)
    plain = letter + rest if at == 0 else rest + letter
    if not letter.isalpha() or not rest.strip(_SIGNS).isalpha():
        return word
    if sure or (is_russian_word(plain) and (at == 0 or len(rest) > 4)):
        return plain
    unknown = not kazakh and len(rest) > 3 and not is_russian_word(rest)
    return plain if unknown and at == 0 and word[at] in "34" else word


def _fold_letters(word: str, script: Script, kazakh: bool) -> tuple[str, Trick | None]:
    folded = _LETTERS.sub(lambda run: _fold_run(run.group(), script, kazakh), word)
    hidden = folded != word and not _innocent(word, folded) and not is_roman(folded)
    return folded, Trick.HOMOGLYPH if hidden else None


def _fold_run(run: str, script: Script, kazakh: bool) -> str:
    scripts = {script_of(char) for char in run}
    if len(scripts) < 2 or is_compound(run):
        return run
    if Script.CYRILLIC not in scripts and sum(script_of(char) is Script.LATIN for char in run) < 3:
        return run
    if script is Script.LATIN:
        return run.translate(TO_LATIN)
    return run.translate(TO_KAZAKH if kazakh else TO_CYRILLIC)


def is_compound(run: str) -> bool:
    """A foreign stem with an ending of one's own (a name with a Russian case) hides nothing."""
    parts = _PARTS.findall(run)
    if len(parts) != 2:
        return False
    first_latin = script_of(parts[0][0]) is Script.LATIN
    latin, cyrillic = parts if first_latin else reversed(parts)
    if script_of(cyrillic[0]) is not Script.CYRILLIC or script_of(latin[0]) is not Script.LATIN:
        return False
    if latin in _GLUED:
        return True
    own = set(cyrillic) - STRICT_CYRILLIC or (len(cyrillic) <= 2 and first_latin)
    foreign = set(latin) - (ALIKE_LATIN if first_latin and len(latin) > 1 else STRICT_LATIN)
    return bool(own) and len(foreign) >= (1 if first_latin and len(latin) > 1 else 2)


def _innocent(word: str, folded: str) -> bool:
    """Latin i and schwa in a Kazakh word are how many people type, not a trick."""
    return all(new in "іәөһ" for old, new in zip(word, folded, strict=True) if old != new)
