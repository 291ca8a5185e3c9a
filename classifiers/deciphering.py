"""Words whose letters are digits, signs, drawings or letters of other scripts, read as the word they make.

One sign may stand for several letters, and what a table of one to one makes of them is often no word. So all
readings are followed side by side, sign by sign, as long as a word of the vocabulary begins so (a beam over a
lattice, pruned by a trie); the one that costs least is taken. What no word explains is left to the rules of
`classifiers.unmasking`.
"""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from classifiers.confusables import LONGEST, STANDS, Stand
from classifiers.edits import Edit, Trick
from classifiers.guessing import Read, guessed
from classifiers.known import Known
from classifiers.morphology import has_no_kazakh_letter
from classifiers.scripts import (
    CYRILLIC,
    ELSEWHERE,
    LATIN,
    TO_CYRILLIC,
    TO_KAZAKH,
    TO_LATIN,
    TWINS,
    TWINS_CYRILLIC,
    Script,
    majority_script,
    script_around,
    script_of,
)
from classifiers.transliteration import cyrillic_from_latin
from classifiers.unmasking import is_compound, is_roman
from classifiers.vocabulary import Path, Vocabulary

MAX_PIECE = 48
MAX_PIECES = 400
"""Of the different pieces of one text so many are deciphered: who hides a shop hides it near the top."""
BEAM = 12
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
_PIECE = re.compile(r"(?:[^\s,;?\"«»“”„…—–-]+|-(?=[|\[\]{}<>'])|(?<=[|\[\]{}<>'])-)+")
_ADDRESS = re.compile(r"://|www\.|t\.me/|(?<![^\W\d_])@[a-z0-9_]{3,64}|[a-z0-9]@[a-z]|[a-z0-9]\.[a-z]{2}")
_UNIT = (
    r"(?:г|гр|кг|мг|мл|л|к|шт|т|тг|тыс|руб|р|м|см|мм|км|кв|мин|ч|час|сут|дн|x|х|й|я|ю|е|ый|ой|ая|го|му|ом|ти|х|ши|"
    r"g|gr|kg|mg|ml|l|k|pcs|m|cm|mm|km|h|st|nd|rd|th|s|mb|gb|tb|px|₸|₽|€|\$|%|мың|мкр)"
)
_AMOUNT = re.compile(
    rf"[^\w]*(?:[$€₸₽№#]?\d[\d.,:/+×-]*{_UNIT}{{0,2}}\.?[^\w]*){{1,6}}|[^\w]*[\d.,:/+-]+[^\w]*|[$€₸]\d[\d.,]*|[\d.,]*\d[$€₸]"
)
_WORD_OF_DIGITS = re.compile(
    rf"[^\w]*(?:0{_LETTER}{{1,3}}|\d{{1,2}}(?![xх]){_LETTER}\d{{1,2}}|\d(?!{_UNIT}(?!\w)){_LETTER}{{2,3}})[^\w]*"
)
"""What looks like an amount of two units, from nought or between digits: amid signs it may be a word."""
_WORDS = re.compile(rf"{_LETTER}+")
_LATIN_WITH_FOUR = re.compile(r"\W*((?=\w{3})[a-z]*4[a-z4]*)\W*")
_NEAR = 1.0
_AT_WORD = re.compile(r"@[a-z]+(?:[0-9@$!][a-z]*)*\W*")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_DROPPED = frozenset(r"!|+#<>{}()[]\/&^%")
_DROP_COST = 0.4
_MOSTLY_LETTERS, _LETTER_COST = frozenset("@$€"), 1.2
_LEAST, _LEAST_AMID_SIGNS = 3, 2
"""Letters of a word that is read, in a text that hides no others and in one that does."""
_HOME, _AT_HOME = 0.5, 0.35
"""What a reading in the text's own script is preferred by, and where other words are in disguise, for each of
its letters."""
_LENT = frozenset(ELSEWHERE)
_LENT_LETTER = re.compile(f"[{ELSEWHERE}]")
_MIXED = re.compile(rf"[^\W\d_]*?(?:[{LATIN}][{CYRILLIC}]|[{CYRILLIC}][{LATIN}])[^\W\d_]*")
_MIXED_WORD = re.compile(
    rf"\W*((?=[^\W\d_]*?(?:[{LATIN}][{CYRILLIC}]|[{CYRILLIC}][{LATIN}]))[{LATIN}{CYRILLIC}]+)\W*"
)
_TABLES = {Script.CYRILLIC: (TO_KAZAKH, TO_CYRILLIC), Script.LATIN: (TO_LATIN,)}
_TYPED = frozenset("iəɵ")
"""Latin letters in a Kazakh word that many people type, and mean no disguise."""
_TWINS = {
    script: re.compile(rf"\W*([{''.join(sorted(twins))}]{{1,}})\W*")
    for script, twins in ((Script.CYRILLIC, TWINS), (Script.LATIN, TWINS_CYRILLIC))
}
"""By the script around: words of the other that have no letter of their own."""
_MANY, _MOST, _SHARE = 2, 3, 5
"""Words of a text that were surely in disguise, from which others may be that are words as they stand; or
pieces with signs inside, if those that are odd are a fifth of all."""
_MANY_MIXED, _SHARE_MIXED = 3, 10
"""The same for words with letters of both scripts: a slip of the keyboard makes one or two in a text."""


