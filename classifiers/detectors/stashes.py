"""The kind of hiding place as a property of goods (B2)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.amounts import AMOUNT, is_dose
from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_STASH = (
    r"(?:прикоп\w{0,3}|тайник\w{0,3}|магнит\w{0,3}|клад(?:ы|ом|а|ов)?\b|закладк\w{1,3}|схрон\w{0,3}|"
    r"снежн\w{2,3} прикоп\w{0,3}|"
    r"көмбе\w{0,6}|көміл\w{0,6}|көмулі|көму\b|жасырын\w{0,4}|тығыл\w{0,5}|тығулы|buried|magnet(?:ic)?|"
    r"dead.?drop|stash(?:ed)?|hidden|prikop)"
)
_HINTS = Hints(
    reach=170,
    stems=stems(
        "прикоп тайник магнит клад клады закладка схрон снежный көмбе көмілген көмулі көму жасырын тығылған "
        "buried "
        "magnet dead deaddrop stash hidden prikop"
    ),
)
_NEAR = re.compile(rf"[^\d.!?]{{0,28}}?(?<!\w)(?P<stash>{_STASH})(?!\w)")
_BEFORE = re.compile(rf"(?<!\w)(?P<stash>{_STASH})(?!\w)[^\n\d]{{0,20}}$")
_LIST = re.compile(
    rf"(?<!\w){_STASH}(?:\s{{0,2}}(?:[/,|+\n]|или|немесе|or|и|және|&)\s{{0,2}}{_STASH}){{1,5}}(?!\w)"
)
_NAMED = re.compile(
    rf"(?<!\w)(?:т[үу]р[іи]|тип|вид|type)(?:\s(?:клада|тайника|закладки))?\s?[:=]\s?{_STASH}(?!\w)|"
    r"(?<!\w)(?:кр|крис|ск|меф|гаш|амф|соль|т[ұу]з|бош\w{0,3}|шиш\w{0,3})\s?\d{1,2}(?:[.,]\d)?\s?(?:г|гр)?\s?"
    rf"[|/,–—-]\s?{_STASH}(?!\w)"
)
"""The place as a field of a card, or beside a name and its weight without a unit."""

_IN = (
    r"(?:магнит\w{0,2}|прикоп\w{0,2}|тайник\w{0,2}|желез[оае]|металл\w?|темір\w{0,3}|temir|magnit|magnet|"
    r"steel|metal|iron)"
)
_GROUND = (
    r"(?:земл\w{1,2}|грунт\w?|снег\w?|топыра[қк]\w{0,3}|жер(?:де)?|лес\w?|дупл\w|ground|soil|earth|snow|dug)"
)
_LAIN_IN = re.compile(
    rf"(?<!\w){_IN}\s?(?:/|,|или|либо|не\s?месе|or|;)\s?(?:в\s|на\s|in the\s)?{_GROUND}(?!\w)|"
    rf"(?<!\w){_GROUND}\s?(?:/|или|либо|or)\s?(?:в\s|на\s|on a\s)?{_IN}(?!\w)|"
    rf"[-–—=:]\s?{_IN}(?!\w)[^\n.]{{0,30}}?[-–—=:]\s?{_GROUND}(?!\w)"
)
_LAIN_IN_HINTS = Hints(
    reach=70,
    stems=stems(
        "магнит прикоп тайник железо железа металл темір темир temir magnit magnet steel metal iron земля "
        "земле земли грунт снег"
    ),
)
_BUILDING = re.compile(
    r"бетон|кирпич|забор|ворот|арматур|сварк|стро[ий]|фундамент|экскаватор|завод|цех|сплав|руд[аы]|"
    r"металлоискат|детектор|урож|"
    r"concrete|brick|fence|weld|build|alloy|ore(?!\w)|detector|crop"
)
_CHOSEN, _AROUND = 0.6, 80


class StashTypes:
    """B2: a small amount with its hiding place, or hiding places listed as a choice, also by what they are
    in: metal or earth."""

    kinds = frozenset({"B2_stash_type"})
    clues: ClassVar[Clues] = {"B2_stash_type": (Clue(stems=_HINTS.stems | _LAIN_IN_HINTS.stems),)}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """Marks for amounts with a place and for lists of places."""
        yield from _beside_amounts(reading)
        for found in _HINTS.matches(reading, _LIST):
            yield reading.mark("B2_stash_type", *found.span(), 0.8)
        for found in _HINTS.matches(reading, _NAMED):
            yield reading.mark("B2_stash_type", *found.span(), 0.8)
        for found in _LAIN_IN_HINTS.matches(reading, _LAIN_IN):
            if not _BUILDING.search(reading.text, max(0, found.start() - _AROUND), found.end() + _AROUND):
                yield reading.mark("B2_stash_type", *found.span(), _CHOSEN)


def _beside_amounts(reading: Reading) -> Iterator[Mark]:
    for found in _HINTS.matches(reading, AMOUNT):
        if not is_dose(found):
            continue
        if near := _NEAR.match(reading.text, found.end()):
            yield reading.mark("B2_stash_type", found.start(), near.end())
        elif before := _BEFORE.search(reading.text, max(0, found.start() - 36), found.start()):
            yield reading.mark("B2_stash_type", before.start(), found.end())
