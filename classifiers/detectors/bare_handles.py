"""Handles without their sign: "tg: name_", "tme/name_", "телега name_" (E1, E2)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_NAME = (
    r"(?P<name>[a-z][a-z0-9]{0,30}(?:_[a-z0-9]{0,30}){1,4}|[a-z]{3,30}\d{1,6}[a-z]{0,10})(?![\w.@/-]|\.\w)"
)
_HANDLE = re.compile(
    r"(?<![\w.@/])(?:(?<!\d )|(?<=24/7 ))(?:"
    rf"(?:тг|tg|телеграм\w{{0,3}}|телега|телегу|телеге|telegram|tele|тэгэ|тегe?)\s?[:/=—–-]{{0,2}}\s{{0,2}}|"
    rf"(?:tme|тме|t\sme|т\sме|tдотme)\s?/\s?){_NAME}"
)
_HINTS = Hints(
    stems=stems("тг tg телеграм телега телегу телеге telegram tele тэгэ тег tme тме t т"), reach=90
)
_STRENGTH = 0.45


class BareHandles:
    """E1: a name after the messenger's, with an underscore or a number in it; E2: one that says bot."""

    kinds = frozenset({"E1_telegram", "E2_bot"})
    clues: ClassVar[Clues] = dict.fromkeys(kinds, (Clue(stems=_HINTS.stems), Clue(text=_HANDLE)))

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for found in _HINTS.matches(reading, _HANDLE):
            kind = "E2_bot" if "bot" in found["name"] else "E1_telegram"
            yield reading.mark(kind, *found.span(), _STRENGTH)
