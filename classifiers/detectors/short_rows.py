"""Price lists and stock lists without units: "0.5 — 8, 1 — 15" (A1), a district and what lies there (A13)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from classifiers.detectors.clues import WITH_DIGIT, Clue, Clues
from classifiers.detectors.emoji_prices import PICTURES
from classifiers.detectors.hints import Hints, glimpsed
from classifiers.detectors.substances import substances
from classifiers.reading import Mark, Reading

_WEIGHT = r"(?:0[.,][1-9]5?|[1-9]|10)"
_PRICE = r"(?:(?:\d{1,3}[ .]?\d{3}|\d{1,3})(?:[.,]5)?)"
_ROW = re.compile(
    rf"(?<![\w.,:/-]){_WEIGHT}\s?(?:г|гр|шт|g)?\s?[-–—=:]\s?{_PRICE}(?:\s?(?:к|k|т|тыс|мың|мын|₸|тг|"
    rf"тенге))?(?![\w%:/-]|[.,]\d)"
)
_PAIR_GAP = re.compile(r"[\s,;/|•·]{1,3}(?:(?:и|және|and)\s)?")
_HALF = re.compile(r"0[.,]\d")
_SIGN = r"[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?"
_STOCK = re.compile(
    rf"(?:^|\n|[├└│🔹📍•—-])\s{{0,3}}[^\W\d_][^\n:–—]{{1,30}}?\s{{0,2}}[:–—-]\s{{0,2}}"
    rf"(?:(?:{_SIGN}\s?)?(?:0[.,]\d|\d{{1,2}})(?:\s?г)?(?:\s?\([^)\n]{{3,12}}\))?[\s,/|"
    rf"]{{0,3}}){{1,6}}(?=\n|$|\W)"
)
_HOLDS = re.compile(rf"0[.,]\d|{_SIGN}\s?\d|\d\s?/\s?\d|\([^)\n\d]{{4,12}}\)")
_NAMED_CELL = rf"[^\W\d_]{{2,14}}\s{_WEIGHT}\s?[-–—=:]\s?\d{{1,3}}(?:[ .]?\d{{3}})?(?![\w%:/-]|[.,]\d)"
_NAMED_ROWS = re.compile(rf"(?<![\w.,:/-]){_NAMED_CELL}(?:[,;]?\s{{1,2}}{_NAMED_CELL}){{1,8}}")
_NAMED_ROW = re.compile(
    rf"(?P<name>[^\W\d_]{{2,14}})\s(?P<row>{_WEIGHT}\s?[-–—=:]\s?\d{{1,3}}(?:[ .]?\d{{3}})?)"
)
_FROM = re.compile(
    r"(?<![\w.,:/-])0[.,]\d{1,2}\s?-?(?:[тдн][ае]н|ten|den)(?!\w)|"
    r"(?<![\w.,:/-])от 0[.,]\d{1,2}(?:\s?г|\s?гр)?(?=[\s,.;]|$)(?!\s?(?:мм|см|м|л|кг|%))"
)
"""So small a weight that goods are sold from it on."""
_FROM_HINTS = Hints(parts=("0.", "0,"), reach=40)
_LEAST = 2
_PICTURED = re.compile(
    rf"(?:^|\n)\s{{0,3}}[{''.join(sorted(PICTURES))}]\ufe0f?\s?(?P<row>{_WEIGHT}\s?(?:г|гр|шт|"
    rf"g)?\s?[-–—=:]\s?{_PRICE}\s?"
    r"(?:к|k|т|тыс|мың|мынг?|минг|000|₸|тг))(?!\w)"
)
_ADDRESSES = re.compile(
    r"(?<!\w)(?:адрес\w{0,3}|н[үу]кте(?:лер)?|drops|spots)[^\w\n]{1,3}"
    r"(?:[^\W\d_][^\n:–—,;\d-]{1,20}\s?[-–—:]\s?\d{1,2}(?![\d.:])[,;.]?\s{0,2}){2,8}"
)
_EQUAL = re.compile(r"\d\s?(?:г|гр|шт|g)?\s?[-–—=:]\s?\d")
_REACH = 60
"""No row has more characters on either side of what it has in it."""
_NAMED = re.compile("адрес|нүкте|нукте|drops|spots")
_NUMBERED = re.compile(rf"[:–—-]\s{{0,2}}(?:{_SIGN}\s?)?\d")
"""What each of the rows has in it."""


class ShortRows:
    """A1: two weights with prices and no units, or two pictures with a price each; A13: two places, each with
    small weights or with a number of addresses."""

    kinds = frozenset({"A1_catalog_price", "A4_storefront", "A13_stock_by_place"})
    clues: ClassVar[Clues] = {
        "A1_catalog_price": (
            WITH_DIGIT,
            Clue(text=re.compile(f"{_ROW.pattern}|{_PICTURED.pattern}"), glimpse=_EQUAL),
        ),
        "A4_storefront": (Clue(word=re.compile(r"0(?!\w)")), Clue(text=_FROM)),
        "A13_stock_by_place": (
            WITH_DIGIT,
            Clue(text=re.compile(f"{_STOCK.pattern}|{_ADDRESSES.pattern}"), glimpse=_NUMBERED),
        ),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each list."""
        text = reading.text
        if not any(char in reading.characters for char in "0123456789"):
            return
        rows = list(glimpsed(text, _ROW, _EQUAL, _REACH))
        yield from _priced(reading, rows)
        if len(rows) >= _LEAST:
            yield from _named(reading)
        yield from _pictured(reading)
        for found in _FROM_HINTS.matches(reading, _FROM):
            yield reading.mark("A4_storefront", *found.span(), 0.4)
        for found in glimpsed(text, _ADDRESSES, _NAMED, 310):
            yield reading.mark("A13_stock_by_place", *found.span())
        places = [found for found in glimpsed(text, _STOCK, _NUMBERED, 230) if _HOLDS.search(found.group())]
        if len(places) >= _LEAST and places[-1].start() - places[0].end() < 400 * len(places):
            for found in places:
                yield reading.mark("A13_stock_by_place", *found.span())


