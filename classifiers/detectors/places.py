"""Menus of towns and districts (A2)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading
from classifiers.towns import TOWN, TOWNS

_CITY = re.compile(rf"(?<!\w)(?:{TOWN})")
PLACE = (
    rf"(?<!\w)(?:{TOWN}|\w{{4,16}}(?:ск(?:ий|ое|ая|ом)|ке)(?:\s(?:р-н|район))?|\d{{1,2}}(?:-?й)?\s?мкр\w{{0,2}}|"
    r"мкр\.?\s?\w{1,12}|р-н\s\w{3,14}|(?:прав|лев)(?:ый|ом) берег\w?|(?:о[ңн]|сол) жа[ғг]алау|орбита|"
    r"ма[йи][қк]уды[қк]|майкудук|пришахтинск|юго-восток\w?|центр|михайловк\w|сарыар[кқ]а|есиль|есіл|нур[аы]|байконыр|"
    r"ба[йи][қк]о[ңн]ыр|аль-фараби|енбекшин\w{3,5}|(?:left|right) bank|cent(?:re|er)|downtown)"
)
"""A town or a part of one as people name it."""
_MENU = re.compile(
    r"(?:выбер\w{1,5}|выбор|выбираете|укажите|выбирай)\s{1,3}(?:свой\s{1,3}|ваш\s{1,3}|"
    r"нужный\s{1,3})?(?:город\w{0,3}|район\w{0,3})"
    r"|(?:город|қала|city|region)\s{0,3}(?:→|➡|->|=>|>|»|/|\||then|және|,)\s{0,3}(?:район|аудан|area|"
    r"district|мкр|шағын)\w{0,4}"
    r"|(?:қала|кала|город|аудан|шағын аудан)\w{0,5}\s{1,3}"
    r"(?:(?:және|мен|жане)\s{1,3}аудан\w{0,4}\s{1,3})?та[ңн]да\w{0,6}"
    r"|(?:choose|select|pick)\s{1,3}(?:a\s|the\s|your\s)?\s{0,2}(?:city|area|district|town)"
    r"|(?:^|\n)(?:города?|районы?|қалалар|аудандар|cities|districts)\s{0,2}:"
    r"|(?:все|по|в)\s{1,2}район(?:ы|ам|ах)\b(?:\s{1,2}города)?|барлық аудан\w{0,6}|аудандар бойынша|"
    r"all districts"
)
_DISTRICT = re.compile(
    r"(?<!\w)(?:мкр\w{0,2}\b|микрорайон\w{0,3}|р-н\b|район\w{0,3}|шағын аудан\w{0,6}|ш/а\b|"
    r"аудан\w{0,6}|юго-восток|юв\b|"
    r"северо-запад|сз\b|правый берег|левый берег|сол жағалау|оң жағалау|майкудук|майқұдық|пришахтинск|орбита|"
    r"center|downtown|old town|district|left bank|right bank|south-?east|north-?west|центр\w?|орталық)(?!\w)"
)
_CITY_HINTS = Hints(reach=30, stems=stems(TOWNS.replace("-", " ")))
_MENU_HINTS = Hints(
    reach=60,
    stems=stems(
        "город города городе районы района районам районах район районе қала кала қалалар аудан аудандар "
        "шағын таңдаңыз "
        "city cities area district districts town region"
    ),
)
_DISTRICT_HINTS = Hints(
    reach=30,
    stems=stems(
        "мкр мкрн микрорайон р район шағын ш аудан юго юв северо сз правый левый сол оң майкудук майқұдық "
        "пришахтинск "
        "орбита center downtown old district left right bank south southeast north northwest центр орталық "
        "берег жағалау"
    ),
)
_LIST_SPAN = 160
_LIST_LENGTH = 3


class Places:
    """A2: a prompt to choose a town or a district, or a list of them."""

    kinds = frozenset({"A2_city_district"})
    clues: ClassVar[Clues] = {
        "A2_city_district": (
            Clue(stems=_MENU_HINTS.stems | _DISTRICT_HINTS.stems | stems("усть форт"), word=_CITY),
        )
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """Marks for prompts and for lists."""
        for found in _MENU_HINTS.matches(reading, _MENU):
            yield reading.mark("A2_city_district", *found.span())
        for pattern, hints in ((_CITY, _CITY_HINTS), (_DISTRICT, _DISTRICT_HINTS)):
            yield from _lists(reading, [found.span() for found in hints.matches(reading, pattern)])


def place_names(reading: Reading) -> Iterator[str]:
    """Towns and named districts of a text, in its normalised spelling."""
    for pattern, hints in ((_CITY, _CITY_HINTS), (_DISTRICT, _DISTRICT_HINTS)):
        for found in hints.matches(reading, pattern):
            yield found.group()


def _lists(reading: Reading, spans: list[tuple[int, int]]) -> Iterator[Mark]:
    run: list[tuple[int, int]] = []
    for span in [*spans, (len(reading.text) + _LIST_SPAN, 0)]:
        if run and span[0] - run[-1][1] > _LIST_SPAN // 4:
            if len(run) >= _LIST_LENGTH and run[-1][1] - run[0][0] < _LIST_SPAN * len(run):
                yield reading.mark("A2_city_district", run[0][0], run[-1][1], 0.5)
            run = []
        run.append(span)
