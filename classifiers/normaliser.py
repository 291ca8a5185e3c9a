"""Folds a text to what a reader sees, keeps Kazakh letters, and remembers where every character came from."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from classifiers.scripts import (
    CYRILLIC,
    LATIN,
    LEET_CYRILLIC,
    LEET_LATIN,
    STRICT_CYRILLIC,
    STRICT_LATIN,
    STYLED,
    TO_CYRILLIC,
    TO_KAZAKH,
    TO_LATIN,
    Script,
    majority_script,
    script_of,
)

MAX_CHARS = 1_000_000
"""A text is read up to here; what follows is not scored."""


class Trick(StrEnum):
    """A way to hide a word."""

    ZERO_WIDTH = "zero_width"
    STYLED = "styled"
    HOMOGLYPH = "homoglyph"
    LEET = "leet"
    SPACED = "spaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disguise:
    """A trick undone, with its span in the normalised text."""

    trick: Trick
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """A folded text. `offsets[i]` is where `text[i]` began in the original, `offsets[len(text)]` is the
    original's length; offsets never fall."""

    text: str
    offsets: Sequence[int]
    disguises: tuple[Disguise, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span, code points, of `text[start:end]`; never empty for a non-empty span."""
        first = self.offsets[start]
        return first, max(self.offsets[end], self.offsets[end - 1] + 1 if end > start else first)


_PLAIN = r"\t\n\r\x20-\x7eа-яА-ЯёЁәғқңөұүһіӘҒҚҢӨҰҮҺІ«»—–…№₸€•“”„’\xa0"
_ODD = re.compile(rf"[^{_PLAIN}]|[{_PLAIN}][\u0300-\u036f]+")
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\ufeff\uffa0\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ud800-\udfff\U000e0000-\U000e01ff]"
)
"""Zero-width and filler characters, selectors, tags, and lone surrogates, which are no characters at all."""
_SOFT = frozenset("\xad\ufe0e\ufe0f\u200d\ufeff")
_SUSPECT = re.compile(rf"[{LATIN}α-ω][{CYRILLIC}]|[{CYRILLIC}][{LATIN}α-ω]|[^\W\d_][0-9@$](?=[^\W\d_])")
_ADDRESS_OR_WORD = re.compile(
    r"(?P<keep>https?://\S{1,2000}|www\.\S{1,2000}|t\.me/\S{1,200}|(?<![^\W\d_])@[a-z0-9_]{3,64}"
    r"|[a-z0-9._-]{1,64}@[a-z0-9-]{1,64}\.[a-z]{2,24})"
    r"|(?P<word>[^\W_]+(?:[@$][^\W_]+)*)"
)
_LEET = re.compile(r"(?<=[^\W\d_])[0-9@$](?=[^\W\d_])")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACED = re.compile(r"(?<!\w)[^\W\d_](?P<gap>[ .\-_*·•/+])[^\W\d_](?:(?P=gap)[^\W\d_]){1,40}(?!\w)")
_INNER = re.compile(r"(?<=[^\W\d_])[*·•~^]{1,2}(?=[^\W\d_])")


def normalise(text: str) -> Normalised:
    """Fold `text` (its first MAX_CHARS characters): compatibility forms, case, marks, invisible characters,
    look-alike letters towards the word's own script, leet, spaced letters. Linear in the length."""
    text = text[:MAX_CHARS]
    folded, offsets, tricks = _fold_characters(text)
    folded, more = _fold_words(folded)
    tricks += more
    folded, offsets, tricks = _join_letters(folded, offsets, tricks)
    if isinstance(offsets, range):
        return Normalised(text=folded, offsets=range(len(folded) + 1), disguises=tuple(tricks))
    return Normalised(text=folded, offsets=[*offsets, len(text)], disguises=tuple(tricks))


def _fold_characters(text: str) -> tuple[str, Sequence[int], list[Disguise]]:
    if not _ODD.search(text):
        return text.lower().replace("ё", "е").replace("\xa0", " "), range(len(text)), []
    pieces: list[str] = []
    offsets: list[int] = []
    tricks: list[Disguise] = []
    at = size = 0
    for match in _ODD.finditer(text):
        start, end = match.span()
        pieces.append(text[at:start].lower().replace("ё", "е").replace("\xa0", " "))
        offsets.extend(range(at, start))
        size += start - at
        folded = _fold_odd(match.group())
        pieces.append(folded)
        offsets.extend([start] * len(folded))
        if trick := _trick_of(text, start, folded):
            tricks.append(Disguise(trick=trick, start=max(0, size - 1), end=size + max(1, len(folded))))
        size += len(folded)
        at = end
    pieces.append(text[at:].lower().replace("ё", "е").replace("\xa0", " "))
    offsets.extend(range(at, len(text)))
    return "".join(pieces), offsets, tricks


_FOLDED: dict[str, str] = {}


def _fold_odd(cluster: str) -> str:
    known = _FOLDED.get(cluster)
    if known is None:
        known = _fold_cluster(cluster)
        if len(_FOLDED) < 50_000:
            _FOLDED[cluster] = known
    return known


def _fold_cluster(cluster: str) -> str:
    if _INVISIBLE.match(cluster):
        return ""
    if cluster in STYLED:
        return STYLED[cluster]
    folded = unicodedata.normalize("NFKC", cluster).casefold()
    if folded and "a" <= unicodedata.normalize("NFKD", folded)[0] <= "z":
        folded = unicodedata.normalize("NFKD", folded)
    folded = _MARKS.sub("", folded)
    return folded.replace("ё", "е").replace("ı", "i")


def _trick_of(text: str, start: int, folded: str) -> Trick | None:
    char = text[start]
    if not folded:
        inside = 0 < start < len(text) - 1 and text[start - 1].isalpha() and text[start + 1].isalpha()
        return Trick.ZERO_WIDTH if inside and char not in _SOFT else None
    if (
        len(folded) == 1
        and folded.isalpha()
        and (char in STYLED or ord(char) >= 0x2460)
        and folded != char.lower()
    ):
        return Trick.STYLED if script_of(folded) is not Script.OTHER else None
    return None


def _fold_words(text: str) -> tuple[str, list[Disguise]]:
    if not _SUSPECT.search(text):
        return text, []
    around, kazakh = _script_around(text), any(char in text for char in "әғқңөұү")
    tricks: list[Disguise] = []

    def fold(match: re.Match[str]) -> str:
        word = match.group()
        if match.lastgroup == "keep" or not _SUSPECT.search(word):
            return word
        folded, trick = _fold_word(word, around, kazakh)
        if trick:
            tricks.append(Disguise(trick=trick, start=match.start(), end=match.end()))
        return folded

    return _ADDRESS_OR_WORD.sub(fold, text), tricks


def _script_around(text: str) -> Script:
    sample = text[:2000]
    cyrillic = sum(1 for char in sample if "\u0400" <= char <= "\u052f")
    latin = sum(1 for char in sample if "a" <= char <= "z")
    return Script.CYRILLIC if cyrillic >= latin else Script.LATIN


def _fold_word(word: str, around: Script, kazakh: bool) -> tuple[str, Trick | None]:
    script = majority_script("".join(_LETTERS.findall(word)), around)
    trick = None
    if len(_LEET.findall(word)) <= 3 and _LEET.search(word):
        table = LEET_CYRILLIC if script is Script.CYRILLIC else LEET_LATIN
        folded = _LEET.sub(lambda found: found.group().translate(table), word)
        trick = Trick.LEET if folded != word else None
        word = folded
    folded = _LETTERS.sub(lambda run: _fold_run(run.group(), script, kazakh), word)
    if folded != word and not _innocent(word, folded):
        trick = Trick.HOMOGLYPH
    return folded, trick


def _fold_run(run: str, script: Script, kazakh: bool) -> str:
    scripts = {script_of(char) for char in run}
    if len(scripts) < 2 or _is_compound(run):
        return run
    if script is Script.LATIN:
        return run.translate(TO_LATIN)
    return run.translate(TO_KAZAKH if kazakh else TO_CYRILLIC)


def _is_compound(run: str) -> bool:
    """A foreign stem with an ending of one's own (a name with a Russian case) hides nothing."""
    parts = re.findall(rf"[{LATIN}]+|[{CYRILLIC}]+|.", run)
    if len(parts) != 2 or min(map(len, parts)) < 1:
        return False
    latin = next((part for part in parts if script_of(part[0]) is Script.LATIN), "")
    cyrillic = next((part for part in parts if script_of(part[0]) is Script.CYRILLIC), "")
    sure_latin = len(set(latin) - STRICT_LATIN) >= 2
    return sure_latin and bool(
        set(cyrillic) - STRICT_CYRILLIC or (len(cyrillic) <= 2 and run.startswith(latin))
    )


def _innocent(word: str, folded: str) -> bool:
    """Latin i and schwa in a Kazakh word are how many people type, not a trick."""
    return all(new in "іәөһ" for old, new in zip(word, folded, strict=True) if old != new)


def _join_letters(
    text: str, offsets: Sequence[int], tricks: list[Disguise]
) -> tuple[str, Sequence[int], list[Disguise]]:
    gaps = [(match.start() + 1, match.end() - 1, match.span()) for match in _SPACED.finditer(text)]
    drops = [(at, at + 1, span) for first, last, span in gaps for at in range(first, last, 2)]
    drops += [(*match.span(), (match.start() - 1, match.end() + 1)) for match in _INNER.finditer(text)]
    if not drops:
        return text, offsets, tricks
    return _drop(text, offsets, tricks, sorted(set(drops)))


def _drop(
    text: str, offsets: Sequence[int], tricks: list[Disguise], drops: list[tuple[int, int, tuple[int, int]]]
) -> tuple[str, list[int], list[Disguise]]:
    pieces: list[str] = []
    kept: list[int] = []
    at = 0
    for start, end, _ in drops:
        if start < at:
            continue
        pieces.append(text[at:start])
        kept.extend(offsets[at:start])
        at = end
    pieces.append(text[at:])
    kept.extend(offsets[at:])
    moved = _new_positions(len(text), drops)
    tricks = [Disguise(trick=old.trick, start=moved[old.start], end=moved[old.end]) for old in tricks]
    spans = dict.fromkeys(span for *_, span in drops)
    tricks += [Disguise(trick=Trick.SPACED, start=moved[low], end=moved[high]) for low, high in spans]
    return "".join(pieces), kept, tricks


def _new_positions(length: int, drops: list[tuple[int, int, tuple[int, int]]]) -> list[int]:
    gone = bytearray(length)
    for start, end, _ in drops:
        gone[start:end] = b"\x01" * (end - start)
    positions = [0]
    for flag in gone:
        positions.append(positions[-1] + 1 - flag)
    return positions