class _State(NamedTuple):
    cost: float
    start: int
    path: Path


class _Asked(NamedTuple):
    """A piece, the script of the text around, and whether other words there are surely in disguise."""

    piece: str
    around: Script
    bold: bool


class Decipherer:
    """Reads disguised words with a vocabulary, at most `most` different ones of a text."""

    def __init__(self, vocabulary: Vocabulary, most: int = MAX_PIECES) -> None:
        self._most = most
        self.vocabulary = vocabulary
        self._read: Known[_Asked, Read | None] = Known(self._find, 200_000)
        self._odd: Known[str, tuple[str, ...]] = Known(self._odd_in)

    def edits(self, text: str, chunks: Collection[str], marked: Iterable[str]) -> list[Edit]:
        """Edits that give each disguised word of a folded text its letters, in order of position. `chunks`:
        what stands between its blanks, each once; `marked`: those that `unmasking.marked_of` gives."""
        odd = list(itertools.chain.from_iterable(map(self._odd.__getitem__, marked)))
        if not odd or _is_elsewhere(text):
            return []
        around = script_around(text[:2000])
        found = self._reads(odd, around, bold=False)
        mixed = sum(map(_is_mixed, odd))
        inside = sum(map(bool, map(_SIGN_INSIDE.search, odd)))
        if len(found) - mixed >= _MANY or (inside >= _MOST and len(odd) * _SHARE >= len(chunks)):
            found |= self._reads({*odd, *_others(chunks, found, around)}, around, bold=True)
        elif mixed >= _MANY_MIXED and mixed * _SHARE_MIXED >= len(chunks):
            others = _others(chunks, found, around)
            twins = self._twins(others, around)
            rest = [piece for piece in others if piece not in twins and not self._is_listed(piece)]
            found |= self._reads(rest, around, bold=True) | twins
        return list(_edits(text, found)) if found else []

    def _twins(self, pieces: Iterable[str], around: Script) -> dict[str, Read]:
        """Words that look the same in the text's script; those known in their own if they are words there."""
        words = [word for piece in pieces if (word := _TWINS[around].fullmatch(piece))]
        reads = {word[0]: Read(self._twin(word[1], around), *word.span(1), _NEAR) for word in words}
        return {
            piece: read
            for piece, read in reads.items()
            if self.vocabulary.knows(read.word) or not self._is_listed(piece)
        }

    def _is_listed(self, piece: str) -> bool:
        return self.vocabulary.is_listed(_EDGES.sub("", piece))

    def _twin(self, word: str, script: Script) -> str:
        """A word in letters of one script, as the vocabulary knows it if it does."""
        spelled = [word.translate(table) for table in _TABLES[script]]
        known = filter(self.vocabulary.knows, spelled)
        return next(known, spelled[-1] if has_no_kazakh_letter(word) else spelled[0])

    def _unmixed(self, piece: str, around: Script) -> Read | None:
        """A word of two scripts in letters of one: as the vocabulary knows it, or as it looks in those of the
        text; None where not all of them look so."""
        word = _MIXED_WORD.fullmatch(piece)
        if word is None:
            return None
        spelled = {script: self._twin(word[1], script) for script in (around, *_TABLES)}
        known = next(filter(self.vocabulary.knows, spelled.values()), None)
        if known is None and majority_script(word[1], around) is around and _is_in(around, spelled[around]):
            known = spelled[around]
        return Read(known, *word.span(1), _NEAR) if known else None

    def _reads(self, pieces: Iterable[str], around: Script, *, bold: bool) -> dict[str, Read]:
        asked = sorted(pieces)[: self._most]
        reads = ((piece, self._read[_Asked(piece, around, bold)]) for piece in asked)
        return {piece: read for piece, read in reads if read is not None}

    def _odd_in(self, chunk: str) -> tuple[str, ...]:
        if not _ODD.search(chunk):
            return ()
        return tuple(filter(self._is_odd, _PIECE.findall(chunk)))

    def _is_odd(self, piece: str) -> bool:
        if not _ODD.search(piece) or not _may_hide(piece) or _is_typed(piece):
            return False
        least = 4 if _DIGIT_INSIDE.search(piece) else 2
        words = _WORDS.findall(piece)
        return bool(words) and not all(len(word) >= least and self._stands(word) for word in words)

    def _stands(self, word: str) -> bool:
        """Whether a run of letters is a word as it is."""
        return len({script_of(char) for char in word}) == 1 and self.vocabulary.knows(word)

    def _find(self, asked: "_Asked") -> Read | None:
        piece, around, bold = asked
        if unmixed := self._unmixed(piece, around):
            return unmixed
        found = [
            read._replace(cost=read.cost - (script is around) * (_HOME + bold * _AT_HOME * len(read.word)))
            for script in _scripts(asked)
            for read in self._readings(piece, script)
            if len(read.word) >= (_LEAST_AMID_SIGNS if bold else _LEAST)
        ]
        if not found and (spoken := _spoken(piece, self.vocabulary)):
            return spoken
        if found or not bold or piece[0] == "@":
            return min(found, key=lambda read: (read.cost, -len(read.word), read.word), default=None)
        return guessed(piece, around)

    def _readings(self, piece: str, script: Script) -> Iterator[Read]:
        states: list[dict[str, _State]] = [{} for _ in range(len(piece) + LONGEST + 1)]
        begin = self.vocabulary.start(script)
        for at in range(len(piece) + 1):
            if self._is_edge(piece[:at]):
                states[at][""] = _State(_left_out(piece[:at]), at, begin)
            best = sorted(states[at].items(), key=lambda one: (one[1].cost, one[0]))[:BEAM]
            rest = piece[at:]
            if self._is_edge(rest):
                yield from self._ends(piece, best, at)
            for before, state in best if rest else ():
                for size, stand in _options(rest, script, inside=bool(before)):
                    self._step(states[at + size], before, state, stand)

    def _step(self, there: dict[str, _State], before: str, state: _State, stand: Stand) -> None:
        path = self.vocabulary.follow(state.path, before, stand.letters) if stand.letters else state.path
        if path is None:
            return
        word, cost = before + stand.letters, state.cost + stand.cost
        known = there.get(word)
        if known is None or cost < known.cost:
            there[word] = _State(cost, state.start, path)

    @staticmethod
    def _is_edge(part: str) -> bool:
        return not any(map(str.isalnum, part))

    def _ends(self, piece: str, best: Iterable[tuple[str, _State]], at: int) -> Iterator[Read]:
        for word, (cost, start, _) in best:
            if word == _EDGES.sub("", piece[start:at]) or not self._is_enough(word, piece[start:at]):
                continue
            rarity = self.vocabulary.rarity(word)
            if rarity is not None:
                yield Read(word, start, at, cost + _left_out(piece[at:]) + rarity)

    @staticmethod
    def _is_enough(word: str, source: str) -> bool:
        """Whether enough letters of the word are seen: digits alone name nothing."""
        letters = sum(char.isalpha() for char in source)
        return letters >= 1 and letters * 4 >= len(word)


