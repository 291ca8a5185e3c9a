"""Short texts of hardly a word that is no sign: hiding places and a contact (B11), pay and a contact (F8).

A wall, a sticker or a status has room for that much. What has a lawful reason says more: whose magnets they
are, who employs.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.bareness import CONTACT, REACHED, untold
from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.pay import REGULAR_PAY, PayAnomaly
from classifiers.kinds import KINDS
from classifiers.reading import Mark, Reading
from classifiers.signal import Family

_LENGTH = 100
_HIDDEN = frozenset({"B1_stash_word", "B2_stash_type", "B5_ready_addresses"})
_SURE = 0.5
_LONG = re.compile(
    r"нед(?!в)|апта|apta|week|клад|закладк|адрес|точк|тайник|н[үу]кте|к[өо]мбе|drop|stash|spot"
)
_PIECES = re.compile(
    r"(?<!\w)(?:drops?|stash(?:es)?|spots?|клад\w{0,2}|закладк\w|точк\w|адрес\w?|тайник\w?)(?!\w)"
)
_MUCH = re.compile(
    r"(?<!\d)(?:\d{3,4}\s?(?:к|k|тыс\w{0,3}|мың|мын|myn|ming|\$)(?!\w)|\d{3}[ .]?000|[$€£]\s?\d{3})"
)
"""A courier with a contract has that much in a month."""


class Walls:
    """B11: a hiding place, a contact and hardly another word; F8: so with pay by the week or the piece."""

    kinds = frozenset({"B11_bare_stash", "F8_bare_job"})
    clues: ClassVar[Clues] = {
        "B11_bare_stash": (Clue(kinds=_HIDDEN), REACHED),
        "F8_bare_job": (*PayAnomaly.clues["F2_pay"], REACHED),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for the hiding place, or for the pay."""
        text = reading.text
        if len(text) > _LENGTH or not (contact := CONTACT.search(text)) or _speaks_against(reading):
            return
        told = [contact.span(), *((match.start, match.end) for match in reading.standing)]
        told += [piece.span() for piece in _PIECES.finditer(text)]
        hidden = [one for one in reading.standing if one.term.kind in _HIDDEN and one.term.strength >= _SURE]
        if hidden and not untold(reading, told):
            yield reading.mark("B11_bare_stash", hidden[0].start, hidden[-1].end)
        for pay in (found for one in REGULAR_PAY for found in one.finditer(text)):
            much = _MUCH.search(pay.group()) and _LONG.search(pay.group())
            if much and not untold(reading, [*told, pay.span()]):
                yield reading.mark("F8_bare_job", *pay.span())


def _speaks_against(reading: Reading) -> bool:
    return any(KINDS[match.term.kind].family is Family.COUNTER for match in reading.standing)
