"""Pay that no lawful courier is offered: by the week, the day or the drop (F2)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_HINTS = Hints(
    reach=80,
    stems=stems(
        "неделю неделя день смену адрес клад закладку точку сутки выход аптасына апта күніне бір aptasyna "
        "aptasına kunine "
        "кунине әр week weekly day daily drop stash рисунок трафарет смена көмбе күн spot "
        "надпись надписи рейс нүкте нукте бир bir жазу каждый один each точки"
    ),
)
_DIGITS = frozenset("0123456789")
_SUM = (
    r"(?:[$€£]\s?\d{2,7}(?:[ .,]\d{3})?|\d{1,3}(?:[ .,]\d{3}){1,2}|\d{2,7})\s{0,2}(?:000|тыс\w{0,4}\.?|"
    r"к\b|k\b|мың|₸|тг\b|тенге|теңге\w{0,3}|myn|ming|tenge|₽|руб\w{0,3}|р\b|\$|€|usdt?|"
    r"dollars)?(?:\s{0,2}(?:₸|тг\b|тенге|теңге\w{0,3}|₽|руб\w{0,3}|\$|usdt?))?"
)
_SHORT = (
    r"(?:в неделю|за неделю|неделя|в день|за день|за смену|за адрес|за клад\w{0,3}|за закладку|за точку|"
    r"в сутки|за выход|аптасына|бір аптада|күніне|aptasyna|aptasına|kunine|аптасына|кунине|бір күнде|"
    r"әр \w{3,8} үшін|бір \w{3,8} үшін|per week|a week|weekly|/week|per day|a day|daily|per drop|"
    r"per stash|a drop|each drop)"
)
_AFTER = re.compile(rf"(?<![\w@/.]){_SUM}[^.\n]{{0,12}}?(?<!\w){_SHORT}(?!\w)")
_BEFORE = re.compile(
    rf"(?<!\w){_SHORT}\s{{0,2}}[:—–-]?\s{{0,2}}(?:от|до|ден|from|up to|earn|шамамен)?\s{{0,2}}{_SUM}"
)
_PER_PIECE = re.compile(
    r"(?<![\w@/.])\d{2,4}\s?(?:к|k|мың|мын|тыс|000)\s?/?\s?(?:апта|күн|күніне|неделя|week)(?!\w)|"
    rf"(?<!\w)(?:адрес|н[үу]кте|к[өо]мбе|клад)\s(?:басына|сайын|үшін|ушин)\s(?:{_SUM}|\d\s?(?:мың|мын|к|тыс)(?!\w))|"
    rf"(?<![\w@/.]){_SUM}\s{{0,2}}/\s{{0,2}}(?:клад\w{{0,3}}|адрес\w{{0,2}}|точк\w|рисун\w{{2,3}}|"
    rf"трафарет\w{{0,2}}|надпис\w|рейс|"
    r"смен\w|недел\w|день|көмбе\w{0,2}|апта|күн|drop|stash|spot|week|day)(?!\w)"
)

_PIECE = (
    r"(?:клад\w{0,2}|закладк\w|адрес|точк[уа]|надпись|рисунок|трафарет|рейс|нүкте\w{0,2}|нукте\w{0,2}|көмбе|"
    r"жазу|drop|stash|spot)"
)
_PIECEWORK = re.compile(
    rf"(?<![\w@/.]){_SUM}\s(?:за |each |per |бір )?{_PIECE}(?!\w)|"
    rf"(?<!\w)(?:бір|бир|bir|one|каждый|каждая|один|одна|each)\s(?:{_PIECE}|adres|nukte|ja[zs]u)"
    rf"\s{{0,2}}[-–—:=]?\s{{0,2}}{_SUM}"
)


class PayAnomaly:
    """F2: a sum by the week, the day or the drop."""

    kinds = frozenset({"F2_pay"})
    clues: ClassVar[Clues] = {"F2_pay": (Clue(stems=_HINTS.stems), Clue(word=re.compile(r".*\d\d")))}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each sum."""
        if _DIGITS.isdisjoint(reading.characters):
            return
        for found in _HINTS.matches(reading, _AFTER, _BEFORE, _PER_PIECE, _PIECEWORK):
            yield reading.mark("F2_pay", *found.span())
