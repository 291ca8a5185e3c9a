"""The order of a purchase drawn with arrows, at its end a place: "receipt → photo → place" (B9)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues, parts
from classifiers.detectors.hints import Hints
from classifiers.reading import Mark, Reading

_ARROWS = ("→", "➡", "->", "=>", "⟶", "➜", "👉", ">", "»")
_ARROW = r"\s{0,2}(?:→|➡\ufe0f?|[-=]>|⟶|➜|👉|>{1,2}|»)\s{0,2}"
_PAID = (
    r"(?:(?<!\w)(?:оплат\w{1,3}|плат\w{1,3}|перевод\w{0,2}|чек\w{0,2}|т[өо]ле\w{0,6}|а[қк]ша\w{0,2}|"
    r"pay\w{0,4}|paid|"
    r"receipt|deposit|usdt|btc)(?!\w)|[💳💸💰💵🧾]\ufe0f?)"
)
_STEP = r"[^\n→➡⟶➜👉>»]{1,24}"
_FIRM = (
    r"(?:точк\w|координат\w{0,2}|клад\w{0,2}|закладк\w|метк\w|геометк\w|тайник\w?|н[үу]кте\w{0,3}|pins?|"
    r"spot|drop|"
    r"coords?|coordinates|stash)(?!\w)"
)
_LOOSE = (
    r"(?:(?:мест[оа]|адрес\w{0,2}|мекен-?жай\w{0,3}|орны?|орын|place|address|локаци\w)(?!\w)|[📍🗺📌]\ufe0f?)"
)
_PICTURE = r"(?:[📸📷🖼]\ufe0f?|(?:фото|сурет|photo|pics?)(?!\w))"


def _flow(end: str, between: str) -> re.Pattern[str]:
    return re.compile(rf"{_PAID}{between}{_ARROW}{end}")


_SURE = (
    _flow(_FIRM, rf"(?:{_ARROW}{_STEP}){{0,2}}"),
    re.compile(rf"{_PAID}{_ARROW}{_PICTURE}(?:{_ARROW}|\s?\+\s?){_LOOSE}"),
)
_DOUBTFUL = _flow(_LOOSE, rf"(?:{_ARROW}{_STEP})?")
_ELSEWHERE = re.compile(
    r"достав|курьер|самовывоз|выдач|парков|такси|билет|зал[еау]?(?!\w)|сеанс|столик|кафе|ресторан|магазин|"
    r"офис|салон|"
    r"жеткіз|такси|билет|deliver|courier|pick.?up|parking|taxi|ticket|seat|hall|table|shop|office|store|"
    r"theat|cinema"
)
"""Beside these the place is where one sits, parks or is delivered to."""
_TOLD, _HINTED = 0.7, 0.5
_HINTS = Hints(parts=_ARROWS, reach=150)


class OrderCards:
    """B9: what follows a payment is a point, a photo and a place, or a place alone."""

    kinds = frozenset({"B9_place_told"})
    clues: ClassVar[Clues] = {"B9_place_told": (parts(*_ARROWS), Clue(text=re.compile(_PAID)))}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for pattern, strength in (*((one, _TOLD) for one in _SURE), (_DOUBTFUL, _HINTED)):
            for found in _HINTS.matches(reading, pattern):
                around = reading.text[max(0, found.start() - 60) : found.end() + 40]
                if not _ELSEWHERE.search(around):
                    yield reading.mark("B9_place_told", *found.span(), strength)
