"""What buyers write once they have dug: "взял, касание, всё ровно" (B1), and are told if they find nothing "
"(B8)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import WITH_DIGIT, Clue, Clues, parts
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_TOOK = (
    r"(?:взял[аи]?|забрал[аи]?|снял[аи]?|поднял[аи]?|наш[её]л|нашла|подъем|съем|"
    r"алды[мқ]|таптым|тауып алды[мқ]|көтердім|picked up|grabbed|found it|got it|collected)"
)
_HOW = (
    r"(?:касани[ея]|в одно касание|в касание|с касания|(?:с|по) перв(?:ой|ого) (?:копк\w|лопат\w|"
    r"раза копнул)|копать не пришлось|"
    r"без копки|дом(?:а)? ровно|координаты? в (?:точку|ноль)|метка в (?:точку|ноль)|мастер ровный|"
    r"кладмен\w{0,2}|"
    r"бірден жанасу|жанасумен|қазып алдым|координат(?:ы|тар)? дәл|"
    r"one touch|first touch|touch down|no digging|pin was (?:spot on|exact|dead on)|"
    r"coords? (?:were )?(?:spot on|exact|dead on)|"
    r"exactly under the pin)"
)
_GAP = r"[^\w\n]{1,3}(?:[^\W\d]{1,14}[^\w\n]{1,3}){0,4}"
_REVIEWS = (
    re.compile(rf"(?<!\w){_TOOK}{_GAP}{_HOW}(?!\w)"),
    re.compile(rf"(?<!\w){_HOW}{_GAP}{_TOOK}(?!\w)"),
)
_HINTS = Hints(
    stems=stems(
        "взял взяла взяли забрал забрала снял сняла поднял нашел нашёл нашла подъем съем алдым алдық таптым "
        "тауып көтердім "
        "picked grabbed found got collected"
    ),
    reach=160,
)
_OTHERS = re.compile(
    r"геокеш|тайник\w? (?:на месте|обновл)|журнал|логбук|geocach|logbook|волан|мяч|ракетк|футбол|спринт"
)
_STRENGTH = 0.5
_NOTHING = re.compile(
    r"(?<!\w)(?:табылма\w{1,7}|таба алма\w{1,7}|таппа\w{1,8}|тапса[мң]?ыз)(?:\s[қк]алса\w{0,4})?(?!\w)"
    r"[^\n]{0,70}?(?<!\w)(?:перезаклад\w{0,4}|(?:жа[ңн]а|бас[қк]а) (?:адрес|орын|н[үу]кте)\w{0,5}|"
    r"видео\w{0,4}|[қк]айта (?:ж[іи]бер|таста|сал|[қк]ой)\w{1,7}|[қк]айтадан (?:сал|[қк]ой)\w{1,7}|"
    r"ауыстыр(?:ам(?:ыз)?|ып берем[іи]?з?)|фото т[үу]с\w{2,8})(?!\w)"
)
_NOTHING_HINTS = Hints(stems=stems("табылмаса табылмаған таба таппасаңыз таппай тапсаңыз"), reach=130)


_MISSED = (
    r"(?:нена[йх]\w{1,6}|не наш[её]л\w?|не нашли|не найден\w?|табылма\w{1,7}|таба алма\w{1,7}|таппа\w{1,8}|"
    r"not found|no find|nothing there|didn't find)"
)
_FILM = r"(?:видео\w{0,4}|фото\w{0,4}|сурет\w{0,4}|video|photos?)"
_HOURS = r"\d{1,2}\s?-?(?:ч|час\w{0,3}|сағат\w{0,4}|сагат\w{0,4}|h|hours?)"
_CLAIM = re.compile(
    rf"(?<!\w){_MISSED}(?!\w)(?:[^\n]{{0,60}}?(?<!\w){_FILM}(?!\w)[^\n]{{0,60}}?(?<!\w){_HOURS}(?!\w)|"
    rf"[^\n]{{0,60}}?(?<!\w){_HOURS}(?!\w)[^\n]{{0,60}}?(?<!\w){_FILM}(?!\w))"
)
"""What a shop asks of who found nothing: pictures, and within so many hours."""
_CLAIM_HINTS = Hints(
    stems=stems(
        "ненаход ненайден не табылмаса табылмаған табылмай таба таппасаңыз таппай not no nothing didn"
    ),
    reach=160,
)


class Pickups:
    """B1: taken, and how it lay there: at a touch, without digging, right at the pin; B8: not found, and what
    the buyer has to film."""

    kinds = frozenset({"A8_claim_policy", "B1_stash_word", "B8_not_found"})
    clues: ClassVar[Clues] = {
        "A8_claim_policy": (
            Clue(stems=_CLAIM_HINTS.stems),
            WITH_DIGIT,
            parts("видео", "фото", "сурет", "video", "photo"),
            Clue(text=_CLAIM),
        ),
        "B1_stash_word": (Clue(stems=_HINTS.stems), Clue(text=re.compile(_HOW))),
        "B8_not_found": (Clue(stems=_NOTHING_HINTS.stems), Clue(text=_NOTHING)),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for found in _HINTS.matches(reading, *_REVIEWS):
            around = reading.text[max(0, found.start() - 80) : found.end() + 80]
            if not _OTHERS.search(around):
                yield reading.mark("B1_stash_word", *found.span(), _STRENGTH)
        for found in _NOTHING_HINTS.matches(reading, _NOTHING):
            yield reading.mark("B8_not_found", *found.span())
        for found in _CLAIM_HINTS.matches(reading, _CLAIM):
            yield reading.mark("A8_claim_policy", *found.span())
