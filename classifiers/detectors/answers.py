"""A picture, a position or a place in answer to money (B9): weaker than a place that is told for it."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_ANSWERED = (
    r"(?:сыпл\w{1,3}|капа\w{1,3}|выда[её]т\w{0,2}|получ(?:ишь|ите|аешь|аете|ил|ай(?:те)?)|прилет(?:ает|ят|"
    r"ит|ают)|"
    r"скин(?:у|ем|ет|ут|ул|ь)|скид(?:ываю|ываем|ывает|аю|аем|ает)|кину|покаж(?:у|ем|ет)|подскаж(?:у|ем|ет)|"
    r"укаж(?:у|ем|ет)|"
    r"высыла(?:ю|ем|ет)|присыла(?:ю|ем|ет)|лови(?:те|шь)?|жди(?:те)?|в ответ|вышл(?:ю|ем|ет|ют)|"
    r"отправ(?:лю|им|ит|ишь|ляю|ляем|ляет)|придет|прид[её]т|(?:you )?(?:get|receive)|"
    r"(?:i |we )?(?:text|send|drop|shoot) (?:you )?|comes?)"
)
"""Of the present, the future or one's own: what others sent is a report."""
_SIGHT = (
    r"(?:мест[ао]|дорог[уа]|лок[уа]|локаци[юя]|геолокаци[юя]|адрес\w?|снимок|снимки|фот(?:о|ка|ку|ки)|"
    r"картинк\w|метк[ау]|"
    r"геометк\w|координаты|описани[ея]|"
    r"стрелк\w{1,2}|where it (?:is|sits|lies)|(?:a |the )?(?:map )?pin|(?:a |the )?(?:pic|photo|picture)s?|"
    r"coords|coordinates)"
)
_MONEY = (
    r"(?:деньги|оплат\w{1,3}|перевод\w{0,2}|переводишь|кидаешь|кинешь|кинул|скинешь|скидывае\w{1,2}|"
    r"скидывает|чек\w?|"
    r"pay|paid|payment|transfer|receipt|money|cash)"
)
_FOR_MONEY = (
    re.compile(
        rf"(?<!\w){_MONEY}(?!\w)[^\n.!?]{{0,40}}?(?<!\w){_ANSWERED}(?!\w)[^\n.!?]{{0,25}}?(?<!\w){_SIGHT}(?!\w)"
    ),
    re.compile(
        rf"(?<!\w){_SIGHT}(?!\w)[^\n.!?]{{0,25}}?(?<!\w){_ANSWERED}(?!\w)[^\n.!?]{{0,25}}?(?<!\w){_MONEY}(?!\w)"
    ),
)
"""A picture or a position in answer to money: also how photographers, guides and landlords are paid."""
_OTHERS = re.compile(
    r"фотограф|фотосес|съ[её]мк|студи|мастер|макет|эскиз|дизайн|портрет|квартир|посуточн|апартамент|аренд|"
    r"гост(?:ь|ей|ин)|отел|хостел|"
    r"замк|ключ|мероприят|встреч|экскурс|тур(?:ист|ы)?(?!\w)|поход|курс|урок|вебинар|билет|доставк|курьер|"
    r"посыл|трек|стол(?:ик)?|"
    r"ученик|отч[её]т|photograph|studio|session|design|sketch|apartment|flat|rent|guest|hotel|hostel|key|"
    r"event|tour|ticket|courier|"
    r"credits|quest|chapter|deliver|track|lesson|invoice|refund|order number"
)
_HINTS = Hints(
    stems=stems(
        "деньги оплата оплатил оплаты перевод переводишь кидаешь кинешь кинул скинешь скидываешь скидывает "
        "чек чека pay paid payment "
        "transfer receipt money cash"
    ),
    reach=180,
)
_AROUND = 80
_STRENGTH = 0.5


class Answers:
    """B9: what comes back once the money is sent."""

    kinds = frozenset({"B9_place_told"})
    clues: ClassVar[Clues] = {
        "B9_place_told": (
            Clue(stems=_HINTS.stems),
            Clue(text=re.compile("|".join(one.pattern for one in _FOR_MONEY))),
        )
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for found in _HINTS.matches(reading, *_FOR_MONEY):
            if not _OTHERS.search(reading.text, max(0, found.start() - _AROUND), found.end() + _AROUND):
                yield reading.mark("B9_place_told", *found.span(), _STRENGTH)
