"""All words that a piece may make when its signs and letters stand for others.

One sign may stand for several letters, and what a table of one to one makes of them is often no word. So all
readings are followed side by side, sign by sign, as long as a word of the vocabulary begins so: a beam over a
lattice, pruned by a trie.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from classifiers.confusables import LONGEST, STANDS, Stand
from classifiers.guessing import Read
from classifiers.pieces import bare
from classifiers.scripts import Script
from classifiers.vocabulary import Path, Vocabulary

BEAM = 12
_DROPPED = frozenset(r"!|+#<>{}()[]\/&^%")
_DROP_COST = 0.4
_MOSTLY_LETTERS, _LETTER_COST = frozenset("@$€"), 1.2


class _State(NamedTuple):
    cost: float
    start: int
    path: Path


class Lattice:
    """Finds the words of a vocabulary in pieces."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def readings(self, piece: str, script: Script, *, bold: bool) -> Iterator[Read]:
        """Words of `script`, each with what it costs to read it. `bold`: also those of which hardly a letter
        is seen."""
        states: list[dict[str, _State]] = [{} for _ in range(len(piece) + LONGEST + 1)]
        begin = self._vocabulary.start(script)
        for at in range(len(piece) + 1):
            if _is_edge(piece[:at]):
                states[at][""] = _State(_left_out(piece[:at]), at, begin)
            best = sorted(states[at].items(), key=lambda one: (one[1].cost, one[0]))[:BEAM]
            rest = piece[at:]
            if _is_edge(rest):
                yield from self._ends(piece, best, at, bold=bold)
            for before, state in best if rest else ():
                for size, stand in _options(rest, script, inside=bool(before)):
                    self._step(states[at + size], before, state, stand)

    def _step(self, there: dict[str, _State], before: str, state: _State, stand: Stand) -> None:
        follow = self._vocabulary.follow
        path = follow(state.path, before, stand.letters) if stand.letters else state.path
        if path is None:
            return
        word, cost = before + stand.letters, state.cost + stand.cost
        known = there.get(word)
        if known is None or cost < known.cost:
            there[word] = _State(cost, state.start, path)

    def _ends(self, piece: str, best: Iterable[tuple[str, _State]], at: int, *, bold: bool) -> Iterator[Read]:
        for word, (cost, start, _) in best:
            if word == bare(piece[start:at]) or not _is_enough(word, piece[start:at], bold=bold):
                continue
            rarity = self._vocabulary.rarity(word)
            if rarity is not None:
                yield Read(word, start, at, cost + _left_out(piece[at:]) + rarity)


def _is_edge(part: str) -> bool:
    return not any(map(str.isalnum, part))


def _is_enough(word: str, source: str, *, bold: bool) -> bool:
    """Whether enough letters of the word are seen: digits alone name nothing."""
    letters = sum(char.isalpha() for char in source)
    if bold:
        return letters >= 1 or not _MOSTLY_LETTERS.isdisjoint(source)
    return letters >= 1 and letters * 4 >= len(word)


def _left_out(edge: str) -> float:
    """What it costs to take signs at an edge for no letters: little but for those that mostly are."""
    return sum(_LETTER_COST if sign in _MOSTLY_LETTERS else _DROP_COST / 2 for sign in edge)


def _options(rest: str, script: Script, *, inside: bool) -> Iterator[tuple[int, Stand]]:
    stands = STANDS[script]
    for size in range(1, min(LONGEST, len(rest)) + 1):
        for stand in stands.get(rest[:size], ()):
            yield size, stand
    if inside and rest[0] in _DROPPED:
        yield 1, Stand("", _LETTER_COST if rest[0] == "!" else _DROP_COST)
    if inside and len(rest) > 1 and rest[0] == rest[1] and rest[0] in "@$€":
        yield 1, Stand("", _DROP_COST)
