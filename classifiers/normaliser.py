"""Folds a text to what a reader sees, keeps Kazakh letters, and remembers where every character came from."""

import re
import unicodedata
from collections.abc import Iterator

from classifiers.broken import mended
from classifiers.deciphering import Decipherer
from classifiers.doubling import are_many, singles
from classifiers.edits import MAX_DISGUISES, Disguise, Edit, Normalised, Trick, edited
from classifiers.mojibake import repairs
from classifiers.scripts import PLAIN_FOR, REGIONAL, STYLED, Script, script_of
from classifiers.spacing import joins
from classifiers.unmasking import marked_of, unmaskings
from classifiers.vocabulary import Vocabulary

__all__ = ["MAX_CHARS", "Disguise", "Normalised", "Trick", "normalise"]

MAX_CHARS = 1_000_000
"""A text is read up to here; what follows is not scored."""

_PLAIN = r"\t\n\r\x20-\x7eа-яәғқңөұүһі«»—–…№₸€•“”„’"
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2800\u3164\ufeff\uffa0\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ud800-\udfff\U000e0000-\U000e01ff"
)
"""Zero-width and filler characters, selectors, tags, and lone surrogates, which are no characters at all."""
_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_ODD = re.compile(rf"[{_HIDDEN}]+|[\U0001f1e6-\U0001f1ff]+|[^{_PLAIN}][{_MARK}]*|[{_PLAIN}][{_MARK}]+")
_NOT_PLAIN = re.compile(f"[^{_PLAIN}]")
_ODD_UNMARKED = re.compile(rf"[{_HIDDEN}]+|[\U0001f1e6-\U0001f1ff]+|[^{_PLAIN}]")
"""The same for a text without marks, several times as fast."""
_MARKS = re.compile(f"[{_MARK}]+")
_FIRST_HIDDEN = re.compile(f"[{_HIDDEN}]")
_SOFT = frozenset("\xad\ufe0e\ufe0f\u200d\ufeff")
_STRESS = frozenset("\u0300\u0301\u0306\u0308")
_SURE_LATIN_MARKS = frozenset("йї")
_UMLAUT_IN_CYRILLIC = re.compile("(?<=[а-я])ë|ë(?=[а-я])")
_ACUTE_KAZAKH = frozenset("ǵńı")
"""Beside these, ý is the у of the Kazakh alphabet of 2018; the other acutes fall off like any."""
_KNOWN: dict[str, str] = {}


_PLAIN_DECIPHERER = Decipherer(Vocabulary())


def normalise(text: str, decipherer: Decipherer = _PLAIN_DECIPHERER) -> Normalised:
    """Fold `text` (its first MAX_CHARS characters): wrong decodings, case, compatibility forms, marks,
    invisible characters, look-alike letters towards the word's own script, leet, spaced and repeated letters.
    `decipherer` reads what is written with signs. Linear in the length."""
    text = text[:MAX_CHARS]
    whole = Normalised(text=text, offsets=range(len(text) + 1))
    lower = _lower(text)
    if not lower.isascii() and _NOT_PLAIN.search(lower):
        whole = edited(whole, repairs(text))
        lower = _lower(whole.text)
        whole = edited(Normalised(text=lower, offsets=whole.offsets), _foldings(lower))
    else:
        whole = Normalised(text=lower, offsets=whole.offsets)
    vocabulary = decipherer.vocabulary
    gaps, hidden = joins(whole.text, vocabulary.knows)
    whole = edited(whole, gaps, hidden)
    chunks = set(whole.text.split())
    marked = marked_of(chunks)
    if read := decipherer.edits(whole.text, chunks, marked):
        whole = edited(whole, read)
        marked = marked_of(set(whole.text.split()))
    whole = edited(whole, unmaskings(whole.text, marked))
    if are_many(whole.disguises, len(whole.text)):
        whole = edited(whole, singles(whole.text, vocabulary))
    whole = edited(whole, mended(whole.text, vocabulary))
    if not whole.disguises:
        return whole
    return Normalised(text=whole.text, offsets=whole.offsets, disguises=_merged(whole.disguises))


