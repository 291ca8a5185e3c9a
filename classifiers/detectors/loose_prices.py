"""Prices of sizes without units (A1): "half 45 / full 80", "0.5—1—2: 12/20/35", pictures with numbers."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, glimpsed, stems
from classifiers.reading import Mark, Reading

_SIZE = (
    r"(?:половинк[аиу]|половина|полки|полка|полку|единичк[аиу]|единица|двойк[аиу]|двоечк[аиу]|тройк[аиу]|"
    r"троечк[аиу]|пят[её]рк[аиу]|пят[её]рочк[аиу]|десятк[аиу]|четвертинк[аиу]|цел(?:ый|ая|ик)|"
    r"жарты(?:сы)?|б[үу]т[іи]н[іи]?|толы[қк]|ширек|грам+[ыі]?|пол-?грамма|полтора|полтишок|спичк[аиу]|"
    r"коробок|корабл[ья]|ж[ұу]п[қк]а|пара|пару|"
    r"half|full|whole|quarter|single|double|triple|eighth)"
)
_SOME = r"(?:(?:дв[ае]|три|ек[іи]|[үу]ш|two|three)\s)?"
_SPOKEN = {
    "пять": 5,
    "шесть": 6,
    "семь": 7,
    "восемь": 8,
    "девять": 9,
    "десять": 10,
    "одиннадцать": 11,
    "двенадцать": 12,
    "тринадцать": 13,
    "четырнадцать": 14,
    "пятнадцать": 15,
    "шестнадцать": 16,
    "семнадцать": 17,
    "восемнадцать": 18,
    "девятнадцать": 19,
    "двадцать": 20,
    "тридцать": 30,
    "сорок": 40,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
"""Prices in thousands, or in dollars, as one says them."""
_PRICE = r"(?:\d{1,3}[ .]?\d{3}|\d{1,3})(?:[.,]5)?"
_TOLD_PRICE = (
    rf"(?:(?:двадцать|тридцать) (?:один|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять)|"
    rf"{'|'.join(_SPOKEN)})"
    r"(?: с половиной)?"
)
_COIN = r"(?:\s?(?:к|k|т|тыс|мың|мын|₸|тг|тенге|теңге|\$|€))?"
_PRICED = re.compile(
    rf"(?<![\w-])(?P<size>{_SOME}{_SIZE})(?:\s(?P<goods>[^\W\d_]{{2,12}}))?(?:\s?[-–—:=]\s?|"
    rf"\s)(?P<price>[$€£]?{_PRICE}|"
    rf"{_TOLD_PRICE}){_COIN}(?![\w%:]|"
    rf"[.,/-]\d)"
)
_SIZES = Hints(
    stems=stems(
        "половинка полка единичка единица двойка двоечка тройка троечка пятерка пятёрка десятка четвертинка "
        "целый целая целик жарты бүтін бутин толық толык ширек half full whole quarter single грамм грамы "
        "граммы полграмма пол полтора полтишок спичка коробок корабль жұпқа жупка пара пару double triple "
        "eighth"
    ),
    reach=90,
)
_GAP = re.compile(r"[\s,;/|•·.]{1,4}(?:(?:и|а|және|and)\s)?")
_OTHER = re.compile(
    r"порци|пицц|хачапур|лаваш|шаурм|дон[её]р|хлеб|торт|пирог|суп|плов|чай|коф[её]|литр|билет(?![іи]н)|"
    r"абонемент|"
    r"день|дня|смен|час|цен[аеыу]|набор|комплект|тариф|price|(?<!\w)set|fare|"
    r"занят|урок|аренд|номер|комнат|сутк|курс|оцен|балл|класс|матч|тайм|коэф|ставк|размер|шкаф|карти|"
    r"нан(?!о)|самса|палау|тама[қк]|к[үу]н(?!ге)|са[ғг]ат|саба[қк]|то[қк]сан|"
    r"day|hour|night|portion|pizza|pint|board|size|bed|room|ticket|lesson|class|marathon|glaz|rack|tray|"
    r"plate|dish"
)
"""Beside these, halves and wholes are food, time or marks."""
_AROUND = 60
_COUNTS = {"двой": 2, "двое": 2, "трой": 3, "трое": 3, "пяте": 5, "пятё": 5, "деся": 10}
_WEIGHT = r"(?:0[.,]\d{1,2}|\d{1,2}(?:[.,]5)?)"
_EACH = r"\d{1,3}(?:[.,]5)?"
_ROWS = re.compile(
    rf"(?<![\w.,:/-])(?P<sizes>{_WEIGHT}(?:\s?[-–—/|]\s?{_WEIGHT}){{1,4}})\s?(?:г|гр|g)?\s?[:=→]\s?"
    rf"(?P<prices>{_EACH}(?:\s?[-–—/|]\s?{_EACH}){{1,4}}){_COIN}(?![\w%:]|[.,/-]\d)"
)
_TOLD = re.compile(r"[:=→]\s?\d")
_BETWEEN = re.compile(r"\s?[-–—/|]\s?")
_TELLING = "❄💎🌿💊🍄🧊⚡🍁🥦🧪🔮⛄☘👽🔌"
"""Pictures of the trade that no menu of food has."""
_PICTURED = re.compile(
    rf"(?P<picture>[{_TELLING}])\ufe0f?\s?[-–—:=]?\s?(?P<price>\d{{1,3}}){_COIN}(?![\w%:°.,/-])"
)
_LEAST = 2
_LOOSE, _LISTED, _SHOWN = 0.5, 0.6, 0.45


class LoosePrices:
    """A1: two sizes told in words, each with a price that grows; as many prices as sizes, both growing;
    two pictures of the trade, each with a number."""

    kinds = frozenset({"A1_catalog_price"})
    clues: ClassVar[Clues] = {
        "A1_catalog_price": (
            Clue(word=re.compile(rf"\D*\d|{'|'.join(_SPOKEN)}")),
            Clue(stems=_SIZES.stems, parts=frozenset(_TELLING), text=_ROWS, glimpse=_TOLD),
        )
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each list."""
        yield from _in_words(reading)
        for found in glimpsed(reading.text, _ROWS, _TOLD, 130):
            if _fit(found["sizes"], found["prices"]):
                yield reading.mark("A1_catalog_price", *found.span(), _LISTED)
        if not reading.characters.isdisjoint(_TELLING):
            shown = list(_PICTURED.finditer(reading.text))
            if len({one["picture"] for one in shown}) >= _LEAST:
                for one in shown:
                    yield reading.mark("A1_catalog_price", *one.span(), _SHOWN)


