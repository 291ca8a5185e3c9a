"""What is left in each quarter of a town: "Northside 3, Riverside 2 left" (A13)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import WITH_DIGIT, Clue, Clues
from classifiers.detectors.hints import Hints, glimpsed, stems
from classifiers.detectors.spots import FEW
from classifiers.reading import Mark, Reading

_QUARTERS = (
    "самал|орбита|мамыр|айнабулак|айнабұлақ|аксай|ақсай|жетысу|жетісу|таугуль|таугүл|алмагуль|алмагүл|коктем|көктем|сайран|"
    "шанырак|шаңырақ|калкаман|қалқаман|акбулак|ақбұлақ|нурсат|нұрсәт|нурсая|нұрсая|арман|достык|достық|жулдыз|жұлдыз|"
    "строитель|думан|тастак|майкудук|майқұдық|пришахтинск|юго-восток|вокзал|автовокзал|рынок|базар|аэропорт|әуежай|центр|"
    "орталық|жағалау|сол жаға|оң жаға|левый берег|правый берег"
)
_ENGLISH = (
    r"[a-z]{2,12}(?:side|gate|field|wood|hill|bridge|park|bank|harbou?r|town|ville)|old town|uptown|"
    r"downtown|midtown|"
    r"(?:north|south|east|west)(?: (?:side|end|bank))?|city cent(?:re|er)|docks|station|harbou?r"
)
_QUARTER = rf"(?<![\w@./-])(?:{_QUARTERS}|{_ENGLISH})(?![\w@])"
_CELL = rf"{_QUARTER}\s?(?:[-–—:=x×]\s?|\s)\d{{1,2}}(?![\w%°:/@-]|[.,]\d)"
_NEXT = r"[^\w\n]{0,3}[\s,;|/•·\n]{1,3}[^\w\n]{0,3}"
_RUN = re.compile(rf"{_CELL}(?:{_NEXT}{_CELL}){{1,8}}")
_STOCK = re.compile(
    r"(?<!\w)(?:[қк]алды(?:[қк]\w{0,5})?|толтыр\w{2,5}|осталось|остал\w{2,3}|остат\w{1,2}|наличи\w|бар|дайын|свеж\w{2}|залит\w?|"
    r"загру\w{2,5}|"
    r"готов\w?|пополн\w{3,6}|left|in stock|stock|available|live|restock\w{0,4}|re-?up|refilled|loaded|"
    r"ready)(?!\w)"
)
_OTHERS = re.compile(
    r"гол|сч[её]т|матч|тур(?!\w{4})|лига|ойын|баллдар|оценк|билет|квартир|п[әа]тер|комнат|дом(?!\w)|"
    r"кв(?!\w)|автобус|маршрут|ряд|мест|"
    r"score|goal|match|league|game|grade|ticket|seat|room|flat|house|apartment|bus|line|degrees|bike|"
    r"scooter|самокат"
)
_SOME = r"(?:б[іи]р|ек|[үу]ш|т[өо]рт|бес)еу"
_COUNTED = re.compile(
    rf"(?<!\w)[^\W\d_]{{3,16}}\s?[-–—:]\s?{_SOME}(?!\w)"
    rf"(?:[,;.]?\s{{1,3}}[^\W\d_]{{3,16}}\s?[-–—:]\s?(?:{_SOME}|таусыл\w{{2,3}}|жо[қк])(?!\w)){{1,8}}"
)
"""Kazakh numerals that stand for things: "Northside two of them, Riverside one"."""
_PERSONS = re.compile(r"(?<!\w)(?:[ұу]л|[қк]ыз|бала|адам|жігіт|жигит|студент|мысы[қк]|к[үу]ш[іи]к)")
_NUMERALS = Hints(stems=stems("біреу екеу үшеу төртеу бесеу биреу ушеу тортеу"), reach=170)
_AROUND = 50
_STRENGTH = 0.4


class StockLists:
    """A13: two quarters in a row, each with a number, beside a word of stock."""

    kinds = frozenset({"A13_stock_by_place"})
    clues: ClassVar[Clues] = {
        "A13_stock_by_place": (
            WITH_DIGIT,
            Clue(word=re.compile(_STOCK.pattern)),
            Clue(word=re.compile(rf"(?:{_QUARTERS}|{_ENGLISH}|юго|сол|оң|левый|правый|old|city)(?!\w)")),
            Clue(text=_RUN, glimpse=FEW),
        )
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each row."""
        for found in glimpsed(reading.text, _RUN, FEW, 90):
            around = reading.text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
            if _STOCK.search(around) and not _OTHERS.search(around):
                yield reading.mark("A13_stock_by_place", *found.span(), _STRENGTH)


class CountedPlaces:
    """A13: two places in a row, each with a Kazakh numeral for things."""

    kinds = frozenset({"A13_stock_by_place"})
    clues: ClassVar[Clues] = {"A13_stock_by_place": (Clue(stems=_NUMERALS.stems), Clue(text=_COUNTED))}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each row."""
        for found in _NUMERALS.matches(reading, _COUNTED):
            if not _PERSONS.search(found.group()):
                yield reading.mark("A13_stock_by_place", *found.span(), _STRENGTH)
