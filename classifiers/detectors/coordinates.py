"""Coordinates or a photo of the place, promised once paid (B3)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_WHERE = (
    r"(?:координат\w{0,12}|кордин\w{0,8}|геоточк\w{0,3}|геолокац\w{0,5}|геометк\w{0,3}|гео\b|локаци\w{0,4}|"
    r"gps|coordinates|"
    r"location|pin\b|метк[уаи]\b|точк[уа] на карте|н[үу]кте\w{0,6}|орынның \w{3,12}|мекенжай\w{0,8}|"
    r"адрес\w{0,6})"
)
_PAID = (
    r"(?:оплат\w{0,5}|перевод\w{0,3}|т[өо]ле\w{0,10}|а[қк]ша\w{0,2} (?:т[үу]с|кел|[өо]т|жет|сал|"
    r"аудар)\w{0,8}|чек\w{0,3}|payment|paid|paying|pay\b|deposit)"
)
_AFTER = r"(?:после|сразу после|по факту|как только|кейін|соң|бойда|after|once|upon|when|as soon as|on)"
_RUSSIAN = re.compile(rf"(?<!\w){_WHERE}[^.!?\n]{{0,50}}?(?<!\w){_AFTER}\s[^.!?\n]{{0,16}}?{_PAID}")
_RUSSIAN_TURNED = re.compile(
    rf"(?<!\w){_AFTER}\s[^.!?\n]{{0,16}}?(?<!\w){_PAID}[^.!?\n]{{0,60}}?(?<!\w){_WHERE}"
)
_KAZAKH = re.compile(
    rf"(?<!\w){_PAID}\s[^.!?\n]{{0,24}}?(?<!\w)(?:кейін|кейин|соң|бойда)[^.!?\n]{{0,60}}?(?<!\w){_WHERE}"
)
_KAZAKH_TURNED = re.compile(
    rf"(?<!\w){_WHERE}[^.!?\n]{{0,30}}?(?<!\w){_PAID}\s(?:кейін|кейин|соң|сон|бойда)(?!\w)"
)
_KAZAKH_ONCE = re.compile(
    r"(?<!\w)(?:т[өо]ле|(?:а[қк]ша|т[өо]лем)\w{0,2} (?:т[үу]с|кел|[өо]т|жет|сал|аудар)|"
    r"аудар)(?:[ғқгк]ас[ыи]н|[гк]ес[іи]н|[ғқгк]аннан|[гк]еннен|[ғқгк]анда|[гк]енде)"
    rf"(?!\w)[^.!?\n]{{0,50}}?(?<!\w){_WHERE}"
)
"""The endings that say "once" by themselves."""
_HINTS = stems(
    "оплаты оплате оплату оплатил перевод переводом төлем төлеген толем ақша акша payment paid paying "
    "аударғасын аударгасын аударғаннан чек чектен "
    "pay deposit координаты координат кордин геоточка геолокация геометка"
)
_PHOTO = re.compile(r"(?:фото|сурет|photo|видео|video|picture)")
_PLACE = re.compile(
    "координат|кордин|гео|локаци|gps|coordinates|location|pin|метк|точк|нүкте|нукте|орынның|мекенжай|адрес"
)
_PLACES = Hints(parts=tuple(_PLACE.pattern.split("|")), reach=140)
_STRONG = re.compile(r"(?:координат|кордин|coordinates|gps|геоточк|н[үу]кте|орынның|метк)")
_PATTERNS = (_RUSSIAN, _RUSSIAN_TURNED, _KAZAKH, _KAZAKH_TURNED, _KAZAKH_ONCE)


class CoordinatesAfterPayment:
    """B3: the place is told only after payment. Coordinates or a photo of the place are strong, an
    address is less."""

    kinds = frozenset({"B3_coordinates_after_payment"})
    clues: ClassVar[Clues] = {"B3_coordinates_after_payment": (Clue(stems=_HINTS), Clue(word=_PLACE))}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each promise."""
        if _HINTS.isdisjoint(reading.stems):
            return
        for found in _PLACES.matches(reading, *_PATTERNS):
            words = reading.text[found.start() : found.end() + 40]
            strong = bool(_STRONG.search(words))
            strength = 0.9 if strong else 0.6 if _PHOTO.search(words) else 0.35
            yield reading.mark("B3_coordinates_after_payment", *found.span(), strength)