def _spoken(piece: str, vocabulary: Vocabulary) -> Read | None:
    """A Russian word in Latin letters whose ч is a 4."""
    found = _LATIN_WITH_FOUR.fullmatch(piece)
    if found is None:
        return None
    word = cyrillic_from_latin(found[1].replace("4", "ch"), kazakh=False)
    return Read(word, *found.span(1), _NEAR) if vocabulary.knows(word) else None


def _left_out(edge: str) -> float:
    """What it costs to take signs at an edge for no letters: little but for those that mostly are."""
    return sum(_LETTER_COST if sign in _MOSTLY_LETTERS else _DROP_COST / 2 for sign in edge)


def _may_hide(piece: str) -> bool:
    return len(piece) <= MAX_PIECE and not _ADDRESS.search(piece) and not _AMOUNT.fullmatch(piece)


def _is_no_handle(piece: str) -> bool:
    """Whether what begins like a handle has a digit or a sign for a letter further on: @r0und."""
    return bool(_AT_WORD.fullmatch(piece)) and len(piece) <= MAX_PIECE


def _is_odd_amid_signs(piece: str, around: Script) -> bool:
    """The same for a text whose other words are in disguise: what is a word by chance is asked too."""
    plain = piece.isascii() and piece.isalpha() and len(piece) >= _LEAST_AMID_SIGNS
    foreign = plain and around is Script.CYRILLIC
    may = _may_hide(piece) or _is_no_handle(piece) or _WORD_OF_DIGITS.fullmatch(piece)
    return bool(foreign or _ODD_AMID_SIGNS.search(piece)) and bool(may)


