"""What is said to those who know already (A14): "who knows, knows", "same spots as usual".

A seller who names no goods still tells the regulars that they are back. Each such phrase alone is small talk;
two of different sorts, or one beside a contact, are not.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_KNOWING = re.compile(
    r"(?<!\w)(?:(?:кто|тем,? кто|те,? кто|кому)\s(?:в теме|в курсе|знает|понял\w{0,2}|понимает|надо|нужно)"
    r",?\s(?:тот|те|тому)\s\w{3,10}|(?:тем|те|тех),?\s(?:кто|кого)\s(?:в теме|в курсе|знает)|"
    r"(?:свои|наши|посвящ[её]нные)\s(?:знают|поймут|в курсе)|"
    r"зна[её](?:шь|те),? (?:куда|кому|где|что) \w{4,9}|"
    r"(?:білетін|билетин|biletin|түсінген|тусинген|білген|билген)\w{0,5}\s(?:\w{2,8}\s)?"
    r"(?:біледі|биледи|biledi|жазсын|жазады|түсінеді|тусинеди|tusinedi|адам\w{0,3})|"
    r"к[іи]м(?:ге)? (?:\w{2,9} )?б[іи]л(?:ед[іи]|ген|се),? (?:сол|\w{2,8}) \w{3,9}|"
    r"к[іи]мге (?:не )?керег[іи]н б[іи]лед[іи]|"
    r"[өо]з[іи]м[іи]зд[іи]к(?:[іи]лер|[іи])\w{0,3} (?:б[іи]лед[іи]|т[үу]с[іи]нед[іи])|"
    r"(?:you|those who|whoever|who) know\w?,? (?:who|where|what|the drill|knows?)|iykyk|"
    r"if you know,? you know)(?!\w)"
)
_SAME = re.compile(
    r"(?<!\w)(?:(?:те|тот|та|то)\sже\s(?:мест\w|двор\w{0,2}|район\w{0,2}|бот|адрес\w{0,2}|точк\w|люди|"
    r"условия)|(?:мест\w|двор\w|район\w|бот|адрес\w|точк\w|качество)\s(?:те|тот|то)\sже|"
    r"(?:баяғы|баяги|baiagy|бұрынғы|бурынгы)(?:\sсол)?\s(?:жер|орын|бот|аудан|адам|адрес|н[үу]кте|баға)\w{0,7}|"
    r"(?:жер|орын|бот|аудан|адрес|н[үу]кте)\w{0,5}\s(?:сол баяғы|сол баягы|сол [қк]алп\w{1,3}|"
    r"баяғы|баягы|бұрынғыдай|бурынгыдай|баяғыдай|баягыдай)|"
    r"same\s(?:old )?(?:spots?|places?|areas?|bot|routine|yards?|drill|people))(?!\w)"
)
_USUAL = re.compile(
    r"(?<!\w)(?:стар(?:ым|ые|ых) (?:гост|клиент|друз)\w{1,4},?\s[-–—]?\s?(?:как обычно|как всегда)|"
    r"(?:ескі|ески|тұрақты|турақты) (?:қонақ|конак|клиент)\w{0,7}\s\w{3,12}|"
    r"(?:old|regular) (?:guests?|customers?|clients?|friends?) (?:as usual|know\w?))(?!\w)"
)
_HINTS = Hints(
    stems=stems(
        "кто тем те кому свои наши посвящённые посвященные знаешь знаете білетін билетин biletin түсінген "
        "тусинген білген билген кім ким кімге кимге өзіміздікі озимиздики адрестер нүкте нукте you those "
        "whoever who iykyk if тот та то место места двор дворы район районы "
        "бот адрес адреса точка точки качество баяғы баяги baiagy бұрынғы бурынгы сол жер жері орын орны "
        "аудан same старым старые старых ескі ески тұрақты турақты old regular"
    ),
    reach=70,
)
_ANY = re.compile("|".join(one.pattern for one in (_KNOWING, _SAME, _USUAL)))
_SECOND = re.compile(
    r"теме|курсе|зна[её]|знают|понял|понимает|поймут|надо|нужно|біл|бил|bile|түсін|тусин|tusin|адам|know|iykyk|"
    r"же|сол|орын|бот|аудан|same|гост|клиент|друз|[қк]она[қк]|guest|customer|client|friend"
)
"""A word that every such phrase has, beside the one that it begins with."""
_ONE, _SEVERAL = 0.25, 0.45


class Insiders:
    """A14: talk to those who know; stronger where it comes in several ways."""

    kinds = frozenset({"A14_insiders"})
    clues: ClassVar[Clues] = {
        "A14_insiders": (
            Clue(stems=_HINTS.stems),
            Clue(word=_SECOND),
            Clue(text=_ANY),
        )
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each phrase."""
        found = list(_HINTS.matches(reading, _KNOWING, _SAME, _USUAL))
        sorts = {one.re for one in found}
        for one in found:
            yield reading.mark("A14_insiders", *one.span(), _SEVERAL if len(sorts) > 1 else _ONE)