def _priced(reading: Reading, rows: Sequence[re.Match[str]]) -> Iterator[Mark]:
    run: list[re.Match[str]] = []
    for found in rows:
        if run and not _PAIR_GAP.fullmatch(reading.text, run[-1].end(), found.start()):
            yield from _run(reading, run)
            run = []
        run.append(found)
    yield from _run(reading, run)


def _pictured(reading: Reading) -> Iterator[Mark]:
    """Goods named by pictures: each has a price of its own, so nothing need grow."""
    seen = PICTURES & reading.characters
    found = list(glimpsed(reading.text, _PICTURED, _EQUAL, _REACH)) if seen else []
    for row in found if len(found) >= _LEAST else ():
        yield reading.mark("A1_catalog_price", *row.span("row"), 0.7 if _HALF.match(row["row"]) else 0.5)


def _named(reading: Reading) -> Iterator[Mark]:
    """Goods by name, one row each: of small weights, and dear for them."""
    for found in glimpsed(reading.text, _NAMED_ROWS, _EQUAL, _REACH):
        rows = list(_NAMED_ROW.finditer(found.group()))
        pairs = [_numbers(row["row"]) for row in rows]
        if not all(price >= 4 * weight for weight, price in pairs):
            continue
        names = {match.start for match in substances(reading, doubtful=True)}
        goods = sum(found.start() + row.start() in names for row in rows)
        if goods >= _LEAST or (goods and len(rows) > _LEAST):
            yield reading.mark("A1_catalog_price", *found.span(), 0.7 if goods >= _LEAST else 0.5)


def _run(reading: Reading, run: list[re.Match[str]]) -> Iterator[Mark]:
    if len(run) >= _LEAST and _grows(run):
        strength = 0.7 if any(_HALF.match(row.group()) for row in run) else 0.45
        yield reading.mark("A1_catalog_price", run[0].start(), run[-1].end(), strength)


def _grows(run: list[re.Match[str]]) -> bool:
    """More costs more, and every price is above its weight: a score or a timetable seldom looks so."""
    pairs = [_numbers(row.group()) for row in run]
    rising = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    return rising and all(price >= 4 * weight for weight, price in pairs)


def _numbers(row: str) -> tuple[float, float]:
    weight, price = re.split(r"\s?(?:г|гр|шт|g)?\s?[-–—=:]\s?", row, maxsplit=1)
    digits = re.match(_PRICE, price)
    value = digits.group().replace(" ", "") if digits else "0"
    if re.fullmatch(r"\d{1,3}\.\d{3}", value):
        value = value.replace(".", "")
    return float(weight.replace(",", ".")), float(value.replace(",", "."))
