"""Which language each sentence of a text is in, and the text as a whole.

Public libraries know no Kazakh in Latin letters and hardly any typed without its own letters (қ as к); nor
Russian in Latin letters. Here the letters decide where they can, a model of our own decides the rest.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from classifiers.known import Known
from classifiers.language_model import LANGUAGES, load_models
from classifiers.towns import TOWNS

_WORD = re.compile(r"[^\W\d_]{2,}")
_END = re.compile(r"[.!?…\n](?:(?<=\n)|\s+)")
"""A sign with blanks behind it, or the end of a line; written so that it is sought by its first character."""
_ADDRESS = re.compile(
    r"https?://\S{1,500}|www\.\S{1,200}|t\.me/\S{1,100}|@[a-z0-9_]{3,64}|(?<![\w@./])[a-z][a-z0-9]{0,30}_[a-z0-9_]{0,40}"
)
_ADDRESS_SIGNS = ("@", "_", "://", "www.", "t.me/")
"""Of these every address has one."""
_SURE_LETTERS = 14
"""A sentence of fewer letters takes the language of what stands before it."""
_DOUBT = 0.16
"""How much likelier, per letter, another language must be than Kazakh, Russian and English."""
_NOT_BARE = 1.5
"""How much likelier Kazakh must be than Russian: of what has no Kazakh letters most is Russian."""
_KAZAKH_LETTER = re.compile("[әғқңөұүһ]|^[а-я]*і[а-я]*$")
_TOWNS = frozenset(TOWNS.split())
_FOREIGN_LETTER = re.compile("[їєґўҳҷӣӯҙҫҡҗћђјљњџ]")

_TELLING_LETTERS = frozenset("әғқңөұүһіїєґўҳҷӣӯҙҫҡҗћђјљњџ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Sentences that follow each other in one language: `kk`, `ru`, `en` or `und` (another, or none), and
    whether they are in Latin letters. The span is in the normalised text."""

    start: int
    end: int
    language: str
    latin: bool


_Word = tuple[int, int, float, float, float, float, int, int]
"""What is known of a word: `_Total` says what. A plain tuple of numbers, for Python's collector of garbage
need not look through those again and again."""


class _Total(NamedTuple):
    """Numbers only, so that the words of a sentence are summed column by column."""

    letters: int
    cyrillic: int
    kk: float
    ru: float
    en: float
    other: float
    kazakh: int
    foreign: int


class _Sentence(NamedTuple):
    start: int
    end: int
    words: list[_Word]


def main_language(segments: Sequence[Segment]) -> str:
    """The language of most of a text; Kazakh already from a third, for who writes for Kazakhstan repeats
    himself in Russian. `und` for a text without words."""
    if len(segments) == 1:
        return segments[0].language
    length: Counter[str] = Counter()
    for segment in segments:
        length[segment.language] += segment.end - segment.start
    if length["kk"] * 3 >= length.total() > 0:
        return "kk"
    return max(reversed(LANGUAGES), key=lambda language: length[language])


def addresses_in(text: str) -> list[tuple[int, int]]:
    """Where the links and handles of a text stand."""
    if not _may_hold_address(text):
        return []
    return [found.span() for start, end in _signed(text) for found in _ADDRESS.finditer(text, start, end)]


def _signed(text: str) -> Iterator[tuple[int, int]]:
    """Where a text has a sign of an address, from blank to blank: no address has a blank inside."""
    start = end = 0
    for place in sorted(place for sign in _ADDRESS_SIGNS for place in _places(text, sign)):
        if place < end:
            continue
        start = end = place
        while start and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        yield start, end


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def _may_hold_address(text: str) -> bool:
    return any([sign in text for sign in _ADDRESS_SIGNS])


def segments_of(text: str) -> tuple[Segment, ...]:
    """The languages of a text already folded to lower case, in order; neighbours differ. Sentences too short
    to tell belong to what stands before them."""
    sentences = list(_sentences(text))
    told: list[Segment | None] = [_told(one) if _is_sure(one) else None for one in sentences]
    first = next((segment for segment in told if segment), None)
    if first is None:
        whole = [word for sentence in sentences for word in sentence.words]
        return (_told(_Sentence(sentences[0].start, sentences[-1].end, whole)),) if whole else ()
    joined = [Segment(start=sentences[0].start, end=first.end, language=first.language, latin=first.latin)]
    for segment, sentence in zip(told, sentences, strict=True):
        last = joined[-1]
        if segment and (segment.language, segment.latin) != (last.language, last.latin):
            joined.append(segment)
        elif sentence.end > last.end:
            joined[-1] = Segment(start=last.start, end=sentence.end, language=last.language, latin=last.latin)
    return tuple(joined)


def _sentences(text: str) -> Iterator[_Sentence]:
    text = _without(text, addresses_in(text))
    start = 0
    for end in (*(found.end() for found in _END.finditer(text)), len(text)):
        if words := _WORD.findall(text, start, end):
            yield _Sentence(start, end, list(map(_KNOWN.__getitem__, words)))
        start = end


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` with noughts for some parts of it."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += text[at:start], "0" * (end - start)
        at = end
    return "".join((*pieces, text[at:])) if spans else text


def _look(word: str) -> _Word:
    cyrillic = "\u0400" <= word[0] <= "\u052f"
    letters = min(len(word), 40)
    telling = cyrillic and not _TELLING_LETTERS.isdisjoint(word)
    kazakh = int(telling and bool(_KAZAKH_LETTER.search(word)))
    foreign = int(telling and bool(_FOREIGN_LETTER.search(word)))
    kk, ru, en, other = load_models()[0 if cyrillic else 1].score(word)
    if cyrillic and not kazakh and word in _TOWNS:
        # A town looks Kazakh wherever it is named.
        ru = max(kk, ru)
    return letters, letters * cyrillic, kk, ru, en, other, kazakh, foreign


_KNOWN = Known(_look, 200_000)


def _is_sure(sentence: _Sentence) -> bool:
    letters = 0
    for word_letters, _, _, _, _, _, kazakh, _ in sentence.words:
        letters += word_letters
        if letters >= _SURE_LETTERS or kazakh:
            return True
    return False


def _told(sentence: _Sentence) -> Segment:
    words = sentence.words
    total = _total(words)
    latin = total.cyrillic * 3 < total.letters
    if 0 < total.cyrillic < total.letters:
        words = [word for word in words if (word[1] == 0) is latin]
        total = _total(words)
    language = _latin_language(total) if latin else _cyrillic_language(total, len(words))
    return Segment(start=sentence.start, end=sentence.end, language=language, latin=latin)


def _total(words: Sequence[_Word]) -> _Total:
    return _Total(*map(sum, zip(*words, strict=True)))


def _latin_language(total: _Total) -> str:
    best = max(total.kk, total.ru, total.en)
    if total.other > best + _DOUBT * total.letters:
        return "und"
    return "en" if best == total.en else "kk" if best == total.kk else "ru"


def _cyrillic_language(total: _Total, words: int) -> str:
    """The letter rule: a language's own letters weigh more than a likeness."""
    if total.foreign * 8 >= words and total.foreign >= total.kazakh:
        return "und"
    if total.other > max(total.kk, total.ru) + _DOUBT * total.letters:
        return "und"
    return "kk" if total.kk > total.ru + _NOT_BARE or total.kazakh * 4 >= words else "ru"
