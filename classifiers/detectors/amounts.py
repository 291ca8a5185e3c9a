"""Amounts, prices and rows that join them (A1)."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from classifiers.detectors.clues import NAMED_SUBSTANCE, WITH_DIGIT, Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.detectors.substances import SURE, substances
from classifiers.reading import Mark, Reading

NUMBER = r"\d{1,3}(?:[ .,]\d{3}){1,2}(?!\d)|\d{1,7}(?:[.,]\d{1,2})?"
CURRENCY = (
    r"(?:₸|тг\b|тнг\b|тенге|теңге\w{0,4}|kzt|₽|руб\w{0,3}|р\b|\$|€|£|฿|₿|usdt?\b|euros?\b|eur\b|gbp\b|nzd\b|"
    r"aud\b|cad\b|chf\b|pln\b|zł|к\b|k\b|т\.?р\b|"
    r"тыс\w{0,4}|мың|мынг?\b|минг\b|btc\b)"
)
GRAMS = r"(?:г|гр|грамм\w{0,6}|грам(?:ы|нан|ға|га)?|g|gr|grams?|gramm)\b"
UNITS = (
    r"(?:мг|mg|шт|штук\w?|таб\w{0,6}|tabs?|pills?|pcs|дана|түйір|марк\w{0,2}|oz|ounces?|кг|kg|мл|ml|"
    r"кап\w{0,4})\b"
)

AMOUNT = re.compile(
    rf"(?P<number>\d(?<![\w.,].)\d{{0,3}}(?:[.,]\d{{1,3}})?)\s{{0,2}}(?:(?P<grams>{GRAMS})|{UNITS})"
)
_PRICE_AFTER = re.compile(
    rf"[^\d\n]{{0,32}}?(?P<mark>[-–—:=→>|/(]|\s|₸|\$|€|£)\s{{0,3}}(?:от |"
    rf"from )?(?P<price>[$€£]\s?(?:{NUMBER})|(?:{NUMBER})\s{{0,2}}{CURRENCY}"
    rf"|(?:\d{{1,3}}[ .]\d{{3}}|\d{{2,7}})(?![\d.,]*\s{{0,2}}(?:{GRAMS}|{UNITS}|%|мм|см|м\b|mm|cm|час|"
    rf"мин|л\b|лет|жыл|қадам)))"
)
_PRICE_CELL = re.compile(
    rf"[^\d.!?\n]{{0,24}}\n[^\d.!?]{{0,24}}?(?<![\w])(?:[$€£]\s?(?:{NUMBER})|(?:{NUMBER})\s{{0,2}}{CURRENCY})"
)
"""A price in another cell of the row: page text puts cells on lines of their own."""
_PRICE_BEFORE = re.compile(
    rf"(?:[$€£]\s?(?:{NUMBER})|(?:{NUMBER})\s{{0,2}}{CURRENCY})\s{{0,3}}(?:/|за|per|a|an|for|үшін|-|–|"
    rf"—|=)\s{{0,3}}$"
)
_PER_GRAM = re.compile(
    rf"(?:(?:{NUMBER})\s{{0,2}}{CURRENCY}|[$€£]\s?(?:{NUMBER}))\s{{0,3}}(?:/|за|per|"
    rf"a)\s{{0,3}}(?:1\s{{0,2}})?(?:{GRAMS})"
)
_GRAM_HINTS = Hints(stems=stems("г гр грамм стакан кораб g gr gram 1г 1гр 1грамм 1g 1gr 1gram"), reach=50)
_TOLD = re.compile(
    rf"(?<!\w)(?:бір|бир|екі|еки|үш|уш|бес|один|два|три|пять|полтора|half a|one|two|three|five) {GRAMS}"
)
"""Few grams, the number in words."""
_EACH_GRAM = re.compile(
    r"(?<!\w)(?P<unit>грамм?|стакан|кораб)(?:ы|ына|нан|ын)?(?:\s?[-–—:=]\s?|"
    r"\s)(?P<number>\d{1,3}(?:[ .]\d{3})?)\s?(?P<many>мың|мынг?|минг|к|k|тыс)?"
    r"(?![\w%:/]|[.,]\d)"
)
"""What a gram costs, or a glass, which is not counted."""
_METAL = re.compile(r"\s{0,2}(?:золот|серебр|платин|пробы|алтын|к[үу]міс|кумис|gold|silver|platinum)")
_JEWELLER = re.compile(
    r"(?<!\w)(?:золот[ао]|серебр[ао]|\d{3} проб|пробы|скупк|ломбард|зергер|алтын|к[үу]міс|pawn|jewel|carat)"
)
"""A jeweller's grams, of gold or beside words of his."""
_BENCH = 60
_UNIT = re.compile(rf"(?:за|per|a)?\d*(?:{GRAMS}|{UNITS}|(?:стакан|кораб)ы?)")
DIGITS = frozenset("0123456789")
_MAX_DOSE = 10.0
_MAX_LOT = 100.0
_DEAR, _DEAREST = 1000, 3000
_THOUSANDS = re.compile(
    r"(?<![$€£\d])(?P<number>\d{1,3}(?:[ .]\d{3})+|\d{1,7})\s?(?P<many>к|k|тыс|мың|мын|минг)?(?![\d$€£%])"
)
_NAME_REACH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An amount with its price, span in the normalised text; `dose` where the amount is as small as doses
    are, `dear` where such a gram costs a thousand or more, `dish` where there are more grams than a buyer
    takes, `bulk` where it is in kilograms or litres."""

    start: int
    end: int
    dose: bool
    bulk: bool
    dear: bool = False
    dish: bool = False


def rows(reading: Reading) -> Iterator[Row]:
    """Rows of a price list."""
    text = reading.text
    for found in AMOUNT.finditer(text):
        after = _PRICE_AFTER.match(text, found.end()) or _PRICE_CELL.match(text, found.end())
        before = None if after else _PRICE_BEFORE.search(text, max(0, found.start() - 24), found.start())
        if after or before:
            start = before.start() if before else found.start()
            yield Row(
                start=start,
                end=after.end() if after else found.end(),
                dose=is_dose(found),
                bulk=_is_bulk(found),
                dear=is_dose(found) and _is_dear(found, after),
                dish=bool(found["grams"]) and float(found["number"].replace(",", ".")) > _MAX_LOT,
            )
    for found in _GRAM_HINTS.matches(reading, _TOLD):
        if after := _PRICE_AFTER.match(text, found.end()):
            yield Row(start=found.start(), end=after.end(), dose=True, bulk=False)
    for found in _GRAM_HINTS.matches(reading, _EACH_GRAM):
        if _costs(found) >= _DEAREST and not _is_metal(found):
            gram = found["unit"].startswith("гр")
            yield Row(start=found.start(), end=found.end(), dose=gram, bulk=False, dear=True)
    for found in _GRAM_HINTS.matches(reading, _PER_GRAM):
        yield Row(start=found.start(), end=found.end(), dose=True, bulk=False)


def is_dose(amount: re.Match[str]) -> bool:
    """Whether an AMOUNT is grams as few as one buyer takes."""
    return (
        bool(amount["grams"])
        and not _is_metal(amount)
        and 0 < float(amount["number"].replace(",", ".")) <= _MAX_DOSE
    )


def _is_metal(amount: re.Match[str]) -> bool:
    text, start, end = amount.string, max(0, amount.start() - _BENCH), amount.end() + _BENCH
    return bool(_METAL.match(text, amount.end()) or _JEWELLER.search(text, start, end))


def _is_dear(amount: re.Match[str], after: re.Match[str] | None) -> bool:
    """Whether a gram costs a thousand tenge or roubles: spices and teas cost less."""
    price = _THOUSANDS.search(after.group()) if after else None
    if not price:
        return False
    return _costs(price) >= _DEAR * max(1.0, float(amount["number"].replace(",", ".")))


def _costs(price: re.Match[str]) -> float:
    return float(price["number"].replace(" ", "").replace(".", "")) * (1000 if price["many"] else 1)


def _is_bulk(amount: re.Match[str]) -> bool:
    return amount.group().endswith(("кг", "kg", "мл", "ml"))


class PriceRows:
    """A1: an amount and its price; two rows make a catalogue. Kilograms and pieces are weak: groceries
    have them. C2: a name of many meanings beside a gram that costs a thousand."""

    kinds = frozenset({"A1_catalog_price", "C2_slang"})
    clues: ClassVar[Clues] = {
        "A1_catalog_price": (WITH_DIGIT, Clue(word=_UNIT)),
        "C2_slang": (WITH_DIGIT, Clue(word=_UNIT), NAMED_SUBSTANCE),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each row."""
        found = list(rows(reading)) if reading.characters & DIGITS else []
        doses = sum(row.dose for row in found)
        named = [match.start for match in substances(reading)] if found else []
        for row in found:
            strength = (0.8 if doses > 1 else 0.6) if row.dose else (0.4 if len(found) > 1 else 0.25)
            if not (row.bulk or row.dish) and _names_substance(reading.text, row, named):
                strength = 0.9
            yield reading.mark("A1_catalog_price", row.start, row.end, strength)
        dear = [row.start for row in found if row.dear]
        for match in substances(reading, doubtful=True) if dear else ():
            at = bisect_left(dear, match.end)
            if match.term.strength < SURE and at < len(dear) and dear[at] - match.end <= _NAME_REACH:
                yield reading.mark("C2_slang", match.start, match.end)


def _names_substance(text: str, row: Row, named: list[int]) -> bool:
    at = bisect_left(named, max(0, row.start - _NAME_REACH))
    while at < len(named) and named[at] < row.end:
        if named[at] >= row.start or "\n" not in text[named[at] : row.start]:
            return True
        at += 1
    return False
