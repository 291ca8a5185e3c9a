"""Card and phone numbers behind dots (R12), letter for letter, so that quotes keep their places.

What looks like a number and is none is left: prices, weights, coordinates, dates, wallets, handles. Of a card
the bank's six digits and the last four stay (as PCI DSS has it), of a phone the first four and the last two:
enough to tell two numbers apart, too little to call one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qr.payloads.phone import e164

DOT = "•"
_APART = r"[ \u00a0\u2009\u202f().\u2010-\u2015-]{0,3}"
_BETWEEN = r"[ \u00a0\u2010-\u2015-]{1,2}"
# Not within a word, a handle, a wallet, a decimal fraction or a longer number.
_FREE = r"(?<![\w@])(?<!\d[.,])"
_END = r"(?![\w@])(?![.,]\d)"
_FOURS = r"[2-6]\d{3}([ \u00a0-]?)\d{4}\1\d{4}\1\d{4}(?:\d{1,3})?"
_CARD = re.compile(rf"{_FREE}(?<!\d{{4}}[ -]){_FOURS}{_END}(?![ -]\d{{4}}(?!\d))")
_ABROAD = re.compile(rf"(?<![\w@])\+\d(?:{_APART}\d){{7,14}}{_END}")
# With the trunk digit, in any groups; without it, in one run or in the groups that people write it in.
_HOME = re.compile(rf"{_FREE}[78]{_APART}[3-9]\d\d{_APART}\d{{3}}{_APART}\d\d{_APART}\d\d{_END}")
_GROUPS = rf"\(?7[047]\d\)?{_BETWEEN}\d{{3}}{_BETWEEN}\d\d{_BETWEEN}\d\d"
_SHORT = re.compile(rf"{_FREE}(?:7[047]\d{{8}}|{_GROUPS}){_END}")
_DIGITS = re.compile(r"\d")
_ROUND = "00"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A number's place in a text, and how many of its digits stay at either end."""

    start: int
    end: int
    first: int
    last: int


def masked(text: str) -> str:
    """The text with dots for the digits of card and phone numbers; as long as it was."""
    letters: list[str] | None = None
    for number in numbers(text):
        letters = letters or list(text)
        places = [number.start + found.start() for found in _DIGITS.finditer(text[number.start : number.end])]
        for place in places[number.first : len(places) - number.last]:
            letters[place] = DOT
    return text if letters is None else "".join(letters)


def numbers(text: str) -> Iterator[Hidden]:
    """The card and phone numbers in a text; some may stand there twice."""
    for found in _CARD.finditer(text):
        if _is_card(found.group()):
            yield Hidden(found.start(), found.end(), 6, 4)
    for pattern in (_ABROAD, _HOME, _SHORT):
        for found in pattern.finditer(text):
            if e164(found.group()) is not None:
                yield Hidden(found.start(), found.end(), 4, 2)


def _is_card(text: str) -> bool:
    """The test of ISO/IEC 7812 (Luhn). Four round sums in a row are prices."""
    digits = [int(digit) for digit in _DIGITS.findall(text)]
    groups = re.split(r"[ \u00a0-]", text)
    if len(groups) > 1 and all(group.endswith(_ROUND) for group in groups):
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
