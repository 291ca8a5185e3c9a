"""Hiding places by their number: so many of them are ready (B5), so many lie in each part of a town (A13)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import WITH_DIGIT, Clue, Clues
from classifiers.detectors.hints import Hints, glimpsed, stems
from classifiers.detectors.places import PLACE
from classifiers.reading import Mark, Reading
from classifiers.towns import TOWN_WORD

_COUNT = (
    r"(?:\d{1,3}|одна?|дв[ае]|тр[ие]|четыре|пять|шесть|семь|восемь|девять|десять|пара|пару|несколько|"
    r"бір|бир|екі|еки|үш|уш|төрт|торт|бес|алты|жеті|жети|сегіз|сегиз|он|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|few)"
)
_SPOT = (
    r"(?:адрес(?:а|ов|ок|ка)?|точ(?:ка|ки|ек|ку|ечк\w)|клад(?:а|ов|ы|ик\w{0,2})?|закл[аа]д(?:ка|ки|ок)|"
    r"магнит(?:а|ов|ы)?|прикоп(?:а|ов|ы)?|момент(?:а|ов|ы)|тайник(?:а|ов|и)?|касани[ейя]|схрон\w{0,2}|"
    r"мекен-?жай\w{0,4}|н[үу]кте\w{0,4}|к[өо]мбе\w{0,4}|адрес\w{0,3}|"
    r"drops?|spots?|stash(?:es)?|pins?|magnets?)"
)
_LOOSE = r"(?:мест[оа]?|мест(?:ечк\w)|позици[йяи]|шт(?:ук\w?)?|поз|орын\w{0,4}|places?|pieces?)"
"""What has other meanings as well: seats, positions, pieces."""
_READY = (
    r"(?:готов\w{0,2}|леж[аи]т|ожида\w{2}|жд[уе]т|остал\w{2,3}|остат\w{1,2}|свободн\w{1,2}|добав\w{2,5}|"
    r"разлож\w{2,4}|"
    r"залож\w{2,4}|загру[жз]\w{2,4}|залит\w?|заряж\w{2,3}|пополн\w{2,5}|свеж\w{1,3}|раскид\w{2,5}|"
    r"снарядил\w?|"
    r"на карте|в боте|доступн\w{1,2}|в наличии|ночью|к вечеру|теперь|сегодня|"
    r"дайын\w{0,3}|даяр|[қк]алды|[қк]осылды|жа[ңн]а(?:ртылды|дан)?|[қк]ойыл\w{2,4}|салын\w{2,4}|"
    r"ready|left|loaded|fresh|live|available|waiting|restocked|planted|placed|down)"
)
_GAP = r"[^\w\n]{1,3}(?:[^\W\d]{1,14}[^\w\n]{1,3}){0,2}"
_NEAR = r"[^\n]{0,40}?"


def _counted(spot: str) -> tuple[re.Pattern[str], ...]:
    many = rf"(?<![\w.,:/@-]){_COUNT}{_GAP}{spot}(?!\w)"
    return (
        re.compile(rf"{many}{_NEAR}(?<!\w){_READY}(?!\w)"),
        re.compile(rf"(?<!\w){_READY}(?!\w){_NEAR}{many}"),
    )


_ADDED = re.compile(
    r"(?<![\w+])\+\s?\d{1,3}\s(?:адрес\w{0,2}|точ(?:ек|ки)|клад\w{0,2}|закладок|момент\w{0,2}|мест(?:а|о)?|"
    r"магнит\w{0,2}|drops?|spots?|pins?)(?!\w)"
)
_PAID_FOR = re.compile(
    r"(?<!\w)(?:невыданн\w{2}|невзят\w{2}|неснят\w{2}|отложенн\w{2}|оплаченн\w{2}|купленн\w{2}|ваши|"
    r"unclaimed|unopened|paid|bought|open)\s"
    r"(?:адрес\w{0,2}|клад\w{0,2}|закладки|точки|drops?|spots?|stashes|pins)(?!\w)|"
    r"(?<!\w)(?:drops?|spots?|адреса|клады|точки),?\s(?:bought|paid|которые|купленн\w{2}|"
    r"оплаченн\w{2})(?!\w)"
)
"""What was paid for, and lies there still."""
_SURE, _DOUBTFUL = _counted(_SPOT), _counted(_LOOSE)
_SOME, _DOUBT = 0.5, 0.25
_LAWFUL = re.compile(
    r"(?<!\w)(?:доставк\w{0,2}|посылк\w{0,2}|заправ\w{0,4}|продаж\w?|выдачи|wi-?fi|вайфай|магазинов|"
    r"аптек\w?|филиал\w{0,2}|"
    r"вакци\w{0,6}|подзаряд\w{0,3}|зал[ае]|группе|курс\w{0,2}|парковк\w{0,2}|сад(?:ик|у|ах)\w{0,2}|"
    r"бюджетн\w{1,2}|"
    r"delivery|seats?|parking|checkpoints?)(?!\w)"
)
"""Beside these an address, a point or a place is another thing."""
_HINTS = Hints(
    reach=115,
    stems=stems(
        "адрес адреса точка точки точек момент моменты клад клады кладов закладка магнит прикоп тайник "
        "касание схрон "
        "мекен мекенжай нүкте нукте көмбе комбе drop drops spot spots stash pin pins magnet место места "
        "мест "
        "местечко позиций позиция шт штук штука поз орын place places piece pieces"
    ),
)
_CELL = re.compile(
    rf"{PLACE}(?:\s[-–—]\s|\s?[:–—=]\s?|\s)[^\w\n+-]{{0,2}}\d{{1,2}}(?![\w%°:/-]|[.,]\d)"
    rf"(?:\s?(?:шт\w{{0,2}}|{_SPOT}|{_LOOSE})(?!\w))?"
)
FEW = re.compile(r"[-–—:=x×\s][^\w\n+-]{0,2}\d\d?(?![\w%°:/-]|[.,]\d)")
"""A number of one or two figures, as it stands behind the name of a place."""
_APART = re.compile(
    r"(?:\s?\([^()\n]{1,40}\))?(?:[^\w\n]{0,4}(?:\n[^\w\n]{0,6}){0,2}(?:[^\W\d\n]{1,12}[^\w\n]{1,3}){0,2}|"
    r"[^\n\d]{0,40}\n[^\w\n]{0,6})"
)
_PLACE_WORD = re.compile(
    rf"(?:{TOWN_WORD})|\w{{4,16}}(?:ск(?:ий|ое|ая|ом)|ке)(?!\w)|\d{{0,2}}й?мкр|й$|р(?!\w)|берег|жа[ғг]алау|"
    rf"орбита|ма[йи]|"
    r"пришахтинск|восток|центр|михайловк|сарыар|есиль|есіл|нур[аы]|байконыр|ба[йи][қк]о|фараби|енбекшин|"
    r"bank|cent|downtown"
)
"""A word that every PLACE has: looked up once, where the whole expression is tried at every letter."""
_LEAST, _STOCKED = 2, 0.45


class Spots:
    """B5: hiding places counted and said to be ready; A13: two parts of a town, each with a number."""

    kinds = frozenset({"B5_ready_addresses", "A13_stock_by_place"})
    clues: ClassVar[Clues] = {
        "B5_ready_addresses": (Clue(stems=_HINTS.stems),),
        "A13_stock_by_place": (WITH_DIGIT, Clue(word=_PLACE_WORD), Clue(text=_CELL, glimpse=FEW)),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for patterns, strength in ((_SURE, _SOME), (_DOUBTFUL, _DOUBT)):
            for found in _HINTS.matches(reading, *patterns):
                around = reading.text[max(0, found.start() - 30) : found.end() + 30]
                if not _LAWFUL.search(around):
                    yield reading.mark("B5_ready_addresses", *found.span(), strength)
        for found in _HINTS.matches(reading, _ADDED, _PAID_FOR):
            if not _LAWFUL.search(reading.text, max(0, found.start() - 30), found.end() + 30):
                yield reading.mark("B5_ready_addresses", *found.span(), _SOME)
        yield from _stocked(reading)


def _stocked(reading: Reading) -> Iterator[Mark]:
    run: list[tuple[int, int]] = []
    for start, end in [*(found.span() for found in glimpsed(reading.text, _CELL, FEW, 110)), (-1, -1)]:
        if run and (start < 0 or not _APART.fullmatch(reading.text, run[-1][1], start)):
            if len(run) >= _LEAST:
                yield reading.mark("A13_stock_by_place", run[0][0], run[-1][1], _STOCKED)
            run = []
        run.append((start, end))
