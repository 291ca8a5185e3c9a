"""The wording as a sign of its own: words that sound like the trade are quoted and count as a family.

What no detector foresees, a seller says in words that sellers use; the wording model hears it. A person who
is to decide must see which words those are. Words that are quoted for another family are no second one: only
the others are asked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers.evidence import Evidence
from classifiers.pictographs import named_in
from classifiers.reading import Mark
from classifiers.signal import Family
from classifiers.spans import apart, is_within
from classifiers.weighed import Weighed
from classifiers.wording import Wording

KIND = "M1_trade_words"
TELLING, PLAIN = 1.2, 3.0
"""Log-odds of the wording from which it is a sign, and from which it is a plain one."""
SHORTEST = 3
"""Letters of a word that is quoted: shorter ones say much by their neighbours and nothing to a reader."""
QUOTES = 6
_NOT_WHAT = frozenset({Family.COUNTER.value, Family.EVASION.value})
"""Families whose quotes speak against, or tell how a word is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Words, or one for a pictograph the words of its name, and where they stand in the normalised text."""

    words: tuple[str, ...]
    start: int
    end: int
    pictograph: bool = False


def sounded(one: Weighed, wording: Wording) -> Weighed:
    """A weighed document with what its wording says, and the words that say it."""
    sale, marks = _sounded(one, wording, "sale")
    if one.recruitment.window == one.sale.window:
        return replace(one, marks=[*one.marks, *marks], sale=sale, recruitment=sale)
    recruitment, others = _sounded(one, wording, "recruitment")
    return replace(one, marks=[*one.marks, *marks, *others], sale=sale, recruitment=recruitment)


def quoted_for(one: Weighed, track: str) -> list[Mark]:
    """The marks of a document, of its wording only those that a track hears: where the signs of the other are
    in a long text, other words are heard."""
    low, high = one.evidence(track).window
    return [mark for mark in one.marks if mark.kind != KIND or low <= mark.start < high]


def _sounded(one: Weighed, wording: Wording, track: str) -> tuple[Evidence, list[Mark]]:
    evidence, logit = one.evidence(track), wording.logit(one.words(track))
    if logit < TELLING:
        return sounding(evidence, logit), []
    unquoted = list(unquoted_in(one, track))
    alone = wording.logit(word for heard in unquoted for word in heard.words)
    marks = list(_quoted(one, unquoted, wording)) if alone >= TELLING else []
    return sounding(evidence, logit, alone if marks else 0.0), marks


def sounding(evidence: Evidence, logit: float, alone: float = 0.0) -> Evidence:
    """Evidence with the log-odds of the wording; as a family where those of the words that no other family
    quotes are `alone` telling."""
    if alone < TELLING:
        return replace(evidence, wording=logit)
    strength = min(1.0, alone / PLAIN)
    return replace(
        evidence,
        wording=logit,
        kinds={**evidence.kinds, KIND: strength},
        families={**evidence.families, Family.WORDING: strength},
    )


def unquoted_in(one: Weighed, track: str) -> Iterator[Heard]:
    """What is heard where a track's signs stand together, and is quoted for no family."""
    taken = _quoted_already(one)
    for first, last in one.spoken(track):
        for word, start in one.placed(first, last):
            if not taken(start):
                yield Heard(words=(word,), start=start, end=start + len(word))
        for sign, names, start in named_in(one.reading.text, first, last):
            if not taken(start):
                yield Heard(words=names, start=start, end=start + len(sign), pictograph=True)


def _quoted_already(one: Weighed) -> Callable[[int], bool]:
    """Whether a place of the normalised text is quoted for what it says."""
    spans = apart((mark.start, mark.end) for mark in one.marks if mark.kind[0] not in _NOT_WHAT)
    offsets = one.reading.normalised.offsets
    return lambda place: is_within(offsets[place], offsets[place] + 1, spans)


def _quoted(one: Weighed, heard: Sequence[Heard], wording: Wording) -> Iterator[Mark]:
    """The words, or pictographs, that say the most, each once."""
    said: dict[tuple[str, ...], float] = {}
    places: dict[tuple[str, ...], tuple[int, int]] = {}
    for each in heard:
        if each.words not in said and (each.pictograph or _is_telling(each.words[0])):
            said[each.words] = sum(map(wording.said_by, each.words))
            places[each.words] = (each.start, each.end)
    top = sorted((words for words in said if said[words] > 0), key=said.__getitem__, reverse=True)[:QUOTES]
    for words in top:
        yield one.reading.mark(KIND, *places[words], min(1.0, said[words] / said[top[0]]))


def _is_telling(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()
