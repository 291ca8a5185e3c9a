"""What is asked of those who carry and hide (F7): not to look into the bag, to leave it where one is told,
to lay and take a picture, where not to lay."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_SEALED = re.compile(
    r"(?<!\w)(?:рюкзак\w{0,2}|сумк\w{1,2}|пакет\w{0,2}|посылк\w|коробк\w|сверт\w{1,3}|с[өо]мке\w{0,2}|"
    r"[қк]ап\w{0,3}|"
    r"bags?|backpack|parcel|package|box)(?!\w)[^\n]{0,40}?"
    r"(?<!\w)(?:не (?:открыва\w{2,4}|вскрыва\w{2,4}|загляды\w{3,5}|смотр\w{2,5})|ашпа\w{1,6}|"
    r"[қк]арама\w{1,6}|"
    r"(?:do not|don't|never) (?:open|look))(?!\w)[^\n]{0,60}?"
    r"(?<!\w)(?:(?:где|куда) (?:скаж\w{1,3}|покаж\w{1,3})|айт[қк]ан жер\w{0,4}|where (?:we|i|they|you are|"
    r"you're) "
    r"(?:say|tell|told))(?!\w)|"
    r"(?<!\w)(?:клади|кладешь|кладете|прячь|салас\w{1,3}|hide|bury|"
    r"tuck)(?!\w)[^\w\n]{1,3}(?:\w{1,10}[^\w\n]{1,3}){0,3}?"
    r"(?:фотк\w{1,4}|фотай|сурет\w{0,4} (?:ал|т[үу]сір|т[үу]сир|ж[іи]бер)\w{1,6}|snap|"
    r"photograph)(?!\w)"
)
"""To carry what one must not open and leave it where one is told; to lay and to take a picture."""
_AWAY = (
    r"(?:не (?:клади\w{0,2}|кладем|кладём|у|возле|раскладыва\w{2,5})|no|not at|never at|away from)"
    r"[^\w\n]{1,3}(?:\w{1,12}[^\w\n]{1,3}){0,4}?(?:школ\w{0,2}|сад\w{0,4}|детск\w{2,3}|schools?|"
    r"playgrounds?)|"
    r"(?:мектеп|балаба[қк]ша)\w{0,3} жанына (?:[қк]ойма|т[ыі][қк]па|салма)\w{0,4}"
)
_PICTURES = (
    r"(?:(?:три|3|тр[её]х|[үу]ш|three)\s(?:фото|кадр\w{0,2}|сурет|снимк\w|photos?|pics?)|"
    r"фото\s?[-–—:]?\s?(?:три|3)|координат\w{0,5} (?:до|тексер\w{0,4}|пров\w{2,6})|five decimals)"
)
_RULES = re.compile(rf"(?<!\w)(?:{_AWAY})(?!\w)[^\n]{{0,110}}?(?<!\w){_PICTURES}(?!\w)")
"""Where those who hide are told not to, and how many pictures to take."""
_ROLE = (
    r"(?:курьер\w{0,2}|склад\w{0,2}|трафарет\w{0,4}|рисовал\w{1,4}|раскладк\w|перевоз\w{0,4}|оператор\w{0,2}|жазу|"
    r"couriers?|runners?|stencils?)"
)
_ROLES = re.compile(rf"(?<!\w){_ROLE}(?:\s{{0,2}}[•·/|,;+\n-]\s{{0,2}}{_ROLE}){{1,5}}(?!\w)")
_OWN = re.compile(r"трафарет|рисовал|раскладк|жазу|stencil")
"""A role that no lawful courier service has."""
_COOK = re.compile(
    r"(?<!\w)(?:химик\w{0,2}|варщик\w{0,2}|chemist|cook)(?!\w)[^\n]{0,70}?"
    r"(?<!\w)(?:зертхана\w{0,6}|лаборатор\w{1,4}|реагент\w{0,2}|реактив\w{0,2}|стекло|reagents?|lab|"
    r"glass)(?!\w)[^\n]{0,110}?"
    r"(?<!\w)(?:гарант\w{0,4}|депозит\w{0,2}|залог|[үу]лес\w{0,3}|дол[яю]|escrow|a share|deposit)(?!\w)"
)
_DESK = re.compile(
    r"(?<!\w)оператор\w{0,4}(?!\w)(?=[^\n]{0,80}?(?<!\w)(?:керек|[қк]ажет|[іи]здей\w{2,4}|кел[іи][ңн]\w{2,6}|отырас\w{1,3}|ауысым\w{0,3}|смен[аы]|"
    r"нужн?[еоы]?н?|требу\w{3,5}|ищем)(?!\w))"
    r"[^\n]{0,120}?(?<!\w)(?:адрес(?:тер|а|ов)?\w{0,2} (?:бер\w{1,3}|сан\w{1,3}|"
    r"ж[үу]рг[іи]з\w{1,2}|таста\w{1,2})|"
    r"(?:выда\w{2,4}|раздава\w{2,3}) адрес\w{0,2}|ненаход\w{0,3}|таппаған\w{0,8}|таппаган\w{0,8}|"
    r"перезаклад\w{0,2}|"
    r"(?:точка|н[үу]кте|орын) шатас\w{1,4})(?!\w)"
)
"""Who sits at a shop's desk: gives places out, and others for those not found."""
_TRIPLE = re.compile(
    r"(?<!\w)(?:орама|т[үу]й[іи]нш[еi]к|пакет|сверт\w{1,2}|packets?|wraps?)\s?[,+/→-]\s?(?:фото|сурет|photo|"
    r"pic)\s?[,+/→=-]\s?"
    r"(?:а[қк]ша|деньги|оплата|cash|money)(?!\w)"
)
_HINTS = Hints(
    stems=stems(
        "рюкзак сумка сумку пакет посылка коробка сверток свёрток сөмке сомке қап қапта кап bag bags "
        "backpack parcel package "
        "box клади кладешь кладете прячь саласың салас hide bury tuck школ сад садик детских детский school "
        "playground мектеп "
        "балабақша балабакша трафарет рисовальщик раскладка жазу stencil stencils химик варщик chemist cook "
        "орама оператор операторға түйіншек "
        "туйиншек packet packets wrap wraps"
    ),
    reach=260,
)
_DUTY, _ROLE_OF = 0.85, 0.9


class Duties:
    """F7: to carry what one must not open, to lay and to take a picture, not to lay near children; F1: to
    cook for a share, or roles in a row with one of this trade."""

    kinds = frozenset({"F1_drug_role", "F7_hiding_duty"})
    clues: ClassVar[Clues] = {
        "F7_hiding_duty": (
            Clue(stems=_HINTS.stems),
            Clue(text=re.compile(f"{_SEALED.pattern}|{_RULES.pattern}|{_TRIPLE.pattern}")),
        ),
        "F1_drug_role": (
            Clue(stems=_HINTS.stems),
            Clue(word=re.compile(rf"{_ROLE}|химик|варщик|chemist|cook|оператор")),
            Clue(text=re.compile(f"{_ROLES.pattern}|{_COOK.pattern}|{_DESK.pattern}")),
        ),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for found in _HINTS.matches(reading, _SEALED, _RULES, _TRIPLE):
            yield reading.mark("F7_hiding_duty", *found.span(), _DUTY)
        for found in _HINTS.matches(reading, _ROLES, _COOK, _DESK):
            if found.re is not _ROLES or _OWN.search(found.group()):
                yield reading.mark("F1_drug_role", *found.span(), _ROLE_OF)
