"""Price lists of goods by nickname, a line each: "tea 1 — 9 / sugar 0.5 — 8" (A1), and sizes without goods
by place: "three halves behind the garages, a pair of ones by the market" (A13).

A lawful list says what is one: a cup, a kilogram, a lesson.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from classifiers.detectors.clues import WITH_DIGIT, Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_WEIGHT = r"(?:0[.,][1-9]5?|[1-9]|10)"
_PRICE = r"(?:\d{1,3}[ .]?\d{3}|\d{1,3})(?:[.,]5)?"
_LINE = re.compile(
    rf"(?:^|\n)[^\w\n]{{0,4}}(?P<name>[^\W\d_][^\n\d@/]{{0,20}}?)[\s:—–,-]{{1,3}}(?P<weight>{_WEIGHT})\s?[-–—=:]\s?(?P<price>{_PRICE})"
    r"\s?(?:к|k|т|тыс|мың|мын|₸|тг)?(?![\w%:/]|[.,]\d)"
)
_BETWEEN = re.compile(r"[^\n]{0,60}")
_LEAST_LINES, _LEAST_NAMES = 3, 2
_SERVED = re.compile(
    r"групп|класс|кабинет|зал(?!и)|подъезд|этаж|кварт|дом(?!а)|корпус|урок|тур|матч|счет|счёт|день|недел|"
    r"место|ряд|вариант|пункт|глав|том|"
    r"размер|номер|билет|возраст|чашк|порц|литр|пач|group|class|room|level|lesson|round|match|day|week|"
    r"part|chapter|table|size|cup|"
    r"топ|бөлме|сабақ|күн"
)
_HALVED, _WHOLE = 0.6, 0.45
_SIZED = re.compile(
    r"(?<!\w)(?:(?:дв[ае]|три|четыре|пять|пара|пару|ещ[её]|по|одна|один|\d{1,2}|two|three|four|five|a pair "
    r"of|a lonely|one|екі|үш)\s)"
    r"(?:единичк\w{1,2}|единичек|двойк\w{1,2}|двоек|двушк\w{1,2}|половинк\w{1,3}|половинок|целы[ехй]|"
    r"пят[её]рк\w{1,2}|"
    r"halves|half|ones|twos|fives?|fulls|singles|doubles)(?!\w)"
    r"[^\n.;!?]{0,30}?(?<!\w)(?:за|под|у|в|во|на|возле|около|по|behind|near|on|in|by|at|under)\s(?=[^\W\d])"
)
_SIZED_HINTS = Hints(
    stems=stems(
        "единичка единичке единичек двойка двойке двоек двушка половинка половинке половинок целые целых "
        "пятёрка пятерка halves half ones "
        "twos five fulls singles doubles"
    ),
    reach=90,
)
_MEALS = re.compile(
    r"торт|пирог|пицц|хлеб|кирпич|апельсин|лимон|яблок|арбуз|дын|тыкв|урок|оцен|дневник|шкаф|паллет|"
    r"marathon|hour|pallet|cake|pizza|loaf|"
    r"orange|apple|lemon|brick|grade"
)
_AROUND, _LAID_OUT = 60, 0.4


class CodeMenus:
    """A1: three or more lines of a name, a small number and a price; A13: sizes at two places."""

    kinds = frozenset({"A1_catalog_price", "A13_stock_by_place"})
    clues: ClassVar[Clues] = {
        "A1_catalog_price": (WITH_DIGIT, Clue(text=_LINE)),
        "A13_stock_by_place": (Clue(stems=_SIZED_HINTS.stems), Clue(text=_SIZED)),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for the list, one for each size."""
        run: list[re.Match[str]] = []
        for found in _LINE.finditer(reading.text) if "\n" in reading.characters else ():
            if run and not _BETWEEN.fullmatch(reading.text, run[-1].end(), found.start()):
                yield from _listed(reading, run)
                run = []
            run.append(found)
        yield from _listed(reading, run)
        sized = list(_SIZED_HINTS.matches(reading, _SIZED))
        if len(sized) > 1 and not _MEALS.search(
            reading.text, max(0, sized[0].start() - _AROUND), sized[-1].end() + _AROUND
        ):
            for found in sized:
                yield reading.mark("A13_stock_by_place", *found.span(), _LAID_OUT)


def _listed(reading: Reading, run: Sequence[re.Match[str]]) -> Iterator[Mark]:
    names = {row["name"] for row in run}
    if len(run) < _LEAST_LINES or len(names) < _LEAST_NAMES or any(map(_SERVED.search, names)):
        return
    if _grow(run):
        halved = any("." in row["weight"] or "," in row["weight"] for row in run)
        start = run[0].start("name")
        yield reading.mark("A1_catalog_price", start, run[-1].end(), _HALVED if halved else _WHOLE)


def _grow(run: Sequence[re.Match[str]]) -> bool:
    """More of the same costs more, and each price is well above its number; some row is not of one."""
    of_name: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in run:
        price = row["price"].replace(" ", "")
        whole = price.replace(".", "") if re.fullmatch(r"\d{1,3}\.\d{3}", price) else price.replace(",", ".")
        of_name[row["name"]].append((float(row["weight"].replace(",", ".")), float(whole)))
    rows = [one for rows in of_name.values() for one in rows]
    rising = all(a[0] < b[0] and a[1] < b[1] for rows in of_name.values() for a, b in pairwise(rows))
    return rising and all(price >= 3 * weight for weight, price in rows) and any(w != 1 for w, _ in rows)