def _others(chunks: Iterable[str], found: Mapping[str, Read], around: Script) -> list[str]:
    pieces = {piece for chunk in chunks for piece in _PIECE.findall(chunk)} - found.keys()
    return [piece for piece in pieces if _is_odd_amid_signs(piece, around) or _TWINS[around].fullmatch(piece)]


def _is_in(script: Script, word: str) -> bool:
    return all(script_of(char) is script for char in word)


def _is_mixed(piece: str) -> bool:
    """Whether a word has letters of both scripts and no signs among them."""
    return bool(_MIXED.search(piece)) and not _SIGN_INSIDE.search(piece)


def _is_typed(piece: str) -> bool:
    """Whether the letters of the other script are an ending, a number, or how Kazakh is typed."""
    if not _is_mixed(piece):
        return False
    latin = {char for char in piece if script_of(char) is Script.LATIN}
    return latin <= _TYPED or any(is_compound(word) or is_roman(word) for word in _WORDS.findall(piece))


def _is_elsewhere(text: str) -> bool:
    """Whether a text is in a script that only lends its letters to disguises: Greek, Armenian."""
    lent = _LENT_LETTER.findall(text, 0, 2000)
    return bool(lent) and 2 * len(lent) > sum(map(str.isalpha, text[:2000]))


def _scripts(asked: "_Asked") -> Collection[Script]:
    """The scripts that a piece may be meant in: that of most of its letters, and the text's own where letters
    say little."""
    piece, around, bold = asked
    if bold and piece.isascii() and piece.isalpha():
        return {around}
    letters = Counter(map(script_of, piece))
    latin, cyrillic = letters[Script.LATIN], letters[Script.CYRILLIC]
    own = {around} if bold or not _LENT.isdisjoint(piece) else set()
    if latin == cyrillic:
        return (Script.CYRILLIC, Script.LATIN)
    return sorted(own | {Script.LATIN if latin > cyrillic else Script.CYRILLIC})


def _edits(text: str, reads: Mapping[str, Read]) -> Iterator[Edit]:
    for piece in _PIECE.finditer(text):
        read = reads.get(piece.group())
        if read is not None:
            start, end = piece.start() + read.start, piece.start() + read.end
            trick = Trick.HOMOGLYPH if text[start:end].isalpha() else Trick.LEET
            yield Edit(start, end, read.word, trick)


def _options(rest: str, script: Script, *, inside: bool) -> Iterator[tuple[int, Stand]]:
    stands = STANDS[script]
    for size in range(1, min(LONGEST, len(rest)) + 1):
        for stand in stands.get(rest[:size], ()):
            yield size, stand
    if inside and rest[0] in _DROPPED:
        yield 1, Stand("", _DROP_COST)
    if inside and len(rest) > 1 and rest[0] == rest[1] and rest[0] in "@$€":
        yield 1, Stand("", _DROP_COST)