def _in_words(reading: Reading) -> Iterator[Mark]:
    run: list[re.Match[str]] = []
    for found in [*_SIZES.matches(reading, _PRICED), None]:
        if run and not (found and _GAP.fullmatch(reading.text, run[-1].end(), found.start())):
            start, end = run[0].start(), run[-1].end()
            around = reading.text[max(0, start - _AROUND) : end + _AROUND]
            if _grow(run) and not _OTHER.search(around):
                yield reading.mark("A1_catalog_price", start, end, _LOOSE)
            run = []
        if found:
            run.append(found)


def _grow(run: Sequence[re.Match[str]]) -> bool:
    """More costs more, from the least or from the most, and a two, a three or a five costs more than marks at
    school are many."""
    prices = [_price(one["price"]) for one in run]
    dear = all(price >= 4 * _COUNTS.get(one["size"][:4], 1) for one, price in zip(run, prices, strict=True))
    steps = {(a < b) - (a > b) for a, b in pairwise(prices)}
    return dear and len({one["size"] for one in run}) >= _LEAST and steps in ({1}, {-1})


def _price(told: str) -> float:
    """A sum in digits or in words; a word after the tens is of no account."""
    spoken = _SPOKEN.get(told.split(maxsplit=1)[0])
    return float(spoken) if spoken else _number(told.strip("$€£").replace(" ", ""))


def _fit(sizes: str, prices: str) -> bool:
    """As many prices as sizes, both growing, and a size that is no count: else it is a score or a date."""
    weights = [_number(one) for one in _BETWEEN.split(sizes)]
    sums = [_number(one) for one in _BETWEEN.split(prices)]
    pairs = list(zip(weights, sums, strict=False))
    return (
        len(weights) == len(sums)
        and (any(weight < 1 for weight in weights) or len(weights) > _LEAST)
        and all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
        and all(price >= 4 * weight for weight, price in pairs)
    )


def _number(digits: str) -> float:
    whole = digits.replace(".", "") if re.fullmatch(r"\d{1,3}\.\d{3}", digits) else digits.replace(",", ".")
    return float(whole)
