"""Signs amid words of a game, a film, a treasure hunt or a garden: they mean what is told of there.

A page of several documents has such words in one part and prices in another. Only what stands near them is
theirs: an offer below a pasted story keeps its weight.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from classifiers.evidence import COUNTER_GROUPS, GOODS, HOMONYMS
from classifiers.kinds import KINDS
from classifiers.reading import Mark

REACH = 150
"""Characters on either side."""
AMID = 1.2
"""The strength of the distinct words around from which a sign stands amid them: two plain ones."""
TOLD = 0.5
"""What is left of it."""


def surrounded(marks: Sequence[Mark], text: str) -> Sequence[Mark]:
    """`marks` (ordered by start) of `text`; those of words with two meanings are weaker amid others that
    explain them."""
    around = [mark for mark in marks if COUNTER_GROUPS.get(mark.kind) == GOODS]
    if sum(mark.strength for mark in around) < AMID:
        return marks
    starts = [mark.start for mark in around]
    return [
        replace(mark, strength=mark.strength * TOLD)
        if KINDS[mark.kind].family in HOMONYMS and _is_amid(mark, around, starts, text)
        else mark
        for mark in marks
    ]


def _is_amid(mark: Mark, around: Sequence[Mark], starts: Sequence[int], text: str) -> bool:
    first, last = bisect_left(starts, mark.start - REACH), bisect_left(starts, mark.end + REACH)
    words = {text[one.start : one.end].lower(): one.strength for one in around[first:last]}
    return sum(words.values()) >= AMID
