"""Pay that no lawful courier is offered: by the week, the day, the drop or so many of them (F2)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_HINTS = Hints(
    reach=80,
    stems=stems(
        "поездку ходку run trip "
        "нед неделю неделя день смену адрес клад закладку точку сутки выход "
        "аптасына апта күніне бір "
        "aptasyna "
        "aptasına kunine "
        "кунине әр week weekly day daily drop stash рисунок трафарет смена көмбе күн spot "
        "надпись надписи рейс нүкте нукте бир bir жазу каждый один each точки точек адресов адреса кладов "
        "закладок "
        "тычка тычек меток метка тайник тайников рисунков трафаретов раскладок тығу тыгу комбе spots drops "
        "pin pins "
        "айналымнан айналымның оборота процент stashes stash hide hides treasure stencil stencils per every"
    ),
)
_DIGITS = frozenset("0123456789")
_SUM = (
    r"(?:[$€£]\s?\d{2,7}(?:[ .,]\d{3})?|\d{1,3}(?:[ .,]\d{3}){1,2}|\d{2,7})\s{0,2}(?:000|тыс\w{0,4}\.?|"
    r"к\b|k\b|мың|мын\b|₸|тг\b|тенге|теңге\w{0,3}|myn|ming|tenge|₽|руб\w{0,3}|р\b|\$|€|usdt?|"
    r"dollars)?(?:\s{0,2}(?:₸|тг\b|тенге|теңге\w{0,3}|₽|руб\w{0,3}|\$|usdt?))?"
)
_SHORT = (
    r"(?:в неделю|за неделю|неделя|(?:в|за) нед|нед|"
    r"в день|за день|за смену|за адрес|за клад\w{0,3}|за закладку|за точку|"
    r"в сутки|за выход|за поездку|за ходку|a run|per run|per trip|"
    r"аптасына|бір аптада|күніне|aptasyna|"
    r"aptasına|kunine|аптасына|кунине|бір күнде|"
    r"әр \w{3,8} үшін|бір \w{3,8} үшін|per week|a week|weekly|/week|per day|a day|daily|per drop|"
    r"per stash|a drop|each drop)"
)
_AFTER = re.compile(rf"(?<![\w@/.]){_SUM}[^.\n]{{0,12}}?(?<!\w){_SHORT}(?!\w)")
_BEFORE = re.compile(
    rf"(?<!\w){_SHORT}\s{{0,2}}[:—–-]?\s{{0,2}}(?:от|до|ден|from|up to|earn|шамамен)?\s{{0,2}}{_SUM}"
)
_PER_PIECE = re.compile(
    r"(?<![\w@/.])\d{2,4}\s?(?:к|k|мың|мын|тыс|000)\s?/?\s?(?:апта|күн|күніне|неделя|нед|week)(?!\w)|"
    rf"(?<!\w)(?:адрес|н[үу]кте|к[өо]мбе|клад)\s(?:басына|сайын|үшін|ушин)\s(?:{_SUM}|\d\s?(?:мың|мын|к|"
    rf"тыс)(?!\w))|"
    rf"(?<![\w@/.]){_SUM}\s{{0,2}}/\s{{0,2}}(?:клад\w{{0,3}}|адрес\w{{0,2}}|точк\w|рисун\w{{2,3}}|"
    rf"трафарет\w{{0,2}}|надпис\w|рейс|"
    r"смен\w|недел\w|день|көмбе\w{0,2}|апта|күн|drop|stash|spot|week|day)(?!\w)"
)
_SHARE = re.compile(
    r"(?<!\w)(?:айналым(?:нан|ның|нын)|с оборота|от оборота|"
    r"процент с)\s(?:\w{1,6}\s)?\d{1,2}\s?(?:%|пайыз|процент)"
)
"""A share of what is sold."""
REGULAR_PAY = (_AFTER, _BEFORE, _PER_PIECE)
"""A sum by the week, the day or the drop."""

_PIECE = (
    r"(?:клад\w{0,2}|закладк\w|адрес|точк[уа]|надпись|рисунок|трафарет|рейс|нүкте\w{0,2}|нукте\w{0,2}|көмбе|"
    r"жазу|[қк]абыр[ғг]а|drop|stash|spot)"
)
_PIECEWORK = re.compile(
    rf"(?<![\w@/.])(?:{_SUM}|\d\s?(?:к|k|тыс\w{{0,3}}|мың|мын))\s(?:за |each |per |бір )?{_PIECE}(?!\w)|"
    rf"(?<!\w)(?:бір|бир|bir|one|каждый|каждая|один|одна|each)\s(?:{_PIECE}|adres|nukte|ja[zs]u)"
    rf"\s{{0,2}}[-–—:=]?\s{{0,2}}{_SUM}"
)

_PAID = (
    r"(?:[$€£]\s?\d{1,6}|\d{1,3}(?:[ .]\d{3})+(?!\d)|\d{4,6}(?!\d)|"
    r"\d{1,4}\s?(?:к|k|тыс\w{0,3}|мың|мын|тг|тенге|теңге|₸|₽|\$)(?!\w))"
)
"""A sum that says so: points of a game have no currency and no thousands."""
_HIDDEN = (
    r"(?:точ(?:ек|ки|ка)|адрес\w{0,2}|клад(?:ов|а|ы)?|заклад(?:ок|ки|ка|ку)|тыч(?:ек|ки|ка|ку)|мет(?:ок|ки|"
    r"ка)|"
    r"тайник\w{0,2}|"
    r"рисун(?:ков|ка|ок)|трафарет\w{0,2}|надпис\w{1,2}|расклад(?:ок|ки|ка)|н[үу]кте|к[өо]мбе|жазу|"
    r"т[ыі][ғг]у|"
    r"spots?|drops?|pins?|stash(?:es)?|hides?|treasures?|stencils?|tags?)"
)
_MANY = re.compile(
    rf"(?<![\w@/.])(?:\d{{1,3}}|бір|бир|один|одна|одну|one)\s{_HIDDEN}(?:\s(?:в день|a day|күніне|кунине))?"
    rf"(?:\s?(?:[=:→]|[-–—]>?)\s?|\s(?:это|за|for|pays?)?\s?){_PAID}|"
    rf"(?<!\w)(?:за|per|әр)\s(?:кажд\w{{2}}\s)?{_HIDDEN}(?:\s?[-–—:=]\s?|\s){_PAID}|"
    rf"(?<![\w@/.]){_PAID}\s(?:per|each|for every|a|за (?:кажд\w{{2}}|один|одну))\s{_HIDDEN}(?!\w)"
)
_LAID = re.compile(
    r"(?<!\w)(?:раскл\w{2,9}|раскид\w{2,7}|прят\w{1,4}|пряч\w{1,4}|спря\w{1,4}|тыч(?:ек|ки|ку|ка)|"
    r"заклад(?:ок|ки|ка|ку)|баллон\w{0,3}|"
    r"жасыр\w{1,8}|т[ыі][ғг]\w{1,6}|бояу\w{0,4}|hid(?:e|ing)|bury(?:ing)?|stash(?:es|ing)?|spray|paint our|"
    r"cans)(?!\w)"
)
SOUGHT = (
    (_AFTER, re.compile(_SHORT)),
    (_BEFORE, re.compile(_SHORT)),
    (_PER_PIECE, re.compile("/|апта|күн|неделя|week|басына|сайын|үшін|ушин")),
    (_PIECEWORK, re.compile(rf"{_PIECE[3:-1]}|adres|nukte|jazu|jasu")),
    (_SHARE, re.compile("айналым|оборота|процент с")),
    (_MANY, re.compile(_HIDDEN)),
)
"""With each what is there wherever it is, and is found sooner: it does not begin with a number."""
_AROUND, _LAYING = 90, 0.65


class PayAnomaly:
    """F2: a sum by the week, the day or the drop; F7: by the piece, beside what is done with the pieces."""

    kinds = frozenset({"F2_pay", "F7_hiding_duty"})
    clues: ClassVar[Clues] = dict.fromkeys(kinds, (Clue(stems=_HINTS.stems), Clue(word=re.compile(r".*\d"))))

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each sum."""
        if _DIGITS.isdisjoint(reading.characters):
            return
        sought = (pattern for pattern, glimpse in SOUGHT if glimpse.search(reading.text))
        for found in _HINTS.matches(reading, *sought):
            yield reading.mark("F2_pay", *found.span())
            if found.re is not _MANY:
                continue
            if _LAID.search(reading.text, max(0, found.start() - _AROUND), found.end() + _AROUND):
                yield reading.mark("F7_hiding_duty", *found.span(), _LAYING)