def _lower(text: str) -> str:
    """Small letters, ё as е, one for one: of all characters only İ would grow."""
    lower = text.replace("İ", "I").lower().replace("ё", "е").replace("\xa0", " ")
    if "ý" in lower and not _ACUTE_KAZAKH.isdisjoint(lower):
        lower = lower.replace("ý", "u")
    return _UMLAUT_IN_CYRILLIC.sub("е", lower) if "ë" in lower else lower


def _foldings(text: str) -> Iterator[Edit]:
    known, told = _KNOWN, 0
    for found in (_ODD if _MARKS.search(text) else _ODD_UNMARKED).finditer(text):
        cluster = found.group()
        folded = known.get(cluster)
        if folded is None:
            folded = _fold(cluster)
            if len(_KNOWN) < 50_000 and len(cluster) < 16:
                _KNOWN[cluster] = folded
        if folded != cluster:
            start, end = found.span()
            trick = _trick_of(text, start, end, folded) if told < MAX_DISGUISES else None
            told += trick is not None
            yield Edit(start, end, folded, trick)


def _fold(cluster: str) -> str:
    if _FIRST_HIDDEN.match(cluster):
        return ""
    if cluster[0] in REGIONAL:
        return _fold_regional(cluster)
    if cluster[0] in STYLED:
        return STYLED[cluster[0]]
    folded = unicodedata.normalize("NFKC", cluster).lower().replace("ё", "е").replace("⁄", "/")
    if folded in PLAIN_FOR:
        return PLAIN_FOR[folded]
    parts = unicodedata.normalize("NFKD", folded)
    if parts and ("a" <= parts[0] <= "z" or "а" <= parts[0] <= "я") and folded[0] not in _SURE_LATIN_MARKS:
        folded = parts
    folded = _MARKS.sub("", folded)
    return "".join(PLAIN_FOR.get(char, char) for char in folded)


def _fold_regional(run: str) -> str:
    """Flags stay; letters that spell a word, and no flags, are letters."""
    from emoji import EMOJI_DATA  # noqa: PLC0415 - a large table, and few texts have such letters

    pairs = [run[at : at + 2] for at in range(0, len(run), 2)]
    if all(pair in EMOJI_DATA for pair in pairs):
        return run
    return "".join(map(REGIONAL.__getitem__, run))


def _trick_of(text: str, start: int, end: int, folded: str) -> Trick | None:
    if not folded:
        inside = start > 0 and end < len(text) and text[start - 1].isalpha() and text[end].isalpha()
        return Trick.ZERO_WIDTH if inside and set(text[start:end]) - _SOFT else None
    if not folded[0].isalpha() or script_of(folded[0]) is Script.OTHER:
        return None
    first, marks = text[start], set(text[start + 1 : end])
    if first in _KNOWN_PLAIN:
        return Trick.STYLED if marks - _STRESS else None
    styled = first in STYLED or first in REGIONAL or ord(first) >= 0x2460
    return Trick.STYLED if styled and len(folded) == end - start else None


_KNOWN_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі")


def _merged(disguises: tuple[Disguise, ...]) -> tuple[Disguise, ...]:
    """One disguise for neighbours of one kind. A single styled letter is a symbol or an ornament."""
    merged: list[Disguise] = []
    for one in sorted(disguises, key=lambda disguise: (disguise.trick, disguise.start)):
        last = merged[-1] if merged else None
        if last and last.trick is one.trick and one.start <= last.end:
            merged[-1] = Disguise(trick=one.trick, start=last.start, end=max(last.end, one.end))
        else:
            merged.append(one)
    kept = (one for one in merged if one.trick is not Trick.STYLED or one.end - one.start > 1)
    return tuple(sorted(kept, key=lambda one: (one.start, one.end)))
